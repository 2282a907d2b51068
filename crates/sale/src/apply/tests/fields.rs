//! Writes to single-valued fields (rule C4), and tables that two sales share (rule C6).

use super::shop::*;
use crate::*;

fn name(sale: u128, name: &str) -> Change {
    Change::Name {
        sale_id: sale_id(sale),
        name: Some(name.into()),
    }
}

fn table(sale: u128, table: &str, of_layout: Option<u128>) -> Change {
    Change::Table {
        sale_id: sale_id(sale),
        table: Some(TableRef {
            id: of_layout.map(|n| TableId(id(n))),
            name: table.into(),
        }),
    }
}

fn owner(sale: u128, by: u128) -> Change {
    Change::Owner {
        sale_id: sale_id(sale),
        owner: employee(by),
    }
}

/// What the screen of somebody who has seen nothing yet shows of the field that a change writes.
fn unseen(change: &Change) -> FieldValue {
    match change.writes().unwrap().1.field() {
        Field::Name => FieldValue::Name(None),
        Field::Note => FieldValue::Note(None),
        Field::Guests => FieldValue::Guests(None),
        Field::Table => FieldValue::Table(None),
        Field::Customer => FieldValue::Customer(None),
        Field::Owner => FieldValue::Owner(employee(0)),
        Field::Discount => FieldValue::Discount(None),
        Field::UnitPrice => FieldValue::UnitPrice(Money(500)),
        Field::Modifiers => FieldValue::Modifiers(Vec::new()),
    }
}

#[test]
fn c4_a_write_over_what_its_writer_had_not_seen_leaves_a_trace_for_both() {
    let edit = |edit| Change::EditLine {
        sale_id: sale_id(1),
        line_id: line_id(10),
        edit,
        reason: Some("regulars".into()),
    };
    let oat = |name: &str| {
        edit(LineEdit::Modifiers(vec![Modifier {
            name: name.into(),
            price: Money(50),
        }]))
    };
    let guests = |guests| Change::Guests {
        sale_id: sale_id(1),
        guests: Some(guests),
    };
    let note = |note: &str| Change::Note {
        sale_id: sale_id(1),
        note: Some(note.into()),
    };
    let customer = |name: &str| Change::Customer {
        sale_id: sale_id(1),
        customer: Some(Customer {
            name: name.into(),
            reference: None,
        }),
    };
    let off = |percent| off(1, Discount::Percent(percent));
    for (first, later) in [
        (name(1, "Ann's"), name(1, "Window")),
        (note("nuts!"), note("no nuts")),
        (guests(2), guests(3)),
        (table(1, "5", None), table(1, "7", None)),
        (customer("Priya"), customer("Sam")),
        (owner(1, 1), owner(1, 2)),
        (off(500), off(900)),
        (
            edit(LineEdit::UnitPrice(Money(400))),
            edit(LineEdit::UnitPrice(Money(450))),
        ),
        (oat("Oat milk"), oat("Soy milk")),
        (
            edit(LineEdit::Discount(Some(Discount::Percent(100)))),
            edit(LineEdit::Discount(None)),
        ),
        (
            edit(LineEdit::Note(Some("hot".into()))),
            edit(LineEdit::Note(Some("extra hot".into()))),
        ),
    ] {
        let mut shop = Shop::default();
        shop.make_as(employee(0), &open(1));
        shop.make_as(employee(0), &add(1, 10, 1, 500));
        let was = unseen(&first);
        let write = |shop: &mut Shop, by, change: &Change, was| {
            let context = Context {
                was: Some(was),
                ..shop.context(employee(by))
            };
            shop.make_in(&context, change).notes
        };
        assert_eq!(write(&mut shop, 1, &first, was.clone()), [], "{first:?}");
        let notes = write(&mut shop, 2, &later, was);
        let (line, value) = first.writes().unwrap();
        let over = Overwritten {
            value,
            by: employee(1),
            on: None,
        };
        assert_eq!(notes, [Note::Overwrote(over.clone())], "{later:?}");
        // The later stands, and says what it took away of whose.
        let (_, stands) = later.writes().unwrap();
        assert_eq!(shop.of(1).field(line, stands.field()), Some(stands));
        let written = match line {
            Some(line) => &shop.of(1).line(line).unwrap().written,
            None => &shop.of(1).written,
        };
        assert_eq!(
            (written[0].by, &written[0].over),
            (employee(2), &Some(over))
        );
        // Who has seen it and writes again takes nothing away unseen.
        let seen = later.writes().unwrap().1;
        assert_eq!(write(&mut shop, 1, &first, seen), []);
        let written = match line {
            Some(line) => &shop.of(1).line(line).unwrap().written,
            None => &shop.of(1).written,
        };
        assert_eq!((written.len(), &written[0].over), (1, &None));
    }
}

#[test]
fn c4_the_same_value_and_one_s_own_earlier_one_are_no_loss() {
    let mut shop = shop(&[]);
    shop.make_as(employee(0), &open(1));
    let blind = |shop: &mut Shop, by, change: &Change| {
        let context = Context {
            was: Some(FieldValue::Name(None)),
            ..shop.context(employee(by))
        };
        shop.make_in(&context, change).notes
    };
    assert_eq!(blind(&mut shop, 1, &name(1, "Ann")), []);
    assert_eq!(blind(&mut shop, 2, &name(1, "Ann")), []);
    assert_eq!(blind(&mut shop, 2, &name(1, "Anna")), []);
    // A device that does not say what it saw leaves no trace.
    assert_eq!(shop.make_as(employee(1), &name(1, "Ben")).notes, []);
    assert_eq!(shop.of(1).title(), "Ben");
}

#[test]
fn c6_open_sales_on_one_table_are_told_and_nothing_merges_by_itself() {
    let mut shop = shop(&[
        open(1),
        open(2),
        open(3),
        open(4),
        open(5),
        open(6),
        close(6),
    ]);
    for change in [
        table(1, "Garden 2", None),
        table(2, " garden 2", Some(7)),
        table(3, "Garden 2", Some(8)),
        table(4, "Bar", Some(9)),
        table(5, "Bar (old)", Some(9)),
    ] {
        shop.make(&change);
    }
    let shared = shared_tables(shop.sales.values(), str::to_lowercase);
    let of = |table: &SharedTable| table.sales.clone();
    assert_eq!(
        Vec::from_iter(shared.iter().map(of)),
        [
            vec![sale_id(1), sale_id(2), sale_id(3)],
            vec![sale_id(4), sale_id(5)],
        ]
    );
    assert_eq!(shared[0].table.name, "Garden 2");
    assert!(shop.sales.values().all(|sale| sale.parts.is_empty()));
    shop.make(&merge(5, 4));
    shop.make(&table(3, "9", None));
    assert_eq!(
        shared_tables(shop.sales.values(), str::to_lowercase).len(),
        1
    );
}
