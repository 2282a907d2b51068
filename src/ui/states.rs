//! What stands where there is nothing to show: nothing there, not there yet, or out of reach.
//!
//! It must not know what is missing.

use super::button::{Button, Look};
use super::icon::{Icon, icon};
use crate::i18n::t;
use leptos::prelude::*;

/// Nothing there: what that means, why, and what to do.
#[component]
pub fn EmptyState(
    /// A picture of what would be here.
    picture: Icon,
    /// What is not here.
    #[prop(into)]
    title: Signal<String>,
    /// Why, or what will bring it.
    #[prop(into)]
    text: Signal<String>,
    /// What can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state" data-testid="empty">
            <span class="state-picture">{icon(picture)}</span>
            <h2 class="state-title">{move || title.get()}</h2>
            <p class="state-text">{move || text.get()}</p>
            {children.map(|children| view! { <div class="state-actions">{children()}</div> })}
        </div>
    }
}

/// Out of reach: what happened, and a way to try again.
#[component]
pub fn ErrorState(
    /// What could not be done.
    #[prop(into)]
    title: Signal<String>,
    /// What happened, and what helps.
    #[prop(into)]
    text: Signal<String>,
    /// Tries again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="state tone-bad" role="alert" data-testid="error">
            <span class="state-picture">{icon(Icon::Warning)}</span>
            <h2 class="state-title">{move || title.get()}</h2>
            <p class="state-text">{move || text.get()}</p>
            {on_retry
                .map(|on_retry| {
                    view! {
                        <div class="state-actions">
                            <Button look=Look::Secondary picture=Icon::Retry on_press=on_retry>
                                {t().common.retry}
                            </Button>
                        </div>
                    }
                })}
        </div>
    }
}

/// The shape of what is on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonShape {
    /// Rows of a list.
    #[default]
    Rows,
    /// Cards side by side.
    Cards,
}

/// Not there yet: the outline of what comes. Shows after a moment only, so that what comes at
/// once does not flicker.
#[component]
pub fn Skeleton(
    /// What is coming.
    #[prop(optional)]
    shape: SkeletonShape,
    /// How many of them.
    #[prop(default = 6)]
    count: usize,
) -> impl IntoView {
    let class = match shape {
        SkeletonShape::Rows => "skeleton skeleton-rows",
        SkeletonShape::Cards => "skeleton skeleton-cards",
    };
    view! {
        <div class=class role="status" aria-label=t().common.loading>
            {(0..count).map(|_| view! { <span class="bone"></span> }).collect_view()}
        </div>
    }
}
