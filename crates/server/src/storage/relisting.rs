//! Lists the sales of a file that an older build has written. What is open is listed before the server
//! starts; finished sales, which may be a million, beside its work, a few at a time.
//!
//! It must not know what lists show of a sale.

use super::{StoreNo, failed, listing};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sync::codec;
use sync::row::Kind;
use sync::server::{StorageError, StoredRow};

/// Sales of one step.
const AT_ONCE: i64 = 200;

/// How far it is: rows of the file that were looked at, of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub done: u64,
    pub of: u64,
}

/// How far it is; none when every sale is listed.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn listed(connection: &Connection) -> rusqlite::Result<Option<Listed>> {
    let Some(done) = at(connection)? else {
        return Ok(None);
    };
    let of: i64 = connection
        .prepare_cached("SELECT coalesce(max(no), 0) FROM entity")?
        .query_row([], |row| row.get(0))?;
    Ok(Some(Listed {
        done: done.cast_unsigned(),
        of: of.cast_unsigned(),
    }))
}

fn at(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT no FROM listed_up_to")?
        .query_row([], |row| row.get(0))
        .optional()
}

/// Before the server starts: lists what is open, and what registers and people are called. The figures
/// of the reports are added up once every sale is listed, since they go by a sale's number there.
pub(super) fn begin(connection: &mut Connection) -> rusqlite::Result<()> {
    if at(connection)? != Some(0) {
        return Ok(());
    }
    let transaction = connection.transaction()?;
    for which in [
        "entity ON entity.store = store.no AND kind IN ('register', 'employee')",
        "entity INDEXED BY entity_standing ON entity.store = store.no AND gone = 0 AND kind = 'sale'",
    ] {
        // A cross join is read from the left: store by store, through an index.
        let sql = format!(
            "SELECT entity.no, store, kind, entity.id, version, gone, body \
             FROM store CROSS JOIN {which}"
        );
        let mut query = transaction.prepare(&sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            put(&transaction, row)?;
        }
    }
    let finished = "SELECT 1 FROM entity WHERE kind = 'sale' AND gone = 1 LIMIT 1";
    let then = match transaction.prepare(finished)?.exists([])? {
        true => "UPDATE report_state SET sales_done = -1, entries_done = 0",
        false => "DELETE FROM listed_up_to",
    };
    transaction.execute(then, [])?;
    transaction.commit()
}

/// Lists some more sales; answers whether there are more.
///
/// # Errors
/// When the storage fails; the step is then done again.
pub(crate) fn step(connection: &Connection) -> Result<bool, StorageError> {
    advance(connection).map_err(|e| failed(&e))
}

fn advance(connection: &Connection) -> rusqlite::Result<bool> {
    let Some(after) = at(connection)? else {
        return Ok(false);
    };
    let mut query = connection.prepare_cached(
        "SELECT no, store, kind, id, version, gone, body FROM entity \
         WHERE no > ? AND kind = 'sale' AND gone = 1 ORDER BY no LIMIT ?",
    )?;
    let mut rows = query.query(params![after, AT_ONCE])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        put(connection, row)?;
        last = Some(row.get::<_, i64>(0)?);
    }
    match last {
        Some(no) => connection.execute("UPDATE listed_up_to SET no = ?", [no])?,
        None => connection.execute("DELETE FROM listed_up_to", [])?,
    };
    Ok(last.is_some())
}

fn put(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<()> {
    let (no, store) = (row.get(0)?, StoreNo(row.get(1)?));
    let row = StoredRow {
        kind: Kind::named(&row.get::<_, String>(2)?),
        id: row.get(3)?,
        version: row.get::<_, i64>(4)?.cast_unsigned(),
        gone: row.get(5)?,
        body: codec::raw(row.get(6)?).map_err(|_| rusqlite::Error::InvalidQuery)?,
    };
    match row.kind {
        Kind::Sale => listing::list(connection, store, no, &row).map(drop),
        _ => listing::put_name(connection, store, &row),
    }
}
