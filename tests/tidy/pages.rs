//! The pages without a program say what the catalogue says.
//!
//! Owns how a page marks its texts. It must not know what any of them says.

use crate::sources::{Source, every, none, one};
use serde_json::Value;

/// The pages that are plain HTML; `public/start.js` puts other languages in by the same marks.
const PAGES: [&str; 2] = ["public/start.html", "public/nowhere.html"];

/// What is the same in every language: names.
const NAMES: [&str; 5] = [
    "Saved Sales Sync",
    "English",
    "Français",
    "Español",
    "العربية",
];

#[test]
fn pages_without_a_program_say_what_the_catalogue_says() {
    let catalogue = one("languages/en.json").expect("the English catalogue");
    let catalogue: Value = serde_json::from_str(&catalogue.text).expect("JSON");
    let pages = every(&["html"]);
    let pages = pages
        .iter()
        .filter(|file| PAGES.contains(&file.path.as_str()));
    let found: Vec<String> = pages.flat_map(|page| strange(page, &catalogue)).collect();
    none(
        "texts of pages that the catalogue lacks or has otherwise",
        found,
    );
    assert!(
        PAGES.iter().all(|path| one(path).is_some()),
        "a page is missing"
    );
}

/// The texts of a page that bear no mark, or whose mark names another text.
fn strange(page: &Source, catalogue: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for piece in without_comments(&page.text).split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else {
            continue;
        };
        let text = text.trim();
        let mark = tag
            .split_once("data-i18n=\"")
            .and_then(|(_, rest)| rest.split('"').next());
        let said = mark.and_then(|key| catalogue["common"][key].as_str());
        let right = match mark {
            Some(_) => said == Some(text),
            None => text.is_empty() || NAMES.contains(&text),
        };
        if !right {
            found.push(format!(
                "{}: {text} ({})",
                page.path,
                mark.unwrap_or("no mark")
            ));
        }
    }
    found
}

fn without_comments(page: &str) -> String {
    let mut pieces = page.split("<!--");
    let mut bare = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        bare.push_str(piece.split_once("-->").map_or("", |(_, rest)| rest));
    }
    bare
}

#[test]
fn a_text_that_is_not_the_catalogues_is_seen() {
    let page = |text: &str| Source {
        path: "a.html".to_owned(),
        text: text.to_owned(),
    };
    let catalogue = serde_json::json!({ "common": { "pay": "Pay" } });
    let told = |text: &str| strange(&page(text), &catalogue);
    assert!(told("<!-- A <b>note</b> --><b data-i18n=\"pay\">Pay</b> <i>English</i>").is_empty());
    assert_eq!(
        told("<b data-i18n=\"pay\">Pay up</b>"),
        ["a.html: Pay up (pay)"]
    );
    assert_eq!(
        told("<b data-i18n=\"lost\">Pay</b>"),
        ["a.html: Pay (lost)"]
    );
    assert_eq!(told("<b>Pay</b>"), ["a.html: Pay (no mark)"]);
}
