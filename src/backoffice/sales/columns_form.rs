//! Which columns the list of sales shows, and in which order.
//!
//! It must not know the list.

use super::super::places::Listed;
use super::columns::{Column, Columns};
use crate::i18n::t;
use crate::ui::{Button, Icon, IconButton, Look};
use leptos::prelude::*;

/// All columns: those that are shown first, in their order.
#[component]
pub fn ColumnsForm() -> impl IntoView {
    let words = t().sales;
    let columns = Columns::get();
    let order = Memo::new(move |_| {
        let mut order = columns.shown().get();
        let hidden: Vec<Column> = Column::all().filter(|one| !order.contains(one)).collect();
        order.extend(hidden);
        order
    });
    view! {
        <p class="dialog-text">{words.columns_hint}</p>
        <ul class="columns-form">
            <For
                each=move || order.get()
                key=|column| column.word()
                children=move |column| view! { <Entry column columns /> }.into_any()
            />
        </ul>
        <div class="dialog-actions">
            <Button look=Look::Quiet test_id="columns-usual" on_press=move || columns.reset()>
                {words.usual_columns}
            </Button>
        </div>
    }
}

#[component]
fn Entry(column: Column, columns: Columns) -> impl IntoView {
    let words = t().sales;
    let name = column.heading(Listed::Open);
    let at = Memo::new(move |_| {
        columns
            .shown()
            .with(|all| all.iter().position(|one| *one == column))
    });
    let last = Memo::new(move |_| columns.shown().with(Vec::len).saturating_sub(1));
    view! {
        <li>
            <label>
                <input
                    type="checkbox"
                    class="pick"
                    data-testid="column-shown"
                    data-column=column.word()
                    prop:checked=move || at.get().is_some()
                    on:change=move |_| columns.toggle(column)
                />
                {name}
            </label>
            <IconButton
                picture=Icon::ArrowUp
                label=words.column_earlier(name)
                test_id="column-earlier"
                disabled=Signal::derive(move || at.get().is_none_or(|at| at == 0))
                on_press=move || columns.shift(column, false)
            />
            <IconButton
                picture=Icon::ArrowDown
                label=words.column_later(name)
                test_id="column-later"
                disabled=Signal::derive(move || at.get().is_none_or(|at| at == last.get()))
                on_press=move || columns.shift(column, true)
            />
        </li>
    }
}
