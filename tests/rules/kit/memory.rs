//! The server's engine by itself: two stores in memory, no HTTP, no file. It must not know what a
//! scenario says.

mod serving;

use crate::server::{Founding, MANAGER, SIDES, STAFF, Side, Surface};
use sale::{
    Currency, DeviceId, Employee, EmployeeId, MutationId, Register, RegisterId, Role, Store,
    StoreId,
};
use std::collections::{BTreeMap, VecDeque};
use sync::codec;
use sync::device::{Failure, Input};
use sync::protocol::{Identity, LeaseAnswer, Live, Pull, Refusal, StatusAnswer};
use sync::row::Kind;
use sync::server::{
    Acknowledged, Author, DeviceState, LeaseHolder, Leases, MemoryStorage, PageLimits, Storage,
    Transaction,
};
use uuid::Uuid;

/// Rows of a page: so few that every first copy comes in several.
const PAGE: PageLimits = PageLimits::rows(2);
const WHOLE: PageLimits = PageLimits::NONE;

/// What a device waits to hear.
enum Listener {
    Stream {
        acknowledged: Acknowledged,
        news: VecDeque<Input>,
    },
    WaitingPull(Pull),
}

struct Place {
    storage: MemoryStorage,
    backup: MemoryStorage,
    leases: Leases,
    listeners: BTreeMap<String, Listener>,
    /// What registers last said was not sent.
    unsent: BTreeMap<DeviceId, u64>,
    office: DeviceId,
}

/// Who a device shows itself as.
#[derive(Clone)]
struct Known {
    side: Side,
    identity: Identity,
    surface: Surface,
    employee_id: Option<EmployeeId>,
}

/// Both stores.
pub struct Memory {
    ours: Place,
    theirs: Place,
    devices: BTreeMap<String, Known>,
    count: u128,
}

impl Memory {
    pub fn found(founding: &Founding) -> Memory {
        let place = |n: u128| {
            let storage = MemoryStorage::new(n as u64 + 6);
            Place {
                backup: storage.clone(),
                storage,
                leases: Leases::default(),
                listeners: BTreeMap::new(),
                unsent: BTreeMap::new(),
                office: DeviceId(Uuid::from_u128(n)),
            }
        };
        let mut memory = Memory {
            ours: place(1),
            theirs: place(2),
            devices: BTreeMap::new(),
            // Far from the ids of scenarios and of the player.
            count: 1 << 64,
        };
        for (side, registers) in SIDES.into_iter().zip(&founding.registers) {
            memory.found_one(side, founding, registers);
        }
        memory
    }

    fn found_one(&mut self, side: Side, founding: &Founding, registers: &[String]) {
        let currency = Currency {
            code: "GBP".to_owned(),
            exponent: 2,
        };
        let store = Store {
            cashiers_share_sales: founding.cashiers_share_sales,
            cash_rounding: founding.cash_rounding,
            ..Store::new(StoreId(self.fresh()), "A store", currency, "Europe/London")
        };
        let office = self.place(side).office;
        self.put_device(side, office, None);
        let author = self.author(office);
        let row = [(Kind::Store, store.id.0, &store)];
        self.work(side, |t| t.write_rows(&author, &row).unwrap());
        let manager = (MANAGER, Role::BackOfficeManager);
        for (name, role) in STAFF.into_iter().chain([manager]) {
            let id = EmployeeId(self.fresh());
            let name = name.to_owned();
            let author = self.author(office);
            let row = [(Kind::Employee, id.0, &Employee::new(id, name, role))];
            self.work(side, |t| t.write_rows(&author, &row).unwrap());
        }
        for name in registers {
            let row = Register {
                id: RegisterId(self.fresh()),
                name: name.clone(),
                activated: false,
                sync_asked: true,
                sync_reported: true,
            };
            self.put_register(side, &row);
        }
    }

    fn place(&mut self, side: Side) -> &mut Place {
        match side {
            Side::Ours => &mut self.ours,
            Side::Theirs => &mut self.theirs,
        }
    }

    fn fresh(&mut self) -> Uuid {
        self.count += 1;
        Uuid::from_u128(self.count)
    }

