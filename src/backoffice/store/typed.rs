//! What is typed of the settings, as text, and the store that it makes.
//!
//! Pure but for the signals: it must not know the screen nor the server.

use crate::i18n::t;
use leptos::prelude::*;
use sale::{AgeSteps, Currency, Money, Quantity, Store};
use std::collections::BTreeMap;

/// The fields that are typed; those of the age steps have one name in the row.
pub const TYPED: [&str; 20] = [
    "name",
    "receipt.address",
    "receipt.tax_number",
    "receipt.head",
    "receipt.foot",
    "receipt.logo",
    "currency",
    "cash_rounding",
    "most_cashier_discount",
    "time_zone",
    "day_begins_hour",
    "language",
    "languages",
    "ageing",
    "old",
    "very_old",
    "sale_names",
    "reasons.void",
    "reasons.remove",
    "reasons.discount",
];

/// What is typed. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Typed {
    texts: StoredValue<BTreeMap<&'static str, RwSignal<String>>>,
    /// Whether cashiers share their sales.
    pub share: RwSignal<bool>,
}

impl Typed {
    /// As the store is.
    pub fn of(store: &Store) -> Typed {
        let text = |field| (field, RwSignal::new(text_of(store, field)));
        Typed {
            texts: StoredValue::new(TYPED.into_iter().map(text).collect()),
            share: RwSignal::new(store.cashiers_share_sales),
        }
    }

    /// The text of a field.
    pub fn text(self, field: &'static str) -> RwSignal<String> {
        let found = self.texts.with_value(|texts| texts.get(field).copied());
        found.unwrap_or_else(|| RwSignal::new(String::new()))
    }

    /// Types anew what the store is.
    pub fn reset(self, store: &Store) {
        for field in TYPED {
            let _ = self.text(field).try_set(text_of(store, field));
        }
        let _ = self.share.try_set(store.cashiers_share_sales);
    }

    /// The store that this makes of the one that was seen; or which fields are no such thing, with
    /// what is wrong.
    ///
    /// # Errors
    /// When a number, a coin or a currency cannot be read.
    pub fn store(self, seen: &Store) -> Result<Store, Vec<(&'static str, &'static str)>> {
        let mut wrong = Vec::new();
        let text = |field| self.text(field).get().trim().to_owned();
        let lines = |field| -> Vec<String> {
            let text = self.text(field).get();
            let lines = text.lines().map(|line| line.trim().to_owned());
            lines.filter(|line| !line.is_empty()).collect()
        };
        let words = t().store_settings;
        let code = text("currency").to_uppercase();
        let currency = match Currency::of_code(&code) {
            Some(currency) => currency,
            None => {
                wrong.push(("currency", words.wrong_currency));
                seen.currency.clone()
            }
        };
        let coin = match text("cash_rounding").as_str() {
            "" => Ok(Money::ZERO),
            coin => currency.parse(&coin.replace(',', ".")),
        };
        if coin.is_err() {
            wrong.push(("cash_rounding", words.wrong_number));
        }
        let mut number = |field: &'static str, at: &'static str| {
            let read = text(field).parse::<u32>();
            if read.is_err() {
                wrong.push((at, words.wrong_number));
            }
            read.unwrap_or(0)
        };
        let age_steps = AgeSteps {
            ageing_minutes: number("ageing", "age_steps"),
            old_minutes: number("old", "age_steps"),
            very_old_minutes: number("very_old", "age_steps"),
        };
        let hour = number("day_begins_hour", "day_begins_hour");
        let percent = points(&text("most_cashier_discount"));
        if percent.is_none() {
            wrong.push(("most_cashier_discount", words.wrong_number));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let some = |text: String| (!text.is_empty()).then_some(text);
        let mut store = seen.clone();
        store.name = text("name");
        store.receipt.address = text("receipt.address");
        store.receipt.tax_number = text("receipt.tax_number");
        store.receipt.head = text("receipt.head");
        store.receipt.foot = text("receipt.foot");
        store.receipt.logo = some(text("receipt.logo"));
        store.currency = currency;
        store.cash_rounding = coin.unwrap_or(Money::ZERO);
        store.most_cashier_discount = percent.unwrap_or(0);
        store.time_zone = text("time_zone");
        store.day_begins_hour = u8::try_from(hour).unwrap_or(u8::MAX);
        store.language = some(text("language"));
        store.languages = text("languages")
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        store.age_steps = age_steps;
        store.cashiers_share_sales = self.share.get();
        store.sale_names = lines("sale_names");
        store.reasons.void = lines("reasons.void");
        store.reasons.remove = lines("reasons.remove");
        store.reasons.discount = lines("reasons.discount");
        Ok(store)
    }
}

/// Hundredths of a per cent: `12.5` is `1250`.
fn points(typed: &str) -> Option<u32> {
    let typed = typed.replace(',', ".");
    let (whole, part) = typed.split_once('.').unwrap_or((&typed, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let part: u32 = format!("{part:0<2}").parse().ok()?;
    whole.checked_mul(100)?.checked_add(part)
}

/// A field of a store as it is typed.
fn text_of(store: &Store, field: &str) -> String {
    let (receipt, reasons) = (&store.receipt, &store.reasons);
    match field {
        "name" => store.name.clone(),
        "receipt.address" => receipt.address.clone(),
        "receipt.tax_number" => receipt.tax_number.clone(),
        "receipt.head" => receipt.head.clone(),
        "receipt.foot" => receipt.foot.clone(),
        "receipt.logo" => receipt.logo.clone().unwrap_or_default(),
        "currency" => store.currency.code.clone(),
        "cash_rounding" if store.cash_rounding == Money::ZERO => String::new(),
        "cash_rounding" => store.currency.decimal(store.cash_rounding),
        "most_cashier_discount" => {
            Quantity(i64::from(store.most_cashier_discount).saturating_mul(10)).to_string()
        }
        "time_zone" => store.time_zone.clone(),
        "day_begins_hour" => store.day_begins_hour.to_string(),
        "language" => store.language.clone().unwrap_or_default(),
        "languages" => store.languages.join(" "),
        "ageing" => store.age_steps.ageing_minutes.to_string(),
        "old" => store.age_steps.old_minutes.to_string(),
        "very_old" => store.age_steps.very_old_minutes.to_string(),
        "sale_names" => store.sale_names.join("\n"),
        "reasons.void" => reasons.void.join("\n"),
        "reasons.remove" => reasons.remove.join("\n"),
        "reasons.discount" => reasons.discount.join("\n"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn a_limit_is_read_in_hundredths_of_a_per_cent() {
        for (typed, is) in [
            ("10", Some(1_000)),
            ("12.5", Some(1_250)),
            ("0,25", Some(25)),
        ] {
            assert_eq!(points(typed), is, "{typed}");
        }
        for typed in ["", "-1", "1.234", "ten", ".5"] {
            assert_eq!(points(typed), None, "{typed}");
        }
    }
}
