//! Number pads for fingers; the keyboard of the device types into them too.
//!
//! It must not know what the digits mean.

use super::icon::{Icon, icon};
use crate::i18n::t;
use crate::platform::keyboard::{self, Press};
use leptos::prelude::*;
use sale::Currency;

/// One press on a number pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A digit.
    Digit(u8),
    /// So many noughts at once.
    Noughts(u8),
    /// The last digit goes.
    Backspace,
    /// All digits go.
    Clear,
}

impl Key {
    /// The digits with this key pressed after them; never more than `most` of them.
    #[must_use]
    pub fn press(self, digits: &str, most: usize) -> String {
        let mut digits = digits.to_owned();
        match self {
            Key::Digit(digit) => digits.push(char::from(b'0'.saturating_add(digit.min(9)))),
            Key::Noughts(count) => digits.push_str(&"0".repeat(usize::from(count))),
            Key::Backspace => {
                digits.pop();
            }
            Key::Clear => digits.clear(),
        }
        digits.truncate(most);
        digits
    }

    /// The minor units with this key pressed after them, as a till reads amounts; `most` is the
    /// largest amount that can be typed.
    #[must_use]
    pub fn press_amount(self, amount: i64, most: i64) -> i64 {
        let next = match self {
            Key::Digit(digit) => amount.saturating_mul(10).saturating_add(i64::from(digit)),
            Key::Noughts(count) => amount.saturating_mul(10_i64.saturating_pow(u32::from(count))),
            Key::Backspace => amount / 10,
            Key::Clear => 0,
        };
        if next > most { amount } else { next }
    }

    /// For tests.
    fn name(self) -> String {
        match self {
            Key::Digit(digit) => digit.to_string(),
            Key::Noughts(count) => "0".repeat(usize::from(count)),
            Key::Backspace => "backspace".to_owned(),
            Key::Clear => "clear".to_owned(),
        }
    }

    fn typed(press: &Press) -> Option<Key> {
        if press.typing || press.command {
            return None;
        }
        match press.key.as_str() {
            "Backspace" => Some(Key::Backspace),
            "Delete" => Some(Key::Clear),
            key => match key.as_bytes() {
                [digit @ b'0'..=b'9'] => Some(Key::Digit(digit - b'0')),
                _ => None,
            },
        }
    }
}

/// How many noughts one key types: as many as the currency has decimals, and two where it has none,
/// for prices there are in hundreds.
fn noughts_of(currency: Option<&Currency>) -> u8 {
    let decimals = currency.map_or(0, |currency| currency.exponent);
    if decimals == 0 { 2 } else { decimals }
}

