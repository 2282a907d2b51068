//! Rooms: a new one, another name, another order.
//!
//! It must not know the tables in them but by their room.

use super::draft;
use super::plan::Plan;
use crate::i18n::t;
use crate::ui::{Button, Dialog, Look, TextField};
use leptos::prelude::*;
use sale::{Change, TableEdit};

/// Most letters of a name.
const MOST_NAME: u32 = 40;

/// What is asked about a room.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum AskedRoom {
    /// What a new one is called.
    New,
    /// What this one is called from now on.
    Rename(String),
}

/// Asks for a room's name.
#[component]
pub(super) fn RoomDialog(
    /// What it is about; none while it is closed.
    asked: RwSignal<Option<AskedRoom>>,
    /// The plan.
    plan: Plan,
    /// Told of the room that is to be shown.
    on_room: Callback<String>,
) -> impl IntoView {
    let words = t().tables;
    let title = Signal::derive(move || {
        asked.with(|asked| match asked {
            Some(AskedRoom::Rename(_)) => words.rename_room.to_owned(),
            _ => words.add_room.to_owned(),
        })
    });
    view! {
        <Dialog
            open=Signal::derive(move || asked.with(Option::is_some))
            title=title
            test_id="room-dialog"
            on_close=move || asked.set(None)
        >
            <Form asked=asked plan=plan on_room=on_room />
        </Dialog>
    }
}

#[component]
fn Form(
    asked: RwSignal<Option<AskedRoom>>,
    plan: Plan,
    on_room: Callback<String>,
) -> impl IntoView {
    let words = t().tables;
    let before = match asked.get_untracked() {
        Some(AskedRoom::Rename(before)) => Some(before),
        _ => None,
    };
    let name = RwSignal::new(before.clone().unwrap_or_default());
    let error = RwSignal::new(None::<String>);
    let before = StoredValue::new(before);
    let save = move || {
        let typed = name.with_untracked(|name| name.trim().to_owned());
        let before = before.get_value();
        let is_same = before.as_ref() == Some(&typed);
        let is_taken = plan.rooms.with_untracked(|rooms| rooms.contains(&typed));
        error.set(match () {
            () if typed.is_empty() => Some(words.room_needed.to_owned()),
            () if is_taken && !is_same => Some(words.room_taken.to_owned()),
            () => None,
        });
        if error.with_untracked(Option::is_some) {
            return;
        }
        asked.set(None);
        match before {
            None => plan.add_room(typed.clone()),
            Some(_) if is_same => {}
            Some(before) => {
                let changes = plan.tables.with_untracked(|all| {
                    let of_it = all.iter().filter(|one| one.room == before);
                    let edit = |table_id| Change::EditTable {
                        table_id,
                        edit: TableEdit::Room(typed.clone()),
                    };
                    of_it.map(|one| edit(one.id)).collect::<Vec<_>>()
                });
                plan.make(changes, t().backoffice.table_saved(&typed));
            }
        }
        on_room.run(typed);
    };
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <TextField
                label=words.room_name
                value=name
                error=error
                required=true
                autofocus=true
                most=MOST_NAME
                test_id="room-name"
            />
            <div class="dialog-actions">
                <Button on_press=move || asked.set(None)>{t().common.cancel}</Button>
                <Button look=Look::Primary submit=true test_id="room-save">
                    {words.room_save}
                </Button>
            </div>
        </form>
    }
}

/// Shows a room before the one that it came after.
pub(super) fn earlier(plan: Plan, room: &str) {
    let mut rooms = plan.rooms.get_untracked();
    let Some(place) = rooms.iter().position(|one| one == room) else {
        return;
    };
    let Some(before) = place.checked_sub(1) else {
        return;
    };
    rooms.swap(before, place);
    let changes = plan
        .tables
        .with_untracked(|tables| draft::ordered(tables, &rooms));
    plan.make(changes, t().backoffice.table_saved(room));
}
