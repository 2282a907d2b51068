//! A store with a long past, for measuring: made-up sales, taken by the engine one change after the
//! other as from tills, a few thousand a commit. The same numbers make the same sales.
//!
//! It must not know how a sale lies in the file.

use crate::demo::{self, DemoError};
use crate::metrics::Metrics;
use crate::password::Hasher;
use crate::region::Region;
use crate::settings::PasswordCost;
use crate::storage::own::{OwnChange, make, nobody, own_device, server_device};
use crate::storage::stores::{self, Found, all_registers};
use crate::storage::{Database, Unit};
use sale::{
    Change, Customer, Employee, EmployeeId, LineId, Method, Money, MutationId, NewLine, NewTender,
    OpenSale, Product, Quantity, Register, RegisterId, Role, SaleId, Source, TableRef, TenderId,
};
use std::path::PathBuf;
use std::sync::Arc;
use sync::row::Kind;
use sync::server::StorageError;
use uuid::{Builder, Uuid};

/// Sales of one commit.
const SALES_AT_ONCE: u64 = 2_000;
/// Registers beside the demonstration's, and people beside its people.
const MORE_REGISTERS: u64 = 8;
const MORE_PEOPLE: u64 = 12;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// The time within which open sales were opened.
const OPEN_MS: i64 = 3 * DAY_MS;
/// One sale in so many is voided, and one in so many has a customer.
const VOIDED_OF: u64 = 50;
const NAMED_OF: u64 = 12;
const FIRST_NAMES: [&str; 12] = [
    "Ana", "Björn", "Chloé", "Dmitri", "Emeka", "Fatima", "Grace", "Hanna", "İpek", "José",
    "Kavitha", "Lena",
];
const LAST_NAMES: [&str; 12] = [
    "Müller",
    "Okafor",
    "Nakamura",
    "Silva",
    "Haddad",
    "Novák",
    "Patel",
    "Ångström",
    "Kim",
    "Rossi",
    "Dubois",
    "Santos",
];
/// Sales with a name that no other has, one of each.
const RARE: [&str; 3] = ["தேநீர்", "Zanzibar 7714", "Große Überraschung"];

/// What is to be made.
#[derive(Clone, Debug)]
pub struct Generate {
    /// The folder that holds the stores. Its first store is filled; without one the demonstration's.
    pub data: PathBuf,
    /// Finished sales.
    pub finished: u64,
    /// Open sales, the latest.
    pub open: u64,
    /// Finished sales of one day: with it a longer past has more days, not fuller ones.
    pub per_day: u64,
}

/// Makes the sales, and says how far it is.
///
/// # Errors
/// When the folder cannot be read or written, in words.
pub fn generate(asked: &Generate, mut say: impl FnMut(u64)) -> Result<(), String> {
    let metrics = Arc::new(Metrics::new());
    let failed = |error: &dyn std::fmt::Display| error.to_string();
    let database =
        Database::open(&asked.data, &metrics, Arc::new(|_, _| {})).map_err(|e| failed(&e))?;
    let shop = shop(&database).map_err(|e| failed(&e))?;
    let all = asked.finished + asked.open;
    let plan = Plan {
        shop: Arc::new(shop),
        finished: asked.finished,
        spacing_ms: DAY_MS / i64::try_from(asked.per_day.max(1)).unwrap_or(DAY_MS),
        now_ms: crate::clock::now_ms(),
        all,
    };
    // No more than an hour's, or most of a commit would come after their day was over.
    let at_once = asked.per_day.div_ceil(24).clamp(1, SALES_AT_ONCE);
    let mut from = 0;
    while from < all {
        let to = all.min(from + at_once);
        let plan = plan.clone();
        let write = move |unit: &mut Unit<'_>| plan.write(unit, from, to);
        database
            .writer
            .run_blocking(write)
            .map_err(|e| failed(&e))?;
        from = to;
        say(from);
    }
    let _ = database.writer.stop().blocking_recv();
    Ok(())
}

