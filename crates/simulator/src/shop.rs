//! The run: events in the order of virtual time, faults by chance, then quiet, then the account.

mod account;

use crate::chance::Chance;
use crate::server::{Request, Server};
use crate::till::Till;
use sale::{MutationId, StoreId};
use std::collections::{BTreeMap, BTreeSet};
use sync::device::{Failure, Input, Output, SyncMode};
use sync::protocol::Live;
use sync::server::{Acknowledged, Committed, Storage};

/// How large a run is and how bad its days are; faults in per cent.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Registers.
    pub tills: u64,
    /// Taps of people, over all registers.
    pub taps: u64,
    /// Requests lost on their way.
    pub lost_requests: u64,
    /// Answers lost after the server committed.
    pub lost_answers: u64,
    /// Live streams that break at a commit.
    pub broken_streams: u64,
    /// Writes that the disk refuses.
    pub refused_writes: u64,
    /// Taps beside which a register loses power.
    pub crashes: u64,
    /// Taps beside which a register's network goes or comes.
    pub outages: u64,
    /// Taps beside which somebody flips a register's sync.
    pub switches: u64,
}

/// A rule that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: &'static str,
    /// What was found.
    pub what: String,
}

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Events carried out.
    pub events: u64,
    /// Changes that a person was told are saved.
    pub saved: u64,
    /// Positions of the server's log.
    pub head: u64,
    /// Faults that happened, by kind.
    pub faults: BTreeMap<&'static str, u64>,
    /// The digest of the rows at the end: the same seed gives the same.
    pub digest: u64,
}

#[derive(Debug)]
enum Event {
    Tap,
    ToServer(usize, u64, Request),
    ToTill(usize, u64, Box<Input>),
}

/// A shop at work.
#[derive(Debug)]
pub struct Shop {
    plan: Plan,
    chance: Chance,
    server: Server,
    tills: Vec<Till>,
    queue: BTreeMap<(u64, u64), Event>,
    now_ms: u64,
    events: u64,
    calm: bool,
    saved: BTreeSet<MutationId>,
    report: Report,
}

/// Virtual time that a run may take to become quiet once the faults stop.
const MOST_QUIET_EVENTS: u64 = 200_000;

impl Shop {
    /// Runs one seed.
    ///
    /// # Errors
    /// The first rule that did not hold.
    pub fn run(seed: u64, plan: Plan) -> Result<Report, Violation> {
        let mut chance = Chance::new(seed);
        let mut server = Server::new(chance.bits() | 1, 7);
        let store_id = StoreId(chance.uuid());
        let mut tills = Vec::new();
        for number in 1..=plan.tills {
            let till = Till::new(number, store_id, &mut chance);
            let register = till.identity.register_id;
            let made = register.map_or(Ok(()), |register| {
                server.activate(till.identity.device_id, register, MutationId(chance.uuid()))
            });
            made.map_err(|error| violation("storage", &error))?;
            tills.push(till);
        }
        let mut shop = Shop {
            plan,
            chance,
            server,
            tills,
            queue: BTreeMap::new(),
            now_ms: 0,
            events: 0,
            calm: false,
            saved: BTreeSet::new(),
            report: Report::default(),
        };
        for till in 0..shop.tills.len() {
            shop.tell(till, Input::Wake, 0);
        }
        for _ in 0..plan.taps {
            let at = shop.chance.below(plan.taps * 100);
            shop.put(at, Event::Tap);
        }
        shop.work(u64::MAX)?;
        shop.calm_down()?;
        shop.account()
    }

    fn put(&mut self, after_ms: u64, event: Event) {
        self.events += 1;
        self.queue
            .insert((self.now_ms + after_ms, self.events), event);
    }

    fn tell(&mut self, till: usize, input: Input, after_ms: u64) {
        let start = self.tills.get(till).map_or(0, |t| t.start);
        self.put(after_ms, Event::ToTill(till, start, Box::new(input)));
    }

    fn fault(&mut self, kind: &'static str, percent: u64) -> bool {
        let happens = !self.calm && self.chance.percent(percent);
        if happens {
            *self.report.faults.entry(kind).or_default() += 1;
        }
        happens
    }

