//! Adds all figures up anew, in steps that each take a short while, so that the shop goes on writing:
//! what is written meanwhile is taken in as always, and taking a sale in twice is taking it in once.

use super::events;
use super::keep::{self, BUILD, Sums};
use crate::storage::engine::{ENTRY, read_entry};
use crate::storage::{ReadError, StoreNo, Unit, failed, stores};
use rusqlite::{Connection, OptionalExtension, params};
use sale::{Sale, Store};
use sync::codec;
use sync::row::Kind;
use sync::server::{LogEntry, StorageError};

/// Entries or sales of one step.
const AT_ONCE: i64 = 500;
/// Tables and indexes of the figures, as they are made.
const MADE_BY: &str = concat!(
    include_str!("../schema/0002.sql"),
    include_str!("../schema/0008.sql"),
    include_str!("../schema/0011.sql")
);
const PARTS: [&str; 11] = [
    "report_key",
    "report_sale",
    "report_sale_open",
    "report_sale_days",
    "report_figure",
    "report_event",
    "report_event_kind",
    "report_event_sale",
    "report_heard",
    "report_state",
    "report_pack",
];

/// How far adding up anew is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    pub done: u64,
    pub of: u64,
}

/// The tables and indexes that are not there.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn missing(connection: &Connection) -> rusqlite::Result<Vec<&'static str>> {
    let mut query = connection.prepare_cached("SELECT 1 FROM sqlite_schema WHERE name = ?")?;
    let mut missing = Vec::new();
    for part in PARTS {
        if !query.exists([part])? {
            missing.push(part);
        }
    }
    Ok(missing)
}

/// Looks through the figures of an opened file, and mends them.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn check(connection: &mut Connection) -> rusqlite::Result<Vec<String>> {
    let transaction = connection.transaction()?;
    let why = mend(&transaction)?;
    transaction.commit()?;
    Ok(why)
}

/// Puts tables in place that are missing, and marks the stores whose figures are to be added up anew.
/// Answers with the reasons.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn mend(transaction: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut why = Vec::new();
    let missing = missing(transaction)?;
    if !missing.is_empty() {
        transaction.execute_batch(MADE_BY)?;
        why.push(format!("missing: {}", missing.join(", ")));
    }
    for store in stores::all(transaction)? {
        let row: Option<Store> = stores::row(transaction, store.no, &Kind::Store, store.id.0)
            .ok()
            .flatten();
        let Some(row) = row else { continue };
        let state: Option<(i64, String, u8)> = transaction
            .query_row(
                "SELECT build, time_zone, day_begins FROM report_state WHERE store = ?",
                [store.no.0],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()?;
        let now = (BUILD, row.time_zone.clone(), row.day_begins_hour);
        let reason = match state {
            None => Some("no figures were kept yet"),
            Some(_) if !missing.is_empty() => Some("a table was missing"),
            Some(state) if state != now => Some("they were added up by another clock or build"),
            Some(_) if !adds_up(transaction, store.no)? => Some("they do not add up"),
            Some(_) => None,
        };
        if let Some(reason) = reason {
            mark(transaction, store.no, &row)?;
            why.push(format!("store {}: {reason}", store.id));
        }
    }
    Ok(why)
}

/// Whether there are facts of every sale, and sums of every closed one.
fn adds_up(connection: &Connection, store: StoreNo) -> rusqlite::Result<bool> {
    connection.query_row(
        "SELECT (SELECT coalesce(sum(sales), 0) FROM listed_count WHERE store = ?1 AND status <> 4) \
         = (SELECT count(*) FROM report_sale INDEXED BY report_sale_days WHERE store = ?1) \
         AND (SELECT coalesce(sum(sales), 0) FROM listed_count WHERE store = ?1 AND status = 1) \
         = (SELECT coalesce(sum(a), 0) FROM report_figure \
         WHERE store = ?1 AND narrowed = 0 AND by_key = 0 AND dimension = 1) \
         OR EXISTS (SELECT 1 FROM report_state WHERE store = ?1 AND sales_done IS NOT NULL)",
        [store.0],
        |row| row.get(0),
    )
}

fn mark(connection: &Connection, store: StoreNo, row: &Store) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO report_state VALUES (?, ?, ?, ?, -1, 0)")?
        .execute(params![store.0, BUILD, row.time_zone, row.day_begins_hour])
        .map(drop)
}

