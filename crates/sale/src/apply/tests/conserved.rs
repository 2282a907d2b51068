//! What no run of changes may lose or make: money and quantity (rules A6, A7).

use super::shop::*;
use crate::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn any_change() -> impl Strategy<Value = Change> {
    let sale = 1u128..5;
    let line = 10u128..16;
    let units = prop_oneof![-5i64..6, Just(i64::MAX), Just(i64::MIN)];
    let price = prop_oneof![-500i64..5_000, Just(i64::MAX), Just(i64::MIN)];
    let ids = (sale.clone(), sale, line);
    (0u8..24, ids, units, price, 20u128..30).prop_map(|(what, (s, other, l), units, price, t)| {
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
            13 => Change::Unvoid {
                sale_id: sale_id(s),
            },
            14..=16 => merge(s, other),
            17 | 18 => unmerge(s),
            19 | 20 => split(s, other + 3, &[(l, units), (l + 1, price)]),
            21 => Change::ResolveReview {
                review_id: ReviewId(id(1_000 + t)),
                note: "paid back".into(),
            },
            22 => Change::Guests {
                sale_id: sale_id(s),
                guests: Some(2),
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

/// Whether the change was kept in a review instead of landing.
fn kept(shop: &Shop, outcome: &Outcome) -> bool {
    let review = outcome.review.and_then(|id| shop.review(id));
    review.is_some_and(|review| {
        use ReviewKind::*;
        matches!(
            review.kind,
            LateChange | Unplaced | OverLimit | RefundTooLarge | NotAllowed
        )
    })
}

fn all_tenders(shop: &Shop) -> BTreeMap<(SaleId, TenderId), Money> {
    let on = |sale: &Sale| {
        let id = sale.id;
        sale.tenders
            .clone()
            .into_iter()
            .map(move |t| ((id, t.id), t.amount))
    };
    shop.sales.values().flat_map(on).collect()
}

fn units(shop: &Shop) -> i64 {
    shop.sales.values().map(|sale| sale.units().0).sum()
}

proptest! {
    /// Total for any state and change, and A6: at every moment paid and due make the total, a
    /// tender once taken is on one sale for ever, and merging, splitting and taking back moves no
    /// money. C7: no two sales bear one number.
    #[test]
    fn a6_money_is_conserved(changes in prop::collection::vec(any_change(), 0..80)) {
        let mut shop = Shop::default();
        for change in &changes {
            let (before, total) = (all_tenders(&shop), total_of(&shop));
            let outcome = shop.make(change);
            let after = all_tenders(&shop);
            match change {
                Change::Tender { tender, .. } if !kept(&shop, &outcome) => {
                    prop_assert_eq!(after.len(), before.len() + 1);
                    let new = after.iter().find(|(at, _)| !before.contains_key(at));
                    prop_assert_eq!(new.map(|((_, id), amount)| (*id, *amount)), Some((tender.id, tender.amount)));
                }
                _ => {
                    let amounts = |all: &BTreeMap<(SaleId, TenderId), Money>| {
                        let mut all: Vec<_> = all.iter().map(|((_, id), amount)| (*id, *amount)).collect();
                        all.sort_unstable();
                        all
                    };
                    prop_assert_eq!(amounts(&after), amounts(&before));
                }
            }
            if let Change::Merge { .. } | Change::Unmerge { .. } | Change::Unvoid { .. } = change {
                prop_assert_eq!(total_of(&shop), total);
            }
            let numbers: BTreeSet<&str> = shop.sales.values().map(|s| s.number.as_str()).collect();
            prop_assert_eq!(numbers.len(), shop.sales.len());
            for sale in shop.sales.values() {
                let totals = sale.totals();
                prop_assert_eq!(totals.paid + totals.due, totals.total);
                let added: Money = totals.taxes.iter().filter(|t| !t.included).map(|t| t.amount).sum();
                prop_assert_eq!(totals.subtotal - totals.discount + added, totals.total);
            }
        }
    }

    /// A7: units on all sales are those added less those taken off, follow-ups, merges and splits
    /// included; no line ever has less than none, and what was merged is in one place only.
    #[test]
    fn a7_quantity_is_conserved(changes in prop::collection::vec(any_change(), 0..80)) {
        let mut shop = Shop::default();
        for change in &changes {
            let before = units(&shop);
            let outcome = shop.make(change);
            let expected = match change {
                _ if kept(&shop, &outcome) => before,
                Change::AddLine { line, .. } => before + line.quantity.0,
                Change::ChangeQuantity { difference, .. } => before + difference.0 + short(&outcome),
                Change::SetQuantity { to, seen, .. } => before + to.0 - seen.0 + short(&outcome),
                Change::RemoveLine { seen, .. } => before - seen.0.max(0) + short(&outcome),
                _ => before,
            };
            prop_assert_eq!(units(&shop), expected);
            for sale in shop.sales.values() {
                let ids: BTreeSet<LineId> = sale.lines.iter().map(|line| line.id).collect();
                prop_assert_eq!(ids.len(), sale.lines.len());
                for line in &sale.lines {
                    prop_assert!(line.quantity >= Quantity::ZERO);
                    prop_assert!(line.part.is_none_or(|part| sale.part(part).is_some()));
                }
                for part in &sale.parts {
                    prop_assert_eq!(Some(part.sale.status), shop.sales.get(&part.sale.id).map(|s| s.status));
                }
                if let Status::Merged(_) = sale.status {
                    prop_assert!(sale.lines.is_empty() && sale.tenders.is_empty() && sale.parts.is_empty());
                }
            }
        }
    }

    /// H1: where cashiers do not share their sales, nothing that one does alone alters another's.
    #[test]
    fn h1_a_cashier_alone_alters_no_other_s_sale(changes in prop::collection::vec(any_change(), 0..60)) {
        let mut shop = Shop {
            store: Some(store(false)),
            ..Shop::default()
        };
        for cashier in [1, 2] {
            shop.roles.insert(employee(cashier), Some(Role::Cashier));
        }
        for (n, change) in (0u128..).zip(&changes) {
            let by = employee(n % 3);
            let before = shop.sales.clone();
            let outcome = shop.make_as(by, change);
            let altered = before.iter().filter(|(id, sale)| shop.sales.get(id) != Some(sale));
            let foreign = altered.filter(|(_, sale)| sale.owner != by).count();
            prop_assert!(by == employee(0) || outcome.elsewhere.is_some() || foreign == 0);
        }
    }
}

/// What all sales come to, voided and closed ones included.
fn total_of(shop: &Shop) -> Money {
    shop.sales.values().map(|sale| sale.totals().total).sum()
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
