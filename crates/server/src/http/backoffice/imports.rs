//! Goods brought in from a table: opened, tried without changing anything, and then written beside
//! everything else.

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::sent::{Named, Sent, all_bytes};
use crate::goods::plan::{Planned, plan as plan_rows};
use crate::goods::plan_cells::Stock;
use crate::goods::{columns, running};
use crate::shared::{Shared, State};
use crate::sheet::Sheet;
use crate::sheet::amount::decimal_of;
use crate::storage::own::named_id;
use crate::storage::{ReadError, StoreNo, imports, stores};
use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use sale::{Product, ProductId, Store};
use sync::api::Problem;
use sync::api::goods::{
    Column, Decimal, ImportApply, ImportFound, ImportPlan, ImportState, ImportStatus, TableReading,
};
use sync::row::Kind;
use uuid::Uuid;

/// Most bytes and rows of a table.
const MOST_BYTES: usize = 24 * 1024 * 1024;
const MOST_ROWS: usize = 100_000;
/// Most columns.
const MOST_COLUMNS: usize = 200;
/// Rows that are shown before the columns are matched.
const SAMPLE: usize = 8;
/// Rows that are staged by one job of the writer.
const STAGED_AT_ONCE: usize = 1_000;

fn wrong(code: &str, message: &str) -> No {
    No::problem(StatusCode::BAD_REQUEST, code, message)
}

/// Opens a table, and says what was found out about it. Nothing is changed.
#[utoipa::path(
    post, path = "/api/backoffice/imports", tag = "backoffice",
    request_body(content = Vec<u8>, content_type = "text/csv"),
    responses(
        (status = 200, description = "What was found out", body = ImportFound),
        (status = 400, description = "It has no rows, or too many", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 413, description = "More than 24 MB", body = Problem),
    ),
)]
pub(crate) async fn open(
    shared: State,
    manager: Manager,
    request: Request,
) -> Result<Json<ImportFound>, No> {
    let bytes = all_bytes(request, MOST_BYTES).await?;
    let (store, id) = (manager.device.store, Uuid::now_v7());
    let kept = bytes.clone();
    let read = shared.database.readers.read(move |connection| {
        let sheet = Sheet::open(&bytes);
        let remembered = imports::remembered(connection, store, &sheet.heads)?;
        Ok(found(&sheet, id, remembered))
    });
    let found = read.await?;
    if found.heads.is_empty() || found.heads.len() > MOST_COLUMNS || found.rows == 0 {
        return Err(wrong(
            "no_table",
            "There is no table in this file: a line with heads, and rows below it. Nothing was changed.",
        ));
    }
    if usize::try_from(found.rows).unwrap_or(usize::MAX) > MOST_ROWS {
        return Err(wrong(
            "too_many_rows",
            "A table has at most 100,000 rows. Nothing was changed.",
        ));
    }
    let employee = manager.employee.id;
    let write = shared
        .database
        .writer
        .run(move |unit| imports::keep(unit, store, id, employee, &kept));
    write.await?;
    Ok(Json(found))
}

fn found(sheet: &Sheet, id: Uuid, remembered: Option<Vec<Option<Column>>>) -> ImportFound {
    let matched = remembered.filter(|columns| columns.len() == sheet.heads.len());
    let is_remembered = matched.is_some();
    let columns = matched.unwrap_or_else(|| columns::guessed(&sheet.heads));
    let price = columns
        .iter()
        .position(|column| *column == Some(Column::Price));
    let told = price.and_then(|price| {
        let rows = sheet.rows().filter_map(Result::ok);
        let prices: Vec<String> = rows.map(|row| row.cell(price).to_owned()).collect();
        decimal_of(prices.iter().map(String::as_str))
    });
    let usual = match sheet.delimiter {
        b';' => Decimal::Comma,
        _ => Decimal::Point,
    };
    let sample = sheet.rows().filter_map(Result::ok).take(SAMPLE).map(|row| {
        let cells = row.cells.iter();
        cells.map(|cell| cell.chars().take(80).collect()).collect()
    });
    ImportFound {
        id,
        encoding: sheet.encoding.to_owned(),
        delimiter: char::from(sheet.delimiter),
        heads: sheet.heads.clone(),
        sample: sample.collect(),
        rows: u32::try_from(sheet.rows().count()).unwrap_or(u32::MAX),
        reading: TableReading {
            columns,
            decimal: told.unwrap_or(usual),
        },
        remembered: is_remembered,
        decimal_told: told.is_some(),
    }
}

