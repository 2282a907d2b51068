//! `apply`: what a change does. Total: any change on any state gives an answer, never a panic, and
//! nothing is dropped (rule A4): it lands here, elsewhere, or whole in a review.
//!
//! It must not know who calls it. What is there is read through [`Books`]; what comes out is to be
//! written by the caller, all of it or nothing.

mod fields;
mod finished;
mod layout;
mod limits;
mod merge;
mod open;
mod outcome;
mod reviews;
mod split;
mod unmerge;

pub use outcome::{Applied, Note, Outcome};
pub use reviews::unreadable;

use crate::{
    Change, Employee, EmployeeId, FieldValue, MutationId, RegisterId, Review, ReviewId, ReviewKind,
    Sale, SaleId, Status, Store, Table, TableId, permit,
};
use reviews::keep;

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
const MOST_STEPS: usize = 64;

/// What `change` does to the sales as they stand (rules A4, B4, C, D, E, H). Total and
/// deterministic.
#[must_use]
pub fn apply(books: &dyn Books, context: &Context, change: &Change) -> Applied {
    let mut applied = if limits::is_over(change) {
        keep(context, change, ReviewKind::OverLimit, "A4", None)
    } else {
        place(books, context, change)
    };
    applied.outcome.approved_by = context.approved_by;
    applied
}

fn place(books: &dyn Books, context: &Context, change: &Change) -> Applied {
    match change {
        Change::Open(open) => return open::open_sale(books, context, change, open),
        Change::Merge { sale_id, into } => {
            return merge::merge(books, context, change, *sale_id, *into);
        }
        Change::Unmerge { sale_id } => return unmerge::unmerge(books, context, change, *sale_id),
        Change::ResolveReview { review_id, note } => {
            return reviews::resolve(books, context, change, *review_id, note);
        }
        _ => {}
    }
    if let Some(table_id) = change.table_id() {
        return layout::change_layout(books, context, change, table_id);
    }
    let Some(landing) = change.sale_id().and_then(|id| follow(books, id)) else {
        return keep(context, change, ReviewKind::Unplaced, "A4", None);
    };
    let sale_id = landing.sale.id;
    let merged = landing.merged;
    let mut applied = match permit::refused(books, context, change, &landing.sale) {
        Some(rule) => {
            let kind = ReviewKind::NotAllowed;
            keep(context, change, kind, rule, Some(&landing.sale))
        }
        None if landing.sale.is_open() => open::change_open_sale(books, landing, context, change),
        None => finished::change_finished_sale(books, landing, context, change),
    };
    if merged.is_some() {
        applied.outcome.notes.push(Note::FollowedMerge);
        applied.outcome.elsewhere.get_or_insert(sale_id);
    }
    applied
}

/// Where a change lands.
struct Landing {
    sale: Sale,
    /// The sale that the change names, when that was merged (rule D1).
    merged: Option<SaleId>,
}

/// The sale that `id` leads to (rule D1).
fn follow(books: &dyn Books, id: SaleId) -> Option<Landing> {
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
    fn part(&self) -> Option<SaleId> {
        self.merged.filter(|id| self.sale.part(*id).is_some())
    }
}

#[cfg(test)]
mod tests;
