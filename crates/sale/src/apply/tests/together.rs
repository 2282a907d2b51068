//! Two hands in one sale, and changes that come late (rules C, D).

use super::shop::*;
use crate::*;

#[test]
fn c1_lines_added_by_two_people_are_both_kept() {
    let shop = shop(&[open(1), add(1, 10, 2, 500), add(1, 11, 1, 300)]);
    assert_eq!(shop.sales[&sale_id(1)].totals().total, Money(1300));
}

#[test]
fn c2_quantity_changes_add_up_and_a_typed_one_counts_as_a_difference() {
    let mut shop = shop(&[open(1), add(1, 10, 2, 500), more(1, 10, 1), more(1, 10, 1)]);
    assert_eq!(shop.quantity(1, 10), 4000);
    // Somebody who saw 2 types 5: three more, on top of what the others did.
    let outcome = shop.make(&Change::SetQuantity {
        sale_id: sale_id(1),
        line_id: line_id(10),
        to: Quantity::units(5),
        seen: Quantity::units(2),
        reason: Some("mistake".into()),
    });
    assert_eq!(shop.quantity(1, 10), 7000);
    let now = Quantity::units(7);
    assert_eq!(outcome.notes, [Note::QuantityHadChanged { now }]);
}

#[test]
fn c3_removing_takes_what_was_seen_and_leaves_what_came_meanwhile() {
    let remove = Change::RemoveLine {
        sale_id: sale_id(1),
        line_id: line_id(10),
        seen: Quantity::units(2),
        reason: Some("mistake".into()),
    };
    let before = shop(&[open(1), add(1, 10, 2, 500), more(1, 10, 1), remove.clone()]);
    let after = shop(&[open(1), add(1, 10, 2, 500), remove, more(1, 10, 1)]);
    assert_eq!(before.quantity(1, 10), 1000);
    assert_eq!(after.quantity(1, 10), 1000);
}

#[test]
fn c4_of_two_names_the_later_stands() {
    let name = |name: &str| Change::Name {
        sale_id: sale_id(1),
        name: Some(name.into()),
    };
    let shop = shop(&[open(1), name("Ann"), name("Ben")]);
    assert_eq!(shop.sales[&sale_id(1)].title(), "Ben");
}

#[test]
fn c5_a_tender_stays_and_the_sale_stays_open_with_what_is_due() {
    let mut shop = shop(&[open(1), add(1, 10, 1, 500), add(1, 11, 1, 300)]);
    let outcome = shop.make(&tender(1, 20, 500));
    // G2: the one who took it is told that the total is another.
    let now = Money(800);
    assert_eq!(outcome.notes, [Note::TotalHadChanged { now }]);
    let outcome = shop.make(&close(1));
    assert_eq!(outcome.notes, [Note::StillDue { due: Money(300) }]);
    assert_eq!(shop.status(1), Status::Open);
    // G3: it closes once nothing is due.
    shop.make(&tender(1, 21, 300));
    shop.make(&close(1));
    assert_eq!(shop.status(1), Status::Closed);
}

#[test]
fn d2_goods_for_a_closed_sale_go_to_one_follow_up_and_somebody_is_told() {
    let mut shop = shop(&[open(1), close(1)]);
    let outcome = shop.make(&add(1, 10, 2, 500));
    let follow_up = sale_id(1).follow_up();
    assert_eq!(outcome.elsewhere, Some(follow_up));
    shop.make(&add(1, 11, 1, 100));
    let after = &shop.sales[&follow_up];
    assert_eq!(after.follows, Some(sale_id(1)));
    assert_eq!(after.totals().total, Money(1100));
    assert!(shop.reviews.iter().all(|r| r.rule == "D2"));
    assert_eq!(shop.reviews.len(), 2);
    // The follow-up was closed too: the next goods open one after it, never the first again.
    shop.make(&tender(0, 0, 0));
    let pay = Change::Tender {
        sale_id: follow_up,
        tender: match tender(0, 30, 1100) {
            Change::Tender { tender, .. } => tender,
            _ => panic!("a tender"),
        },
    };
    shop.make(&pay);
    shop.make(&Change::Close { sale_id: follow_up });
    let outcome = shop.make(&add(1, 12, 1, 100));
    assert_eq!(outcome.elsewhere, Some(follow_up.follow_up()));
}

#[test]
fn d3_money_for_a_closed_sale_stays_on_it_and_a_sale_closes_once() {
    let mut shop = shop(&[open(1), add(1, 10, 1, 500), tender(1, 20, 500), close(1)]);
    let outcome = shop.make(&tender(1, 21, 500));
    assert_eq!(shop.sales[&sale_id(1)].totals().due, Money(-500));
    assert!(outcome.review.is_some());
    assert_eq!(shop.reviews.last().unwrap().kind, ReviewKind::LateTender);
    assert_eq!(shop.make(&close(1)).notes, [Note::AlreadyFinished]);
}

#[test]
fn d4_a_voided_sale_keeps_late_money_and_sends_late_goods_on() {
    let void = Change::Void {
        sale_id: sale_id(1),
        reason: "walked out".into(),
    };
    let mut shop = shop(&[open(1), add(1, 10, 1, 500), void]);
    assert_eq!(shop.status(1), Status::Voided);
    shop.make(&tender(1, 20, 500));
    assert!(shop.make(&add(1, 11, 1, 100)).elsewhere.is_some());
    assert!(shop.reviews.iter().all(|r| r.rule == "D4"));
}

#[test]
fn d1_changes_follow_a_merge_as_far_as_needed() {
    let mut shop = shop(&[open(1), open(2), open(3)]);
    for (from, into) in [(1, 2), (2, 3)] {
        shop.sales.get_mut(&sale_id(from)).unwrap().status = Status::Merged(sale_id(into));
    }
    let outcome = shop.make(&add(1, 10, 1, 500));
    assert_eq!(outcome.elsewhere, Some(sale_id(3)));
    assert_eq!(outcome.notes, [Note::FollowedMerge]);
    // Round a circle: kept, not lost and not followed for ever.
    shop.sales.get_mut(&sale_id(3)).unwrap().status = Status::Merged(sale_id(1));
    assert!(shop.make(&add(1, 11, 1, 500)).review.is_some());
}

#[test]
fn a4_what_has_no_place_is_kept_whole() {
    let mut shop = shop(&[]);
    let change = add(9, 10, 1, 500);
    shop.make(&change);
    let kept = &shop.reviews[0];
    assert_eq!(kept.kind, ReviewKind::Unplaced);
    assert_eq!(
        serde_json::from_str::<Change>(&kept.change).unwrap(),
        change
    );
}
