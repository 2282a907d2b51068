//! A product of the catalogue, and what may stand in its fields.
//!
//! It must not know where products are kept or how they are shown.

use crate::{ModifierGroupId, Money, ProductId, TaxRate, checked_barcode};
use serde::{Deserialize, Serialize};

/// Something for sale. A row of the sync: a register with an older build goes on selling by the
/// fields that it knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Product {
    /// Its identity.
    pub id: ProductId,
    /// The stock code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// The shelf or group it is found under.
    pub category: String,
    /// Price of one unit, in minor units; below nought for a deposit that is given back.
    pub price: Money,
    /// Taxes on it, of the store's list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<TaxRate>,
    /// What is scanned for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub barcodes: Vec<String>,
    /// What marks it in the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// The picture, by the hash of its bytes; the server keeps them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// Whether whoever sells it says the price; [`Product::price`] is what is offered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open_price: bool,
    /// Sold by weight or length; none for pieces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// What is asked when it is sold, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifier_groups: Vec<ModifierGroupId>,
    /// Where it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kitchen_station: Option<String>,
    /// Its place among the favourites, the lowest first; none for one that is no favourite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub favourite: Option<u32>,
    /// Whether it was taken off sale: it stays in sales and reports and is offered no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub off_sale: bool,
}

/// What a product is measured in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Measure {
    /// The unit that the price is for, such as `kg` or `m`.
    pub unit: String,
    /// How many decimals are sold, at most three.
    pub decimals: u8,
}

/// A mark in the catalogue. Named, not mixed, so that each is told apart in light and in dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[allow(missing_docs, reason = "the names say it")]
pub enum Colour {
    Red,
    Orange,
    Yellow,
    Green,
    Teal,
    Blue,
    Violet,
    Grey,
}

impl Colour {
    /// All of them.
    pub const ALL: [Colour; 8] = [
        Colour::Red,
        Colour::Orange,
        Colour::Yellow,
        Colour::Green,
        Colour::Teal,
        Colour::Blue,
        Colour::Violet,
        Colour::Grey,
    ];
}

/// What is wrong with a field of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProductFault {
    /// It has no name.
    NameMissing,
    /// A text is longer than it may be.
    TooLong,
    /// The price is beyond what a change may carry.
    PriceBeyond,
    /// A barcode's check digit is wrong.
    BarcodeCheckDigit,
    /// A barcode was rounded by a spreadsheet.
    BarcodeRounded,
    /// A barcode is none, or stands there twice.
    Barcode,
    /// The unit is missing, or has more than three decimals.
    Measure,
    /// There is too much of something.
    TooMany,
}

impl Product {
    /// Most characters of a name.
    pub const MOST_NAME_CHARS: usize = 120;
    /// Most characters of a stock code, a category or a station.
    pub const MOST_SHORT_CHARS: usize = 60;
    /// Most barcodes, taxes or groups of modifiers.
    pub const MOST_OF_EACH: usize = 20;

    /// A product with nothing but what each must have.
    #[must_use]
    pub fn plain(id: ProductId, code: &str, name: &str, category: &str, price: Money) -> Product {
        Product {
            id,
            code: code.to_owned(),
            name: name.to_owned(),
            category: category.to_owned(),
            price,
            taxes: Vec::new(),
            barcodes: Vec::new(),
            colour: None,
            picture: None,
            open_price: false,
            measure: None,
            modifier_groups: Vec::new(),
            kitchen_station: None,
            favourite: None,
            off_sale: false,
        }
    }

    /// The field's name in JSON and what is wrong with it, for each field that cannot stand.
    #[must_use]
    pub fn faults(&self) -> Vec<(&'static str, ProductFault)> {
        let long = |text: &str, most: usize| text.chars().count() > most;
        let short = Product::MOST_SHORT_CHARS;
        let station = self.kitchen_station.as_deref().unwrap_or_default();
        let mut faults = Vec::new();
        let mut check = |wrong: bool, field, fault| {
            if wrong {
                faults.push((field, fault));
            }
        };
        check(
            self.name.trim().is_empty(),
            "name",
            ProductFault::NameMissing,
        );
        check(
            long(&self.name, Product::MOST_NAME_CHARS),
            "name",
            ProductFault::TooLong,
        );
        check(long(&self.code, short), "code", ProductFault::TooLong);
        check(
            long(&self.category, short),
            "category",
            ProductFault::TooLong,
        );
        check(
            long(station, short),
            "kitchen_station",
            ProductFault::TooLong,
        );
        check(
            !self.price.within_limit(),
            "price",
            ProductFault::PriceBeyond,
        );
        let measure = self.measure.as_ref();
        let wrong = measure
            .is_some_and(|m| m.unit.trim().is_empty() || long(&m.unit, 12) || m.decimals > 3);
        check(wrong, "measure", ProductFault::Measure);
        let most = Product::MOST_OF_EACH;
        check(
            self.barcodes.len() > most,
            "barcodes",
            ProductFault::TooMany,
        );
        check(self.taxes.len() > most, "taxes", ProductFault::TooMany);
        check(
            self.modifier_groups.len() > most,
            "modifier_groups",
            ProductFault::TooMany,
        );
        if let Some(fault) = self.barcode_fault() {
            check(true, "barcodes", fault);
        }
        faults
    }

    fn barcode_fault(&self) -> Option<ProductFault> {
        use crate::NotBarcode::{Rounded, Unreadable, WrongCheckDigit};
        let mut before = self.barcodes.iter().enumerate();
        before.find_map(|(at, code)| match checked_barcode(code) {
            Err(WrongCheckDigit { .. }) => Some(ProductFault::BarcodeCheckDigit),
            Err(Rounded) => Some(ProductFault::BarcodeRounded),
            Err(Unreadable) => Some(ProductFault::Barcode),
            Ok(clean) => (clean != *code || self.barcodes.iter().take(at).any(|b| b == code))
                .then_some(ProductFault::Barcode),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn product() -> Product {
        Product::plain(ProductId(Uuid::nil()), "T1", "Tea", "Drinks", Money(250))
    }

    #[test]
    fn a_plain_product_and_a_deposit_can_stand() {
        assert_eq!(product().faults(), []);
        let deposit = Product {
            price: Money(-25),
            ..product()
        };
        assert_eq!(deposit.faults(), []);
    }

    #[test]
    fn what_is_wrong_is_named_by_field() {
        let wrong = Product {
            name: " ".to_owned(),
            price: Money(i64::MAX),
            barcodes: vec!["4006381333932".to_owned()],
            measure: Some(Measure {
                unit: String::new(),
                decimals: 2,
            }),
            ..product()
        };
        assert_eq!(
            wrong.faults(),
            [
                ("name", ProductFault::NameMissing),
                ("price", ProductFault::PriceBeyond),
                ("measure", ProductFault::Measure),
                ("barcodes", ProductFault::BarcodeCheckDigit),
            ]
        );
        let twice = Product {
            barcodes: vec!["73513537".to_owned(), "73513537".to_owned()],
            ..product()
        };
        assert_eq!(twice.faults(), [("barcodes", ProductFault::Barcode)]);
    }
}
