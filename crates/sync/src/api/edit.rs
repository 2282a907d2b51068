//! Changing a thing field by field, so that two managers who change one thing at once lose nothing
//! unseen (rule C4): each field says what was seen of it and what it is to be.
//!
//! It must not know the things that are changed.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One field: what was seen of it, and what it is to be. What is missing in a row is `null`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldEdit {
    /// Its name in the row, such as `name` or `receipt.foot`.
    pub field: String,
    /// What the screen showed.
    pub seen: Value,
    /// What it is to be.
    pub to: Value,
}

impl FieldEdit {
    /// The fields that differ between what was seen and what is wanted, among those that may be
    /// changed.
    ///
    /// # Errors
    /// When a row has no JSON form.
    pub fn between<T: Serialize>(
        seen: &T,
        wanted: &T,
        fields: &[&str],
    ) -> Result<Vec<FieldEdit>, serde_json::Error> {
        let (seen, wanted) = (serde_json::to_value(seen)?, serde_json::to_value(wanted)?);
        let edits = fields.iter().map(|field| FieldEdit {
            field: (*field).to_owned(),
            seen: at(&seen, field),
            to: at(&wanted, field),
        });
        Ok(edits.filter(|edit| edit.seen != edit.to).collect())
    }
}

/// What a row holds in a field, whose name may have dots; `null` where it has none.
#[must_use]
pub fn at(row: &Value, field: &str) -> Value {
    let found = field.split('.').try_fold(row, |row, part| row.get(part));
    found.cloned().unwrap_or(Value::Null)
}

/// A field that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// Its name in the row.
    pub field: String,
    /// For programs: `changed` when somebody else changed it meanwhile, else what is wrong with it.
    pub code: String,
    /// What it holds now, when it was changed meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Value>,
}

/// Nothing was changed, and here is why; a [`super::Problem`] with the fields that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditRefused {
    /// `changed` (409) or `fields_wrong` (400).
    pub code: String,
    /// For people.
    pub message: String,
    /// The fields, at least one.
    pub fields: Vec<FieldProblem>,
}
