//! Build tools at pinned versions, in a cache that every clone of one user shares.
//!
//! Owns where a tool lies, how it comes there, and when it counts as there. It must not know what
//! the tools are used for.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::shell;
use crate::steps::Steps;

/// A tool from a registry.
pub struct Tool {
    /// The package.
    pub name: &'static str,
    /// The one version that is used.
    pub version: &'static str,
    /// The file that is used, inside the tool's folder.
    pub file: &'static str,
    /// Where it comes from.
    pub from: From,
}

/// The registries that tools come from.
pub enum From {
    /// Built here by `cargo install`, with these further arguments.
    Cargo(&'static [&'static str]),
    /// Unpacked by npm.
    Npm,
}

impl Tool {
    /// The tool's folder: whole when it is there, for it is moved there when whole.
    fn folder(&self) -> Result<PathBuf> {
        Ok(cache()?.join(format!("{}-{}", self.name, self.version)))
    }

    /// The file that is used.
    pub fn path(&self) -> Result<PathBuf> {
        Ok(self.folder()?.join(self.file))
    }

    /// Makes sure that the tool is there.
    pub fn ensure(&self, steps: &mut Steps) -> Result<()> {
        let what = match self.from {
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
        if self.path()?.is_file() {
            return Ok(());
        }
        let partial = cache.join(format!(".{}-{}.partial", self.name, self.version));
        remove(&partial)?;
        fs::create_dir_all(&partial)?;
        match self.from {
            From::Cargo(arguments) => self.build(arguments, &partial, &cache)?,
            From::Npm => self.unpack(&partial)?,
        }
        if !partial.join(self.file).is_file() {
            bail!("{} {} brought no {}", self.name, self.version, self.file);
        }
        remove(&folder)?;
        fs::rename(&partial, &folder)?;
        Ok(())
    }

    /// Builds for a quick build rather than a quick tool. What an interrupted build has compiled
    /// is kept for the next one.
    fn build(&self, arguments: &[&str], into: &Path, cache: &Path) -> Result<()> {
        let scratch = cache.join(format!(".{}-{}.target", self.name, self.version));
        // Else Cargo advises to put a folder on the path that is about to be renamed.
        let present = env::var_os("PATH").unwrap_or_default();
        let path = env::split_paths(&present).chain([into.join("bin")]);
        shell::check(
            shell::cargo()
                .args(["install", self.name, "--version", self.version, "--root"])
                .arg(into)
                .args(arguments)
                .current_dir(cache)
                .env("CARGO_TARGET_DIR", &scratch)
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
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
