//! The live streams: what a process tells its listeners, and what of it arrives.

use super::{Event, Stream, World};
use crate::chance::number;
use crate::plan::Fault;
use crate::report::{Violation, sick};
use sync::device::{Failure, Input};
use sync::protocol::{Live, Patch};
use sync::server::{Acknowledged, Committed};

impl World {
    /// The server's end of a new stream; answers its number.
    pub(super) fn open_stream(
        &mut self,
        process: usize,
        device: usize,
        life: u64,
        first_ms: u64,
        told: Acknowledged,
    ) -> u64 {
        self.streams += 1;
        let number = self.streams;
        self.forget_streams(device, life);
        if let Some(at) = self.processes.get_mut(process) {
            at.streams.insert(
                device,
                Stream {
                    life,
                    number,
                    last_ms: first_ms,
                    silent: false,
                    slow: false,
                    told,
                },
            );
        }
        number
    }

    /// A head's streams are closed from its side.
    pub(super) fn forget_streams(&mut self, device: usize, life: u64) {
        for process in &mut self.processes {
            if process
                .streams
                .get(&device)
                .is_some_and(|stream| stream.life == life)
            {
                process.streams.remove(&device);
            }
        }
    }

    /// Tells the streams of a process what a commit changed, and the other processes that there is
    /// something.
    pub(super) fn publish(
        &mut self,
        process: usize,
        place: usize,
        committed: &Committed,
    ) -> Result<(), Violation> {
        let told = self
            .processes
            .get(process)
            .and_then(|p| p.published.get(place).copied())
            .unwrap_or(0);
        if told == committed.from {
            self.tell_published(process, place, committed.to);
            for device in self.listeners(process, place) {
                let Some(device_id) = self.devices.get(device).map(|d| d.identity.device_id) else {
                    continue;
                };
                let told = self.stream(process, device).map(|stream| stream.told);
                let patch = committed.patch_for(device_id, told.unwrap_or_default());
                self.tell(process, device, Live::Patch(patch));
            }
        } else {
            self.poked(process, place)?;
        }
        for other in 0..self.processes.len() {
            if other != process && !self.fault(Fault::LostPoke, other) {
                let (mut chance, _) = self.draw(55, other);
                self.put(1 + chance.below(20), Event::Poke(other, place));
            }
        }
        Ok(())
    }

    fn tell_published(&mut self, process: usize, place: usize, head: u64) {
        if let Some(published) = self
            .processes
            .get_mut(process)
            .and_then(|p| p.published.get_mut(place))
        {
            *published = head;
        }
    }

    fn listeners(&self, process: usize, place: usize) -> Vec<usize> {
        self.processes.get(process).map_or(Vec::new(), |at| {
            at.streams
                .keys()
                .copied()
                .filter(|device| self.devices.get(*device).is_some_and(|d| d.place == place))
                .collect()
        })
    }

    /// A process looks what is new in a store and tells its streams.
    pub(super) fn poked(&mut self, process: usize, place: usize) -> Result<(), Violation> {
        let told = match self.processes.get(process) {
            Some(at) if !at.down => at.published.get(place).copied().unwrap_or(0),
            _ => return Ok(()),
        };
        let Some(head) = self.server.places.get(place).map(|place| place.head()) else {
            return Ok(());
        };
        if head == told {
            return Ok(());
        }
        self.tell_published(process, place, head);
        for device in self.listeners(process, place) {
            let Some(device_id) = self.devices.get(device).map(|d| d.identity.device_id) else {
                continue;
            };
            let news = self
                .server
                .places
                .get(place)
                .map_or(Ok(None), |p| p.news(device_id, told))
                .map_err(|e| sick(&e))?;
            if let Some(patch) = news {
                self.tell(process, device, Live::Patch(patch));
            }
        }
        Ok(())
    }

    pub(super) fn heartbeat(&mut self, process: usize) {
        self.put(15_000, Event::Heartbeat(process));
        let devices: Vec<usize> = match self.processes.get(process) {
            Some(at) if !at.down => at.streams.keys().copied().collect(),
            _ => return,
        };
        for device in devices {
            let place = self.devices.get(device).map_or(0, |d| d.place);
            let head = self.server.places.get(place).map_or(0, |p| p.head());
            let server_ms = i64::try_from(self.now_ms).unwrap_or(0);
            self.tell(process, device, Live::Heartbeat { head, server_ms });
        }
    }

