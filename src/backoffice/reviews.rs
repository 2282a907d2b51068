//! The open reviews of the store: what no rule could settle without guessing (rules E1, E2).
//!
//! It must not know what one says; that is `review`.

use super::review::Matters;
use crate::i18n::t;
use crate::replica::Replica;
use crate::ui::{EmptyState, Icon, ScreenTitle, Skeleton};
use leptos::prelude::*;
use sale::Review;
use std::cmp::Reverse;
use std::sync::Arc;

/// The open reviews, latest first.
#[component]
pub fn ReviewsPage() -> impl IntoView {
    let words = t().backoffice;
    let (replica, matters) = (Replica::expect(), Matters::new());
    let (reviews, store) = (replica.reviews(), replica.store());
    let open = Memo::new(move |_| {
        let mut open: Vec<Arc<Review>> = reviews.with(|all| {
            let open = all.iter().filter(|review| review.resolution.is_none());
            open.cloned().collect()
        });
        open.sort_by_key(|one| Reverse((one.made_at_ms, one.id)));
        open
    });
    let first_is_in = Memo::new(move |_| store.with(Option::is_some));
    let empty = Memo::new(move |_| open.with(Vec::is_empty));
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <ScreenTitle title=words.reviews />
                    <p class="page-hint">{words.reviews_hint}</p>
                </div>
            </header>
            {move || match (empty.get(), first_is_in.get()) {
                (true, false) => view! { <Skeleton /> }.into_any(),
                (true, true) => {
                    view! {
                        <EmptyState
                            picture=Icon::Success
                            title=words.no_reviews_title
                            text=words.no_reviews
                        />
                    }
                        .into_any()
                }
                (false, _) => {
                    view! {
                        <ul class="reviews" data-testid="reviews">
                            <For each=move || {
                                    open.with(|open| open.iter().map(|review| review.id.0).collect::<Vec<_>>())
                                } key=|id| *id children=move |id| {
                                    let review = open
                                        .with_untracked(|open| {
                                            open.iter().find(|review| review.id.0 == id).cloned()
                                        });
                                    review.map(|review| matters.card(&review, true)).into_any()
                                } />
                        </ul>
                    }
                        .into_any()
                }
            }}
            {matters.dialogs()}
        </div>
    }
}
