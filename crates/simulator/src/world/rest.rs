//! The end of a run: faults stop, everybody is switched on, and the shop comes to rest within a
//! bounded time (invariant I4).

use super::{Event, World};
use crate::report::{Violation, broken};
use sync::device::{Input, SyncMode};
use sync::server::Storage;

/// Virtual time that a shop may take to come to rest.
const MOST_REST_MS: u64 = 3_600_000;
/// Events between two looks whether it has.
const LOOK: u64 = 200;

impl World {
    pub(super) fn come_to_rest(&mut self) -> Result<(), Violation> {
        self.calm = true;
        self.disk_full_until = 0;
        self.trace.say(self.now_ms, || "The faults stop".to_owned());
        for process in 0..self.processes.len() {
            self.server_up(process);
        }
        for device in 0..self.devices.len() {
            let Some(at) = self.devices.get_mut(device) else {
                continue;
            };
            at.offline_until = 0;
            at.frozen_until = 0;
            at.closed_until = 0;
            let leader = at.disk.leader;
            let others: Vec<u64> = at
                .heads
                .iter()
                .map(|head| head.life)
                .filter(|life| *life != leader)
                .collect();
            for life in others {
                self.retire(device, life);
            }
            self.nudge(device, true);
        }
        let end_ms = self.now_ms + MOST_REST_MS;
        while !self.is_quiet() {
            for _ in 0..LOOK {
                self.step()?;
            }
            if self.now_ms > end_ms {
                return Err(broken(
                    "I4",
                    "B3",
                    format!("does not come to rest: {}", self.who_is_busy().join("; ")),
                ));
            }
            for device in 0..self.devices.len() {
                // The switch may have come while a hand-over was with the server.
                self.nudge(device, false);
            }
        }
        Ok(())
    }

    fn nudge(&mut self, device: usize, wake: bool) {
        let Some(life) = self.leader(device) else {
            return;
        };
        let off = self
            .head(device, life)
            .is_some_and(|head| head.engine.meta().sync != SyncMode::On);
        if off {
            let on = Box::new(Input::SwitchSync(true));
            self.put(0, Event::Feed(device, life, on));
        }
        if wake {
            self.put(0, Event::Feed(device, life, Box::new(Input::Wake)));
        }
    }

    fn is_quiet(&self) -> bool {
        self.processes.iter().all(|p| p.batch.is_empty()) && self.who_is_busy().is_empty()
    }

    fn who_is_busy(&self) -> Vec<String> {
        let mut busy = Vec::new();
        for device in &self.devices {
            let state = self.server.places.get(device.place);
            let state = state.and_then(|place| place.storage.store().ok());
            let (epoch, head) = state.map_or((0, 0), |state| (state.epoch, state.head));
            let Some(leader) = device.leader() else {
                busy.push(format!("{} has no tab", device.name));
                continue;
            };
            let meta = leader.engine.meta();
            let waiting = leader.engine.waiting();
            let quiet = waiting == 0
                && (meta.epoch, meta.cursor) == (epoch, head)
                && meta.sync == SyncMode::On
                && !device.disk.gutted
                && leader.writing.is_none()
                && leader.tickets.is_empty();
            if !quiet {
                busy.push(format!(
                    "{} {:?} {:?} at {} of {head}, {waiting} waiting from {:?}, asks {:?}, listens {:?}",
                    device.name,
                    leader.engine.link(),
                    meta.sync,
                    meta.cursor,
                    leader.engine.outbox().next().map(|m| m.sequence),
                    leader.calls.values(),
                    leader.stream,
                ));
            }
        }
        busy
    }
}
