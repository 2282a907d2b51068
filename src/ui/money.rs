//! An amount of money.
//!
//! It must not know what it is for.

use crate::platform::intl;
use leptos::prelude::*;
use sale::Currency;

/// An amount in the store's currency, with digits of one width.
#[component]
pub fn Money(
    /// The amount.
    #[prop(into)]
    amount: Signal<sale::Money>,
    /// The store's currency; nothing is shown before it is known.
    #[prop(into)]
    currency: Signal<Option<Currency>>,
) -> impl IntoView {
    view! {
        <span class="money">
            {move || {
                currency
                    .with(|currency| {
                        currency.as_ref().map(|currency| intl::money(amount.get(), currency))
                    })
            }}
        </span>
    }
}
