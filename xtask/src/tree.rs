//! Where things are, and whether they have changed.
//!
//! Owns the paths of the clone and the fingerprints of its folders. It must not know what is
//! built from them.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folder that holds the workspace.
pub fn root() -> Result<PathBuf> {
    let manifest =
        env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    let root = Path::new(&manifest).parent();
    Ok(root.context("xtask lies in no workspace")?.to_owned())
}

/// Cargo's target folder: the one that this program was itself built into.
pub fn target() -> Result<PathBuf> {
    let program = env::current_exe()?;
    let target = program.parent().and_then(Path::parent);
    Ok(target.context("xtask lies in no target folder")?.to_owned())
}

/// A fingerprint of the names and contents of these files and folders. What is missing counts as
/// empty, so that it shows when it comes.
pub fn fingerprint(root: &Path, parts: &[&str]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        for file in files(&root.join(part))? {
            let name = file.strip_prefix(root).unwrap_or(&file);
            let content = fs::read(&file).with_context(|| format!("{}", file.display()))?;
            hasher.write(name.to_string_lossy().as_bytes());
            hasher.write_u64(u64::try_from(content.len())?);
            hasher.write(&content);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// A fingerprint of some bytes.
pub fn fingerprint_of(content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(content);
    format!("{:016x}", hasher.finish())
}

/// Every file at or below a path, sorted; none when the path is missing.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let entry = entry?.path();
            if entry.is_dir() {
                folders.push(entry);
            } else {
                found.push(entry);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_follows_names_and_contents() {
        let folder = env::temp_dir().join(format!("xtask-tree-{}", std::process::id()));
        fs::create_dir_all(folder.join("a")).unwrap();
        let of = || fingerprint(&folder, &["a"]).unwrap();
        let empty = of();
        fs::write(folder.join("a/one"), "1").unwrap();
        let one = of();
        fs::write(folder.join("a/one"), "2").unwrap();
        let changed = of();
        fs::rename(folder.join("a/one"), folder.join("a/two")).unwrap();
        let renamed = of();
        fs::remove_dir_all(&folder).unwrap();
        assert!(empty != one && one != changed && changed != renamed);
        assert_eq!(empty, of());
    }
}
