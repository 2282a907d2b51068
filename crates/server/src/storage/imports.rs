//! Tables that somebody brought in. What an import is to write is staged first, and then written a part
//! at a time, each with how far it is in one transaction: it goes on after a crash, and when a part
//! fails, what was written is taken back.

use super::prices::{self, By};
use super::{StoreNo, Unit, failed, stores};
use crate::goods::merge::merge;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sale::{DeviceId, EmployeeId, Product};
use sync::api::goods::{Column, ImportState, ImportStatus, PriceWay, TableReading};
use sync::codec;
use sync::row::Kind;
use sync::server::StorageError;
use uuid::Uuid;

/// Products of one part: a few milliseconds of the writer.
const PART: u32 = 250;
/// How long a table is kept, in milliseconds.
const KEPT_MS: i64 = 24 * 60 * 60 * 1000;

/// A table that somebody brought in.
pub(crate) struct Kept {
    pub bytes: Vec<u8>,
    pub reading: Option<TableReading>,
}

/// Keeps a table, and lets go of old ones that are not being written.
pub(crate) fn keep(
    unit: &mut Unit<'_>,
    store: StoreNo,
    id: Uuid,
    employee: EmployeeId,
    bytes: &[u8],
) -> Result<(), StorageError> {
    let (connection, now_ms) = (unit.connection(), unit.now_ms());
    let kept = || -> rusqlite::Result<()> {
        connection
            .prepare_cached(
                "DELETE FROM goods_import WHERE store = ? AND at_ms < ? \
                 AND state NOT IN ('writing', 'undoing')",
            )?
            .execute(params![store.0, now_ms.saturating_sub(KEPT_MS)])?;
        connection
            .prepare_cached(
                "INSERT INTO goods_import (store, id, at_ms, employee, bytes, state) \
                 VALUES (?, ?, ?, ?, ?, 'found')",
            )?
            .execute(params![store.0, id, now_ms, employee.0, bytes])
            .map(drop)
    };
    kept().map_err(|e| failed(&e))
}

/// A table, if it is there.
pub(crate) fn find(
    connection: &Connection,
    store: StoreNo,
    id: Uuid,
) -> rusqlite::Result<Option<Kept>> {
    connection
        .prepare_cached("SELECT bytes, reading FROM goods_import WHERE store = ? AND id = ?")?
        .query_row(params![store.0, id], |row| {
            let reading: Option<String> = row.get(1)?;
            Ok(Kept {
                bytes: row.get(0)?,
                reading: reading.and_then(|text| codec::decode(&text).ok()),
            })
        })
        .optional()
}

/// How far an import is.
pub(crate) fn status_of(
    connection: &Connection,
    store: StoreNo,
    id: Uuid,
) -> rusqlite::Result<Option<ImportStatus>> {
    connection
        .prepare_cached("SELECT state, done, total FROM goods_import WHERE store = ? AND id = ?")?
        .query_row(params![store.0, id], status)
        .optional()
}

fn status(row: &Row<'_>) -> rusqlite::Result<ImportStatus> {
    let state: String = row.get(0)?;
    Ok(ImportStatus {
        state: match state.as_str() {
            "writing" => ImportState::Writing,
            "undoing" => ImportState::Undoing,
            "done" => ImportState::Done,
            "failed" => ImportState::Failed,
            _ => ImportState::Found,
        },
        done: row.get(1)?,
        all: row.get(2)?,
    })
}

/// Imports that have not ended.
pub(crate) fn unfinished(connection: &Connection) -> rusqlite::Result<Vec<(StoreNo, Uuid)>> {
    connection
        .prepare_cached("SELECT store, id FROM goods_import WHERE state IN ('writing', 'undoing')")?
        .query_map([], |row| Ok((StoreNo(row.get(0)?), row.get(1)?)))?
        .collect()
}

