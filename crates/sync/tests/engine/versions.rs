//! Older and newer builds together (rules A3, A4): what a build does not know survives it, and an
//! old device can always deliver what it holds.

use crate::shop::Shop;
use crate::till::{add, open, sale, tender};
use sale::{Change, ReviewKind};
use serde_json::json;
use sync::device::{Input, Output};
use sync::protocol::Push;
use sync::row::{Key, Kind};
use sync::server::{Storage, StoredRow};
use uuid::Uuid;

#[test]
fn b3_rows_of_a_newer_build_survive_a_devices_whole_life() {
    let mut shop = Shop::open(2);
    let drawer = (Kind::named("drawer"), Uuid::from_u128(5));
    let body = json!({"opened": 2.50, "by": ["Ann"], "z": null});
    shop.write(|t, author| t.write_rows(author, &[(drawer.0.clone(), drawer.1, &body)]));
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    // A field of a newer build in a row of a known kind, with blanks and an order of its own.
    let text = format!(
        r#"{{"zone": "roof",  "id":"{}","name":"Till 1","activated":true,"sync_asked":true,"sync_reported":true}}"#,
        shop.tills[0].identity.register_id.unwrap()
    );
    let id = shop.tills[0].identity.register_id.unwrap().0;
    let raw = sync::codec::raw(text.clone()).unwrap();
    shop.write(|t, author| t.write_rows(author, &[(Kind::Register, id, &raw)]));
    shop.settle();
    let key = Key {
        kind: Kind::Register,
        id,
    };
    let held = |shop: &Shop| {
        let rows = shop.tills[0].engine.base().0;
        let drawer = Key {
            kind: drawer.0.clone(),
            id: drawer.1,
        };
        let drawer = rows
            .get(&drawer)
            .and_then(|row| row.text())
            .map(str::to_owned);
        (
            rows.get(&key).unwrap().text().unwrap().to_owned(),
            drawer.unwrap(),
        )
    };
    let before = held(&shop);
    assert_eq!(before.0, text);
    assert_eq!(before.1, body.to_string());
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    shop.settle();
    shop.tills[0].crash();
    shop.settle();
    assert_eq!(held(&shop), before);
    shop.agrees();
    // The digest of a hand-over counts them, too.
    shop.tills[0].feed(Input::SwitchSync(false));
    shop.settle();
    assert_eq!(
        shop.tills[0].engine.meta().sync,
        sync::device::SyncMode::Off
    );
}

#[test]
fn a4_a_change_of_a_newer_build_is_kept_whole_and_nothing_chokes_on_it() {
    let mut shop = Shop::open(2);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    shop.tills[0].online = false;
    let strange = r#"{"sale.sing.9":{"aria":[1, 2]}}"#;
    shop.put_into_outbox(0, strange);
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    assert_eq!(shop.tills[0].lines(sale(1)), ["Soup", "Tea"]);
    assert_eq!(shop.tills[0].engine.waiting(), 2);
    shop.tills[0].online = true;
    shop.tills[0].wake();
    shop.settle();
    let reviews = shop.reviews();
    assert_eq!(reviews.len(), 1);
    assert_eq!(reviews[0].kind, ReviewKind::Unreadable);
    assert_eq!(reviews[0].change, strange, "byte for byte");
    assert_eq!(
        shop.sale(sale(1)).unwrap().lines.len(),
        2,
        "later changes go through"
    );
    shop.agrees();
}

#[test]
fn a4_a_change_that_the_reducer_fails_at_is_kept_whole_and_later_ones_go_through() {
    let mut shop = Shop::open(2);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    shop.reducer = |books, context, change| match change {
        Change::Name { .. } => std::panic::resume_unwind(Box::new("on purpose")),
        change => sale::apply(books, context, change),
    };
    let named = Change::Name {
        sale_id: sale(1),
        name: Some("Window".into()),
    };
    shop.tap(0, named.clone()).unwrap();
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    shop.settle();
    let reviews = shop.reviews();
    assert_eq!(reviews.len(), 1);
    assert_eq!(reviews[0].sale_id, Some(sale(1)));
    assert_eq!(sync::codec::decode::<Change>(&reviews[0].change), Ok(named));
    let there = shop.sale(sale(1)).unwrap();
    assert_eq!((there.name, there.lines.len()), (None, 2));
    shop.agrees();
}

