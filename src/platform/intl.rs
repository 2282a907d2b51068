//! Amounts, quantities, times and the forms of plurals in the language that is spoken, through the
//! browser's `Intl`. Money goes in as a decimal text built from whole numbers, never through a float.
//!
//! It must not know the app's own messages.

use super::clock::number;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use sale::{Currency, Money, Quantity};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use wasm_bindgen::{JsCast, JsValue};

/// How much of a time is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// `14:05`.
    Time,
    /// `Tue 24 Nov, 14:05`.
    DayAndTime,
    /// `24 November 2026 at 14:05:09`.
    Full,
    /// `24 Nov`.
    Day,
    /// `Tue 24 Nov 2026`.
    Date,
    /// `Tue`.
    Weekday,
    /// `Tuesday`.
    LongWeekday,
}

thread_local! {
    static MONEY: RefCell<Option<Amounts>> = const { RefCell::new(None) };
    static QUANTITY: RefCell<Option<Function>> = const { RefCell::new(None) };
    static ORDER: RefCell<Option<Function>> = const { RefCell::new(None) };
    static LETTERS: RefCell<HashMap<char, String>> = RefCell::default();
    static TIMES: RefCell<Vec<(Shown, String, Function)>> = const { RefCell::new(Vec::new()) };
    static PLURALS: RefCell<Option<Intl::PluralRules>> = const { RefCell::new(None) };
    static LOCALE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Writes everything as this locale does from now on, such as `fr-CA`.
pub fn set_locale(tag: String) {
    LOCALE.set(tag);
    MONEY.take();
    QUANTITY.take();
    ORDER.take();
    LETTERS.take();
    TIMES.take();
    PLURALS.take();
}

/// The languages that the browser is set to, the most wanted first, as tags.
pub fn languages() -> Vec<String> {
    let wanted = leptos::prelude::window().navigator().languages();
    wanted.iter().filter_map(|tag| tag.as_string()).collect()
}

/// The time zones that the browser knows, as IANA names; none where it does not tell.
pub fn time_zones() -> Vec<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into());
    let known = intl.and_then(|intl| {
        let values: js_sys::Function =
            Reflect::get(&intl, &"supportedValuesOf".into())?.dyn_into()?;
        values.call1(&intl, &"timeZone".into())
    });
    let known = known.ok().map(|known| js_sys::Array::from(&known));
    let known = known.iter().flat_map(js_sys::Array::iter);
    known.filter_map(|zone| zone.as_string()).collect()
}

/// The browser's own time zone.
pub fn time_zone() -> String {
    let format = Intl::DateTimeFormat::new(&locales(), &Object::new());
    let zone = Reflect::get(&format.resolved_options(), &"timeZone".into());
    let zone = zone.ok().and_then(|zone| zone.as_string());
    zone.unwrap_or_else(|| "UTC".to_owned())
}

/// The category of CLDR that a whole number is of, such as `one` or `few`.
pub fn plural(number: u64) -> String {
    PLURALS.with_borrow_mut(|kept| {
        let rules = kept.get_or_insert_with(|| Intl::PluralRules::new(&locales(), &Object::new()));
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        rules.select(super::clock::number(number)).into()
    })
}

/// How amounts of one currency are written.
struct Amounts {
    currency: Currency,
    format: Function,
    /// The sign that the language has for it, and the short one to write instead.
    shorter: Option<(String, String)>,
}

impl Amounts {
    fn of(currency: &Currency) -> Amounts {
        let (long, short) = (
            sign(&locales(), currency),
            sign(&Array::of1(&"en".into()), currency),
        );
        // `UK£`, for which Arabic has no narrow sign.
        let is_longer = long != short && long.ends_with(&short);
        Amounts {
            currency: currency.clone(),
            format: money_format(&locales(), currency, currency.exponent),
            shorter: is_longer.then_some((long, short)),
        }
    }

