//! The player: a shop with its devices, and what each step of a scenario does to them. How engines
//! are driven is `driver`'s, what there is to be is `check`'s.

use crate::device::Device;
use crate::scenario::{Crashes, Goes, Hears, Scenario, ServerDoes, Settled, Starts, Step, Switch};
use crate::server::{Founding, MANAGER, SIDES, STAFF, Server, Side, Surface};
use sale::{Change, EmployeeId, Money, MutationId, SaleId};
use std::collections::BTreeMap;
use sync::device::{Failure, Input, NewChange};
use sync::protocol::Mutation;
use sync::row::Kind;
use uuid::Uuid;

/// What happens after each step beside what a scenario says. None of it is to change anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    Nothing,
    /// Every device loses its power, and gets it back.
    PowerCuts,
    /// The server stops, and starts again.
    ServerRestarts,
    /// No live stream gets through.
    NoStream,
    /// Every live stream says everything twice.
    Twice,
}

/// Everything that can.
pub const BESIDE: [Beside; 4] = [
    Beside::PowerCuts,
    Beside::ServerRestarts,
    Beside::NoStream,
    Beside::Twice,
];

/// A shop, as a scenario has it.
pub struct Shop {
    pub server: Box<dyn Server>,
    beside: Beside,
    pub devices: BTreeMap<String, Device>,
    /// Of both stores, by name.
    pub people: [BTreeMap<String, EmployeeId>; 2],
    /// What people did, as it was written down, by the mutation's id.
    pub done: BTreeMap<MutationId, String>,
    count: u128,
}

/// Of two things the one of this store.
pub fn of<T>(both: &[T; 2], side: Side) -> &T {
    match side {
        Side::Ours => &both[0],
        Side::Theirs => &both[1],
    }
}

/// What a device runs, by its name.
fn surface(name: &str) -> Surface {
    match name {
        _ if name.starts_with("Pay") => Surface::Pay,
        _ if name.starts_with("BackOffice") => Surface::BackOffice,
        _ => Surface::Register,
    }
}

/// What the server is founded with for a scenario.
pub fn founding(scenario: &Scenario) -> Founding {
    let registers = |names: &[String]| -> Vec<String> {
        let registers = names.iter().filter(|n| surface(n) == Surface::Register);
        registers.cloned().collect()
    };
    Founding {
        cashiers_share_sales: !scenario.cashiers_apart,
        cash_rounding: Money(scenario.cash_rounding),
        registers: [registers(&scenario.devices), registers(&scenario.strangers)],
    }
}

impl Shop {
    /// All devices of the scenario, with their first copy in.
    pub fn open(mut server: Box<dyn Server>, scenario: &Scenario, beside: Beside) -> Shop {
        let people = SIDES.map(|side| server.people(side));
        for name in STAFF.iter().map(|(name, _)| *name).chain([MANAGER]) {
            assert!(people.iter().all(|all| all.contains_key(name)), "{name}");
        }
        let mut shop = Shop {
            server,
            beside,
            devices: BTreeMap::new(),
            people,
            done: BTreeMap::new(),
            count: 1_000,
        };
        for (names, side) in [&scenario.devices, &scenario.strangers].iter().zip(SIDES) {
            for name in *names {
                shop.admit(name, side, name);
                shop.start(name);
            }
        }
        shop.settle();
        shop
    }

    fn admit(&mut self, name: &str, side: Side, register: &str) {
        let surface = surface(name);
        let identity = self.server.admit(name, side, surface, register);
        let disk = Device::fresh_disk(identity);
        self.insert(name, Device::new(side, surface, register, disk));
    }

    fn insert(&mut self, name: &str, mut device: Device) {
        device.hears = match self.beside {
            Beside::NoStream => Hears::NoStream,
            Beside::Twice => Hears::Twice,
            _ => Hears::Everything,
        };
        assert!(self.devices.insert(name.to_owned(), device).is_none());
    }

    fn start(&mut self, name: &str) {
        self.device(name).start();
        self.feed(name, Input::Wake);
    }

    pub fn fresh(&mut self) -> Uuid {
        self.count += 1;
        Uuid::from_u128(self.count)
    }

    pub fn device(&mut self, name: &str) -> &mut Device {
        let device = self.devices.get_mut(name);
        device.unwrap_or_else(|| panic!("there is no device {name}"))
    }

