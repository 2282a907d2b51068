//! Two registers and a server, the real engines, joined by calls: a device is online or it is not.

use sale::{DeviceId, Employee, EmployeeId, MutationId, RegisterId, Role, Sale, SaleId, StoreId};
use std::collections::VecDeque;
use sync::device::{Engine, Failure, Input, Meta, NewChange, Output};
use sync::protocol::{Identity, PushResult};
use sync::row::Kind;
use sync::server::{Author, DeviceState, MemoryStorage, PageLimits, Storage, Transaction, pull};
use uuid::Uuid;

const ALL: PageLimits = PageLimits::rows(1_000);

pub const EPOCH: u64 = 5;
pub const ANN: u128 = 101;
pub const BEN: u128 = 102;

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub struct Device {
    pub engine: Engine,
    id: DeviceId,
    pub employee: EmployeeId,
    tickets: u64,
    pub online: bool,
    pub results: Vec<PushResult>,
}

pub struct Shop {
    pub server: MemoryStorage,
    pub devices: Vec<Device>,
    made: u128,
}

impl Shop {
    /// Ann's register with the prefix `1-` and Ben's with `2-`; both are managers.
    pub fn open() -> Shop {
        let mut server = MemoryStorage::new(EPOCH);
        let mut transaction = Transaction::begin(&mut server, 0).unwrap();
        for (n, name) in [(ANN, "Ann"), (BEN, "Ben")] {
            let row = Employee::new(EmployeeId(id(n)), name, Role::RegisterManager);
            let author = Author {
                device_id: DeviceId(id(0)),
                employee_id: row.id,
                mutation_id: MutationId(id(n)),
            };
            let rows = [(Kind::Employee, row.id.0, &row)];
            transaction.write_rows(&author, &rows).unwrap();
        }
        transaction.finish().unwrap();
        let device = |n: u128, employee| {
            let identity = Identity {
                device_id: DeviceId(id(n)),
                store_id: StoreId(id(1)),
                register_id: Some(RegisterId(id(n + 10))),
                number_prefix: format!("{n}-"),
            };
            Device {
                id: identity.device_id,
                engine: Engine::new(Meta::new(identity), vec![], vec![], "test".into()),
                employee: EmployeeId(id(employee)),
                tickets: 0,
                online: true,
                results: Vec::new(),
            }
        };
        let devices = vec![device(1, ANN), device(2, BEN)];
        for device in &devices {
            let register_id = Some(RegisterId(id(device.id.0.as_u128() + 10)));
            let state = DeviceState {
                device_id: device.id,
                register_id,
                last_sequence: 0,
                sync_on: true,
                handed_over: None,
            };
            server.put_device(&state).unwrap();
        }
        let mut shop = Shop {
            server,
            devices,
            made: 1_000,
        };
        shop.sync();
        shop
    }

    /// Feeds one device and carries out what it asks for.
    fn feed(&mut self, device: usize, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let at = &mut self.devices[device];
            for output in at.engine.handle(input) {
                match output {
                    Output::Write(write) => inputs.push_back(Input::Written(write.id)),
                    Output::NotSaved(_, why) => panic!("not saved: {why:?}"),
                    Output::Push(_) if !at.online => {
                        inputs.push_back(Input::Pushed(Err(Failure::Unreachable)));
                    }
                    Output::Pull(_) if !at.online => {
                        inputs.push_back(Input::Pulled(Err(Failure::Unreachable)));
                    }
                    Output::Push(push) => {
                        let mut work = Transaction::begin(&mut self.server, 0).unwrap();
                        let answer = work.push(at.id, &push).unwrap().unwrap();
                        work.finish().unwrap();
                        inputs.push_back(Input::Pushed(Ok(answer)));
                    }
                    Output::Pull(asked) => {
                        let patch = pull(&self.server, at.id, &asked, ALL).unwrap();
                        inputs.push_back(Input::Pulled(Ok(patch.unwrap())));
                    }
                    // There is no stream here: what others did comes when it is asked for.
                    Output::OpenLive { .. } => {
                        inputs.push_back(Input::LiveEnded(Failure::Unreachable));
                    }
                    Output::Results(results) => at.results.extend(results),
                    _ => {}
                }
            }
        }
    }

    /// Everything goes up and everything comes down.
    pub fn sync(&mut self) {
        for device in [0, 1, 0, 1] {
            self.feed(device, Input::Wake);
        }
        for device in &self.devices {
            assert_eq!(device.engine.waiting(), 0);
            let head = self.server.store().unwrap();
            assert_eq!(device.engine.base().1, head.digest, "B3");
        }
    }

    pub fn make(&mut self, device: usize, change: sale::Change) {
        self.made += 1;
        let at = &mut self.devices[device];
        at.tickets += 1;
        let change = NewChange {
            ticket: at.tickets,
            mutation_id: MutationId(id(self.made)),
            at_ms: 0,
            employee_id: at.employee,
            approved_by: None,
            change,
        };
        self.feed(device, Input::Change(change));
    }

    pub fn sale(&self, device: usize, sale: u128) -> Sale {
        let view = self.devices[device].engine.sale(SaleId(id(sale)));
        view.unwrap().sale
    }
}