/// What sales are made of.
struct Shop {
    store: Found,
    registers: Vec<Register>,
    people: Vec<Employee>,
    products: Vec<Product>,
}

fn shop(database: &Database) -> Result<Shop, DemoError> {
    let hasher = Hasher::new(PasswordCost::default())?;
    let store = demo::store(database, &hasher, demo::NAME, &Region::default())?;
    demo::fill(database, store)?;
    database
        .writer
        .run_blocking(move |unit| more(unit, store))?;
    let shop = database.readers.read_blocking(|connection| {
        Ok(Shop {
            store,
            registers: all_registers(connection, store)?,
            people: stores::rows(connection, store.no, &Kind::Employee)?,
            products: stores::rows(connection, store.no, &Kind::Product)?,
        })
    })?;
    Ok(shop)
}

/// A larger shop than the demonstration's.
fn more(unit: &mut Unit<'_>, store: Found) -> Result<(), StorageError> {
    let author = || stores::author(server_device(), nobody());
    for n in 0..MORE_REGISTERS {
        let (id, name) = (RegisterId(Uuid::now_v7()), format!("Till {}", n + 5));
        stores::add_register(unit, store.no, &author(), id, &name)?;
    }
    let people: Vec<Employee> = (0..MORE_PEOPLE)
        .map(|n| {
            let id = EmployeeId(Uuid::now_v7());
            Employee::new(id, name(n * 5 + 1), Role::Cashier)
        })
        .collect();
    let rows: Vec<(Kind, Uuid, &Employee)> = people
        .iter()
        .map(|person| (Kind::Employee, person.id.0, person))
        .collect();
    unit.engine(store.no, |engine| engine.write_rows(&author(), &rows))
}

fn name(n: u64) -> String {
    let first = pick(&FIRST_NAMES, n).copied().unwrap_or_default();
    let last = pick(&LAST_NAMES, n / 12 + n).copied().unwrap_or_default();
    format!("{first} {last}")
}

fn pick<T>(of: &[T], n: u64) -> Option<&T> {
    let count = u64::try_from(of.len()).unwrap_or(1).max(1);
    of.get(usize::try_from(n % count).unwrap_or_default())
}

