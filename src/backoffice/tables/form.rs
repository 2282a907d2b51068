//! The dialog of one thing on the plan: what it is and is called, where it is, and taking it away.
//!
//! It must not know the plan's picture.

use super::draft;
use super::plan::Plan;
use crate::backoffice::places::SalesPlace;
use crate::i18n::t;
use crate::platform::ids::new_uuid;
use crate::ui::{Button, Choice, Dialog, Look, Segmented, Switch, TextField};
use leptos::prelude::*;
use sale::{Change, Standing, Table, TableId};

/// What the dialog is about.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// One more, in this room.
    New(String),
    /// This one.
    Table(TableId),
}

/// Most letters of a name.
const MOST_NAME: u32 = 40;

/// Asks for what it is, a table's name, room and seats.
#[component]
pub(super) fn TableDialog(
    /// What it is about; none while it is closed.
    asked: RwSignal<Option<Asked>>,
    /// The plan.
    plan: Plan,
    /// Told of the room in which something was put.
    on_room: Callback<String>,
) -> impl IntoView {
    let words = t().backoffice;
    let title = Signal::derive(move || {
        asked
            .with(|asked| match asked {
                Some(Asked::Table(_)) => words.change_table,
                _ => words.add_table,
            })
            .to_owned()
    });
    view! {
        <Dialog
            open=Signal::derive(move || asked.with(Option::is_some))
            title=title
            test_id="table-dialog"
            on_close=move || asked.set(None)
        >
            <Form asked=asked plan=plan on_room=on_room />
        </Dialog>
    }
}

fn kinds() -> Vec<Choice> {
    let words = t().tables;
    let choice = |value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
    };
    vec![
        choice("table", words.kind_table),
        choice("obstacle", words.kind_obstacle),
        choice("divider", words.kind_divider),
    ]
}

fn kind_of(standing: Standing) -> &'static str {
    match standing {
        Standing::Table => "table",
        Standing::Obstacle => "obstacle",
        Standing::Divider => "divider",
    }
}

fn standing_of(kind: &str) -> Standing {
    match kind {
        "obstacle" => Standing::Obstacle,
        "divider" => Standing::Divider,
        _ => Standing::Table,
    }
}

#[component]
fn Form(asked: RwSignal<Option<Asked>>, plan: Plan, on_room: Callback<String>) -> impl IntoView {
    let (words, more) = (t().backoffice, t().tables);
    let (before, room) = match asked.get_untracked() {
        Some(Asked::Table(id)) => (plan.table(id).get_untracked(), String::new()),
        Some(Asked::New(room)) => (None, room),
        None => (None, String::new()),
    };
    let room = before.as_ref().map_or(room, |table| table.room.clone());
    let seats = before.as_ref().map_or(4, |table| table.seats).to_string();
    let name = RwSignal::new(before.as_ref().map(|t| t.name.clone()).unwrap_or_default());
    let (room, seats) = (RwSignal::new(room), RwSignal::new(seats));
    let round = RwSignal::new(before.as_ref().is_some_and(|table| table.round));
    let standing = RwSignal::new(
        before
            .as_ref()
            .map_or(Standing::Table, |table| table.standing),
    );
    let is_table = Memo::new(move |_| standing.get() == Standing::Table);
    let (wrong_name, wrong_seats) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let known = before.is_some();
    let sales = before
        .as_ref()
        .filter(|table| table.is_table())
        .map(|table| {
            let place = SalesPlace {
                search: table.name.clone(),
                ..SalesPlace::default()
            };
            place.address().to_string()
        });
    let before = StoredValue::new(before);
    let text = |of: RwSignal<String>| of.with_untracked(|text| text.trim().to_owned());
    let save = move || {
        let standing = standing.get_untracked();
        // Nobody calls a wall anything; it is called what it is.
        let kind = match standing {
            Standing::Table => "",
            Standing::Obstacle => more.kind_obstacle,
            Standing::Divider => more.kind_divider,
        };
        let name = Some(text(name)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| kind.to_owned());
        let count = match standing {
            Standing::Table => text(seats).parse::<u32>().ok(),
            _ => Some(0),
        };
        let count = count.filter(|count| *count <= Table::MOST_SEATS);
        wrong_name.set(name.is_empty().then(|| words.table_name_needed.to_owned()));
        wrong_seats.set(count.is_none().then(|| words.seats_wrong.to_owned()));
        let (false, Some(seats)) = (name.is_empty(), count) else {
            return;
        };
        let said = words.table_saved(&name);
        let room = text(room);
        let (order, taken) = plan.tables.with_untracked(|all| {
            let there: Vec<&Table> = all.iter().filter(|one| one.room == room).collect();
            let order = there.iter().map(|one| one.room_order).min();
            let taken: Vec<_> = there.iter().map(|one| one.place).collect();
            (order.unwrap_or(u16::MAX), taken)
        });
        let changes = match before.get_value() {
            Some(before) => {
                let after = Table {
                    name,
                    seats,
                    round: round.get_untracked(),
                    standing,
                    room_order: match before.room == room {
                        true => before.room_order,
                        false => order,
                    },
                    room: room.clone(),
                    ..before.clone()
                };
                draft::edits(&before, &after)
            }
            None => vec![Change::PutTable(Table {
                id: TableId(new_uuid()),
                name,
                room: room.clone(),
                seats,
                place: draft::free(&taken, standing),
                round: round.get_untracked(),
                standing,
                // A new room comes last, unless all come by their names.
                room_order: match order {
                    u16::MAX => plan.last_order(),
                    order => order,
                },
            })],
        };
        asked.set(None);
        if !changes.is_empty() {
            plan.make(changes, said);
            on_room.run(room);
        }
    };
    let remove = move || {
        if let Some(table) = before.get_value() {
            let said = words.table_removed(&table.name);
            asked.set(None);
            plan.make(vec![Change::RemoveTable { table_id: table.id }], said);
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
            <Segmented
                label=more.kind
                choices=kinds()
                value=Signal::derive(move || kind_of(standing.get()).to_owned())
                test_id="table-kind"
                on_choose=move |kind: String| standing.set(standing_of(&kind))
            />
            <Show when=move || !is_table.get()>
                <p class="field-note">{more.kind_hint}</p>
            </Show>
            <TextField
                label=words.table_name
                value=name
                error=wrong_name
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
            <Show when=move || is_table.get()>
                <TextField
                    label=words.seats_label
                    value=seats
                    inputmode="numeric"
                    error=wrong_seats
                    most=4
                    test_id="table-seats"
                />
            </Show>
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
