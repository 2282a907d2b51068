//! The changes: what one person did to one sale. Each name on the wire carries its version; a
//! version, once sent by any device, is read for ever.

mod given;

pub use given::{LineEdit, NewLine, NewTender, OpenSale, SplitMove, SplitSale};

use crate::{
    Customer, Discount, EmployeeId, FieldValue, LineId, Quantity, ReviewId, SaleId, Table,
    TableEdit, TableId, TableRef,
};
use serde::{Deserialize, Serialize};

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
        /// Why, when it is a discount above the store's limit (rule H2).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
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
        /// Why, when it is above the store's limit (rule H2).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
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
    /// Opened a voided sale again.
    #[serde(rename = "sale.unvoid.1")]
    Unvoid {
        /// The sale.
        sale_id: SaleId,
    },
    /// Put one sale into another (rule D6).
    #[serde(rename = "sale.merge.1")]
    Merge {
        /// The sale that ends.
        sale_id: SaleId,
        /// The sale that goes on with everything of both.
        into: SaleId,
    },
    /// Took a merge back.
    #[serde(rename = "sale.unmerge.1")]
    Unmerge {
        /// The sale that had been merged.
        sale_id: SaleId,
    },
    /// Took goods off a sale onto a new one (rule D5).
    #[serde(rename = "sale.split.1")]
    Split(SplitSale),
    /// Settled a review (rule E1).
    #[serde(rename = "review.resolve.1")]
    ResolveReview {
        /// The review.
        review_id: ReviewId,
        /// What was done about it.
        note: String,
    },
    /// Put a table into the layout, or another in its place (rule F8).
    #[serde(rename = "table.put.1")]
    PutTable(Table),
    /// Wrote one field of a table (rules C4, F8).
    #[serde(rename = "table.edit.1")]
    EditTable {
        /// The table.
        table_id: TableId,
        /// The field and its value.
        edit: TableEdit,
    },
    /// Took a table out of the layout; sales on it keep its name (rule F8).
    #[serde(rename = "table.remove.1")]
    RemoveTable {
        /// The table.
        table_id: TableId,
    },
}

impl Change {
    /// The sale that the change names first; none for one that settles a review or is about the
    /// table layout.
    #[must_use]
    pub fn sale_id(&self) -> Option<SaleId> {
        match self {
            Change::Open(open) => Some(open.sale_id),
            Change::Split(split) => Some(split.sale_id),
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
            | Change::Void { sale_id, .. }
            | Change::Unvoid { sale_id }
            | Change::Merge { sale_id, .. }
            | Change::Unmerge { sale_id } => Some(*sale_id),
            Change::ResolveReview { .. }
            | Change::PutTable(_)
            | Change::EditTable { .. }
            | Change::RemoveTable { .. } => None,
        }
    }

    /// The table whose place in the layout it is about (rule F8).
    #[must_use]
    pub fn table_id(&self) -> Option<TableId> {
        match self {
            Change::PutTable(table) => Some(table.id),
            Change::EditTable { table_id, .. } | Change::RemoveTable { table_id } => {
                Some(*table_id)
            }
            _ => None,
        }
    }

    /// The sale that it makes, with its human number; an empty one is for the device to fill (C7).
    pub fn makes(&mut self) -> Option<(SaleId, &mut String)> {
        match self {
            Change::Open(open) => Some((open.sale_id, &mut open.number)),
            Change::Split(split) => Some((split.new_sale_id, &mut split.number)),
            _ => None,
        }
    }

    /// The single-valued field that it writes, of a line or of the sale, and with what (rule C4).
    #[must_use]
    pub fn writes(&self) -> Option<(Option<LineId>, FieldValue)> {
        let value = match self {
            Change::EditLine { line_id, edit, .. } => {
                return Some((Some(*line_id), edit.value()));
            }
            Change::Name { name, .. } => FieldValue::Name(name.clone()),
            Change::Note { note, .. } => FieldValue::Note(note.clone()),
            Change::Guests { guests, .. } => FieldValue::Guests(*guests),
            Change::Table { table, .. } => FieldValue::Table(table.clone()),
            Change::Customer { customer, .. } => FieldValue::Customer(customer.clone()),
            Change::Owner { owner, .. } => FieldValue::Owner(*owner),
            Change::Discount { discount, .. } => FieldValue::Discount(*discount),
            _ => return None,
        };
        Some((None, value))
    }

    /// Why, where the person who made it said so.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Change::ChangeQuantity { reason, .. }
            | Change::SetQuantity { reason, .. }
            | Change::RemoveLine { reason, .. }
            | Change::EditLine { reason, .. }
            | Change::Discount { reason, .. } => reason.as_deref(),
            Change::AddLine { line, .. } => line.reason.as_deref(),
            Change::Void { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// The same for this reason; a change that takes none stays as it is.
    #[must_use]
    pub fn because(mut self, why: &str) -> Change {
        match &mut self {
            Change::ChangeQuantity { reason, .. }
            | Change::SetQuantity { reason, .. }
            | Change::RemoveLine { reason, .. }
            | Change::EditLine { reason, .. }
            | Change::Discount { reason, .. } => *reason = Some(why.to_owned()),
            Change::AddLine { line, .. } => line.reason = Some(why.to_owned()),
            Change::Void { reason, .. } => why.clone_into(reason),
            _ => {}
        }
        self
    }
}
