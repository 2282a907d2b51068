//! `apply`: what a change does. Total: any change on any state gives an answer, never a panic, and
//! nothing is dropped (rule A4): it lands here, elsewhere, or whole in a review.
//!
//! It must not know who calls it. Sales are read through [`Sales`]; what comes out is to be written
//! by the caller, all of it or nothing.

mod finished;
mod limits;
mod open;

use crate::Money;
use crate::{
    Change, EmployeeId, MutationId, Quantity, RegisterId, Review, ReviewId, ReviewKind, Sale,
    SaleId, Status,
};
use serde::{Deserialize, Serialize};

/// Where `apply` reads sales from: a transaction on the server, base and outbox on a device.
pub trait Sales {
    /// The sale as it stands, finished ones included as far as they are known.
    fn sale(&self, id: SaleId) -> Option<Sale>;
}

/// Who did it, where and when: what the mutation knows beside the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The mutation's identity.
    pub mutation_id: MutationId,
    /// Who did it.
    pub employee_id: EmployeeId,
    /// The register it was done on; none for a Pay phone or BackOffice.
    pub register_id: Option<RegisterId>,
    /// Device time, only shown (rule B1).
    pub at_ms: i64,
}

/// Something that the person who made the change should be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Note {
    /// Fewer units were there than were to be taken off; what was there was taken (rule D5).
    TookWhatWasThere {
        /// Units to be taken off, in thousandths.
        asked: Quantity,
        /// Units taken off, in thousandths.
        taken: Quantity,
    },
    /// The quantity was another than the one seen; the difference counted (rule C2).
    QuantityHadChanged {
        /// The quantity now, in thousandths.
        now: Quantity,
    },
    /// The total was another than the one seen (rule G2).
    TotalHadChanged {
        /// The total now, in minor units.
        now: Money,
    },
    /// The sale stays open: something is still due (rules C5, G3).
    StillDue {
        /// What is due, in minor units.
        due: Money,
    },
    /// The sale was finished already; a sale closes once (rule D3).
    AlreadyFinished,
    /// The sale was merged into another; the change went there (rule D1).
    FollowedMerge,
}

/// What became of a change: the one answer that is stored with it and given to every repeat (A3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// The sale it landed on, when that is not the one it names (rules D1, D2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<SaleId>,
    /// The review it raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewId>,
    /// What to tell the person who made it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// What a change comes to: rows to write, and its outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Sales as they are from now on.
    pub sales: Vec<Sale>,
    /// Reviews raised.
    pub reviews: Vec<Review>,
    /// The answer.
    pub outcome: Outcome,
}

/// Most steps that merges and follow-ups are followed; a longer chain ends in a review.
pub(crate) const MOST_STEPS: usize = 64;

/// What `change` does to the sales as they stand (rules A4, B4, C, D). Total and deterministic.
#[must_use]
pub fn apply(sales: &dyn Sales, context: &Context, change: &Change) -> Applied {
    if limits::is_over(change) {
        return keep(context, change, ReviewKind::OverLimit, "A4", None);
    }
    if let Change::Open(open) = change {
        return open::open_sale(sales, context, change, open);
    }
    let Some((sale, followed)) = follow_merges(sales, change.sale_id()) else {
        return keep(context, change, ReviewKind::Unplaced, "A4", None);
    };
    let sale_id = sale.id;
    let mut applied = if sale.is_open() {
        open::change_open_sale(sale, context, change)
    } else {
        finished::change_finished_sale(sales, sale, context, change)
    };
    if followed {
        applied.outcome.notes.push(Note::FollowedMerge);
        applied.outcome.elsewhere.get_or_insert(sale_id);
    }
    applied
}

/// The sale that `id` leads to, and whether a merge was followed on the way (rule D1).
fn follow_merges(sales: &dyn Sales, id: SaleId) -> Option<(Sale, bool)> {
    let mut sale = sales.sale(id)?;
    for step in 0..MOST_STEPS {
        match sale.status {
            Status::Merged(into) => sale = sales.sale(into)?,
            _ => return Some((sale, step > 0)),
        }
    }
    None
}

/// Keeps a change whole in a review and touches nothing else (rule A4).
fn keep(
    context: &Context,
    change: &Change,
    kind: ReviewKind,
    rule: &str,
    about: Option<&Sale>,
) -> Applied {
    let review = review(context, change, kind, rule, about);
    Applied {
        outcome: Outcome {
            review: Some(review.id),
            ..Outcome::default()
        },
        reviews: vec![review],
        sales: Vec::new(),
    }
}

/// The review that this change raises (rule E1).
fn review(
    context: &Context,
    change: &Change,
    kind: ReviewKind,
    rule: &str,
    about: Option<&Sale>,
) -> Review {
    Review {
        id: context.mutation_id.review(),
        kind,
        rule: rule.to_owned(),
        mutation_id: context.mutation_id,
        sale_id: Some(about.map_or_else(|| change.sale_id(), |sale| sale.id)),
        follow_up: None,
        employee_id: context.employee_id,
        register_id: context.register_id,
        other_employee: about.and_then(|sale| sale.closing.as_ref().map(|c| c.by)),
        made_at_ms: context.at_ms,
        change: serde_json::to_string(change).unwrap_or_default(),
        resolution: None,
    }
}

/// One sale changed and nothing to say.
fn changed(sale: Sale) -> Applied {
    Applied {
        sales: vec![sale],
        ..Applied::default()
    }
}

#[cfg(test)]
mod tests;
