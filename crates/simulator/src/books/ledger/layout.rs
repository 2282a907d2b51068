//! The table layout, as the log tells it: who wrote which field of a table last (rules C4, F8).

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
                    TableEdit::RoomOrder(order) => table.room_order = order,
                }
            }
            _ => {}
        }
    }

    /// Whether these are the tables that stand, and no others.
    pub(super) fn is(&self, tables: &BTreeMap<TableId, Table>) -> bool {
        self.0 == *tables
    }
}
