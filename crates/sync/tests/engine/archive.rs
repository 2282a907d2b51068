//! The second safety net: what a restored store has lost is offered again by whoever still has it.

use crate::shop::Shop;
use crate::till::{add, open, sale};
use sync::device::{Failure, Input};
use sync::server::{MemoryStorage, Storage};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The store as a backup has it, under another epoch.
pub fn restore(shop: &mut Shop, backup: MemoryStorage) {
    let epoch = shop.server.store().unwrap().epoch + 1;
    shop.server = backup;
    let mut state = shop.server.store().unwrap();
    state.epoch = epoch;
    shop.server.put_store(&state).unwrap();
    for till in &mut shop.tills {
        till.live = false;
        till.feed(Input::LiveEnded(Failure::Unreachable));
        if till.parked.take().is_some() {
            till.feed(Input::Pulled(Err(Failure::Unreachable)));
        }
    }
}

#[test]
fn a2_nothing_acknowledged_is_lost_by_a_restore_if_a_register_still_has_it() {
    let mut shop = Shop::open(2);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    let backup = shop.server.clone();
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    shop.tap(0, open(2)).unwrap();
    shop.tap(1, open(3)).unwrap();
    shop.settle();
    shop.agrees();
    assert_eq!(shop.tills[0].engine.waiting(), 0, "acknowledged, all of it");
    // One register has something unsent besides.
    shop.tills[0].online = false;
    shop.tap(0, add(sale(2), 2, "Cake")).unwrap();
    restore(&mut shop, backup);
    assert!(shop.sale(sale(2)).is_none());
    shop.tills[0].online = true;
    shop.tills[0].wake();
    shop.settle();
    let names = |n| -> Vec<String> {
        let sale = shop.sale(sale(n)).unwrap();
        sale.lines.iter().map(|line| line.name.clone()).collect()
    };
    assert_eq!(names(1), ["Soup", "Tea"]);
    assert_eq!(names(2), ["Soup", "Cake"]);
    assert_eq!(names(3), ["Soup"]);
    assert!(shop.reviews().is_empty());
    shop.agrees();
}

#[test]
fn a3_a_restore_is_answered_at_any_step_and_nothing_is_done_twice() {
    for step in 0..10 {
        let mut shop = Shop::open(1);
        let mut backups = Vec::new();
        shop.tap(0, open(1)).unwrap();
        for n in 0..6 {
            shop.settle();
            backups.push(shop.server.clone());
            shop.tap(0, add(sale(1), n, &format!("Item {n}"))).unwrap();
        }
        for _ in 0..step {
            shop.step(0);
        }
        // Restored twice, the second time to something older: the archive still has it.
        for backup in [backups[4].clone(), backups[1].clone()] {
            restore(&mut shop, backup);
            shop.tills[0].wake();
            for _ in 0..step {
                shop.step(0);
            }
            shop.tills[0].crash();
            shop.settle();
            let lines = shop.sale(sale(1)).unwrap().lines;
            assert_eq!(lines.len(), 7, "step {step}");
            shop.agrees();
        }
        assert!(shop.reviews().is_empty());
    }
}

#[test]
fn a2_the_archive_keeps_a_week_and_no_more() {
    let mut shop = Shop::open(1);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    for day in 0..20 {
        shop.tap(0, add(sale(1), day, "Tea")).unwrap();
        shop.settle();
        let kept = shop.tills[0].disk.archive.len();
        // The first day has two; what is older than a week goes by the day.
        let expected = if day < 8 { day + 2 } else { 8 };
        let expected = usize::try_from(expected).unwrap();
        assert_eq!(kept, expected, "day {day}");
        shop.tick(DAY_MS);
        shop.settle();
    }
    // Also when nothing comes any more.
    for _ in 0..9 {
        shop.tick(DAY_MS);
        shop.settle();
    }
    assert!(shop.tills[0].disk.archive.is_empty());
    shop.agrees();
}

#[test]
fn a2_a_store_that_forgot_without_saying_so_is_told_again() {
    let mut shop = Shop::open(1);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    let backup = shop.server.clone();
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    shop.settle();
    // The head is where it was, so that no cursor shows it.
    let lost = shop.server.store().unwrap();
    shop.server = backup;
    let mut state = shop.server.store().unwrap();
    state.head = lost.head;
    shop.server.put_store(&state).unwrap();
    shop.tap(0, add(sale(1), 2, "Cake")).unwrap();
    shop.settle();
    assert_eq!(shop.sale(sale(1)).unwrap().lines.len(), 3);
    shop.agrees();
}

#[test]
fn a2_a_backup_put_back_under_the_same_epoch_is_noticed_once_the_log_has_grown_past_it() {
    let mut shop = Shop::open(2);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    let backup = shop.server.clone();
    shop.tap(0, open(2)).unwrap();
    shop.settle();
    for till in &mut shop.tills {
        till.online = false;
        till.live = false;
    }
    shop.server = backup;
    // Somebody else writes until no cursor is ahead of the log; the first has nothing to send.
    let id = shop.tills[0].identity.register_id.unwrap();
    for on in [false, true, false, true] {
        shop.write(|t, author| t.ask_sync(author, id, on));
    }
    for till in &mut shop.tills {
        till.online = true;
        till.feed(Input::LiveEnded(Failure::Unreachable));
    }
    shop.settle();
    assert!(shop.sale(sale(2)).is_some());
    shop.agrees();
}
