//! Switching sync off and on (rules F2 to F6), in bad cases.

use crate::shop::Shop;
use crate::till::{add, open, sale, tender};
use sale::{Change, SaleId};
use sync::device::{Failure, Input, NotSaved, Output, SyncMode};
use sync::protocol::StatusReport;

/// A shared sale 1; register 0 is away, with sale 2 that nobody else knows of.
fn away() -> Shop {
    let mut shop = Shop::open(2);
    shop.tap(1, open(1)).unwrap();
    shop.settle();
    offline(&mut shop, 0);
    shop.tap(0, open(2)).unwrap();
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    shop
}

fn offline(shop: &mut Shop, till: usize) {
    shop.tills[till].online = false;
    if shop.tills[till].live {
        shop.tills[till].live = false;
        shop.tills[till].feed(Input::LiveEnded(Failure::Unreachable));
    }
    for _ in 0..3 {
        shop.tills[till].wake();
        while shop.step(till) {}
    }
}

fn online(shop: &mut Shop, till: usize) {
    shop.tills[till].online = true;
    shop.tills[till].wake();
    shop.settle();
}

fn mode(shop: &Shop, till: usize) -> SyncMode {
    shop.tills[till].engine.meta().sync
}

fn names(shop: &Shop, id: SaleId) -> Vec<String> {
    let sale = shop.sale(id).unwrap();
    sale.standing_lines()
        .map(|line| line.name.clone())
        .collect()
}

#[test]
fn f3_switched_off_while_away_it_works_alone_at_once_and_hands_over_at_the_next_contact() {
    let mut shop = away();
    shop.tills[0].feed(Input::SwitchSync(false));
    let pending = shop.tills[0].view(sale(2));
    assert!(pending.waiting_for_hand_over && !pending.read_only && !pending.only_here);
    let shared = shop.tills[0].view(sale(1));
    assert!(shared.read_only && shared.waiting_for_hand_over && !shared.only_here);

    // Copies of what the others have are only shown; its own goes on, and new ones stay here.
    let refused = shop.tap(0, add(sale(1), 2, "Cake"));
    assert_eq!(refused, Err(NotSaved::HandingOver));
    assert_eq!(
        shop.tills[0].lines(sale(1)),
        ["Soup", "Tea"],
        "nothing is lost"
    );
    shop.tap(0, open(3)).unwrap();
    shop.tap(0, add(sale(2), 3, "Coffee")).unwrap();
    shop.tap(0, add(sale(3), 4, "Juice")).unwrap();
    let here = shop.tills[0].view(sale(3));
    assert!(here.only_here && !here.waiting_for_hand_over && !here.read_only);
    assert_eq!(shop.tills[0].lines(sale(2)), ["Soup", "Coffee"]);
    let merge = Change::Merge {
        sale_id: sale(3),
        into: sale(2),
    };
    assert_eq!(shop.tap(0, merge), Err(NotSaved::HandingOver));

    // All of it stands after a restart, and nothing has reached the server.
    let head = shop.head();
    shop.tills[0].crash();
    while shop.step(0) {}
    assert!(shop.tills[0].view(sale(3)).only_here);
    assert!(shop.tills[0].view(sale(2)).waiting_for_hand_over);
    assert_eq!(shop.head(), head);

    online(&mut shop, 0);
    assert_eq!(mode(&shop, 0), SyncMode::Off);
    assert_eq!(
        shop.tills[0].sales(),
        [sale(3)],
        "the others' go, its own stays"
    );
    assert_eq!(names(&shop, sale(1)), ["Soup", "Tea"]);
    assert_eq!(names(&shop, sale(2)), ["Soup", "Coffee"]);
    assert!(
        shop.sale(sale(3)).is_none(),
        "F4: what was saved alone stays"
    );
    let register = shop.register(shop.tills[0].identity.register_id.unwrap());
    assert!(
        !register.sync_reported,
        "F6: BackOffice sees that it is done"
    );
    shop.agrees();
}

