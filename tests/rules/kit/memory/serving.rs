//! What the engine in memory answers. It must not know how the stores began.

use super::{Known, Listener, Memory, PAGE, WHOLE};
use crate::server::{Everything, SIDES, Server, Side, Surface, failed};
use sale::{DeviceId, Employee, EmployeeId, Exceptions, Register, SaleId, StoreId};
use std::collections::{BTreeMap, VecDeque};
use sync::api::{HistoryEntry, RegisterOverview, SaleDetail};
use sync::codec;
use sync::device::{Failure, Input, Output};
use sync::protocol::{Identity, Live, Pull, Refusal};
use sync::row::Kind;
use sync::server::{Acknowledged, Leases, LogEntry, Storage, chained, pull};
use uuid::Uuid;

impl Server for Memory {
    fn people(&mut self, side: Side) -> BTreeMap<String, EmployeeId> {
        let people: Vec<Employee> = self.rows(side, &Kind::Employee);
        people.into_iter().map(|one| (one.name, one.id)).collect()
    }

    fn admit(&mut self, device: &str, side: Side, surface: Surface, register: &str) -> Identity {
        let registers: Vec<Register> = self.rows(side, &Kind::Register);
        let own = registers.into_iter().find(|row| row.name == register);
        let letter = match surface {
            Surface::Register => "",
            Surface::Pay => "P",
            Surface::BackOffice => "B",
        };
        let same = self
            .devices
            .values()
            .filter(|known| known.surface == surface);
        let number = same.count() + 1;
        let identity = Identity {
            device_id: DeviceId(self.fresh()),
            store_id: StoreId(Uuid::nil()),
            register_id: own.as_ref().map(|row| row.id),
            number_prefix: format!("{letter}{number}-"),
        };
        if let Some(row) = own {
            let row = Register {
                activated: true,
                sync_asked: true,
                sync_reported: true,
                ..row
            };
            self.put_register(side, &row);
        }
        self.put_device(side, identity.device_id, identity.register_id);
        let known = Known {
            side,
            identity: identity.clone(),
            surface,
            employee_id: None,
        };
        self.devices.insert(device.to_owned(), known);
        identity
    }

    fn copy(&mut self, device: &str, other: &str) {
        let known = self.devices[device].clone();
        self.devices.insert(other.to_owned(), known);
    }

    fn sign_in(&mut self, device: &str, person: &str) {
        let side = self.devices[device].side;
        let id = self.people(side)[person];
        self.devices.get_mut(device).unwrap().employee_id = Some(id);
    }

    fn approve(&mut self, device: &str, manager: &str) {
        let people: Vec<Employee> = self.rows(self.devices[device].side, &Kind::Employee);
        let approves = people
            .iter()
            .any(|p| p.name == manager && p.role.is_manager());
        assert!(approves, "{manager} is no manager");
    }

    fn ask(&mut self, device: &str, request: &Output) -> Input {
        let known = self.devices[device].clone();
        let id = known.identity.device_id;
        let author = self.author(id);
        match request {
            Output::Push(push) => {
                let answer = self.work(known.side, |t| t.push(id, push).unwrap());
                if answer.is_ok() {
                    let left = push.unsent - push.mutations.len() as u64;
                    self.place(known.side).unsent.insert(id, left);
                }
                Input::Pushed(answer.map_err(Failure::Refused))
            }
            Output::Pull(asked) => {
                let answer = pull(&self.place(known.side).storage, id, asked, PAGE);
                Input::Pulled(answer.unwrap().map_err(Failure::Refused))
            }
            Output::Report(report) => {
                self.place(known.side).unsent.insert(id, report.unsent);
                Input::Reported(Ok(self.status(&known)))
            }
            Output::HandOver(asked) => {
                let answer = self.work(known.side, |t| t.hand_over(&author, asked).unwrap());
                if answer.is_ok() {
                    if self.place(known.side).leases.release_all(id) {
                        self.tell_leases(known.side);
                    }
                    // The stream ends; a pull that waits finds that sync is off.
                    let listeners = &mut self.place(known.side).listeners;
                    if let Some(Listener::Stream { news, .. }) = listeners.get_mut(device) {
                        news.push_back(Input::LiveEnded(Failure::Unreachable));
                    }
                }
                Input::HandedOver(answer.map_err(Failure::Refused))
            }
            Output::Resume => {
                let done = self.work(known.side, |t| t.resume(&author).unwrap());
                let no = Failure::Refused(Refusal::SignedOut);
                Input::Resumed(done.then_some(()).ok_or(no))
            }
            Output::Lease(asked) => self.lease(&known, *asked),
            other => failed(other, Failure::Unreachable),
        }
    }

