//! What a manager wants to know the reason of, one by one: who, who approved it, why, what it was
//! worth, and the way to the sale.
//!
//! It must not know the figures above.

use super::super::places::sale_address;
use super::look::Look;
use super::say;
use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::platform::intl::Shown;
use crate::ui::{ErrorState, MorePages, Skeleton};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::api::reports::{Exception, ReportQuery};

#[derive(Clone, Copy)]
struct Entries {
    query: Memo<Option<ReportQuery>>,
    known: RwSignal<Option<Vec<Exception>>>,
    next: RwSignal<Option<u64>>,
    failed: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    asked: StoredValue<u32>,
}

impl Entries {
    fn ask(self, after: Option<u64>) {
        let Some(query) = self.query.get_untracked() else {
            return;
        };
        let mine = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(mine);
        self.busy.set(true);
        spawn_local(async move {
            let answer = api::exceptions(&query, after).await;
            if self.asked.try_get_value() != Some(mine) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.known.update(|known| match (known, after) {
                        (Some(known), Some(_)) => known.extend(page.exceptions),
                        (known, _) => *known = Some(page.exceptions),
                    });
                    self.next.set(page.next);
                    self.failed.set(None);
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }
}

/// The entries, the latest first.
pub fn entries(look: Look) -> AnyView {
    let words = t().reports;
    let entries = Entries {
        query: look.query,
        known: RwSignal::new(None),
        next: RwSignal::new(None),
        failed: RwSignal::new(None),
        busy: RwSignal::new(false),
        asked: StoredValue::new(0),
    };
    Effect::new(move |_| {
        look.query.track();
        entries.ask(None);
    });
    let state = move || match (entries.known.get(), entries.failed.get()) {
        (None, Some(error)) => view! {
            <ErrorState
                title=words.failed
                text=error.text()
                on_retry=move || entries.ask(None)
            />
        }
        .into_any(),
        (None, None) => view! { <Skeleton /> }.into_any(),
        (Some(known), _) if known.is_empty() => {
            view! { <p class="report-none">{words.no_entries}</p> }.into_any()
        }
        (Some(known), _) => list(look, &known),
    };
    view! {
        <section class="report-section" aria-labelledby="report-entries">
            <header class="report-section-head">
                <h2 id="report-entries">{words.entries}</h2>
            </header>
            {state}
            <MorePages
                more=Signal::derive(move || entries.next.with(Option::is_some))
                busy=entries.busy
                on_more=move || entries.ask(entries.next.get_untracked())
            />
        </section>
    }
    .into_any()
}

fn list(look: Look, known: &[Exception]) -> AnyView {
    let (words, facts) = (t().reports, look.facts);
    let rows = known.iter().map(|one| {
        let title = one
            .sale_title
            .clone()
            .unwrap_or_else(|| words.the_sale.to_owned());
        let sale = one.sale_id.map(|id| {
            let way = sale_address(id).to_string();
            view! { <a class="figure-way" href=way>{title}</a> }
        });
        let approved = one
            .approved_by
            .map(|who| words.approved_by(facts.employee(who)));
        let place = one.register_id.map(|id| facts.place(Some(id), None));
        view! {
            <tr data-testid="exception" data-kind=one.kind.clone()>
                <th scope="row">{say::exception(&one.kind).to_owned()}</th>
                <td class="is-word">{facts.time(one.at_ms, Shown::DayAndTime)}</td>
                <td class="is-word">
                    {facts.employee(one.employee_id)}
                    {approved.map(|text| view! { <span class="change">{text}</span> })}
                </td>
                <td class="is-word">{place}</td>
                <td class="is-word">{sale}</td>
                <td class="is-word is-long">{one.reason.clone()}</td>
                <td data-label=words.m_value>{facts.money(one.value)}</td>
            </tr>
        }
        .into_any()
    });
    let heads = [
        words.by_exception,
        words.when,
        words.who,
        t().backoffice.register,
        t().backoffice.column_sale,
        words.why,
    ];
    view! {
        <div class="figures-room" tabindex="0" role="region" aria-label=words.entries>
            <table class="table figures is-words" data-testid="exceptions">
                <caption class="visually-hidden">{words.entries}</caption>
                <thead>
                    <tr>
                        {heads
                            .map(|text| view! { <th scope="col">{text}</th> }.into_any())
                            .into_iter()
                            .collect::<Vec<_>>()}
                        <th scope="col" class="is-figure">
                            {words.m_value}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows.collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
