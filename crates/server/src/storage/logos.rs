//! The pictures of receipts, each under the hash of what is in it.

use super::{StoreNo, Unit, failed};
use rusqlite::{Connection, OptionalExtension, params};
use sync::server::StorageError;

/// Most pictures of a store; the oldest names are not known, so more are refused.
const MOST: i64 = 50;

/// Keeps a picture; one that is there already stays. Whether there was room.
///
/// # Errors
/// When the storage fails.
pub(crate) fn put(
    unit: &mut Unit<'_>,
    store: StoreNo,
    name: &str,
    bytes: &[u8],
) -> Result<bool, StorageError> {
    let put = || -> rusqlite::Result<bool> {
        let connection = unit.connection();
        let kept: i64 = connection
            .prepare_cached("SELECT count(*) FROM logo WHERE store = ? AND name <> ?")?
            .query_row(params![store.0, name], |row| row.get(0))?;
        if kept >= MOST {
            return Ok(false);
        }
        connection
            .prepare_cached("INSERT OR IGNORE INTO logo VALUES (?, ?, ?)")?
            .execute(params![store.0, name, bytes])?;
        Ok(true)
    };
    put().map_err(|e| failed(&e))
}

/// Lets go of the pictures that the store's receipts do not show.
///
/// # Errors
/// When the storage fails.
pub(crate) fn keep_only(
    unit: &mut Unit<'_>,
    store: StoreNo,
    name: Option<&str>,
) -> Result<(), StorageError> {
    unit.connection()
        .prepare_cached("DELETE FROM logo WHERE store = ? AND name IS NOT ?")
        .and_then(|mut delete| delete.execute(params![store.0, name]))
        .map(drop)
        .map_err(|e| failed(&e))
}

/// Whether a store has this picture.
///
/// # Errors
/// When the storage fails.
pub(crate) fn has(unit: &Unit<'_>, store: StoreNo, name: &str) -> Result<bool, StorageError> {
    unit.connection()
        .prepare_cached("SELECT 1 FROM logo WHERE store = ? AND name = ?")
        .and_then(|mut query| query.exists(params![store.0, name]))
        .map_err(|e| failed(&e))
}

/// A picture. Whoever knows its name has seen it: the name is made of what is in it.
pub(crate) fn bytes(connection: &Connection, name: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    connection
        .prepare_cached("SELECT bytes FROM logo WHERE name = ? LIMIT 1")?
        .query_row([name], |row| row.get(0))
        .optional()
}
