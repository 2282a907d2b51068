//! How a device becomes one of a store: codes that hold once and for a quarter of an hour, and the
//! prefix of human numbers that each activation gets for itself (rule C7).

use super::access::{self, Device};
use super::{StoreNo, Unit, devices, failed, stores};
use crate::secret::TokenHash;
use crate::surface::Surface;
use rusqlite::{Connection, OptionalExtension, params};
use sale::{DeviceId, EmployeeId, Register, RegisterId};
use sync::api::devices::DeviceChange;
use sync::row::Kind;
use sync::server::{DeviceState, Storage, StorageError};
use uuid::Uuid;

/// How long a code holds, in milliseconds.
pub(crate) const CODE_MS: i64 = 15 * 60 * 1000;
/// Most codes of a store that hold at once; the oldest gives way.
const MOST_CODES: i64 = 100;

/// Issues a code; for a register, or for Pay when there is none.
///
/// # Errors
/// When the storage fails.
pub(crate) fn issue_code(
    unit: &mut Unit<'_>,
    code: &TokenHash,
    store: StoreNo,
    register: Option<RegisterId>,
) -> Result<i64, StorageError> {
    let connection = unit.connection();
    let (now_ms, expires_ms) = (unit.now_ms(), unit.now_ms().saturating_add(CODE_MS));
    let issue = || -> rusqlite::Result<()> {
        connection
            .prepare_cached("DELETE FROM activation_code WHERE expires_ms <= ?")?
            .execute([now_ms])?;
        connection
            .prepare_cached(
                "DELETE FROM activation_code WHERE code_hash IN (SELECT code_hash FROM \
                 activation_code WHERE store = ? ORDER BY expires_ms DESC LIMIT -1 OFFSET ?)",
            )?
            .execute(params![store.0, MOST_CODES - 1])?;
        connection
            .prepare_cached("INSERT INTO activation_code VALUES (?, ?, ?, ?)")?
            .execute(params![
                code.0,
                store.0,
                register.map(|id| id.0),
                expires_ms
            ])
            .map(drop)
    };
    issue().map_err(|e| failed(&e))?;
    Ok(expires_ms)
}

/// Why a device was not activated. Nothing was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotActivated {
    /// No such code, or it has been used, or its time is over, or it is for something else.
    WrongCode,
    /// The id is another store's, or another surface's.
    IdTaken,
}

/// Uses a code up and makes the device one of its store.
///
/// # Errors
/// The outer error when the storage fails; the inner one is the answer to the device.
pub(crate) fn activate(
    unit: &mut Unit<'_>,
    code: &TokenHash,
    surface: Surface,
    device_id: DeviceId,
    token: &TokenHash,
) -> Result<Result<Device, NotActivated>, StorageError> {
    let found = unit
        .connection()
        .prepare_cached(
            "SELECT store, register_id FROM activation_code WHERE code_hash = ? AND expires_ms > ?",
        )
        .and_then(|mut query| {
            query
                .query_row(params![code.0, unit.now_ms()], |row| {
                    Ok((
                        StoreNo(row.get(0)?),
                        row.get::<_, Option<Uuid>>(1)?.map(RegisterId),
                    ))
                })
                .optional()
        })
        .map_err(|e| failed(&e))?;
    let Some((store, register)) = found else {
        return Ok(Err(NotActivated::WrongCode));
    };
    if register.is_some() != (surface == Surface::Register) {
        return Ok(Err(NotActivated::WrongCode));
    }
    let admitted = admit(unit, store, surface, register, device_id, token)?;
    if admitted.is_ok() {
        unit.connection()
            .prepare_cached("DELETE FROM activation_code WHERE code_hash = ?")
            .and_then(|mut delete| delete.execute(params![code.0]))
            .map_err(|e| failed(&e))?;
    }
    Ok(admitted)
}

