//! The open sales, latest first, and the bar above every screen of the phone.
//!
//! It must not know how a sale is paid.

use super::closing::Closing;
use super::words::currency;
use crate::api;
use crate::i18n::{self, t};
use crate::platform::{clock::Clock, intl};
use crate::replica::{Replica, SaleView, Surface};
use crate::routes::{Address, Navigator};
use crate::ui::{
    AgeChip, Chip, ConnectionBadge, EmptyState, Icon, IconButton, LanguageMenu, Money, ScreenTitle,
    SearchField, Tone,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Currency, SaleId};
use std::cmp::Reverse;
use std::sync::Arc;

/// Back to all sales.
pub fn to_list(navigator: Navigator) -> Callback<()> {
    Callback::new(move |()| navigator.go(Address::at("/pay")))
}

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let replica = Replica::expect();
    let (store, me, connection) = (replica.store(), replica.signed_in(), replica.connection());
    let closing = Closing::get();
    let sign_out = move || {
        spawn_local(async move {
            // Signed out here at once; the server hears of it when it can.
            closing.sign_out().await;
            let _ = api::sign_out(Surface::Pay).await;
        });
    };
    view! {
        <header class="phone-bar">
            <p class="phone-where">
                <span class="phone-store">
                    {move || store.with(|s| s.as_ref().map(|s| s.name.clone()))}
                </span>
                <span>{move || me.with(|me| me.as_ref().map(|me| me.name.clone()))}</span>
            </p>
            <ConnectionBadge connection=connection />
            <LanguageMenu />
            <IconButton
                large=true
                picture=Icon::SignOut
                label=t().common.sign_out
                test_id="sign-out"
                on_press=sign_out
            />
        </header>
    }
}

fn fits(view: &SaleView, wanted: &str) -> bool {
    let sale = &view.sale;
    let table = sale.table.as_ref().map_or("", |table| table.name.as_str());
    wanted.is_empty()
        || intl::folded(&format!("{} {} {table}", sale.title(), sale.number)).contains(wanted)
}

/// The list.
#[component]
pub fn List() -> impl IntoView {
    let replica = Replica::expect();
    let words = t().pay;
    let search = RwSignal::new(String::new());
    let open = replica.seen_sales();
    let shown = Memo::new(move |_| {
        let wanted = search.with(|text| intl::folded(text.trim()));
        let mut sales: Vec<Arc<SaleView>> = open.with(|open| {
            open.iter()
                .filter(|view| fits(view, &wanted))
                .cloned()
                .collect()
        });
        sales.sort_by_key(|view| Reverse(view.sale.opened_at_ms));
        sales
    });
    view! {
        <main id="content" tabindex="-1" class="phone-main">
            <ScreenTitle title=words.list_title />
            <SearchField
                label=words.search
                value=search
                on_input=move |text| search.set(text)
            />
            <Show when=move || shown.with(Vec::is_empty)>
                {move || {
                    let (title, text) = match open.with(Vec::is_empty) {
                        true => (words.none_open, words.none_open_hint),
                        false => (words.nothing_found, words.nothing_found_hint),
                    };
                    view! { <EmptyState picture=Icon::Receipt title=title text=text /> }
                }}
            </Show>
            <ul class="pay-sales">
                <For each=move || {
                        shown.with(|shown| shown.iter().map(|view| view.sale.id.0).collect::<Vec<_>>())
                    } key=|id| *id children=move |id| {
                        let view = replica.sale(SaleId(id));
                        view! { <Item id=SaleId(id) view /> }.into_any()
                    } />
            </ul>
        </main>
    }
}

/// What is said of one sale.
#[derive(Clone, Default, PartialEq)]
struct Words {
    title: String,
    facts: String,
    paid_at: Option<String>,
    due: sale::Money,
    opened_at_ms: i64,
}

fn words_of(view: &SaleView, money: Signal<Option<Currency>>) -> Words {
    let (sale, totals, words) = (&view.sale, &view.totals, t().pay);
    let title = sale.title().to_owned();
    let mut facts = vec![sale.number.clone()];
    facts.extend(sale.table.as_ref().map(|table| table.name.clone()));
    facts.retain(|fact| *fact != title);
    facts.push(words.item_count(sale.items()));
    if totals.paid != sale::Money::ZERO {
        let text = |amount| money.with(|c| c.as_ref().map(|c| intl::money(amount, c)));
        let part = text(totals.paid).zip(text(totals.total));
        facts.extend(part.map(|(paid, total)| words.part_of(&paid, &total)));
    }
    let lease = view.paid_elsewhere.as_ref();
    Words {
        title,
        facts: i18n::facts(&facts),
        paid_at: lease.map(|lease| t().common.being_paid(&lease.place)),
        due: totals.due,
        opened_at_ms: sale.opened_at_ms,
    }
}

/// One sale. Drawn once and changed in place: a tap must not meet another button at its end than at
/// its beginning.
#[component]
fn Item(id: SaleId, view: Signal<Option<Arc<SaleView>>>) -> impl IntoView {
    let replica = Replica::expect();
    let navigator = Navigator::get();
    let (store, money) = (replica.store(), currency(replica));
    let steps = Signal::derive(move || store.with(|s| s.as_ref().map(|s| s.age_steps)));
    let row = Memo::new(move |before: Option<&Words>| {
        view.with(|view| view.as_ref().map(|view| words_of(view, money)))
            .or_else(|| before.cloned())
            .unwrap_or_default()
    });
    view! {
        <li>
            <button
                type="button"
                class="pay-sale"
                data-testid="pay-sale"
                data-sale-id=id.to_string()
                data-title=move || row.with(|row| row.title.clone())
                on:click=move |_| navigator.go(Address::at(&format!("/pay/{id}")))
            >
                <span class="pay-sale-title">{move || row.with(|row| row.title.clone())}</span>
                <span class="pay-sale-due">
                    <Money amount=Signal::derive(move || row.with(|row| row.due)) currency=money />
                </span>
                <span class="pay-sale-facts">{move || row.with(|row| row.facts.clone())}</span>
                <span class="pay-sale-chips">
                    {move || {
                        row.with(|row| row.paid_at.clone())
                            .map(|text| view! { <Chip tone=Tone::Info picture=Icon::Card text /> })
                    }}
                    <AgeChip
                        since_ms=Signal::derive(move || row.with(|row| row.opened_at_ms))
                        now=Clock::now()
                        steps=steps
                    />
                </span>
            </button>
        </li>
    }
}
