//! The open reviews: what no rule could settle without guessing, in words (rules E1, E2).
//!
//! It must not settle anything.

use super::facts::Facts;
use super::history::told;
use super::places::sale_address;
use crate::i18n::t;
use crate::order::in_order;
use crate::platform::clock::Clock;
use crate::platform::intl::Shown;
use crate::replica::Replica;
use crate::signals::{Memo, Signal};
use crate::ui::{EmptyState, Icon, ScreenTitle, Skeleton, ago_text, icon, rows};
use leptos::prelude::*;
use sale::{Review, ReviewKind};
use std::sync::Arc;

fn words_of(kind: ReviewKind) -> (Icon, &'static str, &'static str) {
    let words = &t().backoffice;
    match kind {
        ReviewKind::LateGoods => (
            Icon::Receipt,
            words.review_late_goods,
            words.review_late_goods_what,
        ),
        ReviewKind::LateTender => (
            Icon::Cash,
            words.review_late_tender,
            words.review_late_tender_what,
        ),
        ReviewKind::Overpaid => (
            Icon::Cash,
            words.review_overpaid,
            words.review_overpaid_what,
        ),
        ReviewKind::VoidedWithTender => (
            Icon::Void,
            words.review_voided_with_tender,
            words.review_voided_with_tender_what,
        ),
        ReviewKind::LateChange => (
            Icon::Edit,
            words.review_late_change,
            words.review_late_change_what,
        ),
        ReviewKind::Unplaced => (
            Icon::Search,
            words.review_unplaced,
            words.review_unplaced_what,
        ),
        ReviewKind::OverLimit => (
            Icon::Warning,
            words.review_over_limit,
            words.review_over_limit_what,
        ),
        ReviewKind::RefundTooLarge => (
            Icon::Cash,
            words.review_refund_too_large,
            words.review_refund_too_large_what,
        ),
        ReviewKind::NotAllowed => (
            Icon::Lock,
            words.review_not_allowed,
            words.review_not_allowed_what,
        ),
        ReviewKind::Unreadable => (
            Icon::Warning,
            words.review_unreadable,
            words.review_unreadable_what,
        ),
    }
}

/// The open reviews, latest first.
#[component]
pub fn ReviewsPage() -> impl IntoView {
    let words = &t().backoffice;
    let (replica, facts) = (Replica::expect(), Facts::get());
    let (reviews, store) = (replica.reviews(), replica.store());
    let open = Memo::new(move |_| {
        let open: Vec<Arc<Review>> = reviews.with(|all| {
            let open = all.iter().filter(|review| review.resolution.is_none());
            open.cloned().collect()
        });
        in_order(open, |a, b| (b.made_at_ms, b.id).cmp(&(a.made_at_ms, a.id)))
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
                            {rows(
                                Signal::derive(move || {
                                    open.with(|open| open.iter().map(|review| review.id.0).collect())
                                }),
                                move |id| {
                                    let review = open
                                        .with_untracked(|open| {
                                            open.iter().find(|review| review.id.0 == id).cloned()
                                        });
                                    review.map(|review| card(facts, &review)).into_any()
                                },
                            )}
                        </ul>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

fn card(facts: Facts, review: &Review) -> AnyView {
    let words = &t().backoffice;
    let (picture, title, what) = words_of(review.kind);
    let (_, sentence) = told(facts, None, &review.change);
    let (who_id, place_id, other) = (
        review.employee_id,
        review.register_id,
        review.other_employee,
    );
    let (made, now) = (review.made_at_ms, Clock::now());
    let way = |id: Option<sale::SaleId>, text: &'static str| {
        id.map(|id| {
            view! {
                <a class="link" href=sale_address(id)>
                    {text}
                    {icon(Icon::Forward)}
                </a>
            }
        })
    };
    view! {
        <li class="review" data-testid="review" data-rule=review.rule.clone()>
            <span class="review-picture">{icon(picture)}</span>
            <div class="review-body">
                <h2>{title}</h2>
                <p>
                    <strong>{move || facts.employee(who_id)}</strong>
                    " "
                    {sentence}
                    "."
                </p>
                <p class="review-what">{what}</p>
                <p class="review-below">
                    <span>{move || facts.place(place_id, None)}</span>
                    <span title=move || facts.time(made, Shown::Full)>
                        {move || ago_text(made, now.get())}
                    </span>
                    {other
                        .map(|other| {
                            view! {
                                <span>{move || (words.review_other)(facts.employee(other))}</span>
                            }
                        })}
                    <span>{(words.review_rule)(&review.rule)}</span>
                </p>
                <p class="review-ways">
                    {way(review.sale_id, words.review_see_sale)}
                    {way(review.follow_up, words.review_see_follow_up)}
                </p>
            </div>
        </li>
    }
    .into_any()
}
