//! What is wrong with what was typed of a person, field by field.
//!
//! It must not know who else there is.

use crate::founding::{FEWEST_PASSWORD_CHARS, MOST_CHARS, PIN_DIGITS};
use crate::region::LANGUAGES;
use sync::api::edit::{FieldEdit, FieldProblem};
use sync::api::people::{NewEmployee, PersonEdit};

/// Most characters of a password.
const MOST_PASSWORD_CHARS: usize = 200;

/// One field that cannot be used, and why.
pub(crate) fn problem(field: &str, code: &str) -> FieldProblem {
    FieldProblem {
        field: field.to_owned(),
        code: code.to_owned(),
        now: None,
    }
}

/// What is wrong with somebody new.
pub(crate) fn checked_new(new: &NewEmployee) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    problems.extend(name(&new.name));
    problems.extend(new.pin.as_deref().and_then(pin));
    problems.extend(new.password.as_deref().and_then(password));
    problems.extend(new.email.as_deref().and_then(email));
    problems.extend(new.language.as_deref().and_then(language));
    if new.password.is_some() && new.email.is_none() {
        problems.push(problem("email", "needed"));
    }
    problems
}

/// What is wrong with a change of somebody.
pub(crate) fn problems_of(edit: &PersonEdit) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    problems.extend(edit.pin.as_deref().and_then(pin));
    problems.extend(edit.password.as_deref().and_then(password));
    for FieldEdit { field, to, .. } in &edit.fields {
        match (field.as_str(), to.as_str()) {
            ("name", text) => problems.extend(name(text.unwrap_or_default())),
            ("email", Some(text)) => problems.extend(email(text)),
            ("email", None) if !to.is_null() => problems.push(problem("email", "wrong")),
            ("language", Some(text)) => problems.extend(language(text)),
            _ => {}
        }
    }
    problems
}

fn name(name: &str) -> Option<FieldProblem> {
    let code = match name.trim() {
        "" => "needed",
        name if name.chars().count() > MOST_CHARS => "too_long",
        _ => return None,
    };
    Some(problem("name", code))
}

fn pin(pin: &str) -> Option<FieldProblem> {
    let fits = PIN_DIGITS.contains(&pin.len()) && pin.bytes().all(|b| b.is_ascii_digit());
    (!fits).then(|| problem("pin", "wrong"))
}

fn password(password: &str) -> Option<FieldProblem> {
    let fits = (FEWEST_PASSWORD_CHARS..=MOST_PASSWORD_CHARS).contains(&password.chars().count());
    (!fits).then(|| problem("password", "wrong"))
}

fn email(email: &str) -> Option<FieldProblem> {
    let parts = email.trim().split_once('@');
    let fits = parts.is_some_and(|(who, host)| !who.is_empty() && !host.is_empty());
    (!fits || email.chars().count() > MOST_CHARS).then(|| problem("email", "wrong"))
}

fn language(tag: &str) -> Option<FieldProblem> {
    (!LANGUAGES.contains(&tag)).then(|| problem("language", "unknown"))
}
