//! What a device shows of reviews before the server has spoken (rules A4, E1).

use crate::shop::Shop;
use crate::till::{open, sale, tender};
use sale::Change;

/// E1, D3: money is given back for a sale that is finished, which no device holds. Until the server has
/// it, the device calls nothing misplaced: whoever settled that would settle what is not there.
#[test]
fn what_a_device_cannot_place_is_left_to_the_server_e1() {
    let mut shop = Shop::open(2);
    let sale_id = sale(1);
    for change in [open(1), tender(sale_id, 1, 100), Change::Close { sale_id }] {
        shop.tap(0, change).unwrap();
    }
    shop.settle();
    shop.tap(0, tender(sale_id, 2, 100)).unwrap();
    shop.settle();
    assert_eq!(shop.tills[1].engine.open_reviews().count(), 1, "rule D3");
    assert!(shop.tills[1].engine.sale(sale_id).is_none());

    shop.tap(1, tender(sale_id, 3, -100)).unwrap();
    assert_eq!(shop.tills[1].engine.open_reviews().count(), 1);
    shop.settle();
    assert_eq!(shop.tills[1].engine.waiting(), 0);
    assert_eq!(shop.reviews().len(), 1, "the server had a place for it");
    shop.agrees();
}

/// A4: what the server cannot place either is a review on every device.
#[test]
fn what_fits_nowhere_is_told_by_the_server_a4() {
    let mut shop = Shop::open(2);
    shop.tap(0, tender(sale(9), 1, 100)).unwrap();
    assert_eq!(shop.tills[0].engine.open_reviews().count(), 0);
    shop.settle();
    for till in &shop.tills {
        assert_eq!(till.engine.open_reviews().count(), 1);
    }
}
