//! What a report is narrowed down to: days, what they are compared with, and of whom. Each choice is
//! in the address.
//!
//! It must not know the report.

use super::look::Look;
use super::place::{ReportPlace, compare_word};
use crate::i18n::t;
use crate::replica::Replica;
use crate::routes::Navigator;
use crate::ui::{Button, Choice, Icon, Look as ButtonLook, Select};
use leptos::prelude::*;
use sale::civil::{Date, Days, Period};
use std::collections::BTreeSet;
use sync::api::reports::{Compare, ReportName};

/// The value that stands for days to be picked.
const CUSTOM: &str = "custom";

fn choice(value: &str, text: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        text: text.to_owned(),
    }
}

/// One filter: a list whose first choice is all.
fn filter(
    look: Look,
    label: &'static str,
    test_id: &'static str,
    all: &'static str,
    choices: impl Fn() -> Vec<Choice> + Send + Sync + 'static,
    get: fn(&ReportPlace) -> Option<String>,
    set: fn(&mut ReportPlace, Option<String>),
) -> AnyView {
    let navigator = Navigator::get();
    let choices = Signal::derive(move || {
        let mut all = vec![choice("", all)];
        all.extend(choices());
        // What an address asks for stays a choice, though the shop may not have it any more.
        if let Some(chosen) = look.place.with(get)
            && all.iter().all(|one| one.value != chosen)
        {
            all.push(choice(&chosen, &chosen));
        }
        all
    });
    view! {
        <Select
            label=label
            quiet=true
            choices=choices
            value=Signal::derive(move || look.place.with(get).unwrap_or_default())
            test_id=test_id
            on_choose=move |value: String| {
                let mut place = look.place.get_untracked();
                set(&mut place, Some(value).filter(|value| !value.is_empty()));
                navigator.go(place.address());
            }
        />
    }
    .into_any()
}

/// Names, each once and in order.
fn named(names: impl Iterator<Item = String>) -> Vec<Choice> {
    let names: BTreeSet<String> = names.filter(|name| !name.is_empty()).collect();
    names.iter().map(|name| choice(name, name)).collect()
}

/// Days, comparison, register, employee, table, room, origin, category.
pub fn choose(look: Look, today: RwSignal<Option<Date>>) -> AnyView {
    let (words, office, common) = (t().reports, t().backoffice, t().common);
    let (replica, facts, navigator) = (Replica::expect(), look.facts, Navigator::get());
    let (tables, products) = (replica.tables(), replica.products());
    let timeless = Memo::new(move |_| look.place.with(|place| place.name == ReportName::Open));
    view! {
        <div class="filters report-filters" role="group" aria-label=office.filters>
            {move || (!timeless.get()).then(|| days(look, today))}
            {filter(
                look,
                office.register,
                "report-register",
                office.all_registers,
                move || {
                    facts.registers()
                        .with(|all| all.iter().map(|r| choice(&r.id.to_string(), &r.name)).collect())
                },
                |place| place.register.map(|id| id.to_string()),
                |place, to| place.register = to.and_then(|id| id.parse().ok()),
            )}
            {filter(
                look,
                office.column_employee,
                "report-employee",
                office.all_employees,
                move || {
                    facts.employees()
                        .with(|all| all.iter().map(|e| choice(&e.id.to_string(), &e.name)).collect())
                },
                |place| place.employee.map(|id| id.to_string()),
                |place, to| place.employee = to.and_then(|id| id.parse().ok()),
            )}
            {filter(
                look,
                office.table,
                "report-table-filter",
                words.all_tables,
                move || tables.with(|all| named(all.iter().map(|table| table.name.clone()))),
                |place| place.table.clone(),
                |place, to| place.table = to,
            )}
            {filter(
                look,
                office.room,
                "report-room",
                words.all_rooms,
                move || {
                    tables.with(|all| named(all.iter().map(|table| table.room.clone())))
                },
                |place| place.room.clone(),
                |place, to| place.room = to,
            )}
            {filter(
                look,
                words.by_origin,
                "report-origin",
                words.all_origins,
                move || {
                    vec![
                        choice("Register", common.source_register),
                        choice("Pay", common.source_pay),
                        choice("BackOffice", common.source_backoffice),
                        choice("Webstore", common.source_webstore),
                    ]
                },
                |place| place.origin.clone(),
                |place, to| place.origin = to,
            )}
            {filter(
                look,
                words.by_category,
                "report-category",
                words.all_categories,
                move || {
                    products.with(|all| named(all.iter().map(|product| product.category.clone())))
                },
                |place| place.category.clone(),
                |place, to| place.category = to,
            )}
            <Show when=move || look.place.with(ReportPlace::is_narrowed)>
                <Button
                    look=ButtonLook::Quiet
                    picture=Icon::Close
                    test_id="clear-filters"
                    on_press=move || navigator.go(look.place.get_untracked().widened().address())
                >
                    {office.clear_filters}
                </Button>
            </Show>
        </div>
    }
    .into_any()
}

