//! The draft of a plan: what somebody has done to it since it was published, step by step. Pure; it
//! must not know where a draft is kept nor how it is shown.

use sale::{Change, Standing, Table, TableEdit, TableId, TablePlace};
use serde::{Deserialize, Serialize};

/// One thing that was done, to be taken back by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Step {
    /// Which; later ones are greater.
    pub id: u64,
    /// What it does to the tables.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// A room that it adds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
}

/// The tables as the draft has them: those that are there, with its steps on top.
pub(super) fn drafted<'a>(there: impl Iterator<Item = &'a Table>, steps: &[Step]) -> Vec<Table> {
    let mut tables: Vec<Table> = there.cloned().collect();
    for change in steps.iter().flat_map(|step| &step.changes) {
        match change {
            Change::PutTable(put) => match tables.iter_mut().find(|one| one.id == put.id) {
                Some(one) => one.clone_from(put),
                None => tables.push(put.clone()),
            },
            Change::EditTable { table_id, edit } => {
                // Somebody may have taken it away meanwhile.
                if let Some(one) = tables.iter_mut().find(|one| one.id == *table_id) {
                    one.edit(edit);
                }
            }
            Change::RemoveTable { table_id } => tables.retain(|one| one.id != *table_id),
            _ => {}
        }
    }
    tables
}

/// What differs between two states of one table, field by field (rule C4).
pub(super) fn edits(before: &Table, after: &Table) -> Vec<Change> {
    if before.standing != after.standing {
        return vec![Change::PutTable(after.clone())];
    }
    let table_id = before.id;
    let mut edits = Vec::new();
    if before.name != after.name {
        edits.push(TableEdit::Name(after.name.clone()));
    }
    if before.room != after.room {
        edits.push(TableEdit::Room(after.room.clone()));
    }
    if before.seats != after.seats {
        edits.push(TableEdit::Seats(after.seats));
    }
    if before.place != after.place {
        edits.push(TableEdit::Place(after.place));
    }
    if before.round != after.round {
        edits.push(TableEdit::Round(after.round));
    }
    if before.room_order != after.room_order {
        edits.push(TableEdit::RoomOrder(after.room_order));
    }
    let change = |edit| Change::EditTable { table_id, edit };
    edits.into_iter().map(change).collect()
}

/// The changes that make of the tables that are there those of the draft, and no others.
pub(super) fn changes<'a>(
    there: impl Iterator<Item = &'a Table> + Clone,
    drafted: &[Table],
) -> Vec<Change> {
    let gone = there
        .clone()
        .filter(|one| !drafted.iter().any(|other| other.id == one.id))
        .map(|one| Change::RemoveTable { table_id: one.id });
    let mut all: Vec<Change> = gone.collect();
    for table in drafted {
        match there.clone().find(|one| one.id == table.id) {
            Some(before) => all.extend(edits(before, table)),
            None => all.push(Change::PutTable(table.clone())),
        }
    }
    all
}

/// The rooms in their order, those of the draft that are still empty at the end. `by_name` orders
/// those alike.
pub(super) fn rooms(
    tables: &[Table],
    steps: &[Step],
    by_name: impl Fn(&str, &str) -> std::cmp::Ordering,
) -> Vec<String> {
    let mut rooms: Vec<(u16, String)> = Vec::new();
    for table in tables {
        match rooms.iter_mut().find(|(_, name)| *name == table.room) {
            Some((order, _)) => *order = (*order).min(table.room_order),
            None => rooms.push((table.room_order, table.room.clone())),
        }
    }
    rooms.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| by_name(one, other)));
    let mut rooms: Vec<String> = rooms.into_iter().map(|(_, name)| name).collect();
    for room in steps.iter().filter_map(|step| step.room.as_ref()) {
        if !rooms.contains(room) {
            rooms.push(room.clone());
        }
    }
    rooms
}

/// The edits that put the rooms into this order.
pub(super) fn ordered(tables: &[Table], rooms: &[String]) -> Vec<Change> {
    let edit = |table: &Table| {
        let place = rooms.iter().position(|room| *room == table.room)?;
        let order = u16::try_from(place).ok()?;
        (table.room_order != order).then_some(Change::EditTable {
            table_id: table.id,
            edit: TableEdit::RoomOrder(order),
        })
    };
    tables.iter().filter_map(edit).collect()
}

/// Whether two things would stand in each other's way.
pub(super) fn overlap(one: TablePlace, other: TablePlace) -> bool {
    let apart =
        |from: u16, long: u16, then: u16| u32::from(from) + u32::from(long) <= u32::from(then);
    !(apart(one.left, one.width, other.left)
        || apart(other.left, other.width, one.left)
        || apart(one.top, one.height, other.top)
        || apart(other.top, other.height, one.top))
}

