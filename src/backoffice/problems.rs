//! What is wrong with the fields of a form, each beside its field, as the server said it (rule C4).
//!
//! It must not know the forms.

use crate::api::ApiError;
use crate::i18n::t;
use leptos::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use sync::api::edit::FieldProblem;

/// What is wrong, by field. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Problems {
    all: RwSignal<BTreeMap<String, String>>,
    /// What is wrong with no field in particular.
    pub general: RwSignal<Option<String>>,
}

impl Problems {
    /// Nothing is.
    pub fn new() -> Problems {
        Problems {
            all: RwSignal::new(BTreeMap::new()),
            general: RwSignal::new(None),
        }
    }

    /// What is wrong with a field.
    pub fn of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.all.with(|all| all.get(field).cloned()))
    }

    /// A field is wrong.
    pub fn say(self, field: &str, text: impl Into<String>) {
        let text = text.into();
        let _ = self
            .all
            .try_update(|all| all.insert(field.to_owned(), text));
    }

    /// Whether anything is.
    pub fn any(self) -> bool {
        self.all.with_untracked(|all| !all.is_empty())
    }

    /// Nothing is any more.
    pub fn clear(self) {
        let _ = (
            self.all.try_set(BTreeMap::new()),
            self.general.try_set(None),
        );
    }

    /// Takes in what the server said: beside its field where it named one. `in_words` says a value
    /// of a field in words; `seen` hears what a field holds now, so that saving again is meant.
    pub fn take(
        self,
        error: &ApiError,
        in_words: impl Fn(&str, &Value) -> String,
        mut seen: impl FnMut(&str, &Value),
    ) {
        let ApiError::Fields { fields, .. } = error else {
            let _ = self.general.try_set(Some(error.text()));
            return;
        };
        for FieldProblem { field, code, now } in fields {
            let text = match now {
                Some(now) => {
                    seen(field, now);
                    let now_words = in_words(field, now);
                    let nothing = t().people.changed_nothing;
                    let now_words = if now_words.is_empty() {
                        nothing
                    } else {
                        &now_words
                    };
                    t().people.changed_meanwhile(now_words)
                }
                None => wrong(field, code).to_owned(),
            };
            self.say(field, text);
        }
    }
}

/// A value as it is: texts without quotes, lists with commas.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn wrong(field: &str, code: &str) -> &'static str {
    let (people, store) = (t().people, t().store_settings);
    let last = field.rsplit('.').next().unwrap_or(field);
    match (last, code) {
        (_, "needed") => people.wrong_needed,
        ("pin", _) => people.wrong_pin,
        ("password", _) => people.wrong_password,
        ("present_password", _) => people.wrong_present,
        ("email", "taken") => people.email_taken,
        ("email", _) => people.wrong_email,
        ("currency", "sold") => store.currency_sold,
        ("currency", _) => store.wrong_currency,
        ("time_zone", _) => store.wrong_zone,
        ("age_steps", "not_rising") => store.wrong_steps,
        (_, "without_own") => store.wrong_without_own,
        ("logo", "unreadable") => store.wrong_picture,
        ("void" | "remove" | "discount" | "sale_names", "too_long") => store.wrong_entry,
        (_, "too_many") => store.wrong_many,
        (_, "too_large") => store.wrong_large,
        (_, "too_long") => people.wrong_too_long,
        _ => people.wrong_other,
    }
}
