//! Things to check: the reviews that this till's changes raised, and for managers all of the store's
//! (rules E1, E2). Each with who, what, and what can be done.
//!
//! It must not know what raises a review.

use super::till::Till;
use super::till::act::Act;
use crate::i18n::t;
use crate::platform::{clock::Clock, ids::new_uuid, intl};
use crate::ui::{Button, Dialog, EmptyState, Icon, Look, ScreenTitle, TextField, ago_text, icon};
use leptos::prelude::*;
use sale::{
    Cash, Change, Method, Money, NewTender, Review, ReviewId, ReviewKind, SaleId, TenderId,
};
use std::sync::Arc;
use sync::codec;

fn words_of(kind: ReviewKind) -> (Icon, &'static str, &'static str) {
    let w = t().floor;
    match kind {
        ReviewKind::LateGoods => (Icon::Receipt, w.review_late_goods, w.review_late_goods_what),
        ReviewKind::LateTender => (Icon::Cash, w.review_late_tender, w.review_late_tender_what),
        ReviewKind::Overpaid => (Icon::Cash, w.review_overpaid, w.review_overpaid_what),
        ReviewKind::VoidedWithTender => (Icon::Void, w.review_voided, w.review_voided_what),
        ReviewKind::LateChange => (Icon::Edit, w.review_late_change, w.review_late_change_what),
        ReviewKind::Unplaced => (Icon::Search, w.review_unplaced, w.review_unplaced_what),
        ReviewKind::OverLimit => (Icon::Warning, w.review_over_limit, w.review_over_limit_what),
        ReviewKind::RefundTooLarge => (
            Icon::Cash,
            w.review_refund_too_large,
            w.review_refund_too_large_what,
        ),
        ReviewKind::NotAllowed => (Icon::Lock, w.review_not_allowed, w.review_not_allowed_what),
        ReviewKind::Unreadable => (Icon::Warning, w.review_unreadable, w.review_unreadable_what),
    }
}

/// The money that is to be given back, as far as the change itself tells; none where none is.
fn owed(till: Till, review: &Review) -> Option<Money> {
    let here = review.sale_id.map(|id| till.replica.sale(id).get());
    let due = here.flatten().map(|view| view.totals.due);
    if let Some(due) = due.filter(|due| *due < Money::ZERO) {
        return Some(-due);
    }
    match (review.kind, codec::decode::<Change>(&review.change)) {
        (ReviewKind::LateTender | ReviewKind::Overpaid, Ok(Change::Tender { tender, .. })) => {
            Some(tender.amount).filter(|amount| *amount > Money::ZERO)
        }
        _ => None,
    }
}

/// What the change was about.
fn about(till: Till, review: &Review) -> Option<String> {
    let words = t().changes;
    match codec::decode::<Change>(&review.change).ok()? {
        Change::AddLine { line, .. } => Some(
            t().floor
                .review_goods(&line.name, intl::quantity(line.quantity)),
        ),
        Change::Tender { tender, .. } => Some(t().floor.review_money(till.money(tender.amount))),
        change => change.reason().map(|reason| words.because(reason)),
    }
}

/// What is being done with a review.
#[derive(Clone, PartialEq)]
enum Doing {
    Settle(ReviewId),
    Refund(SaleId, Money),
}

/// The screen.
#[component]
pub fn Reviews() -> impl IntoView {
    let till = Till::get();
    let words = t().floor;
    let matters = till.matters();
    let doing = RwSignal::new(None::<Doing>);
    let title = Signal::derive(move || {
        match doing.with(|doing| matches!(doing, Some(Doing::Refund(..)))) {
            true => words.review_refund_title,
            false => words.review_settle_title,
        }
        .to_owned()
    });
    view! {
        <main id="content" tabindex="-1" class="plain">
            <ScreenTitle title=words.reviews />
            {move || {
                matters
                    .with(Vec::is_empty)
                    .then(|| {
                        view! {
                            <EmptyState
                                picture=Icon::Success
                                title=words.reviews_none
                                text=words.reviews_none_hint
                            />
                        }
                    })
            }}
            <ul class="matters">
                <For each=move || {
                        matters.with(|all| all.iter().map(|review| review.id.0).collect::<Vec<_>>())
                    } key=|id| *id children=move |id| {
                        let review = matters
                            .with_untracked(|all| all.iter().find(|one| one.id.0 == id).cloned());
                        review.map(|review| card(till, &review, doing)).into_any()
                    } />
            </ul>
            <Button large=true picture=Icon::Back on_press=move || till.go_new()>
                {t().common.back}
            </Button>
            <Dialog
                open=Signal::derive(move || doing.with(Option::is_some))
                title=title
                test_id="review-sheet"
                on_close=move || doing.set(None)
            >
                {move || match doing.get() {
                    Some(Doing::Settle(id)) => settle(till, id, doing),
                    Some(Doing::Refund(id, amount)) => refund(till, id, amount, doing),
                    None => ().into_any(),
                }}
            </Dialog>
        </main>
    }
}

