//! A tender: money taken for a sale, or given back when its amount is below nought.

use crate::{EmployeeId, Money, RegisterId, TenderId};
use serde::{Deserialize, Serialize};

/// How money was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Method {
    /// Notes and coins.
    Cash,
    /// A card, on a terminal of the shop.
    Card,
    /// Anything else, by its name.
    Other(String),
}

/// One tender. What the customer handed over is `amount + rounding + tip + change`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tender {
    /// Its identity: one tender is on one sale for ever (rule A6).
    pub id: TenderId,
    /// How it was taken.
    pub method: Method,
    /// What counts towards the sale's total, in minor units.
    pub amount: Money,
    /// What was given on top for the staff, in minor units (rule G3).
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub tip: Money,
    /// What was taken in cash beyond the amount since there is no smaller coin, in minor units; below
    /// nought what was let go (rule G4).
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub rounding: Money,
    /// Cash given back, in minor units (rule G3).
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub change: Money,
    /// The total that the employee saw when taking it, in minor units (rule G2).
    pub seen_total: Money,
    /// Who took it.
    pub taken_by: EmployeeId,
    /// The register it was taken on; none for a Pay phone or BackOffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_on: Option<RegisterId>,
    /// Device time, only shown (rule B1).
    pub taken_at_ms: i64,
}

pub(crate) fn is_nothing(amount: &Money) -> bool {
    *amount == Money::ZERO
}
