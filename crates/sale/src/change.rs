//! The changes: what one person did to one sale. Each name on the wire carries its version; a
//! version, once sent by any device, is read for ever.

use crate::{
    Customer, Discount, EmployeeId, LineId, Method, Modifier, Money, ProductId, Quantity, SaleId,
    Source, TableRef, TaxRate, TenderId,
};
use serde::{Deserialize, Serialize};

/// A line as somebody adds it; who and where come from the mutation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewLine {
    /// The id it will have.
    pub id: LineId,
    /// The catalogue's product, if it came from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_id: Option<ProductId>,
    /// The item's name.
    pub name: String,
    /// Price of one unit, in minor units.
    pub unit_price: Money,
    /// How many, in thousandths; above nought.
    pub quantity: Quantity,
    /// Extras.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<Modifier>,
    /// Something off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// Taxes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<TaxRate>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A tender as somebody takes it; who, where and when come from the mutation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewTender {
    /// The id it will have.
    pub id: TenderId,
    /// How it was taken.
    pub method: Method,
    /// What counts towards the total, in minor units; below nought gives money back.
    pub amount: Money,
    /// For the staff, in minor units.
    #[serde(default, skip_serializing_if = "crate::tender::is_nothing")]
    pub tip: Money,
    /// Cash given back, in minor units.
    #[serde(default, skip_serializing_if = "crate::tender::is_nothing")]
    pub change: Money,
    /// The total that the employee saw, in minor units (rule G2).
    pub seen_total: Money,
}

/// A sale as somebody opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenSale {
    /// The id it will have.
    pub sale_id: SaleId,
    /// Its human number, with the register's prefix (rule C7).
    pub number: String,
    /// Where it is opened.
    pub source: Source,
    /// A name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableRef>,
    /// A customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
    /// How many people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guests: Option<u32>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Its first lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<NewLine>,
}

/// One write to one single-valued field of a line (rule C4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LineEdit {
    /// The price of one unit, in minor units.
    UnitPrice(Money),
    /// The extras, all of them.
    Modifiers(Vec<Modifier>),
    /// The discount, or none.
    Discount(Option<Discount>),
    /// The remark, or none.
    Note(Option<String>),
}

/// What one person did to one sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Change {
    /// Opened a sale.
    #[serde(rename = "sale.open.1")]
    Open(OpenSale),
    /// Added a line (rule C1).
    #[serde(rename = "line.add.1")]
    AddLine {
        /// The sale.
        sale_id: SaleId,
        /// The line.
        line: NewLine,
    },
    /// Changed a quantity by a difference (rule C2).
    #[serde(rename = "line.quantity.change.1")]
    ChangeQuantity {
        /// The sale.
        sale_id: SaleId,
        /// The line.
        line_id: LineId,
        /// The difference, in thousandths.
        difference: Quantity,
        /// Why, when units of a saved line were taken off (rule H2).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Typed a quantity; it counts as the difference to what was seen (rule C2).
    #[serde(rename = "line.quantity.set.1")]
    SetQuantity {
        /// The sale.
        sale_id: SaleId,
        /// The line.
        line_id: LineId,
        /// What was typed, in thousandths.
        to: Quantity,
        /// What the screen showed then, in thousandths.
        seen: Quantity,
        /// Why, when units of a saved line were taken off (rule H2).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Wrote one field of a line (rule C4).
    #[serde(rename = "line.edit.1")]
    EditLine {
        /// The sale.
        sale_id: SaleId,
        /// The line.
        line_id: LineId,
        /// The field and its value.
        edit: LineEdit,
    },
    /// Removed the units of a line that were seen (rule C3).
    #[serde(rename = "line.remove.1")]
    RemoveLine {
        /// The sale.
        sale_id: SaleId,
        /// The line.
        line_id: LineId,
        /// The quantity that the screen showed, in thousandths.
        seen: Quantity,
        /// Why (rule H2).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Named the sale, or took the name away.
    #[serde(rename = "sale.name.1")]
    Name {
        /// The sale.
        sale_id: SaleId,
        /// The name.
        name: Option<String>,
    },
    /// Wrote the note, or took it away.
    #[serde(rename = "sale.note.1")]
    Note {
        /// The sale.
        sale_id: SaleId,
        /// The note.
        note: Option<String>,
    },
    /// Said how many people.
    #[serde(rename = "sale.guests.1")]
    Guests {
        /// The sale.
        sale_id: SaleId,
        /// How many.
        guests: Option<u32>,
    },
    /// Put the sale on a table, or off it.
    #[serde(rename = "sale.table.1")]
    Table {
        /// The sale.
        sale_id: SaleId,
        /// The table.
        table: Option<TableRef>,
    },
    /// Said who it is for.
    #[serde(rename = "sale.customer.1")]
    Customer {
        /// The sale.
        sale_id: SaleId,
        /// The customer.
        customer: Option<Customer>,
    },
    /// Gave it to another employee.
    #[serde(rename = "sale.owner.1")]
    Owner {
        /// The sale.
        sale_id: SaleId,
        /// Who looks after it from now on.
        owner: EmployeeId,
    },
    /// Took something off the whole, or took that back.
    #[serde(rename = "sale.discount.1")]
    Discount {
        /// The sale.
        sale_id: SaleId,
        /// The discount.
        discount: Option<Discount>,
    },
    /// Took money, or gave some back.
    #[serde(rename = "sale.tender.1")]
    Tender {
        /// The sale.
        sale_id: SaleId,
        /// The tender.
        tender: NewTender,
    },
    /// Closed the sale; it stays open if something is due after all (rules C5, G3).
    #[serde(rename = "sale.close.1")]
    Close {
        /// The sale.
        sale_id: SaleId,
    },
    /// Cancelled the sale.
    #[serde(rename = "sale.void.1")]
    Void {
        /// The sale.
        sale_id: SaleId,
        /// Why (rule H2).
        reason: String,
    },
}

impl Change {
    /// The sale that the change names.
    #[must_use]
    pub fn sale_id(&self) -> SaleId {
        match self {
            Change::Open(open) => open.sale_id,
            Change::AddLine { sale_id, .. }
            | Change::ChangeQuantity { sale_id, .. }
            | Change::SetQuantity { sale_id, .. }
            | Change::EditLine { sale_id, .. }
            | Change::RemoveLine { sale_id, .. }
            | Change::Name { sale_id, .. }
            | Change::Note { sale_id, .. }
            | Change::Guests { sale_id, .. }
            | Change::Table { sale_id, .. }
            | Change::Customer { sale_id, .. }
            | Change::Owner { sale_id, .. }
            | Change::Discount { sale_id, .. }
            | Change::Tender { sale_id, .. }
            | Change::Close { sale_id }
            | Change::Void { sale_id, .. } => *sale_id,
        }
    }
}
