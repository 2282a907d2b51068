//! The sales that a figure is made of, with the way back to its report.
//!
//! It must not know the report's charts.

use super::look::Look;
use super::place::{NONE, Part, ReportPlace, word};
use crate::api::{self, ApiError};
use crate::backoffice::places::{Listed, SalesPlace};
use crate::i18n::t;
use crate::platform::intl::{self, Shown};
use crate::ui::{EmptyState, ErrorState, Icon, MorePages, Skeleton, icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::Status;
use sync::api::ListedSale;
use sync::api::reports::ReportQuery;

#[derive(Clone, Copy)]
struct Behind {
    look: Look,
    part: StoredValue<Part>,
    known: RwSignal<Option<Vec<ListedSale>>>,
    count: RwSignal<u64>,
    next: RwSignal<Option<String>>,
    failed: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    asked: StoredValue<u32>,
}

impl Behind {
    fn ask(self, after: Option<String>) {
        let Some(query) = self.look.query.get_untracked() else {
            return;
        };
        let query = ReportQuery {
            compare: None,
            ..query
        };
        let name = word(self.look.place.with_untracked(|place| place.name));
        let part = self.part.get_value();
        let mine = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(mine);
        self.busy.set(true);
        spawn_local(async move {
            let row = part.row.as_ref();
            let row = row.map(|(key, second)| {
                let second = second.as_deref();
                (
                    key.as_deref(),
                    second.map(|key| if key == NONE { "" } else { key }),
                )
            });
            let answer =
                api::sales_behind(name, &part.section, row, &query, after.as_deref()).await;
            if self.asked.try_get_value() != Some(mine) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.known.update(|known| match (known, after) {
                        (Some(known), Some(_)) => known.extend(page.sales),
                        (known, _) => *known = Some(page.sales),
                    });
                    self.count.set(page.count);
                    self.next.set(page.next);
                    self.failed.set(None);
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }
}

/// The sales of a part of a report.
pub fn made_of(look: Look, part: Part) -> AnyView {
    let words = t().reports;
    let behind = Behind {
        look,
        part: StoredValue::new(part),
        known: RwSignal::new(None),
        count: RwSignal::new(0),
        next: RwSignal::new(None),
        failed: RwSignal::new(None),
        busy: RwSignal::new(false),
        asked: StoredValue::new(0),
    };
    Effect::new(move |_| {
        look.query.track();
        behind.ask(None);
    });
    let back = move || {
        let place = ReportPlace {
            part: None,
            ..look.place.get()
        };
        place.address().to_string()
    };
    let state = move || match (behind.known.get(), behind.failed.get()) {
        (None, Some(error)) => view! {
            <ErrorState
                title=words.failed
                text=error.text()
                on_retry=move || behind.ask(None)
            />
        }
        .into_any(),
        (None, None) => view! { <Skeleton /> }.into_any(),
        (Some(known), _) if known.is_empty() => view! {
            <EmptyState
                picture=Icon::Receipt
                title=words.made_of_none_title
                text=words.made_of_none
            />
        }
        .into_any(),
        (Some(known), _) => list(look, &known),
    };
    let count = move || {
        behind
            .known
            .with(Option::is_some)
            .then(|| behind.count.get())
    };
    view! {
        <section class="report-section" aria-labelledby="made-of">
            <header class="report-section-head">
                <a class="button button-secondary" href=back data-testid="back-to-report">
                    {icon(Icon::Back)} <span>{words.back_to_report}</span>
                </a>
                <h2 id="made-of">{words.made_of}</h2>
                <p class="page-hint" data-testid="made-of-count">
                    {move || count().map(|count| t().backoffice.found(count))}
                </p>
            </header>
            {state}
            <MorePages
                more=Signal::derive(move || behind.next.with(Option::is_some))
                busy=behind.busy
                on_more=move || behind.ask(behind.next.get_untracked())
            />
        </section>
    }
    .into_any()
}

fn list(look: Look, known: &[ListedSale]) -> AnyView {
    let (words, office, facts) = (t().reports, t().backoffice, look.facts);
    let rows = known.iter().map(|one| {
        let sale = &one.sale;
        let closing = sale.closing.as_ref();
        let listed = match sale.status {
            Status::Closed => Listed::Closed,
            Status::Voided => Listed::Voided,
            _ => Listed::Open,
        };
        let place = SalesPlace {
            listed,
            sale: Some(sale.id),
            ..SalesPlace::default()
        };
        let at_ms = closing.map_or(sale.opened_at_ms, |closing| closing.at_ms);
        let who = closing.map_or(sale.owner, |closing| closing.by);
        let title = sale.title().to_owned();
        view! {
            <tr data-testid="made-of-sale">
                <th scope="row">
                    <a class="figure-way" href=place.address().to_string()>
                        {title}
                    </a>
                </th>
                <td class="is-word">{facts.place(sale.register_id, Some(sale.source))}</td>
                <td class="is-word">{facts.employee(who)}</td>
                <td class="is-word">{facts.time(at_ms, Shown::DayAndTime)}</td>
                <td data-label=office.column_lines>{intl::quantity(sale.units())}</td>
                <td data-label=office.column_total>{facts.money(one.totals.total)}</td>
            </tr>
        }
        .into_any()
    });
    view! {
        <div class="figures-room" tabindex="0" role="region" aria-label=words.made_of>
            <table class="table figures" data-testid="made-of">
                <caption class="visually-hidden">{words.made_of}</caption>
                <thead>
                    <tr>
                        <th scope="col">{office.column_sale}</th>
                        <th scope="col">{office.register}</th>
                        <th scope="col">{office.column_employee}</th>
                        <th scope="col">{words.when}</th>
                        <th scope="col" class="is-figure">{office.column_lines}</th>
                        <th scope="col" class="is-figure">{office.column_total}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
