//! The history of a sale, latest first: who did what, where and when, and what became of it
//! (rule H3).
//!
//! It must not know how a change is put into words; that is `history`.

use super::super::facts::Facts;
use super::super::history::{outcome, reason, told, with_name};
use crate::api::ApiError;
use crate::i18n::{self, t};
use crate::platform::intl::Shown;
use crate::ui::{Skeleton, icon};
use leptos::prelude::*;
use sale::Sale;
use std::sync::Arc;
use sync::api::{HistoryEntry, SaleDetail};
use sync::device::SaleView;

/// What the server knows of the sale.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    /// It was asked.
    Waiting,
    /// Its answer.
    Here(Arc<SaleDetail>),
    /// It could not say.
    Failed(ApiError),
}

/// From which difference on both times are told, in milliseconds.
const APART_MS: i64 = 2 * 60_000;

/// Everything that was done to a sale.
#[component]
pub fn Steps(
    /// The sale.
    shown: Memo<Option<Arc<SaleView>>>,
    /// What the server knows.
    asked: RwSignal<Asked>,
) -> impl IntoView {
    let words = t().backoffice;
    let facts = Facts::get();
    view! {
        <section class="part">
            <h3>{words.history}</h3>
            {move || match asked.get() {
                Asked::Waiting => view! { <Skeleton count=3 /> }.into_any(),
                Asked::Failed(_) => {
                    view! {
                        <p class="part-none">
                            {words.history_failed} " " {words.history_offline}
                        </p>
                    }
                        .into_any()
                }
                Asked::Here(detail) => {
                    let sale = shown.get().map(|view| view.sale.clone());
                    let entries = detail.history.iter().rev();
                    let steps = entries.map(|entry| step(facts, sale.as_ref(), entry));
                    view! {
                        <ol class="steps" data-testid="sale-history">
                            {steps.collect_view()}
                        </ol>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

fn step(facts: Facts, sale: Option<&Sale>, entry: &HistoryEntry) -> AnyView {
    let change = entry.change.get();
    let who = facts.employee(entry.employee_id);
    let (picture, sentence) = told(facts, &who, sale, change);
    let mut notes: Vec<String> = reason(change).into_iter().collect();
    notes.extend(outcome(facts, &entry.outcome));
    let place = facts.place(entry.register_id, None);
    let apart = (entry.server_ms - entry.at_ms).abs() >= APART_MS;
    let when = if apart {
        let made = facts.time(entry.at_ms, Shown::Time);
        t().backoffice
            .arrived(facts.time(entry.server_ms, Shown::Time), made)
    } else {
        facts.time(entry.server_ms, Shown::Time)
    };
    view! {
        <li class="step">
            <span class="step-picture">{icon(picture)}</span>
            <p class="step-text">{with_name(&sentence, &who)}</p>
            <p class="step-below" title=facts.time(entry.server_ms, Shown::Full)>
                {i18n::facts(&[place, when])}
            </p>
            {notes
                .into_iter()
                .map(|note| view! { <p class="step-note">{note}</p> })
                .collect_view()}
        </li>
    }
    .into_any()
}
