//! What a product's price was, who gave it, and when.
//!
//! It must not know the form.

use super::super::facts::Facts;
use crate::i18n::t;
use crate::platform::intl::Shown;
use leptos::prelude::*;
use sync::api::goods::{PriceEntry, PriceWay};

/// The history of a price.
#[component]
pub fn Prices(#[prop(into)] prices: Signal<Vec<PriceEntry>>) -> impl IntoView {
    let (words, facts) = (t().goods, Facts::get());
    let entry = move |entry: PriceEntry| {
        let who = match entry.employee_id {
            Some(id) => facts.employee(id),
            None => words.by_server.to_owned(),
        };
        let way = match entry.way {
            PriceWay::One => None,
            PriceWay::Several => Some(words.way_several),
            PriceWay::Table => Some(words.way_table),
        };
        let about = [
            Some(who),
            Some(facts.time(entry.at_ms, Shown::DayAndTime)),
            way.map(str::to_owned),
        ];
        let price = shown_price(facts, &entry);
        view! {
            <li class="price-entry">
                <span class="money">{price}</span>
                <span class="price-about">
                    {about.into_iter().flatten().collect::<Vec<_>>().join(" · ")}
                </span>
            </li>
        }
    };
    view! {
        <Show when=move || !prices.with(Vec::is_empty)>
            <section class="prices" data-testid="product-prices">
                <h3>{words.prices}</h3>
                <ol>{move || prices.get().into_iter().map(entry).collect_view()}</ol>
            </section>
        </Show>
    }
}

/// A price as its history shows it.
fn shown_price(facts: Facts, entry: &PriceEntry) -> String {
    let now = facts.money(entry.price);
    match entry.before {
        Some(before) => t().goods.price_from_to(facts.money(before), now),
        None => now,
    }
}
