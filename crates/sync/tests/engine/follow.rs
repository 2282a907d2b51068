//! A second engine that only shows what the first has written (rules A1, B3).

use crate::shop::Shop;
use crate::till::{add, open, sale, start};
use sync::codec;
use sync::device::{Engine, Write};
use sync::protocol::Lease;

/// As tabs do: through text.
fn heard(write: &Write) -> Write {
    codec::decode(&codec::encode(write).unwrap()).unwrap()
}

fn shows_the_same(follower: &Engine, leader: &Engine) {
    let sales = |engine: &Engine| engine.open_sales().collect::<Vec<_>>();
    assert_eq!(sales(follower), sales(leader));
    assert_eq!(follower.waiting(), leader.waiting());
    assert_eq!(follower.meta(), leader.meta());
}

#[test]
fn b3_a_follower_shows_what_was_written_and_nothing_else() {
    let mut shop = Shop::open(2);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    let mut follower = start(&shop.tills[0].disk);
    let from = shop.tills[0].written.len();

    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    shop.tap(1, add(sale(1), 2, "Cake")).unwrap();
    shop.settle();
    shop.tills[0].online = false;
    shop.tap(0, open(2)).unwrap();
    let said: Vec<Write> = shop.tills[0].written[from..].iter().map(heard).collect();
    for write in &said {
        follower.follow(write.clone());
    }
    shows_the_same(&follower, &shop.tills[0].engine);
    assert_eq!(follower.sale(sale(1)).unwrap().sale.lines.len(), 3);
    assert_eq!(follower.waiting(), 1);
}

#[test]
fn b3_hearing_again_what_the_storage_had_already_does_no_harm() {
    let mut shop = Shop::open(1);
    shop.tap(0, open(1)).unwrap();
    shop.settle();
    shop.tap(0, add(sale(1), 1, "Tea")).unwrap();
    // Read late, and told of everything from the beginning.
    let mut follower = start(&shop.tills[0].disk);
    for write in &shop.tills[0].written {
        follower.follow(heard(write));
    }
    shows_the_same(&follower, &shop.tills[0].engine);
}

#[test]
fn g1_a_follower_shows_who_takes_money() {
    let mut shop = Shop::open(1);
    shop.tap(0, open(1)).unwrap();
    let mut follower = start(&shop.tills[0].disk);
    let lease = Lease {
        sale_id: sale(1),
        device_id: sale::DeviceId(uuid::Uuid::from_u128(9)),
        register_id: None,
        employee_id: None,
        place: "Pay 1".to_owned(),
        for_ms: 30_000,
    };
    follower.follow_leases(vec![lease.clone()]);
    assert_eq!(follower.sale(sale(1)).unwrap().paid_elsewhere, Some(lease));
    follower.follow_leases(Vec::new());
    assert_eq!(follower.sale(sale(1)).unwrap().paid_elsewhere, None);
}
