//! One row of an import, cell by cell: what it says of a product, and what is wrong with it. A cell
//! that is empty says nothing.

use crate::sheet::Record;
use crate::sheet::amount::plain;
use crate::storage::folded;
use sale::{
    Currency, Measure, Money, NotBarcode, NotMoney, Product, ProductId, TaxRate, checked_barcode,
};
use sync::api::goods::{Column, RowReason, TableReading, Why};

/// Decimals of what is sold by a unit, unless somebody said otherwise.
const MEASURED_DECIMALS: u8 = 3;

/// What the store has.
pub(crate) struct Stock<'s> {
    pub products: &'s [Product],
    pub tax_rates: &'s [TaxRate],
    pub currency: &'s Currency,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Doubt {
    pub why: Why,
    pub refuses: bool,
    cell: String,
}

impl Doubt {
    /// The row can be taken once somebody has looked.
    pub(super) fn of(why: Why, cell: impl Into<String>) -> Doubt {
        let cell: String = cell.into();
        Doubt {
            why,
            refuses: false,
            cell: cell.chars().take(80).collect(),
        }
    }

    /// The row cannot be taken.
    pub(super) fn refusing(why: Why, cell: impl Into<String>) -> Doubt {
        Doubt {
            refuses: true,
            ..Doubt::of(why, cell)
        }
    }

    pub(super) fn reason(self) -> RowReason {
        RowReason {
            why: self.why,
            cell: self.cell,
        }
    }
}

/// What a row says.
#[derive(Default)]
pub(super) struct Cells {
    pub code: Option<String>,
    pub name: Option<String>,
    pub barcodes: Vec<String>,
    pub price: Option<Money>,
    pub price_text: String,
    pub doubts: Vec<Doubt>,
    category: Option<String>,
    taxes: Option<Vec<TaxRate>>,
    station: Option<String>,
    unit: Option<String>,
    on_sale: Option<bool>,
}

impl Cells {
    pub(super) fn read(row: &Record<'_>, reading: &TableReading, stock: &Stock<'_>) -> Cells {
        let mut cells = Cells::default();
        for (at, column) in reading.columns.iter().enumerate() {
            let text = unguarded(row.cell(at));
            if let Some(column) = column.filter(|_| !text.is_empty()) {
                cells.take(column, text, reading, stock);
            }
        }
        cells
    }

    fn take(&mut self, column: Column, text: &str, reading: &TableReading, stock: &Stock<'_>) {
        let own = || Some(text.split_whitespace().collect::<Vec<_>>().join(" "));
        match column {
            Column::Code => self.code(text),
            Column::Name => self.name = own(),
            Column::Category => self.category = own(),
            Column::KitchenStation => self.station = own(),
            Column::Unit => self.unit = own(),
            Column::Price => self.price(text, reading, stock),
            Column::Barcode => self.barcodes(text),
            Column::Tax => self.taxes(text, stock.tax_rates),
            Column::OnSale => {
                self.on_sale = yes_or_no(text);
                if self.on_sale.is_none() {
                    self.doubts.push(Doubt::of(Why::OnSaleUnreadable, text));
                }
            }
        }
    }

    fn code(&mut self, text: &str) {
        if checked_barcode(text) == Err(NotBarcode::Rounded) {
            self.doubts.push(Doubt::refusing(Why::CodeRounded, text));
        }
        self.code = Some(text.to_owned());
    }

    fn price(&mut self, text: &str, reading: &TableReading, stock: &Stock<'_>) {
        self.price_text = text.to_owned();
        let read = plain(text, reading.decimal);
        let read = read.map(|text| stock.currency.parse(&text));
        let why = match read {
            Some(Ok(price)) => return self.price = Some(price),
            Some(Err(NotMoney::TooExact { .. })) => Why::PriceTooExact,
            Some(Err(NotMoney::TooLarge)) => Why::TooLong,
            Some(Err(NotMoney::Unreadable)) | None => Why::PriceUnreadable,
        };
        self.doubts.push(Doubt::refusing(why, text));
    }

