//! The devices' side: feeding engines and doing what they say.

use super::{Arrival, Event, World, no_answer};
use crate::chance::number;
use crate::device::Head;
use crate::plan::Fault;
use crate::report::Violation;
use crate::server::Request;
use sync::device::{Failure, Input, Output};
use sync::protocol::Identity;

/// Longest wait for an answer.
pub(super) const GIVE_UP_MS: u64 = 20_000;
/// The ordinary time between two reports.
const REPORT_MS: u64 = 5_000;
/// How often a device's clock is told to its engine.
const TICK_MS: u64 = 2_000;

impl World {
    /// A tab of the device takes the lead.
    pub(super) fn lead(&mut self, device: usize) -> Result<(), Violation> {
        let now_ms = self.now_ms;
        if self.devices.get(device).is_some_and(|at| at.disk.empty) {
            return self.lead_on_nothing(device);
        }
        let Some(at) = self.devices.get_mut(device) else {
            return Ok(());
        };
        let life = at.lead();
        self.trace.note(&[now_ms, 4, number(device), life]);
        let name = at.name.clone();
        self.trace.say(now_ms, || format!("{name} starts"));
        self.check_start(device)?;
        self.put(REPORT_MS * 3, Event::Report(device, life));
        self.tick(device, life)?;
        self.feed(device, life, Input::Wake)?;
        let Some(at) = self.devices.get(device) else {
            return Ok(());
        };
        if at.identity.device_id != at.disk.meta.identity.device_id {
            // The cookies came and the tab died before it had written down whose they are.
            let identity = at.identity.clone();
            return self.feed(device, life, Input::Readmitted(Ok(identity)));
        }
        Ok(())
    }

    /// The storage was cleared, and no tab has written to it since: one that starts finds no device.
    /// Without one that goes on, it is activated anew.
    fn lead_on_nothing(&mut self, device: usize) -> Result<(), Violation> {
        let alone = self
            .devices
            .get(device)
            .is_some_and(|at| at.heads.is_empty());
        if !alone {
            return Ok(());
        }
        let (mut chance, _) = self.draw(63, device);
        self.clear_storage(device, &mut chance)
    }

    /// The device's clock goes on; while its timers stand still it says nothing.
    pub(super) fn tick(&mut self, device: usize, life: u64) -> Result<(), Violation> {
        let now_ms = super::deeds::true_time(self.now_ms);
        let Some(at) = self.devices.get_mut(device) else {
            return Ok(());
        };
        let clock_ms = now_ms + at.skew_ms;
        if at.head(life).is_none() {
            return Ok(());
        }
        self.put(TICK_MS, Event::Tick(device, life));
        if self.is_frozen(device) {
            return Ok(());
        }
        self.feed(device, life, Input::Tick(clock_ms))
    }

    /// Asks for an identity of its own, under the same fresh id until it is answered.
    fn readmit(&mut self, device: usize, life: u64) {
        let (mut chance, n) = self.draw(62, device);
        let prefix = format!("{}r{n}-", device + 1);
        let Some(at) = self.devices.get_mut(device) else {
            return;
        };
        let device_id = *at
            .fresh_id
            .get_or_insert_with(|| sale::DeviceId(chance.uuid()));
        let identity = Identity {
            device_id,
            number_prefix: prefix,
            ..at.identity.clone()
        };
        self.send(device, life, Request::Readmit(identity));
    }

    /// One input for a head, and everything that follows from it.
    pub(super) fn feed(&mut self, device: usize, life: u64, input: Input) -> Result<(), Violation> {
        let Some(head) = self.devices.get_mut(device).and_then(|d| d.head(life)) else {
            return Ok(());
        };
        let outputs = head.engine.handle(input);
        self.trace.note(&[number(device), number(outputs.len())]);
        for output in outputs {
            self.do_as_told(device, life, output)?;
        }
        Ok(())
    }

