//! Lists that managers gave a name to, and a sale as it stood at a moment of its history.
//!
//! It must not know how a list is shown.

use sale::{EmployeeId, Sale, Totals};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A list with a name. `GET /api/backoffice/views`: a list of these, one's own and those that others
/// share with the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedView {
    /// Its identity.
    pub id: Uuid,
    /// Who saved it, and alone may change it or take it away.
    pub owner: EmployeeId,
    /// What it is called.
    pub name: String,
    /// Whether every manager of the store sees it.
    pub shared: bool,
    /// What the list shows, as the query of its address: `status=closed&sort=total`.
    pub place: String,
    /// Its columns: their words with commas between; empty for the usual ones.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub columns: String,
}

/// `POST /api/backoffice/views`: saves a list under a name, in place of the one that the same manager
/// had saved under it; answered with the [`SavedView`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewView {
    /// What it is called, in at most 60 characters.
    pub name: String,
    /// Whether every manager of the store is to see it.
    pub shared: bool,
    /// What the list shows, as the query of its address, in at most 1000 bytes.
    pub place: String,
    /// Its columns, in at most 200 bytes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub columns: String,
}

/// `GET /api/backoffice/sales/{id}/at/{position}`: a sale as it stood after an entry of its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaleThen {
    /// The entry's position in the log.
    pub position: u64,
    /// The sale then.
    pub sale: Sale,
    /// What it came to then.
    pub totals: Totals,
    /// Whether the whole history, applied the same way, comes to the sale as it is now; if not, this
    /// is as near as can be told.
    pub exact: bool,
}
