//! The run: one queue of events in the order of virtual time, and what is to happen at each.
//!
//! It must not know the rules of a sale; `check` holds what happens against the invariants.

mod deeds;
mod devices;
mod disks;
mod live;
mod luck;
mod mishaps;
mod reading;
mod rest;
mod serving;

use crate::chance::{Chance, number};
use crate::device::{Device, Surface};
use crate::plan::{Deed, Fault, FaultId, Plan};
use crate::remembered::Checks;
use crate::report::{Report, Violation, sick};
use crate::server::{Asked, Request, Server};
use crate::trace::Trace;
use sale::SaleId;
use std::collections::BTreeMap;
use sync::device::{Failure, Input};
use sync::protocol::Live;
use sync::server::{Acknowledged, Leases};

/// What a run came to.
#[derive(Debug)]
pub struct Run {
    /// What did not hold, if anything.
    pub violation: Option<Violation>,
    /// The figures.
    pub report: Report,
    /// What happened, when it was asked for.
    pub lines: Vec<String>,
    /// The faults by chance that happened.
    pub struck: Vec<FaultId>,
}

/// A request on its way to a server.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) device: usize,
    pub(crate) life: u64,
    call: u64,
    sent_ms: u64,
    device_id: sale::DeviceId,
    pub(crate) request: Request,
}

#[derive(Debug)]
pub(crate) enum Event {
    /// The plan's next deed.
    Deed(Deed),
    /// A request arrives at a process.
    Arrive(usize, Box<Arrival>),
    /// A process commits its batch, if it is still the same run of it.
    Commit(usize, u64),
    /// A process tells its streams that it is there.
    Heartbeat(usize),
    /// A process hears that a store's log has moved on.
    Poke(usize, usize),
    /// A process starts again.
    ServerUp(usize),
    /// An answer arrives; a stream's number when it opens one.
    Reply(usize, u64, u64, Box<Input>, Option<u64>),
    /// An input for a head.
    Feed(usize, u64, Box<Input>),
    /// A wait is over.
    Wake(usize, u64, u64),
    /// It is time to report.
    Report(usize, u64),
    /// The disk is done; whether it refused.
    Disk(usize, u64, bool),
    /// A live message arrives.
    Live(usize, u64, u64, Box<Live>),
    /// A live stream ends.
    LiveEnds(usize, u64, u64),
    /// A device's clock goes on.
    Tick(usize, u64),
    /// A tab takes over.
    Lead(usize),
}

/// One live stream, the server's end.
#[derive(Debug)]
pub(crate) struct Stream {
    life: u64,
    number: u64,
    /// When its last word arrives: a stream keeps its order.
    last_ms: u64,
    silent: bool,
    slow: bool,
    /// How far its device was last told to be acknowledged.
    told: Acknowledged,
}

/// One server process: nothing in it survives its death.
#[derive(Debug, Default)]
pub(crate) struct Process {
    down: bool,
    starts: u64,
    batch: Vec<Arrival>,
    streams: BTreeMap<usize, Stream>,
    /// What its streams were told last, for each store.
    published: Vec<u64>,
    /// Who takes money for what, for each store.
    leases: Vec<Leases>,
}

/// A world at work.
#[derive(Debug)]
pub struct World {
    pub(crate) plan: Plan,
    pub(crate) now_ms: u64,
    queue: BTreeMap<(u64, u64), Event>,
    order: u64,
    pub(crate) server: Server,
    processes: Vec<Process>,
    pub(crate) devices: Vec<Device>,
    deeds_left: usize,
    calm: bool,
    draws: BTreeMap<(u64, usize), u64>,
    struck: Vec<FaultId>,
    pub(crate) report: Report,
    pub(crate) trace: Trace,
    pub(crate) checks: Checks,
    /// Sales that people talk about, the latest last, for each store.
    hot: Vec<Vec<SaleId>>,
    disk_full_until: u64,
    streams: u64,
    /// Whether the servers do everything that they are asked twice (invariant I8).
    twice: bool,
}

/// Runs a plan; with lines for people when `readable`.
#[must_use]
pub fn run(plan: &Plan, readable: bool) -> Run {
    live(plan, readable, false)
}

/// The same in a world where the servers do everything that they are asked twice: in the end rows
/// and logs are the same, to the byte, and so is the run's hash (invariant I8, rule A3).
#[must_use]
pub fn run_twin(plan: &Plan) -> Run {
    live(plan, false, true)
}

fn live(plan: &Plan, readable: bool, twice: bool) -> Run {
    match World::new(plan, readable) {
        Ok(mut world) => {
            world.twice = twice;
            let violation = world.live_through().err();
            world.report.hash = world.trace.hash();
            if let Some(violation) = &violation {
                world
                    .trace
                    .say(world.now_ms, || format!("BROKEN {violation}"));
            }
            Run {
                violation,
                report: world.report,
                lines: world.trace.into_lines(),
                struck: world.struck,
            }
        }
        Err(violation) => Run {
            violation: Some(violation),
            report: Report::default(),
            lines: Vec::new(),
            struck: Vec::new(),
        },
    }
}