    fn do_as_told(&mut self, device: usize, life: u64, output: Output) -> Result<(), Violation> {
        match output {
            Output::Write(write) => {
                let refused = self.fault(Fault::RefusedWrite, device) || self.is_closed(device);
                let (mut chance, _) = self.draw(51, device);
                if let Some(head) = self.head(device, life) {
                    head.writing = Some(write);
                }
                self.put(1 + chance.below(5), Event::Disk(device, life, refused));
            }
            Output::Saved(ticket) => {
                let tapped = self
                    .head(device, life)
                    .and_then(|head| head.tickets.remove(&ticket));
                if let Some(tapped) = tapped {
                    self.check_saved(device, tapped.mutation_id)?;
                }
            }
            Output::NotSaved(ticket, why) => {
                if let Some(head) = self.head(device, life) {
                    head.tickets.remove(&ticket);
                }
                let name = self.name(device).to_owned();
                self.trace
                    .say(self.now_ms, || format!("{name} could not save: {why:?}"));
            }
            Output::Wait { attempt } => {
                let (mut chance, _) = self.draw(52, device);
                let wait_ms = if attempt == 0 {
                    REPORT_MS
                } else {
                    let longest = (500_u64 << (attempt - 1).min(6)).min(30_000);
                    500 + chance.below(longest)
                };
                if let Some(head) = self.head(device, life) {
                    head.waits += 1;
                    let wait = head.waits;
                    self.put(wait_ms, Event::Wake(device, life, wait));
                }
            }
            Output::CloseLive => {
                if let Some(head) = self.head(device, life) {
                    head.stream = None;
                }
                self.forget_streams(device, life);
            }
            Output::Push(push) => self.send(device, life, Request::Push(push)),
            Output::Pull(pull) => {
                self.check_pull(device, life)?;
                self.send(device, life, Request::Pull(pull));
            }
            Output::OpenLive { epoch, since } => {
                if let Some(head) = self.head(device, life) {
                    head.stream = None;
                }
                self.forget_streams(device, life);
                self.send(device, life, Request::OpenLive(epoch, since));
            }
            Output::Report(_) | Output::LinkChanged => self.ask_status(device, life),
            Output::HandOver(hand_over) => {
                self.send(device, life, Request::HandOver(hand_over));
            }
            Output::Resume => {
                self.checks.resuming(device);
                self.send(device, life, Request::Resume);
            }
            Output::Lease(asked) => self.send(device, life, Request::Lease(asked)),
            Output::Readmit => self.readmit(device, life),
            Output::ReadArchive | Output::CheckStorage => {
                let Some(at) = self.devices.get(device).filter(|_| !self.is_closed(device)) else {
                    if matches!(output, Output::ReadArchive) {
                        let refused = Box::new(Input::Archive(None));
                        self.put(1, Event::Feed(device, life, refused));
                    }
                    return Ok(());
                };
                let input = match output {
                    Output::ReadArchive => at.disk.archive(),
                    _ => at.disk.holds(),
                };
                if matches!(output, Output::CheckStorage)
                    && self.leads(device, life)
                    && let Some(at) = self.devices.get_mut(device)
                {
                    at.disk.unfound = false;
                }
                self.put(1, Event::Feed(device, life, Box::new(input)));
            }
            // One that no longer leads sees what the other has written, and may not write.
            Output::StorageLost if self.leads(device, life) && !self.is_gutted(device) => {
                return self.check_storage_lost(device);
            }
            Output::StorageLost => {}
            // What was cleared under it is fetched again.
            Output::Diverged if self.is_gutted(device) => {}
            Output::Diverged => return self.check_diverged(device),
            Output::Trouble(refusal) => {
                let name = self.name(device).to_owned();
                self.trace
                    .say(self.now_ms, || format!("{name} says: {refusal}"));
            }
            Output::Outdated { .. } => self.report.fault("older build beside a newer"),
            Output::Changed(_) | Output::Results(_) => {}
        }
        Ok(())
    }

    pub(super) fn head(&mut self, device: usize, life: u64) -> Option<&mut Head> {
        self.devices.get_mut(device)?.head(life)
    }

    pub(crate) fn is_gutted(&self, device: usize) -> bool {
        self.devices.get(device).is_some_and(|at| at.disk.gutted)
    }

    fn is_closed(&self, device: usize) -> bool {
        self.devices
            .get(device)
            .is_some_and(|device| device.closed_until > self.now_ms)
    }