/// Makes a device one of the store, with sync on (rule F1) and a prefix of its own (rule C7).
///
/// # Errors
/// The outer error when the storage fails; the inner one is the answer to the device.
pub(crate) fn admit(
    unit: &mut Unit<'_>,
    store: StoreNo,
    surface: Surface,
    register: Option<RegisterId>,
    device_id: DeviceId,
    token: &TokenHash,
) -> Result<Result<Device, NotActivated>, StorageError> {
    if !is_free(unit.connection(), store, surface, device_id).map_err(|e| failed(&e))? {
        return Ok(Err(NotActivated::IdTaken));
    }
    let author = stores::author(device_id, EmployeeId(Uuid::nil()));
    unit.engine(store, |engine| {
        if let Some(id) = register
            && let Some(before) = engine.read::<Register>(&Kind::Register, id.0)?
        {
            let row = Register {
                activated: true,
                sync_asked: true,
                sync_reported: true,
                ..before.clone()
            };
            if row != before {
                engine.write_rows(&author, &[(Kind::Register, id.0, &row)])?;
            }
        }
        Ok(())
    })?;
    let device = enter(unit, store, surface, register, device_id, token)?;
    let subject = register.map_or(device_id.0, |id| id.0);
    let what = DeviceChange::Activated(device.number_prefix.clone());
    devices::note(unit, store, subject, None, &what)?;
    Ok(Ok(device))
}

/// Gives a device that has lost its identity to another one of its own, in the same place. What was
/// asked of the register's sync stays as it is.
///
/// # Errors
/// The outer error when the storage fails; the inner one is the answer to the device.
pub(crate) fn readmit(
    unit: &mut Unit<'_>,
    before: &Device,
    device_id: DeviceId,
    token: &TokenHash,
) -> Result<Result<Device, NotActivated>, StorageError> {
    let (store, surface, register) = (before.store, before.surface, before.register_id);
    let free = is_free(unit.connection(), store, surface, device_id).map_err(|e| failed(&e))?;
    let known = super::SqliteStorage::new(unit.connection(), store).device(device_id)?;
    // Known is only what an answer that was lost has left: it has done nothing yet.
    let fresh = known.is_none_or(|d| d.last_sequence == 0 && d.register_id == register);
    if !free || !fresh || device_id == before.device_id {
        return Ok(Err(NotActivated::IdTaken));
    }
    enter(unit, store, surface, register, device_id, token).map(Ok)
}

/// Puts a device into the tables, with sync on and a prefix of its own.
fn enter(
    unit: &mut Unit<'_>,
    store: StoreNo,
    surface: Surface,
    register: Option<RegisterId>,
    device_id: DeviceId,
    token: &TokenHash,
) -> Result<Device, StorageError> {
    let connection = unit.connection();
    let now_ms = unit.now_ms();
    let prefix = next_prefix(connection, store, surface, register).map_err(|e| failed(&e))?;
    let store_id = stores::id_of(connection, store).map_err(|e| failed(&e))?;
    let mut storage = super::SqliteStorage::new(connection, store);
    let before = storage.device(device_id)?;
    storage.put_device(&DeviceState {
        device_id,
        register_id: register,
        last_sequence: before.map_or(0, |device| device.last_sequence),
        sync_on: true,
        handed_over: None,
    })?;
    let write = || -> rusqlite::Result<()> {
        connection
            .prepare_cached("INSERT INTO number_prefix VALUES (?, ?, ?, ?)")?
            .execute(params![store.0, prefix, device_id.0, now_ms])?;
        connection
            .prepare_cached(
                "INSERT INTO access (store, device_id, surface, number_prefix, token_hash, \
                 activated_ms) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (store, device_id) DO UPDATE \
                 SET number_prefix = excluded.number_prefix, token_hash = excluded.token_hash, \
                 activated_ms = excluded.activated_ms, out_ms = NULL",
            )?
            .execute(params![
                store.0,
                device_id.0,
                surface.as_str(),
                prefix,
                token.0,
                now_ms
            ])
            .map(drop)
    };
    write().map_err(|e| failed(&e))?;
    Ok(Device {
        store,
        store_id,
        device_id,
        register_id: register,
        surface,
        number_prefix: prefix,
    })
}

