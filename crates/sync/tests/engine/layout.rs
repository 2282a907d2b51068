//! The table layout (rule F8).

use crate::shop::Shop;
use crate::till::{CASHIER, Till, open, sale};
use sale::{Change, Employee, Role, Table, TableEdit, TableId, TablePlace};
use sync::device::{Input, Meta, NotSaved};
use sync::row::Kind;
use sync::server::MemoryDisk;
use uuid::Uuid;

fn table(n: u128, name: &str) -> Table {
    Table {
        id: TableId(Uuid::from_u128(n)),
        name: name.into(),
        room: String::new(),
        seats: 4,
        place: TablePlace {
            left: 0,
            top: 0,
            width: 100,
            height: 100,
        },
        round: false,
        standing: sale::Standing::Table,
        room_order: 0,
    }
}

fn name(n: u128, name: &str) -> Change {
    Change::EditTable {
        table_id: TableId(Uuid::from_u128(n)),
        edit: TableEdit::Name(name.into()),
    }
}

fn names(shop: &Shop, till: usize) -> Vec<String> {
    let tables = shop.tills[till].engine.tables();
    tables.map(|table| table.name.clone()).collect()
}

/// Two registers, of a store whose one person is a manager.
fn managed() -> Shop {
    let mut shop = Shop::open(2);
    let manager = Employee::new(CASHIER, "Alex", Role::RegisterManager);
    let rows = [(Kind::Employee, CASHIER.0, &manager)];
    shop.write(|t, author| t.write_rows(author, &rows));
    shop.settle();
    shop
}

/// Two registers of which the second is one whose layout is off until it is turned on.
fn with_another_kind() -> Shop {
    let mut shop = managed();
    let identity = shop.tills[1].identity.clone();
    let disk = MemoryDisk {
        meta: Meta::without_layout(identity.clone()),
        ..shop.tills[1].disk.clone()
    };
    shop.tills[1] = Till::on(disk, identity);
    shop.settle();
    shop
}

#[test]
fn f8_the_layout_syncs_like_a_sale_offline_too() {
    let mut shop = managed();
    shop.tap(0, Change::PutTable(table(1, "One"))).unwrap();
    shop.settle();
    assert_eq!(names(&shop, 1), ["One"]);
    shop.tills[1].online = false;
    shop.tap(1, name(1, "Window")).unwrap();
    shop.tap(1, Change::PutTable(table(2, "Two"))).unwrap();
    assert_eq!(names(&shop, 1), ["Window", "Two"], "at once");
    assert_eq!(names(&shop, 0), ["One"]);
    shop.tills[1].crash();
    assert_eq!(names(&shop, 1), ["Window", "Two"]);
    shop.tills[1].online = true;
    shop.tills[1].wake();
    shop.settle();
    assert_eq!(names(&shop, 0), ["Window", "Two"]);
    let table_id = table(1, "").id;
    shop.tap(0, Change::RemoveTable { table_id }).unwrap();
    shop.settle();
    assert_eq!(names(&shop, 1), ["Two"]);
    shop.agrees();
}

#[test]
fn f8_where_it_is_off_nothing_of_it_is_seen_or_sent_until_it_is_turned_on() {
    let mut shop = with_another_kind();
    shop.tap(0, Change::PutTable(table(1, "One"))).unwrap();
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    assert!(names(&shop, 1).is_empty());
    assert_eq!(shop.tills[1].sales(), [sale(1)], "sales sync all the same");
    assert_eq!(shop.tap(1, name(1, "Mine")), Err(NotSaved::NoLayout));
    // Turned on, it is there at once and without a network; and it stays on.
    shop.tills[1].online = false;
    shop.tills[1].feed(Input::ShareLayout(true));
    assert_eq!(names(&shop, 1), ["One"]);
    shop.tills[1].crash();
    shop.tap(1, name(1, "Window")).unwrap();
    shop.tills[1].online = true;
    shop.tills[1].wake();
    shop.settle();
    assert_eq!(names(&shop, 0), ["Window"]);
    shop.tills[1].feed(Input::ShareLayout(false));
    assert!(names(&shop, 1).is_empty());
    shop.agrees();
}

#[test]
fn f8_a_disk_that_refuses_the_switch_is_asked_again() {
    let mut shop = with_another_kind();
    shop.tap(0, Change::PutTable(table(1, "One"))).unwrap();
    shop.settle();
    shop.tills[1].refuse_writes = 1;
    shop.tills[1].feed(Input::ShareLayout(true));
    assert!(names(&shop, 1).is_empty());
    shop.tills[1].wake();
    assert_eq!(names(&shop, 1), ["One"]);
}

#[test]
fn f4_what_is_laid_out_while_sync_is_off_joins_the_others_when_it_is_on_again_f5() {
    let mut shop = managed();
    shop.tills[0].feed(Input::SwitchSync(false));
    shop.settle();
    shop.tap(0, Change::PutTable(table(1, "Cellar"))).unwrap();
    shop.settle();
    assert_eq!(names(&shop, 0), ["Cellar"]);
    assert!(names(&shop, 1).is_empty());
    shop.tills[0].feed(Input::SwitchSync(true));
    shop.settle();
    assert_eq!(names(&shop, 1), ["Cellar"]);
    shop.agrees();
}
