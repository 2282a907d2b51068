//! The dialog of one table: what it is called, where it is, and taking it away.
//!
//! It must not know the plan.

use crate::backoffice::doing::Doing;
use crate::backoffice::places::SalesPlace;
use crate::i18n::t;
use crate::platform::ids::new_uuid;
use crate::replica::Replica;
use crate::ui::{Button, Dialog, Look, Switch, TextField};
use leptos::prelude::*;
use sale::{Change, Table, TableEdit, TableId, TablePlace};

/// What the dialog is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// One more table.
    New,
    /// This one.
    Table(TableId),
}

/// Where a new table stands in an empty room, until it is moved.
const FIRST: TablePlace = TablePlace {
    left: 20,
    top: 20,
    width: 130,
    height: 200,
};

/// Whether two tables would stand in each other's way.
fn overlap(one: TablePlace, other: TablePlace) -> bool {
    let apart =
        |from: u16, long: u16, then: u16| u32::from(from) + u32::from(long) <= u32::from(then);
    !(apart(one.left, one.width, other.left)
        || apart(other.left, other.width, one.left)
        || apart(one.top, one.height, other.top)
        || apart(other.top, other.height, one.top))
}

/// The first place that is free, row by row; where none is, on top of the first.
fn free(taken: &[TablePlace]) -> TablePlace {
    for top in (FIRST.top..=1_000 - FIRST.height).step_by(40) {
        for left in (FIRST.left..=1_000 - FIRST.width).step_by(30) {
            let place = TablePlace { left, top, ..FIRST };
            if !taken.iter().any(|other| overlap(place, *other)) {
                return place;
            }
        }
    }
    FIRST
}
/// Most letters of a name.
const MOST_NAME: u32 = 40;

/// Asks for a table's name, room and seats.
#[component]
pub fn TableDialog(
    /// What it is about; none while it is closed.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let words = t().backoffice;
    let title = Signal::derive(move || {
        match asked.get() {
            Some(Asked::Table(_)) => words.change_table,
            _ => words.add_table,
        }
        .to_owned()
    });
    view! {
        <Dialog
            open=Signal::derive(move || asked.get().is_some())
            title=title
            test_id="table-dialog"
            on_close=move || asked.set(None)
        >
            <Form asked=asked />
        </Dialog>
    }
}

/// What differs between the two, field by field (rule C4).
fn edits(before: &Table, after: Table) -> Vec<Change> {
    let table_id = before.id;
    let mut edits = Vec::new();
    if before.name != after.name {
        edits.push(TableEdit::Name(after.name));
    }
    if before.room != after.room {
        edits.push(TableEdit::Room(after.room));
    }
    if before.seats != after.seats {
        edits.push(TableEdit::Seats(after.seats));
    }
    if before.round != after.round {
        edits.push(TableEdit::Round(after.round));
    }
    let change = |edit| Change::EditTable { table_id, edit };
    edits.into_iter().map(change).collect()
}

