//! What else of the store BackOffice lists: the catalogue and the people.

use super::super::answer::No;
use super::super::caller::Manager;
use crate::shared::State;
use crate::storage::stores;
use axum::Json;
use sale::Employee;
use sync::api::Problem;
use sync::row::Kind;

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
