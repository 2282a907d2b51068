//! The scenarios of `tests/rules/`, one a rule (A3 to F5), through the real engines: devices that
//! do things, go away and come back, and what the server and every device then have. The changes
//! are those of the wire, so that the same files can be played over HTTP.
#![allow(
    missing_docs,
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing
)]

use sale::{
    DeviceId, Employee, EmployeeId, MutationId, RegisterId, Review, Role, Sale, SaleId, StoreId,
};
use serde::Deserialize;
use std::collections::{BTreeMap, VecDeque};
use sync::device::{Engine, Failure, Input, Meta, NewChange, Output, Write};
use sync::protocol::{Identity, Live, Mutation, Pull};
use sync::row::Kind;
use sync::server::{Author, DeviceState, MemoryStorage, PullLimits, Storage, Transaction, pull};
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    rule: String,
    tells: String,
    devices: Vec<String>,
    steps: Vec<Step>,
    sales: Vec<Expected>,
    /// The rules of the reviews raised, in any order.
    reviews: Vec<String>,
    /// Open sales that each device shows.
    #[serde(default)]
    open_on: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    device: String,
    does: Option<Box<serde_json::value::RawValue>>,
    goes: Option<String>,
    switches: Option<String>,
    loses: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    sale: SaleId,
    status: sale::Status,
    total: i64,
    paid: i64,
    name: Option<String>,
    /// The total of the sale after it.
    followed_by: Option<i64>,
}

struct Device {
    engine: Engine,
    id: DeviceId,
    away: bool,
    loses_answer: bool,
    live: bool,
    disk: Vec<Write>,
}

struct Shop {
    storage: MemoryStorage,
    devices: BTreeMap<String, Device>,
    count: u128,
}

impl Shop {
    fn new(names: &[String]) -> Shop {
        let mut shop = Shop {
            storage: MemoryStorage::new(7),
            devices: BTreeMap::new(),
            count: 1_000,
        };
        let author = Author {
            device_id: DeviceId(Uuid::nil()),
            employee_id: EmployeeId(Uuid::nil()),
            mutation_id: MutationId(shop.fresh()),
        };
        let manager = Employee {
            id: author.employee_id,
            name: "Jo".into(),
            role: Role::RegisterManager,
        };
        let rows = [(Kind::Employee, manager.id.0, &manager)];
        shop.work(|t| t.write_rows(&author, &rows).unwrap());
        for (n, name) in (1_u128..).zip(names) {
            let id = DeviceId(Uuid::from_u128(n));
            let register_id = Some(RegisterId(Uuid::from_u128(n)));
            let known = DeviceState {
                device_id: id,
                register_id,
                last_sequence: 0,
                sync_on: true,
                handed_over: None,
            };
            shop.storage.put_device(&known).unwrap();
            let meta = Meta::new(Identity {
                device_id: id,
                store_id: StoreId(Uuid::nil()),
                register_id,
                number_prefix: format!("{name}-"),
            });
            let device = Device {
                engine: Engine::new(meta, Vec::new(), Vec::new(), "test".into()),
                id,
                away: false,
                loses_answer: false,
                live: false,
                disk: Vec::new(),
            };
            shop.devices.insert(name.clone(), device);
            shop.feed(name, Input::Wake);
        }
        shop
    }

    fn fresh(&mut self) -> Uuid {
        self.count += 1;
        Uuid::from_u128(self.count)
    }

