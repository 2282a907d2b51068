//! Handing the sale on the screen to another employee, and moving it to another table.
//!
//! It must not know who may do so.

use super::tables::{self, TablePicks};
use super::till::Till;
use crate::i18n::t;
use crate::platform::intl;
use crate::ui::{Banner, Button, Icon, Look, TextField, Tone, icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Change, EmployeeId, TableRef};

/// Who takes it over.
pub fn people(till: Till) -> AnyView {
    let words = t().floor;
    let Some(view) = till.view.get_untracked() else {
        return ().into_any();
    };
    let (sale_id, before) = (view.sale.id, view.sale.owner);
    let title = StoredValue::new(view.sale.title().to_owned());
    let mut others: Vec<(EmployeeId, String)> = till.replica.employees().with_untracked(|all| {
        let others = all.iter().filter(|one| one.id != before);
        others.map(|one| (one.id, one.name.clone())).collect()
    });
    others.sort_by(|a, b| intl::compare(&a.1, &b.1));
    let nobody = others.is_empty();
    let give = move |owner: EmployeeId, name: String| {
        till.sheet.set(None);
        spawn_local(async move {
            if till.change(Change::Owner { sale_id, owner }).await {
                let undo = Change::Owner {
                    sale_id,
                    owner: before,
                };
                till.done(words.given(&name, title.get_value()), Some(undo), None);
            }
        });
    };
    let row = move |(id, name): (EmployeeId, String)| {
        let (said, shown) = (name.clone(), name.clone());
        view! {
            <li>
                <button
                    type="button"
                    class="person"
                    data-testid="give-choice"
                    data-employee-name=name.clone()
                    on:click=move |_| give(id, said.clone())
                >
                    {icon(Icon::Person)}
                    <span>{shown}</span>
                </button>
            </li>
        }
    };
    view! {
        {nobody.then(|| view! { <p>{words.give_none}</p> })}
        <ul class="people">{others.into_iter().map(row).collect_view()}</ul>
    }
    .into_any()
}

/// Which table it goes to.
pub fn tables(till: Till) -> AnyView {
    let words = t().floor;
    let Some(view) = till.view.get_untracked() else {
        return ().into_any();
    };
    let (sale_id, before) = (view.sale.id, view.sale.table.clone());
    let title = StoredValue::new(view.sale.title().to_owned());
    let has_table = before.is_some();
    let before = StoredValue::new(before);
    let name = RwSignal::new(String::new());
    let wanted = Memo::new(move |_| name.with(|name| name.trim().to_owned()));
    let known = tables::known(till, Some(sale_id));
    let there = Memo::new(move |_| {
        let wanted = intl::folded(&wanted.get());
        known.with(|known| {
            let there = known
                .iter()
                .find(|spot| intl::folded(&spot.table.name) == wanted);
            there.and_then(|spot| Some((spot.table.name.clone(), spot.taken_by.clone()?)))
        })
    });
    let go = move |table: Option<TableRef>| {
        till.sheet.set(None);
        spawn_local(async move {
            let said = table
                .as_ref()
                .map_or(words.move_off.to_owned(), |t| t.name.clone());
            if till.change(Change::Table { sale_id, table }).await {
                let undo = Change::Table {
                    sale_id,
                    table: before.get_value(),
                };
                till.done(words.moved(&said, title.get_value()), Some(undo), None);
            }
        });
    };
    let moved = move || {
        let name = wanted.get_untracked();
        if !name.is_empty() {
            go(Some(tables::named(till, name)));
        }
    };
    view! {
        <form
            class="ask"
            on:submit=move |event| {
                event.prevent_default();
                moved();
            }
        >
            <TextField
                label=t().register.table
                value=name
                autofocus=true
                most=40
                test_id="move-table"
            />
            <TablePicks known=known name=name />
            <Show when=move || there.with(Option::is_some)>
                <Banner
                    tone=Tone::Caution
                    picture=Icon::Table
                    text=Signal::derive(move || {
                        there
                            .get()
                            .map(|(table, other)| words.move_shared(&other, &table))
                            .unwrap_or_default()
                    })
                />
            </Show>
            <div class="dialog-actions">
                {has_table
                    .then(|| {
                        view! {
                            <Button large=true on_press=move || go(None)>{words.move_off}</Button>
                        }
                    })}
                <Button
                    look=Look::Primary
                    large=true
                    submit=true
                    disabled=Signal::derive(move || wanted.with(String::is_empty))
                    test_id="move-confirm"
                >
                    {words.move_do}
                </Button>
            </div>
        </form>
    }
    .into_any()
}
