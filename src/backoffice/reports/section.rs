//! One section of a report: its title, the files that it can be had as, its chart with the sentence
//! that it shows, and its table.
//!
//! It must not know the other sections.

use super::draw::{Chart, Draw, chart_of, parts, value};
use super::look::{Behind, Look};
use super::place::word;
use super::{say, table};
use crate::api;
use crate::i18n::t;
use crate::platform::picture;
use crate::ui::chart::{Frame, chart};
use crate::ui::{Button, Look as ButtonLook};
use leptos::prelude::*;
use std::sync::Arc;
use sync::api::reports::{Dimension, ExportFormat, ReportName, ReportSection, Unit};

/// What is looked for first, where a table is not sorted by anything.
const FIRST: [&str; 5] = ["total", "value", "open_value", "amount", "gross"];

/// The column that a chart shows: what the table is sorted by, else what is looked for first.
fn shown(look: Look, section: &ReportSection) -> usize {
    let find = |id: &str| section.measures.iter().position(|measure| measure.id == id);
    let sorted = look.sorted(&section.id);
    let first = || {
        let counts = look
            .place
            .with(|place| place.name == ReportName::Exceptions);
        let mut wanted = FIRST.iter().filter(|_| !counts);
        wanted.find_map(|id| find(id))
    };
    sorted
        .and_then(|sorted| find(&sorted.column))
        .or_else(first)
        .unwrap_or(0)
}

/// The shop's average a person, where the server tells it, to hold each person against.
fn average(section: &ReportSection, at: usize) -> Option<i64> {
    let id = format!("average_{}", section.measures.get(at)?.id);
    let at = section
        .measures
        .iter()
        .position(|measure| measure.id == id)?;
    value(&section.rows.first()?.values, at)
}

fn with_drawing<T>(look: Look, section: &ReportSection, then: impl FnOnce(&Draw) -> T) -> T {
    let at = shown(look, section);
    let behind = Behind::of(section);
    then(&Draw {
        section,
        at,
        facts: look.facts,
        way: &|row| look.way(&behind, Some(row)),
        mark: average(section, at),
    })
}

/// A section.
pub fn section(look: Look, section: Memo<Option<Arc<ReportSection>>>) -> AnyView {
    let Some(first) = section.get_untracked() else {
        return ().into_any();
    };
    let (id, kind) = (first.id.clone(), chart_of(&first));
    let title = Memo::new(move |_| {
        section.with(|s| s.as_ref().map(|s| say::section(s)).unwrap_or_default())
    });
    let sentence = Memo::new(move |_| {
        section.with(|section| {
            let section = section.as_ref()?;
            let said = with_drawing(look, section, |draw| draw.sentence());
            match average(section, shown(look, section)) {
                Some(average) => {
                    let unit = section.measures.get(shown(look, section))?.unit;
                    let figure = say::figure(look.facts, unit, Some(average));
                    Some(t().reports.says_average(figure, said))
                }
                None => Some(said),
            }
        })
    });
    let chart_id = format!("chart-{id}");
    let heading_id = format!("section-{id}");
    let (labelled, word) = (heading_id.clone(), id.clone());
    // A chart and a table of noughts say less than the sentence.
    let nothing = Memo::new(move |_| {
        section.with(|section| {
            let rows = section.as_ref().map(|section| section.rows.as_slice());
            let figures = rows
                .unwrap_or_default()
                .iter()
                .flat_map(|row| row.values.iter().chain(&row.before));
            figures.flatten().all(|figure| *figure == 0)
        })
    });
    let (chart_word, says) = (chart_id.clone(), sentence);
    let drawn = move || {
        let draw = Callback::new(move |frame: Frame| {
            section.with(|section| {
                let section = section.as_ref();
                section
                    .map(|s| with_drawing(look, s, |draw| draw.drawing(frame)))
                    .unwrap_or_default()
            })
        });
        let says = Signal::derive(move || says.get().unwrap_or_default());
        view! {
            {chart(chart_word.clone(), title.into(), says, draw)}
            {move || section.get().map(|section| legend(look, &section, kind))}
            {table::table(look, section, title)}
        }
        .into_any()
    };
    // The days of a period are summed up above their chart.
    let sums = (id == "takings_by_day").then(|| {
        view! {
            <div class="report-figures">
                {move || section.get().map(|section| figures(look, &section))}
            </div>
        }
    });
    let body = match kind {
        Chart::Figures => view! {
            <div class="report-figures">
                {move || section.get().map(|section| figures(look, &section))}
            </div>
        }
        .into_any(),
        _ => (move || match nothing.get() {
            true => view! {
                <p class="report-none">{move || says.get().unwrap_or_default()}</p>
            }
            .into_any(),
            false => drawn(),
        })
        .into_any(),
    };
    let save = move || {
        let (title, said) = (title.get_untracked(), sentence.get_untracked());
        let name = format!("{}.png", title.replace(['/', '\\'], "-"));
        picture::save(&chart_id, &title, &said.unwrap_or_default(), name);
    };
    view! {
        <section class="report-section" aria-labelledby=labelled data-section=word>
            <header class="report-section-head">
                <h2 id=heading_id>{move || title.get()}</h2>
                {files(look, id)}
                {(kind != Chart::Figures)
                    .then(|| {
                        view! {
                            <Button
                                look=ButtonLook::Quiet
                                test_id="save-picture"
                                on_press=save
                            >
                                {t().reports.picture}
                            </Button>
                        }
                    })}
            </header>
            {sums}
            {body}
        </section>
    }
    .into_any()
}