#[test]
fn f4_while_off_nothing_reaches_the_server_and_f5_brings_it_all() {
    let mut shop = away();
    online(&mut shop, 0);
    shop.tills[0].feed(Input::SwitchSync(false));
    shop.settle();
    assert_eq!(mode(&shop, 0), SyncMode::Off);
    assert!(shop.tills[0].sales().is_empty());
    let head = shop.head();
    shop.tap(0, open(3)).unwrap();
    shop.tap(0, tender(sale(3), 1, 100)).unwrap();
    shop.tap(0, Change::Close { sale_id: sale(3) }).unwrap();
    shop.tap(0, open(4)).unwrap();
    assert_eq!(shop.tap(0, add(sale(1), 9, "Tea")), Err(NotSaved::NotHere));
    for _ in 0..3 {
        shop.tick(60_000);
        shop.tills[0].wake();
        shop.settle();
    }
    assert_eq!(shop.head(), head, "F4: off means off");
    assert_eq!(shop.tills[0].engine.waiting(), 4);
    shop.tills[0].crash();
    assert!(shop.tills[0].view(sale(4)).only_here);

    shop.tap(1, open(5)).unwrap();
    shop.tills[0].feed(Input::SwitchSync(true));
    shop.settle();
    assert_eq!(mode(&shop, 0), SyncMode::On);
    assert!(
        !shop.sale(sale(3)).unwrap().is_open(),
        "sold alone, and there"
    );
    assert!(shop.sale(sale(4)).is_some());
    assert!(
        shop.tills[0].sales().contains(&sale(5)),
        "everything open came back"
    );
    shop.agrees();
}

#[test]
fn f2_power_lost_or_an_answer_lost_at_any_step_of_a_hand_over_loses_nothing() {
    let mut ends = 0;
    for step in 0.. {
        for kind in 0..3 {
            let mut shop = away();
            shop.tills[0].feed(Input::SwitchSync(false));
            shop.tap(0, open(3)).unwrap();
            shop.tills[0].online = true;
            shop.tills[0].wake();
            let mut taken = 0;
            while taken < step && mode(&shop, 0) != SyncMode::Off {
                taken += usize::from(shop.step(0));
                if shop.tills[0].waits.is_some() && shop.tills[0].requests.is_empty() {
                    shop.tills[0].wake();
                }
            }
            if mode(&shop, 0) == SyncMode::Off {
                ends += 1;
            }
            match kind {
                0 => shop.tills[0].crash(),
                1 => {
                    // The server has done it, and nobody hears.
                    shop.tills[0].lose_answers = 1;
                    shop.step(0);
                }
                _ => {
                    // And then the power goes as well, with more done in between.
                    shop.tills[0].lose_answers = 1;
                    shop.step(0);
                    shop.tills[0].crash();
                    let _ = shop.tap(0, add(sale(2), 5, "Cake"));
                    let _ = shop.tap(0, add(sale(3), 6, "Juice"));
                }
            }
            let with_cake = shop.tills[0]
                .engine
                .sale(sale(2))
                .is_some_and(|view| view.sale.lines.len() > 1);
            shop.settle();
            assert_eq!(mode(&shop, 0), SyncMode::Off, "step {step}, kind {kind}");
            assert_eq!(shop.tills[0].sales(), [sale(3)]);
            assert!(shop.sale(sale(3)).is_none());
            assert_eq!(names(&shop, sale(1)), ["Soup", "Tea"]);
            let expected: &[&str] = if with_cake {
                &["Soup", "Cake"]
            } else {
                &["Soup"]
            };
            assert_eq!(names(&shop, sale(2)), expected, "step {step}, kind {kind}");
            shop.agrees();
            // And back again: nothing twice, nothing missing.
            shop.tills[0].feed(Input::SwitchSync(true));
            shop.settle();
            assert_eq!(mode(&shop, 0), SyncMode::On);
            assert!(shop.sale(sale(3)).is_some());
            shop.agrees();
            assert!(shop.reviews().is_empty());
        }
        if ends > 3 {
            return;
        }
    }
}

#[test]
fn f5_switched_on_again_at_any_step_of_a_hand_over_it_is_simply_on() {
    for step in 0..12 {
        let mut shop = away();
        shop.tills[0].feed(Input::SwitchSync(false));
        shop.tap(0, open(3)).unwrap();
        shop.tills[0].online = true;
        shop.tills[0].wake();
        for _ in 0..step {
            shop.step(0);
        }
        // While the request may be with the server: the receipt that comes then is void.
        shop.tills[0].feed(Input::SwitchSync(true));
        shop.settle();
        assert_eq!(mode(&shop, 0), SyncMode::On, "step {step}");
        assert_eq!(names(&shop, sale(2)), ["Soup"]);
        assert!(
            shop.sale(sale(3)).is_some(),
            "F5: saved alone, and now with the others"
        );
        let register = shop.register(shop.tills[0].identity.register_id.unwrap());
        assert!(register.sync_asked && register.sync_reported);
        shop.agrees();
    }
}

