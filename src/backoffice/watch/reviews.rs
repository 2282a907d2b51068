//! The open reviews of the store: what no rule could settle without guessing (rules E1, E2), with who
//! looks after each.
//!
//! It must not know what one says; that is `review`.

use super::matter::{Take, looked_after};
use super::state::Watching;
use crate::backoffice::facts::Facts;
use crate::backoffice::review::Matters;
use leptos::prelude::*;
use sale::Review;
use std::cmp::Reverse;
use std::sync::Arc;
use sync::api::watch::WatchKind;

/// Those of some reviews that are open, latest first.
pub(super) fn open(all: &[Arc<Review>]) -> Vec<Arc<Review>> {
    let open = all.iter().filter(|review| review.resolution.is_none());
    let mut open: Vec<_> = open.cloned().collect();
    open.sort_by_key(|one| Reverse((one.made_at_ms, one.id)));
    open
}

/// The open reviews.
#[component]
pub(super) fn OpenReviews(
    /// Latest first.
    open: Memo<Vec<Arc<Review>>>,
) -> impl IntoView {
    let (matters, facts) = (Matters::new(), Facts::get());
    let watching = Watching::get();
    view! {
        <ul class="reviews" data-testid="reviews">
            <For each=move || {
                    open.with(|open| open.iter().map(|review| review.id.0).collect::<Vec<_>>())
                } key=|id| *id children=move |id| {
                    let review = open
                        .with_untracked(|open| {
                            open.iter().find(|review| review.id.0 == id).cloned()
                        });
                    let about = (WatchKind::Review, id);
                    let known = watching.map(|watching| watching.matter(WatchKind::Review, id));
                    let by = Memo::new(move |_| {
                        known.and_then(|known| known.get()).and_then(|one| one.taken_by)
                    });
                    let more = view! {
                        <p class="review-below">
                            <span data-testid="matter-by">
                                {move || looked_after(facts, by.get())}
                            </span>
                        </p>
                    };
                    let take = view! { <Take about=about by=by /> }.into_any();
                    review
                        .map(|review| matters.card_with(&review, true, more.into_any(), take))
                        .into_any()
                } />
        </ul>
        {matters.dialogs()}
    }
}
