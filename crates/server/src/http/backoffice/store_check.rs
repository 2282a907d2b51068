//! What is wrong with a store's settings, field by field.
//!
//! It must not know what they were before.

use super::person_check::problem;
use crate::region::LANGUAGES;
use chrono_tz::Tz;
use sale::{Currency, Money, Store};
use sync::api::edit::FieldProblem;

/// Most characters of a line, and of a text of several.
const MOST_LINE: usize = 200;
const MOST_TEXT: usize = 1_000;
/// Most reasons of a kind, and most names of sales; and most characters of one.
const MOST_LISTED: usize = 20;
const MOST_ENTRY: usize = 60;
/// All of it, in hundredths of a per cent.
const WHOLE: u32 = 10_000;
/// Most minutes of an age step: thirty days.
const MOST_MINUTES: u32 = 30 * 24 * 60;

/// What is wrong.
pub(super) fn problems_of(store: &Store) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let mut need = |fits: bool, field: &str, code: &str| {
        if !fits {
            problems.push(problem(field, code));
        }
    };
    let short = |text: &str, most: usize| text.chars().count() <= most;
    need(!store.name.trim().is_empty(), "name", "needed");
    need(short(&store.name, MOST_LINE), "name", "too_long");
    let currency = Currency::of_code(&store.currency.code);
    need(
        currency.as_ref() == Some(&store.currency),
        "currency",
        "unknown",
    );
    need(
        store.time_zone.parse::<Tz>().is_ok(),
        "time_zone",
        "unknown",
    );
    let steps = store.age_steps;
    let rising = 0 < steps.ageing_minutes
        && steps.ageing_minutes < steps.old_minutes
        && steps.old_minutes < steps.very_old_minutes;
    need(rising, "age_steps", "not_rising");
    need(
        steps.very_old_minutes <= MOST_MINUTES,
        "age_steps",
        "too_large",
    );
    let limit = store.most_cashier_discount;
    need(limit <= WHOLE, "most_cashier_discount", "too_large");
    let coin = store.cash_rounding;
    let coin = coin >= Money::ZERO && coin <= store.currency.whole();
    need(coin, "cash_rounding", "too_large");
    need(store.day_begins_hour < 24, "day_begins_hour", "too_large");
    let known = |tag: &String| LANGUAGES.contains(&tag.as_str());
    need(store.language.iter().all(known), "language", "unknown");
    need(store.languages.iter().all(known), "languages", "unknown");
    let offered = |tag: &String| store.languages.is_empty() || store.languages.contains(tag);
    for field in ["language", "languages"] {
        need(store.language.iter().all(offered), field, "without_own");
    }
    let receipt = &store.receipt;
    for (field, text, most) in [
        ("receipt.address", &receipt.address, MOST_TEXT),
        ("receipt.tax_number", &receipt.tax_number, MOST_LINE),
        ("receipt.head", &receipt.head, MOST_TEXT),
        ("receipt.foot", &receipt.foot, MOST_TEXT),
    ] {
        need(short(text, most), field, "too_long");
    }
    for (field, list) in [
        ("sale_names", &store.sale_names),
        ("reasons.void", &store.reasons.void),
        ("reasons.remove", &store.reasons.remove),
        ("reasons.discount", &store.reasons.discount),
    ] {
        need(list.len() <= MOST_LISTED, field, "too_many");
        let fits = |entry: &String| !entry.trim().is_empty() && short(entry, MOST_ENTRY);
        need(list.iter().all(fits), field, "too_long");
    }
    problems
}
