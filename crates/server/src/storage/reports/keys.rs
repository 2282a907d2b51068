//! The texts that figures are keyed by, each once under a number.

use crate::storage::StoreNo;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// The number of a text; 0 for none.
pub(super) fn number(
    connection: &Connection,
    store: StoreNo,
    text: Option<&str>,
) -> rusqlite::Result<u32> {
    let Some(text) = text else { return Ok(0) };
    if let Some(known) = known(connection, store, text)? {
        return Ok(known);
    }
    connection
        .prepare_cached("INSERT INTO report_key (store, text) VALUES (?, ?) RETURNING no")?
        .query_row(params![store.0, text], |row| row.get(0))
}

/// The number of a text, if any figure is keyed by it.
pub(super) fn known(
    connection: &Connection,
    store: StoreNo,
    text: &str,
) -> rusqlite::Result<Option<u32>> {
    connection
        .prepare_cached("SELECT no FROM report_key WHERE store = ? AND text = ?")?
        .query_row(params![store.0, text], |row| row.get(0))
        .optional()
}

/// The text of each number.
pub(super) fn texts(
    connection: &Connection,
    store: StoreNo,
) -> rusqlite::Result<HashMap<i64, String>> {
    connection
        .prepare_cached("SELECT no, text FROM report_key WHERE store = ?")?
        .query_map([store.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}
