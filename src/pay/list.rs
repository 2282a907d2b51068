//! The open sales, latest first, and the bar above every screen of the phone.
//!
//! It must not know how a sale is paid.

use super::notes::currency;
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
use sale::SaleId;
use std::sync::Arc;

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let replica = Replica::expect();
    let (store, me, connection) = (replica.store(), replica.signed_in(), replica.connection());
    let sign_out = move || {
        spawn_local(async move {
            // Signed out here at once; the server hears of it when it can.
            replica.set_employee(None).await;
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
        sales.sort_by(|a, b| b.sale.opened_at_ms.cmp(&a.sale.opened_at_ms));
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
                        (move || view.get().map(|view| view! { <Item view /> })).into_any()
                    } />
            </ul>
        </main>
    }
}

#[component]
fn Item(view: Arc<SaleView>) -> impl IntoView {
    let replica = Replica::expect();
    let navigator = Navigator::get();
    let sale = &view.sale;
    let (id, title) = (sale.id.to_string(), sale.title().to_owned());
    let store = replica.store();
    let steps = Signal::derive(move || store.with(|s| s.as_ref().map(|s| s.age_steps)));
    let lines = u64::try_from(sale.standing_lines().count()).unwrap_or(0);
    let mut facts = vec![sale.number.clone()];
    let table = sale.table.as_ref().map(|table| table.name.clone());
    facts.extend(table);
    facts.retain(|fact| *fact != title);
    facts.push(t().pay.item_count(lines));
    let to = id.clone();
    view! {
        <li>
            <button
                type="button"
                class="pay-sale"
                data-testid="pay-sale"
                data-sale-id=id.clone()
                data-title=title.clone()
                on:click=move |_| navigator.go(Address::at(&["pay", &to]))
            >
                <span class="pay-sale-title">{title.clone()}</span>
                <span class="pay-sale-due">
                    <Money amount=view.totals.due currency=currency(replica) />
                </span>
                <span class="pay-sale-facts">{i18n::facts(&facts)}</span>
                <span class="pay-sale-chips">
                    {view
                        .paid_elsewhere
                        .as_ref()
                        .map(|lease| {
                            let text = t().common.being_paid(&lease.place);
                            view! { <Chip tone=Tone::Info picture=Icon::Card text=text /> }
                        })}
                    <AgeChip since_ms=sale.opened_at_ms now=Clock::now() steps=steps />
                </span>
            </button>
        </li>
    }
}
