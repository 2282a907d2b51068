//! Splitting, and taking it back by merging (rules A6, A7, D5).

use super::shop::*;
use crate::*;
use proptest::prelude::*;

#[test]
fn d5_units_go_to_a_new_sale_and_the_old_line_stays_with_the_rest() {
    let mut shop = shop(&[open(1), add(1, 10, 3, 500), add(1, 11, 1, 250)]);
    let outcome = shop.make(&split(1, 2, &[(10, 2_000), (11, 1_000)]));
    assert_eq!(outcome, Outcome::default());
    assert_eq!((shop.quantity(1, 10), shop.quantity(1, 11)), (1_000, 0));
    assert_eq!(
        (shop.quantity(2, 110), shop.quantity(2, 111)),
        (2_000, 1_000)
    );
    assert_eq!((shop.total(1), shop.total(2)), (500, 1_250));
    let new = shop.of(2);
    assert_eq!(new.split_from, Some(sale_id(1)));
    assert_eq!(new.number, "1-0002");
    assert_eq!(new.owner, shop.of(1).owner);
    assert_eq!(
        new.line(line_id(110)).unwrap().split_from,
        Some(line_id(10))
    );
    // C2, C3: who had seen three and adds one, adds it where the line was.
    shop.make(&more(1, 10, 1));
    assert_eq!(shop.quantity(1, 10), 2_000);
}

#[test]
fn d5_splitting_more_than_is_there_takes_what_is_there_and_says_so() {
    let mut shop = shop(&[open(1), add(1, 10, 3, 500)]);
    let moves = [(10, 5_000), (77, 1_000)];
    let outcome = shop.make(&split(1, 2, &moves));
    let took = |asked, taken| Note::TookWhatWasThere {
        asked: Quantity(asked),
        taken: Quantity(taken),
    };
    assert_eq!(outcome.notes, [took(5_000, 3_000), took(1_000, 0)]);
    assert_eq!((shop.quantity(1, 10), shop.quantity(2, 110)), (0, 3_000));
    // Nothing at all is there: no new sale.
    let outcome = shop.make(&split(1, 3, &moves));
    assert_eq!(outcome.notes, [Note::NothingToSplit]);
    assert!(!shop.sales.contains_key(&sale_id(3)));
}

#[test]
fn d5_a_webstore_sale_is_split_like_any_other() {
    let order = match open(1) {
        Change::Open(open) => Change::Open(OpenSale {
            source: Source::Webstore,
            ..open
        }),
        other => other,
    };
    let mut shop = shop(&[order, add(1, 10, 2, 500)]);
    shop.make(&split(1, 2, &[(10, 1_000)]));
    assert_eq!(shop.of(2).source, Source::Webstore);
    assert_eq!((shop.total(1), shop.total(2)), (500, 500));
}

#[test]
fn d5_tenders_stay_and_what_is_then_overpaid_is_somebody_s_to_look_at() {
    let mut shop = shop(&[open(1), add(1, 10, 2, 500), tender(1, 30, 1_000)]);
    let took = shop.of(1).tenders[0].taken_by;
    let outcome = shop.make(&split(1, 2, &[(10, 1_000)]));
    let review = shop.reviews.last().unwrap();
    assert_eq!(outcome.review, Some(review.id));
    assert_eq!(review.kind, ReviewKind::Overpaid);
    assert_eq!(review.other_employee, Some(took));
    assert_eq!(shop.of(1).totals().due, Money(-500));
    assert_eq!(shop.of(2).totals().due, Money(500));
}

#[test]
fn a3_a4_ids_that_are_taken_and_finished_sales_are_kept_whole() {
    let mut shop = shop(&[open(1), open(2), add(1, 10, 2, 500), open(4), close(4)]);
    let before = shop.sales.clone();
    for change in [
        split(1, 2, &[(10, 1_000)]),
        split(1, 3, &[(10, 1_000), (10, 1_000)]),
        split(1, 3, &[(10, 0)]),
        split(4, 3, &[(10, 1_000)]),
        split(9, 3, &[(10, 1_000)]),
    ] {
        let raised = shop.make(&change).review;
        let kept = shop.reviews.last().unwrap();
        assert_eq!(raised, Some(kept.id), "{change:?}");
        assert_eq!(
            serde_json::from_str::<Change>(&kept.change).unwrap(),
            change
        );
        assert_eq!(shop.sales, before, "{change:?}");
    }
}

