//! Storage that loses what was written, or refuses it (rules A1, A4).

use crate::shop::Shop;
use crate::till::{CASHIER, add, open, sale};
use sync::device::{Input, NewChange, NotSaved, Output};
use sync::protocol::Identity;

#[test]
fn a1_storage_cleared_under_the_device_is_noticed_said_and_written_again() {
    let mut shop = Shop::open(2);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    shop.tills[0].online = false;
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    let good = shop.tills[0].disk.clone();
    shop.tills[0].disk.rows.clear();
    shop.tills[0].disk.outbox.clear();
    shop.tills[0].disk.archive.clear();
    shop.tick(30_000);
    shop.tick(40_000);
    assert!(shop.tills[0].has_said(|output| *output == Output::StorageLost));
    assert_eq!(shop.tills[0].disk.rows, good.rows);
    assert_eq!(shop.tills[0].disk.outbox, good.outbox);
    // Said once, and it stands after a restart.
    shop.tills[0].said.clear();
    shop.tick(61_000);
    assert!(shop.tills[0].said.is_empty());
    shop.tills[0].crash();
    shop.tills[0].online = true;
    shop.settle();
    assert_eq!(shop.sale(sale(1)).unwrap().lines.len(), 2);
    shop.agrees();
}

#[test]
fn a1_storage_found_empty_is_said_and_written_again() {
    let mut shop = Shop::open(1);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    shop.tills[0].online = false;
    let good = shop.tills[0].disk.clone();
    shop.tills[0].disk.rows.clear();
    // The write that found it went in; what was there before it is gone.
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    shop.tills[0].feed(Input::StorageCleared);
    assert!(shop.tills[0].has_said(|output| *output == Output::StorageLost));
    assert_eq!(shop.tills[0].disk.rows, good.rows);
    assert_eq!(shop.tills[0].disk.outbox.len(), 1);
}

#[test]
fn a1_storage_found_empty_while_something_is_being_written_is_written_again_too() {
    let mut shop = Shop::open(1);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    let engine = &mut shop.tills[0].engine;
    engine.handle(Input::Tick(0));
    assert!(
        engine
            .handle(Input::Tick(61_000))
            .contains(&Output::CheckStorage)
    );
    let change = NewChange {
        ticket: 9,
        mutation_id: sale::MutationId(uuid::Uuid::from_u128(9)),
        at_ms: 0,
        employee_id: CASHIER,
        approved_by: None,
        change: add(sale(1), 1, "Tea"),
    };
    let written = engine.handle(Input::Change(change));
    assert!(matches!(written[..], [Output::Write(_), ..]));
    let nothing = Input::StorageHolds {
        meta: None,
        outbox: 0,
    };
    assert!(engine.handle(nothing).contains(&Output::StorageLost));
}

#[test]
fn a1_what_another_tab_has_written_is_not_written_over() {
    let mut shop = Shop::open(1);
    shop.tap(0, open(1)).unwrap();
    let ahead = shop.tills[0].disk.clone();
    let other = Identity {
        device_id: sale::DeviceId(uuid::Uuid::from_u128(99)),
        ..ahead.meta.identity.clone()
    };
    let holds: [fn(&mut sync::device::Meta, Identity); 2] = [
        |meta, _| meta.next_sequence += 1,
        |meta, other| {
            meta.identity = other;
            meta.next_sequence = 1;
        },
    ];
    for change in holds {
        change(&mut shop.tills[0].disk.meta, other.clone());
        let before = shop.tills[0].disk.meta.clone();
        shop.tick(61_000);
        assert_eq!(shop.tills[0].disk.meta, before);
        assert!(!shop.tills[0].has_said(|output| *output == Output::StorageLost));
        shop.tills[0].disk.meta = ahead.meta.clone();
    }
}

#[test]
fn a4_a_device_that_lost_its_last_writes_gets_another_identity_and_loses_no_more() {
    let mut shop = Shop::open(1);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    let older = shop.tills[0].disk.clone();
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    shop.settle();
    // The disk is what it was before: the next change gets a sequence that the server knows.
    shop.tills[0].disk = older;
    shop.tills[0].online = false;
    shop.tills[0].crash();
    shop.tap(0, add(sale(1), 2, "Cake")).unwrap();
    shop.tills[0].online = true;
    shop.settle();
    let lines = shop.sale(sale(1)).unwrap().lines;
    let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["Soup", "Tea", "Cake"]);
    shop.agrees();
}

#[test]
fn a1_what_the_disk_refuses_is_not_called_saved() {
    let mut shop = Shop::open(1);
    shop.tills[0].refuse_writes = 1;
    assert_eq!(shop.tap(0, open(1)), Err(NotSaved::Storage));
    assert!(shop.tills[0].sales().is_empty());
    assert_eq!(shop.tap(0, open(1)), Ok(()));
    shop.settle();
    shop.agrees();
    // Rows that were refused come again.
    shop.tills[0].feed(Input::Wake);
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    shop.tills[0].refuse_writes = 2;
    shop.settle();
    shop.agrees();
}
