//! How a store begins: its row, its people, what it sells, its registers.

use super::{Place, Server};
use crate::chance::Chance;
use sale::{
    AgeSteps, Currency, DeviceId, Employee, EmployeeId, Money, MutationId, Product, ProductId,
    Register, RegisterId, Role, Store, StoreId,
};
use std::collections::BTreeMap;
use sync::protocol::Identity;
use sync::row::Kind;
use sync::server::{Author, MemoryStorage, StorageError};
use uuid::Uuid;

/// What the stores sell: name and price in minor units.
pub const PRODUCTS: [(&str, i64); 6] = [
    ("tea", 250),
    ("coffee", 320),
    ("beer", 480),
    ("soup", 650),
    ("pizza", 1_150),
    ("water", 199),
];

/// Who works there, by number; each store has its own.
pub const PEOPLE: [(&str, Role); 5] = [
    ("Jo", Role::RegisterManager),
    ("Ann", Role::Cashier),
    ("Ben", Role::Cashier),
    ("Mo", Role::Cashier),
    ("Kim", Role::BackOfficeManager),
];

/// What a store takes money in: code, decimals and smallest coin in minor units. By its id, so that
/// days that were lived before go on as they did.
fn money_of(id: StoreId) -> (&'static str, u8, i64) {
    const KINDS: [(&str, u8, i64); 6] = [
        ("GBP", 2, 0),
        ("CHF", 2, 5),
        ("JPY", 0, 0),
        ("NZD", 2, 10),
        ("BHD", 3, 5),
        ("HUF", 2, 500),
    ];
    let kinds = u128::try_from(KINDS.len()).unwrap_or(1);
    let at = usize::try_from(id.0.as_u128() % kinds).unwrap_or(0);
    KINDS.get(at).copied().unwrap_or(("GBP", 2, 0))
}

/// Numbers from one store's to the next's: each has people and products of its own.
const APART: u128 = 1_000;

/// The id of one of a store's people or products.
#[must_use]
pub fn numbered(place: usize, number: usize) -> Uuid {
    let own = |number| u128::try_from(number).unwrap_or(0);
    Uuid::from_u128(own(place) * APART + own(number))
}

/// The number under which a store has its person or product.
#[must_use]
pub fn number_of(id: Uuid) -> usize {
    usize::try_from(id.as_u128() % APART).unwrap_or(0)
}

impl Server {
    /// Two stores on one storage, as they open.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn found(chance: &mut Chance, page_rows: u32) -> Result<Server, StorageError> {
        let mut places = Vec::new();
        for at in 0..2 {
            let mut place = Place {
                store_id: StoreId(chance.uuid()),
                storage: MemoryStorage::new(chance.bits() | 1),
                digests: BTreeMap::new(),
                backup: None,
                webstore: DeviceId(chance.uuid()),
                reducer: sale::apply,
            };
            place.remember();
            place.open(at, chance)?;
            let webstore = place.webstore;
            place.admit(webstore, None)?;
            places.push(place);
        }
        Ok(Server { places, page_rows })
    }
}

impl Place {
    fn author(chance: &mut Chance) -> Author {
        Author {
            device_id: DeviceId(Uuid::nil()),
            employee_id: EmployeeId(Uuid::nil()),
            mutation_id: MutationId(chance.uuid()),
        }
    }

    fn open(&mut self, at: usize, chance: &mut Chance) -> Result<(), StorageError> {
        let id = self.store_id;
        let (code, exponent, coin) = money_of(id);
        let currency = Currency {
            code: code.to_owned(),
            exponent,
        };
        let row = Store {
            age_steps: AgeSteps {
                ageing_minutes: 60,
                old_minutes: 120,
                very_old_minutes: 240,
            },
            cashiers_share_sales: chance.percent(80),
            cash_rounding: Money(coin),
            ..Store::new(id, format!("store {id}"), currency, "Europe/London")
        };
        let author = Place::author(chance);
        self.engine(0, |t| t.write_rows(&author, &[(Kind::Store, id.0, &row)]))?;
        let people: Vec<Employee> = PEOPLE
            .iter()
            .zip(1..)
            .map(|((name, role), n)| Employee::new(EmployeeId(numbered(at, n)), *name, *role))
            .collect();
        let rows: Vec<_> = people
            .iter()
            .map(|row| (Kind::Employee, row.id.0, row))
            .collect();
        let author = Place::author(chance);
        self.engine(0, |t| t.write_rows(&author, &rows))?;
        let goods: Vec<Product> = PRODUCTS
            .iter()
            .zip(1..)
            .map(|((name, price), n)| {
                let id = ProductId(numbered(at, n));
                Product::plain(id, name, name, "all", Money(*price))
            })
            .collect();
        let rows: Vec<_> = goods
            .iter()
            .map(|row| (Kind::Product, row.id.0, row))
            .collect();
        let author = Place::author(chance);
        self.engine(0, |t| t.write_rows(&author, &rows))?;
        // Something of a newer server, which devices keep and do not understand (invariant I12).
        let author = Place::author(chance);
        let newer = (
            Kind::named("banner"),
            chance.uuid(),
            &"Happy hour from five",
        );
        self.engine(0, |t| t.write_rows(&author, &[newer]))?;
        self.remember();
        Ok(())
    }

    /// Takes a register in: its device and its row.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn activate(
        &mut self,
        device_id: DeviceId,
        register_id: RegisterId,
        name: &str,
        chance: &mut Chance,
    ) -> Result<sync::server::Committed, StorageError> {
        let author = Place::author(chance);
        let row = Register {
            id: register_id,
            name: name.to_owned(),
            activated: true,
            sync_asked: true,
            sync_reported: true,
        };
        let rows = [(Kind::Register, register_id.0, &row)];
        let (_, committed) = self.engine(0, |t| t.write_rows(&author, &rows))?;
        self.admit(device_id, Some(register_id))?;
        self.remember();
        Ok(committed)
    }

    /// Takes a device in, whatever it is.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn take_in(
        &mut self,
        identity: &Identity,
        name: &str,
        chance: &mut Chance,
    ) -> Result<(), StorageError> {
        match identity.register_id {
            Some(register) => self
                .activate(identity.device_id, register, name, chance)
                .map(|_| ()),
            None => self.admit(identity.device_id, None),
        }
    }
}
