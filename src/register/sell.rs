//! Selling: the catalogue, and beside it the sale on the screen.
//!
//! It must not know how a sale is kept.

mod cart;
mod catalogue;
mod state;

pub use cart::TotalsBlock;
pub use state::place_chip;

use super::till::Till;
use crate::i18n::t;
use crate::routes::use_query;
use crate::ui::ScreenTitle;
use leptos::prelude::*;

/// The screen.
#[component]
pub fn Sell() -> impl IntoView {
    let till = Till::get();
    let query = use_query();
    Effect::new(move |_| {
        if query.with(|query| query.get("sale").is_none()) {
            till.guard.next_task();
        }
    });
    let title = Signal::derive(move || {
        till.cart
            .with(|cart| cart.title.clone())
            .unwrap_or_else(|| t().register.sell_title.to_owned())
    });
    view! {
        <main id="content" tabindex="-1" class="sell">
            <ScreenTitle title=title hidden=true />
            <catalogue::Catalogue />
            <cart::CartPanel />
        </main>
    }
}