    fn work(&mut self, most: u64) -> Result<(), Violation> {
        let mut done = 0;
        // Waits and reports go on for ever; a run without taps left is over.
        while let Some(((at_ms, _), event)) = self.queue.pop_first() {
            self.now_ms = at_ms;
            self.report.events += 1;
            done += 1;
            match event {
                Event::Tap => self.tap(),
                Event::ToServer(till, start, request) => self.serve(till, start, &request)?,
                Event::ToTill(till, start, input) => self.feed(till, start, *input),
            }
            let taps_left = self.queue.values().any(|e| matches!(e, Event::Tap));
            if done >= most || (!self.calm && !taps_left) {
                break;
            }
        }
        Ok(())
    }

    fn tap(&mut self) {
        let till = usize::try_from(self.chance.below(self.plan.tills)).unwrap_or(0);
        if self.fault("crash", self.plan.crashes) {
            if let Some(till) = self.tills.get_mut(till) {
                till.restart();
            }
            self.tell(till, Input::Wake, 10);
        }
        if self.fault("outage", self.plan.outages)
            && let Some(till) = self.tills.get_mut(till)
        {
            till.offline = !till.offline;
        }
        if self.fault("switch", self.plan.switches) {
            let on = self.chance.percent(60);
            self.tell(till, Input::SwitchSync(on), 0);
        }
        let now_ms = i64::try_from(self.now_ms).unwrap_or(0);
        let Some(at) = self.tills.get_mut(till) else {
            return;
        };
        let change = at.tap(&mut self.chance, now_ms);
        at.tickets.insert(change.ticket, change.mutation_id);
        self.tell(till, Input::Change(change), 0);
    }

    fn feed(&mut self, till: usize, start: u64, input: Input) {
        let Some(at) = self.tills.get_mut(till) else {
            return;
        };
        if at.start != start {
            return;
        }
        let outputs = at.engine.handle(input);
        for output in outputs {
            self.carry_out(till, output);
        }
    }

    fn carry_out(&mut self, till: usize, output: Output) {
        let request = match output {
            Output::Write(write) => {
                let refused = self.fault("refused write", self.plan.refused_writes);
                let after = 1 + self.chance.below(5);
                if refused {
                    self.tell(till, Input::WriteFailed(write.id), after);
                } else if let Some(at) = self.tills.get_mut(till) {
                    at.disk.write(&write);
                    self.tell(till, Input::Written(write.id), after);
                }
                return;
            }
            Output::Saved(ticket) => {
                if let Some(mutation) = self
                    .tills
                    .get_mut(till)
                    .and_then(|t| t.tickets.remove(&ticket))
                {
                    self.saved.insert(mutation);
                    self.report.saved += 1;
                }
                return;
            }
            Output::Wait { attempt } => {
                let most = 500_u64 << attempt.min(6);
                let after = 500 + self.chance.below(most);
                self.tell(till, Input::Wake, after);
                return;
            }
            Output::CloseLive => {
                if let Some(at) = self.tills.get_mut(till) {
                    at.live = None;
                }
                return;
            }
            Output::Push(push) => Request::Push(push),
            Output::Pull(pull) => Request::Pull(pull),
            Output::OpenLive { epoch, since } => Request::OpenLive(epoch, since),
            Output::Report(_) => Request::Report,
            Output::HandOver(hand_over) => Request::HandOver(hand_over),
            Output::Resume => Request::Resume,
            Output::Lease(asked) => Request::Lease(asked),
            Output::Readmit => {
                let fresh = sale::DeviceId(self.chance.uuid());
                let Some(at) = self.tills.get(till) else {
                    return;
                };
                Request::Readmit(sync::protocol::Identity {
                    device_id: fresh,
                    ..at.identity.clone()
                })
            }
            Output::ReadArchive | Output::CheckStorage => {
                let Some(at) = self.tills.get(till) else {
                    return;
                };
                let input = match output {
                    Output::ReadArchive => Input::Archive(Some(at.disk.archive())),
                    _ => at.disk.holds(),
                };
                self.tell(till, input, 1);
                return;
            }
            Output::NotSaved(..)
            | Output::Changed(_)
            | Output::LinkChanged
            | Output::Results(_)
            | Output::Trouble(_)
            | Output::StorageLost
            | Output::Outdated { .. }
            | Output::Diverged => return,
        };
        let start = self.tills.get(till).map_or(0, |t| t.start);
        let away = self.tills.get(till).is_some_and(|t| t.offline);
        let after = 1 + self.chance.below(40);
        if away || self.fault("lost request", self.plan.lost_requests) {
            self.tell(till, request.unanswered(), after + 1_000);
        } else {
            self.put(after, Event::ToServer(till, start, request));
        }
    }