    pub fn employee(&self, side: Side, name: &str) -> EmployeeId {
        let people = of(&self.people, side);
        let found = people.get(name);
        *found.unwrap_or_else(|| panic!("nobody is called {name}"))
    }

    /// A text with what the server gave in place of names in braces: an employee's id, the
    /// beginning of a device's numbers.
    pub fn with_names(&self, text: &str, side: Side) -> String {
        let mut text = text.to_owned();
        for (name, id) in of(&self.people, side) {
            text = text.replace(&format!("{{{name}}}"), &id.to_string());
        }
        for (name, device) in &self.devices {
            let prefix = &device.disk.meta.identity.number_prefix;
            text = text.replace(&format!("{{{name}}}"), prefix);
        }
        text
    }

    /// One step, and everything that follows from it.
    pub fn play(&mut self, step: Step) {
        if let Some(does) = step.server {
            match does {
                ServerDoes::Restarts => self.server.restart(),
                ServerDoes::BacksUp => self.server.back_up(),
                ServerDoes::IsRestored => self.server.restore(),
            }
        }
        if let Some(name) = step.device.clone() {
            self.play_on(&name, step);
        }
        self.settle();
        match self.beside {
            Beside::PowerCuts => self.cut_power(),
            Beside::ServerRestarts => self.server.restart(),
            _ => return,
        }
        self.settle();
    }

    /// Every device that is on starts anew from its disk; open screens are opened again.
    fn cut_power(&mut self) {
        let on = self.devices.iter().filter(|(_, d)| d.engine.is_some());
        let on: Vec<String> = on.map(|(name, _)| name.clone()).collect();
        for name in on {
            let device = self.device(&name);
            let said = (device.told.clone(), device.refused.clone());
            let (charges, dies_at_write) = (device.charges, device.dies_at_write);
            self.stop(&name);
            self.start(&name);
            (self.device(&name).told, self.device(&name).refused) = said;
            self.device(&name).dies_at_write = dies_at_write;
            self.settle();
            if let Some(sale_id) = charges {
                self.charge(&name, sale_id);
            }
        }
    }

    fn charge(&mut self, name: &str, sale_id: SaleId) {
        self.device(name).charges = Some(sale_id);
        self.feed(name, Input::TakeLease(sale_id));
    }

    fn play_on(&mut self, name: &str, step: Step) {
        if let Some(other) = &step.copies {
            self.copy(other, name);
        }
        if let Some(other) = &step.replaces {
            let (side, register) = (self.device(other).side, self.device(other).register.clone());
            self.admit(name, side, &register);
            self.device(name).start();
            self.device(name).waits = Some(1);
        }
        match step.crashes {
            Some(Crashes::AtOnce) => self.stop(name),
            Some(Crashes::AtTheNextWrite) => self.device(name).dies_at_write = true,
            None => {}
        }
        if let Some(starts) = step.starts {
            assert!(self.device(name).engine.is_none(), "{name} is on");
            if starts == Starts::WithARowLost {
                let rows = &mut self.device(name).disk.rows;
                let key = rows.keys().find(|key| key.kind == Kind::Sale).cloned();
                assert!(rows.remove(&key.expect("a sale on the disk")).is_some());
            }
            self.start(name);
        }
        match step.goes {
            Some(Goes::Away) => self.cut_off(name),
            Some(Goes::Back) => {
                self.device(name).away = false;
                self.feed(name, Input::Wake);
            }
            None => {}
        }
        if let Some(hears) = step.hears {
            self.device(name).hears = hears;
            if hears == Hears::NoStream {
                self.lose_line(name);
            }
        }
        if step.loses.is_some() {
            self.device(name).loses = step.loses;
        }
        if let Some(clock_ms) = step.clock_ms {
            self.device(name).clock_ms = clock_ms;
            self.feed(name, Input::Tick(clock_ms));
        }
        self.act(name, step);
    }

