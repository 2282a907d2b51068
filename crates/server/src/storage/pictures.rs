//! Pictures of products, by the hash of their bytes.

use super::{StoreNo, Unit, failed};
use rusqlite::{Connection, OptionalExtension, params};
use sync::server::StorageError;

/// Most pictures of a store.
const MOST: i64 = 100_000;

/// Keeps a picture; answers whether there was room for it.
///
/// # Errors
/// When the storage fails.
pub(crate) fn keep(
    unit: &mut Unit<'_>,
    store: StoreNo,
    hash: &str,
    bytes: &[u8],
) -> Result<bool, StorageError> {
    let connection = unit.connection();
    let kept = || -> rusqlite::Result<bool> {
        let count: i64 = connection
            .prepare_cached("SELECT count(*) FROM picture WHERE store = ?")?
            .query_row([store.0], |row| row.get(0))?;
        if count >= MOST {
            return Ok(false);
        }
        connection
            .prepare_cached("INSERT OR IGNORE INTO picture (store, hash, bytes) VALUES (?, ?, ?)")?
            .execute(params![store.0, hash, bytes])
            .map(|_| true)
    };
    kept().map_err(|e| failed(&e))
}

/// The bytes of a picture.
pub(crate) fn bytes(
    connection: &Connection,
    store: StoreNo,
    hash: &str,
) -> rusqlite::Result<Option<Vec<u8>>> {
    connection
        .prepare_cached("SELECT bytes FROM picture WHERE store = ? AND hash = ?")?
        .query_row(params![store.0, hash], |row| row.get(0))
        .optional()
}
