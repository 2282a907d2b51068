//! One row of the table of sales. It stays while the sale changes, and flashes once when it does.
//!
//! It must not know the rows around it.

use super::super::facts::Facts;
use super::super::places::{Listed, SalesPlace};
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::intl::{self, Shown};
use crate::ui::{AgeChip, AgeStep, Chip, Icon, Tone, age_step};
use leptos::prelude::*;
use sale::{Quantity, SaleId};
use std::sync::Arc;
use sync::device::SaleView;

/// The id of the link in the row of a sale.
pub fn row_id(id: SaleId) -> String {
    format!("sale-{id}")
}

/// What a row says, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Words {
    title: String,
    number: String,
    register: String,
    employee: String,
    table: String,
    items: String,
    total: String,
    time_ms: i64,
    time: String,
    reason: Option<String>,
    waiting: u64,
    only_here: bool,
}

fn words_of(view: &SaleView, facts: Facts) -> Words {
    let sale = &view.sale;
    let closing = sale.closing.as_ref();
    let time_ms = closing.map_or(sale.opened_at_ms, |closing| closing.at_ms);
    let number = if sale.title() == sale.number {
        ""
    } else {
        &sale.number
    };
    Words {
        title: sale.title().to_owned(),
        number: number.to_owned(),
        register: facts.place(sale.register_id, Some(sale.source)),
        employee: facts.employee(closing.map_or(sale.owner, |closing| closing.by)),
        table: sale
            .table
            .as_ref()
            .map(|table| table.name.clone())
            .unwrap_or_default(),
        items: items(sale.units()),
        total: facts.money(view.totals.total),
        time_ms,
        time: facts.time(time_ms, Shown::DayAndTime),
        reason: closing.and_then(|closing| closing.reason.clone()),
        waiting: view.waiting,
        only_here: view.only_here,
    }
}

/// Whole units; parts of a kilogram count as they are.
fn items(units: Quantity) -> String {
    intl::quantity(units)
}

/// A cell of plain words.
fn cell(class: &'static str, row: Memo<Words>, of: fn(&Words) -> &String) -> impl IntoView {
    view! { <td class=class>{move || row.with(|row| of(row).clone())}</td> }
}

/// One row.
#[component]
pub fn Row(
    /// Which sale.
    id: SaleId,
    /// The sale; none when it is not in the list any more.
    view: Signal<Option<Arc<SaleView>>>,
    /// What the list is of.
    listed: Listed,
    /// Names and formats.
    facts: Facts,
    /// What is shown.
    place: Signal<SalesPlace>,
    /// The sale that is looked at.
    selected: Memo<Option<SaleId>>,
) -> impl IntoView {
    let words = t().backoffice;
    let now = Clock::now();
    let is_open = Memo::new(move |_| view.with(|v| v.as_ref().is_some_and(|v| v.sale.is_open())));
    let gone = move || listed == Listed::Open && !is_open.get();
    // A sale that is gone keeps its words until its row goes too.
    let row = Memo::new(move |before: Option<&Words>| {
        view.with(|view| view.as_ref().map(|view| words_of(view, facts)))
            .or_else(|| before.cloned())
            .unwrap_or_default()
    });
    let flash = Memo::new(move |before: Option<&u8>| {
        row.track();
        match before {
            None => 0,
            Some(1) => 2,
            Some(_) => 1,
        }
    });
    let step = Memo::new(move |_| {
        let opened = row.with(|row| row.time_ms);
        match facts.steps().get() {
            Some(steps) if listed == Listed::Open => age_step(opened, now.get(), steps),
            _ => AgeStep::Fresh,
        }
    });
    let address = move || {
        let place = SalesPlace {
            sale: Some(id),
            ..place.get()
        };
        place.address().to_string()
    };
    let is_selected = Memo::new(move |_| selected.get() == Some(id));
    view! {
        <tr
            class=move || format!("row {}", step.get().class())
            class:flash-1=move || flash.get() == 1
            class:flash-2=move || flash.get() == 2
            class:is-selected=move || is_selected.get()
            class:is-gone=gone
            data-testid=move || if gone() { "sale-row-gone" } else { "sale-row" }
            data-sale-id=id.to_string()
            data-title=move || row.with(|row| row.title.clone())
        >
            <th scope="row" class="cell-sale">
                <a
                    id=row_id(id)
                    class="row-link"
                    href=address
                    data-noscroll=true
                    aria-current=move || is_selected.get().then_some("true")
                >
                    {move || row.with(|row| row.title.clone())}
                </a>
                <span class="row-number">{move || row.with(|row| row.number.clone())}</span>
                {move || {
                    let (waiting, only_here) = row.with(|row| (row.waiting, row.only_here));
                    match (gone(), waiting, only_here) {
                        (true, _, _) => Some((Tone::Neutral, Icon::Info, words.no_longer_open)),
                        (_, _, true) => Some((Tone::Caution, Icon::CloudOff, words.only_here)),
                        (_, 1.., _) => Some((Tone::Info, Icon::Clock, t().common.waiting)),
                        _ => None,
                    }
                        .map(|(tone, picture, text)| view! { <Chip tone picture text=text /> })
                }}
                {move || {
                    row.with(|row| row.reason.clone())
                        .map(|reason| view! { <span class="row-reason">{reason}</span> })
                }}
            </th>
            {cell("cell-register", row, |row| &row.register)}
            {cell("cell-employee", row, |row| &row.employee)}
            {cell("cell-table", row, |row| &row.table)}
            {cell("cell-lines", row, |row| &row.items)}
            <td class="cell-time">
                {match listed {
                    Listed::Open => {
                        view! {
                            <AgeChip
                                since_ms=Signal::derive(move || row.with(|row| row.time_ms))
                                now=now
                                steps=facts.steps()
                                exact=Signal::derive(move || row.with(|row| row.time.clone()))
                            />
                        }
                            .into_any()
                    }
                    _ => {
                        view! { <span>{move || row.with(|row| row.time.clone())}</span> }.into_any()
                    }
                }}
            </td>
            {cell("cell-total money", row, |row| &row.total)}
        </tr>
    }
}
