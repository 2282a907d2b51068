//! Leases while money is taken (rules G1, G2, C5, D3).

use crate::shop::Shop;
use crate::till::{add, open, sale, tender};
use sync::device::{Input, Tendering};

fn shop() -> Shop {
    let mut shop = Shop::open(2);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    shop
}

const OURS: Option<Tendering> = Some(Tendering::Ours { up_to_date: true });

#[test]
fn g1_two_online_devices_never_both_hold_the_lease() {
    let mut shop = shop();
    shop.tills[0].feed(Input::TakeLease(sale(1)));
    shop.tills[1].feed(Input::TakeLease(sale(1)));
    assert_eq!(
        shop.tills[0].view(sale(1)).tendering,
        Some(Tendering::Asking)
    );
    shop.settle();
    assert_eq!(shop.tills[0].view(sale(1)).tendering, OURS);
    let Some(Tendering::HeldBy(lease)) = shop.tills[1].view(sale(1)).tendering else {
        panic!("the other is told who and where");
    };
    assert_eq!(lease.place, "Till 1");
    assert_eq!(lease.employee_id, Some(crate::till::CASHIER));
    let seen = shop.tills[1].view(sale(1)).paid_elsewhere.unwrap();
    assert_eq!(seen.place, "Till 1", "everybody sees it");
    assert_eq!(shop.tills[0].view(sale(1)).paid_elsewhere, None);

    // Renewed for as long as the screen is open, and then free for who has waited.
    for _ in 0..30 {
        shop.tick(5_000);
        shop.settle();
        assert_eq!(shop.tills[0].view(sale(1)).tendering, OURS);
        assert_ne!(shop.tills[1].view(sale(1)).tendering, OURS);
    }
    shop.tills[0].feed(Input::ReleaseLease(sale(1)));
    shop.settle();
    assert_eq!(shop.tills[0].view(sale(1)).tendering, None);
    assert_eq!(shop.tills[1].view(sale(1)).tendering, OURS);
    assert_eq!(shop.tills[1].view(sale(1)).paid_elsewhere, None);
}

#[test]
fn g1_a_lease_ends_with_its_holder() {
    let mut shop = shop();
    shop.tills[0].feed(Input::TakeLease(sale(1)));
    shop.settle();
    shop.tills[0].crash();
    shop.tills[0].online = false;
    shop.tills[1].feed(Input::TakeLease(sale(1)));
    shop.settle();
    assert!(matches!(
        shop.tills[1].view(sale(1)).tendering,
        Some(Tendering::HeldBy(_))
    ));
    for _ in 0..6 {
        shop.tick(5_000);
        shop.settle();
    }
    assert_eq!(shop.tills[1].view(sale(1)).tendering, OURS);
}

#[test]
fn c5_a_lease_blocks_neither_lines_nor_what_was_taken_offline_d3() {
    let mut shop = shop();
    shop.tills[0].feed(Input::TakeLease(sale(1)));
    shop.settle();
    // Lines come in while it is being paid.
    shop.tap(1, add(sale(1), 1, "Tea")).unwrap();
    shop.settle();
    assert_eq!(shop.tills[0].lines(sale(1)), ["Soup", "Tea"]);
    // Money that was taken without contact is taken, whoever holds the lease by then.
    shop.tills[1].online = false;
    shop.tills[1].feed(Input::LiveEnded(sync::device::Failure::Unreachable));
    shop.tills[1].wake();
    shop.step(1);
    shop.tills[1].feed(Input::TakeLease(sale(1)));
    assert_eq!(
        shop.tills[1].view(sale(1)).tendering,
        Some(Tendering::Alone),
        "offline there is nobody to ask, and nothing to wait for"
    );
    shop.tap(1, tender(sale(1), 1, 200)).unwrap();
    shop.tills[1].online = true;
    shop.settle();
    assert_eq!(shop.sale(sale(1)).unwrap().tenders.len(), 1);
    shop.agrees();
}

#[test]
fn g1_without_contact_nothing_is_proven() {
    let mut shop = shop();
    shop.tills[0].feed(Input::TakeLease(sale(1)));
    shop.settle();
    shop.tills[0].online = false;
    shop.tick(10_000);
    shop.step(0);
    assert_eq!(
        shop.tills[0].view(sale(1)).tendering,
        Some(Tendering::Alone)
    );
    // Somebody else takes it meanwhile; back online it is asked for, and refused.
    shop.tills[1].feed(Input::TakeLease(sale(1)));
    for _ in 0..8 {
        shop.tick(5_000);
        while shop.step(1) {}
    }
    assert_eq!(shop.tills[1].view(sale(1)).tendering, OURS);
    shop.tills[0].online = true;
    shop.settle();
    assert!(matches!(
        shop.tills[0].view(sale(1)).tendering,
        Some(Tendering::HeldBy(_))
    ));
}

#[test]
fn g2_the_total_is_told_once_the_device_has_caught_up_with_the_lease() {
    let mut shop = shop();
    // The stream has broken without a word: lines come that this device has not heard of.
    shop.tills[0].live = false;
    shop.tap(1, add(sale(1), 1, "Tea")).unwrap();
    while shop.step(1) {}
    shop.tills[0].feed(Input::TakeLease(sale(1)));
    assert!(shop.step(0), "the lease is asked for");
    let view = shop.tills[0].view(sale(1));
    let behind = Some(Tendering::Ours { up_to_date: false });
    assert_eq!(view.tendering, behind, "the total shown is not today's yet");
    assert_eq!(view.totals.total, sale::Money(100));
    shop.settle();
    let view = shop.tills[0].view(sale(1));
    assert_eq!(view.tendering, OURS);
    assert_eq!(view.totals.total, sale::Money(200));
}

#[test]
fn g1_a_register_that_works_alone_asks_for_no_lease() {
    let mut shop = shop();
    shop.tills[0].feed(Input::SwitchSync(false));
    shop.settle();
    shop.tap(0, open(2)).unwrap();
    shop.tills[0].feed(Input::TakeLease(sale(2)));
    shop.settle();
    assert_eq!(
        shop.tills[0].view(sale(2)).tendering,
        Some(Tendering::Alone)
    );
    assert!(shop.leases.is_empty());
}

#[test]
fn g1_a_server_that_began_anew_gives_the_lease_to_one_alone() {
    let mut shop = shop();
    shop.tills[0].feed(Input::TakeLease(sale(1)));
    shop.settle();
    // It has stopped and started: it knows of no lease, and the streams have ended.
    shop.leases = sync::server::Leases::default();
    for till in &mut shop.tills {
        till.live = false;
        till.feed(Input::LiveEnded(sync::device::Failure::Unreachable));
    }
    assert_eq!(
        shop.tills[0].view(sale(1)).tendering,
        Some(Tendering::Asking)
    );
    shop.tills[1].feed(Input::TakeLease(sale(1)));
    while shop.step(1) {}
    assert_eq!(shop.tills[1].view(sale(1)).tendering, OURS);
    shop.settle();
    assert!(matches!(
        shop.tills[0].view(sale(1)).tendering,
        Some(Tendering::HeldBy(_))
    ));
    // And without anybody else it comes back to who had it.
    shop.tills[1].feed(Input::ReleaseLease(sale(1)));
    shop.settle();
    assert_eq!(shop.tills[0].view(sale(1)).tendering, OURS);
}
