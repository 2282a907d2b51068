//! The devices of a store as BackOffice lists them, taking one out of use, and the history of what
//! was done about each.
//!
//! It must not know who is connected.

use super::access::Seen;
use super::{StoreNo, Unit, failed};
use crate::surface::Surface;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sale::{DeviceId, EmployeeId, RegisterId};
use sync::api::devices::{DeviceChange, DeviceEvent};
use sync::codec;
use sync::server::{Storage, StorageError};
use uuid::Uuid;

/// Most devices that a list has: all that were heard of lately are far fewer.
const MOST_LISTED: u32 = 500;
/// Most entries of a history that are read.
const MOST_EVENTS: u32 = 200;

/// A device of the store.
pub(crate) struct Listed {
    pub device_id: DeviceId,
    pub register_id: Option<RegisterId>,
    pub surface: Surface,
    pub name: String,
    pub number_prefix: String,
    pub activated_ms: i64,
    pub out_ms: Option<i64>,
    pub seen: Seen,
}

/// The devices of a store, the one activated last first.
pub(crate) fn all(connection: &Connection, store: StoreNo) -> rusqlite::Result<Vec<Listed>> {
    connection
        .prepare_cached(
            "SELECT access.device_id, device.register_id, access.surface, access.name, \
             access.number_prefix, access.activated_ms, access.out_ms, access.last_seen_ms, \
             access.unsent, access.cursor, access.build, access.storage_kept, \
             access.clock_ahead_ms \
             FROM access JOIN device ON device.store = access.store AND device.id = access.device_id \
             WHERE access.store = ? ORDER BY access.activated_ms DESC LIMIT ?",
        )?
        .query_map(params![store.0, MOST_LISTED], read)?
        .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Listed> {
    let surface: String = row.get(2)?;
    Ok(Listed {
        device_id: DeviceId(row.get(0)?),
        register_id: row.get::<_, Option<Uuid>>(1)?.map(RegisterId),
        surface: Surface::named(&surface).unwrap_or(Surface::BackOffice),
        name: row.get(3)?,
        number_prefix: row.get(4)?,
        activated_ms: row.get(5)?,
        out_ms: row.get(6)?,
        seen: Seen {
            last_seen_ms: row.get(7)?,
            unsent: row.get::<_, i64>(8)?.cast_unsigned(),
            cursor: row.get::<_, i64>(9)?.cast_unsigned(),
            build: row.get(10)?,
            storage_kept: row.get(11)?,
            clock_ahead_ms: row.get(12)?,
        },
    })
}

/// Gives a device a name. Whether there is such a device.
///
/// # Errors
/// When the storage fails.
pub(crate) fn rename(
    unit: &mut Unit<'_>,
    store: StoreNo,
    device: DeviceId,
    by: EmployeeId,
    name: &str,
) -> Result<bool, StorageError> {
    let renamed = unit
        .connection()
        .prepare_cached("UPDATE access SET name = ? WHERE store = ? AND device_id = ?")
        .and_then(|mut update| update.execute(params![name, store.0, device.0]))
        .map_err(|e| failed(&e))?;
    if renamed > 0 {
        let what = DeviceChange::Renamed(name.to_owned());
        note(unit, store, device.0, Some(by), &what)?;
    }
    Ok(renamed > 0)
}

/// Shuts a device out: its token and the sessions on it hold no longer, and nothing is read for it
/// (rule H6). What it has not sent stays on it, and is delivered when it is activated again for the
/// same place (rule A4). Whether it was in use.
///
/// # Errors
/// When the storage fails.
pub(crate) fn shut_out(
    unit: &mut Unit<'_>,
    store: StoreNo,
    device: DeviceId,
) -> Result<bool, StorageError> {
    let (connection, now_ms) = (unit.connection(), unit.now_ms());
    let shut = connection
        .prepare_cached(
            "UPDATE access SET token_hash = randomblob(32), out_ms = ? \
             WHERE store = ? AND device_id = ? AND out_ms IS NULL",
        )
        .and_then(|mut update| update.execute(params![now_ms, store.0, device.0]))
        .map_err(|e| failed(&e))?;
    if shut == 0 {
        return Ok(false);
    }
    connection
        .prepare_cached("DELETE FROM session WHERE store = ? AND device_id = ?")
        .and_then(|mut delete| delete.execute(params![store.0, device.0]))
        .map_err(|e| failed(&e))?;
    // A pull that waits reads once more before it is answered: not for this one.
    let mut storage = super::SqliteStorage::new(connection, store);
    if let Some(mut state) = storage.device(device)? {
        state.sync_on = false;
        storage.put_device(&state)?;
    }
    Ok(true)
}

/// The devices in use that are this register; one, unless a profile was copied.
pub(crate) fn of_register(
    connection: &Connection,
    store: StoreNo,
    register: RegisterId,
) -> rusqlite::Result<Vec<DeviceId>> {
    connection
        .prepare_cached(
            "SELECT access.device_id FROM access \
             JOIN device ON device.store = access.store AND device.id = access.device_id \
             WHERE access.store = ? AND device.register_id = ? AND access.out_ms IS NULL",
        )?
        .query_map(params![store.0, register.0], |row| row.get(0).map(DeviceId))?
        .collect()
}

/// The register that a device is, and its surface; none when the store has no such device.
pub(crate) fn one(
    connection: &Connection,
    store: StoreNo,
    device: DeviceId,
) -> rusqlite::Result<Option<Option<RegisterId>>> {
    connection
        .prepare_cached(
            "SELECT device.register_id FROM access \
             JOIN device ON device.store = access.store AND device.id = access.device_id \
             WHERE access.store = ? AND access.device_id = ?",
        )?
        .query_row(params![store.0, device.0], |row| {
            Ok(row.get::<_, Option<Uuid>>(0)?.map(RegisterId))
        })
        .optional()
}

/// Writes down what was done about a register or a device.
///
/// # Errors
/// When the storage fails.
pub(crate) fn note(
    unit: &mut Unit<'_>,
    store: StoreNo,
    subject: Uuid,
    by: Option<EmployeeId>,
    what: &DeviceChange,
) -> Result<(), StorageError> {
    let text = codec::encode(what).map_err(|e| StorageError(e.to_string()))?;
    let by = by.map(|id| id.0).filter(|id| !id.is_nil());
    unit.connection()
        .prepare_cached(
            "INSERT INTO device_event (store, subject, at_ms, employee_id, what) \
             VALUES (?, ?, ?, ?, ?)",
        )
        .and_then(|mut insert| insert.execute(params![store.0, subject, unit.now_ms(), by, text]))
        .map(drop)
        .map_err(|e| failed(&e))
}

/// What was done about a register or a device, latest first. What this build cannot read is left out.
pub(crate) fn history(
    connection: &Connection,
    store: StoreNo,
    subject: Uuid,
) -> rusqlite::Result<Vec<DeviceEvent>> {
    let found: Vec<(i64, Option<Uuid>, String)> = connection
        .prepare_cached(
            "SELECT at_ms, employee_id, what FROM device_event \
             WHERE store = ? AND subject = ? ORDER BY no DESC LIMIT ?",
        )?
        .query_map(params![store.0, subject, MOST_EVENTS], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    let events = found.into_iter().filter_map(|(at_ms, by, text)| {
        Some(DeviceEvent {
            at_ms,
            employee_id: by.map(EmployeeId),
            what: codec::decode(&text).ok()?,
        })
    });
    Ok(events.collect())
}