/// Which days, and beside which others.
fn days(look: Look, today: RwSignal<Option<Date>>) -> AnyView {
    let (words, office, navigator) = (t().reports, t().backoffice, Navigator::get());
    let period = Memo::new(move |_| look.place.with(|place| place.period));
    let picking = RwSignal::new(false);
    let custom =
        Memo::new(move |_| picking.get() || period.with(|p| matches!(p, Period::Custom(_))));
    let go = move |period: Period| {
        let place = look.place.get_untracked();
        navigator.go(ReportPlace { period, ..place }.address());
    };
    let choices = Signal::stored(vec![
        choice("today", office.day_today),
        choice("yesterday", office.day_yesterday),
        choice("this-week", office.day_this_week),
        choice("last-week", words.last_week),
        choice("this-month", office.day_this_month),
        choice("last-month", words.last_month),
        choice("last-30-days", words.last_30_days),
        choice("last-90-days", words.last_90_days),
        choice("this-year", words.this_year),
        choice(CUSTOM, words.custom),
    ]);
    let compares = Signal::stored(vec![
        choice("", words.compare_none),
        choice(compare_word(Compare::Before), words.compare_before),
        choice(compare_word(Compare::Year), words.compare_year),
    ]);
    let meant = Memo::new(move |_| period.get().days(today.get()?));
    let text = move |pick: fn(Days) -> Date| meant.get().map(|d| pick(d).to_string());
    let date =
        move |label: &'static str, test_id: &'static str, pick: fn(Days) -> Date, first: bool| {
            view! {
                <input
                    class="input"
                    type="date"
                    aria-label=label
                    data-testid=test_id
                    prop:value=move || text(pick)
                    on:change=move |event| {
                        let Ok(date) = event_target_value(&event).parse::<Date>() else {
                            return;
                        };
                        let days = meant.get_untracked().unwrap_or(Days::between(date, date));
                        let days = match first {
                            true => Days::between(date, days.last.max(date)),
                            false => Days::between(days.first.min(date), date),
                        };
                        picking.set(false);
                        go(Period::Custom(days));
                    }
                />
            }
        };
    view! {
        <Select
            label=words.days
            quiet=true
            choices=choices
            value=Signal::derive(move || match custom.get() {
                true => CUSTOM.to_owned(),
                false => period.get().to_string(),
            })
            test_id="report-days"
            on_choose=move |word: String| {
                picking.set(word == CUSTOM);
                if let Ok(period) = word.parse() {
                    go(period);
                }
            }
        />
        {move || {
            custom
                .get()
                .then(|| {
                    view! {
                        {date(words.from, "report-from", |days| days.first, true)}
                        {date(words.to, "report-to", |days| days.last, false)}
                    }
                })
        }}
        <Select
            label=words.compare
            quiet=true
            choices=compares
            value=Signal::derive(move || {
                look.place.with(|place| place.compare.map(compare_word).unwrap_or_default().to_owned())
            })
            test_id="report-compare"
            on_choose=move |word: String| {
                let compare = match word.as_str() {
                    "before" => Some(Compare::Before),
                    "year" => Some(Compare::Year),
                    _ => None,
                };
                let place = look.place.get_untracked();
                navigator.go(ReportPlace { compare, ..place }.address());
            }
        />
    }
    .into_any()
}
