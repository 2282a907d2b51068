//! How the device stands with the server, always in view.
//!
//! It must not know how the connection is kept.

use super::chip::Tone;
use super::icon::{Icon, icon};
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::intl;
use crate::replica::{Connection, FirstCopy, LinkState};
use leptos::prelude::*;

fn look(connection: Connection) -> (Tone, Icon) {
    if connection.is_loading() {
        return (Tone::Neutral, Icon::Sync);
    }
    match connection.link {
        LinkState::Starting => (Tone::Neutral, Icon::Sync),
        LinkState::Online => (Tone::Good, Icon::Cloud),
        LinkState::Offline => (Tone::Caution, Icon::Offline),
        LinkState::SignedOut => (Tone::Caution, Icon::Lock),
        LinkState::HandingOver => (Tone::Info, Icon::Hourglass),
        LinkState::SyncOff => (Tone::Neutral, Icon::CloudOff),
    }
}

fn words(connection: Connection) -> (String, &'static str) {
    let words = t().common;
    if connection.is_loading() {
        return (loading_text(connection), words.link_loading_hint);
    }
    let (word, hint) = match connection.link {
        LinkState::Starting => (words.link_starting, words.link_starting_hint),
        LinkState::Online => (words.link_online, words.link_online_hint),
        LinkState::Offline => (words.link_offline, words.link_offline_hint),
        LinkState::SignedOut => (words.link_signed_out, words.link_signed_out_hint),
        LinkState::HandingOver => (words.link_handing_over, words.link_handing_over_hint),
        LinkState::SyncOff => (words.link_sync_off, words.link_sync_off_hint),
    };
    (word.to_owned(), hint)
}

/// How far the first copy is, in words.
pub fn loading_text(connection: Connection) -> String {
    let words = t().common;
    match connection.first_copy {
        Some(FirstCopy { sales, of }) => words.loading_of(intl::count(of), intl::count(sales)),
        None => words.loading.to_owned(),
    }
}

/// For tests and style sheets.
fn name(connection: Connection) -> &'static str {
    if connection.is_loading() {
        return "loading";
    }
    match connection.link {
        LinkState::Starting => "starting",
        LinkState::Online => "online",
        LinkState::Offline => "offline",
        LinkState::SignedOut => "signed-out",
        LinkState::HandingOver => "handing-over",
        LinkState::SyncOff => "sync-off",
    }
}

/// A badge with the state of the connection and the number of changes that wait; what it means
/// and when the server was last heard of shows on pointing at it.
#[component]
pub fn ConnectionBadge(
    /// The connection.
    #[prop(into)]
    connection: Signal<Connection>,
) -> impl IntoView {
    // Not when the server was last heard, which is another all the time.
    let state = Memo::new(move |_| Connection {
        last_heard_ms: None,
        ..connection.get()
    });
    let waiting = Memo::new(move |_| connection.get().waiting);
    let now = Clock::now();
    let heard = Memo::new(move |_| {
        let heard = connection.get().last_heard_ms?;
        Some(super::age::ago_text(heard, now.get()))
    });
    let hint = move || {
        let hint = words(state.get()).1;
        match heard.get() {
            Some(heard) => format!("{hint} {}", t().common.last_heard(heard)),
            None => hint.to_owned(),
        }
    };
    view! {
        <span
            class=move || format!("connection {}", look(state.get()).0.class())
            class:is-live=move || name(state.get()) == "online"
            data-testid="connection"
            data-link=move || name(state.get())
            data-waiting=move || waiting.get().to_string()
            role="status"
            title=hint
        >
            {move || icon(look(state.get()).1)}
            <span class="connection-word">{move || words(state.get()).0}</span>
            {move || {
                (waiting.get() > 0)
                    .then(|| {
                        view! {
                            <span class="connection-waiting">
                                {t().common.waiting_changes(waiting.get())}
                            </span>
                        }
                    })
            }}
        </span>
    }
}
