//! Chips: a state in a picture, a word and a tone, never in colour alone; and filters that are
//! on or off.
//!
//! It must not know where a state comes from.

use super::icon::{Icon, icon};
use crate::i18n::t;
use crate::platform::intl;
use leptos::prelude::*;
use sale::Status;

/// What a colour means, everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Neutral,
    /// Worth knowing, under way.
    Info,
    /// Done, well.
    Good,
    /// Look at it soon.
    Caution,
    /// Look at it now.
    Bad,
}

impl Tone {
    /// The class that colours what carries it.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Tone::Neutral => "tone-neutral",
            Tone::Info => "tone-info",
            Tone::Good => "tone-good",
            Tone::Caution => "tone-caution",
            Tone::Bad => "tone-bad",
        }
    }
}

/// A state.
#[component]
pub fn Chip(
    /// Its tone.
    #[prop(into)]
    tone: Signal<Tone>,
    /// Its picture.
    #[prop(into)]
    picture: Signal<Icon>,
    /// Its word.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <span class=move || format!("chip {}", tone.get().class())>
            {move || icon(picture.get())}
            <span>{move || text.get()}</span>
        </span>
    }
}

/// Where a sale stands, and whether changes of this device still wait.
#[component]
pub fn StatusChip(
    /// Where it stands.
    #[prop(into)]
    status: Signal<Status>,
    /// Changes of this device that wait.
    #[prop(optional, into)]
    waiting: Signal<u64>,
) -> impl IntoView {
    let words = t();
    let shown = Memo::new(move |_| match (status.get(), waiting.get()) {
        (_, 1..) => (Tone::Info, Icon::Clock, words.common.waiting),
        (Status::Open, _) => (Tone::Neutral, Icon::Receipt, words.common.open),
        (Status::Closed, _) => (Tone::Good, Icon::Success, words.common.closed),
        (Status::Voided, _) => (Tone::Neutral, Icon::Void, words.common.voided),
        (Status::Merged(_), _) => (Tone::Neutral, Icon::Merge, words.common.merged),
    });
    view! {
        <Chip
            tone=Signal::derive(move || shown.get().0)
            picture=Signal::derive(move || shown.get().1)
            text=Signal::derive(move || shown.get().2.to_owned())
        />
    }
}

/// A filter that is on or off.
#[component]
pub fn FilterChip(
    /// What it lets through.
    #[prop(into)]
    text: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// How many it would let through, if that is known.
    #[prop(optional, into)]
    count: Signal<Option<usize>>,
    /// For tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
    /// What a press does.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="filter-chip"
            data-testid=test_id
            aria-pressed=move || if on.get() { "true" } else { "false" }
            on:click=move |_| on_press.run(())
        >
            <span>{move || text.get()}</span>
            {move || {
                let count = count.get().and_then(|count| u64::try_from(count).ok());
                count.map(|count| view! { <span class="filter-count">{intl::count(count)}</span> })
            }}
        </button>
    }
}