    pub(crate) fn is_offline(&self, device: usize) -> bool {
        self.devices
            .get(device)
            .is_some_and(|device| device.offline_until > self.now_ms)
    }

    fn ask_status(&mut self, device: usize, life: u64) {
        let Some(head) = self.head(device, life) else {
            return;
        };
        if !head.reporting {
            head.reporting = true;
            self.send(device, life, Request::Report);
        }
    }

    pub(super) fn report_now(&mut self, device: usize, life: u64) {
        if self.head(device, life).is_some() {
            if !self.is_frozen(device) {
                self.ask_status(device, life);
            }
            self.put(REPORT_MS * 3, Event::Report(device, life));
        }
    }

    pub(super) fn wake(&mut self, device: usize, life: u64, wait: u64) -> Result<(), Violation> {
        let due = self.head(device, life);
        if due.is_some_and(|head| head.waits == wait) {
            return self.feed(device, life, Input::Wake);
        }
        Ok(())
    }

    /// Sends a request of a head; the network decides whether it arrives, when and how often.
    pub(super) fn send(&mut self, device: usize, life: u64, request: Request) {
        let asked = request.asked();
        let Some(at) = self.devices.get_mut(device) else {
            return;
        };
        at.counts.calls += 1;
        let call = at.counts.calls;
        let device_id = at.identity.device_id;
        if let Some(head) = at.head(life) {
            head.calls.insert(call, asked);
        }
        let after = self.delay(device);
        let patience = GIVE_UP_MS
            + match &request {
                Request::Pull(pull) => u64::from(pull.wait_s) * 1_000,
                _ => 0,
            };
        if self.is_offline(device) {
            self.fail(device, life, call, after + 1_000);
        } else if after >= GIVE_UP_MS || self.fault(Fault::LostRequest, device) {
            self.fail(device, life, call, patience);
        } else {
            let (mut chance, _) = self.draw(53, device);
            let process = chance.place(self.processes.len());
            let arrival = Arrival {
                device,
                life,
                call,
                sent_ms: self.now_ms,
                device_id,
                request,
            };
            if self.fault(Fault::TwiceRequest, device) {
                let other = chance.place(self.processes.len());
                let later = after + chance.below(3_000);
                self.put(later, Event::Arrive(other, Box::new(arrival.clone())));
            }
            self.put(after, Event::Arrive(process, Box::new(arrival)));
        }
    }

    /// The request comes to nothing, and the engine is told so.
    pub(super) fn fail(&mut self, device: usize, life: u64, call: u64, after_ms: u64) {
        let asked = self
            .head(device, life)
            .and_then(|head| head.calls.get(&call).copied());
        if let Some(input) = asked.and_then(no_answer) {
            self.put(
                after_ms,
                Event::Reply(device, life, call, Box::new(input), None),
            );
        }
    }

    /// An answer arrives; one that comes after the engine gave up is nothing.
    pub(super) fn reply(
        &mut self,
        device: usize,
        life: u64,
        call: u64,
        input: Input,
        stream: Option<u64>,
    ) -> Result<(), Violation> {
        if let Input::Readmitted(Ok(identity)) = &input
            && let Some(at) = self.devices.get_mut(device)
            && at.fresh_id == Some(identity.device_id)
        {
            // The browser has the cookies, whatever becomes of the tab, and its other tabs hear.
            at.identity = identity.clone();
            at.fresh_id = None;
            let others = at.heads.iter().map(|head| head.life);
            let others: Vec<u64> = others.filter(|other| *other != life).collect();
            for other in others {
                self.put(5, Event::Feed(device, other, Box::new(input.clone())));
            }
        }
        let Some(head) = self.head(device, life) else {
            return Ok(());
        };
        if head.calls.remove(&call).is_none() {
            return Ok(());
        }
        if matches!(input, Input::Reported(_)) {
            head.reporting = false;
        }
        if let Input::Pulled(Err(_)) = input {
            // What failed is tried again after a while; only what succeeds must get somewhere.
            head.pulls = 0;
        }
        if let Some(stream) = stream {
            head.stream = Some(stream);
        }
        if let Input::LiveEnded(Failure::Unreachable) = input {
            self.forget_streams(device, life);
        }
        self.feed(device, life, input)
    }
}
