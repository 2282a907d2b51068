//! A product as it is being typed, and what comes of it when somebody else changes it meanwhile.
//!
//! It must not know how it is drawn.

use super::parts::typed_money;
use crate::i18n::t;
use leptos::prelude::*;
use sale::{
    Colour, Currency, Measure, ModifierGroupId, NotMoney, Product, ProductFault, ProductId, TaxRate,
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The fields, as they are typed. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Draft {
    pub name: RwSignal<String>,
    pub code: RwSignal<String>,
    pub category: RwSignal<String>,
    pub barcodes: RwSignal<String>,
    pub price: RwSignal<String>,
    pub open_price: RwSignal<bool>,
    pub unit: RwSignal<String>,
    pub decimals: RwSignal<String>,
    pub station: RwSignal<String>,
    pub favourite: RwSignal<String>,
    pub colour: RwSignal<Option<Colour>>,
    pub picture: RwSignal<Option<String>>,
    pub taxes: RwSignal<Vec<TaxRate>>,
    pub groups: RwSignal<Vec<ModifierGroupId>>,
    pub off_sale: RwSignal<bool>,
    /// What is wrong, by the field's name in JSON.
    pub wrong: RwSignal<BTreeMap<String, String>>,
}

impl Draft {
    /// Nothing typed yet.
    pub fn new() -> Draft {
        Draft {
            name: RwSignal::default(),
            code: RwSignal::default(),
            category: RwSignal::default(),
            barcodes: RwSignal::default(),
            price: RwSignal::default(),
            open_price: RwSignal::default(),
            unit: RwSignal::default(),
            decimals: RwSignal::new("3".to_owned()),
            station: RwSignal::default(),
            favourite: RwSignal::default(),
            colour: RwSignal::default(),
            picture: RwSignal::default(),
            taxes: RwSignal::default(),
            groups: RwSignal::default(),
            off_sale: RwSignal::default(),
            wrong: RwSignal::default(),
        }
    }

    /// Shows a product.
    pub fn show(self, product: &Product, currency: &Currency) {
        self.name.set(product.name.clone());
        self.code.set(product.code.clone());
        self.category.set(product.category.clone());
        self.barcodes.set(product.barcodes.join(" "));
        self.price.set(currency.decimal(product.price));
        self.open_price.set(product.open_price);
        let measure = product.measure.as_ref();
        self.unit
            .set(measure.map(|m| m.unit.clone()).unwrap_or_default());
        self.decimals
            .set(measure.map_or(3, |m| m.decimals).to_string());
        self.station
            .set(product.kitchen_station.clone().unwrap_or_default());
        self.favourite.set(
            product
                .favourite
                .map(|at| at.to_string())
                .unwrap_or_default(),
        );
        self.colour.set(product.colour);
        self.picture.set(product.picture.clone());
        self.taxes.set(product.taxes.clone());
        self.groups.set(product.modifier_groups.clone());
        self.off_sale.set(product.off_sale);
    }

    /// The product that is typed; none when a field is wrong, which says so then.
    pub fn product(self, id: ProductId, currency: &Currency) -> Option<Product> {
        let words = t().goods;
        let mut wrong = BTreeMap::new();
        let text = |field: RwSignal<String>| field.with_untracked(|text| text.trim().to_owned());
        let some = |text: String| (!text.is_empty()).then_some(text);
        let price = self
            .price
            .with_untracked(|price| typed_money(price, currency));
        let price = price.unwrap_or_else(|why| {
            let text = match why {
                NotMoney::TooExact { decimals, .. } => words.wrong_exact(u64::from(decimals)),
                _ => words.wrong_price.to_owned(),
            };
            wrong.insert("price".to_owned(), text);
            sale::Money::ZERO
        });
        let place = text(self.favourite);
        let favourite = some(place.clone()).and_then(|place| place.parse().ok());
        if !place.is_empty() && favourite.is_none() {
            wrong.insert("favourite".to_owned(), words.wrong_favourite.to_owned());
        }
        let codes = text(self.barcodes);
        let measure = some(text(self.unit)).map(|unit| Measure {
            unit,
            decimals: text(self.decimals).parse().unwrap_or(3),
        });
        let product = Product {
            taxes: self.taxes.get_untracked(),
            barcodes: codes
                .split([' ', ',', ';'])
                .filter(|c| !c.is_empty())
                .map(str::to_owned)
                .collect(),
            colour: self.colour.get_untracked(),
            picture: self.picture.get_untracked(),
            open_price: self.open_price.get_untracked(),
            measure,
            modifier_groups: self.groups.get_untracked(),
            kitchen_station: some(text(self.station)),
            favourite,
            off_sale: self.off_sale.get_untracked(),
            ..Product::plain(
                id,
                &text(self.code),
                &text(self.name),
                &text(self.category),
                price,
            )
        };
        for (field, fault) in product.faults() {
            wrong
                .entry(field.to_owned())
                .or_insert_with(|| fault_text(fault));
        }
        let good = wrong.is_empty();
        self.wrong.set(wrong);
        good.then_some(product)
    }

    /// What is wrong with a field.
    pub fn wrong(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.wrong.with(|wrong| wrong.get(field).cloned()))
    }
}

