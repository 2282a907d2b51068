//! Reports: figures as sections, a section as a file, the sales that a number is made of, and what was
//! done out of the ordinary one by one.

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::sent::{Asked, Named};
use super::report_file;
use crate::clock;
use crate::days::Wall;
use crate::shared::{Shared, State};
use crate::storage::reports::{self, Wanted};
use crate::storage::{ReadError, StoreNo, stores};
use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use rusqlite::Connection;
use sale::Store;
use sale::civil::Days;
use sync::api::reports::{
    Compare, ExceptionsPage, ExportFormat, Report, ReportName, ReportQuery, ReportSection,
};
use sync::api::{Problem, SalesPage};
use sync::row::Kind;

/// Most days of one report.
const MOST_DAYS: u64 = 400;

/// What else an export's address says.
#[derive(Clone, Copy, Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportQuery {
    /// As which kind of file.
    format: ExportFormat,
}

/// Which row's sales are asked for; without a key all of the section's, with an empty one those of the
/// row without a key.
#[derive(Clone, Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RowQuery {
    /// The row's key.
    key: Option<String>,
    /// Its second key.
    second: Option<String>,
    /// The `next` of the answer before.
    after: Option<String>,
}

/// From where on exceptions are asked for.
#[derive(Clone, Copy, Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AfterQuery {
    /// The `next` of the answer before.
    after: Option<u64>,
}

/// What was read for an answer, unless the figures are being added up anew.
enum Read<T> {
    Is(T),
    /// So much is done, of so much.
    AddingUp(u64, u64),
}

/// Reads with the figures whole.
async fn whole<T: Send + 'static>(
    shared: &Shared,
    store: StoreNo,
    read: impl FnOnce(&Connection) -> Result<T, ReadError> + Send + 'static,
) -> Result<T, No> {
    // What devices wait for is never behind a report.
    let reading = shared.database.lists.read(move |connection| {
        // What is damaged is put in place within a second, and added up anew.
        if !reports::missing(connection)?.is_empty() {
            return Ok(Read::AddingUp(0, stores::read_in_all(connection, store)?));
        }
        Ok(match reports::progress(connection, store)? {
            Some(progress) => Read::AddingUp(progress.done, progress.of),
            None => Read::Is(read(connection)?),
        })
    });
    match reading.await? {
        Read::Is(is) => Ok(is),
        Read::AddingUp(done, of) => Err(No::problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "reports_rebuilding",
            format!(
                "The figures are being added up anew: {done} of {of} are done. Try again in a little while."
            ),
        )),
    }
}

/// The days asked for, and those that they are compared with.
fn days(query: &ReportQuery) -> Result<(Days, Option<Days>), No> {
    let days = Days::between(query.from, query.to);
    if days.count() > MOST_DAYS {
        return Err(No::problem(
            StatusCode::BAD_REQUEST,
            "too_many_days",
            format!("Ask for at most {MOST_DAYS} days at once."),
        ));
    }
    let before = match query.compare {
        None => None,
        Some(Compare::Before) => days.before(),
        Some(Compare::Year) => days.a_year_before(),
    };
    Ok((days, before))
}

/// A report: each section a chart with its table.
#[utoipa::path(
    get, path = "/api/backoffice/reports/{name}", tag = "backoffice",
    params(("name" = ReportName, Path), ReportQuery),
    responses(
        (status = 200, description = "The sections, each with at most 500 rows", body = Report),
        (status = 400, description = "More than 400 days, or no date", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such report", body = Problem),
        (status = 503, description = "The figures are being added up anew", body = Problem),
    ),
)]
pub(crate) async fn report(
    shared: State,
    manager: Manager,
    Named(name): Named<ReportName>,
    Asked(query): Asked<ReportQuery>,
) -> Result<Json<Report>, No> {
    let (days, before) = days(&query)?;
    let store = manager.device.store;
    let now_ms = clock::now_ms();
    let today = today(&shared, &manager, now_ms).await?;
    let sections = whole(&shared, store, move |connection| {
        let wanted = Wanted::of(connection, store, &query, days)?;
        let all = reports::report(connection, store, name, &wanted, before, now_ms)?;
        Ok(all
            .into_iter()
            .map(reports::told)
            .collect::<Vec<ReportSection>>())
    });
    let sections = sections.await?;
    let (days, before) = match name {
        ReportName::Home => {
            let week = today.checked_sub_days(chrono::Days::new(7));
            (
                Days::between(today, today),
                week.map(|before| Days::between(before, before)),
            )
        }
        ReportName::Open => (days, None),
        _ => (days, before),
    };
    Ok(Json(Report {
        at_ms: now_ms,
        from: days.first,
        to: days.last,
        before_from: before.map(|days| days.first),
        before_to: before.map(|days| days.last),
        sections,
    }))
}

