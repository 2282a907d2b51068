//! Founding a store: its row, its first people and its first registers. Everything else is done in
//! BackOffice.

use crate::demo::DemoError;
use crate::metrics::Metrics;
use crate::password::Hasher;
use crate::region::Region;
use crate::secret;
use crate::settings::PasswordCost;
use crate::storage::own::{nobody, server_device};
use crate::storage::people::{Secrets, by_email, put_secrets};
use crate::storage::{Database, OpenError, ReadError, WriteError, stores};
use sale::{AgeSteps, Employee, EmployeeId, RegisterId, Role, Store, StoreId};
use std::path::PathBuf;
use std::sync::Arc;
use sync::row::Kind;
use uuid::Uuid;

/// Fewest characters of a password.
pub const FEWEST_PASSWORD_CHARS: usize = 10;
/// Fewest and most digits of a PIN.
const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=12;
/// Most characters of a name or an address.
const MOST_CHARS: usize = 200;

/// A store to be.
#[derive(Clone)]
pub struct NewStore {
    /// The folder that holds the stores.
    pub data: PathBuf,
    /// What the sign says.
    pub name: String,
    /// Where it is.
    pub region: Region,
    /// The first manager's name.
    pub manager: String,
    /// The address that they sign in with.
    pub email: String,
    /// Their password, of at least [`FEWEST_PASSWORD_CHARS`].
    pub password: String,
    /// Their PIN on registers, of 4 to 12 digits.
    pub pin: String,
    /// Who else works there from the first day.
    pub people: Vec<NewPerson>,
    /// Whether cashiers see each other's sales (rule H1).
    pub cashiers_share_sales: bool,
    /// The names of the first registers.
    pub registers: Vec<String>,
    /// How costly it is to guess password and PIN.
    pub password_cost: PasswordCost,
}

/// Somebody who is to work in a store.
#[derive(Clone)]
pub struct NewPerson {
    /// What the others call them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Their PIN on registers, of 4 to 12 digits.
    pub pin: String,
}

/// Why a store was not founded. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum FoundingError {
    /// The data folder cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Something that was given cannot be used.
    #[error("{0}. Nothing was written.")]
    Given(String),
    /// It could not be written.
    #[error("the store could not be written: {0}")]
    Failed(String),
}

impl From<WriteError> for FoundingError {
    fn from(error: WriteError) -> Self {
        FoundingError::Failed(error.to_string())
    }
}

impl From<ReadError> for FoundingError {
    fn from(error: ReadError) -> Self {
        FoundingError::Failed(error.to_string())
    }
}

impl From<DemoError> for FoundingError {
    fn from(error: DemoError) -> Self {
        FoundingError::Failed(error.to_string())
    }
}

/// Founds a store in a data folder; a running server has it at once.
///
/// # Errors
/// When something that was given cannot be used, or it cannot be written.
pub fn found_store(new: &NewStore) -> Result<StoreId, FoundingError> {
    checked(new)?;
    let placed = new.region.placed().map_err(FoundingError::Given)?;
    let metrics = Arc::new(Metrics::new());
    let database = Database::open(&new.data, &metrics, Arc::new(|_, _| {}))?;
    let email = new.email.clone();
    let taken = database
        .readers
        .read_blocking(|connection| Ok(by_email(connection, &email)?.is_some()))?;
    if taken {
        return Err(given("somebody signs in with this address already"));
    }
    let hasher = Hasher::new(new.password_cost).map_err(DemoError::from)?;
    let hash = |secret: &str| hasher.hash(secret).map_err(DemoError::from);
    let manager = Secrets {
        email: Some(new.email.clone()),
        password_hash: Some(hash(&new.password)?),
        pin_hash: Some(hash(&new.pin)?),
    };
    let mut people = vec![(employee(&new.manager, Role::BackOfficeManager), manager)];
    for person in &new.people {
        let secrets = Secrets {
            email: None,
            password_hash: None,
            pin_hash: Some(hash(&person.pin)?),
        };
        people.push((employee(&person.name, person.role), secrets));
    }
    let epoch = secret::random_u64().map_err(DemoError::from)?.max(1);
    let store = Store {
        id: StoreId(Uuid::now_v7()),
        name: new.name.clone(),
        currency: placed.currency,
        time_zone: placed.time_zone,
        age_steps: AgeSteps {
            ageing_minutes: 30,
            old_minutes: 60,
            very_old_minutes: 120,
        },
        cashiers_share_sales: new.cashiers_share_sales,
        most_cashier_discount: Store::default_most_cashier_discount(),
        language: placed.language,
        cash_rounding: placed.cash_rounding,
        day_begins_hour: placed.day_begins_hour,
        goods: sale::GoodsLists::default(),
    };
    let (id, registers) = (store.id, new.registers.clone());
    database.writer.run_blocking(move |unit| {
        let author = || stores::author(server_device(), nobody());
        let no = stores::create(unit, &store, epoch, &author())?;
        for (employee, secrets) in &people {
            put_secrets(unit, no, employee.id, secrets)?;
        }
        let rows: Vec<(Kind, Uuid, &Employee)> = people
            .iter()
            .map(|(employee, _)| (Kind::Employee, employee.id.0, employee))
            .collect();
        unit.engine(no, |engine| engine.write_rows(&author(), &rows))?;
        for name in &registers {
            let id = RegisterId(Uuid::now_v7());
            stores::add_register(unit, no, &author(), id, name)?;
        }
        Ok(())
    })?;
    let _ = database.writer.stop().blocking_recv();
    Ok(id)
}

fn employee(name: &str, role: Role) -> Employee {
    Employee {
        id: EmployeeId(Uuid::now_v7()),
        name: name.to_owned(),
        role,
    }
}

fn given(why: &str) -> FoundingError {
    FoundingError::Given(why.to_owned())
}

fn checked(new: &NewStore) -> Result<(), FoundingError> {
    let texts = [&new.name, &new.manager, &new.email];
    let people = new.people.iter().map(|person| &person.name);
    let named = texts.into_iter().chain(&new.registers).chain(people);
    if named
        .into_iter()
        .any(|text| text.trim().is_empty() || text.chars().count() > MOST_CHARS)
    {
        return Err(given("a name or address is empty or too long"));
    }
    if !new.email.contains('@') {
        return Err(given("the address has no @"));
    }
    if new.password.chars().count() < FEWEST_PASSWORD_CHARS {
        return Err(FoundingError::Given(format!(
            "the password has fewer than {FEWEST_PASSWORD_CHARS} characters"
        )));
    }
    let pins = new.people.iter().map(|person| &person.pin);
    for pin in pins.chain([&new.pin]) {
        if !PIN_DIGITS.contains(&pin.len()) || !pin.bytes().all(|b| b.is_ascii_digit()) {
            return Err(given("a PIN is not of 4 to 12 digits"));
        }
    }
    Ok(())
}