/// A number that looks like chance and is the same each time (SplitMix64).
fn mixed(n: u64) -> u64 {
    let n = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

#[derive(Clone)]
struct Plan {
    shop: Arc<Shop>,
    finished: u64,
    spacing_ms: i64,
    now_ms: i64,
    all: u64,
}

impl Plan {
    fn write(&self, unit: &mut Unit<'_>, from: u64, to: u64) -> Result<(), StorageError> {
        let shop = &self.shop;
        // The last register of the demonstration sells nothing: lists of it are empty.
        let selling = shop.registers.iter().enumerate().filter(|(at, _)| *at != 3);
        let selling: Vec<&Register> = selling.map(|(_, register)| register).collect();
        let mut changes: Vec<Vec<OwnChange>> = selling.iter().map(|_| Vec::new()).collect();
        let mut at_ms = self.now_ms;
        for n in from..to {
            let place = mixed(n) % u64::try_from(selling.len()).unwrap_or(1).max(1);
            let place = usize::try_from(place).unwrap_or_default();
            at_ms = self.opened_ms(n);
            if let Some(changes) = changes.get_mut(place) {
                changes.extend(self.sale(n, place, at_ms));
            }
        }
        // As if the server had taken them then.
        unit.pretend_now(at_ms);
        for (register, changes) in selling.iter().zip(&changes) {
            let device = own_device(shop.store.id, "generated", Some(register.id));
            make(unit, shop.store.no, device, Some(register.id), changes)?;
        }
        Ok(())
    }

    fn opened_ms(&self, n: u64) -> i64 {
        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let ago_ms = match self.finished.checked_sub(n) {
            Some(ago @ 1..) => signed(ago).saturating_mul(self.spacing_ms),
            // Those that are open are of the last days.
            _ => OPEN_MS / signed(self.all - self.finished).max(1) * signed(self.all - n),
        };
        self.now_ms.saturating_sub(ago_ms)
    }

    /// What was done to one sale, from its opening on.
    fn sale(&self, n: u64, place: usize, at_ms: i64) -> Vec<OwnChange> {
        let id = |which: u64| {
            let millis = u64::try_from(at_ms).unwrap_or_default();
            let mut bytes = [0; 10];
            let random = mixed(n)
                .to_be_bytes()
                .into_iter()
                .chain([0, which.to_le_bytes()[0]]);
            for (byte, from) in bytes.iter_mut().zip(random) {
                *byte = from;
            }
            if let Some(byte) = bytes.get_mut(9) {
                *byte = which.to_le_bytes()[0];
            }
            Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
        };
        let sale_id = SaleId(id(0));
        let employee_id = pick(&self.shop.people, mixed(n * 3) % 97).map_or(nobody(), |one| one.id);
        let lines: Vec<NewLine> = (0..mixed(n * 5) % 3 + 1)
            .filter_map(|line| {
                let product = pick(&self.shop.products, mixed(n * 7 + line))?;
                let units = i64::try_from(mixed(n * 11 + line) % 3).unwrap_or_default() + 1;
                Some(NewLine {
                    id: LineId(id(10 + line)),
                    product_id: Some(product.id),
                    name: product.name.clone(),
                    unit_price: product.price,
                    quantity: Quantity::units(units),
                    modifiers: Vec::new(),
                    discount: None,
                    taxes: product.taxes.clone(),
                    note: None,
                    reason: None,
                })
            })
            .collect();
        let total: Money = lines
            .iter()
            .map(|line| line.unit_price.scale(line.quantity.0, 1000))
            .sum();
        let named = n.is_multiple_of(NAMED_OF);
        let rare = n
            .checked_sub(self.finished / 2)
            .and_then(|at| usize::try_from(at).ok().and_then(|at| RARE.get(at)));
        let open = Change::Open(OpenSale {
            sale_id,
            number: format!("{}c-{n:06}", place + 1),
            source: Source::Register,
            name: rare.map(|name| (*name).to_owned()),
            table: (!named).then(|| TableRef {
                id: None,
                name: format!("Table {}", mixed(n * 13) % 40 + 1),
            }),
            customer: named.then(|| Customer {
                name: name(mixed(n)),
                reference: None,
            }),
            guests: u32::try_from(mixed(n * 17) % 5).ok(),
            note: None,
            lines,
        });
        let step = |which: u64, minutes: i64, change: Change| OwnChange {
            mutation_id: MutationId(id(which)),
            at_ms: at_ms.saturating_add(minutes * 60_000),
            employee_id,
            change,
        };
        let mut changes = vec![step(20, 0, open)];
        if n >= self.finished {
            return changes;
        }
        let minutes = i64::try_from(mixed(n * 19) % 90).unwrap_or_default();
        if n % VOIDED_OF == VOIDED_OF - 1 {
            let manager = self
                .shop
                .people
                .iter()
                .find(|one| one.role != Role::Cashier);
            let reason = "Wrong table".to_owned();
            let mut void = step(21, minutes, Change::Void { sale_id, reason });
            void.employee_id = manager.map_or(employee_id, |manager| manager.id);
            changes.push(void);
            return changes;
        }
        let tender = NewTender {
            id: TenderId(id(22)),
            method: if mixed(n * 23).is_multiple_of(3) {
                Method::Cash
            } else {
                Method::Card
            },
            amount: total,
            rounding: Money::ZERO,
            tip: Money::ZERO,
            change: Money::ZERO,
            seen_total: total,
        };
        changes.push(step(23, minutes, Change::Tender { sale_id, tender }));
        changes.push(step(24, minutes, Change::Close { sale_id }));
        changes
    }
}
