//! Employees' secrets: who signs in with which address, and the hashes of passwords and PINs; their
//! sessions, and how long they were signed in. Their names and roles are rows that sync; these are not.

use super::{StoreNo, Unit, failed};
use crate::surface::Surface;
use rusqlite::{Connection, OptionalExtension, params};
use sale::{DeviceId, EmployeeId};
use std::collections::BTreeMap;
use sync::server::StorageError;
use uuid::Uuid;

/// How an employee signs in; what is none is left as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Secrets {
    pub email: Option<String>,
    pub password_hash: Option<String>,
    pub pin_hash: Option<String>,
}

/// Writes an employee's secrets.
///
/// # Errors
/// When the storage fails, or the address is another employee's.
pub(crate) fn put_secrets(
    unit: &mut Unit<'_>,
    store: StoreNo,
    employee: EmployeeId,
    secrets: &Secrets,
) -> Result<(), StorageError> {
    unit.connection()
        .prepare_cached(
            "INSERT INTO employee_secret VALUES (?, ?, ?, ?, ?) \
             ON CONFLICT (store, employee_id) DO UPDATE SET \
             email = coalesce(excluded.email, email), \
             password_hash = coalesce(excluded.password_hash, password_hash), \
             pin_hash = coalesce(excluded.pin_hash, pin_hash)",
        )
        .and_then(|mut upsert| {
            upsert.execute(params![
                store.0,
                employee.0,
                secrets.email.as_deref().map(plain_email),
                secrets.password_hash,
                secrets.pin_hash
            ])
        })
        .map(drop)
        .map_err(|e| failed(&e))
}

/// The hash of an employee's PIN, if they have one.
pub(crate) fn pin_hash(
    connection: &Connection,
    store: StoreNo,
    employee: EmployeeId,
) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT pin_hash FROM employee_secret WHERE store = ? AND employee_id = ?")?
        .query_row(params![store.0, employee.0], |row| row.get(0))
        .optional()
        .map(Option::flatten)
}

/// Who signs in with this address, and the hash of their password.
pub(crate) fn by_email(
    connection: &Connection,
    email: &str,
) -> rusqlite::Result<Option<(StoreNo, EmployeeId, String)>> {
    connection
        .prepare_cached(
            "SELECT store, employee_id, password_hash FROM employee_secret \
             WHERE email = ? AND password_hash IS NOT NULL",
        )?
        .query_row([plain_email(email)], |row| {
            Ok((StoreNo(row.get(0)?), EmployeeId(row.get(1)?), row.get(2)?))
        })
        .optional()
}

/// What is known of an employee's secrets without telling them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub email: Option<String>,
    pub has_pin: bool,
    pub has_password: bool,
}

/// What is known of everybody's secrets.
pub(crate) fn known(
    connection: &Connection,
    store: StoreNo,
) -> rusqlite::Result<BTreeMap<EmployeeId, Known>> {
    connection
        .prepare_cached(
            "SELECT employee_id, email, pin_hash IS NOT NULL, password_hash IS NOT NULL \
             FROM employee_secret WHERE store = ?",
        )?
        .query_map([store.0], |row| {
            let known = Known {
                email: row.get(1)?,
                has_pin: row.get(2)?,
                has_password: row.get(3)?,
            };
            Ok((EmployeeId(row.get(0)?), known))
        })?
        .collect()
}

/// Whose address it is, in any store.
pub(crate) fn owner_of(
    connection: &Connection,
    email: &str,
) -> rusqlite::Result<Option<EmployeeId>> {
    connection
        .prepare_cached("SELECT employee_id FROM employee_secret WHERE email = ?")?
        .query_row([plain_email(email)], |row| row.get(0).map(EmployeeId))
        .optional()
}

/// The hash of an employee's password, if they have one.
pub(crate) fn password_hash(
    connection: &Connection,
    store: StoreNo,
    employee: EmployeeId,
) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached(
            "SELECT password_hash FROM employee_secret WHERE store = ? AND employee_id = ?",
        )?
        .query_row(params![store.0, employee.0], |row| row.get(0))
        .optional()
        .map(Option::flatten)
}

/// Takes somebody's address away, and with it the way in to BackOffice.
///
/// # Errors
/// When the storage fails.
pub(crate) fn forget_email(
    unit: &mut Unit<'_>,
    store: StoreNo,
    employee: EmployeeId,
) -> Result<(), StorageError> {
    unit.connection()
        .prepare_cached(
            "UPDATE employee_secret SET email = NULL, password_hash = NULL \
             WHERE store = ? AND employee_id = ?",
        )
        .and_then(|mut update| update.execute(params![store.0, employee.0]))
        .map(drop)
        .map_err(|e| failed(&e))
}

/// Takes address, password and PIN away (rule H6).
///
/// # Errors
/// When the storage fails.
pub(crate) fn forget_secrets(
    unit: &mut Unit<'_>,
    store: StoreNo,
    employee: EmployeeId,
) -> Result<(), StorageError> {
    unit.connection()
        .prepare_cached("DELETE FROM employee_secret WHERE store = ? AND employee_id = ?")
        .and_then(|mut delete| delete.execute(params![store.0, employee.0]))
        .map(drop)
        .map_err(|e| failed(&e))
}

