//! A line of a sale: one item with quantity, price, modifiers, discount and taxes.

use crate::{
    Discount, EmployeeId, Field, FieldValue, LineId, Modifier, Money, ProductId, Quantity,
    RegisterId, SaleId, TaxRate, Written,
};
use serde::{Deserialize, Serialize};

/// One line. A line whose units have all been removed stays, with a quantity of nought, so that
/// units which somebody else added meanwhile have a place to land (rule C3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Line {
    /// Its identity, kept when it moves to another sale.
    pub id: LineId,
    /// The catalogue's product, if it came from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_id: Option<ProductId>,
    /// The item's name at the time of adding.
    pub name: String,
    /// Price of one unit without modifiers, in minor units, as it was when added: a later change
    /// of the catalogue leaves it.
    pub unit_price: Money,
    /// How many, in thousandths; never below nought.
    pub quantity: Quantity,
    /// Extras.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<Modifier>,
    /// Something off this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// The taxes on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<TaxRate>,
    /// A remark, such as "no onions".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who added it.
    pub added_by: EmployeeId,
    /// The register it was added on; none for a Pay phone or BackOffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_on: Option<RegisterId>,
    /// The merged sale that it came with; its discount applies, not that of the whole (rule D6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<SaleId>,
    /// The line that its units were split off (rule D5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<LineId>,
    /// Who wrote its fields last; none for a field that is as it was when added (rule C4).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<Written>,
}

impl Line {
    /// Price of one unit with its modifiers, in minor units.
    #[must_use]
    pub fn price_each(&self) -> Money {
        self.unit_price + self.modifiers.iter().map(|m| m.price).sum::<Money>()
    }

    /// Price times quantity, before any discount, in minor units.
    #[must_use]
    pub fn gross(&self) -> Money {
        self.price_each().scale(self.quantity.0, 1000)
    }

    /// [`Line::gross`] less the line's own discount, in minor units.
    #[must_use]
    pub fn amount(&self) -> Money {
        let gross = self.gross();
        gross - self.discount.map_or(Money::ZERO, |d| d.of(gross))
    }

    /// What a field of it holds; none when lines have no such field.
    #[must_use]
    pub fn field(&self, field: Field) -> Option<FieldValue> {
        Some(match field {
            Field::Note => FieldValue::Note(self.note.clone()),
            Field::Discount => FieldValue::Discount(self.discount),
            Field::UnitPrice => FieldValue::UnitPrice(self.unit_price),
            Field::Modifiers => FieldValue::Modifiers(self.modifiers.clone()),
            Field::Name | Field::Guests | Field::Table | Field::Customer | Field::Owner => {
                return None;
            }
        })
    }

    /// Whether all its units have been removed.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.quantity <= Quantity::ZERO
    }
}
