//! What a browser loads leaves out what is large and has a small one of ours beside it.
//!
//! Owns what is left out. It must not know how large anything is; `xtask` weighs.

use crate::sources::{Source, bare, every, named, none};

/// A sorted vector does (`sync::sorted`).
const TYPES: [&str; 4] = ["BTreeMap", "BTreeSet", "HashMap", "HashSet"];

/// One sort for all types does (`order`), and the browser knows how letters are folded.
const METHODS: [&str; 8] = [
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "sort_unstable_by",
    "sort_unstable_by_key",
    "to_lowercase",
    "to_uppercase",
];

/// The folders whose code a browser loads.
const LOADED: [&str; 3] = ["src/", "crates/sale/src/", "crates/sync/src/"];

#[test]
fn what_a_browser_loads_is_small() {
    let loaded = every(&["rs"]).into_iter().filter(|file| {
        let path = &file.path;
        let elsewhere = path.contains("/server") || path.contains("/tests");
        LOADED.iter().any(|folder| path.starts_with(folder)) && !elsewhere
    });
    let large = loaded.flat_map(|file| large_in(&file)).collect();
    none("large things in what a browser loads", large);
}

/// What is large in a file, but for its tests.
fn large_in(file: &Source) -> Vec<String> {
    let loaded = file.text.split("#[cfg(test)]").next().unwrap_or_default();
    let code = bare(loaded);
    let types = TYPES.into_iter().filter(|name| is_named(&code, name));
    let methods = METHODS.into_iter().filter(|name| is_called(&code, name));
    let found = types.chain(methods);
    found
        .map(|name| format!("{} has {name}", file.path))
        .collect()
}

fn is_named(code: &str, name: &str) -> bool {
    named(code, name).next().is_some()
}

fn is_called(code: &str, name: &str) -> bool {
    named(code, name).any(|(before, after)| before.ends_with('.') && after.starts_with('('))
}

#[test]
fn large_things_are_seen() {
    let found = |text: &str| {
        large_in(&Source {
            path: "a.rs".to_owned(),
            text: text.to_owned(),
        })
    };
    assert_eq!(found("use std::collections::{BTreeMap, HashSet};").len(), 2);
    assert_eq!(found("all.sort_by(|a, b| a.cmp(b));"), ["a.rs has sort_by"]);
    assert_eq!(found("name\n    .to_lowercase()").len(), 1);
    assert!(found("place.sort == sort // HashMap").is_empty());
    assert!(found("fn a() {}\n#[cfg(test)]\nuse std::collections::BTreeMap;").is_empty());
}
