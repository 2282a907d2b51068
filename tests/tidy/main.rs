//! The shape of the sources: what a reader may rely on without reading everything.
//!
//! Owns which shape is asked for. It must not know how files are found or read; `sources` does.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot read the sources has nothing to go on with"
)]

mod circles;
mod layers;
mod modules;
mod pages;
mod rules;
mod sources;
mod styles;
mod waits;

use sources::{LONGEST, Source, every, none, words};

#[test]
fn files_are_short() {
    let long = every(&["rs"]).into_iter().filter_map(|file| {
        let lines = file.text.lines().count();
        (lines > LONGEST).then(|| format!("{}: {lines} lines", file.path))
    });
    none("files that hold more than one idea", long.collect());
}

#[test]
fn files_say_what_they_are() {
    let silent = every(&["rs"])
        .into_iter()
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| file.path);
    none("files that do not open with //!", silent.collect());
}

#[test]
fn modules_are_named() {
    let nameless = every(&["rs"])
        .into_iter()
        .map(|file| file.path)
        .filter(|path| path.ends_with("/mod.rs"));
    none("modules without a name of their own", nameless.collect());
}

#[test]
fn nothing_is_left_unfinished() {
    let unfinished = every(&["rs", "js", "mjs", "css", "html", "md"])
        .iter()
        .flat_map(|file| marks(file).into_iter())
        .collect();
    none("unfinished marks", unfinished);
}

/// The marks are put together here, so that this file does not hold them itself.
fn marks(file: &Source) -> Vec<String> {
    let called = [
        concat!("to", "do!"),
        concat!("unimple", "mented!"),
        concat!("#[", "ignore"),
    ];
    let noted = [
        concat!("FIX", "ME"),
        concat!("TO", "DO"),
        concat!("XX", "X"),
    ];
    let mut found = Vec::new();
    for (number, line) in (1..).zip(file.text.lines()) {
        let quoted = |word: &str| line.contains(&format!("\"{word}\""));
        let mark = called
            .into_iter()
            .find(|mark| line.contains(mark))
            .or_else(|| words(line).find_map(|word| noted.into_iter().find(|mark| *mark == word)))
            // A quoted word is data: three crosses are also a currency code.
            .filter(|mark| !quoted(mark));
        if let Some(mark) = mark {
            found.push(format!("{}:{number}: {mark}", file.path));
        }
    }
    found
}

#[test]
fn a_mark_is_seen() {
    let file = |text: &str| Source {
        path: "a.rs".to_owned(),
        text: text.to_owned(),
    };
    assert_eq!(marks(&file(concat!("fn a() { to", "do!() }"))).len(), 1);
    assert_eq!(marks(&file(concat!("// FIX", "ME: later"))).len(), 1);
    assert_eq!(marks(&file(concat!("(\"XX", "X\", 0)"))).len(), 0);
    assert_eq!(marks(&file("a method")).len(), 0);
}
