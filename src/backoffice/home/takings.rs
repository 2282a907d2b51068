//! Today's takings, hour by hour beside the same weekday a week ago, and the tips that are not in the
//! drawer.
//!
//! It must not know what else is on Home.

use crate::backoffice::facts::Facts;
use crate::backoffice::reports::{Fetched, ReportPlace, changed, figure};
use crate::i18n::{facts as beside, t};
use crate::platform::intl;
use crate::ui::chart::{Drawing, Frame, Point, Steps, chart, columns};
use crate::ui::{Icon, Skeleton, icon};
use leptos::prelude::*;
use sale::civil::Period;
use sync::api::reports::{ReportName, ReportSection, Unit};

/// A section of Home's report.
pub fn section_of(fetched: Fetched, id: &'static str) -> Memo<Option<ReportSection>> {
    Memo::new(move |_| {
        fetched.report.with(|report| {
            let (_, report) = report.as_ref()?;
            report
                .sections
                .iter()
                .find(|section| section.id == id)
                .cloned()
        })
    })
}

/// A figure of a section's total, and what it was.
pub fn total(section: &ReportSection, id: &str) -> (Option<i64>, Option<i64>) {
    let at = section.measures.iter().position(|measure| measure.id == id);
    let pick = |of: &[Option<i64>]| at.and_then(|at| of.get(at).copied().flatten());
    (pick(&section.total), pick(&section.total_before))
}

/// Today's takings.
fn address() -> String {
    let place = ReportPlace {
        period: Period::Today,
        ..ReportPlace::of(ReportName::Takings)
    };
    place.address().to_string()
}

/// From the first hour with anything to the last, so that a night without sales takes no room.
fn points(section: &ReportSection, facts: Facts) -> Vec<Point> {
    let at = section
        .measures
        .iter()
        .position(|measure| measure.id == "total");
    let pick = |of: &[Option<i64>]| at.and_then(|at| of.get(at).copied().flatten());
    let is_busy = |figure: Option<i64>| figure.is_some_and(|figure| figure != 0);
    let rows = &section.rows;
    let busy = |row: &&sync::api::reports::ReportRow| {
        is_busy(pick(&row.values)) || is_busy(pick(&row.before))
    };
    let hour = |row: &sync::api::reports::ReportRow| row.key.as_ref()?.parse::<u32>().ok();
    let hours = || rows.iter().filter(busy).filter_map(hour);
    let (Some(first), Some(last)) = (hours().min(), hours().max()) else {
        return Vec::new();
    };
    let each = (first..=last).map(|at| {
        let row = rows.iter().find(|row| hour(row) == Some(at));
        let now = row.and_then(|row| pick(&row.values)).unwrap_or(0);
        let before = row.and_then(|row| pick(&row.before)).unwrap_or(0);
        let money = |figure| figure_text(facts, Some(figure));
        Point {
            label: intl::hour(at),
            values: vec![Some(now)],
            before: Some(before),
            tip: beside(&[intl::hour(at), money(now), t().reports.was(money(before))]),
            told: money(now),
            way: None,
        }
    });
    each.collect()
}

fn figure_text(facts: Facts, figure_of: Option<i64>) -> String {
    figure(facts, Unit::Money, figure_of)
}

/// The tile.
pub fn takings(fetched: Fetched) -> AnyView {
    let words = t().home;
    let facts = Facts::get();
    let sums = section_of(fetched, "home_takings");
    let hours = section_of(fetched, "home_takings_by_hour");
    // None while it is on its way; whether there is anything to draw.
    let is_here = Memo::new(move |_| {
        hours.with(|hours| hours.as_ref().map(|hours| !points(hours, facts).is_empty()))
    });
    let sentence = Signal::derive(move || {
        sums.with(|sums| {
            let (now, before) = total(sums.as_ref()?, "total");
            Some(match before {
                Some(before) => {
                    words.says_takings(figure_text(facts, Some(before)), figure_text(facts, now))
                }
                None => words.says_takings_alone(figure_text(facts, now)),
            })
        })
        .unwrap_or_default()
    });
    let draw = Callback::new(move |frame: Frame| {
        hours.with(|hours| {
            let tick = |figure: i64| facts.round_money(sale::Money(figure));
            hours.as_ref().map_or_else(Drawing::default, |hours| {
                columns(frame, &points(hours, facts), Steps::Decimal, &tick)
            })
        })
    });
    let figure = move || {
        sums.with(|sums| {
            let (now, before) = total(sums.as_ref()?, "total");
            let change = changed(now, before, true);
            Some(view! {
                <p class="kpi-figure" data-testid="home-takings">
                    {figure_text(facts, now)}
                    {change.map(|(text, class)| view! { <span class=class>{text}</span> })}
                </p>
            })
        })
    };
    view! {
        <section class="tile" aria-labelledby="home-takings">
            <header class="tile-head">
                <h2 class="kpi-name" id="home-takings">{words.takings}</h2>
                <a class="tile-way" href=address() data-testid="home-takings-report">
                    {words.see_all}
                    {icon(Icon::Forward)}
                </a>
            </header>
            {figure}
            {move || match is_here.get() {
                Some(true) => {
                    view! {
                        {chart("chart-today".to_owned(), words.takings_beside.into(), sentence, draw)}
                        <ul class="chart-keys">
                            <li class="chart-key key-1">{words.today}</li>
                            <li class="chart-key key-before">{words.a_week_ago}</li>
                        </ul>
                    }
                        .into_any()
                }
                Some(false) => {
                    view! { <p class="page-hint">{words.best_none}</p> }.into_any()
                }
                None => view! { <Skeleton count=4 /> }.into_any(),
            }}
        </section>
    }
    .into_any()
}