    fn author(&mut self, device_id: DeviceId) -> Author {
        Author {
            device_id,
            employee_id: EmployeeId(Uuid::nil()),
            mutation_id: MutationId(self.fresh()),
        }
    }

    fn put_device(&mut self, side: Side, device_id: DeviceId, register_id: Option<RegisterId>) {
        let state = DeviceState {
            device_id,
            register_id,
            last_sequence: 0,
            sync_on: true,
            handed_over: None,
        };
        self.place(side).storage.put_device(&state).unwrap();
    }

    fn put_register(&mut self, side: Side, row: &Register) {
        let office = self.place(side).office;
        let author = self.author(office);
        let rows = [(Kind::Register, row.id.0, row)];
        self.work(side, |t| t.write_rows(&author, &rows).unwrap());
    }

    /// One transaction, and its news to everybody who listens.
    fn work<T>(
        &mut self,
        side: Side,
        work: impl FnOnce(&mut Transaction<'_, MemoryStorage>) -> T,
    ) -> T {
        let devices = self.devices.clone();
        let place = self.place(side);
        let mut transaction = Transaction::begin(&mut place.storage, 0).unwrap();
        let value = work(&mut transaction);
        let committed = transaction.finish().unwrap();
        for (name, listener) in &mut place.listeners {
            if let Listener::Stream { acknowledged, news } = listener
                && committed.from != committed.to
            {
                let id = devices[name].identity.device_id;
                let patch = committed.patch_for(id, *acknowledged);
                if let Some(own) = committed.acknowledged.get(&id) {
                    *acknowledged = *own;
                }
                news.push_back(Input::Live(Live::Patch(patch)));
            }
        }
        value
    }

    fn rows<T: serde::de::DeserializeOwned>(&mut self, side: Side, kind: &Kind) -> Vec<T> {
        let rows = self.place(side).storage.rows_after(0, 0, WHOLE).unwrap();
        let rows = rows.iter().filter(|row| row.kind == *kind);
        rows.map(|row| codec::decode(row.body.get()).unwrap())
            .collect()
    }

    fn tell_leases(&mut self, side: Side) {
        let place = self.place(side);
        let leases = place.leases.all(0);
        for listener in place.listeners.values_mut() {
            if let Listener::Stream { news, .. } = listener {
                let leases = leases.clone();
                news.push_back(Input::Live(Live::Leases { leases }));
            }
        }
    }

    fn lease(&mut self, known: &Known, asked: sync::protocol::LeaseRequest) -> Input {
        let id = known.identity.device_id;
        let registers: Vec<Register> = self.rows(known.side, &Kind::Register);
        let own = registers
            .into_iter()
            .find(|row| Some(row.id) == known.identity.register_id);
        let number = known.identity.number_prefix.trim_end_matches('-');
        let number = number.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let holder = LeaseHolder {
            device_id: id,
            register_id: known.identity.register_id,
            employee_id: known.employee_id,
            place: own.map_or(format!("Pay {number}"), |register| register.name),
        };
        let place = self.place(known.side);
        let taken = place.leases.ask(holder, asked, 0);
        let on = place.storage.device(id).unwrap().is_some_and(|d| d.sync_on);
        let head = place.storage.store().unwrap().head;
        let refused = |refusal| Input::Leased(Err(Failure::Refused(refusal)));
        match taken {
            Err(by) => refused(Refusal::BeingPaid { by }),
            Ok(_) if !on => {
                place.leases.release_all(id);
                refused(Refusal::SyncOff)
            }
            Ok((for_ms, changed)) => {
                if changed {
                    self.tell_leases(known.side);
                }
                Input::Leased(Ok(LeaseAnswer { for_ms, head }))
            }
        }
    }

    fn status(&mut self, known: &Known) -> StatusAnswer {
        let registers: Vec<Register> = self.rows(known.side, &Kind::Register);
        let own = registers
            .iter()
            .find(|row| Some(row.id) == known.identity.register_id);
        let storage = &self.place(known.side).storage;
        let device = storage.device(known.identity.device_id).unwrap();
        let on = device.is_some_and(|device| device.sync_on);
        StatusAnswer {
            sync_asked: own.map_or(on, |register| register.sync_asked),
            sync_reported: on,
            head: storage.store().unwrap().head,
        }
    }
}
