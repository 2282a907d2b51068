//! Giving back what was paid too much: how much, and how. The review that asked for it is settled
//! with it (rules D3, D4).
//!
//! It must not know where it is asked from.

use super::doing::Doing;
use super::facts::Facts;
use super::history::method_text;
use crate::api;
use crate::i18n::t;
use crate::platform::ids;
use crate::ui::{Button, Choice, Dialog, ErrorState, Look, Segmented, Skeleton};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Cash, Change, Method, Money, NewTender, ReviewId, Sale, SaleId, Status, TenderId};
use std::sync::Arc;
use sync::api::SaleDetail;

/// A sale, and the review that asks for it.
pub type Owed = (SaleId, Option<ReviewId>);

const CASH: &str = "cash";
const CARD: &str = "card";

/// What was paid for a sale and is not its price (rules D3, D4).
pub fn too_much(sale: &Sale) -> Money {
    let totals = sale.totals();
    match sale.status {
        Status::Voided => totals.paid,
        _ => totals.paid - totals.total,
    }
}

/// The question how it was given back.
#[component]
pub fn GiveBackDialog(
    /// For what; none closes it.
    owed: RwSignal<Option<Owed>>,
) -> impl IntoView {
    view! {
        <Dialog
            open=Signal::derive(move || owed.with(Option::is_some))
            title=t().backoffice.give_back
            test_id="give-back-dialog"
            on_close=move || owed.set(None)
        >
            {move || owed.get().map(|of| view! { <GiveBack of=of owed=owed /> })}
        </Dialog>
    }
}

fn choices() -> Vec<Choice> {
    [(CASH, Method::Cash), (CARD, Method::Card)]
        .iter()
        .map(|(value, method)| Choice {
            value: (*value).to_owned(),
            text: method_text(method).to_owned(),
        })
        .collect()
}

#[component]
fn GiveBack(of: Owed, owed: RwSignal<Option<Owed>>) -> impl IntoView {
    let words = t().backoffice;
    let answer = RwSignal::new(None::<Result<Arc<SaleDetail>, String>>);
    let ask = move || {
        answer.set(None);
        spawn_local(async move {
            // Finished sales are with the server alone.
            let found = api::sale(of.0).await;
            let _ = answer.try_set(Some(found.map(Arc::new).map_err(|error| error.text())));
        });
    };
    ask();
    move || match answer.get() {
        None => view! { <Skeleton count=2 /> }.into_any(),
        Some(Err(text)) => {
            view! { <ErrorState title=words.sale_failed text=text on_retry=ask /> }.into_any()
        }
        Some(Ok(detail)) => view! { <HowMuch detail=detail review=of.1 owed=owed /> }.into_any(),
    }
}

#[component]
fn HowMuch(
    detail: Arc<SaleDetail>,
    review: Option<ReviewId>,
    owed: RwSignal<Option<Owed>>,
) -> impl IntoView {
    let words = t().backoffice;
    let (facts, doing) = (Facts::get(), Doing::get());
    let amount = too_much(&detail.sale);
    let (sale_id, seen_total) = (detail.sale.id, detail.totals.total);
    let title = detail.sale.title().to_owned();
    let by_card = RwSignal::new(
        detail
            .sale
            .tenders
            .last()
            .is_some_and(|last| last.method == Method::Card),
    );
    let coin = facts.smallest_coin();
    let cash = Memo::new(move |_| match by_card.get() {
        true => Cash::exact(-amount, Money::ZERO),
        false => Cash::exact(-amount, coin.get()),
    });
    let sum = Memo::new(move |_| facts.money(-(cash.get().amount + cash.get().rounding)));
    let give = move || {
        let method = if by_card.get_untracked() {
            Method::Card
        } else {
            Method::Cash
        };
        let said = words.gave_back_note(sum.get_untracked(), method_text(&method));
        let tender = NewTender {
            id: TenderId(ids::new_uuid()),
            method,
            amount: -amount,
            rounding: cash.get_untracked().rounding,
            tip: Money::ZERO,
            change: Money::ZERO,
            seen_total,
        };
        let mut changes = vec![Change::Tender { sale_id, tender }];
        changes.extend(review.map(|review_id| Change::ResolveReview {
            review_id,
            note: said.clone(),
        }));
        doing.make(changes, said, None);
        owed.set(None);
    };
    let nothing = amount <= Money::ZERO;
    view! {
        <p class="dialog-text">
            {move || match nothing {
                true => words.give_back_nothing.to_owned(),
                false => words.give_back_what(sum.get(), &title),
            }}
        </p>
        {(!nothing)
            .then(|| {
                view! {
                    <Segmented
                        label=words.give_back_how
                        choices=choices()
                        value=Signal::derive(move || {
                            if by_card.get() { CARD } else { CASH }.to_owned()
                        })
                        on_choose=move |chosen: String| by_card.set(chosen == CARD)
                    />
                }
            })}
        <div class="dialog-actions">
            <Button on_press=move || owed.set(None)>{t().common.cancel}</Button>
            {(!nothing)
                .then(|| {
                    view! {
                        <Button look=Look::Primary test_id="give-back-confirm" on_press=give>
                            {move || words.give_back_now(sum.get())}
                        </Button>
                    }
                })}
        </div>
    }
}
