//! One row of the table of sales. It stays while the sale changes, and flashes once when it does.
//!
//! It must not know the rows around it.

use super::super::facts::Facts;
use super::super::places::{Listed, SalesPlace};
use super::columns::Column;
use super::picked::Picked;
use crate::i18n::t;
use crate::platform::clock::Clock;
use crate::platform::intl::{self, Shown};
use crate::ui::{AgeStep, Chip, Icon, Tone, age_chip, age_step};
use leptos::prelude::*;
use sale::{AgeSteps, Money, SaleId};
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
    guests: String,
    customer: String,
    items: String,
    opened: String,
    paid: String,
    due: String,
    total: String,
    /// What is still to be paid, where a part was.
    part: Option<String>,
    time_ms: i64,
    time: String,
    reason: Option<String>,
    waiting: u64,
    only_here: bool,
    is_open: bool,
}

fn words_of(view: &SaleView, facts: Facts) -> Words {
    let (sale, totals) = (&view.sale, &view.totals);
    let closing = sale.closing.as_ref();
    let time_ms = closing.map_or(sale.opened_at_ms, |closing| closing.at_ms);
    let number = if sale.title() == sale.number {
        ""
    } else {
        &sale.number
    };
    let name = |name: Option<&String>| name.cloned().unwrap_or_default();
    let due = facts.money(totals.due);
    let time = facts.time(time_ms, Shown::DayAndTime);
    Words {
        title: sale.title().to_owned(),
        number: number.to_owned(),
        register: facts.place(sale.register_id, Some(sale.source)),
        employee: facts.employee(closing.map_or(sale.owner, |closing| closing.by)),
        table: name(sale.table.as_ref().map(|table| &table.name)),
        guests: sale
            .guests
            .map(|n| intl::count(n.into()))
            .unwrap_or_default(),
        customer: name(sale.customer.as_ref().map(|customer| &customer.name)),
        items: intl::count(sale.items()),
        opened: match time_ms == sale.opened_at_ms {
            true => time.clone(),
            false => facts.time(sale.opened_at_ms, Shown::DayAndTime),
        },
        paid: facts.money(totals.paid),
        total: facts.money(totals.total),
        part: (sale.is_open() && totals.paid != Money::ZERO)
            .then(|| t().common.due_of(due.clone())),
        due,
        time_ms,
        time,
        reason: closing.and_then(|closing| closing.reason.clone()),
        waiting: view.waiting,
        only_here: view.only_here,
        is_open: sale.is_open(),
    }
}

impl Words {
    fn cell(&self, column: Column) -> &String {
        match column {
            Column::Register => &self.register,
            Column::Employee => &self.employee,
            Column::Table => &self.table,
            Column::Guests => &self.guests,
            Column::Customer => &self.customer,
            Column::Items => &self.items,
            Column::Time => &self.time,
            Column::Opened => &self.opened,
            Column::Paid => &self.paid,
            Column::Due => &self.due,
            Column::Total => &self.total,
        }
    }
}

