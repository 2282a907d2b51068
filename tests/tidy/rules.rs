//! Every rule of `docs/RULES.md` has a test that cites it, and a scenario that anyone can play.
//!
//! Owns what a rule's id is and what counts as a citation: the id as a word in a test's file
//! (`A3`), or at the head of a test's name (`a3_a_repeat_is_answered_alike`). It must not know
//! what a rule says.

use std::collections::BTreeSet;

use crate::sources::{Source, every, none, one, words};

#[test]
fn every_rule_has_a_test() {
    let rules = one("docs/RULES.md").expect("docs/RULES.md is missing: the rules are stated there");
    let ids = ids(&rules.text);
    assert!(!ids.is_empty(), "docs/RULES.md states no rule: - A1 …");
    let mut cited = BTreeSet::new();
    for file in every(&["rs"]) {
        cited.extend(citations(tests_of(&file)));
    }
    let bare = ids.into_iter().filter(|id| !cited.contains(id));
    none("rules without a test", bare.collect());
}

#[test]
fn every_rule_has_a_scenario() {
    let rules = one("docs/RULES.md").expect("docs/RULES.md is missing: the rules are stated there");
    let path = |id: &String| format!("tests/rules/{id}.json");
    let ids = ids(&rules.text).into_iter();
    let bare = ids.filter(|id| one(&path(id)).is_none());
    none("rules without a scenario", bare.collect());
}

/// The ids at the head of list items.
fn ids(rules: &str) -> Vec<String> {
    let heads = rules.lines().filter_map(|line| line.strip_prefix("- "));
    let heads = heads.filter_map(|line| line.split_whitespace().next());
    let heads = heads.map(|word| word.trim_matches(|sign| matches!(sign, '*' | '`' | '.' | ':')));
    heads
        .filter(|word| is_id(word))
        .map(str::to_owned)
        .collect()
}

fn is_id(word: &str) -> bool {
    let number = word.strip_prefix(|sign: char| sign.is_ascii_uppercase());
    number.is_some_and(|rest| !rest.is_empty() && rest.chars().all(|sign| sign.is_ascii_digit()))
}

/// The part of a file that is test: all of it, what follows `#[cfg(test)]`, or nothing.
fn tests_of(file: &Source) -> &str {
    let path = &file.path;
    let folder = path.starts_with("tests/") || path.contains("/tests/");
    let own = path.starts_with("tests/tidy/");
    if own {
        return "";
    }
    if folder || path.ends_with("/tests.rs") || path.ends_with("_tests.rs") {
        return &file.text;
    }
    let inside = file.text.split_once("#[cfg(test)]").map(|(_, rest)| rest);
    // `mod tests;` only points at a file, which is looked at by itself.
    let inside = inside.filter(|rest| {
        let opening = rest.find('{').unwrap_or(usize::MAX);
        rest.find(';').is_none_or(|end| opening < end)
    });
    inside.unwrap_or_default()
}

fn citations(tests: &str) -> impl Iterator<Item = String> {
    words(tests).filter_map(|word| {
        let head = word.split('_').next().unwrap_or_default();
        let name = head != word && head.starts_with(|sign: char| sign.is_ascii_lowercase());
        let id = if name {
            head.to_uppercase()
        } else {
            word.to_owned()
        };
        is_id(&id).then_some(id)
    })
}

#[test]
fn rules_and_citations_are_found() {
    let rules = "## A. Words\n- **store**: a shop\n- A1 Saved is saved.\n- **B12** Order.\n";
    assert_eq!(ids(rules), ["A1", "B12"]);
    let cited: Vec<String> = citations("// A1\nfn b12_order() {}\nfn a() { i32(A1x) }").collect();
    assert_eq!(cited, ["A1", "B12"]);
}

#[test]
fn only_tests_cite() {
    let file = |path: &str, text: &str| Source {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let code = "/// A1\nfn a() {}\n#[cfg(test)]\nmod tests {\n    // A2\n}\n";
    let inside = file("crates/sale/src/sale.rs", code);
    assert_eq!(citations(tests_of(&inside)).collect::<Vec<_>>(), ["A2"]);
    let pointer = file(
        "crates/sale/src/lib.rs",
        "#[cfg(test)]\nmod tests;\n/// A3\nfn a() {}\n",
    );
    assert_eq!(tests_of(&pointer), "");
    let whole = file("crates/sync/tests/order.rs", "// B1");
    assert_eq!(tests_of(&whole), "// B1");
}
