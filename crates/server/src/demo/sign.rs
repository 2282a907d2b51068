//! What the demonstration prints at its start: where to go and how to sign in.

use super::{Code, PEOPLE};
use sale::Role;
use std::fmt::Write;
use std::net::SocketAddr;

/// The whole sign, ready to print.
pub(crate) fn sign(address: SocketAddr, public: Option<&str>, codes: &[Code]) -> String {
    let port = address.port();
    let here = address.ip().is_loopback() || address.ip().is_unspecified();
    let base = base(address, public);
    let second = (here && public.is_none()).then(|| format!("http://127.0.0.1:{port}"));
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write_sign(&mut text, &base, second.as_deref(), codes);
    text
}

/// Where browsers reach the server.
pub(crate) fn base(address: SocketAddr, public: Option<&str>) -> String {
    let here = address.ip().is_loopback() || address.ip().is_unspecified();
    match public {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None if here => format!("http://localhost:{}", address.port()),
        None => format!("http://{address}"),
    }
}

fn write_sign(
    to: &mut String,
    base: &str,
    second: Option<&str>,
    codes: &[Code],
) -> std::fmt::Result {
    writeln!(to, "\n  BackOffice  {base}/backoffice")?;
    for person in &PEOPLE {
        if let (Some(email), Some(password)) = (person.email, person.password) {
            writeln!(
                to,
                "      {} signs in with {email} and {password}",
                person.name
            )?;
        }
    }
    let activate = |to: &mut String, pay: bool| -> std::fmt::Result {
        for code in codes.iter().filter(|code| (code.activates == "Pay") == pay) {
            writeln!(to, "      {:<14}{}", code.activates, code.code)?;
        }
        Ok(())
    };
    writeln!(to, "\n  Register    {base}/register")?;
    activate(to, false)?;
    if let Some(second) = second {
        writeln!(
            to,
            "      {second}/register in the same browser is a second register"
        )?;
    }
    writeln!(to, "\n  Pay         {base}/pay")?;
    activate(to, true)?;
    writeln!(to, "\n  PINs")?;
    for person in &PEOPLE {
        let role = match person.role {
            Role::Cashier => "cashier",
            Role::RegisterManager => "register manager",
            Role::BackOfficeManager => "BackOffice manager",
        };
        writeln!(to, "      {:<14}{}  {role}", person.name, person.pin)?;
    }
    writeln!(
        to,
        "\n  A code holds once and for 15 minutes; BackOffice and the next start give new ones.\n"
    )
}
