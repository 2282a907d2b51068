//! Two devices with one identity: a browser profile that was copied (rules A3, A4).

use crate::shop::Shop;
use crate::till::{Till, add, open, sale, tender};
use sync::device::{Failure, Input, Output};
use sync::server::{PageLimits, pull};

/// Register 0 and a copy of its profile, as device 1; sale 1 is there.
fn copied() -> Shop {
    let mut shop = Shop::open(1);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    let copy = Till::on(shop.tills[0].disk.clone(), shop.tills[0].identity.clone());
    shop.tills.push(copy);
    shop.settle();
    shop
}

fn lines(shop: &Shop, n: u128) -> Vec<String> {
    let sale = shop.sale(sale(n)).unwrap();
    sale.lines.iter().map(|line| line.name.clone()).collect()
}

#[test]
fn a3_two_devices_with_one_identity_are_told_apart_at_the_first_conflict() {
    let mut shop = copied();
    // Each under the same sequence.
    shop.tills[1].online = false;
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    while shop.step(0) {}
    shop.tap(1, add(sale(1), 2, "Cake")).unwrap();
    shop.tap(1, open(2)).unwrap();
    assert_eq!(shop.tills[1].engine.waiting(), 2);
    shop.tills[1].online = true;
    shop.tills[1].wake();
    shop.settle();
    assert_eq!(lines(&shop, 1), ["Soup", "Tea", "Cake"]);
    assert!(shop.sale(sale(2)).is_some());
    let meta = shop.tills[1].engine.meta();
    assert_ne!(meta.identity.device_id, shop.tills[0].identity.device_id);
    assert_eq!(
        meta.next_sequence, 3,
        "numbered 1 and 2 under its own identity"
    );
    shop.agrees();
    // From here on each goes its way.
    shop.tap(0, open(3)).unwrap();
    shop.tap(1, open(4)).unwrap();
    shop.settle();
    let numbers: Vec<String> = [3, 4].map(|n| shop.sale(sale(n)).unwrap().number).to_vec();
    assert_eq!(numbers, ["1-0002", "1b-0001"], "C7: numbers of its own");
    shop.agrees();
}

#[test]
fn a4_rows_that_cover_somebody_elses_changes_take_nothing_out_of_the_outbox() {
    let mut shop = copied();
    // The copy has made as many as the first, none of them sent: by number alone the server's rows
    // cover them.
    shop.tills[1].online = false;
    shop.tills[1].live = false;
    shop.tills[1].feed(Input::LiveEnded(Failure::Unreachable));
    for n in 0..3 {
        shop.tap(0, add(sale(1), n, "Tea")).unwrap();
        shop.tap(1, add(sale(1), 10 + n, "Cake")).unwrap();
    }
    while shop.step(0) {}
    shop.tills[1].online = true;
    shop.tills[1].wake();
    shop.settle();
    let cakes = lines(&shop, 1)
        .iter()
        .filter(|name| *name == "Cake")
        .count();
    assert_eq!(cakes, 3);
    shop.agrees();
}

#[test]
fn a3_a_copied_outbox_counts_once() {
    let mut shop = Shop::open(1);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    shop.tills[0].online = false;
    shop.tap(0, tender(sale(1), 1, 100)).unwrap();
    let copy = Till::on(shop.tills[0].disk.clone(), shop.tills[0].identity.clone());
    shop.tills.push(copy);
    shop.settle();
    shop.tap(1, add(sale(1), 2, "Cake")).unwrap();
    shop.settle();
    shop.tills[0].online = true;
    shop.tap(0, add(sale(1), 3, "Tea")).unwrap();
    shop.tills[0].wake();
    shop.settle();
    let sale = shop.sale(sale(1)).unwrap();
    assert_eq!(sale.tenders.len(), 1, "A6: taken once");
    assert_eq!(sale.lines.len(), 3);
    shop.agrees();
}

#[test]
fn a3_power_lost_or_an_answer_lost_at_any_step_of_getting_an_identity_loses_nothing() {
    for step in 0..16 {
        for crash in [true, false] {
            let mut shop = copied();
            shop.tills[1].online = false;
            shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
            while shop.step(0) {}
            shop.tap(1, add(sale(1), 2, "Cake")).unwrap();
            shop.tap(1, open(2)).unwrap();
            shop.tills[1].online = true;
            shop.tills[1].wake();
            for _ in 0..step {
                shop.step(1);
            }
            if crash {
                shop.tills[1].crash();
            } else {
                shop.tills[1].lose_answers = 1;
            }
            shop.settle();
            assert_eq!(lines(&shop, 1), ["Soup", "Tea", "Cake"], "step {step}");
            assert!(shop.sale(sale(2)).is_some());
            assert!(shop.reviews().is_empty());
            shop.agrees();
        }
    }
}

#[test]
fn f3_a_copy_that_is_being_switched_off_hands_over_its_own() {
    let mut shop = copied();
    shop.tills[1].online = false;
    shop.tap(1, open(2)).unwrap();
    shop.tills[1].feed(Input::SwitchSync(false));
    shop.tap(1, open(3)).unwrap();
    shop.tap(0, open(4)).unwrap();
    while shop.step(0) {}
    shop.tills[1].online = true;
    shop.tills[1].wake();
    shop.settle();
    assert!(shop.sale(sale(2)).is_some());
    assert!(shop.sale(sale(3)).is_none());
    assert_eq!(shop.tills[1].sales(), [sale(3)]);
}

#[test]
fn a4_what_the_store_knew_already_leaves_the_outbox_though_the_stream_was_faster() {
    let mut shop = Shop::open(2);
    let identity = shop.tills[0].identity.clone();
    shop.tills[0].online = false;
    shop.tap(0, open(1)).unwrap();
    // The answer is lost, and a copy of the profile has taken the identity further meanwhile, so
    // that the same mutation goes out again under another one and moves nothing.
    let copy = Till::on(shop.tills[0].disk.clone(), identity);
    shop.tills.push(copy);
    shop.settle();
    shop.tap(2, add(sale(1), 1, "Tea")).unwrap();
    shop.settle();
    shop.tills[0].online = true;
    shop.tills[0].wake();
    let mut overtaken = 0;
    for n in 3..40 {
        // The stream is there before the push.
        if shop.tills[0].requests.len() > 1 {
            let push = |request: &Output| matches!(request, Output::Push(_));
            shop.tills[0].requests.make_contiguous().sort_by_key(push);
        }
        let Some(Output::Pull(asked)) = shop.tills[0].requests.front().cloned() else {
            shop.step(0);
            continue;
        };
        shop.tills[0].requests.pop_front();
        let device = shop.tills[0].identity.device_id;
        let patch = pull(&shop.server, device, &asked, PageLimits::default());
        // Before the answer is there, somebody else's change comes by the stream.
        if shop.tills[0].live {
            overtaken += 1;
            shop.tap(1, open(n)).unwrap();
            while shop.step(1) {}
        }
        let answer = patch.unwrap().map_err(Failure::Refused);
        shop.tills[0].feed(Input::Pulled(answer));
    }
    assert!(overtaken > 0, "the stream was faster at least once");
    shop.settle();
    assert_eq!(lines(&shop, 1), ["Soup", "Tea"]);
    shop.agrees();
}
