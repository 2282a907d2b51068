//! Puts what comes with a call into a message.
//!
//! It must not know which messages there are.

use super::message::{self, Part, When};
use crate::platform::intl;

/// What comes with a call.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// A name, an amount, another message.
    Text(&'a str),
    /// A whole number.
    Number(u64),
}

/// A text is set apart from what stands around it, so that neither turns the other round
/// (U+2068, U+2069).
const APART: (char, char) = ('\u{2068}', '\u{2069}');

/// The message with its values; `mixed` when the language is not written as Latin letters are.
pub fn fill(message: &str, values: &[(&str, Value)], mixed: bool) -> String {
    let mut said = String::new();
    // The build has read every message that the app carries; a fetched one may be of another build.
    match message::parse(message) {
        Ok(parts) => put(&mut said, &parts, values, mixed, 0),
        Err(_) => said.push_str(message),
    }
    said
}

/// Whether a message says nothing that `values` does not have; else another build is meant.
pub fn fits(message: &str, english: &str) -> bool {
    match (message::parse(message), message::parse(english)) {
        (Ok(one), Ok(other)) => {
            let (mut has, mut may) = (Vec::new(), Vec::new());
            names(&one, &mut has);
            names(&other, &mut may);
            has.iter().all(|name| may.contains(name))
        }
        _ => false,
    }
}

fn names<'a>(parts: &[Part<'a>], found: &mut Vec<&'a str>) {
    for part in parts {
        match part {
            Part::Literal(_) | Part::Hash => {}
            Part::Text(name) | Part::Number { name, .. } => found.push(name),
            Part::Plural { name, branches } => {
                found.push(name);
                branches.iter().for_each(|(_, parts)| names(parts, found));
            }
        }
    }
}

fn put(said: &mut String, parts: &[Part], values: &[(&str, Value)], mixed: bool, chosen: u64) {
    let value = |wanted: &str| values.iter().find(|(name, _)| *name == wanted).map(|v| v.1);
    for part in parts {
        match part {
            Part::Literal(text) => said.push_str(text),
            Part::Hash => said.push_str(&number(chosen, 0)),
            Part::Text(name) | Part::Number { name, .. } => match (value(name), part) {
                (Some(Value::Number(value)), Part::Number { digits, .. }) => {
                    said.push_str(&number(value, *digits));
                }
                (Some(Value::Text(text)), _) => put_text(said, text, mixed),
                _ => {}
            },
            Part::Plural { name, branches } => {
                if let Some(Value::Number(count)) = value(name)
                    && let Some((_, branch)) = choose(branches, count)
                {
                    put(said, branch, values, mixed, count);
                }
            }
        }
    }
}

/// Facts side by side, each set apart from the others.
pub fn join(facts: &[String], between: &str, mixed: bool) -> String {
    let mut said = String::new();
    for (at, fact) in facts.iter().enumerate() {
        if at > 0 {
            said.push_str(between);
        }
        put_text(&mut said, fact, mixed);
    }
    said
}

fn put_text(said: &mut String, text: &str, mixed: bool) {
    if mixed || text.chars().any(is_right_to_left) {
        said.push(APART.0);
        said.push_str(text);
        said.push(APART.1);
    } else {
        said.push_str(text);
    }
}

/// Letters of Hebrew, Arabic and their like.
fn is_right_to_left(sign: char) -> bool {
    matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// The branch for a number: its own, else that of its category, else that of all others.
fn choose<'a, 'b>(
    branches: &'b [(When<'a>, Vec<Part<'a>>)],
    count: u64,
) -> Option<&'b (When<'a>, Vec<Part<'a>>)> {
    let of = |wanted: When| branches.iter().find(move |branch| branch.0 == wanted);
    of(When::Exactly(count))
        .or_else(|| of(When::Category(&intl::plural(count))))
        .or_else(|| of(When::Category("other")))
}

/// A whole number as the language writes it.
fn number(value: u64, digits: usize) -> String {
    match value {
        // All languages of the app write these alike.
        0..1000 => format!("{value:0digits$}"),
        _ => intl::count(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_their_places_in_the_order_of_the_sentence() {
        let values = [("title", Value::Text("T 2")), ("who", Value::Text("Sam"))];
        assert_eq!(fill("{who} has {title}.", &values, false), "Sam has T 2.");
        assert_eq!(fill("{title}: {who}", &values, false), "T 2: Sam");
    }

    #[test]
    fn a_number_has_its_own_branch_before_that_of_its_kind() {
        let values = [("n", Value::Number(0))];
        let message = "{n, plural, =0 {no sale} one {# sale} other {# sales}}";
        assert_eq!(fill(message, &values, false), "no sale");
        let values = [("h", Value::Number(2)), ("m", Value::Number(5))];
        assert_eq!(
            fill("{h, number} h {m, number, ::00}", &values, false),
            "2 h 05"
        );
    }

    #[test]
    fn names_are_set_apart_where_directions_meet() {
        let arabic = [("who", Value::Text("سامي"))];
        let latin = [("who", Value::Text("Sam"))];
        assert_eq!(fill("By {who}", &arabic, false), "By \u{2068}سامي\u{2069}");
        assert_eq!(fill("By {who}", &latin, false), "By Sam");
        assert_eq!(fill("من {who}", &latin, true), "من \u{2068}Sam\u{2069}");
    }

    #[test]
    fn a_message_of_another_build_is_told() {
        assert!(fits("de {who}", "by {who}"));
        assert!(!fits("de {name}", "by {who}"));
        assert!(!fits("de {who", "by {who}"));
    }
}
