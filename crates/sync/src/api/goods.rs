//! Goods in BackOffice: products and what they choose from, changed by several at once, and brought in
//! from a table that somebody saved.
//!
//! A change carries what was seen: a field that somebody else has changed meanwhile is refused, with
//! both values (rule C4).

mod imports;

pub use imports::{
    Column, Decimal, Fate, ImportApply, ImportFound, ImportPlan, ImportState, ImportStatus,
    PlannedRow, RowReason, TableReading, Why,
};

use sale::{EmployeeId, GoodsLists, Money, Product, ProductFault, ProductId, TaxRate};
use serde::{Deserialize, Serialize};

/// `GET /api/backoffice/products/{id}`: a product with what the store knows of it beside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductDetail {
    /// The product.
    pub product: Product,
    /// Its prices, the latest first; at most 200.
    pub prices: Vec<PriceEntry>,
    /// Other products that are scanned by one of its barcodes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_barcode: Vec<SameBarcode>,
}

/// A price that a product was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceEntry {
    /// When, by the server's clock.
    pub at_ms: i64,
    /// By whom; none for the server itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee_id: Option<EmployeeId>,
    /// The price, in minor units.
    pub price: Money,
    /// The one before; none when it was the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Money>,
    /// How it was given.
    pub way: PriceWay,
}

/// How a price was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PriceWay {
    /// To this product alone.
    #[serde(rename = "one")]
    One,
    /// To several at once.
    #[serde(rename = "several")]
    Several,
    /// By a table that was brought in.
    #[serde(rename = "table")]
    Table,
}

/// Another product that is scanned by the same code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SameBarcode {
    /// The code.
    pub barcode: String,
    /// The other product.
    pub product_id: ProductId,
    /// What it is called.
    pub name: String,
}

/// `PUT /api/backoffice/products/{id}`: changes a product in the fields in which the two differ, or
/// makes it when none was seen. Answered with [`ProductEdited`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductEdit {
    /// The product as it was seen; none for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Product>,
    /// The product as it is to be.
    pub wanted: Product,
}

/// What became of a [`ProductEdit`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProductEdited {
    /// It is so.
    #[serde(rename = "done")]
    Done(Box<ProductDetail>),
    /// Nothing was changed: somebody else has changed these fields meanwhile.
    #[serde(rename = "changed_meanwhile")]
    ChangedMeanwhile {
        /// The product as it is.
        now: Box<Product>,
        /// The names of the fields in JSON.
        fields: Vec<String>,
    },
    /// Nothing was changed: these fields cannot stand so.
    #[serde(rename = "wrong")]
    Wrong(Vec<FieldFault>),
}

/// A field that cannot stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldFault {
    /// The field's name in JSON.
    pub field: String,
    /// What is wrong.
    pub fault: ProductFault,
}

/// `POST /api/backoffice/products/bulk`: one change of several products. Answered with
/// [`BulkEdited`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkEdit {
    /// Which, at most 1,000.
    pub products: Vec<ProductId>,
    /// What is done to each.
    pub change: BulkChange,
}

/// One change of several products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BulkChange {
    /// They are found there.
    #[serde(rename = "category")]
    Category(String),
    /// They bear these taxes.
    #[serde(rename = "taxes")]
    Taxes(Vec<TaxRate>),
    /// Their prices go up by a share, in hundredths of a per cent, or down by one below nought; rounded
    /// half away from nought to a minor unit.
    #[serde(rename = "price_percent")]
    PricePercent(i32),
    /// Their prices go up by an amount, in minor units, or down by one below nought.
    #[serde(rename = "price_amount")]
    PriceAmount(Money),
    /// They are offered, or no more.
    #[serde(rename = "on_sale")]
    OnSale(bool),
}

/// What became of a [`BulkEdit`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkEdited {
    /// How many were changed; the others were so already, or are gone.
    pub changed: u32,
}

/// `PUT /api/backoffice/goods-lists`: changes the store's lists. Answered with [`ListsEdited`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListsEdit {
    /// The lists as they were seen.
    pub seen: GoodsLists,
    /// The lists as they are to be; only the one that differs is changed.
    pub wanted: GoodsLists,
    /// Rates that became others: products that bear the first bear the second then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<(TaxRate, TaxRate)>,
}

/// What became of a [`ListsEdit`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ListsEdited {
    /// They are so.
    #[serde(rename = "done")]
    Done(GoodsLists),
    /// Nothing was changed: somebody else has changed the same list meanwhile; this is how they are.
    #[serde(rename = "changed_meanwhile")]
    ChangedMeanwhile(GoodsLists),
    /// Nothing was changed: a name is missing or twice there, or a group asks for more than it has.
    #[serde(rename = "wrong")]
    Wrong,
}

/// `POST /api/backoffice/pictures`, with the bytes of a picture: kept, made small.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PictureKept {
    /// The hash by which a product names it.
    pub hash: String,
}

/// What a list of products is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProductsOrder {
    /// Their name.
    #[default]
    #[serde(rename = "name")]
    Name,
    /// Their stock code.
    #[serde(rename = "code")]
    Code,
    /// Their category.
    #[serde(rename = "category")]
    Category,
    /// Their price.
    #[serde(rename = "price")]
    Price,
    /// When the log last changed them.
    #[serde(rename = "changed")]
    Changed,
}

impl ProductsOrder {
    pub(super) fn is_by_name(&self) -> bool {
        *self == ProductsOrder::Name
    }
}

/// A category of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryCount {
    /// What it is called.
    pub name: String,
    /// How many products are found there.
    pub products: u64,
}
