//! Sales for BackOffice: lists of any status, one with its history, and closing and voiding for
//! programs. The app itself makes its changes through its replica.

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::sent::{Asked, Named, Sent};
use crate::clock;
use crate::shared::{Shared, State};
use crate::storage::own::{OwnChange, make, own_device};
use crate::storage::relisting::{Listed, listed};
use crate::storage::{ReadError, SqliteStorage, WriteError, sales};
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use sale::{Change, MutationId, SaleId};
use sync::api::{
    Done, HistoryEntry, Problem, SaleDetail, SalesPage, SalesQuery, StatusFilter, VoidSale,
};
use sync::codec;
use sync::server::{LogEntry, Storage};
use uuid::Uuid;

/// Most entries of a history in one answer.
const MOST_ENTRIES: u32 = 500;
/// The device through which programs change sales.
const PURPOSE: &str = "backoffice api";
/// Most characters of a reason.
const MOST_REASON_CHARS: usize = 200;

/// Sales of any status, a page at a time.
#[utoipa::path(
    get, path = "/api/backoffice/sales", tag = "backoffice", params(SalesQuery),
    responses(
        (status = 200, description = "A page; the next one with `next`", body = SalesPage),
        (status = 401, description = "Signed out", body = Problem),
        (status = 403, description = "Only a manager may", body = Problem),
        (status = 503, description = "Finished sales are being listed anew", body = Problem),
    ),
)]
pub(crate) async fn list(
    shared: State,
    manager: Manager,
    Asked(query): Asked<SalesQuery>,
) -> Result<impl IntoResponse, No> {
    let store = manager.device.store;
    // Put into JSON where it is read: what devices wait for has the other threads.
    let read = shared.database.lists.read(move |connection| {
        if query.status != StatusFilter::Open
            && let Some(listed) = listed(connection)?
        {
            return Ok(Err(listed));
        }
        let page = sales::page(connection, store, &query)?;
        let page = serde_json::to_vec(&page);
        page.map(Ok)
            .map_err(|error| ReadError::Failed(error.to_string()))
    });
    match read.await? {
        Ok(page) => Ok(([(CONTENT_TYPE, "application/json")], page)),
        Err(Listed { done, of }) => Err(No::problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "lists_preparing",
            format!("The lists are being prepared: {done} of {of}. Try again in a little while."),
        )),
    }
}

/// From where on a history is asked for.
#[derive(Clone, Copy, Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HistoryQuery {
    /// The `next` of the answer before.
    #[serde(default)]
    after: u64,
}

/// A sale with everything that was done to it: what, by whom, where, when, and what became of it
/// (rule H3).
#[utoipa::path(
    get, path = "/api/backoffice/sales/{id}", tag = "backoffice",
    params(("id" = SaleId, Path), HistoryQuery),
    responses(
        (status = 200, description = "The sale and its history", body = SaleDetail),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such sale in this store", body = Problem),
    ),
)]
pub(crate) async fn detail(
    shared: State,
    manager: Manager,
    Named(id): Named<SaleId>,
    Asked(query): Asked<HistoryQuery>,
) -> Result<Json<SaleDetail>, No> {
    let store = manager.device.store;
    let read = shared.database.readers.read(move |connection| {
        let Some(listed) = sales::one(connection, store, id.0)? else {
            return Ok(None);
        };
        let storage = SqliteStorage::new(connection, store);
        let mut entries = storage.history(id, query.after, MOST_ENTRIES + 1)?;
        let most = usize::try_from(MOST_ENTRIES).unwrap_or(usize::MAX);
        let more = entries.len() > most;
        entries.truncate(most);
        let next = entries.last().filter(|_| more).map(|entry| entry.position);
        let history: Result<Vec<HistoryEntry>, ReadError> = entries.into_iter().map(told).collect();
        Ok(Some(SaleDetail {
            sale: listed.sale,
            totals: listed.totals,
            version: listed.version,
            history: history?,
            next,
        }))
    });
    read.await?.map(Json).ok_or_else(|| No::not_found("sale"))
}

fn told(entry: LogEntry) -> Result<HistoryEntry, ReadError> {
    let unreadable = |error: codec::Unreadable| ReadError::Failed(error.to_string());
    Ok(HistoryEntry {
        position: entry.position,
        server_ms: entry.server_ms,
        at_ms: entry.at_ms,
        employee_id: entry.employee_id,
        register_id: entry.register_id,
        device_id: entry.device_id,
        change: codec::raw(entry.change).map_err(unreadable)?,
        outcome: codec::decode(&entry.outcome).map_err(unreadable)?,
    })
}

/// Closes a sale; it stays open if something is due, and the outcome says so (rule G3).
#[utoipa::path(
    post, path = "/api/backoffice/sales/{id}/close", tag = "backoffice",
    params(("id" = SaleId, Path)),
    responses(
        (status = 200, description = "Logged; what became of it", body = Done),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such sale in this store", body = Problem),
    ),
)]
pub(crate) async fn close(
    shared: State,
    manager: Manager,
    Named(sale_id): Named<SaleId>,
) -> Result<Json<Done>, No> {
    change(&shared, &manager, sale_id, Change::Close { sale_id }).await
}

/// Cancels a sale, with a reason (rule H2).
#[utoipa::path(
    post, path = "/api/backoffice/sales/{id}/void", tag = "backoffice",
    params(("id" = SaleId, Path)), request_body = VoidSale,
    responses(
        (status = 200, description = "Logged; what became of it", body = Done),
        (status = 400, description = "Without a reason, or with too long a one", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such sale in this store", body = Problem),
    ),
)]
pub(crate) async fn void(
    shared: State,
    manager: Manager,
    Named(sale_id): Named<SaleId>,
    Sent(asked): Sent<VoidSale>,
) -> Result<Json<Done>, No> {
    let reason = asked.reason.trim().to_owned();
    if reason.is_empty() || reason.chars().count() > MOST_REASON_CHARS {
        return Err(No::problem(
            StatusCode::BAD_REQUEST,
            "reason_needed",
            format!("Say why, in at most {MOST_REASON_CHARS} characters. Nothing was changed."),
        ));
    }
    change(&shared, &manager, sale_id, Change::Void { sale_id, reason }).await
}

/// Makes a change through the store's own device for programs.
async fn change(
    shared: &Shared,
    manager: &Manager,
    sale_id: SaleId,
    change: Change,
) -> Result<Json<Done>, No> {
    let store = manager.device.store;
    let device_id = own_device(manager.device.store_id, PURPOSE, None);
    let own = OwnChange {
        mutation_id: MutationId(Uuid::now_v7()),
        at_ms: clock::now_ms(),
        employee_id: manager.employee.id,
        change,
    };
    let write = shared.database.writer.run(move |unit| {
        let storage = SqliteStorage::new(unit.connection(), store);
        if storage.row(&sync::row::Kind::Sale, sale_id.0)?.is_none() {
            return Ok(None);
        }
        let own = std::slice::from_ref(&own);
        make(unit, store, device_id, None, own).map(|(results, _)| Some(results))
    });
    let results = write.await?.ok_or_else(|| No::not_found("sale"))?;
    let result = results
        .into_iter()
        .next()
        .ok_or_else(|| No::from(WriteError::Failed("a change has no result".to_owned())))?;
    Ok(Json(Done {
        position: result.position,
        outcome: result.outcome,
    }))
}