/// One row. Hundreds are drawn while somebody scrolls, so its cells are one effect: what a change leaves
/// as it was is left alone in the page too.
#[component]
pub fn Row(
    /// Which sale.
    id: SaleId,
    /// The sale; none when it is not in the list any more.
    view: Signal<Option<Arc<SaleView>>>,
    /// Which row of the list it is.
    number: Memo<Option<usize>>,
    /// What the list is of.
    listed: Listed,
    /// Names and formats.
    facts: Facts,
    /// The list that it stands in.
    place: Memo<SalesPlace>,
    /// The sale that is looked at.
    selected: Memo<Option<SaleId>>,
    /// What is said of it, and in which order.
    columns: Signal<Vec<Column>>,
    /// Selects it, with Shift those between too.
    pick: Callback<(SaleId, bool)>,
) -> impl IntoView {
    let (now, picked) = (Clock::now(), Picked::get());
    let open = listed == Listed::Open;
    let is_picked = Memo::new(move |_| picked.holds(id));
    let is_selected = Memo::new(move |_| selected.get() == Some(id));
    // A sale that is gone keeps its words until its row goes too.
    let row = Memo::new(move |before: Option<&Words>| {
        let now = view.with(|view| view.as_ref().map(|view| words_of(view, facts)));
        let gone = |before: &Words| Words {
            is_open: false,
            ..before.clone()
        };
        now.or_else(|| before.map(gone)).unwrap_or_default()
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
            Some(steps) if open => age_step(opened, now.get(), steps),
            _ => AgeStep::Fresh,
        }
    });
    let is_gone = move || open && row.with(|row| !row.is_open);
    let class = move || {
        let mut class = format!("row {}", step.get().class());
        let flash = flash.get();
        for (is, name) in [
            (flash == 1, " flash-1"),
            (flash == 2, " flash-2"),
            (is_selected.get(), " is-selected"),
            (is_picked.get(), " is-picked"),
            (is_gone(), " is-gone"),
        ] {
            class.push_str(if is { name } else { "" });
        }
        class
    };
    // By itself: what is typed moves all of them, and says nothing new of any sale.
    let address = move || {
        place.with(|place| {
            let place = SalesPlace {
                sale: Some(id),
                ..place.clone()
            };
            place.address().to_string()
        })
    };
    let about = move || {
        row.with(|row| {
            let reason = row.reason.clone();
            view! {
                <span class="row-number">{row.number.clone()}</span>
                {state(row, open)}
                {reason.map(|text| view! { <span class="row-reason">{text}</span> })}
            }
        })
    };
    let cells = move || {
        let age = open.then(|| (now.get(), facts.steps().get()));
        row.with(|row| {
            columns.with(|columns| {
                let cells = columns.iter().map(|column| cell(row, *column, age));
                cells.collect::<Vec<_>>()
            })
        })
    };
    view! {
        <tr
            class=class
            aria-rowindex=move || number.get().map(|number| (number + 2).to_string())
            data-testid=move || if is_gone() { "sale-row-gone" } else { "sale-row" }
            data-sale-id=id.to_string()
            data-title=move || row.with(|row| row.title.clone())
        >
            <td class="cell-pick">
                <input
                    type="checkbox"
                    class="pick"
                    data-testid="pick-sale"
                    aria-label=move || row.with(|row| t().sales.pick(&row.title))
                    prop:checked=move || is_picked.get()
                    on:click=move |event| {
                        let shift = event.shift_key();
                        // What is selected says itself whether it is.
                        request_animation_frame(move || pick.run((id, shift)));
                        event.prevent_default();
                    }
                />
            </td>
            <th scope="row" class="cell-sale">
                <a
                    id=row_id(id)
                    class="row-link"
                    href=address
                    data-noscroll=true
                    title=move || row.with(|row| row.title.clone())
                    aria-current=move || is_selected.get().then_some("true")
                >
                    {move || row.with(|row| row.title.clone())}
                </a>
                {about}
            </th>
            {cells}
        </tr>
    }
}

/// What is special about the sale.
fn state(row: &Words, open: bool) -> Option<AnyView> {
    let words = t().backoffice;
    let (tone, picture, text) = match (open && !row.is_open, row.waiting, row.only_here) {
        (true, _, _) => (Tone::Neutral, Icon::Info, words.no_longer_open),
        (_, _, true) => (Tone::Caution, Icon::CloudOff, words.only_here),
        (_, 1.., _) => (Tone::Info, Icon::Clock, t().common.waiting),
        _ => return None,
    };
    Some(view! { <Chip tone picture text=text /> }.into_any())
}

/// A cell; `age` is the present time and the store's steps where the list is of open sales.
fn cell(row: &Words, column: Column, age: Option<(i64, Option<AgeSteps>)>) -> AnyView {
    let class = column.class();
    match (column, age) {
        (Column::Time, Some((now_ms, steps))) => {
            let chip = age_chip(row.time_ms, now_ms, steps, row.time.clone());
            view! { <td class=class>{chip}</td> }.into_any()
        }
        (Column::Total, _) => {
            let part = row.part.clone();
            let part = part.map(|part| view! { <span class="row-due">{part}</span> });
            view! { <td class=class>{row.total.clone()} {part}</td> }.into_any()
        }
        _ => view! { <td class=class>{row.cell(column).clone()}</td> }.into_any(),
    }
}
