//! The clock on a store's wall. It must not know what is counted by it.

use crate::days::Wall;
use crate::storage::StoreNo;
use rusqlite::{Connection, OptionalExtension};
use sale::Store;
use sync::codec;

/// The clock on a store's wall, as its row has it now.
pub(super) fn of(connection: &Connection, store: StoreNo) -> rusqlite::Result<Wall> {
    let body: Option<String> = connection
        .prepare_cached("SELECT body FROM entity WHERE store = ? AND kind = 'store' LIMIT 1")?
        .query_row([store.0], |row| row.get(0))
        .optional()?;
    let row = body.and_then(|body| codec::decode::<Store>(&body).ok());
    Ok(row.as_ref().map_or_else(Wall::utc, Wall::of))
}
