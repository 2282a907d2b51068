//! No file imports another that imports it, by whatever way round.
//!
//! Owns what a circle is and how it is told. It must not know how imports are found; `modules`
//! does.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::process::Command;

use crate::modules::{Imports, imports};
use crate::sources::{from_root, none, one, root};

#[test]
fn files_import_downwards() {
    let mut all = Imports::new();
    for root in roots() {
        let read = |path: &str| one(path).map(|file| file.text);
        for (file, imported) in imports(&root, &read) {
            all.entry(file).or_default().extend(imported);
        }
    }
    none("files that import each other in a circle", circles(&all));
}

/// The root file of every library, program and test of the workspace.
fn roots() -> Vec<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--no-deps", "--offline", "--format-version=1"]);
    let output = cargo.current_dir(root()).output().expect("cargo runs");
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo tells");
    let packages = told["packages"].as_array().expect("packages").iter();
    let targets = packages.flat_map(|package| package["targets"].as_array().into_iter().flatten());
    let paths = targets.filter_map(|target| target["src_path"].as_str());
    paths
        .map(|path| from_root(path.as_ref(), &root()))
        .collect()
}

/// Of each group of files that all lead to each other its shortest circle, `a -> b -> a`.
fn circles(imports: &Imports) -> Vec<String> {
    let reached: BTreeMap<_, _> = imports
        .keys()
        .map(|file| (file, reach(imports, file)))
        .collect();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (file, below) in &reached {
        let back = |other: &&&String| reached.get(**other).is_some_and(|its| its.contains(*file));
        let group: Vec<_> = below.iter().filter(back).collect();
        if group.is_empty() || !seen.insert(*file) {
            continue;
        }
        seen.extend(group.iter().map(|file| **file));
        let rounds = group.iter().filter_map(|file| shortest(imports, file));
        let Some(round) = rounds.min_by_key(Vec::len) else {
            continue;
        };
        let mut told = round.join(" -> ");
        if group.len() >= round.len() {
            let names: Vec<_> = group.iter().map(|file| file.as_str()).collect();
            told = format!("{told} (one of {}: {})", group.len(), names.join(", "));
        }
        found.push(told);
    }
    found
}

/// The files that a file imports by any way.
fn reach<'a>(imports: &'a Imports, file: &String) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<_> = imports.get(file).into_iter().flatten().collect();
    while let Some(file) = next.pop() {
        if reached.insert(file) {
            next.extend(imports.get(file).into_iter().flatten());
        }
    }
    reached
}

/// The shortest way from a file back to itself.
fn shortest<'a>(imports: &'a Imports, file: &'a String) -> Option<Vec<&'a str>> {
    let mut ways = VecDeque::from([vec![file.as_str()]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for next in imports.get(*way.last()?).into_iter().flatten() {
            let mut longer = way.clone();
            longer.push(next);
            if next == file {
                return Some(longer);
            }
            if seen.insert(next) {
                ways.push_back(longer);
            }
        }
    }
    None
}

/// The circles of a crate whose files are given, `lib.rs` first.
fn planted(files: &[(&str, &str)]) -> Vec<String> {
    let read = |path: &str| {
        let file = files.iter().find(|(name, _)| *name == path);
        file.map(|(_, text)| (*text).to_owned())
    };
    circles(&imports("lib.rs", &read))
}

#[test]
fn a_circle_is_found() {
    let ring = [
        ("lib.rs", "mod till; mod sell; mod save;"),
        ("till.rs", "use crate::sell::Sell; pub struct Till;"),
        ("sell.rs", "pub struct Sell; fn a() { super::save::save() }"),
        (
            "save.rs",
            "use super::{till::{self}}; pub fn save() { till::Till; }",
        ),
    ];
    let found = planted(&ring);
    assert_eq!(found, ["save.rs -> till.rs -> sell.rs -> save.rs"]);
}

#[test]
fn a_circle_is_found_through_what_hides_it() {
    // Through a re-export, a glob and a macro; a parent that uses what it hands on.
    let handed = [
        ("lib.rs", "mod ui; pub use ui::*;"),
        (
            "ui.rs",
            "mod row; mod list; pub use row::Row; pub use list::List;",
        ),
        ("ui/row.rs", "use crate::ui::List; pub struct Row;"),
        ("ui/list.rs", "pub fn List() { view! { <super::Row/> } }"),
    ];
    let row = ["ui/list.rs -> ui/row.rs -> ui/list.rs"];
    assert_eq!(planted(&handed), row);
    let mut globbed = handed;
    globbed[3].1 = "use crate::*; pub fn List() { view! { <Row/> } }";
    assert_eq!(planted(&globbed), row);
    let parent = [
        ("lib.rs", "mod world;"),
        (
            "world.rs",
            "mod deeds; pub(crate) struct World; fn a() { deeds::act() }",
        ),
        ("world/deeds.rs", "use super::World; pub fn act() {}"),
    ];
    assert_eq!(planted(&parent), ["world.rs -> world/deeds.rs -> world.rs"]);
    let used = [
        parent[0],
        (
            "world.rs",
            "mod deeds; pub use deeds::act; struct World; fn a() { act() }",
        ),
        parent[2],
    ];
    assert_eq!(planted(&used), ["world.rs -> world/deeds.rs -> world.rs"]);
}

#[test]
fn the_ordinary_shape_is_no_circle() {
    // Children use each other through the parent that declares them, and the parent's own items;
    // tests import what they test.
    let files = [
        ("lib.rs", "mod ui; pub use ui::{Row, List};"),
        (
            "ui.rs",
            "mod row; mod list; pub use row::Row; pub use list::List; pub struct Look;
            #[cfg(test)] mod tests { use super::row::Row; fn a() { crate::ui::list::List } }
            #[cfg(test)] mod proof;",
        ),
        (
            "ui/row.rs",
            "use super::{Look, List}; pub(in crate::ui) struct Row;",
        ),
        (
            "ui/list.rs",
            "use crate::ui::Look; /// [`super::Row`]\npub struct List;",
        ),
        ("ui/proof.rs", "use super::*; fn a(row: Row) {}"),
    ];
    assert_eq!(planted(&files), [""; 0]);
}
