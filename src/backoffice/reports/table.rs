//! The table behind a chart: each figure with what became of it, the total at the foot, and every
//! number a way to the sales that it is made of.
//!
//! It must not know the chart.

use super::draw::value;
use super::look::{Behind, Look};
use super::place::{ReportPlace, Sorted};
use super::say;
use crate::i18n::t;
use crate::platform::intl;
use crate::routes::{Address, Navigator};
use crate::ui::{Button, Icon, Look as ButtonLook, icon};
use leptos::prelude::*;
use std::sync::Arc;
use sync::api::reports::{Measure, ReportRow, ReportSection};

/// The column of what a row is about.
const NAME: &str = "name";
/// How many rows are shown before somebody asks for all; on paper all are.
const FEW: usize = 10;

type Section = Memo<Option<Arc<ReportSection>>>;

/// What tells rows apart in the page.
fn row_key(row: &ReportRow) -> String {
    let text = |key: &Option<String>| key.clone().unwrap_or_else(|| "\u{1}".to_owned());
    format!("{}\u{1f}{}", text(&row.key), text(&row.second))
}

/// The rows in the order of the table.
fn in_order(section: &ReportSection, sorted: Option<&Sorted>, look: Look) -> Vec<String> {
    let mut rows: Vec<&ReportRow> = section.rows.iter().collect();
    if let Some(sorted) = sorted {
        let at = section.measures.iter().position(|m| m.id == sorted.column);
        match at {
            Some(at) => rows.sort_by_key(|row| value(&row.values, at)),
            None => {
                let name = |row: &ReportRow| say::key(look.facts, section.by, row, false);
                rows.sort_by(|one, other| intl::compare(&name(one), &name(other)));
            }
        }
        if sorted.descending {
            rows.reverse();
        }
    }
    rows.into_iter().map(row_key).collect()
}

/// A figure with what became of it.
fn cell(
    look: Look,
    measure: &Measure,
    label: String,
    now: Option<i64>,
    before: Option<Option<i64>>,
    way: Option<Address>,
) -> AnyView {
    let text = say::figure(look.facts, measure.unit, now);
    let text = match way.filter(|_| now.is_some()) {
        Some(way) => view! { <a class="figure-way" href=way.to_string()>{text}</a> }.into_any(),
        None => view! { <span>{text}</span> }.into_any(),
    };
    let beside = before
        .filter(|before| now.or(*before).is_some())
        .map(|before| {
            let was = t()
                .reports
                .was(say::figure(look.facts, measure.unit, before));
            let (change, class) = say::changed(now, before, say::is_good(&measure.id))
                .unwrap_or((was.clone(), "change"));
            view! {
                <span class=class title=was>
                    {change}
                </span>
            }
        });
    view! { <td data-label=label>{text} {beside}</td> }.into_any()
}

fn cells(
    look: Look,
    section: &ReportSection,
    now: &[Option<i64>],
    before: &[Option<i64>],
    way: Option<&Address>,
) -> Vec<AnyView> {
    let each = section.measures.iter().enumerate();
    each.map(|(at, measure)| {
        let before = (!before.is_empty()).then(|| value(before, at));
        let label = say::measure(section, measure);
        cell(look, measure, label, value(now, at), before, way.cloned())
    })
    .collect()
}

