//! The demonstration: a small café with people, registers, a catalogue and a few open sales, so that
//! everything can be tried at once. Made once; at every start only the activation codes are new.

mod catalogue;
mod people;
mod sales;
mod sign;
mod tables;

pub(crate) use catalogue::sample as products;
pub(crate) use people::{PEOPLE, Person};
pub(crate) use sign::{base, sign};

use crate::password::{HashError, Hasher};
use crate::region::Region;
use crate::secret::{self, NoRandom};
use crate::storage::own::{named_id, nobody, server_device};
use crate::storage::people::{Secrets, put_secrets};
use crate::storage::stores::{self, Found};
use crate::storage::{Database, ReadError, WriteError, activation};
use sale::{Employee, Register, RegisterId, Store, StoreId, Table};
use sync::row::Kind;
use uuid::Uuid;

/// What the demonstration store is called.
pub(crate) const NAME: &str = "Harbour Street";
const REGISTERS: [&str; 4] = ["Front counter", "Garden", "Bar", "Kitchen pass"];
/// Codes for Pay at each start.
const PAY_CODES: usize = 2;

/// Why the demonstration could not be made. What was made before stays.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    /// A password could not be hashed.
    #[error("{0}")]
    Hash(#[from] HashError),
    /// The file could not be written.
    #[error("the data file could not be written: {0}")]
    Write(#[from] WriteError),
    /// The file could not be read.
    #[error("the data file could not be read: {0}")]
    Read(#[from] ReadError),
    /// The place that it is to be in is none, or it is in another already.
    #[error("{0}")]
    Region(String),
    /// No random numbers.
    #[error("{0}")]
    Random(#[from] NoRandom),
}

/// A code and what it activates: a register's name, or Pay.
pub(crate) struct Code {
    pub activates: String,
    pub code: String,
}

/// The store of the demonstration: the first of the file, made when the file has none.
///
/// # Errors
/// When the file cannot be read or written, or the store is not to be in that place.
pub(crate) fn store(
    database: &Database,
    hasher: &Hasher,
    name: &str,
    region: &Region,
) -> Result<Found, DemoError> {
    if let Some(found) = all_stores(database)?.first() {
        let row = row(database, *found)?;
        row.map_or(Ok(()), |row| region.agrees(&row))
            .map_err(DemoError::Region)?;
        return Ok(*found);
    }
    let placed = region.placed().map_err(DemoError::Region)?;
    let mut secrets = Vec::new();
    for person in PEOPLE {
        let secret = Secrets {
            email: person.email.map(str::to_owned),
            password_hash: person.password.map(|p| hasher.hash(p)).transpose()?,
            pin_hash: Some(hasher.hash(person.pin)?),
        };
        secrets.push((person.employee(), secret));
    }
    let epoch = secret::random_u64()?.max(1);
    let id = StoreId(named_id(&["demonstration store"]));
    let row = Store {
        language: placed.language,
        cash_rounding: placed.cash_rounding,
        day_begins_hour: placed.day_begins_hour,
        goods: catalogue::lists(),
        ..Store::new(id, name, placed.currency, &placed.time_zone)
    };
    let no = database.writer.run_blocking(move |unit| {
        let author = || stores::author(server_device(), nobody());
        let no = stores::create(unit, &row, epoch, &author())?;
        for (employee, secret) in &secrets {
            put_secrets(unit, no, employee.id, secret)?;
        }
        let rows: Vec<(Kind, Uuid, &Employee)> = secrets
            .iter()
            .map(|(employee, _)| (Kind::Employee, employee.id.0, employee))
            .collect();
        unit.engine(no, |engine| engine.write_rows(&author(), &rows))?;
        let tables = tables::all();
        let rows: Vec<(Kind, Uuid, &Table)> = tables
            .iter()
            .map(|table| (Kind::Table, table.id.0, table))
            .collect();
        unit.engine(no, |engine| engine.write_rows(&author(), &rows))?;
        for name in REGISTERS {
            let id = RegisterId(named_id(&["demonstration register", name]));
            stores::add_register(unit, no, &author(), id, name)?;
        }
        Ok(no)
    })?;
    Ok(Found {
        no,
        id: StoreId(named_id(&["demonstration store"])),
    })
}

/// A store's row.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn row(database: &Database, store: Found) -> Result<Option<Store>, ReadError> {
    database.readers.read_blocking(|connection| {
        Ok(stores::row(connection, store.no, &Kind::Store, store.id.0)?)
    })
}

/// Every store of the file.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn all_stores(database: &Database) -> Result<Vec<Found>, ReadError> {
    database
        .readers
        .read_blocking(|connection| Ok(stores::all(connection)?))
}

/// Fills the store where it is empty: a catalogue if there is none, open sales if there are none.
///
/// # Errors
/// When the file cannot be read or written.
pub(crate) fn fill(database: &Database, store: Found) -> Result<(), DemoError> {
    let products = database
        .readers
        .read_blocking(|connection| Ok(stores::count(connection, store.no, &Kind::Product)?))?;
    if products > 0 {
        return Ok(());
    }
    database
        .writer
        .run_blocking(move |unit| catalogue::write(unit, store))?;
    let sales = database
        .readers
        .read_blocking(|connection| Ok(stores::count(connection, store.no, &Kind::Sale)?))?;
    if sales == 0 {
        database
            .writer
            .run_blocking(move |unit| sales::write(unit, store))?;
    }
    Ok(())
}

/// Issues fresh codes: one for each register that no device is activated for, and two for Pay.
///
/// # Errors
/// When the file cannot be read or written.
pub(crate) fn codes(database: &Database, store: Found) -> Result<Vec<Code>, DemoError> {
    let registers: Vec<Register> = database
        .readers
        .read_blocking(|connection| Ok(stores::all_registers(connection, store)?))?;
    let waiting = registers
        .into_iter()
        .filter(|register| !register.activated)
        .map(|register| (register.name, Some(register.id)));
    let pay = std::iter::repeat_n(("Pay".to_owned(), None), PAY_CODES);
    let mut codes = Vec::new();
    for (activates, register) in waiting.chain(pay) {
        let (code, hash) = secret::new_code()?;
        database
            .writer
            .run_blocking(move |unit| activation::issue_code(unit, &hash, store.no, register))?;
        codes.push(Code { activates, code });
    }
    Ok(codes)
}