fn card(till: Till, review: &Arc<Review>, doing: RwSignal<Option<Doing>>) -> AnyView {
    let words = t().floor;
    let (picture, title, what) = words_of(review.kind);
    let (id, sale_id, now) = (review.id, review.sale_id, Clock::now());
    let of = StoredValue::new(review.clone());
    let who = move || {
        let review = of.get_value();
        let who = till.person(review.employee_id);
        let place = review.register_id.and_then(|on| till.place(on));
        let who = place.map_or(who.clone(), |place| words.at(&place, &who));
        words.review_who(ago_text(review.made_at_ms, now.get()), &who)
    };
    let other = move || {
        let other = of.get_value().other_employee;
        other.map(|other| words.review_other(till.person(other)))
    };
    let way = move |id: Option<SaleId>, text: &'static str| {
        move || {
            let here = id.filter(|id| till.replica.holds_open(*id));
            here.map(|id| {
                view! {
                    <Button large=true picture=Icon::Receipt on_press=move || till.go_sale(id)>
                        {text}
                    </Button>
                }
            })
        }
    };
    view! {
        <li class="matter" data-testid="review" data-rule=review.rule.clone()>
            <span class="matter-picture">{icon(picture)}</span>
            <div class="matter-body">
                <h2>{title}</h2>
                <p class="matter-who">{who}</p>
                {move || about(till, &of.get_value()).map(|text| view! { <p>{text}</p> })}
                <p>{what}</p>
                {move || other().map(|text| view! { <p class="matter-who">{text}</p> })}
                <div class="matter-acts">
                    {way(sale_id, words.review_sale)}
                    {way(review.follow_up, words.review_follow_up)}
                    {move || {
                        let owed = owed(till, &of.get_value());
                        owed.zip(sale_id)
                            .map(|(amount, sale_id)| {
                                let text = words.review_refund_amount(till.money(amount));
                                view! {
                                    <Button
                                        large=true
                                        picture=Icon::Cash
                                        test_id="review-refund"
                                        on_press=move || doing.set(Some(Doing::Refund(sale_id, amount)))
                                    >
                                        {text}
                                    </Button>
                                }
                            })
                    }}
                    <Button
                        look=Look::Primary
                        large=true
                        picture=Icon::Check
                        test_id="review-settle"
                        on_press=move || doing.set(Some(Doing::Settle(id)))
                    >
                        {words.review_settle}
                    </Button>
                </div>
            </div>
        </li>
    }
    .into_any()
}

fn settle(till: Till, review_id: ReviewId, doing: RwSignal<Option<Doing>>) -> AnyView {
    let words = t().floor;
    let note = RwSignal::new(String::new());
    let send = move || {
        let note = note.with_untracked(|note| note.trim().to_owned());
        if note.is_empty() {
            return;
        }
        doing.set(None);
        let change = Change::ResolveReview { review_id, note };
        till.act(Act::new(change, words.review_settled.to_owned()));
    };
    view! {
        <form
            class="ask"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <TextField
                label=words.review_note
                value=note
                autofocus=true
                most=200
                test_id="review-note"
            />
            <div class="dialog-actions">
                <Button large=true on_press=move || doing.set(None)>{t().common.cancel}</Button>
                <Button
                    look=Look::Primary
                    large=true
                    submit=true
                    disabled=Signal::derive(move || note.with(|note| note.trim().is_empty()))
                    test_id="review-settle-confirm"
                >
                    {words.review_settle}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

fn refund(till: Till, id: SaleId, amount: Money, doing: RwSignal<Option<Doing>>) -> AnyView {
    let words = t().floor;
    let store = till.replica.store();
    let coin =
        move || store.with_untracked(|s| s.as_ref().map_or(Money::ZERO, |s| s.cash_rounding));
    let in_cash = Cash::due(amount, coin());
    let give = move |method: Method| {
        doing.set(None);
        let seen = till.replica.total_of(id);
        let cash = match method {
            Method::Cash => Cash::exact(-amount, coin()),
            _ => Cash::default(),
        };
        let tender = NewTender {
            id: TenderId(new_uuid()),
            method,
            amount: -amount,
            rounding: cash.rounding,
            tip: Money::ZERO,
            change: Money::ZERO,
            seen_total: seen.unwrap_or(Money::ZERO),
        };
        let change = Change::Tender {
            sale_id: id,
            tender,
        };
        till.act(Act::new(change, words.review_refunded.to_owned()));
    };
    view! {
        <p class="ask-lead">{words.review_refund_amount(till.money(amount))}</p>
        {(in_cash != amount)
            .then(|| view! { <p class="ask-hint">{t().common.cash_due_of(till.money(in_cash))}</p> })}
        <div class="dialog-actions">
            <Button
                large=true
                picture=Icon::Card
                test_id="refund-card"
                on_press=move || give(Method::Card)
            >
                {words.review_refund_card}
            </Button>
            <Button
                look=Look::Primary
                large=true
                picture=Icon::Cash
                test_id="refund-cash"
                on_press=move || give(Method::Cash)
            >
                {words.review_refund_cash}
            </Button>
        </div>
    }
    .into_any()
}