    fn barcodes(&mut self, text: &str) {
        // A spreadsheet that rounds one with a decimal comma has put no comma between two.
        if checked_barcode(text) == Err(NotBarcode::Rounded) {
            return self.doubts.push(Doubt::of(Why::BarcodeRounded, text));
        }
        for code in text
            .split([',', ';', ' ', '\n'])
            .filter(|code| !code.is_empty())
        {
            let why = match checked_barcode(code) {
                Ok(code) => {
                    if !self.barcodes.contains(&code) {
                        self.barcodes.push(code);
                    }
                    continue;
                }
                Err(NotBarcode::Rounded) => Why::BarcodeRounded,
                Err(NotBarcode::WrongCheckDigit { .. }) => Why::BarcodeCheckDigit,
                Err(NotBarcode::Unreadable) => Why::BarcodeUnreadable,
            };
            self.doubts.push(Doubt::of(why, code));
        }
    }

    fn taxes(&mut self, text: &str, rates: &[TaxRate]) {
        let mut taxes = Vec::new();
        for said in text
            .split(['+', '\n'])
            .map(str::trim)
            .filter(|said| !said.is_empty())
        {
            match rates.iter().find(|rate| is_rate(said, rate)) {
                Some(rate) => taxes.push(rate.clone()),
                None => return self.doubts.push(Doubt::of(Why::TaxUnknown, said)),
            }
        }
        self.taxes = Some(taxes);
    }

    /// The product as the row has it.
    pub(super) fn onto(&self, before: Option<&Product>, new_id: ProductId) -> Product {
        let mut product = match before {
            Some(before) => before.clone(),
            None => Product::plain(new_id, "", "", "", Money::ZERO),
        };
        let set = |field: &mut String, cell: &Option<String>| {
            if let Some(cell) = cell {
                field.clone_from(cell);
            }
        };
        set(&mut product.name, &self.name);
        set(&mut product.category, &self.category);
        // Its code may be written in other letters; it stays as it was.
        if before.is_none_or(|before| before.code.is_empty()) {
            set(&mut product.code, &self.code);
        }
        if let Some(price) = self.price {
            product.price = price;
        }
        if let Some(taxes) = &self.taxes {
            product.taxes.clone_from(taxes);
        }
        for code in &self.barcodes {
            if !product.barcodes.contains(code) {
                product.barcodes.push(code.clone());
            }
        }
        if self.station.is_some() {
            product.kitchen_station.clone_from(&self.station);
        }
        if let Some(unit) = &self.unit {
            let decimals = product
                .measure
                .as_ref()
                .map_or(MEASURED_DECIMALS, |m| m.decimals);
            product.measure = Some(Measure {
                unit: unit.clone(),
                decimals,
            });
        }
        if let Some(on_sale) = self.on_sale {
            product.off_sale = !on_sale;
        }
        product
    }
}

/// Without the sign that keeps a spreadsheet from taking a cell for a formula.
fn unguarded(text: &str) -> &str {
    let rest = text.strip_prefix('\'');
    rest.filter(|rest| rest.starts_with(['=', '+', '-', '@']))
        .unwrap_or(text)
}

/// Whether a tax is meant: by its name, by name and per cent as we write it, or by per cent.
fn is_rate(said: &str, rate: &TaxRate) -> bool {
    let percent = rate_text(rate);
    let (said, name) = (folded(said), folded(&rate.name));
    let bare = said.trim_end_matches('%').trim().replace(',', ".");
    let bare = match bare.contains('.') {
        true => bare.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => bare,
    };
    said == name || bare == percent || said == folded(&rate_name(rate))
}

/// A rate's per cent, such as `7.7`.
fn rate_text(rate: &TaxRate) -> String {
    let text = format!("{}.{:02}", rate.basis_points / 100, rate.basis_points % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A rate as a table has it, such as `VAT 20%`.
pub(super) fn rate_name(rate: &TaxRate) -> String {
    format!("{} {}%", rate.name, rate_text(rate))
}

fn yes_or_no(text: &str) -> Option<bool> {
    match folded(text).as_str() {
        "yes" | "y" | "true" | "1" | "x" | "oui" | "si" | "ja" | "نعم" => Some(true),
        "no" | "n" | "false" | "0" | "non" | "nein" | "لا" => Some(false),
        _ => None,
    }
}