/// The keys of a number pad, row by row.
#[component]
fn Pad(
    /// The keys.
    keys: [Key; 12],
    /// For screen readers.
    label: &'static str,
    /// For tests: what the name of each key begins with.
    test_id: &'static str,
    /// The key that was typed last, lit up for a moment.
    lit: RwSignal<Option<Key>>,
    /// Cannot be pressed.
    disabled: Signal<bool>,
    /// A key was pressed or typed.
    on_key: Callback<Key>,
) -> impl IntoView {
    keyboard::on_key(Callback::new(move |press: Press| {
        let Some(key) = Key::typed(&press).filter(|_| !disabled.get_untracked()) else {
            return false;
        };
        lit.set(Some(key));
        set_timeout(
            move || {
                let _ = lit.try_set(None);
            },
            std::time::Duration::from_millis(150),
        );
        on_key.run(key);
        true
    }));
    let words = t().common;
    let face = move |key: Key| match key {
        Key::Digit(digit) => digit.to_string().into_any(),
        Key::Noughts(count) => "0".repeat(usize::from(count)).into_any(),
        Key::Backspace => icon(Icon::Backspace).into_any(),
        Key::Clear => words.clear.into_any(),
    };
    let name = move |key: Key| match key {
        Key::Backspace => Some(words.delete_digit),
        _ => None,
    };
    view! {
        <div class="keypad" role="group" aria-label=label>
            {keys
                .into_iter()
                .map(|key| {
                    view! {
                        <button
                            type="button"
                            class="keypad-key"
                            data-testid=format!("{test_id}-{}", key.name())
                            class:keypad-word=key == Key::Clear
                            class:is-lit=move || lit.get() == Some(key)
                            disabled=move || disabled.get()
                            aria-label=name(key)
                            on:click=move |_| on_key.run(key)
                        >
                            {face(key)}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// A number pad in the order of a calculator. Digits are minor units, so that `1 2 5 0` is £12.50,
/// ¥1,250 or BD 1.250; the key with the noughts makes whole units of what was typed.
#[component]
pub fn Keypad(
    /// What amounts are typed in; none for plain numbers.
    #[prop(optional, into)]
    currency: Signal<Option<Currency>>,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// A key was pressed or typed.
    #[prop(into)]
    on_key: Callback<Key>,
) -> impl IntoView {
    use Key::{Backspace, Digit, Noughts};
    let noughts = Memo::new(move |_| currency.with(|currency| noughts_of(currency.as_ref())));
    move || {
        let keys = [
            Digit(7),
            Digit(8),
            Digit(9),
            Digit(4),
            Digit(5),
            Digit(6),
            Digit(1),
            Digit(2),
            Digit(3),
            Noughts(noughts.get()),
            Digit(0),
            Backspace,
        ];
        view! {
            <Pad keys label=t().common.keypad test_id="key" lit=RwSignal::new(None) disabled on_key />
        }
    }
}

/// A pad for a PIN, in the order of a telephone: dots for the digits, and `on_full` as soon as
/// `length` of them are in.
#[component]
pub fn PinPad(
    /// The digits so far.
    digits: RwSignal<String>,
    /// How many there are to be.
    #[prop(default = 4)]
    length: usize,
    /// What was wrong with the last PIN.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// It is being looked at.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// All digits are in.
    #[prop(into)]
    on_full: Callback<String>,
) -> impl IntoView {
    use Key::{Backspace, Clear, Digit};
    let keys = [
        Digit(1),
        Digit(2),
        Digit(3),
        Digit(4),
        Digit(5),
        Digit(6),
        Digit(7),
        Digit(8),
        Digit(9),
        Clear,
        Digit(0),
        Backspace,
    ];
    let entered = Memo::new(move |_| digits.with(String::len));
    let on_key = Callback::new(move |key: Key| {
        let next = digits.with_untracked(|digits| key.press(digits, length));
        let full = next.len() == length && next.len() > entered.get_untracked();
        digits.set(next.clone());
        if full {
            on_full.run(next);
        }
    });
    view! {
        <div class="pin" class:is-wrong=move || error.with(Option::is_some)>
            <div class="pin-dots" aria-hidden="true">
                {(0..length)
                    .map(|i| view! { <span class:is-in=move || { i < entered.get() }></span> })
                    .collect_view()}
            </div>
            <p class="visually-hidden" role="status">
                {move || t().common.digits_entered(u64::try_from(entered.get()).unwrap_or(0))}
            </p>
            <p class="pin-error" role="alert">{move || error.get()}</p>
            <Pad keys label=t().common.keypad test_id="pin-key" lit=RwSignal::new(None) disabled=busy on_key />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_come_and_go() {
        assert_eq!(Key::Digit(7).press("12", 4), "127");
        assert_eq!(Key::Noughts(2).press("123", 4), "1230");
        assert_eq!(Key::Backspace.press("1", 4), "");
        assert_eq!(Key::Clear.press("123", 4), "");
    }

    #[test]
    fn amounts_grow_from_the_right() {
        assert_eq!(Key::Digit(5).press_amount(12, 10_000), 125);
        assert_eq!(Key::Noughts(2).press_amount(125, 10_000), 125);
        assert_eq!(Key::Backspace.press_amount(125, 10_000), 12);
    }

    /// What is pressed, and what is on the display then, in each kind of currency; `z` is the key
    /// with the noughts, `<` the one that deletes.
    #[test]
    fn what_is_typed_is_in_minor_units_of_the_currency() {
        for (code, pressed, shown) in [
            ("EUR", "1250", "12.50"),
            ("EUR", "12z", "12.00"),
            ("EUR", "5", "0.05"),
            ("EUR", "12z<", "1.20"),
            ("JPY", "1250", "1250"),
            ("JPY", "12z", "1200"),
            ("JPY", "5", "5"),
            ("JPY", "12z<", "120"),
            ("BHD", "1250", "1.250"),
            ("BHD", "12z", "12.000"),
            ("BHD", "5", "0.005"),
            ("BHD", "12z<", "1.200"),
        ] {
            let currency = Currency::of_code(code).unwrap();
            let amount = pressed.bytes().fold(0, |amount, byte| {
                let key = match byte {
                    b'z' => Key::Noughts(noughts_of(Some(&currency))),
                    b'<' => Key::Backspace,
                    digit => Key::Digit(digit - b'0'),
                };
                key.press_amount(amount, sale::Money::LIMIT.0)
            });
            let is = currency.decimal(sale::Money(amount));
            assert_eq!(is, shown, "{pressed} in {code}");
        }
    }
}
