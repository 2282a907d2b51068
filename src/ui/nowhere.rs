//! What an address shows that leads nowhere: on a screen of a surface, or as a page of its own.
//!
//! It must not know which addresses there are.

use super::icon::Icon;
use super::screen::ScreenTitle;
use super::states::EmptyState;
use crate::i18n::t;
use leptos::prelude::*;

/// There is nothing here, and the way back into the surface.
#[component]
pub fn Nowhere(
    /// Where the way back leads.
    href: &'static str,
    /// What it is called.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let words = t().common;
    view! {
        <ScreenTitle title=words.not_found_title hidden=true />
        <EmptyState picture=Icon::Search title=words.not_found_title text=words.not_found>
            <a class="button button-primary" href=href data-testid="way-back">
                {move || text.get()}
            </a>
        </EmptyState>
    }
}

/// The page of an address that belongs to no surface.
#[component]
pub fn NotFound() -> impl IntoView {
    let words = t().common;
    view! {
        <main class="nowhere">
            <ScreenTitle title=words.not_found_title hidden=true />
            <EmptyState picture=Icon::Search title=words.not_found_title text=words.not_found>
                <a class="button button-primary" href="/" rel="external" data-testid="way-back">
                    {words.to_start}
                </a>
            </EmptyState>
        </main>
    }
}