#[test]
fn f6_a_request_from_backoffice_waits_for_a_register_that_is_away() {
    let mut shop = away();
    let id = shop.tills[0].identity.register_id.unwrap();
    shop.write(|t, author| t.ask_sync(author, id, false));
    let register = shop.register(id);
    assert!(
        !register.sync_asked && register.sync_reported,
        "waiting for the register"
    );
    let report = shop.tills[0].engine.report();
    assert_eq!(
        report,
        StatusReport {
            unsent: 2,
            cursor: report.cursor,
            build: report.build.clone(),
            ..StatusReport::default()
        }
    );
    online(&mut shop, 0);
    let register = shop.register(id);
    assert!(!register.sync_asked && !register.sync_reported);
    assert_eq!(mode(&shop, 0), SyncMode::Off);
    assert_eq!(names(&shop, sale(2)), ["Soup"]);
    // And on again: it hears when it reports.
    shop.write(|t, author| t.ask_sync(author, id, true));
    shop.tills[0].wake();
    shop.settle();
    assert_eq!(mode(&shop, 0), SyncMode::On);
    shop.agrees();
}

#[test]
fn f2_a_repeated_request_gets_the_same_receipt() {
    let mut shop = away();
    online(&mut shop, 0);
    shop.tills[0].feed(Input::SwitchSync(false));
    let mut asked = None;
    while mode(&shop, 0) != SyncMode::Off {
        if let Some(Output::HandOver(hand_over)) = shop.tills[0].requests.front() {
            asked = Some(*hand_over);
        }
        assert!(shop.step(0));
    }
    let device_id = shop.tills[0].identity.device_id;
    let head = shop.head();
    let mut receipts = Vec::new();
    for _ in 0..2 {
        receipts.push(shop.write(|t, author| {
            let author = sync::server::Author {
                device_id,
                ..*author
            };
            t.hand_over(&author, &asked.unwrap())
        }));
    }
    assert!(receipts[0].is_ok());
    assert_eq!(receipts[0], receipts[1]);
    assert_eq!(shop.head(), head);
}

#[test]
fn f2_a_disk_that_refuses_the_receipt_gets_it_again() {
    let mut shop = away();
    online(&mut shop, 0);
    shop.tills[0].refuse_writes = 1;
    shop.tills[0].feed(Input::SwitchSync(false));
    assert_eq!(
        mode(&shop, 0),
        SyncMode::On,
        "nothing is done that is not on the disk"
    );
    shop.tills[0].wake();
    assert_ne!(mode(&shop, 0), SyncMode::On);
    while !matches!(shop.tills[0].requests.front(), Some(Output::HandOver(_))) {
        assert!(shop.step(0));
    }
    shop.tills[0].refuse_writes = 2;
    shop.settle();
    assert_eq!(mode(&shop, 0), SyncMode::Off);
    assert!(shop.tills[0].sales().is_empty());
}

#[test]
fn f2_a_receipt_for_an_earlier_hand_over_takes_nothing_that_came_after_it() {
    let mut shop = away();
    online(&mut shop, 0);
    shop.tills[0].feed(Input::SwitchSync(false));
    while !matches!(shop.tills[0].requests.front(), Some(Output::HandOver(_))) {
        assert!(shop.step(0));
    }
    // Taken over, and the receipt is lost with the power; then it is away for long, and somebody
    // flips the switch to and fro with sales in between.
    shop.tills[0].lose_answers = 1;
    shop.step(0);
    shop.tills[0].online = false;
    shop.tills[0].crash();
    shop.tills[0].feed(Input::SwitchSync(true));
    shop.tap(0, add(sale(1), 7, "Cake")).unwrap();
    shop.tap(0, open(3)).unwrap();
    offline(&mut shop, 0);
    shop.tills[0].feed(Input::SwitchSync(false));
    shop.tap(0, open(4)).unwrap();
    offline(&mut shop, 0);
    online(&mut shop, 0);
    assert_eq!(mode(&shop, 0), SyncMode::Off);
    assert_eq!(shop.tills[0].sales(), [sale(4)]);
    assert_eq!(names(&shop, sale(1)), ["Soup", "Tea", "Cake"]);
    assert!(shop.sale(sale(3)).is_some());
    assert!(shop.sale(sale(4)).is_none());
    let register = shop.register(shop.tills[0].identity.register_id.unwrap());
    assert!(!register.sync_asked && !register.sync_reported);
    shop.agrees();
}