/// Remembers how a table is read, for it and for the next one with these heads.
pub(crate) fn remember(
    unit: &mut Unit<'_>,
    store: StoreNo,
    id: Uuid,
    heads: &[String],
    reading: &TableReading,
) -> Result<(), StorageError> {
    let text = |e: serde_json::Error| StorageError(e.to_string());
    let columns = serde_json::to_string(&reading.columns).map_err(text)?;
    let (heads, reading) = (
        heads_text(heads),
        serde_json::to_string(reading).map_err(text)?,
    );
    let connection = unit.connection();
    let kept = || -> rusqlite::Result<()> {
        connection
            .prepare_cached("UPDATE goods_import SET reading = ? WHERE store = ? AND id = ?")?
            .execute(params![reading, store.0, id])?;
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO goods_columns (store, heads, columns) VALUES (?, ?, ?)",
            )?
            .execute(params![store.0, heads, columns])
            .map(drop)
    };
    kept().map_err(|e| failed(&e))
}

/// How somebody matched the columns of a table with these heads.
pub(crate) fn remembered(
    connection: &Connection,
    store: StoreNo,
    heads: &[String],
) -> rusqlite::Result<Option<Vec<Option<Column>>>> {
    let found: Option<String> = connection
        .prepare_cached("SELECT columns FROM goods_columns WHERE store = ? AND heads = ?")?
        .query_row(params![store.0, heads_text(heads)], |row| row.get(0))
        .optional()?;
    Ok(found.and_then(|text| codec::decode(&text).ok()))
}

fn heads_text(heads: &[String]) -> String {
    heads.join("\u{1F}").to_lowercase()
}

/// Stages what an import is to write, from the row with this number on: the product as it was seen, and
/// as it is to be.
pub(crate) fn stage(
    unit: &mut Unit<'_>,
    store: StoreNo,
    id: Uuid,
    first: u32,
    writes: &[(Option<Product>, Product)],
) -> Result<(), StorageError> {
    for ((before, after), no) in writes.iter().zip(first..) {
        let (before, after) = (before.as_ref().map(text).transpose()?, text(after)?);
        unit.connection()
            .prepare_cached(
                "INSERT OR REPLACE INTO goods_import_row (store, import, no, before, after) \
                 VALUES (?, ?, ?, ?, ?)",
            )
            .and_then(|mut insert| insert.execute(params![store.0, id, no, before, after]))
            .map_err(|e| failed(&e))?;
    }
    Ok(())
}

/// Begins to write what was staged; false when it was begun before.
pub(crate) fn begin(
    unit: &mut Unit<'_>,
    store: StoreNo,
    id: Uuid,
    total: u32,
) -> Result<bool, StorageError> {
    unit.connection()
        .prepare_cached(
            "UPDATE goods_import SET state = 'writing', total = ?, done = 0 \
             WHERE store = ? AND id = ? AND state = 'found'",
        )
        .and_then(|mut update| update.execute(params![total, store.0, id]))
        .map(|rows| rows > 0)
        .map_err(|e| failed(&e))
}

/// Turns back: what was written is to be taken back.
pub(crate) fn turn_back(unit: &mut Unit<'_>, store: StoreNo, id: Uuid) -> Result<(), StorageError> {
    set(unit, store, id, "undoing", None)
}

/// Writes the next part, or takes the last one back; answers how far it is then.
pub(crate) fn part(
    unit: &mut Unit<'_>,
    store: StoreNo,
    id: Uuid,
) -> Result<Option<ImportStatus>, StorageError> {
    let Some(mut status) = status_of(unit.connection(), store, id).map_err(|e| failed(&e))? else {
        return Ok(None);
    };
    match status.state {
        ImportState::Writing => {
            let to = status.done.saturating_add(PART).min(status.all);
            write(unit, store, id, status.done..to)?;
            status.done = to;
            if to == status.all {
                status.state = ImportState::Done;
            }
        }
        ImportState::Undoing => {
            let from = status.done.saturating_sub(PART);
            take_back(unit, store, id, from..status.done)?;
            status.done = from;
            if from == 0 {
                status.state = ImportState::Failed;
            }
        }
        _ => return Ok(Some(status)),
    }
    let word = match status.state {
        ImportState::Done => "done",
        ImportState::Failed => "failed",
        ImportState::Undoing => "undoing",
        _ => "writing",
    };
    set(unit, store, id, word, Some(status.done))?;
    if matches!(status.state, ImportState::Done | ImportState::Failed) {
        unit.connection()
            .prepare_cached("DELETE FROM goods_import_row WHERE store = ? AND import = ?")
            .and_then(|mut delete| delete.execute(params![store.0, id]))
            .map_err(|e| failed(&e))?;
    }
    Ok(Some(status))
}