#[test]
fn d5_merging_back_takes_a_split_back() {
    for discount in [
        None,
        Some(Discount::Percent(1_000)),
        Some(Discount::Amount(Money(100))),
        Some(Discount::Amount(Money(9_000))),
    ] {
        let mut shop = shop(&[open(1), add(1, 10, 3, 500), add(1, 11, 1, 300)]);
        if let Some(discount) = discount {
            shop.make(&off(1, discount));
        }
        let before = shop.of(1).clone();
        shop.make(&split(1, 2, &[(10, 2_000), (11, 1_000)]));
        shop.make(&merge(2, 1));
        let after = shop.of(1);
        let standing: Vec<&Line> = after.standing_lines().collect();
        let whole: Vec<&Line> = before.lines.iter().collect();
        assert_eq!(standing, whole, "{discount:?}");
        assert_eq!(after.totals(), before.totals(), "{discount:?}");
        // Whose units they are cannot be told any more.
        assert_eq!(shop.make(&unmerge(2)).notes, [Note::MergeStays]);
        // D1: what was meant for the line on the split sale still has a place.
        shop.make(&more(2, 110, 1));
        assert_eq!(shop.quantity(1, 110), 1_000);
    }
}

#[test]
fn d5_what_is_another_thing_by_now_stands_for_itself() {
    let mut shop = shop(&[open(1), add(1, 10, 3, 500)]);
    shop.make(&split(1, 2, &[(10, 2_000)]));
    shop.make(&Change::EditLine {
        sale_id: sale_id(2),
        line_id: line_id(110),
        edit: LineEdit::UnitPrice(Money(450)),
        reason: None,
    });
    shop.make(&merge(2, 1));
    assert_eq!(
        (shop.quantity(1, 10), shop.quantity(1, 110)),
        (1_000, 2_000)
    );
    assert_eq!(shop.total(1), 500 + 900);
    assert_eq!(shop.make(&unmerge(2)).notes, []);
    assert_eq!((shop.total(1), shop.total(2)), (500, 900));
}

#[test]
fn a6_a_line_of_a_merged_sale_takes_its_share_of_that_discount_along() {
    let mut shop = shop(&[open(1), open(2), add(1, 10, 4, 500), add(2, 20, 1, 300)]);
    shop.make(&off(1, Discount::Percent(1_000)));
    shop.make(&merge(1, 2));
    shop.make(&split(2, 3, &[(10, 1_000), (20, 1_000)]));
    assert_eq!((shop.total(2), shop.total(3)), (1_350, 450 + 300));
    // The rest still goes back to where it came from.
    shop.make(&unmerge(1));
    assert_eq!((shop.total(1), shop.total(2)), (1_350, 0));
}

/// A sale as a test wants it: lines by price, quantity in thousandths, discount and added tax.
#[derive(Clone, Debug)]
struct Wanted {
    lines: Vec<(i64, i64, Option<Discount>, u32)>,
    discount: Option<Discount>,
}

fn any_discount(percent: bool) -> BoxedStrategy<Option<Discount>> {
    let amount = (0i64..3_000).prop_map(|amount| Some(Discount::Amount(Money(amount))));
    let points = (0u32..10_001).prop_map(|points| Some(Discount::Percent(points)));
    if percent {
        prop_oneof![Just(None), amount, points].boxed()
    } else {
        prop_oneof![Just(None), amount].boxed()
    }
}

/// With `exact`, what splits without rounding: whole units, no percentages, no added taxes.
fn wanted(exact: bool, below_nought: bool) -> impl Strategy<Value = Wanted> {
    let quantity = if exact {
        (1i64..6).prop_map(|units| units * 1_000).boxed()
    } else {
        (1i64..6_000).boxed()
    };
    let tax = if exact { 0..1u32 } else { 0..2_500u32 };
    let price = if below_nought {
        -1_000..2_000i64
    } else {
        0..2_000i64
    };
    let line = (price, quantity, any_discount(!exact), tax);
    (prop::collection::vec(line, 1..5), any_discount(!exact))
        .prop_map(|(lines, discount)| Wanted { lines, discount })
}

