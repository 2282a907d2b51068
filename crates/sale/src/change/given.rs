//! What changes carry: lines, tenders and sales as a person gives them. Who, where and when come
//! from the mutation.

use crate::{
    Customer, Discount, FieldValue, LineId, Method, Modifier, Money, ProductId, Quantity, SaleId,
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
    /// Why, when the discount is above the store's limit (rule H2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
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
    /// Cash taken beyond the amount since there is no smaller coin, in minor units; below nought
    /// what is let go (rule G4).
    #[serde(default, skip_serializing_if = "crate::tender::is_nothing")]
    pub rounding: Money,
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

/// Units that a split takes from a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SplitMove {
    /// The line that they leave.
    pub line_id: LineId,
    /// How many, in thousandths; above nought. What is there of them goes (rule D5).
    pub quantity: Quantity,
    /// The id of the line that they become.
    pub new_line_id: LineId,
}

/// A sale as somebody splits it off another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SplitSale {
    /// The sale that is split.
    pub sale_id: SaleId,
    /// The id of the new one.
    pub new_sale_id: SaleId,
    /// The new one's human number, with the register's prefix (rule C7).
    pub number: String,
    /// The new one's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What goes over.
    pub moves: Vec<SplitMove>,
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

impl LineEdit {
    /// What it writes.
    #[must_use]
    pub fn value(&self) -> FieldValue {
        match self {
            LineEdit::UnitPrice(price) => FieldValue::UnitPrice(*price),
            LineEdit::Modifiers(modifiers) => FieldValue::Modifiers(modifiers.clone()),
            LineEdit::Discount(discount) => FieldValue::Discount(*discount),
            LineEdit::Note(note) => FieldValue::Note(note.clone()),
        }
    }
}