/// Ends somebody's sessions (rule H6): everywhere, or in BackOffice alone, or outside it alone; on
/// every device but one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ending {
    pub office: bool,
    pub floor: bool,
    pub but: Option<DeviceId>,
}

/// Ends sessions of one employee, or of all when it is none; answers with their devices.
///
/// # Errors
/// When the storage fails.
pub(crate) fn end_sessions(
    unit: &mut Unit<'_>,
    store: StoreNo,
    employee: Option<EmployeeId>,
    ending: Ending,
) -> Result<Vec<DeviceId>, StorageError> {
    let but = ending.but.map(|device| device.0);
    let end = || -> rusqlite::Result<Vec<DeviceId>> {
        unit.connection()
            .prepare_cached(
                "DELETE FROM session WHERE store = ?1 AND (?2 IS NULL OR employee_id = ?2) \
                 AND device_id IS NOT ?3 AND CASE WHEN (SELECT surface FROM access \
                 WHERE access.store = session.store AND access.device_id = session.device_id) = ?4 \
                 THEN ?5 ELSE ?6 END RETURNING device_id",
            )?
            .query_map(
                params![
                    store.0,
                    employee.map(|id| id.0),
                    but,
                    Surface::BackOffice.as_str(),
                    ending.office,
                    ending.floor
                ],
                |row| row.get::<_, Uuid>(0).map(DeviceId),
            )?
            .collect()
    };
    end().map_err(|e| failed(&e))
}

/// A time that somebody was signed in, from and to, in milliseconds since 1970.
pub(crate) type Stretch = (i64, i64);

/// When everybody was signed in since a moment, oldest first; what lasts ends now.
pub(crate) fn signed_in(
    connection: &Connection,
    store: StoreNo,
    since_ms: i64,
    now_ms: i64,
) -> rusqlite::Result<BTreeMap<EmployeeId, Vec<Stretch>>> {
    // A session that ran out unseen is still standing: its last use was twelve hours before its end.
    let mut query = connection.prepare_cached(
        "SELECT signed_in.employee_id, began_ms, coalesce(ended_ms, CASE \
         WHEN session.expires_ms > ?2 THEN ?2 ELSE session.expires_ms - ?4 END, began_ms) \
         FROM signed_in LEFT JOIN session USING (token_hash) \
         WHERE signed_in.store = ?1 AND coalesce(ended_ms, ?2) > ?3 ORDER BY began_ms",
    )?;
    let rows = query.query_map(
        params![store.0, now_ms, since_ms, super::access::SESSION_MS],
        |row| Ok((EmployeeId(row.get(0)?), (row.get(1)?, row.get(2)?))),
    )?;
    let mut found: BTreeMap<EmployeeId, Vec<Stretch>> = BTreeMap::new();
    for row in rows {
        let (employee, stretch) = row?;
        found.entry(employee).or_default().push(stretch);
    }
    Ok(found)
}

/// Who is signed in now.
pub(crate) fn standing(
    connection: &Connection,
    store: StoreNo,
    now_ms: i64,
) -> rusqlite::Result<Vec<super::access::Session>> {
    connection
        .prepare_cached(
            "SELECT device_id, employee_id, expires_ms FROM session \
             WHERE store = ? AND expires_ms > ? ORDER BY expires_ms DESC LIMIT 1000",
        )?
        .query_map(params![store.0, now_ms], |row| {
            Ok(super::access::Session {
                store,
                device_id: DeviceId(row.get(0)?),
                employee_id: EmployeeId(row.get(1)?),
                expires_ms: row.get(2)?,
            })
        })?
        .collect()
}

/// What the numbers of the store's BackOffice browsers begin with.
pub(crate) fn office_prefixes(
    connection: &Connection,
    store: StoreNo,
) -> rusqlite::Result<BTreeMap<DeviceId, String>> {
    connection
        .prepare_cached(
            "SELECT device_id, number_prefix FROM access WHERE store = ? AND surface = ?",
        )?
        .query_map(params![store.0, Surface::BackOffice.as_str()], |row| {
            Ok((DeviceId(row.get(0)?), row.get(1)?))
        })?
        .collect()
}

/// How long the stretches since a moment are together, in milliseconds; what overlaps, such as a
/// register and a phone at once, counts once. They come by their beginning.
pub(crate) fn together_ms(stretches: &[Stretch], since_ms: i64) -> i64 {
    let mut total_ms = 0_i64;
    let mut counted_to_ms = since_ms;
    for (from_ms, to_ms) in stretches {
        let from_ms = (*from_ms).max(counted_to_ms);
        if *to_ms > from_ms {
            total_ms = total_ms.saturating_add(to_ms.saturating_sub(from_ms));
            counted_to_ms = *to_ms;
        }
    }
    total_ms
}

/// An address as it is compared: without blanks around it, in lower case.
pub(crate) fn plain_email(email: &str) -> String {
    email.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::together_ms;

    /// Two devices at once are one person at work; what lay before the moment does not count.
    #[test]
    fn what_overlaps_counts_once() {
        assert_eq!(together_ms(&[(0, 10), (5, 15), (6, 7), (20, 30)], 0), 25);
        assert_eq!(together_ms(&[(0, 10), (5, 15)], 8), 7);
        assert_eq!(together_ms(&[(0, 10)], 50), 0);
        assert_eq!(together_ms(&[], 0), 0);
    }
}
