//! Golden files: one for each version of everything that devices and the server keep. What was once
//! written is read for ever, and written back as it was, so a file here is added and never altered.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use sale::{Change, FieldValue, Note, Outcome, Product, Review, ReviewKind, Sale, Store};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Every file of a folder, read and written back; answers with what they hold.
fn all<T: DeserializeOwned + Serialize>(folder: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(folder);
    let mut found = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let value: T = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{} is read no more: {error}", path.display()));
        let again = serde_json::to_string(&value).unwrap();
        assert_eq!(again, text.trim_end(), "{}", path.display());
        found.push(serde_json::from_str(&text).unwrap());
    }
    found
}

/// The variants of an enum, as serde names them when it is given another.
fn variants<T: DeserializeOwned>() -> BTreeSet<String> {
    let error = serde_json::from_str::<T>("{\"?\":null}").err().unwrap();
    let names: BTreeSet<String> = error
        .to_string()
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| *name != "?")
        .map(str::to_owned)
        .collect();
    assert!(names.len() > 1, "{error}");
    names
}

/// The variants that files hold: each is a name, or an object with it as its one key.
fn held(files: &[Value]) -> BTreeSet<String> {
    let name = |file: &Value| match file {
        Value::String(name) => name.clone(),
        other => other.as_object().unwrap().keys().next().unwrap().clone(),
    };
    files.iter().map(name).collect()
}

#[test]
fn a3_a4_every_version_of_every_change_is_read_and_written_as_it_was() {
    let changes = all::<Change>("change");
    assert_eq!(held(&changes), variants::<Change>());
    let edits: Vec<Value> = changes
        .iter()
        .filter_map(|change| change.pointer("/line.edit.1/edit").cloned())
        .collect();
    assert_eq!(held(&edits), variants::<sale::LineEdit>());
    let edits: Vec<Value> = changes
        .iter()
        .filter_map(|change| change.pointer("/table.edit.1/edit").cloned())
        .collect();
    assert_eq!(held(&edits), variants::<sale::TableEdit>());
}

/// The text of a change with its one kind's fields altered.
fn with_fields(change: &Value, alter: impl Fn(&mut serde_json::Map<String, Value>)) -> String {
    let mut change = change.clone();
    let kind = change.as_object_mut().unwrap().values_mut().next().unwrap();
    alter(kind.as_object_mut().unwrap());
    change.to_string()
}

#[test]
fn a4_fields_without_a_place_in_a_change_are_passed_over() {
    for file in all::<Change>("change") {
        let change: Change = serde_json::from_value(file.clone()).unwrap();
        let whole = file.to_string();
        // None of them is a field that a change may leave out.
        for foreign in [
            "colour", "", "edit", "into", "owner", "seen", "tender", "to",
        ] {
            let text = with_fields(&file, |fields| {
                let left = Value::from(["not", "ours"].to_vec());
                fields.entry(foreign).or_insert(left);
            });
            if text == whole {
                continue;
            }
            let read: Result<Change, _> = serde_json::from_str(&text);
            assert_eq!(read.unwrap(), change, "{text}");
        }
    }
}

#[test]
fn a4_a_change_without_what_it_must_say_is_not_read() {
    let mut broken = vec![
        "{\"sale.newer.1\":{}}".to_owned(),
        "\"sale.close.1\"".to_owned(),
        "{}".to_owned(),
    ];
    for file in all::<Change>("change") {
        for id in ["sale_id", "review_id", "table_id"] {
            let without = with_fields(&file, |fields| {
                fields.remove(id);
            });
            let nothing = with_fields(&file, |fields| {
                fields.entry(id).and_modify(|id| *id = Value::Null);
            });
            let whole = file.to_string();
            let twice = whole.replacen(
                &format!("\"{id}\":"),
                &format!("\"{id}\":null,\"{id}\":"),
                1,
            );
            broken.extend(
                [without, nothing, twice]
                    .into_iter()
                    .filter(|text| *text != whole),
            );
        }
    }
    assert!(broken.len() > 60);
    for text in broken {
        assert!(serde_json::from_str::<Change>(&text).is_err(), "{text}");
    }
}

#[test]
fn every_kind_of_review_is_read_and_written_as_it_was() {
    let reviews = all::<Review>("review");
    let kinds: Vec<Value> = reviews
        .iter()
        .filter_map(|review| review.get("kind").cloned())
        .collect();
    assert_eq!(held(&kinds), variants::<ReviewKind>());
}

#[test]
fn every_note_and_field_is_read_and_written_as_it_was() {
    assert_eq!(held(&all::<Note>("note")), variants::<Note>());
    let values = all::<FieldValue>("field_value");
    assert_eq!(held(&values), variants::<FieldValue>());
    all::<Outcome>("outcome");
}

#[test]
fn sales_of_every_status_are_read_and_written_as_they_were() {
    let sales = all::<Sale>("sale");
    let statuses: Vec<Value> = sales
        .iter()
        .filter_map(|sale| sale.get("status").cloned())
        .collect();
    assert_eq!(held(&statuses), variants::<sale::Status>());
}

/// B3: what a register held of a product before there were more fields is read, and says nothing new.
#[test]
fn b3_products_of_every_build_are_read_and_written_as_they_were() {
    all::<Product>("product");
}

#[test]
fn a_store_of_before_there_was_a_limit_on_discounts_is_read_with_ten_per_cent() {
    let stores = all::<Store>("store");
    for mut store in stores {
        store
            .as_object_mut()
            .unwrap()
            .remove("most_cashier_discount");
        let store: Store = serde_json::from_value(store).unwrap();
        assert_eq!(store.most_cashier_discount, 1_000);
    }
}
