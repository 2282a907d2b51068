//! The stores of the file: making one, finding one, and the rows that say what belongs to it.

use super::{SqliteStorage, StoreNo, Unit, failed};
use rusqlite::{Connection, OptionalExtension, params};
use sale::{EmployeeId, MutationId, Register, RegisterId, Store, StoreId};
use serde::de::DeserializeOwned;
use sync::codec;
use sync::row::Kind;
use sync::server::{Author, Storage, StorageError};
use uuid::Uuid;

/// Most stores of one file.
const MOST_STORES: i64 = 100_000;
/// Most rows of one kind that are read at once where all are wanted.
const MOST_READ: u32 = 100_000;

/// A store of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub no: StoreNo,
    pub id: StoreId,
}

/// Makes a store with an empty log and writes its row. `epoch` is random and not nought.
///
/// # Errors
/// When the storage fails or the id is taken.
pub(crate) fn create(
    unit: &mut Unit<'_>,
    store: &Store,
    epoch: u64,
    author: &Author,
) -> Result<StoreNo, StorageError> {
    let connection = unit.connection();
    let count: i64 = connection
        .query_row("SELECT count(*) FROM store", [], |row| row.get(0))
        .map_err(|e| failed(&e))?;
    if count >= MOST_STORES {
        return Err(StorageError(format!(
            "the file holds {count} stores, which is the most"
        )));
    }
    let no = connection
        .query_row(
            "INSERT INTO store (id, epoch, chain) VALUES (?, ?, ?) RETURNING no",
            params![store.id.0, epoch.cast_signed(), [0_u8; 32]],
            |row| row.get(0).map(StoreNo),
        )
        .map_err(|e| failed(&e))?;
    unit.engine(no, |engine| {
        engine.write_rows(author, &[(Kind::Store, store.id.0, store)])
    })?;
    Ok(no)
}

/// Every store, oldest first.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Found>> {
    connection
        .prepare_cached("SELECT no, id FROM store ORDER BY no")?
        .query_map([], |row| {
            Ok(Found {
                no: StoreNo(row.get(0)?),
                id: StoreId(row.get(1)?),
            })
        })?
        .collect()
}

/// The id of a store.
pub(crate) fn id_of(connection: &Connection, store: StoreNo) -> rusqlite::Result<StoreId> {
    connection
        .prepare_cached("SELECT id FROM store WHERE no = ?")?
        .query_row([store.0], |row| row.get(0).map(StoreId))
}

/// All rows of one kind that are not gone, as what the kind says.
///
/// # Errors
/// When the storage fails or a row cannot be read.
pub(crate) fn rows<T: DeserializeOwned>(
    connection: &Connection,
    store: StoreNo,
    kind: &Kind,
) -> Result<Vec<T>, StorageError> {
    let read = || -> rusqlite::Result<Vec<String>> {
        connection
            .prepare_cached(
                "SELECT body FROM entity WHERE store = ? AND kind = ? AND gone = 0 \
                 ORDER BY no LIMIT ?",
            )?
            .query_map(params![store.0, kind.as_str(), MOST_READ], |row| row.get(0))?
            .collect()
    };
    let bodies = read().map_err(|e| failed(&e))?;
    bodies
        .iter()
        .map(|body| codec::decode(body).map_err(|e| StorageError(e.to_string())))
        .collect()
}

/// How many rows of one kind are not gone.
pub(crate) fn count(connection: &Connection, store: StoreNo, kind: &Kind) -> rusqlite::Result<u64> {
    connection
        .prepare_cached("SELECT count(*) FROM entity WHERE store = ? AND kind = ? AND gone = 0")?
        .query_row(params![store.0, kind.as_str()], |row| row.get::<_, i64>(0))
        .map(i64::cast_unsigned)
}

/// One row, as what its kind says; none when it is not there or gone.
///
/// # Errors
/// When the storage fails or the row cannot be read.
pub(crate) fn row<T: DeserializeOwned>(
    connection: &Connection,
    store: StoreNo,
    kind: &Kind,
    id: Uuid,
) -> Result<Option<T>, StorageError> {
    SqliteStorage::new(connection, store)
        .row(kind, id)?
        .filter(|row| !row.gone)
        .map(|row| codec::decode(row.body.get()).map_err(|e| StorageError(e.to_string())))
        .transpose()
}

/// The store's registers, in the order in which they were made.
pub(crate) fn all_registers(
    connection: &Connection,
    store: Found,
) -> Result<Vec<Register>, StorageError> {
    rows(connection, store.no, &Kind::Register)
}

/// Puts a new register into the store, with the next ordinal for its numbers (rules C7, F1).
///
/// # Errors
/// When the storage fails.
pub(crate) fn add_register(
    unit: &mut Unit<'_>,
    store: StoreNo,
    author: &Author,
    id: RegisterId,
    name: &str,
) -> Result<Register, StorageError> {
    let connection = unit.connection();
    let add = || -> rusqlite::Result<()> {
        let ordinal: i64 = connection
            .prepare_cached(
                "UPDATE store SET registers = registers + 1 WHERE no = ? RETURNING registers",
            )?
            .query_row([store.0], |row| row.get(0))?;
        connection
            .prepare_cached(
                "INSERT INTO register_number (store, register_id, ordinal) VALUES (?, ?, ?)",
            )?
            .execute(params![store.0, id.0, ordinal])
            .map(drop)
    };
    add().map_err(|e| failed(&e))?;
    let register = Register {
        id,
        name: name.to_owned(),
        activated: false,
        sync_asked: true,
        sync_reported: true,
    };
    unit.engine(store, |engine| {
        engine.write_rows(author, &[(Kind::Register, id.0, &register)])
    })?;
    Ok(register)
}

/// How many registers the store has ever had.
pub(crate) fn registers(connection: &Connection, store: StoreNo) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("SELECT registers FROM store WHERE no = ?")?
        .query_row([store.0], |row| row.get(0))
}

/// How many sales and entries a store has.
pub(crate) fn read_in_all(connection: &Connection, store: StoreNo) -> rusqlite::Result<u64> {
    connection
        .prepare_cached(
            "SELECT head + (SELECT coalesce(sum(sales), 0) FROM listed_count WHERE store = ?1) \
             FROM store WHERE no = ?1",
        )?
        .query_row([store.0], |row| row.get::<_, i64>(0))
        .map(i64::cast_unsigned)
}

/// Whether the store has ever had a sale.
pub(crate) fn has_sales(connection: &Connection, store: StoreNo) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM listed_sale WHERE store = ? LIMIT 1")?
        .exists([store.0])
}

/// The store that an employee belongs to, if there is such an employee.
pub(crate) fn has_employee(
    connection: &Connection,
    store: StoreNo,
    employee: EmployeeId,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM entity WHERE store = ? AND kind = 'employee' AND id = ?")?
        .query_row(params![store.0, employee.0], |_| Ok(()))
        .optional()
        .map(|found| found.is_some())
}

/// An author for what the server writes, with a fresh mutation id.
pub(crate) fn author(device: sale::DeviceId, employee: EmployeeId) -> Author {
    Author {
        device_id: device,
        employee_id: employee,
        mutation_id: MutationId(Uuid::now_v7()),
    }
}
