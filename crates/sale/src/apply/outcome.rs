//! What comes of a change: rows to write, the answer, and what its maker is to be told.

use crate::{
    Customer, EmployeeId, Laid, Money, Overwritten, Quantity, Review, ReviewId, Sale, SaleId,
};
use serde::{Deserialize, Serialize};

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
    /// The write took away a value that its writer had not seen (rule C4).
    Overwrote(Overwritten),
    /// Both merged sales had a customer; this one is listed with the merged sale alone (rule D6).
    CustomerKept {
        /// The merged sale's customer.
        listed: Customer,
    },
    /// Nothing was merged: the sale was merged already (rule D5).
    AlreadyMerged {
        /// Into which sale.
        into: SaleId,
    },
    /// Nothing was merged: it would have gone into itself, directly or round a circle (rule D5).
    IntoItself,
    /// The merge stays: money was taken since, it was merged further, or the whole is finished.
    MergeStays,
    /// Nothing was split off: none of it was there any more (rule D5).
    NothingToSplit,
    /// The sale was not voided when it was to be opened again.
    NotVoided,
    /// The review was settled before; that stands (rule E1).
    AlreadyResolved {
        /// By whom.
        by: EmployeeId,
    },
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
    /// The manager who approved it, for the history (rules H2, H3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<EmployeeId>,
}

/// What a change comes to: rows to write, and its outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Sales as they are from now on.
    pub sales: Vec<Sale>,
    /// Reviews raised or settled.
    pub reviews: Vec<Review>,
    /// Tables of the layout as they are from now on (rule F8).
    pub tables: Vec<Laid>,
    /// The answer.
    pub outcome: Outcome,
}

impl Applied {
    /// One sale changed and nothing to say.
    pub(super) fn changed(sale: Sale) -> Applied {
        Applied {
            sales: vec![sale],
            ..Applied::default()
        }
    }

    /// Nothing changed, and this is why.
    pub(super) fn noted(note: Note) -> Applied {
        Applied::default().and(note)
    }

    /// With something to say.
    pub(super) fn and(mut self, note: Note) -> Applied {
        self.outcome.notes.push(note);
        self
    }

    /// With a review raised.
    pub(super) fn raising(mut self, review: Review) -> Applied {
        self.outcome.review = Some(review.id);
        self.reviews.push(review);
        self
    }
}