fn made(shop: &mut Shop, sale: u128, wanted: &Wanted) {
    shop.make(&open(sale));
    for (line, (price, quantity, discount, tax)) in (sale * 10..).zip(&wanted.lines) {
        let mut change = add(sale, line, 1, *price);
        if let Change::AddLine { line, .. } = &mut change {
            line.quantity = Quantity(*quantity);
            line.discount = *discount;
            line.reason = Some("regulars".into());
            line.taxes = vec![TaxRate {
                name: "City".into(),
                basis_points: *tax,
                included: false,
            }];
        }
        shop.make(&change);
    }
    if let Some(discount) = wanted.discount {
        shop.make(&off(sale, discount));
    }
}

/// Two sales, the second merged into the first, and something of that split off onto a third.
fn split_of(first: &Wanted, second: &Wanted, moves: &[(usize, i64)], whole: bool) -> (i64, Shop) {
    let mut shop = Shop::default();
    made(&mut shop, 1, first);
    made(&mut shop, 2, second);
    shop.make(&merge(2, 1));
    let lines = shop.of(1).lines.clone();
    let mut taken: Vec<(u128, i64)> = Vec::new();
    for (line, quantity) in moves {
        let line = &lines[line % lines.len()];
        let quantity = if whole {
            quantity / 1_000 * 1_000 + 1_000
        } else {
            *quantity
        };
        let id = line.id.0.as_u128();
        if taken.iter().all(|(there, _)| *there != id) {
            taken.push((id, quantity));
        }
    }
    let before = shop.total(1);
    shop.make(&split(1, 3, &taken));
    (before, shop)
}

fn any_moves() -> impl Strategy<Value = Vec<(usize, i64)>> {
    prop::collection::vec((0usize..9, 1i64..7_000), 1..5)
}

proptest! {
    /// A6: a merge moves no penny, whatever is on the two, and taking it back moves none either.
    #[test]
    fn a6_a_merge_moves_no_penny(first in wanted(false, true), second in wanted(false, true)) {
        let mut shop = Shop::default();
        made(&mut shop, 1, &first);
        made(&mut shop, 2, &second);
        shop.make(&tender(1, 500, 70));
        let (one, other) = (shop.of(1).totals(), shop.of(2).totals());
        shop.make(&merge(2, 1));
        let whole = shop.of(1).totals();
        prop_assert_eq!(one.total + other.total, whole.total);
        prop_assert_eq!(one.paid + other.paid, whole.paid);
        prop_assert_eq!(one.subtotal + other.subtotal, whole.subtotal);
        prop_assert_eq!(one.discount + other.discount, whole.discount);
        shop.make(&open(3));
        shop.make(&merge(1, 3));
        prop_assert_eq!(shop.of(3).totals().total, whole.total);
        prop_assert_eq!(shop.of(3).totals().due, whole.due);
    }

    /// A6, A7: what is split off and what stays come to what there was, exactly where nothing has
    /// to be rounded.
    #[test]
    fn a6_a_split_without_rounding_is_exact(
        first in wanted(true, false), second in wanted(true, false), moves in any_moves(),
    ) {
        let (before, shop) = split_of(&first, &second, &moves, true);
        prop_assert_eq!(shop.total(1) + shop.total(3), before);
    }

    /// A6: elsewhere within what rounding allows: three minor units for each line that is cut, one
    /// for each sale discount, and one for the tax of each line on both sides.
    #[test]
    fn a6_a_split_is_right_but_for_rounding(
        first in wanted(false, false), second in wanted(false, false), moves in any_moves(),
    ) {
        let (before, shop) = split_of(&first, &second, &moves, false);
        let (old, new) = (shop.of(1), shop.of(3));
        let lines = i64::try_from(old.lines.len() + new.lines.len()).unwrap();
        let cut = i64::try_from(new.lines.len()).unwrap();
        let after = shop.total(1) + shop.total(3);
        prop_assert!((before - after).abs() <= 3 * cut + 2 + lines, "{} {}", before, after);
    }

    /// A6, A7: with prices below nought too, merging back is to the penny and no unit is lost.
    #[test]
    fn a7_a_split_that_is_merged_back_has_all_units_and_every_penny(
        first in wanted(false, true), second in wanted(false, true), moves in any_moves(),
    ) {
        let (_, mut shop) = split_of(&first, &second, &moves, false);
        let units = shop.of(1).units() + shop.of(3).units();
        let apart = shop.total(1) + shop.total(3);
        shop.make(&merge(3, 1));
        prop_assert_eq!(shop.total(1), apart);
        prop_assert_eq!(shop.of(1).units(), units);
    }
}