#[test]
fn a4_a_known_change_with_more_in_it_is_done_as_far_as_it_is_known_and_kept_whole() {
    let mut shop = Shop::open(1);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    let newer = format!(
        r#"{{"line.add.1":{{"sale_id":"{}","line":{{"id":"{}","name":"Wine","unit_price":500,"quantity":1000,"course":2}}}}}}"#,
        sale(1),
        Uuid::from_u128(77)
    );
    shop.put_into_outbox(0, &newer);
    shop.settle();
    assert_eq!(shop.sale(sale(1)).unwrap().lines[1].name, "Wine");
    let reviews = shop.reviews();
    assert_eq!(reviews[0].change, newer);
    assert_eq!(reviews[0].sale_id, Some(sale(1)));
    shop.agrees();
}

#[test]
fn a4_a_push_is_taken_from_older_and_newer_devices_alike() {
    let mut shop = Shop::open(1);
    for protocol in [0, sync::protocol::PROTOCOL, 9] {
        shop.tap(0, open(u128::from(protocol))).unwrap();
        let Some(Output::Push(push)) = shop.tills[0].requests.front_mut() else {
            panic!("a push");
        };
        push.protocol = protocol;
        // A newer envelope says more than this server reads.
        let mut value = serde_json::to_value(&*push).unwrap();
        value["mood"] = json!("good");
        *push = serde_json::from_value::<Push>(value).unwrap();
        shop.settle();
        assert!(shop.sale(sale(u128::from(protocol))).is_some());
    }
    shop.agrees();
}

#[test]
fn a4_an_old_build_is_told_so_by_what_it_pulls_and_delivers_all_the_same() {
    let mut shop = Shop::open(1);
    shop.min_build = Some("0.1.0".to_owned());
    shop.tills[0].crash();
    shop.settle();
    let outdated = |output: &Output| matches!(output, Output::Outdated { .. });
    assert!(
        !shop.tills[0].has_said(outdated),
        "this very build may go on"
    );
    shop.min_build = Some("0.10.0".to_owned());
    shop.tills[0].crash();
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    assert!(shop.tills[0].has_said(outdated));
    assert!(shop.sale(sale(1)).is_some());
    shop.agrees();
}

#[test]
fn a4_a_mutation_under_anothers_identity_goes_into_a_review_and_the_rest_goes_on() {
    let mut shop = Shop::open(2);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    // Two builds made the same id for two things; the later one comes from elsewhere.
    let taken = shop
        .server
        .sent(shop.tills[0].identity.device_id, 1)
        .unwrap()
        .unwrap();
    let strange = sync::codec::encode(&open(2)).unwrap();
    shop.put_into_outbox(1, &strange);
    shop.tills[1].requests.clear();
    for mutation in shop.tills[1].disk.outbox.values_mut() {
        mutation.mutation_id = taken.mutation_id;
    }
    shop.tills[1].crash();
    shop.tap(1, open(3)).unwrap();
    for answered in [false, true] {
        // Also when the first answer is lost.
        shop.tills[1].lose_answers = u32::from(!answered);
        shop.settle();
    }
    assert_eq!(shop.reviews().len(), 1);
    assert_eq!(shop.reviews()[0].change, strange);
    assert!(shop.sale(sale(3)).is_some());
    shop.agrees();
}

/// F1, B2: a device that is so far behind that what went has been forgotten gets everything anew,
/// and what it holds stays.
#[test]
fn b2_below_the_floor_the_device_begins_anew_and_keeps_its_outbox() {
    let mut shop = Shop::open(2);
    shop.tap(1, open(1)).unwrap();
    shop.tap(1, open(2)).unwrap();
    shop.settle();
    shop.tills[0].online = false;
    shop.tills[0].live = false;
    shop.tap(0, add(sale(2), 1, "Tea")).unwrap();
    shop.tap(1, tender(sale(1), 1, 100)).unwrap();
    shop.tap(1, sale::Change::Close { sale_id: sale(1) })
        .unwrap();
    while shop.step(1) {}
    let mut state = shop.server.store().unwrap();
    state.floor = state.head;
    shop.server.put_store(&state).unwrap();
    let gone: StoredRow = shop.server.row(&Kind::Sale, sale(1).0).unwrap().unwrap();
    assert!(gone.gone);
    shop.tills[0].online = true;
    shop.tills[0].feed(Input::LiveEnded(sync::device::Failure::Unreachable));
    shop.settle();
    assert_eq!(shop.tills[0].sales(), [sale(2)]);
    assert_eq!(shop.sale(sale(2)).unwrap().lines.len(), 2);
    shop.agrees();
}
