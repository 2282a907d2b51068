//! The plan that is worked on: what is published, and the draft on top of it. A draft is kept by this
//! browser until it is published as one set of changes, or discarded.
//!
//! It must not know how the plan is shown.

use super::draft::{self, Step};
use crate::backoffice::doing::not_saved;
use crate::i18n::t;
use crate::platform::{intl, storage};
use crate::replica::Replica;
use crate::ui::{Toast, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Change, Table, TableId, TablePlace};
use std::sync::Arc;
use sync::codec;

/// A place that somebody wants for something, and what stands there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub table: Table,
    pub place: TablePlace,
    /// What it would stand on.
    pub other: String,
}

/// The plan that is worked on. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    replica: Replica,
    toasts: Toasts,
    there: Signal<Vec<Arc<Table>>>,
    pub steps: RwSignal<Vec<Step>>,
    /// The tables as the draft has them.
    pub tables: Memo<Vec<Table>>,
    /// The rooms in their order.
    pub rooms: Memo<Vec<String>>,
    /// Set while it is asked whether something may stand on something else.
    pub wanted: RwSignal<Option<Wanted>>,
    pub busy: RwSignal<bool>,
}

/// The preference that keeps the draft of this store.
fn key(replica: Replica) -> Option<String> {
    let identity = replica.identity();
    identity.with_untracked(|one| {
        one.as_ref()
            .map(|one| format!("tables-draft.{}", one.store_id))
    })
}

impl Plan {
    /// With the draft that this browser kept.
    pub fn open() -> Plan {
        let replica = Replica::expect();
        let kept = key(replica).and_then(|key| storage::preference(&key));
        let kept: Vec<Step> = kept
            .and_then(|text| codec::decode(&text).ok())
            .unwrap_or_default();
        let (there, steps) = (replica.tables(), RwSignal::new(kept));
        let tables = Memo::new(move |_| {
            there.with(|there| {
                let there = there.iter().map(|table| &**table);
                steps.with(|steps| draft::drafted(there, steps))
            })
        });
        let rooms = Memo::new(move |_| {
            tables.with(|tables| steps.with(|steps| draft::rooms(tables, steps, intl::compare)))
        });
        Effect::new(move |_| {
            let text = steps.with(|steps| match steps.is_empty() {
                true => None,
                false => codec::encode(steps).ok(),
            });
            if let Some(key) = key(replica) {
                storage::set_preference(&key, text.as_deref());
            }
        });
        Plan {
            replica,
            toasts: Toasts::get(),
            there,
            steps,
            tables,
            rooms,
            wanted: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Whether there is a draft.
    pub fn is_draft(self) -> bool {
        self.steps.with(|steps| !steps.is_empty())
    }

    /// What publishing would change.
    pub fn changes(self) -> Vec<Change> {
        self.there.with(|there| {
            let there = there.iter().map(|table| &**table);
            self.tables.with(|tables| draft::changes(there, tables))
        })
    }

    /// One of the tables.
    pub fn table(self, id: TableId) -> Signal<Option<Table>> {
        let table = Memo::new(move |_| {
            self.tables
                .with(|all| all.iter().find(|one| one.id == id).cloned())
        });
        table.into()
    }

    /// Where a new room comes: after the others, or with them by its name where they have no order.
    pub fn last_order(self) -> u16 {
        self.tables.with_untracked(|all| {
            let last = all.iter().map(|one| one.room_order).max().unwrap_or(0);
            if last > 0 { last.saturating_add(1) } else { 0 }
        })
    }

    /// Does something to the draft, says so, and offers to take just that back.
    pub fn make(self, changes: Vec<Change>, said: String) {
        let id = self.push(changes, None);
        let steps = self.steps;
        let take_back = Callback::new(move |()| {
            let _ = steps.try_update(|steps| steps.retain(|step| step.id != id));
        });
        let toast = Toast::done(said);
        self.toasts.show(toast.with(t().tables.undo, take_back));
    }

    /// Adds a room; it is there for the others with its first table.
    pub fn add_room(self, room: String) {
        self.push(Vec::new(), Some(room));
    }

    fn push(self, changes: Vec<Change>, room: Option<String>) -> u64 {
        let id = self
            .steps
            .with_untracked(|steps| steps.last().map_or(1, |last| last.id + 1));
        self.steps
            .update(|steps| steps.push(Step { id, changes, room }));
        id
    }

    /// Takes the last step back.
    pub fn undo(self) {
        self.toasts.clear();
        self.steps.update(|steps| {
            steps.pop();
        });
    }

    /// Leaves the tables as they are published.
    pub fn discard(self) {
        let before = self.steps.get_untracked();
        self.toasts.clear();
        self.steps.set(Vec::new());
        let steps = self.steps;
        let take_back = Callback::new(move |()| {
            let _ = steps.try_set(before.clone());
        });
        let toast = Toast::done(t().tables.discarded.to_owned());
        self.toasts.show(toast.with(t().tables.undo, take_back));
    }

    /// Puts something to a place. What would stand on something else is asked about first.
    pub fn put(self, id: TableId, place: TablePlace) {
        let found = self.tables.with_untracked(|all| {
            let table = all.iter().find(|one| one.id == id)?.clone();
            let other = draft::under(all, id, place).map(|other| (other.id, other.name.clone()));
            // What it stood on before was said before.
            let stood = draft::under(all, id, table.place).map(|other| other.id);
            let other = other.filter(|(other, _)| Some(*other) != stood);
            Some((table, other.map(|(_, name)| name)))
        });
        match found {
            Some((table, _)) if table.place == place => {}
            Some((table, None)) => self.put_there(&table, place),
            Some((table, Some(other))) => self.wanted.set(Some(Wanted {
                table,
                place,
                other,
            })),
            None => {}
        }
    }

    /// Puts something to a place, whatever stands there.
    pub fn put_there(self, table: &Table, place: TablePlace) {
        let words = t().tables;
        let is_moved = (table.place.width, table.place.height) == (place.width, place.height);
        let said = match is_moved {
            true => words.moved(&table.name),
            false => words.resized(&table.name),
        };
        let table_id = table.id;
        let edit = sale::TableEdit::Place(place);
        self.make(vec![Change::EditTable { table_id, edit }], said);
    }

    /// Publishes the draft as one set of changes; what could not be saved stays a draft.
    pub fn publish(self) {
        let changes = untrack(|| self.changes());
        self.busy.set(true);
        self.toasts.clear();
        spawn_local(async move {
            let mut saved = Ok(());
            for change in changes {
                if saved.is_ok() {
                    saved = self.replica.change(change).await;
                }
            }
            self.toasts.show(match saved {
                Ok(()) => {
                    let _ = self.steps.try_set(Vec::new());
                    Toast::done(t().tables.published.to_owned())
                }
                Err(why) => Toast::failed(not_saved(why).to_owned()),
            });
            let _ = self.busy.try_set(false);
        });
    }
}
