//! What a machine needs before anything can be built or tested.
//!
//! Owns the list of tools with their versions, and the order in which they come. It must not know
//! how a tool is installed, nor what is built with it.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::browsers::{self, Browsers};
use crate::debian::{self, Wanted};
use crate::shell::{self, capture, find};
use crate::steps::Steps;
use crate::tools::{Build, From, Tool};

const TARGET: &str = "wasm32-unknown-unknown";

/// The version must be the one that the app links; its lock file may name crates that a mirror
/// does not have yet, so it is built without that.
const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: "0.2.130",
    says: Some("0.2.130"),
    file: "bin/wasm-bindgen",
    from: From::Cargo(Build {
        arguments: &[],
        opt_level: "1",
    }),
};

const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    says: Some("0.21.14"),
    file: "bin/trunk",
    from: From::Cargo(Build {
        arguments: &["--locked", "--no-default-features"],
        opt_level: "0",
    }),
};

/// Brings wasm-opt; distributions' own are too old for what Rust emits.
const BINARYEN: Tool = Tool {
    name: "binaryen",
    version: "132.0.0",
    says: Some("132"),
    file: "node_modules/.bin/wasm-opt",
    from: From::Npm,
};

/// The steps of [`for_building`].
pub const BUILDING: [&str; 5] = [TARGET, "node", "wasm-bindgen-cli", "trunk", "binaryen"];
/// The further steps of [`for_tests`].
pub const TESTING: [&str; 3] = ["browsers", "geckodriver", "axe-core"];

/// Makes sure of what building needs.
pub fn for_building(steps: &mut Steps) -> Result<()> {
    target(steps)?;
    node(steps)?;
    WASM_BINDGEN.ensure(steps)?;
    TRUNK.ensure(steps)?;
    BINARYEN.ensure(steps)
}

/// Makes sure of what the tests need.
pub fn for_tests(steps: &mut Steps) -> Result<Browsers> {
    components(steps)?;
    for_building(steps)?;
    browsers::ensure(steps)
}

/// Makes sure of what format and lints need.
pub fn for_checks(steps: &mut Steps) -> Result<()> {
    components(steps)?;
    target(steps)
}

fn components(steps: &mut Steps) -> Result<()> {
    let sysroot = sysroot()?;
    for (component, file) in [("rustfmt", "bin/cargo-fmt"), ("clippy", "bin/cargo-clippy")] {
        steps.ensure(
            component,
            "adds it to the Rust toolchain",
            || sysroot.join(file).is_file(),
            || rustup("component", component),
        )?;
    }
    Ok(())
}

/// The path to search, our tools first.
pub fn path() -> Result<OsString> {
    let mut folders = Vec::new();
    for tool in [TRUNK, WASM_BINDGEN, BINARYEN] {
        folders.extend(tool.path()?.parent().map(Path::to_owned));
    }
    let present = env::var_os("PATH").unwrap_or_default();
    folders.extend(env::split_paths(&present));
    Ok(env::join_paths(folders)?)
}

fn target(steps: &mut Steps) -> Result<()> {
    let library = sysroot()?.join("lib/rustlib").join(TARGET).join("lib");
    steps.ensure(
        TARGET,
        "adds WebAssembly to the Rust toolchain",
        || library.is_dir(),
        || rustup("target", TARGET),
    )
}

fn node(steps: &mut Steps) -> Result<()> {
    let programs = [
        Wanted {
            what: "node",
            package: "nodejs",
            elsewhere: "get Node 18 or newer from https://nodejs.org",
        },
        Wanted {
            what: "npm",
            package: "npm",
            elsewhere: "it comes with Node",
        },
    ];
    let mut missing = Vec::from(programs);
    missing.retain(|wanted| find(&[wanted.what]).is_none());
    let ready = missing.is_empty();
    steps.ensure(
        "node",
        "installs Node, which runs wasm-opt",
        || ready,
        || debian::install(&missing),
    )
}

/// The toolchain's folder: the one that the running Cargo lies in, or else the one that rustc
/// names.
fn sysroot() -> Result<PathBuf> {
    let cargo = env::var_os("CARGO").map(PathBuf::from);
    let near = cargo
        .as_deref()
        .and_then(Path::parent)
        .and_then(Path::parent);
    match near.filter(|folder| folder.join("lib/rustlib").is_dir()) {
        Some(folder) => Ok(folder.to_owned()),
        None => {
            let printed = capture(shell::command("rustc").args(["--print", "sysroot"]))?;
            Ok(PathBuf::from(printed.trim()))
        }
    }
}

fn rustup(kind: &str, name: &str) -> Result<()> {
    if find(&["rustup"]).is_none() {
        bail!("this Rust has no {name}, and there is no rustup to add it: https://rustup.rs");
    }
    shell::check(shell::command("rustup").args([kind, "add", name]))
        .with_context(|| format!("cannot add {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_is_the_version_that_the_app_links() {
        let manifest = crate::tree::root().unwrap().join("Cargo.toml");
        let manifest = std::fs::read_to_string(manifest).unwrap();
        let pin = format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version);
        assert!(manifest.contains(&pin), "Cargo.toml lacks {pin}");
    }
}
