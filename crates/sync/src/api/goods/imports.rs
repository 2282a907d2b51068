//! Goods brought in from a table: what was found out of it, the dry run, and how far the writing is.

use sale::Money;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a column of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Column {
    /// The stock code.
    #[serde(rename = "code")]
    Code,
    /// A barcode; several with blanks or commas between.
    #[serde(rename = "barcode")]
    Barcode,
    /// What it is called.
    #[serde(rename = "name")]
    Name,
    /// Where it is found.
    #[serde(rename = "category")]
    Category,
    /// The price.
    #[serde(rename = "price")]
    Price,
    /// A tax of the store's list, by name or by per cent.
    #[serde(rename = "tax")]
    Tax,
    /// Where it is made.
    #[serde(rename = "kitchen_station")]
    KitchenStation,
    /// The unit that it is measured in.
    #[serde(rename = "unit")]
    Unit,
    /// Whether it is on sale.
    #[serde(rename = "on_sale")]
    OnSale,
}

/// The sign before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Decimal {
    /// `12.50`
    #[serde(rename = "point")]
    Point,
    /// `12,50`
    #[serde(rename = "comma")]
    Comma,
}

/// How a table is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TableReading {
    /// What each column is; none for one that is left out.
    pub columns: Vec<Option<Column>>,
    /// The sign before the decimals of its prices.
    pub decimal: Decimal,
}

/// `POST /api/backoffice/imports`, with the bytes of a table: what was found out. Nothing is changed
/// yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportFound {
    /// What it is called from here on.
    pub id: Uuid,
    /// How it was saved, such as `UTF-8`.
    pub encoding: String,
    /// What stands between two cells.
    pub delimiter: char,
    /// What the columns are called.
    pub heads: Vec<String>,
    /// The first few rows.
    pub sample: Vec<Vec<String>>,
    /// Rows below the heads.
    pub rows: u32,
    /// How it would be read: as a table with these heads was the last time, or as the heads say.
    pub reading: TableReading,
    /// Whether the columns are those that somebody matched before.
    #[serde(default)]
    pub remembered: bool,
    /// Whether the prices tell the sign before the decimals; else somebody has to.
    pub decimal_told: bool,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Fate {
    /// It is a product that the store has not got.
    #[serde(rename = "new")]
    New,
    /// It changes one.
    #[serde(rename = "changed")]
    Changed,
    /// It can be taken, and somebody should look at it first.
    #[serde(rename = "doubtful")]
    Doubtful,
    /// The product is so already.
    #[serde(rename = "same")]
    Same,
    /// It cannot be taken.
    #[serde(rename = "refused")]
    Refused,
}

/// Why a row is doubtful or refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Why {
    /// A quote that is never closed.
    #[serde(rename = "broken_quote")]
    BrokenQuote,
    /// Nothing says which product it is.
    #[serde(rename = "name_missing")]
    NameMissing,
    /// A new product without a price.
    #[serde(rename = "price_missing")]
    PriceMissing,
    /// The price is no amount.
    #[serde(rename = "price_unreadable")]
    PriceUnreadable,
    /// The price has more decimals than the currency.
    #[serde(rename = "price_too_exact")]
    PriceTooExact,
    /// The price is ten times what it was, or more, or a tenth or less.
    #[serde(rename = "price_leap")]
    PriceLeap,
    /// Something is too long or too large.
    #[serde(rename = "too_long")]
    TooLong,
    /// A spreadsheet has rounded the code.
    #[serde(rename = "code_rounded")]
    CodeRounded,
    /// An earlier row is the same product, and says something else.
    #[serde(rename = "code_twice")]
    CodeTwice,
    /// A spreadsheet has rounded the barcode; the row is taken without it.
    #[serde(rename = "barcode_rounded")]
    BarcodeRounded,
    /// The barcode's check digit is wrong; the row is taken without it.
    #[serde(rename = "barcode_check_digit")]
    BarcodeCheckDigit,
    /// It is no barcode; the row is taken without it.
    #[serde(rename = "barcode_unreadable")]
    BarcodeUnreadable,
    /// Another product has the barcode.
    #[serde(rename = "barcode_elsewhere")]
    BarcodeElsewhere,
    /// The store has no such tax; the row is taken without it.
    #[serde(rename = "tax_unknown")]
    TaxUnknown,
    /// It says neither yes nor no.
    #[serde(rename = "on_sale_unreadable")]
    OnSaleUnreadable,
}

/// A reason, and the cell that gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowReason {
    /// Why.
    pub why: Why,
    /// What the cell holds, or the name of the other product.
    pub cell: String,
}

/// A row of a dry run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlannedRow {
    /// The number of its line in the file, from 1 on.
    pub line: u64,
    /// What becomes of it.
    pub fate: Fate,
    /// Which product it is, as far as it can be read.
    pub name: String,
    /// Its stock code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The price that it would have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// The price that it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_before: Option<Money>,
    /// Why it is doubtful or refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<RowReason>,
}

/// `POST /api/backoffice/imports/{id}/plan`, with a [`TableReading`]: the dry run. Nothing is changed
/// but what is remembered of the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportPlan {
    /// How many rows are new products.
    pub new: u32,
    /// How many change one.
    pub changed: u32,
    /// How many somebody should look at.
    pub doubtful: u32,
    /// How many change nothing.
    pub same: u32,
    /// How many cannot be taken.
    pub refused: u32,
    /// The rows, at most 300 of each kind, those that change nothing left out.
    pub rows: Vec<PlannedRow>,
}

/// `POST /api/backoffice/imports/{id}/apply`: does what the dry run showed. Answered with an
/// [`ImportStatus`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportApply {
    /// Whether doubtful rows are taken too.
    #[serde(default)]
    pub doubtful: bool,
}

/// How an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ImportState {
    /// Nothing is changed yet.
    #[serde(rename = "found")]
    Found,
    /// It is being written.
    #[serde(rename = "writing")]
    Writing,
    /// Writing failed, and what was written is being taken back.
    #[serde(rename = "undoing")]
    Undoing,
    /// All of it is written.
    #[serde(rename = "done")]
    Done,
    /// It failed, and nothing is changed.
    #[serde(rename = "failed")]
    Failed,
}

/// `GET /api/backoffice/imports/{id}`: how far an import is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportStatus {
    /// How it stands.
    pub state: ImportState,
    /// Products that are written.
    pub done: u32,
    /// Products that are to be written.
    pub all: u32,
}