impl World {
    fn new(plan: &Plan, readable: bool) -> Result<World, Violation> {
        let mut chance = Chance::of(plan.seed, [0, 0, 0]);
        let mut server = Server::found(&mut chance, plan.page_rows).map_err(|e| sick(&e))?;
        if plan.faults.contains_key(&Fault::FailingReducer) {
            for place in &mut server.places {
                place.reducer = crate::server::failing;
            }
        }
        let mut devices: Vec<Device> = Vec::new();
        let stations = [
            (Surface::Register, 0, plan.tills),
            (Surface::Pay, 0, plan.phones),
            (Surface::BackOffice, 0, plan.offices),
            (Surface::Register, 1, plan.strangers),
        ];
        for (surface, at, count) in stations {
            for _ in 0..count {
                let mut own = Chance::of(plan.seed, [4, number(devices.len()), 0]);
                let Some(place) = server.places.get_mut(at) else {
                    continue;
                };
                let mut device =
                    Device::new(surface, at, place.store_id, devices.len() + 1, &mut own);
                device.tabs = 1 + own.below(plan.tabs);
                let made = place.take_in(&device.identity, &device.name, &mut own);
                made.map_err(|e| sick(&e))?;
                devices.push(device);
            }
        }
        let heads: Vec<u64> = server.places.iter().map(|place| place.head()).collect();
        let checks = Checks::new(&server)?;
        let mut world = World {
            plan: plan.clone(),
            now_ms: 0,
            queue: BTreeMap::new(),
            order: 0,
            server,
            processes: Vec::new(),
            devices,
            deeds_left: plan.deeds.len(),
            calm: false,
            draws: BTreeMap::new(),
            struck: Vec::new(),
            report: Report::default(),
            trace: Trace::new(readable),
            checks,
            hot: vec![Vec::new(), Vec::new()],
            disk_full_until: 0,
            streams: 0,
            twice: false,
        };
        for at in 0..plan.processes.max(1) {
            world.processes.push(Process {
                published: heads.clone(),
                leases: vec![Leases::default(), Leases::default()],
                ..Process::default()
            });
            world.put(15_000 + number(at), Event::Heartbeat(at));
        }
        for device in 0..world.devices.len() {
            world.put(number(device), Event::Lead(device));
        }
        for deed in &plan.deeds {
            world.order += 1;
            world
                .queue
                .insert((deed.at_ms, world.order), Event::Deed(*deed));
        }
        Ok(world)
    }

    fn live_through(&mut self) -> Result<(), Violation> {
        while self.deeds_left > 0 {
            self.step()?;
        }
        self.come_to_rest()?;
        self.account()
    }

    pub(crate) fn put(&mut self, after_ms: u64, event: Event) {
        self.order += 1;
        self.queue
            .insert((self.now_ms + after_ms, self.order), event);
    }

    fn step(&mut self) -> Result<(), Violation> {
        let Some(((at_ms, _), event)) = self.queue.pop_first() else {
            self.deeds_left = 0;
            return Ok(());
        };
        self.now_ms = self.now_ms.max(at_ms);
        self.report.events += 1;
        let now = self.now_ms;
        match event {
            Event::Deed(deed) => {
                self.deeds_left -= 1;
                self.trace.note(&[now, 1, number(deed.who)]);
                self.carry_out(deed)
            }
            Event::Arrive(process, arrival) => {
                self.trace
                    .note(&[now, 2, number(process), number(arrival.device)]);
                self.arrive(process, *arrival)
            }
            Event::Commit(process, starts) => {
                self.trace.note(&[now, 3, number(process)]);
                self.commit(process, starts)
            }
            Event::Heartbeat(process) => {
                self.heartbeat(process);
                Ok(())
            }
            Event::Poke(process, place) => self.poked(process, place),
            Event::ServerUp(process) => {
                self.server_up(process);
                Ok(())
            }
            Event::Reply(device, life, call, input, stream) => {
                if self.is_frozen(device) {
                    let at = self.thaw_in(device);
                    self.put(at, Event::Reply(device, life, call, input, stream));
                    return Ok(());
                }
                self.reply(device, life, call, *input, stream)
            }
            Event::Feed(device, life, input) => self.feed(device, life, *input),
            Event::Wake(device, life, wait) => {
                if self.is_frozen(device) {
                    let at = self.thaw_in(device);
                    self.put(at, Event::Wake(device, life, wait));
                    return Ok(());
                }
                self.wake(device, life, wait)
            }
            Event::Report(device, life) => {
                self.report_now(device, life);
                Ok(())
            }
            Event::Disk(device, life, refused) => self.disk_done(device, life, refused),
            Event::Live(device, life, stream, live) => {
                if self.is_frozen(device) {
                    let at = self.thaw_in(device);
                    self.put(at, Event::Live(device, life, stream, live));
                    return Ok(());
                }
                self.live_arrives(device, life, stream, *live)
            }
            Event::LiveEnds(device, life, stream) => self.live_ends(device, life, stream),
            Event::Tick(device, life) => self.tick(device, life),
            Event::Lead(device) => self.lead(device),
        }
    }

    fn is_frozen(&self, device: usize) -> bool {
        self.devices
            .get(device)
            .is_some_and(|device| device.frozen_until > self.now_ms)
    }

    fn thaw_in(&self, device: usize) -> u64 {
        self.devices
            .get(device)
            .map_or(0, |device| device.frozen_until.saturating_sub(self.now_ms))
    }

    pub(crate) fn name(&self, device: usize) -> &str {
        self.devices
            .get(device)
            .map_or("nobody", |device| device.name.as_str())
    }
}

/// An answer that never comes, as the engine is told of it.
pub(crate) fn no_answer(asked: Asked) -> Option<Input> {
    asked.failed(Failure::Unreachable)
}
