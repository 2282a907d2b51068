//! Products in BackOffice: the list, one with its history, changes of one and of several (rule C4).

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::sent::{Asked, Named, SentLong};
use crate::goods::export;
use crate::goods::merge::merge;
use crate::shared::{Shared, State};
use crate::storage::prices::{self, By};
use crate::storage::{ReadError, StoreNo, products, stores};
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sale::{Product, ProductId, Store};
use serde::Deserialize;
use sync::api::goods::{
    BulkChange, BulkEdit, BulkEdited, Decimal, FieldFault, PriceWay, ProductDetail, ProductEdit,
    ProductEdited,
};
use sync::api::{Problem, ProductsPage, ProductsQuery};
use sync::row::Kind;
use sync::server::StorageError;

/// Most products that are changed at once.
const MOST_AT_ONCE: usize = 1_000;

/// The catalogue, a page at a time.
#[utoipa::path(
    get, path = "/api/backoffice/products", tag = "backoffice", params(ProductsQuery),
    responses(
        (status = 200, description = "A page; the next one with `next`", body = ProductsPage),
        (status = 401, description = "Signed out", body = Problem),
    ),
)]
pub(crate) async fn list(
    shared: State,
    manager: Manager,
    Asked(query): Asked<ProductsQuery>,
) -> Result<Json<ProductsPage>, No> {
    let store = manager.device.store;
    let read = shared
        .database
        .readers
        .read(move |connection| products::page(connection, store, &query));
    Ok(Json(read.await?))
}

async fn read(shared: &Shared, store: StoreNo, id: ProductId) -> Result<ProductDetail, No> {
    let read = shared.database.readers.read(move |connection| {
        let product: Option<Product> = stores::row(connection, store, &Kind::Product, id.0)?;
        product
            .map(|product| {
                Ok::<_, ReadError>(ProductDetail {
                    prices: prices::of(connection, store, id)?,
                    same_barcode: products::same_barcode(connection, store, &product)?,
                    product,
                })
            })
            .transpose()
    });
    read.await?.ok_or_else(|| No::not_found("product"))
}

/// One product, with its prices and who gave them.
#[utoipa::path(
    get, path = "/api/backoffice/products/{id}", tag = "backoffice",
    params(("id" = ProductId, Path)),
    responses(
        (status = 200, description = "The product", body = ProductDetail),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such product in this store", body = Problem),
    ),
)]
pub(crate) async fn detail(
    shared: State,
    manager: Manager,
    Named(id): Named<ProductId>,
) -> Result<Json<ProductDetail>, No> {
    read(&shared, manager.device.store, id).await.map(Json)
}

enum Became {
    Written,
    Meanwhile(Box<Product>, Vec<String>),
    Gone,
}

/// Changes a product in the fields that were changed, or makes a new one.
#[utoipa::path(
    put, path = "/api/backoffice/products/{id}", tag = "backoffice",
    params(("id" = ProductId, Path)), request_body = ProductEdit,
    responses(
        (status = 200, description = "It is so", body = ProductEdited),
        (status = 400, description = "A field cannot stand so; nothing was changed", body = ProductEdited),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such product in this store", body = Problem),
        (status = 409, description = "Somebody else has changed the same field meanwhile; nothing was changed", body = ProductEdited),
    ),
)]
pub(crate) async fn edit(
    shared: State,
    manager: Manager,
    Named(id): Named<ProductId>,
    SentLong(edit): SentLong<ProductEdit>,
) -> Result<Response, No> {
    if edit.wanted.id != id || edit.seen.as_ref().is_some_and(|seen| seen.id != id) {
        return Err(No::unreadable(
            &"the product has another id than the address",
        ));
    }
    let faults: Vec<FieldFault> = edit
        .wanted
        .faults()
        .into_iter()
        .map(|(field, fault)| FieldFault {
            field: field.to_owned(),
            fault,
        })
        .collect();
    if !faults.is_empty() {
        let wrong = ProductEdited::Wrong(faults);
        return Ok((StatusCode::BAD_REQUEST, Json(wrong)).into_response());
    }
    let (store, by) = (manager.device.store, by(&manager, PriceWay::One));
    let write = shared.database.writer.run(move |unit| {
        let now: Option<Product> = stores::row(unit.connection(), store, &Kind::Product, id.0)?;
        let product = match (&edit.seen, now) {
            (None, None) => edit.wanted.clone(),
            (None, Some(now)) if now == edit.wanted => now,
            (None, Some(now)) => return Ok(Became::Meanwhile(Box::new(now), Vec::new())),
            (Some(_), None) => return Ok(Became::Gone),
            (Some(seen), Some(now)) => {
                let merged = merge(seen, &edit.wanted, &now);
                let merged = merged.map_err(|e| StorageError(e.to_string()))?;
                if !merged.contested.is_empty() {
                    return Ok(Became::Meanwhile(Box::new(now), merged.contested));
                }
                if merged.product == now {
                    return Ok(Became::Written);
                }
                merged.product
            }
        };
        prices::write(unit, store, by, &[product])?;
        Ok(Became::Written)
    });
    match write.await? {
        Became::Gone => Err(No::not_found("product")),
        Became::Written => {
            let done = ProductEdited::Done(Box::new(read(&shared, store, id).await?));
            Ok(Json(done).into_response())
        }
        Became::Meanwhile(now, fields) => {
            let meanwhile = ProductEdited::ChangedMeanwhile { now, fields };
            Ok((StatusCode::CONFLICT, Json(meanwhile)).into_response())
        }
    }
}

