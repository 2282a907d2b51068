//! What people note on a sale or a line: whom it is for, where they sit, extras.
//!
//! It must not know sales and lines.

use crate::{Money, TableId};
use serde::{Deserialize, Serialize};

/// Who the sale is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Customer {
    /// What to call them.
    pub name: String,
    /// How to reach them, or their number in the books.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// A table of the layout, with its name as it was, so that the sale can be read without the layout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TableRef {
    /// The table of the layout, when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<TableId>,
    /// What the staff call it.
    pub name: String,
}

/// An extra on a line, such as "oat milk".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Modifier {
    /// What it is.
    pub name: String,
    /// What it adds to the price of one unit, in minor units; may be nothing or below.
    pub price: Money,
}
