//! What no run of changes may lose or make: money and quantity (rules A6, A7).

use super::shop::*;
use crate::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn any_change() -> impl Strategy<Value = Change> {
    let sale = 1u128..4;
    let line = 10u128..16;
    let units = prop_oneof![-5i64..6, Just(i64::MAX), Just(i64::MIN)];
    let price = prop_oneof![-500i64..5_000, Just(i64::MAX), Just(i64::MIN)];
    (0u8..14, sale, line, units, price, 20u128..30).prop_map(|(what, s, l, units, price, t)| {
        match what {
            0 => open(s),
            1..=3 => add(s, l, units, price),
            4 => more(s, l, units),
            5 => Change::SetQuantity {
                sale_id: sale_id(s),
                line_id: line_id(l),
                to: Quantity(units),
                seen: Quantity(price),
                reason: Some("mistake".into()),
            },
            6 => Change::RemoveLine {
                sale_id: sale_id(s),
                line_id: line_id(l),
                seen: Quantity(units),
                reason: Some("mistake".into()),
            },
            7 => Change::EditLine {
                sale_id: sale_id(s),
                line_id: line_id(l),
                edit: LineEdit::UnitPrice(Money(price)),
                reason: None,
            },
            8 => Change::Discount {
                sale_id: sale_id(s),
                discount: Some(Discount::Amount(Money(price))),
                reason: Some("friend".into()),
            },
            9 | 10 => tender(s, t, price),
            11 => close(s),
            12 => Change::Void {
                sale_id: sale_id(s),
                reason: "mistake".into(),
            },
            _ => Change::Table {
                sale_id: sale_id(s),
                table: Some(TableRef {
                    id: None,
                    name: "5".into(),
                }),
            },
        }
    })
}

proptest! {
    /// Total for any state and change, and A6: at every moment paid and due make the total, and a
    /// tender, once on a sale, is never anywhere else or gone. A4: what did not land is in a review.
    #[test]
    fn a6_money_is_conserved(changes in prop::collection::vec(any_change(), 0..60)) {
        let mut shop = Shop::default();
        let mut taken: BTreeMap<TenderId, Money> = BTreeMap::new();
        for change in &changes {
            let outcome = shop.make(change);
            if let Change::Tender { tender, .. } = change {
                let landed = shop.sales.values().flat_map(|s| &s.tenders).any(|t| t.id == tender.id);
                prop_assert!(landed || outcome.review.is_some());
                if landed && outcome.review.is_none_or(|r| shop.reviews.iter().any(|x| x.id == r && x.kind != ReviewKind::Unplaced && x.kind != ReviewKind::OverLimit)) {
                    taken.entry(tender.id).or_insert(tender.amount);
                }
            }
            for sale in shop.sales.values() {
                let totals = sale.totals();
                prop_assert_eq!(totals.paid + totals.due, totals.total);
                let added: Money = totals.taxes.iter().filter(|t| !t.included).map(|t| t.amount).sum();
                prop_assert_eq!(totals.subtotal - totals.discount + added, totals.total);
            }
        }
        for (id, amount) in taken {
            let on: Vec<Money> = shop.sales.values().flat_map(|s| &s.tenders).filter(|t| t.id == id).map(|t| t.amount).collect();
            prop_assert!(!on.is_empty());
            prop_assert!(on.contains(&amount));
        }
    }

    /// A7: units on all sales are those added less those taken off, follow-ups included, and no
    /// line ever has less than none.
    #[test]
    fn a7_quantity_is_conserved(changes in prop::collection::vec(any_change(), 0..60)) {
        let mut shop = Shop::default();
        for change in &changes {
            let before: i64 = shop.sales.values().map(|s| s.units().0).sum();
            let outcome = shop.make(change);
            let after: i64 = shop.sales.values().map(|s| s.units().0).sum();
            let kept = outcome.review.is_some_and(|r| shop.reviews.iter().any(|x| x.id == r && x.kind != ReviewKind::LateGoods));
            let expected = match change {
                _ if kept => before,
                Change::AddLine { line, .. } => before + line.quantity.0,
                Change::ChangeQuantity { difference, .. } => before + difference.0 + short(&outcome),
                Change::SetQuantity { to, seen, .. } => before + to.0 - seen.0 + short(&outcome),
                Change::RemoveLine { seen, .. } => before - seen.0.max(0) + short(&outcome),
                _ => before,
            };
            prop_assert_eq!(after, expected);
            prop_assert!(shop.sales.values().flat_map(|s| &s.lines).all(|l| l.quantity >= Quantity::ZERO));
        }
    }
}

/// Units that were to be taken off and were not there, in thousandths.
fn short(outcome: &Outcome) -> i64 {
    outcome
        .notes
        .iter()
        .map(|note| match note {
            Note::TookWhatWasThere { asked, taken } => asked.0 - taken.0,
            _ => 0,
        })
        .sum()
}
