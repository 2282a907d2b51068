//! Style sheets work from left to right and from right to left, are short, and each is loaded.
//!
//! Owns which properties name a side, and how a program's sheet names its parts. It must not know
//! what any sheet draws.

use crate::sources::{LONGEST, Source, every, none};

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

#[test]
fn sheets_are_short() {
    let long = every(&["css"]).into_iter().filter_map(|file| {
        let lines = file.text.lines().count();
        (lines > LONGEST).then(|| format!("{}: {lines} lines", file.path))
    });
    none("sheets of more than one screen", long.collect());
}

#[test]
fn every_sheet_is_loaded_and_there() {
    let mut sheets = every(&["css"]);
    sheets.retain(|file| file.path.starts_with("style/"));
    none("sheets that miss, or that nothing loads", apart(&sheets));
}

/// Imports of sheets that are not there, and sheets that no import names. Those right in `style/`
/// with imports are what programs load.
fn apart(sheets: &[Source]) -> Vec<String> {
    let named: Vec<(&str, String)> = sheets
        .iter()
        .flat_map(|file| imports(file).map(|name| (file.path.as_str(), format!("style/{name}"))))
        .collect();
    let is_there = |path: &str| sheets.iter().any(|file| file.path == path);
    let missing = named
        .iter()
        .filter(|(_, path)| !is_there(path))
        .map(|(by, path)| format!("{by} imports {path}, which is not there"));
    let idle = sheets
        .iter()
        .filter(|file| imports(file).next().is_none())
        .filter(|file| named.iter().all(|(_, path)| *path != file.path))
        .map(|file| format!("{} is imported by none", file.path));
    missing.chain(idle).collect()
}

fn imports(file: &Source) -> impl Iterator<Item = &str> {
    let lines = file.text.lines();
    lines.filter_map(|line| line.strip_prefix("@import \"")?.strip_suffix("\";"))
}

#[test]
fn sheets_apart_are_seen() {
    let file = |path: &str, text: &str| Source {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let told = apart(&[
        file("style/pay.css", "@import \"a.css\";\n@import \"b.css\";\n"),
        file("style/a.css", "a {}\n"),
        file("style/c.css", "c {}\n"),
    ]);
    assert_eq!(
        told,
        [
            "style/pay.css imports style/b.css, which is not there",
            "style/c.css is imported by none",
        ]
    );
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
