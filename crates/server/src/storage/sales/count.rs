//! How many sales a list is of: asked for its first page, and then handed on with the cursor.

use super::super::ReadError;
use super::super::listing::OPEN;
use super::wanted::{Conditions, Wanted};
use rusqlite::{Connection, params, params_from_iter};

/// Sales of a period that are counted; more are not told apart.
const MOST_COUNTED: u32 = 10_000;

/// How many there are; of finished ones that a search has found, as many as it has `matched`.
pub(super) fn of(connection: &Connection, wanted: &Wanted, matched: u64) -> Result<u64, ReadError> {
    let mut count = matched;
    for status in &wanted.statuses {
        let is_counted = wanted.words.is_empty() && !wanted.has_period();
        count += match *status {
            _ if is_counted => kept(connection, wanted, *status)?,
            OPEN => {
                let conditions = wanted.conditions(OPEN).with_words(&wanted.words);
                up_to(connection, "", conditions, MOST_COUNTED)?
            }
            _ if wanted.words.is_empty() => within(connection, wanted, *status, MOST_COUNTED)?,
            _ => 0,
        };
    }
    Ok(count)
}

/// How many there are of a status, register and owner.
pub(super) fn kept(connection: &Connection, wanted: &Wanted, status: i64) -> rusqlite::Result<u64> {
    connection
        .prepare_cached(
            "SELECT coalesce(sum(sales), 0) FROM listed_count WHERE store = ?1 AND status = ?2 \
             AND (?3 IS NULL OR register_no = ?3) AND (?4 IS NULL OR owner_no = ?4)",
        )?
        .query_row(
            params![wanted.store.0, status, wanted.register_no, wanted.owner_no],
            |row| row.get::<_, i64>(0),
        )
        .map(i64::cast_unsigned)
}

/// How many were finished within the wanted period, up to `most`.
pub(super) fn within(
    connection: &Connection,
    wanted: &Wanted,
    status: i64,
    most: u32,
) -> rusqlite::Result<u64> {
    let index = format!("INDEXED BY {}", wanted.index("closed_at_ms"));
    up_to(connection, &index, wanted.conditions(status), most)
}

fn up_to(
    connection: &Connection,
    index: &str,
    Conditions { sql, values }: Conditions,
    most: u32,
) -> rusqlite::Result<u64> {
    let counting = format!(
        "SELECT count(*) FROM (SELECT 1 FROM listed_sale {index} WHERE {sql} LIMIT {most})"
    );
    connection
        .prepare_cached(&counting)?
        .query_row(params_from_iter(&values), |row| row.get::<_, i64>(0))
        .map(i64::cast_unsigned)
}
