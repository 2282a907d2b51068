//! Proves that scenarios can fail: none says a word that the player does not know, and each thing
//! that one expects is looked at, since with anything else in its place the scenario fails.

use crate::scenario::Scenario;
use crate::shop::Beside;
use crate::{RULES, folder, on_the_engines, play};
use serde_json::{Value, json};

fn value(rule: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(format!("{rule}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn parsed(value: &Value) -> serde_json::Result<Scenario> {
    serde_json::from_str(&value.to_string())
}

#[test]
fn a_word_that_nobody_knows_is_an_error() {
    let known = json!({
        "rule": "A1", "tells": "", "devices": ["A"],
        "steps": [{"device": "A", "settles": {"rule": "D3", "note": ""}, "expects": {}}],
        "expects": {
            "sales": [{
                "sale": "00000000-0000-0000-0000-000000000001",
                "status": "Open", "total": 0, "paid": 0,
                "history": [{"change": "sale.open.1", "by": "Ann", "on": "A"}]
            }],
            "reviews": [{
                "rule": "D3", "sale": "00000000-0000-0000-0000-000000000001",
                "by": "Ann", "change": "sale.tender.1"
            }],
            "on": {"A": {"disk": {"outbox": 0, "sales": 0, "archive": 0}}},
            "registers": {"A": {"asked": "on", "does": "on", "unsent": 0}}
        }
    });
    parsed(&known).map(drop).unwrap();
    for place in [
        "",
        "/steps/0",
        "/steps/0/settles",
        "/steps/0/expects",
        "/expects",
        "/expects/sales/0",
        "/expects/sales/0/history/0",
        "/expects/reviews/0",
        "/expects/on/A",
        "/expects/on/A/disk",
        "/expects/registers/A",
    ] {
        let mut unknown = known.clone();
        unknown.pointer_mut(place).unwrap()["sings"] = json!(true);
        assert!(parsed(&unknown).is_err(), "{place}");
    }
}

/// All other values that each thing which is expected could have.
fn others(value: &Value) -> Vec<Value> {
    let mut others = Vec::new();
    each(value, &mut Vec::new(), &mut |path, leaf| {
        let Some(other) = other(leaf, path) else {
            return;
        };
        let mut changed = value.clone();
        *changed
            .pointer_mut(&format!("/{}", path.join("/")))
            .unwrap() = other;
        others.push(changed);
    });
    others
}

fn each(value: &Value, path: &mut Vec<String>, found: &mut impl FnMut(&[String], &Value)) {
    let expected = path.iter().any(|part| part == "expects");
    let mut inside = |name: String, value: &Value| {
        path.push(name);
        each(value, path, found);
        path.pop();
    };
    match value {
        Value::Object(parts) => parts
            .iter()
            .for_each(|(name, value)| inside(name.clone(), value)),
        Value::Array(parts) => (0..)
            .zip(parts)
            .for_each(|(n, value): (usize, _)| inside(n.to_string(), value)),
        leaf if expected => found(path, leaf),
        _ => {}
    }
}

/// Something else of the same kind; none for the name of a sale, which says what is looked at.
fn other(leaf: &Value, path: &[String]) -> Option<Value> {
    let text = match leaf {
        Value::Number(number) => return Some(json!(number.as_i64()? + 1)),
        leaf => leaf.as_str()?,
    };
    match path.last().map(String::as_str) {
        Some("sale") => None,
        Some("status") if text == "Open" => Some(json!("Voided")),
        Some("status") => Some(json!("Open")),
        Some("asked" | "does") if text == "on" => Some(json!("off")),
        Some("asked" | "does") => Some(json!("on")),
        _ if text.parse::<sale::SaleId>().is_ok() => None,
        _ => Some(json!(format!("not {text}"))),
    }
}

#[test]
fn every_expectation_is_looked_at() {
    let mut looked_at = 0;
    for rule in RULES {
        for other in others(&value(rule)) {
            let scenario = parsed(&other).unwrap();
            let played = play(scenario, on_the_engines, Beside::Nothing);
            assert!(played.is_err(), "this holds as well: {other:#}");
            looked_at += 1;
        }
    }
    assert!(looked_at > RULES.len());
}