    fn readmit(&mut self, device: &str, fresh: DeviceId) -> Input {
        let mut known = self.devices[device].clone();
        let letters = known.identity.number_prefix.trim_end_matches('-');
        known.identity.number_prefix = format!("{letters}b-");
        known.identity.device_id = fresh;
        self.put_device(known.side, fresh, known.identity.register_id);
        let identity = known.identity.clone();
        self.devices.insert(device.to_owned(), known);
        Input::Readmitted(Ok(identity))
    }

    fn listen(&mut self, device: &str, epoch: u64, since: u64) {
        let known = self.devices[device].clone();
        let asked = Pull {
            epoch,
            since,
            page: None,
            wait_s: 0,
        };
        let place = self.place(known.side);
        let missed = pull(&place.storage, known.identity.device_id, &asked, WHOLE).unwrap();
        let mut acknowledged = Acknowledged::default();
        let first = match missed {
            Ok(patch) => {
                acknowledged.sequence = patch.acknowledged;
                acknowledged.fingerprint = patch.acknowledged_fingerprint;
                Input::Live(match patch.from == patch.to {
                    true => Live::Heartbeat {
                        head: patch.to,
                        server_ms: 0,
                    },
                    false => Live::Patch(patch),
                })
            }
            Err(refusal) => Input::LiveEnded(Failure::Refused(refusal)),
        };
        let mut news = VecDeque::from([first]);
        let leases = place.leases.all(0);
        if !leases.is_empty() {
            news.push_back(Input::Live(Live::Leases { leases }));
        }
        let stream = Listener::Stream { acknowledged, news };
        place.listeners.insert(device.to_owned(), stream);
    }

    fn wait_for_rows(&mut self, device: &str, pull: &Pull) {
        let side = self.devices[device].side;
        let waiting = Listener::WaitingPull(*pull);
        let listeners = &mut self.place(side).listeners;
        listeners.insert(device.to_owned(), waiting);
    }

    fn hang_up(&mut self, device: &str) {
        let side = self.devices[device].side;
        self.place(side).listeners.remove(device);
    }

    fn hear(&mut self, devices: &[String]) -> Option<(String, Input)> {
        for name in devices {
            let known = self.devices[name].clone();
            let place = self.place(known.side);
            let heard = match place.listeners.get_mut(name) {
                Some(Listener::Stream { news, .. }) => news.pop_front(),
                Some(Listener::WaitingPull(asked)) => {
                    let answer = pull(&place.storage, known.identity.device_id, asked, PAGE);
                    let answer = answer.unwrap();
                    let news = answer.as_ref().is_ok_and(|patch| patch.to == asked.since);
                    (!news).then(|| Input::Pulled(answer.map_err(Failure::Refused)))
                }
                None => None,
            };
            if let Some(heard) = heard {
                if matches!(heard, Input::Pulled(_) | Input::LiveEnded(_)) {
                    place.listeners.remove(name);
                }
                return Some((name.clone(), heard));
            }
        }
        None
    }

    fn linger(&mut self) -> bool {
        false
    }

    fn ask_sync(&mut self, register: &str, on: bool) {
        let registers: Vec<Register> = self.rows(Side::Ours, &Kind::Register);
        let own = registers.iter().find(|row| row.name == register);
        let id = own.expect("a register of this name").id;
        let office = self.ours.office;
        let author = self.author(office);
        assert!(self.work(Side::Ours, |t| t.ask_sync(&author, id, on).unwrap()));
    }

