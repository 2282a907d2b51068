//! The table layout, as the log tells it: who wrote which field of a table last (rules C4, F8).

use super::{Checked, Ledger};
use sale::{Change, Table, TableEdit, TableId};
use std::collections::BTreeMap;

/// The tables that stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout(BTreeMap<TableId, Table>);

impl Layout {
    pub(super) fn has(&self, id: TableId) -> bool {
        self.0.contains_key(&id)
    }

    pub(super) fn read(&mut self, change: &Change) {
        match change {
            Change::PutTable(table) => {
                self.0.insert(table.id, table.clone());
            }
            Change::RemoveTable { table_id } => {
                self.0.remove(table_id);
            }
            Change::EditTable { table_id, edit } => {
                let Some(table) = self.0.get_mut(table_id) else {
                    return;
                };
                match edit.clone() {
                    TableEdit::Name(name) => table.name = name,
                    TableEdit::Room(room) => table.room = room,
                    TableEdit::Seats(seats) => table.seats = seats,
                    TableEdit::Place(place) => table.place = place,
                    TableEdit::Round(round) => table.round = round,
                }
            }
            _ => {}
        }
    }
}

impl Ledger {
    /// The tables that the rows have, and no others (rule F8).
    pub(in crate::check) fn compare_layout(&self, rows: &BTreeMap<TableId, Table>) -> Checked {
        match *rows == self.layout.0 {
            true => Ok(()),
            false => Err((
                "I2",
                "F8",
                "the layout is another than the log tells".into(),
            )),
        }
    }
}