    fn written(&self, decimal: &str) -> Option<String> {
        let text = call(&self.format, &decimal.into())?;
        Some(match &self.shorter {
            Some((long, short)) => text.replacen(long, short, 1),
            None => text,
        })
    }
}

/// `amount` in the store's currency, such as `£1,234.50`.
pub fn money(amount: Money, currency: &Currency) -> String {
    let text = currency.decimal(amount);
    let written = MONEY.with_borrow_mut(|kept| {
        let known = kept.take().filter(|known| known.currency == *currency);
        let amounts = kept.insert(known.unwrap_or_else(|| Amounts::of(currency)));
        amounts.written(&text)
    });
    written.unwrap_or(text)
}

fn money_format(locales: &Array, currency: &Currency, decimals: u8) -> Function {
    let options = Object::new();
    set(&options, "style", "currency");
    set(&options, "currency", currency.code.as_str());
    set(&options, "currencyDisplay", "narrowSymbol");
    set(&options, "minimumFractionDigits", u32::from(decimals));
    set(&options, "maximumFractionDigits", u32::from(decimals));
    Intl::NumberFormat::new(locales, &options).format()
}

/// What stands beside an amount.
fn sign(locales: &Array, currency: &Currency) -> String {
    let nought = call(&money_format(locales, currency, 0), &0.into()).unwrap_or_default();
    let is_beside =
        |c: char| c == '0' || c.is_whitespace() || ('\u{200e}'..='\u{200f}').contains(&c);
    nought.trim_matches(is_beside).to_owned()
}

/// A quantity with the decimals that it needs, such as `0.25`.
pub fn quantity(quantity: Quantity) -> String {
    let text = quantity.to_string();
    QUANTITY
        .with_borrow_mut(|kept| {
            let format = kept.get_or_insert_with(|| {
                let options = Object::new();
                set(&options, "maximumFractionDigits", 3);
                number_format(&options)
            });
            call(format, &text.as_str().into())
        })
        .unwrap_or(text)
}

/// A whole number with its thousands set apart.
pub fn count(number: u64) -> String {
    quantity(Quantity::units(i64::try_from(number).unwrap_or(i64::MAX)))
}

/// A moment on the clock of a time zone such as `Europe/London`; an unknown or empty one gives the
/// device's own.
pub fn time(ms: i64, zone: &str, shown: Shown) -> String {
    let date = Date::new(&number(ms).into());
    TIMES
        .with_borrow_mut(|kept| {
            if !kept.iter().any(|(s, z, _)| *s == shown && z == zone) {
                kept.push((shown, zone.to_owned(), date_format(zone, shown)));
            }
            kept.iter()
                .find(|(s, z, _)| *s == shown && z == zone)
                .and_then(|(_, _, format)| call(format, &date))
        })
        .unwrap_or_default()
}

/// A date of the calendar, whatever the time zone.
pub fn date(date: sale::civil::Date, shown: Shown) -> String {
    let noon = date.and_hms_opt(12, 0, 0).map(|noon| noon.and_utc());
    noon.map(|noon| time(noon.timestamp_millis(), "UTC", shown))
        .unwrap_or_default()
}

/// A full hour of the clock on the wall, such as `14:00`.
pub fn hour(hour: u32) -> String {
    time(i64::from(hour) * 3_600_000, "UTC", Shown::Time)
}

/// The folded form that searches compare, as on the server.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let decomposed = js_sys::JsString::from(text).normalize("NFKD");
    sale::folding::folded(decomposed.as_string().unwrap_or_default().chars())
}

/// A text whose bytes stand in the order in which the language that is spoken puts its letters, for
/// keys that are kept: folded, but that a letter of its own stays one, as ñ does in Spanish.
pub fn ordered(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let composed = js_sys::JsString::from(text).normalize("NFC");
    let composed = composed.as_string().unwrap_or_default().to_lowercase();
    LETTERS.with_borrow_mut(|known| {
        let mut ordered = String::with_capacity(composed.len());
        for letter in composed.chars() {
            match letter.is_ascii() {
                true => ordered.push(letter),
                false => ordered.push_str(known.entry(letter).or_insert_with(|| placed(letter))),
            }
        }
        ordered
    })
}

