//! Small parts of the screens of goods: marks, taxes as text, amounts as they are typed.
//!
//! It must not know lists or forms.

use crate::api::goods::picture_address;
use leptos::prelude::*;
use sale::{Colour, Currency, Money, NotMoney, Product, TaxRate};

/// What marks a product: its picture, else its colour.
#[component]
pub fn Mark(product: Product) -> impl IntoView {
    match (product.picture, product.colour) {
        (Some(hash), _) => view! {
            <img class="product-mark" src=picture_address(&hash) alt="" loading="lazy" width="32" height="32" />
        }
        .into_any(),
        (None, colour) => {
            let class = format!("product-mark {}", colour.map_or("", colour_class));
            view! { <span class=class aria-hidden="true"></span> }.into_any()
        }
    }
}

/// The class that gives a mark its colour.
pub fn colour_class(colour: Colour) -> &'static str {
    match colour {
        Colour::Red => "mark-red",
        Colour::Orange => "mark-orange",
        Colour::Yellow => "mark-yellow",
        Colour::Green => "mark-green",
        Colour::Teal => "mark-teal",
        Colour::Blue => "mark-blue",
        Colour::Violet => "mark-violet",
        Colour::Grey => "mark-grey",
    }
}

/// A tax with its per cent, such as `VAT 7.7 %`.
pub fn tax_text(rate: &TaxRate) -> String {
    format!(
        "{} {} %",
        rate.name,
        hundredths(i64::from(rate.basis_points))
    )
}

/// Hundredths as text, with the decimals that they need.
pub fn hundredths(value: i64) -> String {
    let (whole, part) = (value.unsigned_abs() / 100, value.unsigned_abs() % 100);
    let sign = if value < 0 { "-" } else { "" };
    let text = format!("{sign}{whole}.{part:02}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Hundredths that somebody typed.
pub fn typed_hundredths(text: &str) -> Option<i64> {
    let hundredths = Currency {
        code: String::new(),
        exponent: 2,
    };
    hundredths
        .parse(&text.trim().replace(',', "."))
        .ok()
        .map(|read| read.0)
}

/// An amount that somebody typed, with a point or a comma before its decimals.
///
/// # Errors
/// When it is none of the currency.
pub fn typed_money(text: &str, currency: &Currency) -> Result<Money, NotMoney> {
    currency.parse(&text.trim().replace(',', "."))
}
