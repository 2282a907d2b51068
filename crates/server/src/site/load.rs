//! Reads the folder of the built app, once. Makes `/precache.json` and puts the build's id into
//! `/sw.js`, so that the worker's bytes change exactly when any file does.

use super::{File, Form, INDEX, Site, kinds};
use axum::http::HeaderValue;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// Most files of an app.
const MOST_FILES: usize = 2_000;
/// Most bytes of an app.
const MOST_BYTES: usize = 256 * 1024 * 1024;
const WORKER: &str = "/sw.js";
const PRECACHE: &str = "/precache.json";
/// What the worker's source has in place of the build's id.
const BUILD_MARK: &str = "__BUILD__";

/// Why the app could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The folder or one of its files cannot be read.
    #[error("the app in {0} cannot be read: {1}. Build it, or give its folder with --app.")]
    Unreadable(PathBuf, std::io::Error),
    /// It is larger than an app can be; the folder is probably another one.
    #[error("{0} holds more than an app can have. Give the folder that the build made with --app.")]
    TooLarge(PathBuf),
    /// It is no built app.
    #[error("there is no index.html in {0}. Build the app, or give its folder with --app.")]
    NoIndex(PathBuf),
}

#[derive(Serialize)]
struct Precache {
    build: String,
    files: Vec<Precached>,
}

#[derive(Serialize)]
struct Precached {
    path: String,
    sha256: String,
}

impl Site {
    /// Reads a folder; without one there are no files.
    ///
    /// # Errors
    /// When the folder cannot be read or is larger than an app can be.
    pub(crate) fn load(folder: Option<&Path>) -> Result<Site, SiteError> {
        folder.map_or_else(|| Ok(Site::default()), read)
    }
}

fn read(folder: &Path) -> Result<Site, SiteError> {
    let mut found = BTreeMap::new();
    let mut bytes_left = MOST_BYTES;
    walk(folder, "", &mut found, &mut bytes_left)?;
    if !found.contains_key(INDEX) {
        return Err(SiteError::NoIndex(folder.to_owned()));
    }
    let packed = |path: &str| path.ends_with(".br") || path.ends_with(".gz");
    let mut whole = Sha256::new();
    let mut listed = Vec::new();
    for (path, bytes) in found.iter().filter(|(path, _)| !packed(path)) {
        let hash = Sha256::digest(bytes);
        whole.update(path.as_bytes());
        whole.update([0]);
        whole.update(hash);
        if path != WORKER {
            listed.push(Precached {
                path: path.clone(),
                sha256: STANDARD.encode(hash),
            });
        }
    }
    let build: String = URL_SAFE_NO_PAD
        .encode(whole.finalize())
        .chars()
        .take(16)
        .collect();
    let mut files = HashMap::new();
    for (path, bytes) in found.iter().filter(|(path, _)| !packed(path)) {
        let sibling = |ending: &str, mark: &str| {
            let packed = found.get(&format!("{path}{ending}"))?;
            form(packed.clone(), mark)
        };
        let (plain, brotli, gzip) = if path == WORKER {
            let text = String::from_utf8_lossy(bytes).replace(BUILD_MARK, &build);
            (form(text.into(), ""), None, None)
        } else {
            let (brotli, gzip) = (sibling(".br", "-br"), sibling(".gz", "-gz"));
            (form(bytes.clone(), ""), brotli, gzip)
        };
        if let Some(plain) = plain {
            let kind = kinds::of(path);
            let file = File {
                kind,
                plain,
                brotli,
                gzip,
            };
            files.insert(path.clone(), file);
        }
    }
    let precache = Precache {
        build,
        files: listed,
    };
    let list = serde_json::to_vec(&precache).unwrap_or_default();
    if let Some(plain) = form(list.into(), "") {
        let kind = kinds::of(PRECACHE);
        let file = File {
            kind,
            plain,
            brotli: None,
            gzip: None,
        };
        files.insert(PRECACHE.to_owned(), file);
    }
    Ok(Site { files })
}

/// A form of a file, tagged by its bytes.
fn form(bytes: Bytes, mark: &str) -> Option<Form> {
    let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(&bytes));
    let etag = HeaderValue::from_str(&format!("\"{hash}{mark}\"")).ok()?;
    Some(Form { bytes, etag })
}

fn walk(
    folder: &Path,
    address: &str,
    found: &mut BTreeMap<String, Bytes>,
    bytes_left: &mut usize,
) -> Result<(), SiteError> {
    let unreadable = |error| SiteError::Unreadable(folder.to_owned(), error);
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
            continue;
        };
        let path = format!("{address}/{name}");
        let kind = entry.file_type().map_err(unreadable)?;
        if kind.is_dir() {
            walk(&entry.path(), &path, found, bytes_left)?;
            continue;
        }
        if !kind.is_file() {
            continue;
        }
        let bytes = std::fs::read(entry.path()).map_err(unreadable)?;
        *bytes_left = bytes_left
            .checked_sub(bytes.len())
            .filter(|_| found.len() < MOST_FILES)
            .ok_or_else(|| SiteError::TooLarge(folder.to_owned()))?;
        if path != PRECACHE {
            found.insert(path, bytes.into());
        }
    }
    Ok(())
}
