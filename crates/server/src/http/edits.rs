//! Taking changes of single fields into a row (rule C4): what somebody else changed meanwhile is
//! refused with what it holds now, and nothing of the change is done.
//!
//! It must not know what the fields mean.

use super::answer::No;
use axum::http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sync::api::edit::{EditRefused, FieldEdit, FieldProblem, at};
use sync::server::StorageError;

/// The row with the edits taken in, or the fields that were not taken.
///
/// # Errors
/// The outer error when the row has no JSON form.
pub(crate) fn edited<T: Serialize + DeserializeOwned>(
    row: &T,
    edits: &[FieldEdit],
    known: &[&str],
) -> Result<Result<T, No>, StorageError> {
    let mut value = serde_json::to_value(row).map_err(|e| StorageError(e.to_string()))?;
    let mut changed = Vec::new();
    for edit in edits {
        if !known.contains(&edit.field.as_str()) {
            return Ok(Err(wrong(&edit.field, "unknown")));
        }
        let now = at(&value, &edit.field);
        // Who wants what is there already wants nothing.
        if now == edit.to {
            continue;
        }
        if now != edit.seen {
            changed.push(FieldProblem {
                field: edit.field.clone(),
                code: "changed".to_owned(),
                now: Some(now),
            });
            continue;
        }
        set(&mut value, &edit.field, edit.to.clone());
        if serde_json::from_value::<T>(value.clone()).is_err() {
            return Ok(Err(wrong(&edit.field, "unreadable")));
        }
    }
    if !changed.is_empty() {
        return Ok(Err(refused(StatusCode::CONFLICT, changed)));
    }
    serde_json::from_value(value)
        .map(Ok)
        .map_err(|e| StorageError(e.to_string()))
}

fn set(row: &mut Value, field: &str, to: Value) {
    let (first, rest) = field
        .split_once('.')
        .map_or((field, None), |(first, rest)| (first, Some(rest)));
    let Some(row) = row.as_object_mut() else {
        return;
    };
    match rest {
        Some(rest) => {
            let inner = row
                .entry(first)
                .or_insert_with(|| Value::Object(Map::new()));
            set(inner, rest, to);
        }
        None if to.is_null() => {
            row.remove(first);
        }
        None => {
            row.insert(first.to_owned(), to);
        }
    }
}

/// One field is wrong.
pub(crate) fn wrong(field: &str, code: &str) -> No {
    let problem = FieldProblem {
        field: field.to_owned(),
        code: code.to_owned(),
        now: None,
    };
    refused(StatusCode::BAD_REQUEST, vec![problem])
}

/// These fields were not taken, and nothing else was.
pub(crate) fn refused(status: StatusCode, fields: Vec<FieldProblem>) -> No {
    let (code, message) = match status {
        StatusCode::CONFLICT => (
            "changed",
            "Somebody else changed this meanwhile. Nothing was changed; see what it is now.",
        ),
        _ => (
            "fields_wrong",
            "Something that was typed cannot be used. Nothing was changed.",
        ),
    };
    No::Fields(
        status,
        EditRefused {
            code: code.to_owned(),
            message: message.to_owned(),
            fields,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use sale::{Currency, Store, StoreId};
    use serde_json::json;
    use sync::api::settings::STORE_FIELDS;
    use uuid::Uuid;

    fn store() -> Store {
        let currency = Currency::of_code("GBP").unwrap();
        Store::new(StoreId(Uuid::nil()), "Quay", currency, "Europe/London")
    }

    fn edit(field: &str, seen: Value, to: Value) -> FieldEdit {
        FieldEdit {
            field: field.to_owned(),
            seen,
            to,
        }
    }

    /// C4: what differs is sent, taken in, and comes to what was wanted, in nested fields too.
    #[test]
    fn c4_what_differs_between_two_rows_makes_one_of_the_other() {
        let seen = store();
        let mut wanted = store();
        wanted.name = "Pier".to_owned();
        wanted.receipt.foot = "Bye".to_owned();
        wanted.reasons.void = vec!["Rain".to_owned()];
        wanted.day_begins_hour = 4;
        let edits = FieldEdit::between(&seen, &wanted, &STORE_FIELDS).unwrap();
        assert_eq!(edits.len(), 4);
        let there = edited(&seen, &edits, &STORE_FIELDS).unwrap().unwrap();
        assert_eq!(there, wanted);
        let back = FieldEdit::between(&wanted, &seen, &STORE_FIELDS).unwrap();
        assert_eq!(edited(&there, &back, &STORE_FIELDS).unwrap().unwrap(), seen);
    }

    /// C4: a field that was changed meanwhile is refused with what it holds, and nothing is taken.
    #[test]
    fn c4_a_field_that_was_changed_meanwhile_is_refused_with_both() {
        let edits = [
            edit("name", json!("Old"), json!("New")),
            edit("day_begins_hour", Value::Null, json!(4)),
        ];
        let no = edited(&store(), &edits, &STORE_FIELDS)
            .unwrap()
            .unwrap_err();
        let No::Fields(status, refused) = no else {
            panic!("{no:?}");
        };
        assert_eq!(status, StatusCode::CONFLICT);
        assert_eq!(refused.fields.len(), 1);
        assert_eq!(refused.fields[0].now, Some(json!("Quay")));
    }

    #[test]
    fn a_field_that_is_none_or_of_another_kind_is_refused() {
        for (field, to) in [("id", json!("x")), ("day_begins_hour", json!("noon"))] {
            let edits = [edit(field, Value::Null, to)];
            let no = edited(&store(), &edits, &STORE_FIELDS)
                .unwrap()
                .unwrap_err();
            assert!(matches!(no, No::Fields(StatusCode::BAD_REQUEST, _)));
        }
    }
}
