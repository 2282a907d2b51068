//! The open sales, live: what changes on any device shows here as it happens, but nothing moves
//! under the pointer or the keyboard of somebody who is in the list.
//!
//! It must not know how a row is drawn.

use super::super::facts::Facts;
use super::super::places::SalesPlace;
use super::choose::choose;
use super::table::SalesTable;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::replica::Replica;
use crate::ui::{Announcer, Button, EmptyState, Icon, Skeleton, icon, loading_text};
use leptos::prelude::*;
use sale::SaleId;
use std::collections::HashMap;
use std::time::Duration;

/// How long changes are gathered before a screen reader is told of them.
const TELL_AFTER: Duration = Duration::from_secs(5);

/// What the list is of, and what stands in it.
#[derive(Clone, PartialEq)]
struct Standing {
    place: SalesPlace,
    release: u32,
    ids: Vec<SaleId>,
}

/// The open sales.
#[component]
pub fn OpenSales(
    /// What is shown.
    #[prop(into)]
    place: Signal<SalesPlace>,
) -> impl IntoView {
    let words = t().backoffice;
    let (replica, facts, now) = (Replica::expect(), Facts::get(), Clock::now());
    let (sales, known) = (replica.open_sales(), replica.is_known());
    let connection = replica.connection();
    let narrowing = Memo::new(move |_| SalesPlace {
        sale: None,
        ..place.get()
    });
    let order = Memo::new(move |_| {
        let place = narrowing.get();
        // Ages only matter to a list that is narrowed down by them.
        let now = if place.age == super::super::places::Age::Any {
            0
        } else {
            now.get()
        };
        sales.with(|sales| {
            let chosen = choose(sales, &place, facts, now);
            chosen.iter().map(|view| view.sale.id).collect::<Vec<_>>()
        })
    });
    let held = RwSignal::new(false);
    let release = RwSignal::new(0_u32);
    let standing = Memo::new(move |before: Option<&Standing>| {
        let (place, release, ids) = (narrowing.get(), release.get(), order.get());
        match before {
            Some(before) if held.get() && before.place == place && before.release == release => {
                before.clone()
            }
            _ => Standing {
                place,
                release,
                ids,
            },
        }
    });
    let ids = Memo::new(move |_| standing.with(|standing| standing.ids.clone()));
    let new = Memo::new(move |_| {
        ids.with(|shown| order.with(|order| order.iter().filter(|id| !shown.contains(id)).count()))
    });
    tell_of_changes(replica);

    let loading = move || loading_text(connection.get());
    let empty = Memo::new(move |_| ids.with(Vec::is_empty));
    let narrowed = Memo::new(move |_| place.with(SalesPlace::is_narrowed));
    let widen = Address::of(place);
    view! {
        <div class="list" data-testid="open-sales">
            <p class="visually-hidden" role="status">
                {move || match known.get() {
                    true => words.found(u64::try_from(ids.with(Vec::len)).unwrap_or(0)),
                    false => t().common.loading.to_owned(),
                }}
            </p>
            <Show when=move || { new.get() > 0 }>
                <div class="list-news">
                    <button
                        type="button"
                        class="news"
                        data-testid="show-new"
                        title=words.paused
                        on:click=move |_| release.update(|release| *release = release.wrapping_add(1))
                    >
                        {icon(Icon::ArrowUp)}
                        {move || words.show_new(u64::try_from(new.get()).unwrap_or(0))}
                    </button>
                </div>
            </Show>
            {move || match (empty.get(), known.get(), narrowed.get()) {
                (true, false, _) => {
                    view! {
                        <p class="page-hint" data-testid="loading">
                            {loading}
                        </p>
                        <Skeleton count=8 />
                    }
                        .into_any()
                }
                (true, true, true) => {
                    view! {
                        <EmptyState
                            picture=Icon::Search
                            title=words.nothing_found_title
                            text=words.nothing_found
                        >
                            <Button on_press=move || widen.go()>{words.clear_filters}</Button>
                        </EmptyState>
                    }
                        .into_any()
                }
                (true, true, false) => {
                    view! {
                        <EmptyState
                            picture=Icon::Receipt
                            title=words.nothing_open_title
                            text=words.nothing_open
                        />
                    }
                        .into_any()
                }
                (false, _, _) => {
                    view! {
                        <SalesTable
                            ids=ids
                            find=move |id: SaleId| replica.sale(id)
                            place=place
                            held=held
                        />
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// The way to the list with nothing to narrow it down.
#[derive(Clone, Copy)]
struct Address {
    place: Signal<SalesPlace>,
    navigator: crate::routes::Navigator,
}

impl Address {
    fn of(place: Signal<SalesPlace>) -> Address {
        Address {
            place,
            navigator: crate::routes::Navigator::get(),
        }
    }

    fn go(self) {
        let to = self.place.get_untracked().widened();
        self.navigator.go(to.address());
    }
}

/// Tells screen readers how many sales changed, now and then and all at once.
fn tell_of_changes(replica: Replica) {
    let sales = replica.open_sales();
    let changed = StoredValue::new(0_u64);
    let announcer = Announcer::get();
    Effect::new(move |before: Option<HashMap<SaleId, u64>>| {
        let versions: HashMap<SaleId, u64> = sales.with(|sales| {
            let versions = sales.iter().map(|view| (view.sale.id, view.version));
            versions.collect()
        });
        if let Some(before) = before {
            let came = versions
                .iter()
                .filter(|(id, v)| before.get(id) != Some(v))
                .count();
            let went = before
                .keys()
                .filter(|id| !versions.contains_key(id))
                .count();
            let count = u64::try_from(came + went).unwrap_or(0);
            if count > 0 && changed.get_value() == 0 {
                set_timeout(
                    move || {
                        let count = changed.try_get_value().unwrap_or(0);
                        if let Some(announcer) = announcer.filter(|_| count > 0) {
                            announcer.tell(t().backoffice.updated(count));
                        }
                        changed.try_set_value(0);
                    },
                    TELL_AFTER,
                );
            }
            changed.update_value(|changed| *changed += count);
        }
        versions
    });
}
