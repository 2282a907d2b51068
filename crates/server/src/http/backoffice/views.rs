//! Lists that managers gave a name to, and a sale as it stood at a moment of its history.

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::sent::{Named, Sent};
use crate::shared::State;
use crate::storage::{moment, views};
use axum::Json;
use axum::http::StatusCode;
use sale::SaleId;
use sync::api::Problem;
use sync::api::views::{NewView, SaleThen, SavedView};
use uuid::Uuid;

/// Most characters of a name.
const MOST_NAME_CHARS: usize = 60;
/// Most bytes of what a list shows.
const MOST_PLACE_BYTES: usize = 1_000;
/// Most bytes of its columns.
const MOST_COLUMNS_BYTES: usize = 200;

/// One's own saved lists and those that others share with the store.
#[utoipa::path(
    get, path = "/api/backoffice/views", tag = "backoffice",
    responses(
        (status = 200, description = "By name", body = [SavedView]),
        (status = 401, description = "Signed out", body = Problem),
    ),
)]
pub(crate) async fn list(shared: State, manager: Manager) -> Result<Json<Vec<SavedView>>, No> {
    let (store, employee) = (manager.device.store, manager.employee.id);
    let read = shared
        .database
        .readers
        .read(move |connection| views::all(connection, store, employee));
    Ok(Json(read.await?))
}

/// Saves a list under a name, in place of one's own of that name.
#[utoipa::path(
    post, path = "/api/backoffice/views", tag = "backoffice", request_body = NewView,
    responses(
        (status = 200, description = "Saved", body = SavedView),
        (status = 400, description = "Without a name, or too long", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 409, description = "There are too many", body = Problem),
    ),
)]
pub(crate) async fn save(
    shared: State,
    manager: Manager,
    Sent(asked): Sent<NewView>,
) -> Result<Json<SavedView>, No> {
    let name = asked.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > MOST_NAME_CHARS {
        return Err(No::problem(
            StatusCode::BAD_REQUEST,
            "name_needed",
            format!(
                "A list needs a name of at most {MOST_NAME_CHARS} characters. Nothing was changed."
            ),
        ));
    }
    if asked.place.len() > MOST_PLACE_BYTES || asked.columns.len() > MOST_COLUMNS_BYTES {
        return Err(No::problem(
            StatusCode::BAD_REQUEST,
            "too_large",
            "What the list shows is too long to be kept. Nothing was changed.",
        ));
    }
    let view = NewView { name, ..asked };
    let (store, owner) = (manager.device.store, manager.employee.id);
    let fresh = Uuid::now_v7();
    let write = shared
        .database
        .writer
        .run(move |unit| views::save(unit, store, owner, fresh, &view));
    write.await?.map(Json).ok_or_else(|| {
        No::problem(
            StatusCode::CONFLICT,
            "too_many_views",
            "There are too many saved lists. Take one away, then save this one.",
        )
    })
}

/// Takes one of one's own saved lists away.
#[utoipa::path(
    delete, path = "/api/backoffice/views/{id}", tag = "backoffice", params(("id" = Uuid, Path)),
    responses(
        (status = 204, description = "Gone"),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such list of one's own", body = Problem),
    ),
)]
pub(crate) async fn remove(
    shared: State,
    manager: Manager,
    Named(id): Named<Uuid>,
) -> Result<StatusCode, No> {
    let (store, owner) = (manager.device.store, manager.employee.id);
    let write = shared
        .database
        .writer
        .run(move |unit| views::remove(unit, store, owner, id));
    match write.await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(No::not_found("list")),
    }
}

/// A sale as it stood after an entry of its history (rule H3).
#[utoipa::path(
    get, path = "/api/backoffice/sales/{id}/at/{position}", tag = "backoffice",
    params(("id" = SaleId, Path), ("position" = u64, Path, description = "Of the entry, in the log")),
    responses(
        (status = 200, description = "The sale then", body = SaleThen),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such sale in this store, or not yet", body = Problem),
    ),
)]
pub(crate) async fn then(
    shared: State,
    manager: Manager,
    Named((id, position)): Named<(SaleId, u64)>,
) -> Result<Json<SaleThen>, No> {
    let store = manager.device.store;
    let read = shared
        .database
        .readers
        .read(move |connection| moment::then(connection, store, id, position));
    read.await?.map(Json).ok_or_else(|| No::not_found("sale"))
}