/// A letter as folded; one that the language does not count as that one with an accent, after all that
/// begins with the letter that it follows.
fn placed(letter: char) -> String {
    let options = Object::new();
    set(&options, "sensitivity", "base");
    let compare = Intl::Collator::new(&locales(), &options).compare();
    let letter = letter.to_string();
    let plain = folded(&letter);
    if !plain.is_ascii() || plain.is_empty() || called(&compare, &plain, &letter).is_eq() {
        return plain;
    }
    let mut letters = ('a'..='z').rev();
    match letters.find(|one| called(&compare, &one.to_string(), &letter).is_lt()) {
        Some(before) => format!("{before}{}{plain}", char::MAX),
        None => plain,
    }
}

/// Which of two names comes first in a list: as people order them, `Table 2` before `Table 10`.
pub fn compare(one: &str, other: &str) -> Ordering {
    ORDER.with_borrow_mut(|kept| {
        let compare = kept.get_or_insert_with(|| {
            let options = Object::new();
            set(&options, "numeric", true);
            Intl::Collator::new(&locales(), &options).compare()
        });
        called(compare, one, other)
    })
}

fn called(compare: &Function, one: &str, other: &str) -> Ordering {
    let answer = compare.call2(&JsValue::UNDEFINED, &one.into(), &other.into());
    match answer.ok().and_then(|sign| sign.as_f64()) {
        Some(sign) if sign < 0.0 => Ordering::Less,
        Some(sign) if sign > 0.0 => Ordering::Greater,
        _ => Ordering::Equal,
    }
}

/// The locale that is set; the browser's own before that.
fn locales() -> Array {
    LOCALE.with_borrow(|tag| match tag.as_str() {
        "" => Array::new(),
        tag => Array::of1(&tag.into()),
    })
}

fn number_format(options: &Object) -> Function {
    Intl::NumberFormat::new(&locales(), options).format()
}

fn date_format(zone: &str, shown: Shown) -> Function {
    let options = Object::new();
    let style: &[(&str, &str)] = match shown {
        Shown::Time => &[("hour", "2-digit"), ("minute", "2-digit")],
        Shown::DayAndTime => &[
            ("weekday", "short"),
            ("day", "numeric"),
            ("month", "short"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
        ],
        Shown::Full => &[("dateStyle", "long"), ("timeStyle", "medium")],
        Shown::Day => &[("day", "numeric"), ("month", "short")],
        Shown::Date => &[
            ("weekday", "short"),
            ("day", "numeric"),
            ("month", "short"),
            ("year", "numeric"),
        ],
        Shown::Weekday => &[("weekday", "short")],
        Shown::LongWeekday => &[("weekday", "long")],
    };
    for (key, value) in style {
        set(&options, key, *value);
    }
    if is_zone(zone) {
        set(&options, "timeZone", zone);
    }
    Intl::DateTimeFormat::new(&locales(), &options).format()
}

/// Whether the browser knows the time zone; it throws at one that it does not.
fn is_zone(zone: &str) -> bool {
    let options = Object::new();
    set(&options, "timeZone", zone);
    let known = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"DateTimeFormat".into()))
        .map(Function::from)
        .and_then(|format| format.call2(&JsValue::UNDEFINED, &JsValue::UNDEFINED, &options));
    !zone.is_empty() && known.is_ok()
}

fn set(options: &Object, key: &str, value: impl Into<JsValue>) {
    let _ = Reflect::set(options, &key.into(), &value.into());
}

fn call(format: &Function, value: &JsValue) -> Option<String> {
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}
