//! The project's own files.
//!
//! Owns which files count and how Rust is read without a parser. It must not know what is asked
//! of them.

use std::fs;
use std::path::{Path, PathBuf};

/// Built, downloaded or written at run time.
const NOT_OURS: [&str; 5] = ["target", "dist", "data", "node_modules", "pkg"];

pub struct Source {
    /// From the root of the clone, with forward slashes.
    pub path: String,
    pub text: String,
}

/// Every file of ours whose name ends so, in order.
pub fn every(extensions: &[&str]) -> Vec<Source> {
    let root = root();
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') || NOT_OURS.contains(&&*name) {
                continue;
            }
            if path.is_dir() {
                // Cargo marks its target folders, whatever they are called.
                if !path.join("CACHEDIR.TAG").exists() {
                    folders.push(path);
                }
            } else if extensions
                .iter()
                .any(|end| path.extension().is_some_and(|its| its == *end))
            {
                found.push(Source {
                    text: fs::read_to_string(&path).expect("text"),
                    path: from_root(&path, &root),
                });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// One file of ours, or `None` when there is no such file.
pub fn one(path: &str) -> Option<Source> {
    let text = fs::read_to_string(root().join(path)).ok()?;
    Some(Source {
        path: path.to_owned(),
        text,
    })
}

/// The folder of the clone.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().expect("the workspace").to_owned()
}

/// A path as [`Source::path`] has it.
pub fn from_root(path: &Path, root: &Path) -> String {
    let inside = path.strip_prefix(root).expect("below the root");
    inside.to_string_lossy().replace('\\', "/")
}

/// How many lines a file has at most: more hold two ideas.
pub const LONGEST: usize = 400;

/// Ends a test with all that is wrong at once.
pub fn none(what: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

/// The words of a text: letters, digits and underscores.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphanumeric() && sign != '_')
        .filter(|word| !word.is_empty())
}

/// Rust without line comments and white space, enough to look for paths in.
pub fn bare(text: &str) -> String {
    let mut bare = String::new();
    for line in text.lines() {
        let code = line.split("//").next().unwrap_or_default();
        // A space stays between two words, so that they do not become one.
        for word in code.split_whitespace() {
            if bare.ends_with(is_word) && word.starts_with(is_word) {
                bare.push(' ');
            }
            bare.push_str(word);
        }
    }
    bare
}

/// Whether a sign can be part of a name.
pub fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// The places where a name stands by itself in bare Rust, with what stands before and after.
pub fn named<'a>(bare: &'a str, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    bare.match_indices(name).filter_map(move |(at, _)| {
        let (before, rest) = bare.split_at(at);
        let after = rest.strip_prefix(name)?;
        let whole = !before.ends_with(is_word) && !after.starts_with(is_word);
        whole.then_some((before, after))
    })
}

/// The last segments of all paths that begin with `start` (which ends with `::`), one level deep:
/// `crate::{a::B, c}` gives `a` and `c`.
pub fn below(bare: &str, start: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in bare.match_indices(start) {
        let (before, rest) = bare.split_at(at);
        let Some(rest) = rest.strip_prefix(start) else {
            continue;
        };
        if before.ends_with(is_word) {
            continue;
        }
        match rest.strip_prefix('{') {
            Some(group) => found.extend(first_segments(group)),
            None => found.extend(words(rest).next().map(str::to_owned)),
        }
    }
    found
}

/// The first segment of each path in a group, up to its closing brace.
fn first_segments(group: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut path = String::new();
    let mut depth = 1_u32;
    for sign in group.chars() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        let ends = depth == 0 || (depth == 1 && sign == ',');
        if ends {
            found.extend(words(&path).next().map(str::to_owned));
            path.clear();
        } else {
            path.push(sign);
        }
        if depth == 0 {
            break;
        }
    }
    found
}

#[test]
fn paths_are_read_without_a_parser() {
    let code =
        bare("use crate::{ui::{Button, Row}, register::Cart}; // crate::pay\nuse crate::api;");
    assert_eq!(below(&code, "crate::"), ["ui", "register", "api"]);
    assert_eq!(below(&bare("pub (crate) fn a()"), "crate::"), [""; 0]);
}

#[test]
fn names_are_whole_words() {
    let code = bare("use wasm_bindgen_futures::spawn_local;\nlet a = leptos::web_sys::window();");
    assert_eq!(named(&code, "wasm_bindgen").count(), 0);
    assert_eq!(named(&code, "web_sys").count(), 1);
}
