//! The table layout (rules F8, H1, C4).

use super::shop::*;
use crate::*;

fn table(n: u128, name: &str) -> Table {
    Table {
        id: TableId(id(n)),
        name: name.into(),
        room: String::new(),
        seats: 4,
        place: TablePlace {
            left: 100,
            top: 100,
            width: 120,
            height: 120,
        },
        round: false,
        standing: crate::Standing::Table,
        room_order: 0,
    }
}

fn edit(n: u128, edit: TableEdit) -> Change {
    Change::EditTable {
        table_id: TableId(id(n)),
        edit,
    }
}

#[test]
fn f8_two_managers_change_different_fields_of_a_table_and_both_stand_c4() {
    let mut shop = Shop::default();
    shop.make(&Change::PutTable(table(1, "One")));
    let place = TablePlace {
        left: 500,
        ..table(1, "").place
    };
    shop.make(&edit(1, TableEdit::Name("Window".into())));
    shop.make(&edit(1, TableEdit::Place(place)));
    shop.make(&edit(1, TableEdit::Seats(6)));
    shop.make(&edit(1, TableEdit::Round(true)));
    shop.make(&edit(1, TableEdit::Room("Garden".into())));
    let as_it_is = Table {
        place,
        seats: 6,
        round: true,
        room: "Garden".into(),
        ..table(1, "Window")
    };
    assert_eq!(shop.tables.values().collect::<Vec<_>>(), [&as_it_is]);
    assert!(shop.reviews.is_empty());
}

#[test]
fn f8_a_table_taken_away_keeps_its_sales_and_a_late_edit_is_kept_whole_a4() {
    let mut shop = Shop::default();
    shop.make(&Change::PutTable(table(1, "One")));
    shop.make(&open(1));
    let sale = sale_id(1);
    shop.make(&Change::Table {
        sale_id: sale,
        table: Some(TableRef {
            id: Some(TableId(id(1))),
            name: "One".into(),
        }),
    });
    let table_id = TableId(id(1));
    shop.make(&Change::RemoveTable { table_id });
    assert!(shop.tables.is_empty());
    let on = shop.sales[&sale].table.clone();
    assert_eq!(on.map(|table| table.name), Some("One".into()));
    let outcome = shop.make(&edit(1, TableEdit::Seats(2)));
    assert!(outcome.review.is_some(), "for a person");
    assert!(shop.tables.is_empty());
    // Taken away twice is taken away; put there again it is there.
    shop.make(&Change::RemoveTable { table_id });
    shop.make(&Change::PutTable(table(1, "One again")));
    assert_eq!(shop.tables.len(), 1);
    assert_eq!(shop.reviews.len(), 1);
}

#[test]
fn h1_the_layout_is_a_managers() {
    let mut shop = Shop::default();
    shop.roles.insert(employee(1), Some(Role::Cashier));
    let put = Change::PutTable(table(1, "One"));
    assert!(needs(&shop, employee(1), &put).manager);
    assert!(!needs(&shop, employee(2), &put).manager);
    let outcome = shop.make_as(employee(1), &put);
    assert!(outcome.review.is_some() && shop.tables.is_empty());
    assert_eq!(shop.reviews[0].rule, "H1");
}

#[test]
fn a4_a_table_outside_its_room_is_kept_in_a_review() {
    let mut shop = Shop::default();
    let mut outside = table(1, "One");
    outside.place.left = 900;
    shop.make(&Change::PutTable(outside.clone()));
    shop.make(&edit(1, TableEdit::Place(outside.place)));
    shop.make(&edit(1, TableEdit::Name("x".repeat(201))));
    assert!(shop.tables.is_empty());
    assert_eq!(shop.reviews.len(), 3);
}