#[component]
fn Form(asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let words = t().backoffice;
    let doing = Doing::get();
    let tables = Replica::expect().tables();
    let before = tables.with_untracked(|all| match asked.get_untracked() {
        Some(Asked::Table(id)) => {
            let table = all.iter().find(|table| table.id == id);
            table.map(|table| Table::clone(table))
        }
        _ => None,
    });
    let room = match &before {
        Some(table) => table.room.clone(),
        // One more of the room that was last looked at is what is mostly wanted.
        None => tables.with_untracked(|all| all.last().map(|t| t.room.clone()).unwrap_or_default()),
    };
    let seats = before.as_ref().map_or(4, |table| table.seats).to_string();
    let name = RwSignal::new(before.as_ref().map(|t| t.name.clone()).unwrap_or_default());
    let (room, seats) = (RwSignal::new(room), RwSignal::new(seats));
    let round = RwSignal::new(before.as_ref().is_some_and(|table| table.round));
    let (wrong_name, wrong_seats) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let known = before.is_some();
    let sales = before.as_ref().map(|table| {
        let place = SalesPlace {
            search: table.name.clone(),
            ..SalesPlace::default()
        };
        place.address().to_string()
    });
    let before = StoredValue::new(before);
    let text = |of: RwSignal<String>| of.with_untracked(|text| text.trim().to_owned());
    let save = move || {
        let (name, count) = (text(name), text(seats).parse::<u32>().ok());
        let count = count.filter(|count| *count <= Table::MOST_SEATS);
        wrong_name.set(name.is_empty().then(|| words.table_name_needed.to_owned()));
        wrong_seats.set(count.is_none().then(|| words.seats_wrong.to_owned()));
        let (false, Some(seats)) = (name.is_empty(), count) else {
            return;
        };
        let said = words.table_saved(&name);
        let before = before.get_value();
        let mut table = Table {
            id: before
                .as_ref()
                .map_or_else(|| TableId(new_uuid()), |table| table.id),
            name,
            room: text(room),
            seats,
            place: before.as_ref().map_or(FIRST, |table| table.place),
            round: round.get_untracked(),
            standing: sale::Standing::Table,
            room_order: 0,
        };
        let changes = match before {
            Some(before) => edits(&before, table),
            None => {
                let others = tables.get_untracked();
                let others = others.iter().filter(|other| other.room == table.room);
                table.place = free(&others.map(|other| other.place).collect::<Vec<_>>());
                vec![Change::PutTable(table)]
            }
        };
        asked.set(None);
        if !changes.is_empty() {
            doing.make(changes, said, None);
        }
    };
    let remove = move || {
        if let Some(table) = before.get_value() {
            let said = words.table_removed(&table.name);
            let change = Change::RemoveTable { table_id: table.id };
            asked.set(None);
            doing.make(vec![change], said, Some(Change::PutTable(table)));
        }
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
                label=words.table_name
                value=name
                error=wrong_name
                required=true
                autofocus=true
                most=MOST_NAME
                test_id="table-name"
            />
            <TextField
                label=words.room
                value=room
                hint=words.room_hint
                most=MOST_NAME
                test_id="table-room"
            />
            <TextField
                label=words.seats_label
                value=seats
                inputmode="numeric"
                error=wrong_seats
                most=4
                test_id="table-seats"
            />
            <Switch label=words.round on=round on_switch=move |on| round.set(on) test_id="table-round" />
            {sales
                .map(|href| {
                    view! {
                        <a class="link" href=href data-testid="table-sales">
                            {words.table_sales}
                        </a>
                    }
                })}
            <div class="dialog-actions">
                {known
                    .then(|| {
                        view! {
                            <Button test_id="table-remove" on_press=remove>
                                {words.remove_table}
                            </Button>
                        }
                    })}
                <Button on_press=move || asked.set(None)>{t().common.cancel}</Button>
                <Button look=Look::Primary submit=true test_id="table-save">
                    {words.save_table}
                </Button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_table_stands_in_nobodys_way_f8() {
        let mut taken = Vec::new();
        for _ in 0..24 {
            let place = free(&taken);
            assert!(place.is_inside());
            assert!(!taken.iter().any(|other| overlap(place, *other)));
            taken.push(place);
        }
    }

    #[test]
    fn only_what_was_changed_is_written_c4() {
        let table = Table {
            id: TableId(uuid::Uuid::nil()),
            name: "One".into(),
            room: String::new(),
            seats: 4,
            place: FIRST,
            round: false,
        };
        assert!(edits(&table, table.clone()).is_empty());
        let moved = Table {
            seats: 6,
            ..table.clone()
        };
        assert_eq!(
            edits(&table, moved),
            [Change::EditTable {
                table_id: table.id,
                edit: TableEdit::Seats(6),
            }]
        );
    }
}
