//! Employees' secrets: who signs in with which address, and the hashes of passwords and PINs. Their
//! names and roles are rows that sync; these are not.

use super::{StoreNo, Unit, failed};
use rusqlite::{Connection, OptionalExtension, params};
use sale::EmployeeId;
use sync::server::StorageError;

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

/// An address as it is compared: without blanks around it, in lower case.
pub(crate) fn plain_email(email: &str) -> String {
    email.trim().to_lowercase()
}