    /// What a person does on a device.
    fn act(&mut self, name: &str, step: Step) {
        if let Some(switch) = step.switches {
            self.feed(name, Input::SwitchSync(switch == Switch::On));
        }
        if let Some(switch) = step.layout {
            self.feed(name, Input::ShareLayout(switch == Switch::On));
        }
        for (register, switch) in step.asks.iter().flatten() {
            assert_eq!(self.device(name).surface, Surface::BackOffice, "{name}");
            self.server.ask_sync(register, *switch == Switch::On);
        }
        for (person, exceptions) in step.lets.iter().flatten() {
            assert_eq!(self.device(name).surface, Surface::BackOffice, "{name}");
            self.server.except(person, exceptions);
        }
        let side = self.device(name).side;
        let person = match (&step.by, self.device(name).surface) {
            (Some(by), _) => by.clone(),
            (None, Surface::BackOffice) => MANAGER.to_owned(),
            (None, _) => "Alex".to_owned(),
        };
        let online = !self.device(name).away;
        if online && (step.charges.is_some() || step.approved_by.is_some()) {
            self.server.sign_in(name, &person);
        }
        if let Some(sale_id) = step.charges {
            self.charge(name, sale_id);
        }
        if let Some(sale_id) = step.leaves {
            self.device(name).charges = None;
            self.feed(name, Input::ReleaseLease(sale_id));
        }
        if let (true, Some(manager)) = (online, &step.approved_by) {
            self.server.approve(name, manager);
        }
        let approved_by = step.approved_by.as_ref();
        let approved_by = approved_by.map(|manager| self.employee(side, manager));
        let who = (self.employee(side, &person), approved_by);
        if let Some(settled) = step.settles {
            let change = self.settling(name, &settled);
            self.change(name, who, change);
        }
        if let Some(text) = step.does {
            let text = self.with_names(text.get(), side);
            if step.of_newer_build {
                self.left_by_newer_build(name, who, text);
            } else {
                let change = sync::codec::decode(&text);
                self.change(name, who, change.unwrap_or_else(|e| panic!("{e}: {text}")));
            }
        }
    }

    fn settling(&mut self, name: &str, settled: &Settled) -> Change {
        let engine = self.device(name).engine();
        let mut open = engine.open_reviews().filter(|r| r.rule == settled.rule);
        let review = open.next();
        Change::ResolveReview {
            review_id: review.expect("an open review of this rule").id,
            note: settled.note.clone(),
        }
    }

    fn change(&mut self, name: &str, who: (EmployeeId, Option<EmployeeId>), change: Change) {
        let mutation_id = MutationId(self.fresh());
        let device = self.device(name);
        device.clock_ms += 1_000;
        let ticket = device.tickets.len() as u64 + 1;
        device.tickets.insert(ticket, mutation_id);
        let new = NewChange {
            ticket,
            mutation_id,
            at_ms: device.clock_ms,
            employee_id: who.0,
            approved_by: who.1,
            change,
        };
        self.feed(name, Input::Change(new));
    }

    /// A newer build of the app left something in the outbox, and this one goes on from there.
    fn left_by_newer_build(
        &mut self,
        name: &str,
        who: (EmployeeId, Option<EmployeeId>),
        text: String,
    ) {
        let mutation_id = MutationId(self.fresh());
        self.done.insert(mutation_id, text.clone());
        self.stop(name);
        let device = self.device(name);
        let mutation = Mutation {
            sequence: device.disk.meta.next_sequence,
            mutation_id,
            at_ms: device.clock_ms,
            employee_id: who.0,
            approved_by: who.1,
            seen: device.disk.meta.cursor,
            was: None,
            change: sync::codec::raw(text).expect("JSON"),
        };
        device.disk.meta.next_sequence += 1;
        device.disk.outbox.insert(mutation.sequence, mutation);
        self.start(name);
    }

    fn copy(&mut self, from: &str, to: &str) {
        let other = self.device(from);
        let (side, surface) = (other.side, other.surface);
        let (register, disk) = (other.register.clone(), other.disk.clone());
        self.server.copy(from, to);
        self.insert(to, Device::new(side, surface, &register, disk));
        self.start(to);
    }

    fn stop(&mut self, name: &str) {
        self.server.hang_up(name);
        self.device(name).stop();
    }

    /// The network goes, whatever is under way.
    pub fn cut_off(&mut self, name: &str) {
        self.device(name).away = true;
        self.lose_line(name);
    }

    fn lose_line(&mut self, name: &str) {
        use crate::device::Line;
        self.server.hang_up(name);
        match self.device(name).line.take() {
            Some(Line::Stream) => self.feed(name, Input::LiveEnded(Failure::Unreachable)),
            Some(Line::WaitingPull) => self.feed(name, Input::Pulled(Err(Failure::Unreachable))),
            None => {}
        }
    }
}
