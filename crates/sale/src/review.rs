//! A review: a matter that a person must look at, because no rule could settle it without guessing
//! (rules E1, E2). A row that syncs like a sale.

use crate::{EmployeeId, MutationId, RegisterId, ReviewId, SaleId};
use serde::{Deserialize, Serialize};

/// What kind of matter it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReviewKind {
    /// Goods came for a finished sale; they are on its follow-up (rules D2, D4).
    LateGoods,
    /// Money came for a finished sale; it is kept there as overpaid (rules D3, D4).
    LateTender,
    /// More was paid than the sale comes to (rules C5, D3).
    Overpaid,
    /// A sale with money on it was voided; the money is to be given back (rule D4).
    VoidedWithTender,
    /// A change came for a finished sale that is neither goods nor money.
    LateChange,
    /// A change names a sale, a line or an employee that is not here, or one that already is.
    Unplaced,
    /// A change is over a limit.
    OverLimit,
    /// More was to be given back than had been overpaid; the refund is kept here alone (rule D3).
    RefundTooLarge,
    /// A change that its maker may not make, or not without a reason or a manager (rules H1, H2).
    NotAllowed,
    /// A change could not be read or done, or is of a version that this build does not know (rule A4).
    Unreadable,
}

/// How a review was settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resolution {
    /// Who settled it.
    pub by: EmployeeId,
    /// Device time, only shown (rule B1).
    pub at_ms: i64,
    /// What they did about it; empty when opening the voided sale again settled it.
    pub note: String,
}

/// A matter that a person must look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Review {
    /// Its identity, the mutation's.
    pub id: ReviewId,
    /// What kind of matter.
    pub kind: ReviewKind,
    /// The rule that raised it, such as `D2`.
    pub rule: String,
    /// The mutation that raised it.
    pub mutation_id: MutationId,
    /// The sale it is about, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale_id: Option<SaleId>,
    /// Where late goods went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<SaleId>,
    /// Who made the change.
    pub employee_id: EmployeeId,
    /// The register it was made on; none for a Pay phone or BackOffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register_id: Option<RegisterId>,
    /// The other person: who had finished the sale, took the money before, or looks after the sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_employee: Option<EmployeeId>,
    /// Device time of the change, only shown (rule B1).
    pub made_at_ms: i64,
    /// The change, whole, as it was sent (rule A4).
    pub change: String,
    /// How it was settled; none while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
}