    /// One input, everything that follows on this device, and what the others hear of it.
    fn feed(&mut self, name: &str, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let outputs = self.devices.get_mut(name).unwrap().engine.handle(input);
            for output in outputs {
                inputs.extend(self.answer(name, output));
            }
        }
        let others: Vec<String> = self.devices.keys().cloned().collect();
        for other in others {
            let device = &self.devices[&other];
            let head = self.storage.store().unwrap().head;
            if device.live && !device.away && device.engine.meta().cursor < head {
                let server_ms = 0;
                self.feed(&other, Input::Live(Live::Heartbeat { head, server_ms }));
            }
        }
    }

    fn answer(&mut self, name: &str, output: Output) -> Option<Input> {
        let author = Author {
            device_id: self.devices[name].id,
            employee_id: EmployeeId(Uuid::nil()),
            mutation_id: MutationId(self.fresh()),
        };
        let device = self.devices.get_mut(name).unwrap();
        if device.away {
            let failure = Failure::Unreachable;
            return match output {
                Output::Write(write) => Some(Input::Written(write.id)),
                Output::Push(_) => Some(Input::Pushed(Err(failure))),
                Output::Pull(_) => Some(Input::Pulled(Err(failure))),
                Output::OpenLive { .. } => Some(Input::LiveEnded(failure)),
                Output::HandOver(_) => Some(Input::HandedOver(Err(failure))),
                Output::Resume => Some(Input::Resumed(Err(failure))),
                _ => None,
            };
        }
        let loses = std::mem::take(&mut device.loses_answer);
        let input = match output {
            Output::Write(write) => {
                device.loses_answer = loses;
                let id = write.id;
                device.disk.push(write);
                return Some(Input::Written(id));
            }
            Output::OpenLive { .. } => {
                device.live = true;
                None
            }
            Output::CloseLive => {
                device.live = false;
                None
            }
            Output::Pull(asked) => {
                let answer = pull(
                    &self.storage,
                    author.device_id,
                    &asked,
                    PullLimits::default(),
                );
                Some(Input::Pulled(answer.unwrap().map_err(Failure::Refused)))
            }
            Output::Push(push) => {
                let answer = self.work(|t| t.push(author.device_id, &push).unwrap());
                if loses {
                    // It was done, and nobody hears; the device tries again.
                    let again = self.work(|t| t.push(author.device_id, &push).unwrap());
                    assert_eq!(answer.unwrap().results, again.clone().unwrap().results);
                    return Some(Input::Pushed(again.map_err(Failure::Refused)));
                }
                Some(Input::Pushed(answer.map_err(Failure::Refused)))
            }
            Output::HandOver(asked) => {
                let answer = self.work(|t| t.hand_over(&author, &asked).unwrap());
                Some(Input::HandedOver(answer.map_err(Failure::Refused)))
            }
            Output::Resume => {
                assert!(self.work(|t| t.resume(&author).unwrap()));
                Some(Input::Resumed(Ok(())))
            }
            _ => None,
        };
        if input.is_none() {
            self.devices.get_mut(name).unwrap().loses_answer = loses;
        }
        input
    }

    fn work<T>(&mut self, work: impl FnOnce(&mut Transaction<'_, MemoryStorage>) -> T) -> T {
        let mut transaction = Transaction::begin(&mut self.storage, 0).unwrap();
        let value = work(&mut transaction);
        transaction.finish().unwrap();
        value
    }

    fn play(&mut self, step: Step) {
        let name = step.device.as_str();
        if let Some(goes) = &step.goes {
            let device = self.devices.get_mut(name).unwrap();
            device.away = goes == "away";
            if device.away {
                device.live = false;
                self.feed(name, Input::LiveEnded(Failure::Unreachable));
            } else {
                self.feed(name, Input::Wake);
            }
        }
        if step.loses.is_some() {
            self.devices.get_mut(name).unwrap().loses_answer = true;
        }
        if let Some(on) = &step.switches {
            self.feed(name, Input::SwitchSync(on == "on"));
            self.feed(name, Input::Wake);
        }
        if let Some(text) = step.does {
            let mutation_id = MutationId(self.fresh());
            match sync::codec::decode(text.get()) {
                Ok(change) => {
                    let change = NewChange {
                        ticket: 1,
                        mutation_id,
                        at_ms: 0,
                        employee_id: EmployeeId(Uuid::nil()),
                        approved_by: None,
                        change,
                    };
                    self.feed(name, Input::Change(change));
                }
                Err(_) => self.newer(name, mutation_id, text),
            }
        }
    }

    /// A newer build left a change that this one cannot read.
    fn newer(
        &mut self,
        name: &str,
        mutation_id: MutationId,
        change: Box<serde_json::value::RawValue>,
    ) {
        let device = self.devices.get_mut(name).unwrap();
        let mut meta = device.engine.meta().clone();
        let mutation = Mutation {
            sequence: meta.next_sequence,
            mutation_id,
            at_ms: 0,
            employee_id: EmployeeId(Uuid::nil()),
            approved_by: None,
            seen: meta.cursor,
            was: None,
            change,
        };
        meta.next_sequence += 1;
        let rows = device.engine.base().0.values().cloned().collect();
        device.engine = Engine::new(meta, rows, vec![mutation], "test".into());
        device.live = false;
        self.feed(name, Input::Wake);
    }

    fn sale(&self, id: SaleId) -> Sale {
        let row = self
            .storage
            .row(&Kind::Sale, id.0)
            .unwrap()
            .expect("a sale");
        sync::codec::decode(row.body.get()).unwrap()
    }
}

fn play(path: &std::path::Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let scenario: Scenario =
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path:?}: {e}"));
    let what = format!("{}: {}", scenario.rule, scenario.tells);
    let mut shop = Shop::new(&scenario.devices);
    for step in scenario.steps {
        shop.play(step);
    }
    for expected in scenario.sales {
        let sale = shop.sale(expected.sale);
        let totals = sale.totals();
        assert_eq!(sale.status, expected.status, "{what}");
        assert_eq!(totals.total.0, expected.total, "{what}");
        assert_eq!(totals.paid.0, expected.paid, "{what}");
        if expected.name.is_some() {
            assert_eq!(sale.name, expected.name, "{what}");
        }
        if let Some(total) = expected.followed_by {
            let next = shop.sale(expected.sale.follow_up());
            assert_eq!(next.totals().total.0, total, "{what}");
        }
    }
    let rows = shop.storage.rows_after(0, 0, u32::MAX).unwrap();
    let reviews = rows.iter().filter(|row| row.kind == Kind::Review);
    let reviews = reviews.map(|row| sync::codec::decode::<Review>(row.body.get()).unwrap().rule);
    assert_eq!(reviews.collect::<Vec<_>>(), scenario.reviews, "{what}");
    let all = Pull {
        epoch: 0,
        since: 0,
        page: None,
        wait_s: 0,
    };
    for (name, device) in &shop.devices {
        if let Some(open) = scenario.open_on.get(name) {
            assert_eq!(device.engine.open_sales().count(), *open, "{what} {name}");
            continue;
        }
        let there = pull(&shop.storage, device.id, &all, PullLimits::default());
        let digest = there.unwrap().unwrap().digest;
        assert_eq!(Some(device.engine.base().1), digest, "{what} {name}");
        assert_eq!(device.engine.waiting(), 0, "{what} {name}");
    }
}

#[test]
fn each_scenario_ends_as_it_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/rules");
    let mut played = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        play(&entry.unwrap().path());
        played += 1;
    }
    assert!(played >= 17);
}
