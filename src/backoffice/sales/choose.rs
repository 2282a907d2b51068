//! Which open sales a list shows, and in which order.
//!
//! It must not know how they are drawn.

use super::super::facts::Facts;
use super::super::places::{Age, SalesPlace, Sort};
use crate::platform::intl;
use crate::ui::{AgeStep, age_step};
use leptos::prelude::*;
use sale::{AgeSteps, Sale};
use std::cmp::Ordering;
use std::sync::Arc;
use sync::device::SaleView;

/// Those of `all` that the place lets through, in its order.
pub fn choose(
    all: &[Arc<SaleView>],
    place: &SalesPlace,
    facts: Facts,
    now: i64,
) -> Vec<Arc<SaleView>> {
    let needles: Vec<String> = place.search.split_whitespace().map(intl::folded).collect();
    let steps = facts.steps().get();
    let chosen: Vec<Arc<SaleView>> = all
        .iter()
        .filter(|view| passes(&view.sale, place, steps, now) && finds(&view.sale, &needles))
        .cloned()
        .collect();
    ordered(chosen, place, facts)
}

fn passes(sale: &Sale, place: &SalesPlace, steps: Option<AgeSteps>, now: i64) -> bool {
    let least = match place.age {
        Age::Any => AgeStep::Fresh,
        Age::Ageing => AgeStep::Ageing,
        Age::Old => AgeStep::Old,
        Age::VeryOld => AgeStep::VeryOld,
    };
    let step = steps.map_or(AgeStep::Fresh, |steps| {
        age_step(sale.opened_at_ms, now, steps)
    });
    place
        .register
        .is_none_or(|register| sale.register_id == Some(register))
        && place.employee.is_none_or(|employee| sale.owner == employee)
        && step >= least
}

/// Whether every word typed is somewhere in what the sale is known by.
fn finds(sale: &Sale, needles: &[String]) -> bool {
    if needles.is_empty() {
        return true;
    }
    let mut known = intl::folded(&sale.number);
    let mut know = |text: &str| {
        known.push('\n');
        known.push_str(&intl::folded(text));
    };
    for text in [
        sale.name.as_deref(),
        sale.customer
            .as_ref()
            .map(|customer| customer.name.as_str()),
        sale.table.as_ref().map(|table| table.name.as_str()),
        sale.note.as_deref(),
    ]
    .into_iter()
    .flatten()
    {
        know(text);
    }
    for line in sale.standing_lines() {
        know(&line.name);
    }
    needles.iter().all(|needle| known.contains(needle.as_str()))
}

fn ordered(chosen: Vec<Arc<SaleView>>, place: &SalesPlace, facts: Facts) -> Vec<Arc<SaleView>> {
    let opened = |one: &SaleView, other: &SaleView| {
        (one.sale.opened_at_ms, one.sale.id).cmp(&(other.sale.opened_at_ms, other.sale.id))
    };
    let turned = |order: Ordering| {
        if place.descending {
            order.reverse()
        } else {
            order
        }
    };
    // What a row is sorted by is found once a row, not once a comparison.
    let mut keyed: Vec<(Key, Arc<SaleView>)> = chosen
        .into_iter()
        .map(|view| (Key::of(&view, place.sort, facts), view))
        .collect();
    keyed.sort_by(|(a, one), (b, other)| turned(a.compare(b)).then_with(|| opened(one, other)));
    keyed.into_iter().map(|(_, view)| view).collect()
}

/// What a row is sorted by.
enum Key {
    Text(String),
    Number(i64),
}

impl Key {
    fn of(view: &SaleView, sort: Sort, facts: Facts) -> Key {
        let sale = &view.sale;
        match sort {
            Sort::Opened => Key::Number(sale.opened_at_ms),
            Sort::Lines => Key::Number(sale.units().0),
            Sort::Total => Key::Number(view.totals.total.0),
            Sort::Name => Key::Text(sale.title().to_owned()),
            Sort::Register => Key::Text(facts.place(sale.register_id, Some(sale.source))),
            Sort::Employee => Key::Text(facts.employee(sale.owner)),
            Sort::Table => Key::Text(
                sale.table
                    .as_ref()
                    .map(|table| table.name.clone())
                    .unwrap_or_default(),
            ),
        }
    }

    fn compare(&self, other: &Key) -> Ordering {
        match (self, other) {
            (Key::Number(one), Key::Number(other)) => one.cmp(other),
            // What has no name stands last.
            (Key::Text(one), Key::Text(other)) if one.is_empty() != other.is_empty() => {
                one.is_empty().cmp(&other.is_empty())
            }
            (Key::Text(one), Key::Text(other)) => intl::compare(one, other),
            _ => Ordering::Equal,
        }
    }
}
