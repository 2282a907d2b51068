//! Handing the sale on the screen to another employee, and moving it to another table.
//!
//! It must not know who may do so.

use super::table_picks::TablePicks;
use crate::i18n::t;
use crate::platform::intl;
use crate::register::till::act::Act;
use crate::register::till::{Till, tables};
use crate::ui::{Banner, Button, Icon, Look, TextField, Tone, icon};
use leptos::prelude::*;
use sale::{Change, EmployeeId, TableRef};

/// Who takes it over.
pub fn people(till: Till) -> AnyView {
    let words = t().floor;
    let Some(view) = till.view.get_untracked() else {
        return ().into_any();
    };
    let (sale_id, before) = (view.sale.id, view.sale.owner);
    let mut others: Vec<(EmployeeId, String)> = till.replica.employees().with_untracked(|all| {
        let others = all.iter().filter(|one| one.id != before && !one.gone);
        others.map(|one| (one.id, one.name.clone())).collect()
    });
    others.sort_by(|a, b| intl::compare(&a.1, &b.1));
    let nobody = others.is_empty();
    let to = |owner| Change::Owner { sale_id, owner };
    let row = |(id, name): (EmployeeId, String)| {
        let said = words.given(&name, view.sale.title());
        let (act, shown) = (Act::new(to(id), said).undo(to(before)), name.clone());
        view! {
            <li>
                <button
                    type="button"
                    class="person"
                    data-testid="give-choice"
                    data-employee-name=name.clone()
                    on:click=move |_| till.act(act.clone())
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
    let sale_id = view.sale.id;
    let has_table = view.sale.table.is_some();
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
    let go = Callback::new(move |table: Option<TableRef>| {
        let name = table.as_ref().map_or(words.move_off, |table| &table.name);
        let said = words.moved(name, view.sale.title());
        let to = |table| Change::Table { sale_id, table };
        till.act(Act::new(to(table), said).undo(to(view.sale.table.clone())));
    });
    let moved = move || {
        let name = wanted.get_untracked();
        if !name.is_empty() {
            go.run(Some(tables::named(till, name)));
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
                            <Button large=true test_id="move-off" on_press=move || go.run(None)>
                                {words.move_off}
                            </Button>
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