/// Gives a BackOffice browser a new token: the same device as before, with its prefix, or a new one.
///
/// # Errors
/// The outer error when the storage fails; the inner one is the answer to the device.
pub(crate) fn admit_backoffice(
    unit: &mut Unit<'_>,
    store: StoreNo,
    device_id: DeviceId,
    token: &TokenHash,
) -> Result<Result<Device, NotActivated>, StorageError> {
    let connection = unit.connection();
    let renewed = connection
        .prepare_cached(
            "UPDATE access SET token_hash = ?, out_ms = NULL \
             WHERE store = ? AND device_id = ? AND surface = ?",
        )
        .and_then(|mut update| {
            let surface = Surface::BackOffice.as_str();
            update.execute(params![token.0, store.0, device_id.0, surface])
        })
        .map_err(|e| failed(&e))?;
    if renewed == 0 {
        return admit(unit, store, Surface::BackOffice, None, device_id, token);
    }
    let device = access::device(connection, token).map_err(|e| failed(&e))?;
    Ok(device.ok_or(NotActivated::IdTaken))
}

/// Whether a device id is new, or this store's and this surface's already (rule H4).
fn is_free(
    connection: &Connection,
    store: StoreNo,
    surface: Surface,
    device: DeviceId,
) -> rusqlite::Result<bool> {
    let found: Option<(i64, Option<String>)> = connection
        .prepare_cached(
            "SELECT device.store, access.surface FROM device LEFT JOIN access \
             ON access.store = device.store AND access.device_id = device.id WHERE device.id = ?",
        )?
        .query_row(params![device.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found
        .is_none_or(|(there, word)| there == store.0 && word.as_deref() == Some(surface.as_str())))
}

/// The next prefix: `1-`, then `1b-`, `1c-` for a register; `P1-` for Pay, `B1-` for BackOffice.
fn next_prefix(
    connection: &Connection,
    store: StoreNo,
    surface: Surface,
    register: Option<RegisterId>,
) -> rusqlite::Result<String> {
    let counted = |sql: &str| -> rusqlite::Result<i64> {
        connection
            .prepare_cached(sql)?
            .query_row([store.0], |row| row.get(0))
    };
    match (surface, register) {
        (Surface::Register, Some(register)) => {
            let (ordinal, activations): (i64, i64) = connection
                .prepare_cached(
                    "UPDATE register_number SET activations = activations + 1 \
                     WHERE store = ? AND register_id = ? RETURNING ordinal, activations",
                )?
                .query_row(params![store.0, register.0], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            Ok(format!("{ordinal}{}-", letters(activations - 1)))
        }
        (Surface::BackOffice, _) => counted(
            "UPDATE store SET backoffice_devices = backoffice_devices + 1 WHERE no = ? \
             RETURNING backoffice_devices",
        )
        .map(|n| format!("B{n}-")),
        (Surface::Pay | Surface::Register, _) => counted(
            "UPDATE store SET pay_devices = pay_devices + 1 WHERE no = ? RETURNING pay_devices",
        )
        .map(|n| format!("P{n}-")),
    }
}

/// Nothing for the first, then `b`, `c` … `z`, `ba`, `bb` …: counting with letters for digits.
fn letters(n: i64) -> String {
    let mut left = u32::try_from(n).unwrap_or_default();
    let mut digits = String::new();
    while left > 0 {
        digits.extend(char::from_digit(left % 26 + 10, 36));
        left /= 26;
    }
    digits.chars().rev().collect()
}

/// What a register's numbers would begin with: its last activation's prefix, else its first to be.
pub(crate) fn first_prefix(
    connection: &Connection,
    store: StoreNo,
    register: RegisterId,
) -> rusqlite::Result<String> {
    let ordinal: Option<i64> = connection
        .prepare_cached("SELECT ordinal FROM register_number WHERE store = ? AND register_id = ?")?
        .query_row(params![store.0, register.0], |row| row.get(0))
        .optional()?;
    Ok(ordinal.map_or_else(String::new, |n| format!("{n}-")))
}

#[cfg(test)]
mod tests {
    use super::letters;
    use std::collections::BTreeSet;

    /// C7: no two activations of a register get the same prefix.
    #[test]
    fn prefixes_of_a_register_differ() {
        assert_eq!(letters(0), "");
        assert_eq!(letters(1), "b");
        assert_eq!(letters(25), "z");
        assert_eq!(letters(26), "ba");
        let all: BTreeSet<String> = (0..2_000).map(letters).collect();
        assert_eq!(all.len(), 2_000);
    }
}
