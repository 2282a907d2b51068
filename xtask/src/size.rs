//! How large each program may be.
//!
//! Owns the limits and the table that shows them. It must not know how the app is built.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::tree;

/// A program and how large its WebAssembly may be, in bytes as they travel: brotli. The limits guard
/// against accidents; what counts is the time until a screen can be used.
const PROGRAMS: [(&str, u64); 3] = [
    ("pay", 405_000),
    ("register", 540_000),
    ("backoffice", 580_000),
];

/// How large a part of a program may be: code that comes when one of its screens is first opened.
const PART: u64 = 240_000;

/// What every program loads beside its own files.
const PAGE: [&str; 6] = [
    "index.html",
    "shell.css",
    "boot.js",
    "keep.js",
    "sw.js",
    "manifest.webmanifest",
];

/// Prints what each program weighs beside its limit and beside the whole of a first load, and fails
/// when one is over its limit.
pub fn check(dist: &Path) -> Result<()> {
    let sum =
        |files: &[String]| -> Result<u64> { files.iter().map(|file| weight(dist, file)).sum() };
    let page = sum(&PAGE.map(str::to_owned))?;
    println!("{}", row("brotli, kB", "program", "limit", "first load"));
    let mut over = Vec::new();
    for (name, limit) in PROGRAMS {
        let program = weight(dist, &format!("{name}_bg.wasm"))?;
        let beside = sum(&[format!("{name}.js"), format!("{name}.css")])?;
        let whole = program + beside + page;
        println!("{}", row(name, &kilo(program), &kilo(limit), &kilo(whole)));
        if program > limit {
            over.push(name.to_owned());
        }
    }
    for part in parts(dist)? {
        let bytes = weight(dist, &part)?;
        let (_, name) = part.rsplit_once('/').unwrap_or(("", &part));
        println!("{}", row(name, &kilo(bytes), &kilo(PART), ""));
        if bytes > PART {
            over.push(name.to_owned());
        }
    }
    if !over.is_empty() {
        bail!("over the limit: {}", over.join(", "));
    }
    Ok(())
}

/// The files that parts of programs are in.
fn parts(dist: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for file in tree::files(dist)? {
        let file = file.strip_prefix(dist)?.to_string_lossy().into_owned();
        if file.contains('/') && file.ends_with(".wasm") {
            found.push(file);
        }
    }
    Ok(found)
}

/// How many bytes of a file travel.
fn weight(dist: &Path, file: &str) -> Result<u64> {
    let packed = dist.join(format!("{file}.br"));
    let plain = dist.join(file);
    let sent = if packed.exists() { packed } else { plain };
    let about = fs::metadata(&sent).with_context(|| format!("the app has no {file}"))?;
    Ok(about.len())
}

fn row(name: &str, program: &str, limit: &str, whole: &str) -> String {
    format!("    {name:16}{program:>10}{limit:>10}{whole:>12}")
}

fn kilo(bytes: u64) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An app of which the register travels in so many bytes.
    fn app(register: usize) -> std::path::PathBuf {
        let dist = std::env::temp_dir().join(format!("xtask-size-{}", std::process::id()));
        fs::create_dir_all(&dist).unwrap();
        let write = |file: &str, bytes: usize| fs::write(dist.join(file), vec![0; bytes]).unwrap();
        for file in PAGE {
            write(file, 10);
        }
        for (name, _) in PROGRAMS {
            write(&format!("{name}.js"), 10);
            write(&format!("{name}.css"), 10);
            write(&format!("{name}_bg.wasm"), 900_000);
            write(&format!("{name}_bg.wasm.br"), 100_000);
        }
        write("register_bg.wasm.br", register);
        dist
    }

    #[test]
    fn a_program_over_its_limit_is_named() {
        let dist = app(540_000);
        assert!(check(&dist).is_ok());
        fs::write(dist.join("register_bg.wasm.br"), vec![0; 540_001]).unwrap();
        fs::create_dir_all(dist.join("backoffice.0")).unwrap();
        fs::write(dist.join("backoffice.0/split_goods.wasm"), vec![0; 240_001]).unwrap();
        let error = check(&dist).unwrap_err().to_string();
        assert_eq!(error, "over the limit: register, split_goods.wasm");
        fs::remove_file(dist.join("pay.css")).unwrap();
        let error = check(&dist).unwrap_err().to_string();
        assert_eq!(error, "the app has no pay.css");
        fs::remove_dir_all(dist).unwrap();
    }
}
