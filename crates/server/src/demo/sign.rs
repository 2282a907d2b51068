//! What the demonstration prints at its start: where to go and how to sign in.

use super::{Code, PEOPLE};
use sale::Role;
use std::fmt::Write;
use std::net::SocketAddr;

/// The whole sign, ready to print.
pub(crate) fn sign(address: SocketAddr, codes: &[Code]) -> String {
    let port = address.port();
    let host = if address.ip().is_loopback() || address.ip().is_unspecified() {
        "localhost".to_owned()
    } else {
        address.ip().to_string()
    };
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write_sign(&mut text, &host, port, codes);
    text
}

fn write_sign(to: &mut String, host: &str, port: u16, codes: &[Code]) -> std::fmt::Result {
    writeln!(to, "\n  BackOffice  http://{host}:{port}/backoffice")?;
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
    writeln!(to, "\n  Register    http://{host}:{port}/register")?;
    activate(to, false)?;
    if host == "localhost" {
        writeln!(
            to,
            "      http://127.0.0.1:{port}/register in the same browser is a second register"
        )?;
    }
    writeln!(to, "\n  Pay         http://{host}:{port}/pay")?;
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