async fn today(shared: &Shared, manager: &Manager, now_ms: i64) -> Result<sale::civil::Date, No> {
    let row = store_row(shared, manager).await?;
    Wall::of(&row)
        .date_at(now_ms)
        .ok_or_else(|| No::not_found("day"))
}

async fn store_row(shared: &Shared, manager: &Manager) -> Result<Store, No> {
    let (no, id) = (manager.device.store, manager.device.store_id);
    let read = shared.database.readers.read(move |connection| {
        let store: Option<Store> = stores::row(connection, no, &Kind::Store, id.0)?;
        Ok(store)
    });
    read.await?.ok_or_else(|| No::not_found("store"))
}

/// A section with all its rows, as a file. Texts that a spreadsheet would take for a formula are made
/// safe.
#[utoipa::path(
    get, path = "/api/backoffice/reports/{name}/{section}/export", tag = "backoffice",
    params(("name" = ReportName, Path), ("section" = String, Path), ReportQuery, ExportQuery),
    responses(
        (status = 200, description = "The file"),
        (status = 400, description = "More than 400 days, or no date", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such section", body = Problem),
        (status = 503, description = "The figures are being added up anew", body = Problem),
    ),
)]
pub(crate) async fn export(
    shared: State,
    manager: Manager,
    Named((name, section)): Named<(ReportName, String)>,
    Asked(query): Asked<ReportQuery>,
    Asked(ExportQuery { format }): Asked<ExportQuery>,
) -> Result<Response, No> {
    let (days, before) = days(&query)?;
    let store = manager.device.store;
    let currency = store_row(&shared, &manager).await?.currency;
    let now_ms = clock::now_ms();
    let file = whole(&shared, store, move |connection| {
        let wanted = Wanted::of(connection, store, &query, days)?;
        let raw = reports::section(connection, store, name, &section, &wanted, before, now_ms)?;
        let Some(raw) = raw else { return Ok(None) };
        report_file::of(connection, store, &raw, days, &currency, format).map(Some)
    });
    let file = file.await?.ok_or_else(|| No::not_found("section"))?;
    Ok(file.answer())
}

/// The sales that a number is made of, a page at a time, the latest first.
#[utoipa::path(
    get, path = "/api/backoffice/reports/{name}/{section}/sales", tag = "backoffice",
    params(("name" = ReportName, Path), ("section" = String, Path), ReportQuery, RowQuery),
    responses(
        (status = 200, description = "A page; the next one with `next`", body = SalesPage),
        (status = 400, description = "More than 400 days, or no date", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such section, or one that is not of sales", body = Problem),
        (status = 503, description = "The figures are being added up anew", body = Problem),
    ),
)]
pub(crate) async fn sales(
    shared: State,
    manager: Manager,
    Named((_, section)): Named<(ReportName, String)>,
    Asked(query): Asked<ReportQuery>,
    Asked(row): Asked<RowQuery>,
) -> Result<Json<SalesPage>, No> {
    let (days, _) = days(&query)?;
    let store = manager.device.store;
    let now_ms = clock::now_ms();
    let page = whole(&shared, store, move |connection| {
        let wanted = Wanted::of(connection, store, &query, days)?;
        let (key, second) = (row.key.as_deref(), row.second.as_deref());
        let after = row.after.as_deref();
        reports::sales(
            connection, store, &section, &wanted, key, second, after, now_ms,
        )
    });
    page.await?
        .map(Json)
        .ok_or_else(|| No::not_found("section"))
}

/// What was done out of the ordinary, one by one, the latest first.
#[utoipa::path(
    get, path = "/api/backoffice/exceptions", tag = "backoffice",
    params(ReportQuery, AfterQuery),
    responses(
        (status = 200, description = "A page; the next one with `next`", body = ExceptionsPage),
        (status = 400, description = "More than 400 days, or no date", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 503, description = "The figures are being added up anew", body = Problem),
    ),
)]
pub(crate) async fn exceptions(
    shared: State,
    manager: Manager,
    Asked(query): Asked<ReportQuery>,
    Asked(AfterQuery { after }): Asked<AfterQuery>,
) -> Result<Json<ExceptionsPage>, No> {
    let (days, _) = days(&query)?;
    let store = manager.device.store;
    let page = whole(&shared, store, move |connection| {
        let wanted = Wanted::of(connection, store, &query, days)?;
        reports::exceptions(connection, store, &wanted, after)
    });
    Ok(Json(page.await?))
}
