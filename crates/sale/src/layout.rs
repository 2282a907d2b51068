//! The table layout: where the tables of a store stand. It syncs with its sales (rule F8); a sale
//! on a table that is taken away keeps the table's name. What only stands there is part of it too.

use crate::{TableId, TableRef};
use serde::{Deserialize, Serialize};

/// Where a table stands in its room, in thousandths of the room's width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TablePlace {
    /// From the left wall to the table.
    pub left: u16,
    /// From the upper wall to the table.
    pub top: u16,
    /// How wide it is.
    pub width: u16,
    /// How deep it is.
    pub height: u16,
}

impl TablePlace {
    /// Whether it stands within its room.
    #[must_use]
    pub fn is_inside(self) -> bool {
        let fits = |from: u16, long: u16| long > 0 && u32::from(from) + u32::from(long) <= 1_000;
        fits(self.left, self.width) && fits(self.top, self.height)
    }
}

/// What stands in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Standing {
    /// A table that people sit at.
    #[default]
    #[serde(rename = "table")]
    Table,
    /// A bar, a pillar, a plant: nobody sits at it.
    #[serde(rename = "obstacle")]
    Obstacle,
    /// A wall that parts the room.
    #[serde(rename = "divider")]
    Divider,
}

/// One table of the layout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Table {
    /// Its identity.
    pub id: TableId,
    /// What the staff call it.
    pub name: String,
    /// The room or part of the store that it stands in; empty where there is only one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub room: String,
    /// How many people it seats.
    pub seats: u32,
    /// Where it stands.
    pub place: TablePlace,
    /// Whether it is round.
    #[serde(default)]
    pub round: bool,
    /// Whether it is a table at all.
    #[serde(default, skip_serializing_if = "Table::is_of_tables")]
    pub standing: Standing,
    /// Where its room comes among the rooms; those alike come by name.
    #[serde(default, skip_serializing_if = "Table::is_first")]
    pub room_order: u16,
}

/// One field of a table, written by itself, so that two who change different ones both get theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TableEdit {
    /// What the staff call it.
    Name(String),
    /// The room that it stands in.
    Room(String),
    /// How many people it seats.
    Seats(u32),
    /// Where it stands: one change when it is put down, not one for each step on the way.
    Place(TablePlace),
    /// Whether it is round.
    Round(bool),
    /// Where its room comes among the rooms.
    RoomOrder(u16),
}

impl Table {
    /// Most people at a table.
    pub const MOST_SEATS: u32 = 1_000;

    /// Whether sales can be on it.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.standing == Standing::Table
    }

    fn is_of_tables(standing: &Standing) -> bool {
        *standing == Standing::Table
    }

    fn is_first(order: &u16) -> bool {
        *order == 0
    }

    /// What a sale on it keeps of it.
    #[must_use]
    pub fn reference(&self) -> TableRef {
        TableRef {
            id: Some(self.id),
            name: self.name.clone(),
        }
    }

    /// Writes one field.
    pub fn edit(&mut self, edit: &TableEdit) {
        match edit {
            TableEdit::Name(name) => name.clone_into(&mut self.name),
            TableEdit::Room(room) => room.clone_into(&mut self.room),
            TableEdit::Seats(seats) => self.seats = *seats,
            TableEdit::Place(place) => self.place = *place,
            TableEdit::Round(round) => self.round = *round,
            TableEdit::RoomOrder(order) => self.room_order = *order,
        }
    }
}

/// A table as it is from now on; without a body it is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// Which.
    pub id: TableId,
    /// The table; none when it was taken away.
    pub table: Option<Table>,
}
