//! Takes a program apart: what screens need that are opened later becomes files beside the program's
//! own. Trunk calls it at the end of its build (`Trunk.toml`), since the cut is between the compiler
//! and `wasm-bindgen`, where Trunk has no place for it.
//!
//! Owns the order of the tools and where the files go. It must not know which parts there are; the
//! app says that in its sources.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::shell::{cargo, check, command};
use crate::{setup, tree};

/// The program that has parts.
const PROGRAM: &str = "backoffice";

/// Builds the program as Trunk builds the others, and puts it with its parts into the folder that
/// Trunk is filling.
pub fn run() -> Result<()> {
    let root = tree::root()?;
    let staging = PathBuf::from(env::var("TRUNK_STAGING_DIR").context("called by Trunk alone")?);
    let release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let profile = if release { "wasm-release" } else { "dev" };
    check(
        cargo()
            .args([
                "build",
                "--quiet",
                "--package",
                "saved-sales-sync",
                "--bin",
                PROGRAM,
            ])
            .args(["--target", "wasm32-unknown-unknown"])
            .args(["--profile", profile, "--locked"])
            .current_dir(&root),
    )?;
    let folder = if release { profile } else { "debug" };
    let built = tree::target()?
        .join("wasm32-unknown-unknown")
        .join(folder)
        .join(format!("{PROGRAM}.wasm"));
    let work = tree::target()?.join("xtask/parts");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let made = cut(&fs::read(&built)?, &work)?;
    bind(&work, &staging)?;
    let own = staging.join(format!("{PROGRAM}_bg.wasm"));
    let beside = staging.join(&made.folder);
    fs::create_dir_all(&beside)?;
    fs::copy(work.join(&made.folder).join(LINK), beside.join(LINK))?;
    let mut parts = vec![own];
    for part in made.parts {
        let name = part.file_name().context("a part has no name")?;
        let to = beside.join(name);
        fs::copy(&part, &to)?;
        parts.push(to);
    }
    if release {
        parts.iter().try_for_each(|part| pack(part))?;
    }
    Ok(())
}

/// What fetches the parts.
const LINK: &str = "parts.js";

/// Where the parts go, and where they lie.
struct Made {
    folder: String,
    parts: Vec<PathBuf>,
}

/// Cuts the program. Parts fit the very build that they were cut from, so the build's fingerprint is
/// in their address: a page of an older build finds none, where it would have taken one that breaks it.
fn cut(program: &[u8], work: &Path) -> Result<Made> {
    let folder = format!("{PROGRAM}.{}", tree::fingerprint_of(program));
    fs::create_dir_all(work.join(&folder))?;
    let link = format!("./{folder}/{LINK}");
    let (main, back) = (
        work.join(format!("{PROGRAM}.wasm")),
        format!("../{PROGRAM}.js"),
    );
    let mut options = wasm_split_cli_support::Options::new(program);
    options.output_dir = work;
    options.main_out_path = &main;
    options.link_name = &link;
    options.main_module = &back;
    let made = wasm_split_cli_support::transform(options);
    let made =
        made.map_err(|error| anyhow::anyhow!("{PROGRAM} cannot be taken apart: {error:#}"))?;
    Ok(Made {
        folder,
        parts: made.split_modules,
    })
}

fn bind(work: &Path, staging: &Path) -> Result<()> {
    check(
        command("wasm-bindgen")
            .arg(work.join(format!("{PROGRAM}.wasm")))
            .args(["--target", "web", "--no-typescript", "--out-name", PROGRAM])
            // The parts share the table of functions, which it would otherwise hide.
            .arg("--keep-lld-exports")
            .arg("--out-dir")
            .arg(staging)
            .env("PATH", setup::path()?),
    )
}

fn pack(part: &Path) -> Result<()> {
    check(
        command("wasm-opt")
            .args(OPTIMISING)
            .args(FEATURES)
            .arg(part)
            .arg("-o")
            .arg(part)
            .env("PATH", setup::path()?),
    )
}

/// As the other programs are, in `index.html`.
const OPTIMISING: [&str; 6] = [
    "-O2",
    "--one-caller-inline-max-function-size",
    "0",
    "--always-inline-max-function-size",
    "0",
    "--reorder-functions-by-name",
];

/// What the compiler emits for WebAssembly by default; no more, since browsers must know it.
const FEATURES: [&str; 7] = [
    "--quiet",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];
