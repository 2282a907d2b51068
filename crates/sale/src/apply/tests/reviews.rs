//! Reviews and what they are about: late money, refunds, voids taken back (rules D3, D4, E1).

use super::shop::*;
use crate::*;

fn resolve(review: ReviewId, note: &str) -> Change {
    Change::ResolveReview {
        review_id: review,
        note: note.into(),
    }
}

fn void(sale: u128) -> Change {
    Change::Void {
        sale_id: sale_id(sale),
        reason: "walked out".into(),
    }
}

fn unvoid(sale: u128) -> Change {
    Change::Unvoid {
        sale_id: sale_id(sale),
    }
}

/// A sale of 5.00 that Ann (1) opened and Ben (2) was paid for and closed.
fn closed() -> Shop {
    let mut shop = Shop::default();
    for (by, change) in [
        (1, open(1)),
        (1, add(1, 10, 1, 500)),
        (2, tender(1, 20, 500)),
        (2, close(1)),
    ] {
        shop.make_as(employee(by), &change);
    }
    shop
}

#[test]
fn e1_every_review_names_the_sale_the_mutation_the_rule_both_people_and_what_was_done() {
    let mut voided = closed();
    voided.make_as(employee(1), &open(2));
    voided.make_as(employee(2), &tender(2, 21, 100));
    let mut split_paid = closed();
    split_paid.make_as(employee(1), &open(2));
    split_paid.make_as(employee(1), &add(2, 11, 2, 500));
    split_paid.make_as(employee(2), &tender(2, 21, 1_000));
    let mut cashier = closed();
    cashier.make_as(employee(2), &open(2));
    cashier.roles.insert(employee(0), Some(Role::Cashier));
    use ReviewKind::*;
    for (shop, change, kind, rule) in [
        (closed(), add(1, 11, 1, 100), LateGoods, "D2"),
        (closed(), more(1, 10, 1), LateGoods, "D2"),
        (closed(), tender(1, 21, 500), LateTender, "D3"),
        (closed(), tender(1, 21, -500), RefundTooLarge, "D3"),
        (closed(), off(1, Discount::Percent(1)), LateChange, "A4"),
        (closed(), void(1), LateChange, "A4"),
        (closed(), open(1), Unplaced, "A3"),
        (voided.clone(), void(2), VoidedWithTender, "D4"),
        (voided.clone(), tender(2, 22, 100), Overpaid, "C5"),
        (split_paid, split(2, 3, &[(11, 1_000)]), Overpaid, "D5"),
        (cashier, void(2), NotAllowed, "H2"),
    ] {
        let mut shop = shop;
        let context = shop.context(employee(0));
        let outcome = shop.make_in(&context, &change);
        let review = shop.review(outcome.review.unwrap()).unwrap();
        assert_eq!((review.kind, &*review.rule), (kind, rule), "{change:?}");
        assert_eq!(review.sale_id, change.sale_id());
        assert_eq!(review.mutation_id, context.mutation_id);
        assert_eq!(review.employee_id, employee(0));
        assert!(review.other_employee.is_some_and(|by| by != employee(0)));
        assert_eq!(
            serde_json::from_str::<Change>(&review.change).unwrap(),
            change
        );
        assert_eq!(review.resolution, None);
    }
}

