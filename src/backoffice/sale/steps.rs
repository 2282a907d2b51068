//! The history of a sale, latest first: who did what, where and when, and what became of it
//! (rule H3).
//!
//! It must not know how a change is put into words; that is `history`.

use super::super::facts::Facts;
use super::super::history::{marked, other, outcome, reason, told};
use super::asked::Asked;
use super::then::Moment;
use crate::i18n::{self, t};
use crate::platform::intl::Shown;
use crate::ui::{Icon, IconButton, Skeleton, icon};
use leptos::prelude::*;
use sale::Sale;
use sync::api::{HistoryEntry, SaleDetail};

/// From which difference on both times are told, in milliseconds.
const APART_MS: i64 = 2 * 60_000;

/// Everything that was done to a sale. A step is drawn once: what was done stays done.
#[component]
pub fn Steps(
    /// What the server knows.
    asked: RwSignal<Asked>,
    /// The moment that is looked at.
    moment: Moment,
) -> impl IntoView {
    let words = t().backoffice;
    let facts = Facts::get();
    let detail = move || match asked.get() {
        Asked::Here(detail) => Some(detail),
        _ => None,
    };
    // Whether it is here, or could not be had.
    let state = Memo::new(move |_| {
        asked.with(|asked| match asked {
            Asked::Waiting => (false, false),
            Asked::Here(_) => (true, false),
            Asked::Failed(_) => (false, true),
        })
    });
    let positions = move || {
        let history = detail().map(|detail| {
            let history = detail.history.iter().rev();
            history.map(|entry| entry.position).collect::<Vec<_>>()
        });
        history.unwrap_or_default()
    };
    let drawn = move |position: u64| {
        let detail = untrack(detail);
        let drawn = detail.and_then(|detail| {
            let mut history = detail.history.iter();
            let entry = history.find(|entry| entry.position == position)?;
            Some(step(facts, &detail.sale, entry, moment))
        });
        drawn.into_any()
    };
    view! {
        <section class="part">
            <h3>{words.history}</h3>
            {move || match state.get() {
                (true, _) => {
                    view! {
                        {move || detail().map(|detail| slider(&detail, moment))}
                        <ol class="steps" data-testid="sale-history">
                            <For each=positions key=|position| *position children=drawn />
                        </ol>
                    }
                        .into_any()
                }
                (_, true) => {
                    view! {
                        <p class="part-none">
                            {words.history_failed} " " {words.history_offline}
                        </p>
                    }
                        .into_any()
                }
                (_, false) => view! { <Skeleton count=3 /> }.into_any(),
            }}
        </section>
    }
}

/// Which of the moments is looked at; the last one is now.
fn slider(detail: &SaleDetail, moment: Moment) -> AnyView {
    let words = t().sales;
    let history = detail.history.iter();
    let positions: Vec<u64> = history.map(|entry| entry.position).collect();
    let all = positions.len();
    if all < 2 {
        return ().into_any();
    }
    let positions = StoredValue::new(positions);
    let at = move || {
        let chosen = moment.chosen();
        positions.with_value(|all| {
            let found = all.iter().position(|one| Some(*one) == chosen);
            found.map_or(all.len(), |at| at + 1)
        })
    };
    let number = |count: usize| u64::try_from(count).unwrap_or(0);
    view! {
        <label class="moment">
            <span class="visually-hidden">{words.then_slider}</span>
            <input
                type="range"
                min="1"
                max=all.to_string()
                data-testid="then-slider"
                aria-valuetext=move || words.then_of(number(all), number(at()))
                prop:value=move || at().to_string()
                on:input=move |event| {
                    let at = event_target_value(&event).parse::<usize>().unwrap_or(all);
                    let chosen = positions
                        .with_value(|all| all.get(at.saturating_sub(1)).copied());
                    moment.choose(chosen.filter(|_| at < all));
                }
            />
            <span>{move || words.then_of(number(all), number(at()))}</span>
        </label>
    }
    .into_any()
}

fn step(facts: Facts, sale: &Sale, entry: &HistoryEntry, moment: Moment) -> AnyView {
    let change = entry.change.get();
    let who = facts.employee(entry.employee_id);
    let (picture, sentence) = told(facts, &who, Some(sale), change);
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
    let position = entry.position;
    let link = other(facts, sale, change);
    view! {
        <li class="step" class:is-then=move || moment.chosen() == Some(position)>
            <span class="step-picture">{icon(picture)}</span>
            <p class="step-text">{marked(&sentence, &who, link)}</p>
            <span class="step-then">
                <IconButton
                    picture=Icon::Clock
                    label=t().sales.then_at
                    test_id="then-at"
                    on_press=move || moment.choose(Some(position))
                />
            </span>
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
