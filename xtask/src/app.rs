//! Builds the app into `dist/`.
//!
//! Owns when a build is needed and the order of its steps. It must not know how the server serves
//! the result, nor how large it may be.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::shell::{cargo, check, command};
use crate::steps::Steps;
use crate::{progress, setup, tree};

/// Everything that the result depends on.
const INPUTS: [&str; 17] = [
    "src",
    "build.rs",
    "languages",
    "crates/sale",
    "crates/sync",
    "style",
    "public",
    "index.html",
    "Trunk.toml",
    ".cargo/config.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    "xtask/precompress.mjs",
    "xtask/src/parts.rs",
    "xtask/src/setup.rs",
    "xtask/styles.mjs",
];

/// Where the result lies.
pub fn dist() -> Result<PathBuf> {
    Ok(tree::root()?.join("dist"))
}

/// Builds the app, unless neither what goes in nor what came out has changed since the last time.
pub fn build(steps: &mut Steps) -> Result<()> {
    let root = tree::root()?;
    let stamp = tree::target()?.join("xtask/app.stamp");
    let begun_with = tree::fingerprint(&root, &INPUTS)?;
    let known = fs::read_to_string(&stamp).unwrap_or_default();
    let ready = known == stamped(&begun_with, &root)?;
    steps.ensure(
        "app",
        "builds it for the browser",
        || ready,
        || {
            make(&root)?;
            // Fetching may have written Cargo.lock; what was edited while building must show.
            let inputs = tree::fingerprint(&root, &INPUTS)?;
            fs::create_dir_all(stamp.parent().unwrap_or(&root))?;
            fs::write(&stamp, stamped(&inputs, &root)?)?;
            Ok(())
        },
    )
}

fn stamped(inputs: &str, root: &Path) -> Result<String> {
    let output = tree::fingerprint(root, &["dist"])?;
    Ok(format!("{inputs} {output}\n"))
}

fn make(root: &Path) -> Result<()> {
    check(cargo().arg("fetch").current_dir(root))?;
    // All programs at once, and told how far; Trunk then finds them there, where it would have built
    // one after the other.
    progress::cargo(
        cargo()
            .args(["build", "--package", "saved-sales-sync", "--bins"])
            .args(["--target", "wasm32-unknown-unknown"])
            .args(["--profile", "wasm-release", "--locked"])
            .current_dir(root),
    )?;
    check(
        command("trunk")
            .args(["build", "--release", "--offline", "true"])
            // Its minifier does not understand wasm-bindgen's script, says so and leaves it alone.
            .args(["--log", "info,trunk::processing::minify=error"])
            .current_dir(root)
            .env("PATH", setup::path()?)
            .env_remove("NO_COLOR"),
    )?;
    check(
        command("node")
            .arg(root.join("xtask/precompress.mjs"))
            .arg(root.join("dist")),
    )
}
