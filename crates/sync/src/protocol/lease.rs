//! Leases: who takes money for which sale, for a short while (rule G1). They are never stored.

use sale::{DeviceId, EmployeeId, RegisterId, SaleId};
use serde::{Deserialize, Serialize};

/// How long a lease lasts unless it is renewed, in milliseconds.
pub const LEASE_MS: u32 = 30_000;

/// A device takes money for a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lease {
    /// The sale.
    pub sale_id: SaleId,
    /// Who holds it.
    pub device_id: DeviceId,
    /// The holder's register; none for a Pay phone and BackOffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register_id: Option<RegisterId>,
    /// Who is signed in there; none when nobody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee_id: Option<EmployeeId>,
    /// Where, as the staff call it.
    pub place: String,
    /// How long it still lasts unless it is renewed, in milliseconds.
    pub for_ms: u32,
}

/// A device begins, goes on or ends to take money for a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LeaseRequest {
    /// Takes the lease, or renews its own.
    Take {
        /// The sale.
        sale_id: SaleId,
    },
    /// Gives it back; nothing happens when the device does not hold it.
    Release {
        /// The sale.
        sale_id: SaleId,
    },
}

/// It is done. Taken: nobody else may take money for the sale online.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeaseAnswer {
    /// How long the lease lasts from now on, in milliseconds; 0 when it was given back.
    pub for_ms: u32,
    /// The end of the log: with everything up to here the total is today's (rule G2).
    pub head: u64,
}
