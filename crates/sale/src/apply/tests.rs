//! Tests of `apply`: the rules on two hands in one sale, late changes, and what is conserved.

use super::*;
use crate::{
    LineEdit, LineId, Method, NewLine, NewTender, OpenSale, Source, TableRef, TaxRate, TenderId,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Clone, Default)]
struct Shop {
    sales: BTreeMap<SaleId, Sale>,
    reviews: Vec<Review>,
    count: u128,
}

impl Sales for Shop {
    fn sale(&self, id: SaleId) -> Option<Sale> {
        self.sales.get(&id).cloned()
    }
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}
fn sale_id(n: u128) -> SaleId {
    SaleId(id(n))
}
fn line_id(n: u128) -> LineId {
    LineId(id(n))
}

impl Shop {
    fn make(&mut self, change: &Change) -> Outcome {
        self.count += 1;
        let context = Context {
            mutation_id: MutationId(id(1_000 + self.count)),
            employee_id: EmployeeId(id(self.count % 3)),
            register_id: None,
            at_ms: 0,
        };
        let applied = apply(self, &context, change);
        for sale in applied.sales {
            self.sales.insert(sale.id, sale);
        }
        self.reviews.extend(applied.reviews);
        applied.outcome
    }

    fn quantity(&self, sale: u128, line: u128) -> i64 {
        self.sales[&sale_id(sale)]
            .line(line_id(line))
            .unwrap()
            .quantity
            .0
    }

    fn status(&self, sale: u128) -> Status {
        self.sales[&sale_id(sale)].status
    }
}

fn open(sale: u128) -> Change {
    Change::Open(OpenSale {
        sale_id: sale_id(sale),
        number: format!("1-{sale:04}"),
        source: Source::Register,
        name: None,
        table: None,
        customer: None,
        guests: None,
        note: None,
        lines: Vec::new(),
    })
}

fn add(sale: u128, line: u128, units: i64, price: i64) -> Change {
    Change::AddLine {
        sale_id: sale_id(sale),
        line: NewLine {
            id: line_id(line),
            product_id: None,
            name: format!("item {line}"),
            unit_price: Money(price),
            quantity: Quantity::units(units),
            modifiers: Vec::new(),
            discount: None,
            taxes: vec![TaxRate {
                name: "VAT".into(),
                basis_points: 2000,
                included: true,
            }],
            note: None,
        },
    }
}

fn more(sale: u128, line: u128, units: i64) -> Change {
    Change::ChangeQuantity {
        sale_id: sale_id(sale),
        line_id: line_id(line),
        difference: Quantity::units(units),
        reason: None,
    }
}

fn tender(sale: u128, tender: u128, amount: i64) -> Change {
    Change::Tender {
        sale_id: sale_id(sale),
        tender: NewTender {
            id: TenderId(id(tender)),
            method: Method::Cash,
            amount: Money(amount),
            tip: Money(0),
            change: Money(0),
            seen_total: Money(amount),
        },
    }
}

fn close(sale: u128) -> Change {
    Change::Close {
        sale_id: sale_id(sale),
    }
}

fn shop(changes: &[Change]) -> Shop {
    let mut shop = Shop::default();
    for change in changes {
        shop.make(change);
    }
    shop
}

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
        reason: None,
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
        reason: None,
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
                reason: None,
            },
            6 => Change::RemoveLine {
                sale_id: sale_id(s),
                line_id: line_id(l),
                seen: Quantity(units),
                reason: None,
            },
            7 => Change::EditLine {
                sale_id: sale_id(s),
                line_id: line_id(l),
                edit: LineEdit::UnitPrice(Money(price)),
            },
            8 => Change::Discount {
                sale_id: sale_id(s),
                discount: Some(crate::Discount::Amount(Money(price))),
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