/// Marks a store's figures as to be added up anew.
///
/// # Errors
/// When the storage fails.
pub(crate) fn begin(unit: &mut Unit<'_>, store: stores::Found) -> Result<(), StorageError> {
    let row: Option<Store> = stores::row(unit.connection(), store.no, &Kind::Store, store.id.0)?;
    row.map_or(Ok(()), |row| {
        mark(unit.connection(), store.no, &row).map_err(|e| failed(&e))
    })
}

/// How far adding up anew is; none when the figures are whole.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn progress(
    connection: &Connection,
    store: StoreNo,
) -> Result<Option<Progress>, ReadError> {
    let found: Option<Option<(i64, i64)>> = connection
        .prepare_cached("SELECT sales_done, entries_done FROM report_state WHERE store = ?")?
        .query_row([store.0], |row| {
            let sales: Option<i64> = row.get(0)?;
            let entries: Option<i64> = row.get(1)?;
            Ok(sales.zip(entries))
        })
        .optional()?;
    let entries = match found {
        Some(None) => return Ok(None),
        Some(Some((_, entries))) => entries,
        None => 0,
    };
    let of = stores::read_in_all(connection, store)?;
    let done: i64 = connection
        .prepare_cached(
            "SELECT count(*) FROM report_sale INDEXED BY report_sale_days WHERE store = ?",
        )?
        .query_row([store.0], |row| row.get(0))?;
    Ok(Some(Progress {
        done: (entries + done).cast_unsigned(),
        of,
    }))
}

/// Does one step; answers whether there is more to do.
///
/// # Errors
/// When the storage fails; the step is then done again.
pub(crate) fn step(unit: &mut Unit<'_>, store: StoreNo) -> Result<bool, StorageError> {
    advance(unit.connection(), store).map_err(|e| failed(&e))
}

fn advance(connection: &Connection, store: StoreNo) -> rusqlite::Result<bool> {
    let at: Option<(i64, i64)> = connection
        .prepare_cached(
            "SELECT sales_done, entries_done FROM report_state \
             WHERE store = ? AND sales_done IS NOT NULL",
        )?
        .query_row([store.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((sales, entries)) = at else {
        return Ok(false);
    };
    if sales < 0 {
        for table in [
            "report_figure",
            "report_event",
            "report_pack",
            "report_sale",
            "report_key",
        ] {
            connection.execute(&format!("DELETE FROM {table} WHERE store = ?"), [store.0])?;
        }
        set(connection, store, Some(0), 0)?;
        return Ok(true);
    }
    let done = log(connection, store, entries)?;
    if done > entries {
        set(connection, store, Some(sales), done)?;
        return Ok(true);
    }
    let done = listed(connection, store, sales)?;
    set(connection, store, (done > sales).then_some(done), entries)?;
    Ok(done > sales)
}

fn set(
    connection: &Connection,
    store: StoreNo,
    sales: Option<i64>,
    entries: i64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE report_state SET sales_done = ?, entries_done = ? WHERE store = ?")?
        .execute(params![sales, entries, store.0])
        .map(drop)
}

fn log(connection: &Connection, store: StoreNo, after: i64) -> rusqlite::Result<i64> {
    let sql = format!(
        "SELECT {ENTRY} FROM log WHERE store = ? AND position > ? ORDER BY position LIMIT ?"
    );
    let entries: Vec<LogEntry> = connection
        .prepare_cached(&sql)?
        .query_map([store.0, after, AT_ONCE], read_entry)?
        .collect::<Result<_, _>>()?;
    for entry in &entries {
        events::take(connection, store, entry)?;
    }
    Ok(entries
        .last()
        .map_or(after, |last| last.position.cast_signed()))
}

fn listed(connection: &Connection, store: StoreNo, after: i64) -> rusqlite::Result<i64> {
    let sales: Vec<(i64, String)> = connection
        .prepare_cached(
            "SELECT listed_sale.no, entity.body FROM listed_sale JOIN entity \
             ON entity.no = listed_sale.no WHERE listed_sale.no > ?2 AND listed_sale.store = ?1 ORDER BY listed_sale.no LIMIT ?3",
        )?
        .query_map([store.0, after, AT_ONCE], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    let mut sums = Sums::default();
    for (no, body) in &sales {
        let sale: Option<Sale> = codec::decode(body).ok();
        keep::take(connection, store, *no, sale.as_ref(), &mut sums)?;
    }
    sums.write(connection, store)?;
    Ok(sales.last().map_or(after, |(no, _)| *no))
}