/// The table of a section.
pub fn table(look: Look, section: Section, caption: Memo<String>) -> AnyView {
    let words = t().reports;
    let id = section.with_untracked(|s| s.as_ref().map(|s| s.id.clone()).unwrap_or_default());
    let sorted = Memo::new(move |_| look.sorted(&id));
    let keys = Memo::new(move |_| {
        let sorted = sorted.get();
        section.with(|section| {
            let section = section.as_ref()?;
            Some(in_order(section, sorted.as_ref(), look))
        })
    });
    let all = RwSignal::new(false);
    let count = Memo::new(move |_| keys.with(|keys| keys.as_ref().map_or(0, Vec::len)));
    let row = move |key: String| {
        let row = Memo::new(move |before: Option<&Option<ReportRow>>| {
            section
                .with(|section| {
                    let section = section.as_ref()?;
                    section.rows.iter().find(|row| row_key(row) == key).cloned()
                })
                .or_else(|| before.cloned().flatten())
        });
        view! {
            <tr>
                {move || {
                    let (Some(section), Some(row)) = (section.get(), row.get()) else {
                        return Vec::new();
                    };
                    let way = look.way(&Behind::of(&section), Some(&row));
                    let mut all = vec![
                        view! { <th scope="row">{say::key(look.facts, section.by, &row, false)}</th> }
                            .into_any(),
                    ];
                    if let Some(and_by) = section.and_by {
                        let second = say::key(look.facts, and_by, &row, true);
                        all.push(view! { <td class="is-word">{second}</td> }.into_any());
                    }
                    all.extend(
                        cells(look, &section, &row.values, &row.before, way.as_ref()),
                    );
                    all
                }}
            </tr>
        }
        .into_any()
    };
    view! {
        <div class="figures-room" tabindex="0" role="region" aria-label=move || caption.get()>
            <table class="table figures" class:is-short=move || !all.get() data-testid="report-table">
                <caption class="visually-hidden">{move || caption.get()}</caption>
                <thead>
                    <tr>{move || section.get().map(|section| head(look, &section, sorted.get()))}</tr>
                </thead>
                <tbody>
                    <For
                        each=move || keys.get().unwrap_or_default()
                        key=|key| key.clone()
                        children=row
                    />
                </tbody>
                <tfoot>
                    {move || section.get().map(|section| foot(look, &section))}
                </tfoot>
            </table>
        </div>
        <div class="figures-more">
            {move || {
                let more = section.with(|section| section.as_ref().map_or(0, |s| s.more));
                (more > 0).then(|| view! { <p>{words.more_rows(more)}</p> })
            }}
            {move || {
                (count.get() > FEW)
                    .then(|| {
                        let text = match all.get() {
                            true => words.show_few.to_owned(),
                            false => words.show_all(u64::try_from(count.get()).unwrap_or(0)),
                        };
                        view! {
                            <Button
                                look=ButtonLook::Quiet
                                test_id="show-all"
                                on_press=move || all.update(|all| *all = !*all)
                            >
                                {text}
                            </Button>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

fn head(look: Look, section: &ReportSection, sorted: Option<Sorted>) -> Vec<AnyView> {
    let mut all = vec![heading(
        look,
        section,
        NAME,
        say::column(section, false).to_owned(),
        sorted.as_ref(),
    )];
    if section.and_by.is_some() {
        let text = say::column(section, true);
        all.push(view! { <th scope="col">{text}</th> }.into_any());
    }
    for measure in &section.measures {
        all.push(heading(
            look,
            section,
            &measure.id,
            say::measure(section, measure),
            sorted.as_ref(),
        ));
    }
    all
}

fn heading(
    look: Look,
    section: &ReportSection,
    column: &str,
    text: String,
    sorted: Option<&Sorted>,
) -> AnyView {
    let navigator = Navigator::get();
    let direction = sorted.filter(|s| s.column == column).map(|s| s.descending);
    // The largest are asked for more often than the smallest, and names from A on.
    let descending = direction.map_or(column != NAME, |descending| !descending);
    let next = Sorted {
        section: section.id.clone(),
        column: column.to_owned(),
        descending,
    };
    let class = if column == NAME { "" } else { "is-figure" };
    let title = t().backoffice.sort_by(text.clone());
    view! {
        <th
            scope="col"
            class=class
            aria-sort=direction.map(|down| if down { "descending" } else { "ascending" })
        >
            <button
                type="button"
                class="sorter"
                title=title
                on:click=move |_| {
                    let place = ReportPlace {
                        sorted: Some(next.clone()),
                        ..look.place.get_untracked()
                    };
                    navigator.replace(place.address());
                }
            >
                {text}
                {match direction {
                    Some(true) => icon(Icon::ArrowDown),
                    Some(false) => icon(Icon::ArrowUp),
                    None => icon(Icon::Sort),
                }}
            </button>
        </th>
    }
    .into_any()
}

fn foot(look: Look, section: &ReportSection) -> AnyView {
    let way = look.way(&Behind::of(section), None);
    let span = if section.and_by.is_some() { "2" } else { "1" };
    let now = cells(
        look,
        section,
        &section.total,
        &section.total_before,
        way.as_ref(),
    );
    view! {
        <tr>
            <th scope="row" colspan=span>
                {t().reports.total}
            </th>
            {now}
        </tr>
    }
    .into_any()
}
