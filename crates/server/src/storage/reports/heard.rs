//! What was heard of registers, by business day: how long their streams were connected, how long they
//! were silent, how much they had unsent. It is in no log. It must not know who listens.

use super::{facts, wall};
use crate::clock;
use crate::storage::{StoreNo, failed};
use rusqlite::{Connection, OptionalExtension, params};
use sale::{Register, RegisterId};
use sync::codec;
use sync::server::{StorageError, StoredRow};

/// What was heard of a register since the last time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    pub store: StoreNo,
    pub register_id: RegisterId,
    pub observed_ms: i64,
    pub live_ms: i64,
    pub silence_ms: i64,
    pub unsent: i64,
    pub hand_overs: i64,
}

/// Adds to the day that it is.
///
/// # Errors
/// When the storage fails.
pub(crate) fn put_heard(
    connection: &Connection,
    heard: &[Heard],
    now_ms: i64,
) -> Result<(), StorageError> {
    for heard in heard {
        put(connection, heard, now_ms).map_err(|e| failed(&e))?;
    }
    Ok(())
}

fn put(connection: &Connection, heard: &Heard, now_ms: i64) -> rusqlite::Result<()> {
    let day = facts::slot(wall::of(connection, heard.store)?, now_ms).day;
    connection
        .prepare_cached(
            "INSERT INTO report_heard VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET \
             observed_ms = observed_ms + excluded.observed_ms, \
             live_ms = live_ms + excluded.live_ms, \
             silence_ms = max(silence_ms, excluded.silence_ms), \
             unsent = max(unsent, excluded.unsent), \
             hand_overs = hand_overs + excluded.hand_overs",
        )?
        .execute(params![
            heard.store.0,
            day,
            heard.register_id.0,
            heard.observed_ms,
            heard.live_ms,
            heard.silence_ms,
            heard.unsent,
            heard.hand_overs
        ])
        .map(drop)
}

/// Counts a hand-over when a register's row is about to say that its sync is off.
///
/// # Errors
/// When the file cannot be written.
pub(in crate::storage) fn register_changes(
    connection: &Connection,
    store: StoreNo,
    row: &StoredRow,
) -> rusqlite::Result<()> {
    let reports = |body: &str| codec::decode::<Register>(body).is_ok_and(|row| row.sync_reported);
    let before: Option<String> = connection
        .prepare_cached("SELECT body FROM entity WHERE store = ? AND kind = 'register' AND id = ?")?
        .query_row(params![store.0, row.id], |row| row.get(0))
        .optional()?;
    if before.is_some_and(|before| reports(&before)) && !reports(row.body.get()) {
        let heard = Heard {
            store,
            register_id: RegisterId(row.id),
            observed_ms: 0,
            live_ms: 0,
            silence_ms: 0,
            unsent: 0,
            hand_overs: 1,
        };
        put(connection, &heard, clock::now_ms())?;
    }
    Ok(())
}
