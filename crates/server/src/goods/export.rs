//! The catalogue as a table: RFC 4180, and safe to open in a spreadsheet. What is brought in again
//! unchanged changes nothing.

use super::columns::HEADS;
use super::plan_cells::rate_name;
use sale::{Currency, Product};
use sync::api::goods::{Column, Decimal};

/// The table, with a byte order mark, by which spreadsheets know the encoding.
///
/// # Errors
/// When a row cannot be written, which memory has no reason for.
pub(crate) fn table(
    products: &[Product],
    currency: &Currency,
    decimal: Decimal,
) -> Result<Vec<u8>, csv::Error> {
    // Where the comma stands before decimals, spreadsheets expect a semicolon between cells.
    let delimiter = match decimal {
        Decimal::Point => b',',
        Decimal::Comma => b';',
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xEF\xBB\xBF".to_vec());
    writer.write_record(HEADS.map(|(_, head)| head))?;
    for product in products {
        writer.write_record(HEADS.map(|(column, _)| cell(product, column, currency, decimal)))?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

fn cell(product: &Product, column: Column, currency: &Currency, decimal: Decimal) -> String {
    match column {
        Column::Code => guarded(&product.code),
        Column::Barcode => guarded(&product.barcodes.join(" ")),
        Column::Name => guarded(&product.name),
        Column::Category => guarded(&product.category),
        Column::Price => {
            let price = currency.decimal(product.price);
            match decimal {
                Decimal::Point => price,
                Decimal::Comma => price.replace('.', ","),
            }
        }
        Column::Tax => {
            let taxes: Vec<String> = product.taxes.iter().map(rate_name).collect();
            guarded(&taxes.join(" + "))
        }
        Column::KitchenStation => guarded(product.kitchen_station.as_deref().unwrap_or_default()),
        Column::Unit => guarded(product.measure.as_ref().map_or("", |m| m.unit.as_str())),
        Column::OnSale => if product.off_sale { "no" } else { "yes" }.to_owned(),
    }
}

/// A text that no spreadsheet takes for a formula.
fn guarded(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}
