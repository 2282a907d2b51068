//! How Pay puts amounts and failures into words.
//!
//! It must not know which screen is shown.

use crate::i18n::t;
use crate::platform::intl;
use crate::replica::{NotSaved, Replica};
use crate::ui::Toast;
use leptos::prelude::*;
use sale::Currency;

/// What the store takes money in.
pub fn currency(replica: Replica) -> Signal<Option<Currency>> {
    let store = replica.store();
    Signal::derive(move || store.with(|store| store.as_ref().map(|s| s.currency.clone())))
}

/// An amount in words of the store.
pub fn money_text(currency: Signal<Option<Currency>>, amount: sale::Money) -> String {
    let text = currency.with_untracked(|c| c.as_ref().map(|c| intl::money(amount, c)));
    text.unwrap_or_default()
}

/// Why a change was not saved, and what to do.
pub fn not_saved(why: NotSaved) -> Toast {
    let words = t().pay;
    let text = match why {
        NotSaved::Storage => words.not_saved_storage,
        NotSaved::TooMany | NotSaved::TooLarge => words.not_saved_many,
        NotSaved::NotHere | NotSaved::HandingOver | NotSaved::NoLayout => words.not_saved_not_here,
    };
    Toast::failed(text.to_owned())
}
