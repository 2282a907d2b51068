//! Programs that the system has to bring.
//!
//! Owns the one way in which xtask changes a machine beyond its cache: `apt-get install`, on
//! Debian and its kin, and only as root. It must not know which programs are wanted or why.

use std::path::Path;

use anyhow::{Result, bail};

use crate::shell::{capture, check, command, find};

/// A program that must be there, and what brings it.
pub struct Wanted {
    /// What it is, for people.
    pub what: &'static str,
    /// The Debian package.
    pub package: &'static str,
    /// How to have it elsewhere.
    pub elsewhere: &'static str,
}

/// Installs the packages of what is missing, or says exactly what that is.
pub fn install(missing: &[Wanted]) -> Result<()> {
    let packages: Vec<&str> = missing.iter().map(|wanted| wanted.package).collect();
    if may_install() {
        println!("    apt-get install {}", packages.join(" "));
        check(apt().arg("update").arg("--quiet=2"))?;
        return check(
            apt()
                .args(["install", "--yes", "--quiet=2", "--no-install-recommends"])
                .args(&packages),
        );
    }
    let mut message = String::from("not on this machine:");
    for wanted in missing {
        message.push_str(&format!("\n  {}: {}", wanted.what, wanted.elsewhere));
    }
    if find(&["apt-get"]).is_some() {
        message.push_str(&format!(
            "\n  or: sudo apt-get install {}",
            packages.join(" ")
        ));
    }
    bail!(message)
}

fn apt() -> std::process::Command {
    let mut apt = command("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

fn may_install() -> bool {
    let debian = Path::new("/etc/debian_version").exists() && find(&["apt-get"]).is_some();
    debian && capture(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