/// Reads a table anew against what the store has now.
async fn planned(
    shared: &Shared,
    store: StoreNo,
    id: Uuid,
    reading: Option<TableReading>,
) -> Result<(Planned, Vec<String>, TableReading), No> {
    let read = shared.database.readers.read(move |connection| {
        let Some(kept) = imports::find(connection, store, id)? else {
            return Ok(None);
        };
        let Some(reading) = reading.or(kept.reading) else {
            return Ok(None);
        };
        let products: Vec<Product> = stores::rows(connection, store, &Kind::Product)?;
        let store_id = stores::id_of(connection, store)?;
        let row: Option<Store> = stores::row(connection, store, &Kind::Store, store_id.0)?;
        let row = row.ok_or_else(|| ReadError::Failed("the store has no row".to_owned()))?;
        let sheet = Sheet::open(&kept.bytes);
        let stock = Stock {
            products: &products,
            tax_rates: &row.goods.tax_rates,
            currency: &row.currency,
        };
        let import = id.to_string();
        let new_id =
            |line: u64| ProductId(named_id(&["imported product", &import, &line.to_string()]));
        Ok(Some((
            plan_rows(&sheet, &reading, &stock, new_id),
            sheet.heads,
            reading,
        )))
    });
    read.await?.ok_or_else(|| No::not_found("import"))
}

/// Tries an import: what would become of each row, and why. Nothing is changed; how the columns were
/// matched is remembered.
#[utoipa::path(
    post, path = "/api/backoffice/imports/{id}/plan", tag = "backoffice",
    params(("id" = Uuid, Path)), request_body = TableReading,
    responses(
        (status = 200, description = "The dry run", body = ImportPlan),
        (status = 400, description = "A column stands for two things", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such import in this store", body = Problem),
    ),
)]
pub(crate) async fn plan(
    shared: State,
    manager: Manager,
    Named(id): Named<Uuid>,
    Sent(reading): Sent<TableReading>,
) -> Result<Json<ImportPlan>, No> {
    let mut columns: Vec<Column> = reading.columns.iter().flatten().copied().collect();
    columns.sort_unstable();
    if columns.windows(2).any(|two| two.first() == two.last()) {
        return Err(wrong(
            "column_twice",
            "Two columns stand for the same thing. Nothing was changed.",
        ));
    }
    let store = manager.device.store;
    let (planned, heads, reading) = planned(&shared, store, id, Some(reading)).await?;
    let write = shared
        .database
        .writer
        .run(move |unit| imports::remember(unit, store, id, &heads, &reading));
    write.await?;
    Ok(Json(planned.shown))
}

/// Writes what the dry run showed, beside everything else.
#[utoipa::path(
    post, path = "/api/backoffice/imports/{id}/apply", tag = "backoffice",
    params(("id" = Uuid, Path)), request_body = ImportApply,
    responses(
        (status = 200, description = "Begun; or it was before", body = ImportStatus),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such import in this store, or its columns are not matched", body = Problem),
    ),
)]
pub(crate) async fn apply(
    shared: State,
    manager: Manager,
    Named(id): Named<Uuid>,
    Sent(asked): Sent<ImportApply>,
) -> Result<Json<ImportStatus>, No> {
    let store = manager.device.store;
    let before = read_status(&shared, store, id).await?;
    if before.state != ImportState::Found {
        return Ok(Json(before));
    }
    let (planned, ..) = planned(&shared, store, id, None).await?;
    let writes: Vec<(Option<Product>, Product)> = planned
        .writes
        .into_iter()
        .filter(|write| asked.doubtful || !write.doubtful)
        .map(|write| (write.before, write.after))
        .collect();
    let all = u32::try_from(writes.len()).unwrap_or(u32::MAX);
    let mut first = 0_u32;
    for writes in writes.chunks(STAGED_AT_ONCE) {
        let (part, from) = (writes.to_vec(), first);
        first = first.saturating_add(u32::try_from(writes.len()).unwrap_or(u32::MAX));
        let write = shared
            .database
            .writer
            .run(move |unit| imports::stage(unit, store, id, from, &part));
        write.await?;
    }
    let write = shared
        .database
        .writer
        .run(move |unit| imports::begin(unit, store, id, all));
    if write.await? {
        running::begin(&shared.database, store, id);
    }
    read_status(&shared, store, id).await.map(Json)
}

async fn read_status(shared: &Shared, store: StoreNo, id: Uuid) -> Result<ImportStatus, No> {
    let read = shared
        .database
        .readers
        .read(move |connection| Ok(imports::status_of(connection, store, id)?));
    read.await?.ok_or_else(|| No::not_found("import"))
}

/// How far an import is.
#[utoipa::path(
    get, path = "/api/backoffice/imports/{id}", tag = "backoffice",
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, description = "How far it is", body = ImportStatus),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such import in this store", body = Problem),
    ),
)]
pub(crate) async fn status(
    shared: State,
    manager: Manager,
    Named(id): Named<Uuid>,
) -> Result<Json<ImportStatus>, No> {
    read_status(&shared, manager.device.store, id)
        .await
        .map(Json)
}