fn set(
    unit: &mut Unit<'_>,
    store: StoreNo,
    id: Uuid,
    state: &str,
    done: Option<u32>,
) -> Result<(), StorageError> {
    unit.connection()
        .prepare_cached(
            "UPDATE goods_import SET state = ?, done = coalesce(?, done) WHERE store = ? AND id = ?",
        )
        .and_then(|mut update| update.execute(params![state, done, store.0, id]))
        .map(drop)
        .map_err(|e| failed(&e))
}

/// A staged row: its number, the product before and after.
type Staged = (u32, Option<Product>, Product);

fn staged(
    connection: &Connection,
    store: StoreNo,
    id: Uuid,
    rows: &std::ops::Range<u32>,
) -> Result<Vec<Staged>, StorageError> {
    let read = || -> rusqlite::Result<Vec<(u32, Option<String>, String)>> {
        connection
            .prepare_cached(
                "SELECT no, before, after FROM goods_import_row \
                 WHERE store = ? AND import = ? AND no >= ? AND no < ? ORDER BY no",
            )?
            .query_map(params![store.0, id, rows.start, rows.end], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?
            .collect()
    };
    let product = |text: &str| codec::decode(text).map_err(|e| StorageError(e.to_string()));
    let rows = read().map_err(|e| failed(&e))?.into_iter();
    rows.map(|(no, before, after)| {
        let before = before.as_deref().map(product).transpose()?;
        Ok((no, before, product(&after)?))
    })
    .collect()
}

fn by(connection: &Connection, store: StoreNo, id: Uuid) -> Result<By, StorageError> {
    let employee: Uuid = connection
        .prepare_cached("SELECT employee FROM goods_import WHERE store = ? AND id = ?")
        .and_then(|mut query| query.query_row(params![store.0, id], |row| row.get(0)))
        .map_err(|e| failed(&e))?;
    Ok(By {
        device: DeviceId(Uuid::nil()),
        employee: EmployeeId(employee),
        way: PriceWay::Table,
    })
}

/// What a product is to be, put onto what it is by now: what somebody else changed meanwhile stays.
fn onto(
    connection: &Connection,
    store: StoreNo,
    seen: Option<&Product>,
    wanted: &Product,
) -> Result<(Option<Product>, Product), StorageError> {
    let now: Option<Product> = stores::row(connection, store, &Kind::Product, wanted.id.0)?;
    let becomes = match (seen, &now) {
        (Some(seen), Some(now)) => {
            let merged = merge(seen, wanted, now).map_err(|e| StorageError(e.to_string()))?;
            merged.product
        }
        _ => wanted.clone(),
    };
    Ok((now, becomes))
}

fn write(
    unit: &mut Unit<'_>,
    store: StoreNo,
    id: Uuid,
    rows: std::ops::Range<u32>,
) -> Result<(), StorageError> {
    let connection = unit.connection();
    let mut written = Vec::new();
    for (no, seen, wanted) in staged(connection, store, id, &rows)? {
        let (now, becomes) = onto(connection, store, seen.as_ref(), &wanted)?;
        // From here on the row says what taking it back is.
        stage(unit, store, id, no, &[(now, becomes.clone())])?;
        written.push(becomes);
    }
    let by = by(connection, store, id)?;
    prices::write(unit, store, by, &written)
}

fn take_back(
    unit: &mut Unit<'_>,
    store: StoreNo,
    id: Uuid,
    rows: std::ops::Range<u32>,
) -> Result<(), StorageError> {
    let connection = unit.connection();
    let (mut back, mut gone) = (Vec::new(), Vec::new());
    for (_, before, written) in staged(connection, store, id, &rows)? {
        match before {
            Some(before) => back.push(onto(connection, store, Some(&written), &before)?.1),
            None => gone.push(written.id.0),
        }
    }
    let by = by(connection, store, id)?;
    if !back.is_empty() {
        prices::write(unit, store, by, &back)?;
    }
    if !gone.is_empty() {
        let author = stores::author(by.device, by.employee);
        unit.engine(store, |engine| {
            engine.remove_rows(&author, &Kind::Product, &gone)
        })?;
    }
    Ok(())
}

fn text(product: &Product) -> Result<String, StorageError> {
    codec::encode(product).map_err(|e| StorageError(e.to_string()))
}
