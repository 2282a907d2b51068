//! Goods as BackOffice lists and changes them, and brings them in from a table.
//!
//! It must not know how they are shown.

use super::{ApiError, call, get, read, send, send_either, send_file};
use crate::platform::files::Picked;
use crate::platform::http::Method;
use crate::routes::Address;
use sale::ProductId;
use sync::api::goods::{
    BulkEdit, BulkEdited, ImportApply, ImportFound, ImportPlan, ImportStatus, ListsEdit,
    ListsEdited, PictureKept, ProductDetail, ProductEdit, ProductEdited, TableReading,
};
use sync::api::{ProductsOrder, ProductsPage, ProductsQuery};
use uuid::Uuid;

const PRODUCTS: &str = "/api/backoffice/products";
const IMPORTS: &str = "/api/backoffice/imports";

/// One page of products.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn products(query: &ProductsQuery) -> Result<ProductsPage, ApiError> {
    let sort = match query.sort {
        ProductsOrder::Name => "name",
        ProductsOrder::Code => "code",
        ProductsOrder::Category => "category",
        ProductsOrder::Price => "price",
        ProductsOrder::Changed => "changed",
    };
    let address = Address::at(PRODUCTS)
        .with("search", query.search.as_deref())
        .with("category", query.category.as_deref())
        .with("on_sale", query.on_sale.map(|on| on.to_string()).as_deref())
        .with("sort", Some(sort))
        .with("descending", query.descending.then_some("true"))
        .with("after", query.after.as_deref())
        .with("limit", query.limit.map(|most| most.to_string()).as_deref());
    get(&address.to_string()).await
}

/// A product, with its prices.
///
/// # Errors
/// When there is none, nobody is signed in, or the server is out of reach.
pub async fn product(id: ProductId) -> Result<ProductDetail, ApiError> {
    get(&format!("{PRODUCTS}/{id}")).await
}

/// Changes a product in the fields that were changed, or makes one (rule C4).
///
/// # Errors
/// When there is none, nobody is signed in, or the server is out of reach.
pub async fn edit_product(edit: &ProductEdit) -> Result<ProductEdited, ApiError> {
    let path = format!("{PRODUCTS}/{}", edit.wanted.id);
    send_either(Method::PUT, &path, edit).await
}

/// Changes several products at once.
///
/// # Errors
/// When one could not stand so, nobody is signed in, or the server is out of reach.
pub async fn edit_products(edit: &BulkEdit) -> Result<BulkEdited, ApiError> {
    send(Method::POST, &format!("{PRODUCTS}/bulk"), edit).await
}

/// Changes what goods choose from (rule C4).
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn edit_lists(edit: &ListsEdit) -> Result<ListsEdited, ApiError> {
    send_either(Method::PUT, "/api/backoffice/goods-lists", edit).await
}

/// Keeps a picture.
///
/// # Errors
/// When it is none, nobody is signed in, or the server is out of reach.
pub async fn keep_picture(file: &Picked) -> Result<PictureKept, ApiError> {
    send_file("/api/backoffice/pictures", file).await
}

/// The address of a picture.
pub fn picture_address(hash: &str) -> String {
    format!("/api/backoffice/pictures/{hash}")
}

/// The address of the catalogue as a table; `comma` for decimals after a comma.
pub fn table_address(comma: bool) -> String {
    let decimal = if comma { "comma" } else { "point" };
    format!("{PRODUCTS}.csv?decimal={decimal}")
}

/// Opens a table.
///
/// # Errors
/// When it is none, nobody is signed in, or the server is out of reach.
pub async fn open_table(file: &Picked) -> Result<ImportFound, ApiError> {
    send_file(IMPORTS, file).await
}

/// Tries an import.
///
/// # Errors
/// When it is there no more, nobody is signed in, or the server is out of reach.
pub async fn plan_import(id: Uuid, reading: &TableReading) -> Result<ImportPlan, ApiError> {
    send(Method::POST, &format!("{IMPORTS}/{id}/plan"), reading).await
}

/// Writes what was tried.
///
/// # Errors
/// When it is there no more, nobody is signed in, or the server is out of reach.
pub async fn apply_import(id: Uuid, doubtful: bool) -> Result<ImportStatus, ApiError> {
    let path = format!("{IMPORTS}/{id}/apply");
    send(Method::POST, &path, &ImportApply { doubtful }).await
}

/// How far an import is.
///
/// # Errors
/// When it is there no more, nobody is signed in, or the server is out of reach.
pub async fn import_status(id: Uuid) -> Result<ImportStatus, ApiError> {
    read(&call(Method::GET, &format!("{IMPORTS}/{id}"), None).await?)
}