#[test]
fn e1_a_change_that_cannot_be_read_still_names_its_sale() {
    let context = Shop::default().context(employee(0));
    let text = format!(r#"{{"sale.sing.9":{{"sale_id":"{}"}}}}"#, sale_id(7));
    for (text, sale) in [
        (&*text, Some(sale_id(7))),
        ("{\"x\":[1]}", None),
        ("x", None),
    ] {
        let applied = unreadable(&context, text);
        assert_eq!(applied.reviews[0].sale_id, sale);
        assert_eq!(applied.reviews[0].change, text);
    }
}

#[test]
fn e1_a_review_is_settled_once_and_the_first_stands() {
    let mut shop = closed();
    let review = shop.make(&tender(1, 21, 500)).review.unwrap();
    let before = shop.sales.clone();
    let outcome = shop.make_as(employee(1), &resolve(review, "gave it back"));
    assert_eq!(outcome, Outcome::default());
    let outcome = shop.make_as(employee(2), &resolve(review, "did nothing"));
    assert_eq!(outcome.notes, [Note::AlreadyResolved { by: employee(1) }]);
    let resolution = shop.review(review).unwrap().resolution.unwrap();
    assert_eq!(
        (resolution.by, &*resolution.note),
        (employee(1), "gave it back")
    );
    assert_eq!(shop.sales, before);
    // A4: what names no review that is here is kept.
    let kept = shop.make(&resolve(ReviewId(id(9)), "?")).review.unwrap();
    assert_eq!(shop.review(kept).unwrap().kind, ReviewKind::Unplaced);
}

#[test]
fn d3_money_is_given_back_without_a_new_review_and_never_more_than_was_overpaid() {
    let mut shop = closed();
    shop.make(&tender(1, 21, 500));
    let reviews = shop.reviews.len();
    let outcome = shop.make(&tender(1, 22, -300));
    assert_eq!((outcome.review, shop.reviews.len()), (None, reviews));
    assert_eq!(shop.of(1).totals().due, Money(-200));
    // Somebody else gives all of it back too: kept, and the sale is not underpaid.
    let kept = shop.make(&tender(1, 23, -500)).review.unwrap();
    assert_eq!(shop.review(kept).unwrap().kind, ReviewKind::RefundTooLarge);
    assert_eq!(shop.of(1).totals().due, Money(-200));
    assert_eq!(shop.make(&tender(1, 24, -200)).review, None);
    assert_eq!(shop.of(1).totals().due, Money(0));
    assert_eq!(shop.status(1), Status::Closed);
}

#[test]
fn d4_a_voided_sale_gives_back_what_was_paid_and_no_more() {
    let mut shop = shop(&[open(1), add(1, 10, 1, 900), tender(1, 20, 500), void(1)]);
    assert_eq!(shop.make(&tender(1, 21, -500)).review, None);
    assert_eq!(shop.of(1).totals().paid, Money(0));
    assert!(shop.make(&tender(1, 22, -1)).review.is_some());
    assert_eq!(shop.of(1).totals().paid, Money(0));
}

#[test]
fn d4_a_void_is_taken_back_with_its_tenders_and_its_review_is_settled() {
    let mut shop = shop(&[open(1), add(1, 10, 1, 500), tender(1, 20, 500)]);
    let review = shop.make(&void(1)).review.unwrap();
    let outcome = shop.make_as(employee(2), &unvoid(1));
    assert_eq!(outcome, Outcome::default());
    assert_eq!((shop.status(1), &shop.of(1).closing), (Status::Open, &None));
    assert_eq!(shop.of(1).totals().paid, Money(500));
    let resolution = shop.review(review).unwrap().resolution.unwrap();
    assert_eq!(resolution.by, employee(2));
    assert_eq!(shop.make(&unvoid(1)).notes, [Note::NotVoided]);
    shop.make(&close(1));
    assert_eq!(shop.make(&unvoid(1)).notes, [Note::NotVoided]);
    assert_eq!(shop.status(1), Status::Closed);
}

#[test]
fn e1_what_somebody_settled_stays_as_they_settled_it_when_a_void_is_taken_back() {
    let mut shop = shop(&[open(1), tender(1, 20, 500)]);
    let review = shop.make(&void(1)).review.unwrap();
    shop.make_as(employee(1), &resolve(review, "gave it back"));
    shop.make_as(employee(2), &unvoid(1));
    let resolution = shop.review(review).unwrap().resolution.unwrap();
    assert_eq!(
        (resolution.by, &*resolution.note),
        (employee(1), "gave it back")
    );
}

#[test]
fn d2_goods_that_came_after_a_void_can_be_merged_back_once_it_is_taken_back() {
    let mut shop = shop(&[open(1), add(1, 10, 1, 500), void(1), more(1, 10, 2)]);
    shop.make(&unvoid(1));
    let follow_up = sale_id(1).follow_up();
    let back = Change::Merge {
        sale_id: follow_up,
        into: sale_id(1),
    };
    assert_eq!(shop.make(&back), Outcome::default());
    assert_eq!(shop.total(1), 1_500);
}