    fn serve(&mut self, till: usize, start: u64, request: &Request) -> Result<(), Violation> {
        let Some(at) = self.tills.get(till) else {
            return Ok(());
        };
        let device_id = at.identity.device_id;
        let fresh = MutationId(self.chance.uuid());
        let now_ms = i64::try_from(self.now_ms).unwrap_or(0);
        let (answer, committed) = self
            .server
            .answer(device_id, request, fresh, now_ms)
            .map_err(|error| violation("storage", &error))?;
        let after = 1 + self.chance.below(40);
        let gone = self
            .tills
            .get(till)
            .is_none_or(|t| t.offline || t.start != start);
        if gone || self.fault("lost answer", self.plan.lost_answers) {
            self.put(
                after + 1_000,
                Event::ToTill(till, start, Box::new(request.unanswered())),
            );
        } else {
            if matches!(request, Request::OpenLive(..))
                && matches!(answer, Input::Live(_))
                && let Some(at) = self.tills.get_mut(till)
            {
                at.live = Some(self.now_ms + after);
            }
            self.put(after, Event::ToTill(till, start, Box::new(answer)));
        }
        if let Some(committed) = committed.filter(|c| c.to > c.from) {
            self.publish(&committed);
        }
        Ok(())
    }

    fn publish(&mut self, committed: &Committed) {
        for till in 0..self.tills.len() {
            let Some((at, device)) = self.tills.get(till).map(|t| (t.live, t.identity.device_id))
            else {
                continue;
            };
            let Some(last) = at else { continue };
            let away = self.tills.get(till).is_some_and(|t| t.offline);
            if away || self.fault("broken stream", self.plan.broken_streams) {
                if let Some(t) = self.tills.get_mut(till) {
                    t.live = None;
                }
                self.tell(till, Input::LiveEnded(Failure::Unreachable), 2_000);
                continue;
            }
            // A stream keeps its order.
            let arrives = (self.now_ms + 1 + self.chance.below(60)).max(last);
            if let Some(t) = self.tills.get_mut(till) {
                t.live = Some(arrives);
            }
            let patch = committed.patch_for(device, Acknowledged::default());
            self.tell(till, Input::Live(Live::Patch(patch)), arrives - self.now_ms);
        }
    }

    /// Faults stop, everybody is switched on, and the shop comes to rest.
    fn calm_down(&mut self) -> Result<(), Violation> {
        self.calm = true;
        for till in 0..self.tills.len() {
            if let Some(at) = self.tills.get_mut(till) {
                at.offline = false;
            }
            self.tell(till, Input::SwitchSync(true), 0);
            self.tell(till, Input::Wake, 0);
        }
        let mut spent = 0;
        while !self.is_quiet() {
            self.work(500)?;
            spent += 500;
            if spent > MOST_QUIET_EVENTS && !self.is_quiet() {
                let states: Vec<String> = self
                    .tills
                    .iter()
                    .map(|t| format!("{:?} waiting {}", t.engine.meta(), t.engine.waiting()))
                    .collect();
                return Err(violation(
                    "B3",
                    &format!("does not come to rest: {states:?}"),
                ));
            }
            for till in 0..self.tills.len() {
                // The switch may have come while a hand-over was with the server.
                self.tell(till, Input::SwitchSync(true), 0);
            }
        }
        Ok(())
    }

    fn is_quiet(&self) -> bool {
        let head = self.server.storage.store().map_or(0, |state| state.head);
        self.tills.iter().all(|till| {
            till.engine.waiting() == 0
                && till.engine.meta().cursor == head
                && till.engine.meta().sync == SyncMode::On
        })
    }
}

fn violation(rule: &'static str, what: &dyn std::fmt::Display) -> Violation {
    Violation {
        rule,
        what: what.to_string(),
    }
}
