//! What `apply` reads, and the sale that a change lands on.
//!
//! It must not know what a change does.

use crate::{
    Employee, EmployeeId, FieldValue, MutationId, RegisterId, Review, ReviewId, Sale, SaleId,
    Status, Store, Table, TableId,
};

/// Where `apply` reads: a transaction on the server, base and outbox on a device.
pub trait Books {
    /// The sale as it stands, finished ones included as far as they are known.
    fn sale(&self, id: SaleId) -> Option<Sale>;
    /// The review as it stands, settled ones included as far as they are known.
    fn review(&self, id: ReviewId) -> Option<Review>;
    /// Somebody who works here.
    fn employee(&self, id: EmployeeId) -> Option<Employee>;
    /// The store's settings.
    fn store(&self) -> Option<Store>;
    /// A table of the layout.
    fn table(&self, id: TableId) -> Option<Table>;
}

/// Who did it, where and when: what the mutation knows beside the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The mutation's identity.
    pub mutation_id: MutationId,
    /// Who did it.
    pub employee_id: EmployeeId,
    /// The manager who approved it with their PIN, where one was asked (rule H2).
    pub approved_by: Option<EmployeeId>,
    /// The register it was done on; none for a Pay phone or BackOffice.
    pub register_id: Option<RegisterId>,
    /// Device time, only shown (rule B1).
    pub at_ms: i64,
    /// What the field that is written held on the screen, where the device said so (rule C4).
    pub was: Option<FieldValue>,
}

/// Most steps that merges and follow-ups are followed; a longer chain ends in a review.
pub(super) const MOST_STEPS: usize = 64;

/// Where a change lands.
pub(super) struct Landing {
    pub(super) sale: Sale,
    /// The sale that the change names, when that was merged (rule D1).
    pub(super) merged: Option<SaleId>,
}

/// The sale that `id` leads to (rule D1).
pub(super) fn follow(books: &dyn Books, id: SaleId) -> Option<Landing> {
    let mut sale = books.sale(id)?;
    for _ in 0..MOST_STEPS {
        match sale.status {
            Status::Merged(into) => sale = books.sale(into)?,
            _ => {
                return Some(Landing {
                    merged: (sale.id != id).then_some(id),
                    sale,
                });
            }
        }
    }
    None
}

impl Landing {
    /// The part that new lines belong to: what was added to a merged sale goes back with it.
    pub(super) fn part(&self) -> Option<SaleId> {
        self.merged.filter(|id| self.sale.part(*id).is_some())
    }
}
