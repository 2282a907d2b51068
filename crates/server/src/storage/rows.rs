//! The rows that devices hold, in the table `entity`: one read, one written, a page after a cursor.
//! Bodies are kept and given back as the text that they are.

use super::reports::Sums;
use super::{StoreNo, failed, listing, products};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sync::codec;
use sync::row::Kind;
use sync::server::{Filling, PageLimits, StorageError, StoredRow};
use uuid::Uuid;

pub(super) fn one(
    connection: &Connection,
    store: StoreNo,
    kind: &Kind,
    id: Uuid,
) -> Result<Option<StoredRow>, StorageError> {
    let found = connection
        .prepare_cached(
            "SELECT kind, id, version, gone, body FROM entity \
             WHERE store = ? AND kind = ? AND id = ?",
        )
        .and_then(|mut query| {
            query
                .query_row(params![store.0, kind.as_str(), id], Flat::read)
                .optional()
        })
        .map_err(|e| failed(&e))?;
    found.map(Flat::into_row).transpose()
}

/// The row of the store itself.
pub(super) fn of_store(
    connection: &Connection,
    store: StoreNo,
) -> Result<Option<StoredRow>, StorageError> {
    let found = connection
        .prepare_cached(
            "SELECT kind, id, version, gone, body FROM entity \
             WHERE store = ? AND kind = 'store' LIMIT 1",
        )
        .and_then(|mut query| query.query_row([store.0], Flat::read).optional())
        .map_err(|e| failed(&e))?;
    found.map(Flat::into_row).transpose()
}

pub(super) fn put(
    connection: &Connection,
    store: StoreNo,
    row: &StoredRow,
    sums: &mut Sums,
) -> Result<(), StorageError> {
    if row.kind == Kind::Register {
        super::reports::register_changes(connection, store, row).map_err(|e| failed(&e))?;
    }
    let mut put = || -> rusqlite::Result<()> {
        let no: i64 = connection
            .prepare_cached(
                "INSERT INTO entity (store, kind, id, version, gone, body) \
                 VALUES (?, ?, ?, ?, ?, ?) \
                 ON CONFLICT (store, kind, id) DO UPDATE SET version = excluded.version, \
                 gone = excluded.gone, body = excluded.body RETURNING no",
            )?
            .query_row(
                params![
                    store.0,
                    row.kind.as_str(),
                    row.id,
                    row.version.cast_signed(),
                    row.gone,
                    row.body.get(),
                ],
                |row| row.get(0),
            )?;
        match row.kind {
            Kind::Sale => listing::put(connection, store, no, row, sums),
            Kind::Register | Kind::Employee => listing::put_name(connection, store, row),
            Kind::Product => products::put(connection, store, row),
            Kind::Store => super::reports::store_changed(connection, store, row.body.get()),
            _ => Ok(()),
        }
    };
    put().map_err(|e| failed(&e))
}

/// Rows after a cursor, by version and key; a version is never cut.
pub(super) fn after(
    connection: &Connection,
    store: StoreNo,
    after: u64,
    gone_after: u64,
    limits: PageLimits,
) -> Result<Vec<StoredRow>, StorageError> {
    let gone_from = after.max(gone_after);
    let mut rows = page(connection, STANDING, store, after, limits)?;
    let gone = page(connection, GONE, store, gone_from, limits)?;
    if !gone.is_empty() {
        rows.extend(gone);
        rows.sort_by(|a, b| a.key().cmp(&b.key()));
    }
    // Each of the two may be the shorter one; what lies behind the longer one's end is not known
    // whole. Where both together are full, neither has ended yet.
    let mut filling = Filling::new(limits);
    let last = rows.iter().find(|row| {
        filling.put(row.gone, &row.body);
        filling.is_full()
    });
    if let Some(version) = last.map(|last| last.version) {
        rows.retain(|row| row.version <= version);
        for (sql, from) in [(REST_STANDING, after), (REST_GONE, gone_from)] {
            if version > from {
                rest(connection, sql, store, version, &mut rows)?;
            }
        }
        rows.sort_by(|a, b| a.key().cmp(&b.key()));
    }
    rows.into_iter().map(Flat::into_row).collect()
}

const STANDING: &str = "SELECT kind, id, version, gone, body FROM entity \
     WHERE store = ? AND gone = 0 AND version > ? ORDER BY version";
const GONE: &str = "SELECT kind, id, version, gone, body FROM entity \
     WHERE store = ? AND gone = 1 AND version > ? ORDER BY version";
const REST_STANDING: &str = "SELECT kind, id, version, gone, body FROM entity \
     WHERE store = ? AND gone = 0 AND version = ?";
const REST_GONE: &str = "SELECT kind, id, version, gone, body FROM entity \
     WHERE store = ? AND gone = 1 AND version = ?";

/// Reads until the page is full.
fn page(
    connection: &Connection,
    sql: &str,
    store: StoreNo,
    after: u64,
    limits: PageLimits,
) -> Result<Vec<Flat>, StorageError> {
    let read = || -> rusqlite::Result<Vec<Flat>> {
        let mut query = connection.prepare_cached(sql)?;
        let mut found = query.query_map(params![store.0, after.cast_signed()], Flat::read)?;
        let (mut rows, mut filling) = (Vec::new(), Filling::new(limits));
        while !filling.is_full()
            && let Some(row) = found.next().transpose()?
        {
            filling.put(row.gone, &row.body);
            rows.push(row);
        }
        Ok(rows)
    };
    read().map_err(|e| failed(&e))
}

/// Puts in what a page's limit left out of its last version.
fn rest(
    connection: &Connection,
    sql: &str,
    store: StoreNo,
    version: u64,
    rows: &mut Vec<Flat>,
) -> Result<(), StorageError> {
    let read = || -> rusqlite::Result<Vec<Flat>> {
        connection
            .prepare_cached(sql)?
            .query_map(params![store.0, version.cast_signed()], Flat::read)?
            .collect()
    };
    for row in read().map_err(|e| failed(&e))? {
        if !rows.iter().any(|there| there.key() == row.key()) {
            rows.push(row);
        }
    }
    Ok(())
}

/// A row as it lies in the table.
struct Flat {
    kind: String,
    id: Uuid,
    version: u64,
    gone: bool,
    body: String,
}

impl Flat {
    fn read(row: &Row<'_>) -> rusqlite::Result<Flat> {
        Ok(Flat {
            kind: row.get(0)?,
            id: row.get(1)?,
            version: row.get::<_, i64>(2)?.cast_unsigned(),
            gone: row.get(3)?,
            body: row.get(4)?,
        })
    }

    fn key(&self) -> (u64, &str, Uuid) {
        (self.version, &self.kind, self.id)
    }

    fn into_row(self) -> Result<StoredRow, StorageError> {
        Ok(StoredRow {
            kind: Kind::named(&self.kind),
            id: self.id,
            version: self.version,
            gone: self.gone,
            body: codec::raw(self.body).map_err(|e| StorageError(e.to_string()))?,
        })
    }
}
