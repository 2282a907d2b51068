//! A panel at the end of the page that shows one thing of a list without hiding the list.
//!
//! It must not know what it shows.

use super::button::IconButton;
use super::icon::Icon;
use crate::i18n::t;
use leptos::prelude::*;

/// A panel beside its list; on a phone it covers the page.
#[component]
pub fn Drawer(
    /// What it shows.
    #[prop(into)]
    title: Signal<String>,
    /// For tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
    /// Somebody wants it closed.
    #[prop(into)]
    on_close: Callback<()>,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <aside class="drawer" data-testid=test_id aria-label=move || title.get()>
            <header class="drawer-head">
                <h2 id="drawer-title" tabindex="-1">{move || title.get()}</h2>
                <IconButton
                    picture=Icon::Close
                    label=t().common.close
                    test_id="drawer-close"
                    on_press=on_close
                />
            </header>
            <div class="drawer-body" tabindex="0" role="group" aria-label=move || title.get()>
                {children()}
            </div>
        </aside>
    }
}
