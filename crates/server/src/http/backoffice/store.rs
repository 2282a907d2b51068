//! What else of the store BackOffice lists: the catalogue and the people.

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::sent::Asked;
use crate::shared::State;
use crate::storage::{products, stores};
use axum::Json;
use sale::Employee;
use sync::api::{Problem, ProductsPage, ProductsQuery};
use sync::row::Kind;

/// The catalogue, by name, a page at a time.
#[utoipa::path(
    get, path = "/api/backoffice/products", tag = "backoffice", params(ProductsQuery),
    responses(
        (status = 200, description = "A page; the next one with `next`", body = ProductsPage),
        (status = 401, description = "Signed out", body = Problem),
    ),
)]
pub(crate) async fn list_products(
    shared: State,
    manager: Manager,
    Asked(query): Asked<ProductsQuery>,
) -> Result<Json<ProductsPage>, No> {
    let store = manager.device.store;
    let read = shared
        .database
        .lists
        .read(move |connection| products::page(connection, store, &query));
    Ok(Json(read.await?))
}

/// The people who work in the store.
#[utoipa::path(
    get, path = "/api/backoffice/employees", tag = "backoffice",
    responses(
        (status = 200, description = "In the order in which they came", body = [Employee]),
        (status = 401, description = "Signed out", body = Problem),
    ),
)]
pub(crate) async fn list_employees(
    shared: State,
    manager: Manager,
) -> Result<Json<Vec<Employee>>, No> {
    let store = manager.device.store;
    let read = shared
        .database
        .readers
        .read(move |connection| Ok(stores::rows(connection, store, &Kind::Employee)?));
    Ok(Json(read.await?))
}
