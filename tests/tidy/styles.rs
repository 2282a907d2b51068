//! Style sheets work from left to right and from right to left.
//!
//! Owns which properties name a side. It must not know what any sheet draws.

use crate::sources::{every, none};

/// Properties that name a side of the screen rather than of the text.
const SIDED: [&str; 8] = [
    "left",
    "right",
    "margin",
    "padding",
    "border",
    "scroll-margin",
    "scroll-padding",
    "inset",
];

#[test]
fn sheets_name_no_side() {
    let mut wrong = Vec::new();
    for file in every(&["css"]) {
        for declaration in declarations(&file.text) {
            if is_sided(&declaration) {
                wrong.push(format!("{}: {declaration}", file.path));
            }
        }
    }
    none("left and right, where start and end are meant", wrong);
}

/// Every `property: value` of a sheet, on one line each.
fn declarations(sheet: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut piece = String::new();
    for sign in without_comments(sheet).chars() {
        match sign {
            ';' | '}' => {
                let line = piece.split_whitespace().collect::<Vec<_>>().join(" ");
                found.extend(line.contains(':').then_some(line));
                piece.clear();
            }
            '{' => piece.clear(),
            _ => piece.push(sign),
        }
    }
    found
}

fn without_comments(sheet: &str) -> String {
    let mut pieces = sheet.split("/*");
    let mut bare = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        bare.push_str(piece.split_once("*/").map_or("", |(_, rest)| rest));
    }
    bare
}

fn is_sided(declaration: &str) -> bool {
    let Some((property, value)) = declaration.split_once(':') else {
        return false;
    };
    let (property, value) = (property.trim(), value.trim());
    let side = |word: &str| word == "left" || word == "right";
    match property {
        "text-align" | "float" | "clear" => value.split_whitespace().any(side),
        _ if property.starts_with("--") => false,
        _ => {
            let family = SIDED.iter().any(|name| property.starts_with(name));
            (family && property.split('-').any(side)) || is_lopsided(property, value)
        }
    }
}

/// Four values for the four sides, of which the second is the right and the fourth the left.
fn is_lopsided(property: &str, value: &str) -> bool {
    if !matches!(property, "margin" | "padding" | "inset" | "border-width") {
        return false;
    }
    let sides = values(value);
    let mut sides = sides.iter().filter(|word| *word != "!important").skip(1);
    match (sides.next(), sides.nth(1)) {
        (Some(right), Some(left)) => right.replace("right", "side") != left.replace("left", "side"),
        _ => false,
    }
}

/// The words of a value; what stands in brackets is one with its function.
fn values(value: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut depth = 0_i32;
    for sign in value.chars() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if sign == ' ' && depth == 0 {
            found.push(String::new());
        } else if let Some(last) = found.last_mut() {
            last.push(sign);
        }
    }
    found.retain(|word| !word.is_empty());
    found
}

#[test]
fn sides_are_seen() {
    for sided in [
        "margin-left: 1px",
        "border-top-left-radius: 1px",
        "right: 0",
        "text-align: left",
        "padding: 1px 2px 3px 4px",
    ] {
        assert!(is_sided(sided), "{sided}");
    }
    for free in [
        "margin-inline-start: 1px",
        "--left: 1px",
        "text-align: start",
        "padding: 1px calc(1px + 2px) 3px calc(1px + 2px)",
        "inset: 0 auto auto",
        "transform-origin: left",
        "background-position: right",
    ] {
        assert!(!is_sided(free), "{free}");
    }
    let sheet = "/* left: 0; */ a:hover { color: red; left: 1px }";
    assert_eq!(declarations(sheet), ["color: red", "left: 1px"]);
}