/// The files that a section can be had as.
fn files(look: Look, id: String) -> AnyView {
    let words = t().reports;
    let kinds = [
        (
            ExportFormat::Csv,
            "export-csv",
            words.csv_point,
            words.csv_point_hint,
        ),
        (
            ExportFormat::CsvComma,
            "export-csv-comma",
            words.csv_comma,
            words.csv_comma_hint,
        ),
        (
            ExportFormat::Xlsx,
            "export-xlsx",
            words.xlsx,
            words.xlsx_hint,
        ),
    ];
    let links = kinds.into_iter().map(|(format, test_id, text, title)| {
        let id = id.clone();
        let address = move || {
            let name = look.place.with(|place| word(place.name));
            let query = look.query.get();
            query.map(|query| api::export(name, &id, &query, format))
        };
        view! {
            <a
                class="button button-quiet"
                rel="external"
                download=""
                href=address
                title=title
                data-testid=test_id
            >
                {text}
            </a>
        }
    });
    view! {
        <div class="report-files" role="group" aria-label=words.files>
            {links.collect_view()}
        </div>
    }
    .into_any()
}

/// What the colours of a chart stand for.
fn legend(look: Look, section: &ReportSection, kind: Chart) -> AnyView {
    let words = t().reports;
    let compared = !section.total_before.is_empty();
    let mut named: Vec<(&'static str, String)> = Vec::new();
    match kind {
        Chart::Stacks => {
            let all = parts(section, shown(look, section));
            let and_by = section.and_by.unwrap_or(Dimension::All);
            let classes = ["key-1", "key-2", "key-3", "key-4", "key-5"];
            for (class, part) in classes.into_iter().zip(&all) {
                named.push((
                    class,
                    say::one_key(look.facts, and_by, part.as_deref(), None),
                ));
            }
            let others = section.rows.iter().any(|row| !all.contains(&row.second));
            if others {
                named.push(("key-6", words.others.to_owned()));
            }
        }
        Chart::Lines | Chart::Columns | Chart::Bars if compared => {
            named.push(("key-1", words.these_days.to_owned()));
            named.push(("key-before", words.those_days.to_owned()));
        }
        _ => {}
    }
    let named = named.into_iter().map(|(class, name)| {
        view! { <li class=format!("chart-key {class}")>{name}</li> }
    });
    view! { <ul class="chart-keys">{named.collect_view()}</ul> }.into_any()
}

/// A few figures beside each other.
fn figures(look: Look, section: &ReportSection) -> AnyView {
    let way = look.way(&Behind::of(section), None);
    let card = |id: String, name: String, unit: Unit, now: Option<i64>, before: Option<i64>| {
        let text = say::figure(look.facts, unit, now);
        let figure = match way.clone().filter(|_| now.is_some()) {
            Some(way) => view! { <a class="figure-way" href=way.to_string()>{text}</a> }.into_any(),
            None => text.into_any(),
        };
        let beside = (!section.total_before.is_empty()).then(|| {
            let was = t().reports.was(say::figure(look.facts, unit, before));
            let change = say::changed(now, before, say::is_good(&id));
            let change = change.map(|(text, class)| view! { <span class=class>{text}</span> });
            view! { <p class="kpi-note">{change} <span>{was}</span></p> }
        });
        view! {
            <div class="report-figure" data-measure=id>
                <h3 class="kpi-name">{name}</h3>
                <p class="kpi-figure">{figure}</p>
                {beside}
            </div>
        }
        .into_any()
    };
    let both = |at: usize| (value(&section.total, at), value(&section.total_before, at));
    let mut cards: Vec<AnyView> = Vec::new();
    for (at, measure) in section.measures.iter().enumerate() {
        let (now, before) = both(at);
        let name = say::measure(section, measure);
        cards.push(card(measure.id.clone(), name, measure.unit, now, before));
    }
    let find = |id: &str| section.measures.iter().position(|measure| measure.id == id);
    if let (Some(items), Some(sales)) = (find("items"), find("sales")) {
        let (items, sales) = (both(items), both(sales));
        // To a tenth of a unit.
        let each =
            |items: Option<i64>, sales: Option<i64>| Some(items?.checked_div(sales?)? / 100 * 100);
        let (now, before) = (each(items.0, sales.0), each(items.1, sales.1));
        let name = t().reports.m_items_each.to_owned();
        cards.push(card(
            "items_each".to_owned(),
            name,
            Unit::Quantity,
            now,
            before,
        ));
    }
    cards.into_any()
}
