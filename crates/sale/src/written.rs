//! Single-valued fields: who wrote one last, and what of another's that took away unseen (rule C4).

use crate::{Customer, Discount, EmployeeId, Modifier, Money, RegisterId, TableRef};
use serde::{Deserialize, Serialize};

/// A field that holds one value: of two writes the later in the log stands (rule C4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Field {
    /// A sale's name.
    Name,
    /// A sale's or a line's remark.
    Note,
    /// How many people.
    Guests,
    /// Where the party sits.
    Table,
    /// Who it is for.
    Customer,
    /// Who looks after it.
    Owner,
    /// Something off a sale or a line.
    Discount,
    /// The price of one unit of a line.
    UnitPrice,
    /// A line's extras.
    Modifiers,
}

/// What such a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FieldValue {
    /// A sale's name, or none.
    Name(Option<String>),
    /// A sale's or a line's remark, or none.
    Note(Option<String>),
    /// How many people, when said.
    Guests(Option<u32>),
    /// A table, or none.
    Table(Option<TableRef>),
    /// A customer, or none.
    Customer(Option<Customer>),
    /// An employee.
    Owner(EmployeeId),
    /// A discount, or none.
    Discount(Option<Discount>),
    /// Minor units.
    UnitPrice(Money),
    /// All of a line's extras.
    Modifiers(Vec<Modifier>),
}

impl FieldValue {
    /// Which field it is of.
    #[must_use]
    pub fn field(&self) -> Field {
        match self {
            FieldValue::Name(_) => Field::Name,
            FieldValue::Note(_) => Field::Note,
            FieldValue::Guests(_) => Field::Guests,
            FieldValue::Table(_) => Field::Table,
            FieldValue::Customer(_) => Field::Customer,
            FieldValue::Owner(_) => Field::Owner,
            FieldValue::Discount(_) => Field::Discount,
            FieldValue::UnitPrice(_) => Field::UnitPrice,
            FieldValue::Modifiers(_) => Field::Modifiers,
        }
    }
}

/// The last write to a field. Kept with the sale or the line, so that the device whose write is
/// gone can say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Written {
    /// The field.
    pub field: Field,
    /// Who wrote it.
    pub by: EmployeeId,
    /// The register, unless it was a Pay phone or BackOffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<RegisterId>,
    /// Device time, only shown (rule B1).
    pub at_ms: i64,
    /// What this took away of somebody else's without having seen it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Overwritten>,
}

/// A value that another write took away before its writer had seen it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overwritten {
    /// What it was.
    pub value: FieldValue,
    /// Who had written it.
    pub by: EmployeeId,
    /// On which register, unless it was a Pay phone or BackOffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<RegisterId>,
}
