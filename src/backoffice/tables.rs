//! The tables of the store as they stand in its rooms, with the open sales on them; where they are
//! arranged (rule F8).
//!
//! It must not know how a change reaches the registers.

mod form;
mod spot;

use crate::i18n::t;
use crate::platform::intl;
use crate::replica::Replica;
use crate::ui::{Button, EmptyState, Icon, Look, ScreenTitle};
use form::{Asked, TableDialog};
use leptos::prelude::*;
use sale::{Table, TableId};
use spot::TableSpot;
use std::sync::Arc;

/// The rooms by name, each with its tables by name.
fn rooms(tables: &[Arc<Table>]) -> Vec<(String, Vec<TableId>)> {
    let mut tables = tables.to_vec();
    tables.sort_by(|a, b| {
        intl::compare(&a.room, &b.room).then_with(|| intl::compare(&a.name, &b.name))
    });
    let mut rooms: Vec<(String, Vec<TableId>)> = Vec::new();
    for table in tables {
        match rooms.last_mut() {
            Some((room, ids)) if *room == table.room => ids.push(table.id),
            _ => rooms.push((table.room.clone(), vec![table.id])),
        }
    }
    rooms
}

/// The tables.
#[component]
pub fn TablesPage() -> impl IntoView {
    let words = t().backoffice;
    let tables = Replica::expect().tables();
    let rooms = Memo::new(move |_| tables.with(|tables| rooms(tables)));
    let names = Memo::new(move |_| {
        rooms.with(|rooms| {
            rooms
                .iter()
                .map(|(name, _)| name.clone())
                .collect::<Vec<_>>()
        })
    });
    let asked = RwSignal::new(None::<Asked>);
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <ScreenTitle title=words.tables />
                    <p class="page-hint">{words.tables_hint}</p>
                </div>
                <div class="page-actions">
                    <Button
                        look=Look::Primary
                        picture=Icon::Plus
                        test_id="add-table"
                        on_press=move || asked.set(Some(Asked::New))
                    >
                        {words.add_table}
                    </Button>
                </div>
            </header>
            {move || {
                if names.with(Vec::is_empty) {
                    return view! {
                        <EmptyState
                            picture=Icon::Table
                            title=words.no_tables_title
                            text=words.no_tables
                        />
                    }
                        .into_any();
                }
                names
                    .get()
                    .into_iter()
                    .map(|name| {
                        let of_room = name.clone();
                        let ids = Signal::<Vec<_>>::derive(move || {
                            rooms
                                .with(|rooms| {
                                    let room = rooms.iter().find(|(name, _)| *name == of_room);
                                    let ids = room.map(|(_, ids)| ids.iter().map(|id| id.0));
                                    ids.into_iter().flatten().collect()
                                })
                        });
                        let title = if name.is_empty() { words.one_room.to_owned() } else { name };
                        let shown = title.clone();
                        view! {
                            <section class="room" aria-label=shown>
                                <h2 class="room-title">{title}</h2>
                                <div class="room-floor" data-testid="room">
                                    <For each=move || ids.get() key=|id| *id children=move |id| {
                                            view! { <TableSpot id=TableId(id) asked=asked /> }.into_any()
                                        } />
                                </div>
                            </section>
                        }
                    })
                    .collect_view()
                    .into_any()
            }}
            <TableDialog asked=asked />
        </div>
    }
}
