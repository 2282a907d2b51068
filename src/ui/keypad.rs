//! Number pads for fingers; the keyboard of the device types into them too.
//!
//! It must not know what the digits mean.

use super::icon::{Icon, icon};
use crate::i18n::t;
use crate::platform::keyboard::{self, Press};
use leptos::prelude::*;

/// One press on a number pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A digit.
    Digit(u8),
    /// Two noughts at once.
    DoubleNought,
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
            Key::DoubleNought => digits.push_str("00"),
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
            Key::DoubleNought => amount.saturating_mul(100),
            Key::Backspace => amount / 10,
            Key::Clear => 0,
        };
        if next > most { amount } else { next }
    }

    /// For tests.
    fn name(self) -> String {
        match self {
            Key::Digit(digit) => digit.to_string(),
            Key::DoubleNought => "00".to_owned(),
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
        Key::DoubleNought => "00".into_any(),
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

/// A number pad in the order of a calculator, with `00`.
#[component]
pub fn Keypad(
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// A key was pressed or typed.
    #[prop(into)]
    on_key: Callback<Key>,
) -> impl IntoView {
    use Key::{Backspace, Digit, DoubleNought};
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
        DoubleNought,
        Digit(0),
        Backspace,
    ];
    view! { <Pad keys label=t().common.keypad test_id="key" lit=RwSignal::new(None) disabled on_key /> }
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
        assert_eq!(Key::DoubleNought.press("123", 4), "1230");
        assert_eq!(Key::Backspace.press("1", 4), "");
        assert_eq!(Key::Clear.press("123", 4), "");
    }

    #[test]
    fn amounts_grow_from_the_right() {
        assert_eq!(Key::Digit(5).press_amount(12, 10_000), 125);
        assert_eq!(Key::DoubleNought.press_amount(125, 10_000), 125);
        assert_eq!(Key::Backspace.press_amount(125, 10_000), 12);
    }
}