    /// Puts one message into a stream; the network decides what becomes of it.
    pub(super) fn tell(&mut self, process: usize, device: usize, live: Live) {
        if self.is_offline(device) {
            // Whoever is away hears nothing more of this stream.
            if let Some(stream) = self.stream(process, device) {
                stream.silent = true;
            }
            return;
        }
        if self.fault(Fault::BrokenStream, device) {
            if let Some(stream) = self
                .processes
                .get_mut(process)
                .and_then(|p| p.streams.remove(&device))
            {
                self.put(1_000, Event::LiveEnds(device, stream.life, stream.number));
            }
            return;
        }
        let silent = self.fault(Fault::SilentStream, device);
        let slow = self.fault(Fault::SlowReader, device);
        let lost = self.fault(Fault::LostLive, device);
        let twice = self.fault(Fault::TwiceLive, device);
        let late = self.fault(Fault::LateLive, device);
        let lags = self.fault(Fault::Lagged, device);
        if silent || slow || lost || twice || late || lags {
            self.report.rule("B5");
        }
        let delay = self.delay(device);
        let now_ms = self.now_ms;
        let live = match live {
            Live::Patch(patch) if lags => Live::Heartbeat {
                head: patch.to,
                server_ms: super::deeds::true_time(now_ms),
            },
            live => live,
        };
        let Some(stream) = self.stream(process, device) else {
            return;
        };
        if let Live::Patch(patch) = &live {
            stream.told = told_by(patch);
        }
        stream.silent |= silent;
        stream.slow |= slow;
        if stream.silent || lost {
            return;
        }
        let mut arrives = (now_ms + delay).max(stream.last_ms);
        if stream.slow {
            arrives += 800;
        }
        if late {
            arrives += 2_000;
        } else {
            stream.last_ms = arrives;
        }
        let (life, of) = (stream.life, stream.number);
        if twice {
            let again = Event::Live(device, life, of, Box::new(live.clone()));
            self.put(arrives + 50 - now_ms, again);
        }
        self.put(
            arrives - now_ms,
            Event::Live(device, life, of, Box::new(live)),
        );
    }

    fn stream(&mut self, process: usize, device: usize) -> Option<&mut Stream> {
        self.processes.get_mut(process)?.streams.get_mut(&device)
    }

    pub(super) fn live_arrives(
        &mut self,
        device: usize,
        life: u64,
        stream: u64,
        live: Live,
    ) -> Result<(), Violation> {
        self.trace.note(&[self.now_ms, 6, number(device)]);
        match self.head(device, life) {
            Some(head) if head.stream == Some(stream) => {}
            _ => return Ok(()),
        }
        self.feed(device, life, Input::Live(live))
    }

    pub(super) fn live_ends(
        &mut self,
        device: usize,
        life: u64,
        stream: u64,
    ) -> Result<(), Violation> {
        match self.head(device, life) {
            Some(head) if head.stream == Some(stream) => head.stream = None,
            _ => return Ok(()),
        }
        self.feed(device, life, Input::LiveEnded(Failure::Unreachable))
    }

    /// Whoever takes money for what is told to everybody who listens.
    pub(super) fn tell_leases(&mut self, process: usize, place: usize) {
        let now_ms = super::deeds::true_time(self.now_ms);
        let leases = self
            .processes
            .get(process)
            .and_then(|at| at.leases.get(place))
            .map_or_else(Vec::new, |leases| leases.all(now_ms));
        for device in self.listeners(process, place) {
            let leases = leases.clone();
            self.tell(process, device, Live::Leases { leases });
        }
    }
}

/// How far a patch tells its device to be acknowledged.
pub(super) fn told_by(patch: &Patch) -> Acknowledged {
    Acknowledged {
        sequence: patch.acknowledged,
        fingerprint: patch.acknowledged_fingerprint,
    }
}
