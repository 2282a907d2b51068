//! Who a browser is: device tokens and employees' sessions, found by the hash of what the cookie
//! holds. It must not see the tokens themselves.

use super::{StoreNo, Unit, failed};
use crate::secret::TokenHash;
use crate::surface::Surface;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sale::{DeviceId, EmployeeId, RegisterId, StoreId};
use sync::server::StorageError;
use uuid::Uuid;

/// How long a session lasts without being used, in milliseconds.
pub(crate) const SESSION_MS: i64 = 12 * 60 * 60 * 1000;
/// Most sessions of one device; the oldest gives way.
const MOST_SESSIONS: i64 = 8;

/// A device that has shown its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Device {
    pub store: StoreNo,
    pub store_id: StoreId,
    pub device_id: DeviceId,
    pub register_id: Option<RegisterId>,
    pub surface: Surface,
    pub number_prefix: String,
}

/// An employee's session on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub store: StoreNo,
    pub device_id: DeviceId,
    pub employee_id: EmployeeId,
    pub expires_ms: i64,
}

/// What was last heard of a device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub last_seen_ms: Option<i64>,
    pub unsent: u64,
    pub cursor: u64,
    /// The build of the app that it runs, once it has said so.
    pub build: Option<String>,
    /// Whether its browser keeps its storage, once it has said so.
    pub storage_kept: Option<bool>,
    /// How far its clock was ahead of the server's, in milliseconds.
    pub clock_ahead_ms: Option<i64>,
}

impl Seen {
    /// With what this does not say as it was heard before.
    pub(crate) fn or(self, before: Seen) -> Seen {
        Seen {
            build: self.build.or(before.build),
            storage_kept: self.storage_kept.or(before.storage_kept),
            clock_ahead_ms: self.clock_ahead_ms.or(before.clock_ahead_ms),
            ..self
        }
    }
}

/// The device with this token.
pub(crate) fn device(
    connection: &Connection,
    token: &TokenHash,
) -> rusqlite::Result<Option<Device>> {
    connection
        .prepare_cached(
            "SELECT access.store, store.id, access.device_id, device.register_id, access.surface, \
             access.number_prefix FROM access JOIN store ON store.no = access.store \
             JOIN device ON device.store = access.store AND device.id = access.device_id \
             WHERE access.token_hash = ?",
        )?
        .query_row(params![token.0], |row| {
            let surface: String = row.get(4)?;
            Ok(Surface::named(&surface).map(|surface| (surface, row)).map(
                |(surface, row)| -> rusqlite::Result<Device> {
                    Ok(Device {
                        store: StoreNo(row.get(0)?),
                        store_id: StoreId(row.get(1)?),
                        device_id: DeviceId(row.get(2)?),
                        register_id: row.get::<_, Option<Uuid>>(3)?.map(RegisterId),
                        surface,
                        number_prefix: row.get(5)?,
                    })
                },
            ))
        })
        .optional()?
        .flatten()
        .transpose()
}

/// The session with this token, unless it has ended.
pub(crate) fn session(
    connection: &Connection,
    token: &TokenHash,
    now_ms: i64,
) -> rusqlite::Result<Option<Session>> {
    connection
        .prepare_cached(
            "SELECT store, device_id, employee_id, expires_ms FROM session \
             WHERE token_hash = ? AND expires_ms > ?",
        )?
        .query_row(params![token.0, now_ms], |row| {
            Ok(Session {
                store: StoreNo(row.get(0)?),
                device_id: DeviceId(row.get(1)?),
                employee_id: EmployeeId(row.get(2)?),
                expires_ms: row.get(3)?,
            })
        })
        .optional()
}

