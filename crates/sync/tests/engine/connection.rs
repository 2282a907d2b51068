//! Connected means that the server answered lately (rules B2, B5, F7).

use crate::shop::Shop;
use crate::till::{add, open, sale};
use sync::device::{Failure, Input, Link, Output};
use sync::protocol::{Live, Refusal};

fn link(shop: &Shop) -> Link {
    shop.tills[0].engine.link()
}

#[test]
fn b5_a_stream_that_falls_silent_is_given_up_and_the_server_asked_at_once() {
    let mut shop = Shop::open(2);
    // Its words get lost; nobody says so.
    shop.tills[0].live = false;
    shop.tap(1, open(1)).unwrap();
    shop.settle();
    assert!(shop.tills[0].sales().is_empty());
    for _ in 0..8 {
        shop.tick(5_000);
        assert_eq!(link(&shop), Link::Online);
    }
    shop.tick(5_000);
    assert_eq!(link(&shop), Link::Offline, "no word for 40 s");
    assert!(matches!(
        shop.tills[0].requests.back(),
        Some(Output::Pull(_))
    ));
    shop.settle();
    assert_eq!(link(&shop), Link::Online);
    assert_eq!(shop.tills[0].sales(), [sale(1)]);
    shop.agrees();
}

#[test]
fn b5_heartbeats_keep_a_quiet_stream_alive() {
    let mut shop = Shop::open(1);
    for _ in 0..40 {
        shop.tick(15_000);
        let live = Live::Heartbeat {
            head: shop.head(),
            server_ms: 0,
        };
        shop.tills[0].feed(Input::Live(live));
    }
    assert!(shop.tills[0].live && shop.tills[0].requests.is_empty());
    assert_eq!(shop.tills[0].engine.last_heard_ms(), Some(shop.now_ms));
}

#[test]
fn b5_woken_from_sleep_the_device_catches_up_at_once() {
    let mut shop = Shop::open(2);
    // Asleep with a stream open, and asleep while it waited for its next attempt.
    for waiting in [false, true] {
        shop.tills[0].online = false;
        if waiting {
            shop.tills[0].feed(Input::LiveEnded(Failure::Unreachable));
            shop.tills[0].wake();
            shop.step(0);
            assert!(shop.tills[0].waits.is_some());
        }
        shop.tills[0].live = false;
        shop.tap(1, open(1 + u128::from(waiting))).unwrap();
        while shop.step(1) {}
        shop.tills[0].online = true;
        shop.tick(3 * 60 * 60 * 1000);
        let first = shop.tills[0].requests.front();
        assert!(matches!(first, Some(Output::Pull(pull)) if pull.wait_s == 0));
        while shop.step(0) {}
        assert_eq!(shop.tills[0].sales().len(), 1 + usize::from(waiting));
        shop.settle();
    }
    shop.agrees();
}

#[test]
fn f7_each_failed_attempt_waits_longer_and_an_answer_begins_anew() {
    let mut shop = Shop::open(1);
    shop.tills[0].online = false;
    shop.tap(0, open(1)).unwrap();
    let mut attempts = Vec::new();
    for _ in 0..5 {
        while shop.step(0) {}
        attempts.push(shop.tills[0].waits.unwrap());
        assert_eq!(link(&shop), Link::Offline);
        assert_eq!(
            shop.tills[0].engine.report().unsent,
            1,
            "the number waiting"
        );
        shop.tills[0].wake();
    }
    assert_eq!(attempts, [1, 2, 3, 4, 5]);
    shop.tills[0].online = true;
    shop.settle();
    assert_eq!(link(&shop), Link::Online);
    shop.tills[0].online = false;
    shop.tap(0, open(2)).unwrap();
    while shop.step(0) {}
    assert_eq!(shop.tills[0].waits, Some(1));
}

#[test]
fn f7_a_server_that_reads_and_cannot_write_is_asked_less_and_less() {
    let mut shop = Shop::open(1);
    shop.settle();
    shop.tap(0, open(1)).unwrap();
    let mut waits = Vec::new();
    for _ in 0..6 {
        // Pulls go through, the push does not.
        while !matches!(shop.tills[0].requests.front(), Some(Output::Push(_))) {
            assert!(shop.step(0));
        }
        shop.tills[0].requests.pop_front();
        let busy = Failure::Refused(Refusal::Busy { retry_ms: 1_000 });
        shop.tills[0].feed(Input::Pushed(Err(busy)));
        waits.push(shop.tills[0].waits.unwrap());
        shop.tills[0].wake();
    }
    assert_eq!(waits, [1, 2, 3, 4, 5, 6]);
    shop.settle();
    assert_eq!(shop.tills[0].engine.waiting(), 0);
    shop.tap(0, open(2)).unwrap();
    shop.tills[0].online = false;
    while shop.step(0) {}
    assert_eq!(shop.tills[0].waits, Some(1), "an answer begins anew");
}

/// Something on the way lets no stream through.
fn no_streams(shop: &mut Shop) {
    for _ in 0..3 {
        shop.tills[0].live = false;
        shop.tick(1_000);
        shop.tills[0].feed(Input::LiveEnded(Failure::Unreachable));
        shop.settle();
    }
}

#[test]
fn b5_where_no_stream_gets_through_the_device_asks_and_waits() {
    let mut shop = Shop::open(2);
    no_streams(&mut shop);
    assert!(!shop.tills[0].live);
    let parked = shop.tills[0].parked.expect("a pull waits at the server");
    assert_eq!(parked.wait_s, 25);
    assert_eq!(link(&shop), Link::Online);
    // News end the wait.
    shop.tap(1, open(1)).unwrap();
    shop.settle();
    assert_eq!(shop.tills[0].sales(), [sale(1)]);
    assert!(shop.tills[0].parked.is_some());
    // Its own changes do not wait for it.
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    assert!(matches!(
        shop.tills[0].requests.front(),
        Some(Output::Push(_))
    ));
    shop.settle();
    shop.agrees();
    // A wait that ends with nothing is followed by another, after a pause.
    let pull = shop.tills[0].parked.take().unwrap();
    let nothing = sync::protocol::Patch {
        epoch: pull.epoch,
        from: pull.since,
        to: pull.since,
        next: None,
        acknowledged: 1,
        acknowledged_fingerprint: 0,
        rows: Vec::new(),
        open_sales: None,
        digest: None,
        min_build: None,
    };
    shop.tills[0].feed(Input::Pulled(Ok(nothing)));
    assert!(shop.tills[0].requests.is_empty() && shop.tills[0].waits == Some(1));
    shop.settle();
    assert!(shop.tills[0].parked.is_some());
    // After a while a stream is tried again.
    for _ in 0..11 {
        shop.tick(30_000);
    }
    shop.tap(1, add(sale(1), 2, "Cake")).unwrap();
    shop.settle();
    assert!(shop.tills[0].live);
    shop.agrees();
}

#[test]
fn b5_one_stream_that_breaks_now_and_then_is_no_reason_to_poll() {
    let mut shop = Shop::open(1);
    for _ in 0..10 {
        for _ in 0..3 {
            shop.tick(5_000);
        }
        shop.tills[0].live = false;
        shop.tills[0].feed(Input::LiveEnded(Failure::Unreachable));
        assert_eq!(
            link(&shop),
            Link::Online,
            "a stream that ends proves nothing"
        );
        shop.settle();
        assert!(shop.tills[0].live);
    }
}
