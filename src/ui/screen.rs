//! What a screen needs so that everybody knows where they are: its title in the tab and as the
//! heading that takes the keyboard, a way past the navigation, and a voice for screen readers.
//!
//! It must not know which screens there are.

use crate::i18n::t;
use crate::platform::{document, focus};
use crate::routes::Navigator;
use leptos::html;
use leptos::prelude::*;

/// The heading of a screen. It names the tab too, and takes the keyboard when somebody came here
/// from another screen.
#[component]
pub fn ScreenTitle(
    /// What the screen is called.
    #[prop(into)]
    title: Signal<String>,
    /// For screen readers only.
    #[prop(optional)]
    hidden: bool,
) -> impl IntoView {
    let node = NodeRef::<html::H1>::new();
    Effect::new(move |_| document::set_title(&t().common.screen_title(title.get())));
    if Navigator::get().has_moved() {
        focus::focus_heading(node);
    }
    view! {
        <h1 node_ref=node tabindex="-1" class="screen-title" class:visually-hidden=hidden>
            {move || title.get()}
        </h1>
    }
}

/// The first link of the page: past everything that is the same on every screen. The screen's
/// content carries the id `content`.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        <button type="button" class="skip" on:click=move |_| focus::focus_id("content")>
            {t().common.skip}
        </button>
    }
}

/// Says things to screen readers.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<String>);

impl Announcer {
    /// Gives a voice to everything below. Called once, by the app.
    pub fn provide() {
        provide_context(Announcer(RwSignal::new(String::new())));
    }

    /// The voice, for callbacks that run later.
    pub fn get() -> Option<Announcer> {
        use_context()
    }

    /// Says `text` when the screen reader is done with what it says now.
    pub fn tell(self, text: String) {
        self.0.set(text);
    }
}

/// Where the voice comes from; once on the page.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let said = Announcer::get();
    view! {
        <p class="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
            {move || said.map(|said| said.0.get())}
        </p>
    }
}
