//! What is done with several sales: which changes that takes, what it leaves alone, and what takes
//! it back (rules D3, D6, G3, H2).
//!
//! Pure but for the words: it must not know screens.

use super::super::super::facts::Facts;
use super::super::book::Sums;
use crate::i18n::t;
use crate::replica::SaleView;
use sale::{Change, EmployeeId, Money, SaleId};
use std::sync::Arc;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Close those that are paid.
    Close,
    /// Void them, for a reason.
    Void(String),
    /// Give them to somebody.
    HandOver(EmployeeId),
    /// Put them into one of them.
    Merge(SaleId),
}

/// One change and what takes it back; nothing does for a close (rule D3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The change.
    pub change: Change,
    /// Its undoing.
    pub undo: Option<Change>,
}

/// What will happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    deed: Deed,
    /// In the order in which they are made.
    pub changes: Vec<Step>,
    /// How many are left as they are.
    left: u64,
    /// How many have money on them.
    paid: u64,
    sums: Sums,
    /// What the sale is called that others go into.
    into: String,
}

impl Plan {
    /// For these sales.
    pub fn of(views: &[Arc<SaleView>], deed: &Deed) -> Plan {
        let mut plan = Plan {
            deed: deed.clone(),
            changes: Vec::new(),
            left: 0,
            paid: 0,
            sums: Sums::default(),
            into: String::new(),
        };
        for view in views {
            let (sale, sale_id) = (&view.sale, view.sale.id);
            plan.sums.add(Sums::of(view));
            plan.paid += u64::from(!sale.tenders.is_empty());
            let step = match deed {
                Deed::Close => (view.totals.due <= Money::ZERO).then_some(Step {
                    change: Change::Close { sale_id },
                    undo: None,
                }),
                Deed::Void(reason) => Some(Step {
                    change: Change::Void {
                        sale_id,
                        reason: reason.clone(),
                    },
                    undo: Some(Change::Unvoid { sale_id }),
                }),
                Deed::HandOver(owner) => (sale.owner != *owner).then_some(Step {
                    change: Change::Owner {
                        sale_id,
                        owner: *owner,
                    },
                    undo: Some(Change::Owner {
                        sale_id,
                        owner: sale.owner,
                    }),
                }),
                Deed::Merge(into) if sale_id == *into => {
                    sale.title().clone_into(&mut plan.into);
                    continue;
                }
                Deed::Merge(into) => Some(Step {
                    change: Change::Merge {
                        sale_id,
                        into: *into,
                    },
                    undo: Some(Change::Unmerge { sale_id }),
                }),
            };
            match step {
                Some(step) => plan.changes.push(step),
                None => plan.left += 1,
            }
        }
        plan
    }

    /// What takes all of it back, the last first; none where nothing does.
    pub fn undo(&self, made: usize) -> Vec<Change> {
        let steps = self.changes.iter().take(made).rev();
        steps.filter_map(|step| step.undo.clone()).collect()
    }

    /// It in sentences.
    pub fn told(&self, facts: Facts) -> Vec<String> {
        let words = t().sales;
        let count = u64::try_from(self.changes.len()).unwrap_or(0);
        let sum = facts.money(self.sums.total);
        let mut told = Vec::new();
        let mut tell = |number: u64, sentence: String| {
            if number > 0 {
                told.push(sentence);
            }
        };
        match &self.deed {
            Deed::Close => {
                tell(count, words.will_close(count));
                tell(self.left, words.will_stay(self.left));
            }
            Deed::Void(_) => {
                tell(count, words.will_void(count, sum));
                tell(self.paid, words.with_money(self.paid));
                tell(count, words.can_undo.to_owned());
            }
            Deed::HandOver(to) => {
                tell(count, words.will_hand(count, facts.employee(*to)));
                tell(self.left, words.already_theirs(self.left));
                tell(count, words.can_undo.to_owned());
            }
            Deed::Merge(_) => {
                tell(count, words.will_merge(count, sum, &self.into));
                tell(count, words.can_undo.to_owned());
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sale::{Sale, Source, Status};
    use uuid::Uuid;

    fn id(n: u128) -> SaleId {
        SaleId(Uuid::from_u128(n))
    }

    fn view(n: u128, due: i64) -> Arc<SaleView> {
        let sale: Sale = serde_json::from_value(serde_json::json!({
            "id": id(n), "number": format!("1-{n:04}"), "source": Source::Register,
            "status": Status::Open, "opened_at_ms": 1, "opened_by": Uuid::from_u128(1),
            "owner": Uuid::from_u128(n), "lines": []
        }))
        .unwrap();
        let mut totals = sale.totals();
        totals.due = Money(due);
        Arc::new(SaleView::listed(sale, totals, 1))
    }

    /// G3: what is not paid is left as it is, and nothing takes a close back (D3).
    #[test]
    fn g3_only_what_is_paid_is_closed() {
        let plan = Plan::of(&[view(1, 0), view(2, 250)], &Deed::Close);
        assert_eq!(plan.changes.len(), 1);
        assert_eq!(plan.changes[0].change, Change::Close { sale_id: id(1) });
        assert_eq!((plan.left, plan.undo(1)), (1, vec![]));
    }

    /// Each goes back to whom it was with, whoever that was; what was not made is not taken back.
    #[test]
    fn handing_over_goes_back_to_each() {
        let views = [view(1, 0), view(2, 0), view(3, 0)];
        let to = EmployeeId(Uuid::from_u128(2));
        let plan = Plan::of(&views, &Deed::HandOver(to));
        assert_eq!((plan.changes.len(), plan.left), (2, 1));
        let back = |n| Change::Owner {
            sale_id: id(n),
            owner: EmployeeId(Uuid::from_u128(n)),
        };
        assert_eq!(plan.undo(2), [back(3), back(1)]);
        assert_eq!(plan.undo(1), [back(1)]);
    }

    /// D5, D6: a sale never goes into itself, and what was merged last comes out first.
    #[test]
    fn d5_all_go_into_one_but_itself() {
        let plan = Plan::of(&[view(1, 0), view(2, 0), view(3, 0)], &Deed::Merge(id(2)));
        let out = |n| Change::Unmerge { sale_id: id(n) };
        assert_eq!(plan.undo(2), [out(3), out(1)]);
        assert_eq!(plan.into, "1-0002");
    }
}
