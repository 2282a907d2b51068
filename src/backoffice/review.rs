//! One review: who did what, which rule kept it, who else it concerns, and what can be done about it
//! (rule E1).
//!
//! It must not know where it is shown.

use super::doing::Doing;
use super::facts::Facts;
use super::give_back::{GiveBackDialog, Owed};
use super::history::{told, with_name};
use super::places::sale_address;
use super::settle::SettleDialog;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::intl::Shown;
use crate::ui::{Button, Icon, ago_text, icon};
use leptos::prelude::*;
use sale::{Change, Review, ReviewId, ReviewKind, SaleId};

fn words_of(kind: ReviewKind) -> (Icon, &'static str, &'static str) {
    let words = t().backoffice;
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

/// A rule in the words of somebody who works in the shop.
fn rule_text(rule: &str) -> &'static str {
    let words = t().backoffice;
    match rule {
        "C5" => words.rule_c5,
        "D1" => words.rule_d1,
        "D2" => words.rule_d2,
        "D3" => words.rule_d3,
        "D4" => words.rule_d4,
        "H1" => words.rule_h1,
        "H2" => words.rule_h2,
        _ => words.rule_a4,
    }
}

/// What reviews on one screen ask with. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Matters {
    facts: Facts,
    doing: Doing,
    settling: RwSignal<Option<ReviewId>>,
    owed: RwSignal<Option<Owed>>,
}

impl Matters {
    /// For this screen, which shows [`Matters::dialogs`] once.
    pub fn new() -> Matters {
        Matters {
            facts: Facts::get(),
            doing: Doing::get(),
            settling: RwSignal::new(None),
            owed: RwSignal::new(None),
        }
    }

    /// The questions that buttons of the cards ask.
    pub fn dialogs(self) -> AnyView {
        view! {
            <SettleDialog settling=self.settling />
            <GiveBackDialog owed=self.owed />
        }
        .into_any()
    }

    /// Asks how much was given back, and how.
    pub fn give_back(self, owed: Owed) {
        self.owed.set(Some(owed));
    }

    /// One review, with a way to its sale unless that is what is shown.
    pub fn card(self, review: &Review, to_sale: bool) -> AnyView {
        self.card_with(review, to_sale, ().into_any(), ().into_any())
    }

    /// One review with something more below it, and among its ways.
    pub fn card_with(
        self,
        review: &Review,
        to_sale: bool,
        below: AnyView,
        way: AnyView,
    ) -> AnyView {
        let words = t().backoffice;
        let facts = self.facts;
        let (picture, title, what) = words_of(review.kind);
        let (who_id, place_id, other) = (
            review.employee_id,
            review.register_id,
            review.other_employee,
        );
        let (made, now) = (review.made_at_ms, Clock::now());
        let change = review.change.clone();
        view! {
            <li class="review" data-testid="review" data-rule=review.rule.clone()>
                <span class="review-picture">{icon(picture)}</span>
                <div class="review-body">
                    <h2>{title}</h2>
                    <p>
                        {move || {
                            let who = facts.employee(who_id);
                            with_name(&told(facts, &who, None, &change).1, &who)
                        }}
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
                                    <span>
                                        {move || words.review_other(facts.employee(other))}
                                    </span>
                                }
                            })}
                        <span>{words.review_rule(&review.rule, rule_text(&review.rule))}</span>
                    </p>
                    {below}
                    {self.ways(review, to_sale, way)}
                </div>
            </li>
        }
        .into_any()
    }

    /// What can be done about it.
    fn ways(self, review: &Review, to_sale: bool, more: AnyView) -> AnyView {
        let words = t().backoffice;
        let (id, sale_id, doing) = (review.id, review.sale_id, self.doing);
        let owes = matches!(
            review.kind,
            ReviewKind::LateTender | ReviewKind::Overpaid | ReviewKind::VoidedWithTender
        );
        let give_back = sale_id.filter(|_| owes).map(|sale_id| {
            view! {
                <Button
                    picture=Icon::Cash
                    test_id="review-give-back"
                    on_press=move || self.give_back((sale_id, Some(id)))
                >
                    {words.give_back}
                </Button>
            }
        });
        let voided = review.kind == ReviewKind::VoidedWithTender;
        let unvoid = sale_id.filter(|_| voided).map(|sale_id| {
            let open_again = move || {
                let change = Change::Unvoid { sale_id };
                doing.make(vec![change], words.unvoided_toast.to_owned(), None);
            };
            view! {
                <Button picture=Icon::Undo test_id="review-unvoid" on_press=open_again>
                    {words.unvoid}
                </Button>
            }
        });
        view! {
            <div class="review-ways">
                {way(sale_id.filter(|_| to_sale), words.review_see_sale)}
                {way(review.follow_up, words.review_see_follow_up)} {give_back} {unvoid} {more}
                <Button
                    picture=Icon::Check
                    test_id="review-settle"
                    on_press=move || self.settling.set(Some(id))
                >
                    {words.settle}
                </Button>
            </div>
        }
        .into_any()
    }
}

fn way(id: Option<SaleId>, text: &'static str) -> AnyView {
    id.map(|id| {
        view! {
            <a class="link" href=sale_address(id).to_string()>
                {text}
                {icon(Icon::Forward)}
            </a>
        }
    })
    .into_any()
}
