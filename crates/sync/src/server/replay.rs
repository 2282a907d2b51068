//! How sales stood at a moment of the log: its entries applied once more, to nothing.
//!
//! It must not know where the entries are kept.

use super::storage::LogEntry;
use crate::codec;
use sale::{
    Books, Change, Context, Employee, EmployeeId, Outcome, Review, ReviewId, Role, Sale, SaleId,
    Store, Table, TableId, apply,
};
use std::collections::{BTreeMap, BTreeSet};

/// The sales as they stand after the entries so far.
#[derive(Debug, Default)]
pub struct Replay {
    store: Option<Store>,
    sales: BTreeMap<SaleId, Sale>,
    reviews: BTreeMap<ReviewId, Review>,
}

/// What may be done was judged when it was done: here everybody may.
impl Books for Replay {
    fn sale(&self, id: SaleId) -> Option<Sale> {
        self.sales.get(&id).cloned()
    }

    fn review(&self, id: ReviewId) -> Option<Review> {
        self.reviews.get(&id).cloned()
    }

    fn employee(&self, id: EmployeeId) -> Option<Employee> {
        Some(Employee::new(id, "", Role::BackOfficeManager))
    }

    fn store(&self) -> Option<Store> {
        self.store.clone()
    }

    fn table(&self, _: TableId) -> Option<Table> {
        None
    }
}

impl Replay {
    /// Before the first entry, with the store's settings as they are.
    #[must_use]
    pub fn of(store: Option<Store>) -> Replay {
        Replay {
            store,
            ..Replay::default()
        }
    }

    /// Applies an entry. One that went into a review whole, as `kept` says, changed no sale.
    pub fn take(&mut self, entry: &LogEntry, kept: impl Fn(ReviewId) -> bool) {
        let outcome: Outcome = codec::decode(&entry.outcome).unwrap_or_default();
        if outcome.review.is_some_and(kept) {
            return;
        }
        // What this build cannot read changed nothing that it could show.
        let Ok(change) = codec::decode::<Change>(&entry.change) else {
            return;
        };
        let context = Context {
            mutation_id: entry.mutation_id,
            employee_id: entry.employee_id,
            approved_by: outcome.approved_by,
            register_id: entry.register_id,
            at_ms: entry.at_ms,
            was: None,
        };
        let applied = apply(self, &context, &change);
        let sales = applied.sales.into_iter().map(|sale| (sale.id, sale));
        self.sales.extend(sales);
        let reviews = applied.reviews.into_iter().map(|one| (one.id, one));
        self.reviews.extend(reviews);
    }

    /// A sale as it stands; none when it is not there yet.
    #[must_use]
    pub fn now(&self, id: SaleId) -> Option<&Sale> {
        self.sales.get(&id)
    }
}

/// The sales that an entry is about, and so what must be known of them too.
#[must_use]
pub fn named(entry: &LogEntry) -> BTreeSet<SaleId> {
    let mut named = BTreeSet::new();
    if let Ok(change) = codec::decode::<Change>(&entry.change) {
        named.extend(change.sale_id());
        match change {
            Change::Merge { into, .. } => {
                named.insert(into);
            }
            Change::Split(split) => {
                named.insert(split.new_sale_id);
            }
            _ => {}
        }
    }
    let outcome: Option<Outcome> = codec::decode(&entry.outcome).ok();
    named.extend(outcome.and_then(|outcome| outcome.elsewhere));
    named
}