/// What a thing would stand on at a place, in its room.
pub(super) fn under(tables: &[Table], id: TableId, place: TablePlace) -> Option<&Table> {
    let room = &tables.iter().find(|one| one.id == id)?.room;
    let mut others = tables
        .iter()
        .filter(|one| one.id != id && one.room == *room);
    others.find(|other| overlap(place, other.place))
}

/// How large a new thing is.
fn first_size(standing: Standing) -> (u16, u16) {
    match standing {
        Standing::Table => (130, 200),
        Standing::Obstacle => (60, 120),
        Standing::Divider => (300, 20),
    }
}

/// The first place that is free, row by row; where none is, on top of the first.
pub(super) fn free(taken: &[TablePlace], standing: Standing) -> TablePlace {
    let (width, height) = first_size(standing);
    let at = |left, top| TablePlace {
        left,
        top,
        width,
        height,
    };
    for top in (20..=1_000 - height).step_by(40) {
        for left in (20..=1_000 - width).step_by(30) {
            if !taken.iter().any(|other| overlap(at(left, top), *other)) {
                return at(left, top);
            }
        }
    }
    at(20, 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(n: u128, room: &str, left: u16) -> Table {
        Table {
            id: TableId(uuid::Uuid::from_u128(n)),
            name: format!("T{n}"),
            room: room.into(),
            seats: 4,
            place: TablePlace {
                left,
                top: 20,
                width: 100,
                height: 100,
            },
            round: false,
            standing: Standing::Table,
            room_order: 0,
        }
    }

    fn step(id: u64, changes: Vec<Change>) -> Step {
        Step {
            id,
            changes,
            room: None,
        }
    }

    fn place(n: u128, left: u16) -> Change {
        let place = table(n, "", left).place;
        Change::EditTable {
            table_id: TableId(uuid::Uuid::from_u128(n)),
            edit: TableEdit::Place(place),
        }
    }

    #[test]
    fn a_new_thing_stands_in_nobodys_way_f8() {
        for standing in [Standing::Table, Standing::Obstacle, Standing::Divider] {
            let mut taken = Vec::new();
            for _ in 0..12 {
                let place = free(&taken, standing);
                assert!(place.is_inside());
                assert!(!taken.iter().any(|other| overlap(place, *other)));
                taken.push(place);
            }
        }
    }

    /// C4: what somebody else changed meanwhile stays; only what the draft changed is published.
    #[test]
    fn only_what_was_changed_is_published_c4() {
        let mut there = [table(1, "A", 0), table(2, "A", 200)];
        let steps = [step(1, vec![place(1, 500)])];
        if let Some(first) = there.first_mut() {
            first.name = "Window".into();
        }
        let drafted = drafted(there.iter(), &steps);
        assert_eq!(changes(there.iter(), &drafted), [place(1, 500)]);
        assert_eq!(changes(drafted.iter(), &drafted), []);
    }

    /// Each step is taken back by itself, whatever came after it; what is taken away comes back.
    #[test]
    fn each_step_is_taken_back_by_itself() {
        let there = [table(1, "A", 0), table(2, "A", 200)];
        let removal = Change::RemoveTable {
            table_id: TableId(uuid::Uuid::from_u128(2)),
        };
        let mut steps = vec![
            step(1, vec![place(1, 500)]),
            step(2, vec![removal]),
            step(3, vec![Change::PutTable(table(3, "B", 0))]),
        ];
        assert_eq!(drafted(there.iter(), &steps).len(), 2);
        steps.retain(|step| step.id != 2);
        let tables = drafted(there.iter(), &steps);
        let lefts: Vec<u16> = tables.iter().map(|one| one.place.left).collect();
        assert_eq!(lefts, [500, 200, 0]);
        steps.clear();
        assert_eq!(changes(there.iter(), &drafted(there.iter(), &steps)), []);
    }

    #[test]
    fn rooms_come_in_their_order() {
        let mut tables = vec![table(1, "B", 0), table(2, "A", 0), table(3, "A", 200)];
        let steps = [Step {
            id: 1,
            changes: Vec::new(),
            room: Some("New".into()),
        }];
        let by_name = |one: &str, other: &str| one.cmp(other);
        assert_eq!(rooms(&tables, &steps, by_name), ["A", "B", "New"]);
        let wanted = ["B".to_owned(), "A".to_owned()];
        let steps = [step(1, ordered(&tables, &wanted))];
        tables = drafted(tables.clone().iter(), &steps);
        assert_eq!(rooms(&tables, &[], by_name), wanted);
    }

    #[test]
    fn what_it_would_stand_on_is_known_f8() {
        let tables = [table(1, "A", 0), table(2, "A", 200), table(3, "B", 200)];
        let id = tables.first().map(|one| one.id);
        let at = |left| {
            let place = table(0, "", left).place;
            id.and_then(|id| under(&tables, id, place))
                .map(|one| one.name.as_str())
        };
        assert_eq!(at(100), None);
        assert_eq!(at(101), Some("T2"));
        assert_eq!(at(299), Some("T2"));
        assert_eq!(at(300), None);
    }
}
