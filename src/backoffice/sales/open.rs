//! The open sales, live: what changes on any device shows here as it happens, but nothing moves
//! under the pointer or the keyboard of somebody who is in the list.
//!
//! It must not know how a row is drawn.

use super::super::places::SalesPlace;
use super::book::Book;
use super::live::Live;
use super::table::SalesTable;
use crate::i18n::t;
use crate::replica::Replica;
use crate::ui::{Button, EmptyState, Icon, Skeleton, icon, loading_text};
use leptos::prelude::*;

/// What there is to show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Loading,
    NothingFound,
    NothingOpen,
    Rows,
}

/// The open sales.
#[component]
pub fn OpenSales(
    /// What is shown.
    #[prop(into)]
    place: Signal<SalesPlace>,
    /// The list.
    live: Live,
) -> impl IntoView {
    let words = t().backoffice;
    let replica = Replica::expect();
    let (known, connection) = (live.known, replica.connection());
    let (book, listing) = (live.book, live.listing());
    let held = RwSignal::new(false);
    Effect::new(move |_| {
        let hold = held.get();
        book.update(|book| book.hold(hold));
    });
    let new = Memo::new(move |_| book.with(Book::new_ones));
    let count = listing.count;
    let loading = move || loading_text(connection.get());
    // Told apart before anything is drawn: a table stays while there are rows for it.
    let state = Memo::new(move |_| match (count.get() > 0, known.get()) {
        (true, _) => State::Rows,
        (false, false) => State::Loading,
        (false, true) if place.with(SalesPlace::is_narrowed) => State::NothingFound,
        (false, true) => State::NothingOpen,
    });
    let widen = Address::of(place);
    view! {
        <div class="list" data-testid="open-sales">
            <p class="visually-hidden" role="status">
                {move || match known.get() {
                    true => words.found(u64::try_from(count.get()).unwrap_or(0)),
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
                        on:click=move |_| book.update(Book::let_in)
                    >
                        {icon(Icon::ArrowUp)}
                        {move || words.show_new(u64::try_from(new.get()).unwrap_or(0))}
                    </button>
                </div>
            </Show>
            {move || match state.get() {
                State::Loading => {
                    view! {
                        <p class="page-hint" data-testid="loading">
                            {loading}
                        </p>
                        <Skeleton count=8 />
                    }
                        .into_any()
                }
                State::NothingFound => {
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
                State::NothingOpen => {
                    view! {
                        <EmptyState
                            picture=Icon::Receipt
                            title=words.nothing_open_title
                            text=words.nothing_open
                        />
                    }
                        .into_any()
                }
                State::Rows => {
                    view! {
                        <SalesTable listing=listing place=place held=held />
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
