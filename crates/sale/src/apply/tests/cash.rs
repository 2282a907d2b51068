//! G4: cash is rounded to the smallest coin, as a part of the tender, never as a debt or a review.

use super::shop::*;
use crate::*;

/// A store whose smallest coin is five pence, with a sale of this total.
fn owing(total: i64) -> Shop {
    let mut shop = Shop {
        store: Some(Store {
            cash_rounding: Money(5),
            ..store(true)
        }),
        ..Shop::default()
    };
    shop.make(&open(1));
    shop.make(&add(1, 10, 1, total));
    shop
}

fn rounded(tender_id: u128, method: Method, amount: i64, rounding: i64) -> Change {
    let Change::Tender { sale_id, tender } = tender(1, tender_id, amount) else {
        panic!("a tender is one");
    };
    Change::Tender {
        sale_id,
        tender: NewTender {
            method,
            rounding: Money(rounding),
            ..tender
        },
    }
}

/// Paid, due and rounding of the sale.
fn sums(shop: &Shop) -> (i64, i64, i64) {
    let totals = shop.of(1).totals();
    assert_eq!(totals.paid + totals.due, totals.total, "A6");
    (totals.paid.0, totals.due.0, totals.rounding.0)
}

#[test]
fn g4_the_sale_closes_with_nothing_due_and_nothing_over() {
    for (total, in_cash) in [(2293, 2295), (2292, 2290), (2, 0), (2290, 2290)] {
        let mut shop = owing(total);
        let outcome = shop.make(&rounded(20, Method::Cash, total, in_cash - total));
        assert_eq!(outcome, Outcome::default(), "{total}");
        assert_eq!(sums(&shop), (total, 0, in_cash - total));
        assert_eq!(shop.make(&close(1)), Outcome::default());
        assert_eq!(shop.status(1), Status::Closed);
        assert!(shop.reviews.is_empty());
    }
}

#[test]
fn g4_the_last_part_in_cash_is_rounded_whatever_was_paid_before() {
    let mut shop = owing(2293);
    shop.make(&rounded(20, Method::Card, 1011, 0));
    shop.make(&rounded(21, Method::Cash, 1282, -2));
    shop.make(&close(1));
    assert_eq!(
        (sums(&shop), shop.status(1)),
        ((2293, 0, -2), Status::Closed)
    );
}

#[test]
fn g4_what_is_no_rounding_counts_as_money() {
    for (what, method, amount, rounding, paid) in [
        ("a card", Method::Card, 2293, 2, 2295),
        ("a voucher", Method::Other("v".into()), 2293, -3, 2290),
        ("a part", Method::Cash, 1293, 2, 1295),
        ("more than is due", Method::Cash, 2498, 2, 2500),
        ("more than half a coin", Method::Cash, 2293, -3, 2290),
        ("no whole coins", Method::Cash, 2293, 1, 2294),
    ] {
        let mut shop = owing(2293);
        shop.make(&rounded(20, method, amount, rounding));
        assert_eq!(sums(&shop), (paid, 2293 - paid, 0), "{what}");
    }
    let mut shop = owing(2293);
    shop.store = Some(store(true));
    shop.make(&rounded(20, Method::Cash, 2293, 2));
    assert_eq!(sums(&shop), (2295, -2, 0), "a store that does not round");
}

/// A second guest ordered while a device was away: what was handed over counts, and the rest is
/// rounded when it is paid, so that the drawer has the total in coins.
#[test]
fn c5_g4_lines_that_came_meanwhile_leave_the_drawer_right() {
    let mut shop = owing(2292);
    shop.make(&add(1, 11, 1, 300));
    let outcome = shop.make(&rounded(20, Method::Cash, 2292, -2));
    assert!(
        outcome
            .notes
            .contains(&Note::TotalHadChanged { now: Money(2592) })
    );
    assert_eq!(sums(&shop), (2290, 302, 0));
    shop.make(&rounded(21, Method::Cash, 302, -2));
    shop.make(&close(1));
    assert_eq!(
        (sums(&shop), shop.status(1)),
        ((2592, 0, -2), Status::Closed)
    );
}

#[test]
fn d3_d4_g4_money_is_given_back_in_coins() {
    // Voided with 22.93 on it, of which 22.95 are in the drawer.
    let mut shop = owing(2293);
    shop.make(&rounded(20, Method::Cash, 2293, 2));
    shop.make(&Change::Void {
        sale_id: sale_id(1),
        reason: "left".into(),
    });
    shop.make(&rounded(21, Method::Cash, -2293, -2));
    let totals = shop.of(1).totals();
    assert_eq!((totals.paid, totals.rounding), (Money(0), Money(0)));
    // Paid in cash by two registers: the second one's coins are all over, and go back.
    let mut shop = owing(2293);
    shop.make(&rounded(20, Method::Cash, 2293, 2));
    shop.make(&close(1));
    shop.make(&rounded(21, Method::Cash, 2293, 2));
    assert_eq!(sums(&shop), (4588, -2295, 2));
    shop.make(&rounded(22, Method::Cash, -2295, 0));
    assert_eq!(sums(&shop), (2293, 0, 2));
}