    fn except(&mut self, person: &str, exceptions: &Exceptions) {
        let people: Vec<Employee> = self.rows(Side::Ours, &Kind::Employee);
        let found = people.into_iter().find(|one| one.name == person);
        let mut row = found.expect("somebody of this name");
        row.exceptions.clone_from(exceptions);
        let office = self.ours.office;
        let author = self.author(office);
        let rows = [(Kind::Employee, row.id.0, &row)];
        self.work(Side::Ours, |t| t.write_rows(&author, &rows).unwrap());
    }

    fn restart(&mut self) {
        for side in SIDES {
            let place = self.place(side);
            place.leases = Leases::default();
            for listener in place.listeners.values_mut() {
                if let Listener::Stream { news, .. } = listener {
                    news.push_back(Input::Live(Live::Bye { retry_ms: 0 }));
                }
            }
        }
    }

    fn back_up(&mut self) {
        // Its file is copied while it stands still.
        self.restart();
        for side in SIDES {
            let place = self.place(side);
            place.backup = place.storage.clone();
        }
    }

    fn restore(&mut self) {
        self.restart();
        for side in SIDES {
            let place = self.place(side);
            place.storage = place.backup.clone();
        }
    }

    fn everything(&mut self, side: Side) -> Everything {
        let place = self.place(side);
        let asked = Pull {
            epoch: 0,
            since: 0,
            page: None,
            wait_s: 0,
        };
        let patch = pull(&place.storage, place.office, &asked, WHOLE).unwrap();
        let patch = patch.unwrap();
        Everything {
            rows: patch.rows,
            digest: patch.digest.unwrap(),
            head: patch.to,
        }
    }

    fn sale(&mut self, id: SaleId) -> Option<SaleDetail> {
        let storage = &self.ours.storage;
        let row = storage.row(&Kind::Sale, id.0).unwrap()?;
        let sale: sale::Sale = codec::decode(row.body.get()).unwrap();
        let history = storage.history(id, 0, u32::MAX).unwrap();
        Some(SaleDetail {
            totals: sale.totals(),
            sale,
            version: row.version,
            history: history.into_iter().map(told).collect(),
            next: None,
        })
    }

    fn registers(&mut self) -> Vec<RegisterOverview> {
        let registers: Vec<Register> = self.rows(Side::Ours, &Kind::Register);
        let overviews = registers.into_iter().map(|register| {
            let identities = self.devices.values().map(|known| &known.identity);
            let own = identities.filter(|own| own.register_id == Some(register.id));
            // The device that came last is the register.
            let own = own.max_by_key(|own| own.device_id);
            let unsent = own.and_then(|own| self.ours.unsent.get(&own.device_id));
            RegisterOverview {
                number_prefix: own.map_or_else(String::new, |own| own.number_prefix.clone()),
                last_seen_ms: None,
                unsent: unsent.copied().unwrap_or_default(),
                cursor: 0,
                connected: false,
                register,
            }
        });
        overviews.collect()
    }

    fn faults(&mut self) -> Vec<String> {
        let mut faults = Vec::new();
        for side in SIDES {
            let storage = &self.place(side).storage;
            let state = storage.store().unwrap();
            let mut chain = [0; 32];
            for position in 1..=state.head {
                let entry = storage.entry(position).expect("no hole in the log");
                if entry.chain != chained(&chain, entry) {
                    faults.push(format!("entry {position} of the log was altered"));
                }
                chain = entry.chain;
            }
            if chain != state.chain {
                faults.push("the last entry of the log is another than the store's".to_owned());
            }
        }
        faults
    }
}

fn told(entry: LogEntry) -> HistoryEntry {
    HistoryEntry {
        position: entry.position,
        server_ms: entry.server_ms,
        at_ms: entry.at_ms,
        employee_id: entry.employee_id,
        register_id: entry.register_id,
        device_id: entry.device_id,
        change: codec::raw(entry.change).unwrap(),
        outcome: codec::decode(&entry.outcome).unwrap(),
    }
}