fn by(manager: &Manager, way: PriceWay) -> By {
    By {
        device: manager.device.device_id,
        employee: manager.employee.id,
        way,
    }
}

/// Changes several products at once: all of them, or none.
#[utoipa::path(
    post, path = "/api/backoffice/products/bulk", tag = "backoffice", request_body = BulkEdit,
    responses(
        (status = 200, description = "Done", body = BulkEdited),
        (status = 400, description = "More than 1,000 products, or one could not stand so; nothing was changed", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
    ),
)]
pub(crate) async fn bulk(
    shared: State,
    manager: Manager,
    SentLong(edit): SentLong<BulkEdit>,
) -> Result<Json<BulkEdited>, No> {
    let wrong = |why: &str| No::problem(StatusCode::BAD_REQUEST, "bulk_wrong", why);
    if edit.products.len() > MOST_AT_ONCE {
        return Err(wrong(
            "More than 1,000 products at once. Nothing was changed.",
        ));
    }
    let (store, by) = (manager.device.store, by(&manager, PriceWay::Several));
    let write = shared.database.writer.run(move |unit| {
        let mut written = Vec::new();
        for id in &edit.products {
            let now: Option<Product> = stores::row(unit.connection(), store, &Kind::Product, id.0)?;
            let Some(now) = now else { continue };
            let product = changed(&now, &edit.change);
            if !product.faults().is_empty() {
                return Ok(None);
            }
            if product != now {
                written.push(product);
            }
        }
        prices::write(unit, store, by, &written)?;
        Ok(Some(written.len()))
    });
    let changed = write
        .await?
        .ok_or_else(|| wrong("One of the products could not stand so. Nothing was changed."))?;
    Ok(Json(BulkEdited {
        changed: u32::try_from(changed).unwrap_or(u32::MAX),
    }))
}

fn changed(now: &Product, change: &BulkChange) -> Product {
    let mut product = now.clone();
    match change {
        BulkChange::Category(category) => category.trim().clone_into(&mut product.category),
        BulkChange::Taxes(taxes) => product.taxes.clone_from(taxes),
        BulkChange::PricePercent(points) => {
            product.price = now.price + now.price.scale(i64::from(*points), 10_000);
        }
        BulkChange::PriceAmount(amount) => product.price = now.price + *amount,
        BulkChange::OnSale(on_sale) => product.off_sale = !on_sale,
    }
    product
}

/// How a table is written.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TableQuery {
    /// The sign before the decimals; a point when left out.
    #[serde(default)]
    decimal: Option<Decimal>,
}

/// The catalogue as a table for a spreadsheet.
#[utoipa::path(
    get, path = "/api/backoffice/products.csv", tag = "backoffice", params(TableQuery),
    responses(
        (status = 200, description = "RFC 4180, with a byte order mark", content_type = "text/csv"),
        (status = 401, description = "Signed out", body = Problem),
    ),
)]
pub(crate) async fn table(
    shared: State,
    manager: Manager,
    Asked(query): Asked<TableQuery>,
) -> Result<Response, No> {
    let store = manager.device.store;
    let read = shared.database.readers.read(move |connection| {
        let mut products: Vec<Product> = stores::rows(connection, store, &Kind::Product)?;
        products.sort_by(|a, b| (&a.category, &a.name).cmp(&(&b.category, &b.name)));
        let id = stores::id_of(connection, store)?;
        let row: Option<Store> = stores::row(connection, store, &Kind::Store, id.0)?;
        let row = row.ok_or_else(|| ReadError::Failed("the store has no row".to_owned()))?;
        let decimal = query.decimal.unwrap_or(Decimal::Point);
        export::table(&products, &row.currency, decimal)
            .map_err(|error| ReadError::Failed(error.to_string()))
    });
    let heads = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (CONTENT_DISPOSITION, "attachment; filename=\"goods.csv\""),
    ];
    Ok((heads, read.await?).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sale::Money;
    use uuid::Uuid;

    #[test]
    fn prices_go_up_and_down_and_round_half_away_from_nought() {
        let at = |price: i64| Product::plain(ProductId(Uuid::nil()), "", "Tea", "", Money(price));
        for (price, points, expected) in [
            (250, 1_000, 275),
            (245, 1_000, 270),
            (-25, 1_000, -28),
            (999, -3_333, 666),
            (100, 0, 100),
        ] {
            let product = changed(&at(price), &BulkChange::PricePercent(points));
            assert_eq!(product.price, Money(expected), "{price} {points}");
        }
        let product = changed(&at(250), &BulkChange::PriceAmount(Money(-30)));
        assert_eq!(product.price, Money(220));
    }
}
