//! Build tools at pinned versions, in a cache that every clone of one user shares.
//!
//! Owns where a tool lies, how it comes there, and when it counts as there. It must not know what
//! the tools are used for.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::progress;
use crate::shell::{self, find};
use crate::steps::Steps;

/// A tool from a registry.
pub struct Tool {
    /// The package.
    pub name: &'static str,
    /// The one version that is used.
    pub version: &'static str,
    /// The version as the tool itself says it, if it can be asked: what is on the path already and
    /// says so is used.
    pub says: Option<&'static str>,
    /// The file that is used, inside the tool's folder.
    pub file: &'static str,
    /// Where it comes from.
    pub from: From,
}

/// The registries that tools come from.
pub enum From {
    /// From `cargo binstall` where somebody has that, else built here by `cargo install`.
    Cargo(Build),
    /// Unpacked by npm.
    Npm,
}

/// How `cargo install` builds a tool.
pub struct Build {
    /// Further arguments.
    pub arguments: &'static [&'static str],
    /// 0 for a tool that mostly waits for others, 1 for one that works through much itself.
    pub opt_level: &'static str,
}

impl Tool {
    /// The tool's folder: whole when it is there, for it is moved there when whole.
    fn folder(&self) -> Result<PathBuf> {
        Ok(cache()?.join(format!("{}-{}", self.name, self.version)))
    }

    /// The file that is used: ours, or else the one on the path if it is the right one.
    pub fn path(&self) -> Result<PathBuf> {
        let ours = self.folder()?.join(self.file);
        if ours.is_file() {
            return Ok(ours);
        }
        Ok(self.on_path().unwrap_or(ours))
    }

    fn on_path(&self) -> Option<PathBuf> {
        let version = self.says?;
        let program = find(&[Path::new(self.file).file_name()?.to_str()?])?;
        let printed = shell::capture(shell::command(&program).arg("--version")).ok()?;
        says(&printed, version).then_some(program)
    }

    /// Makes sure that the tool is there.
    pub fn ensure(&self, steps: &mut Steps) -> Result<()> {
        let what = match self.from {
            From::Cargo(_) if binstall() => "gets it by cargo binstall, once for this user",
            From::Cargo(_) => "builds it from source, once for this user (some minutes)",
            From::Npm => "gets it from npm, once for this user",
        };
        let path = self.path()?;
        steps.ensure(
            &format!("{} {}", self.name, self.version),
            what,
            || path.is_file(),
            || self.install(),
        )
    }

    fn install(&self) -> Result<()> {
        let cache = cache()?;
        fs::create_dir_all(&cache)?;
        // Two clones that start at once do not both build; the system lets go if we die.
        let lock = File::create(cache.join(".lock"))?;
        lock.lock()?;
        let folder = self.folder()?;
        if folder.join(self.file).is_file() {
            return Ok(());
        }
        let partial = cache.join(format!(".{}-{}.partial", self.name, self.version));
        remove(&partial)?;
        fs::create_dir_all(&partial)?;
        match &self.from {
            From::Cargo(_) if binstall() && self.fetch(&partial) => {}
            From::Cargo(build) => self.build(build, &partial, &cache)?,
            From::Npm => self.unpack(&partial)?,
        }
        if !partial.join(self.file).is_file() {
            bail!("{} {} brought no {}", self.name, self.version, self.file);
        }
        remove(&folder)?;
        fs::rename(&partial, &folder)?;
        Ok(())
    }

    /// Whether `cargo binstall` had it ready made; it is not to build what it has not.
    fn fetch(&self, into: &Path) -> bool {
        let fetched = shell::check(
            shell::cargo()
                .args(["binstall", "--no-confirm", "--disable-telemetry"])
                .args(["--disable-strategies", "compile", "--root"])
                .arg(into)
                .arg(format!("{}@{}", self.name, self.version)),
        );
        let there = fetched.is_ok() && into.join(self.file).is_file();
        if !there {
            println!("    cargo binstall does not have it: builds it from source");
        }
        there
    }

    /// Builds for a quick build rather than a quick tool. What an interrupted build has compiled
    /// is kept for the next one.
    fn build(&self, build: &Build, into: &Path, cache: &Path) -> Result<()> {
        let scratch = cache.join(format!(".{}-{}.target", self.name, self.version));
        // Else Cargo advises to put a folder on the path that is about to be renamed.
        let present = env::var_os("PATH").unwrap_or_default();
        let path = env::split_paths(&present).chain([into.join("bin")]);
        progress::cargo(
            shell::cargo()
                .args(["install", self.name, "--version", self.version, "--root"])
                .arg(into)
                .args(build.arguments)
                .current_dir(cache)
                .env("CARGO_TARGET_DIR", &scratch)
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", build.opt_level)
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
                .env("PATH", env::join_paths(path)?)
                .env_remove("RUSTFLAGS"),
        )?;
        remove(&scratch)
    }

    fn unpack(&self, into: &Path) -> Result<()> {
        shell::check(
            shell::command("npm")
                .args(["install", "--no-audit", "--no-fund", "--prefix", "."])
                .arg(format!("{}@{}", self.name, self.version))
                .current_dir(into),
        )
    }
}

/// Whether somebody has `cargo binstall`.
fn binstall() -> bool {
    find(&["cargo-binstall"]).is_some()
}

/// Whether a tool says that it is of this version: `trunk 0.21.14`, `geckodriver 0.37.1 (of a day)`,
/// `wasm-opt version 132 (version_132)`.
fn says(printed: &str, version: &str) -> bool {
    let first = printed.lines().find(|line| !line.trim().is_empty());
    let mut words = first.unwrap_or_default().split_whitespace();
    words.any(|word| word.strip_prefix('v').unwrap_or(word) == version)
}

/// The folder of all tools.
fn cache() -> Result<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()) {
        Some(path) => PathBuf::from(path),
        None => {
            let home = env::var_os("HOME").context("HOME is not set")?;
            PathBuf::from(home).join(".cache")
        }
    };
    Ok(base.join("saved-sales-sync/tools"))
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_what_a_tool_says() {
        for (printed, version) in [
            ("trunk 0.21.14\n", "0.21.14"),
            ("wasm-bindgen 0.2.130 (1234abcd)\n", "0.2.130"),
            ("wasm-opt version 132 (version_132)\n", "132"),
            (
                "geckodriver 0.37.1 (27c4 2026-08-11)\n\nThe source code\n",
                "0.37.1",
            ),
            ("\nv22.1.0\n", "22.1.0"),
        ] {
            assert!(says(printed, version), "{printed}");
        }
        for (printed, version) in [
            ("trunk 0.21.1\n", "0.21.14"),
            ("trunk 0.21.14-rc1\n", "0.21.14"),
            ("wasm-opt version 108 (version_108)\n", "132"),
            ("a tool\nbuilt with 132\n", "132"),
            ("", "132"),
        ] {
            assert!(!says(printed, version), "{printed}");
        }
    }
}