/// What is wrong with a field, in words.
pub fn fault_text(fault: ProductFault) -> String {
    let words = t().goods;
    match fault {
        ProductFault::NameMissing => words.wrong_name,
        ProductFault::TooLong => words.wrong_long,
        ProductFault::PriceBeyond => words.wrong_price,
        ProductFault::BarcodeCheckDigit => words.wrong_check_digit,
        ProductFault::BarcodeRounded => words.wrong_rounded,
        ProductFault::Barcode => words.wrong_barcode,
        ProductFault::Measure => words.wrong_measure,
        ProductFault::TooMany => words.wrong_many,
    }
    .to_owned()
}

/// The product as it is now, with what somebody typed since they saw it.
pub fn rebased(seen: &Product, typed: &Product, now: &Product) -> Option<Product> {
    let (seen, typed, mut rebased) = (fields(seen)?, fields(typed)?, fields(now)?);
    for name in seen.keys().chain(typed.keys()) {
        if seen.get(name) == typed.get(name) {
            continue;
        }
        match typed.get(name) {
            Some(value) => drop(rebased.insert(name.clone(), value.clone())),
            None => drop(rebased.remove(name)),
        }
    }
    serde_json::from_value(Value::Object(rebased)).ok()
}

/// A field of a product as text, for whoever is told that it has changed.
pub fn field_text(product: &Product, field: &str, currency: &Currency) -> String {
    match field {
        "price" => currency.decimal(product.price),
        "name" => product.name.clone(),
        "code" => product.code.clone(),
        "category" => product.category.clone(),
        "barcodes" => product.barcodes.join(" "),
        "taxes" => {
            let taxes: Vec<String> = product.taxes.iter().map(super::parts::tax_text).collect();
            taxes.join(" + ")
        }
        "kitchen_station" => product.kitchen_station.clone().unwrap_or_default(),
        "measure" => product
            .measure
            .as_ref()
            .map(|m| m.unit.clone())
            .unwrap_or_default(),
        "favourite" => product
            .favourite
            .map(|at| at.to_string())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

fn fields(product: &Product) -> Option<Map<String, Value>> {
    match serde_json::to_value(product).ok()? {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sale::Money;
    use uuid::Uuid;

    /// C4: what somebody typed stays typed, and what somebody else changed is not taken back by it.
    #[test]
    fn c4_what_was_typed_stays_and_nothing_else_is_taken_back() {
        let seen = Product::plain(ProductId(Uuid::nil()), "T1", "Tea", "Drinks", Money(250));
        let typed = Product {
            price: Money(300),
            colour: Some(Colour::Red),
            ..seen.clone()
        };
        let now = Product {
            price: Money(275),
            name: "Green tea".to_owned(),
            off_sale: true,
            ..seen.clone()
        };
        let rebased = rebased(&seen, &typed, &now).unwrap();
        assert_eq!(rebased.price, Money(300));
        assert_eq!(rebased.colour, Some(Colour::Red));
        assert_eq!(
            (rebased.name.as_str(), rebased.off_sale),
            ("Green tea", true)
        );
    }
}
