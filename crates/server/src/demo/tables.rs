//! The tables of the demonstration store: a dining room with a bar, and a garden.

use crate::storage::own::named_id;
use sale::{Table, TableId, TablePlace};

/// Name, seats, and where it stands in thousandths of its room: left, top, width, height; round.
type Sketch = (&'static str, u32, [u16; 4], bool);

const ROOMS: [(&str, &[Sketch]); 2] = [
    (
        "Dining room",
        &[
            ("Table 1", 2, [60, 90, 130, 200], true),
            ("Table 2", 2, [270, 90, 130, 200], true),
            ("Table 3", 4, [60, 400, 150, 220], false),
            ("Table 4", 4, [290, 400, 150, 220], false),
            ("Table 5", 6, [60, 720, 240, 200], false),
            ("Table 6", 4, [390, 720, 150, 200], false),
            ("Table 7", 2, [560, 90, 110, 200], true),
            ("Bar", 8, [720, 90, 200, 830], false),
        ],
    ),
    (
        "Garden",
        &[
            ("Garden 1", 4, [80, 120, 160, 250], true),
            ("Garden 2", 4, [420, 120, 160, 250], true),
            ("Garden 3", 4, [760, 120, 160, 250], true),
            ("Garden 4", 10, [80, 600, 500, 240], false),
            ("Garden 5", 2, [760, 600, 160, 240], true),
        ],
    ),
];

/// A table's identity, by what it is called.
pub(crate) fn id(name: &str) -> TableId {
    TableId(named_id(&["demonstration table", name]))
}

/// Whether the layout has a table of that name.
pub(crate) fn has(name: &str) -> bool {
    let mut sketches = ROOMS.iter().flat_map(|(_, sketches)| sketches.iter());
    sketches.any(|(known, ..)| *known == name)
}

/// All of them.
pub(crate) fn all() -> Vec<Table> {
    let of_room = |(room, sketches): &(&str, &[Sketch])| {
        let room = (*room).to_owned();
        sketches
            .iter()
            .map(
                move |(name, seats, [left, top, width, height], round)| Table {
                    id: id(name),
                    name: (*name).to_owned(),
                    room: room.clone(),
                    seats: *seats,
                    place: TablePlace {
                        left: *left,
                        top: *top,
                        width: *width,
                        height: *height,
                    },
                    round: *round,
                    standing: sale::Standing::Table,
                    room_order: 0,
                },
            )
            .collect::<Vec<_>>()
    };
    ROOMS.iter().flat_map(of_room).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn f8_every_table_of_the_demonstration_stands_in_its_room() {
        let tables = super::all();
        assert!(tables.iter().all(|table| table.place.is_inside()));
        assert!(tables.iter().all(|table| super::has(&table.name)));
    }
}