/// Begins a session.
///
/// # Errors
/// When the storage fails.
pub(crate) fn begin_session(
    unit: &mut Unit<'_>,
    token: &TokenHash,
    session: &Session,
) -> Result<(), StorageError> {
    let connection = unit.connection();
    let now_ms = unit.now_ms();
    let begin = || -> rusqlite::Result<()> {
        connection
            .prepare_cached("DELETE FROM session WHERE expires_ms <= ?")?
            .execute([now_ms])?;
        connection
            .prepare_cached(
                "DELETE FROM session WHERE token_hash IN (SELECT token_hash FROM session \
                 WHERE store = ? AND device_id = ? ORDER BY expires_ms DESC LIMIT -1 OFFSET ?)",
            )?
            .execute(params![
                session.store.0,
                session.device_id.0,
                MOST_SESSIONS - 1
            ])?;
        connection
            .prepare_cached("INSERT INTO session VALUES (?, ?, ?, ?, ?)")?
            .execute(params![
                token.0,
                session.store.0,
                session.device_id.0,
                session.employee_id.0,
                session.expires_ms
            ])
            .map(drop)
    };
    begin().map_err(|e| failed(&e))
}

/// Puts off the end of a session that is in use.
///
/// # Errors
/// When the storage fails.
pub(crate) fn prolong_session(
    unit: &mut Unit<'_>,
    token: &TokenHash,
    expires_ms: i64,
) -> Result<(), StorageError> {
    unit.connection()
        .prepare_cached("UPDATE session SET expires_ms = ? WHERE token_hash = ?")
        .and_then(|mut update| update.execute(params![expires_ms, token.0]))
        .map(drop)
        .map_err(|e| failed(&e))
}

/// Ends a session.
///
/// # Errors
/// When the storage fails.
pub(crate) fn end_session(unit: &mut Unit<'_>, token: &TokenHash) -> Result<(), StorageError> {
    unit.connection()
        .prepare_cached("DELETE FROM session WHERE token_hash = ?")
        .and_then(|mut delete| delete.execute(params![token.0]))
        .map(drop)
        .map_err(|e| failed(&e))
}

/// Notes what was last heard of devices.
///
/// # Errors
/// When the storage fails.
pub(crate) fn put_seen(unit: &mut Unit<'_>, seen: &[(DeviceId, Seen)]) -> Result<(), StorageError> {
    for (device, seen) in seen {
        unit.connection()
            .prepare_cached(
                "UPDATE access SET last_seen_ms = ?, unsent = ?, cursor = ?, \
                 build = coalesce(?, build), storage_kept = coalesce(?, storage_kept), \
                 clock_ahead_ms = coalesce(?, clock_ahead_ms) WHERE device_id = ?",
            )
            .and_then(|mut update| {
                update.execute(params![
                    seen.last_seen_ms,
                    seen.unsent.cast_signed(),
                    seen.cursor.cast_signed(),
                    seen.build,
                    seen.storage_kept,
                    seen.clock_ahead_ms,
                    device.0
                ])
            })
            .map_err(|e| failed(&e))?;
    }
    Ok(())
}

/// A device of a register, as the list of registers shows it.
pub(crate) struct RegisterDevice {
    pub register_id: RegisterId,
    pub device_id: DeviceId,
    pub number_prefix: String,
    pub seen: Seen,
}

/// The devices of all registers of a store, the one activated last at the end.
pub(crate) fn register_devices(
    connection: &Connection,
    store: StoreNo,
) -> rusqlite::Result<Vec<RegisterDevice>> {
    let read = |row: &Row<'_>| {
        Ok(RegisterDevice {
            register_id: RegisterId(row.get(0)?),
            device_id: DeviceId(row.get(1)?),
            number_prefix: row.get(2)?,
            seen: Seen {
                last_seen_ms: row.get(3)?,
                unsent: row.get::<_, i64>(4)?.cast_unsigned(),
                cursor: row.get::<_, i64>(5)?.cast_unsigned(),
                ..Seen::default()
            },
        })
    };
    connection
        .prepare_cached(
            "SELECT device.register_id, access.device_id, access.number_prefix, \
             access.last_seen_ms, access.unsent, access.cursor \
             FROM access JOIN device ON device.store = access.store AND device.id = access.device_id \
             WHERE access.store = ? AND device.register_id IS NOT NULL \
             ORDER BY access.activated_ms LIMIT 1000",
        )?
        .query_map([store.0], read)?
        .collect()
}
