//! The servers' side: requests arrive, are done in batches, committed, published and answered.
//! Nothing is answered before its commit (rule A2).

use super::devices::GIVE_UP_MS;
use super::live::told_by;
use super::{Arrival, Event, World};
use crate::chance::number;
use crate::disk::NEW;
use crate::plan::Fault;
use crate::report::{Violation, broken, sick};
use crate::server::{Place, Request, work};
use sale::MutationId;
use sync::device::{Failure, Input};
use sync::protocol::{Live, Refusal};
use sync::row::Kind;
use sync::server::{Committed, Leases, Storage};

/// A request that was done, with its answer and what it changed.
struct Done {
    arrival: Arrival,
    place: usize,
    answer: Option<Input>,
    committed: Committed,
}

impl World {
    pub(super) fn arrive(&mut self, process: usize, arrival: Arrival) -> Result<(), Violation> {
        let Arrival {
            device, life, call, ..
        } = arrival;
        let Some(at) = self.processes.get_mut(process) else {
            return Ok(());
        };
        if at.down {
            self.fail(device, life, call, 500);
            return Ok(());
        }
        if arrival.request.writes() {
            at.batch.push(arrival);
            if at.batch.len() == 1 {
                let starts = at.starts;
                let (mut chance, _) = self.draw(57, process);
                self.put(1 + chance.below(3), Event::Commit(process, starts));
            }
            return Ok(());
        }
        self.read(process, arrival)
    }

    /// The store that a request is brought to: its own, but for a fault.
    pub(super) fn place_of(&mut self, arrival: &Arrival) -> usize {
        let own = self.devices.get(arrival.device).map_or(0, |d| d.place);
        let strayed = !matches!(arrival.request, Request::Ask(..) | Request::Order(_))
            && self.fault(Fault::WrongStore, arrival.device);
        if strayed { 1 - own.min(1) } else { own }
    }

    /// Sends an answer on its way; the network decides whether it arrives.
    pub(super) fn answer(&mut self, process: usize, arrival: Arrival, input: Input) {
        let Arrival {
            device,
            life,
            call,
            sent_ms,
            ..
        } = arrival;
        let delay = self.delay(device);
        let spent = self.now_ms - sent_ms;
        let gone = self.is_offline(device) || self.fault(Fault::LostAnswer, device);
        self.trace.say(self.now_ms, || {
            let lost = if gone { ", and it is lost" } else { "" };
            format!(
                "  Server {} answers {}: {}{lost}",
                process + 1,
                self.devices
                    .get(device)
                    .map_or("nobody", |d| d.name.as_str()),
                in_short(&input)
            )
        });
        if gone || spent + delay >= GIVE_UP_MS {
            self.fail(device, life, call, GIVE_UP_MS.saturating_sub(spent));
            return;
        }
        let mut input = input;
        if let Input::Pulled(Ok(patch)) | Input::Live(Live::Patch(patch)) = &mut input {
            patch.min_build = Some(NEW.to_owned());
        }
        let stream = match &input {
            Input::Live(Live::Patch(patch)) => {
                let told = told_by(patch);
                let first_ms = self.now_ms + delay;
                Some(self.open_stream(process, device, life, first_ms, told))
            }
            _ => None,
        };
        self.put(
            delay,
            Event::Reply(device, life, call, Box::new(input), stream),
        );
    }

    pub(super) fn commit(&mut self, process: usize, starts: u64) -> Result<(), Violation> {
        let Some(at) = self.processes.get_mut(process) else {
            return Ok(());
        };
        if at.down || at.starts != starts {
            return Ok(());
        }
        let batch = std::mem::take(&mut at.batch);
        if self.disk_full_until > self.now_ms {
            for arrival in batch {
                let busy = Failure::Refused(Refusal::Busy { retry_ms: 1_000 });
                if let Some(input) = arrival.request.asked().failed(busy) {
                    self.answer(process, arrival, input);
                }
            }
            return Ok(());
        }
        let before = self.fault(Fault::CrashBefore, process);
        let amid = self.fault(Fault::CrashAt, process);
        let after = self.fault(Fault::CrashAfter, process);
        for place in &mut self.server.places {
            place.begin();
        }
        let mut done = Vec::with_capacity(batch.len());
        for arrival in batch {
            done.push(self.engine(process, arrival)?);
        }
        let (mut chance, _) = self.draw(58, process);
        let kept = !before && (!amid || chance.percent(50));
        let written = |place: &Place| {
            let mut rows = place.storage.written(&Kind::Sale);
            rows.extend(place.storage.written(&Kind::Table));
            rows
        };
        let written: Vec<_> = self.server.places.iter().map(written).collect();
        for place in &mut self.server.places {
            if kept {
                place.commit();
            } else {
                place.storage.roll_back();
            }
        }
        if kept {
            for (place, written) in written.iter().enumerate() {
                let commits: Vec<&Committed> = done
                    .iter()
                    .filter(|one| one.place == place)
                    .map(|one| &one.committed)
                    .collect();
                self.check_commit(place, &commits, written)?;
            }
            for one in &done {
                self.note_asked(&one.arrival, one.place)?;
                self.check_foretold(&one.arrival, &one.committed)?;
            }
        }
        if buggy!(AckBeforeCommit) {
            for one in &done {
                if let Some(answer) = &one.answer {
                    let (request, by) = (&one.arrival.request, one.arrival.device_id);
                    self.check_answer(request, by, one.place, answer);
                }
            }
        }
        if before || amid || after {
            self.server_dies(process);
            for one in done {
                let Arrival {
                    device, life, call, ..
                } = one.arrival;
                self.fail(device, life, call, 1_000);
            }
            return self.check_acknowledged();
        }
        self.check_twin(process, &done)?;
        for one in done {
            if one.committed.to > one.committed.from {
                self.publish(process, one.place, &one.committed)?;
            }
            if let Some(answer) = one.answer {
                self.check_answer(
                    &one.arrival.request,
                    one.arrival.device_id,
                    one.place,
                    &answer,
                );
                self.answer(process, one.arrival, answer);
            }
        }
        Ok(())
    }

    fn engine(&mut self, process: usize, arrival: Arrival) -> Result<Done, Violation> {
        let (mut chance, _) = self.draw(56, process);
        let fresh = MutationId(chance.uuid());
        let place = self.place_of(&arrival);
        let now_ms = i64::try_from(self.now_ms).unwrap_or(0);
        let Some(at) = self.server.places.get_mut(place) else {
            return Err(sick(&"there is no such store"));
        };
        let webstore = at.webstore;
        if let Request::Readmit(identity) = &arrival.request {
            let known = |id| at.storage.device(id).map_err(|e| sick(&e));
            // Asked again, it is the same answer.
            if known(arrival.device_id)?.is_some() && known(identity.device_id)?.is_none() {
                at.admit(identity.device_id, identity.register_id)
                    .map_err(|e| sick(&e))?;
            }
        }
        let (answer, committed) = at
            .engine(now_ms, |t| {
                work(t, arrival.device_id, webstore, &arrival.request, fresh)
            })
            .map_err(|e| sick(&e))?;
        // An order has no sequence of its own: the plan brings it several times as it is.
        if self.twice && !matches!(arrival.request, Request::Order(_)) {
            let other = MutationId(chance.uuid());
            let again = at.engine(now_ms, |t| {
                work(t, arrival.device_id, webstore, &arrival.request, other)
            });
            let again = again.map_err(|e| sick(&e))?;
            done_once(&arrival.request, (&answer, &again.0), &again.1)?;
        }
        if let Some(answer) = &answer {
            self.check_place(&arrival, place, answer)?;
        }
        self.trace.note(&[committed.to, committed.digest.hash]);
        Ok(Done {
            arrival,
            place,
            answer,
            committed,
        })
    }

    /// The same request once more, in a world that is thrown away, changes nothing and gets the
    /// same answer (invariant I8, rule A3).
    fn check_twin(&mut self, process: usize, done: &[Done]) -> Result<(), Violation> {
        let [one] = done else {
            return Ok(());
        };
        let (mut chance, n) = self.draw(59, process);
        if n % 4 != 0 || !answered(one.answer.as_ref()) {
            return Ok(());
        }
        let now_ms = i64::try_from(self.now_ms).unwrap_or(0);
        let Some(at) = self.server.places.get_mut(one.place) else {
            return Ok(());
        };
        let (request, webstore) = (&one.arrival.request, at.webstore);
        at.begin();
        let again = at.engine(now_ms, |t| {
            work(
                t,
                one.arrival.device_id,
                webstore,
                request,
                MutationId(chance.uuid()),
            )
        });
        at.storage.roll_back();
        let (answer, committed) = again.map_err(|e| sick(&e))?;
        self.report.check("I8");
        done_once(request, (&one.answer, &answer), &committed)
    }

    /// A process is gone: its batch with it, its streams end or fall silent.
    pub(super) fn server_dies(&mut self, process: usize) {
        let (mut chance, _) = self.draw(60, process);
        self.stop_server(process, 1_000 + chance.below(8_000), false);
    }

    pub(super) fn stop_server(&mut self, process: usize, for_ms: u64, gracefully: bool) {
        let Some(at) = self.processes.get_mut(process) else {
            return;
        };
        if at.down {
            return;
        }
        at.down = true;
        at.starts += 1;
        at.leases = vec![Leases::default(), Leases::default()];
        let streams = std::mem::take(&mut at.streams);
        let batch = std::mem::take(&mut at.batch);
        let now_ms = self.now_ms;
        self.trace
            .say(now_ms, || format!("Server {} stops", process + 1));
        for (device, stream) in streams {
            let (mut chance, _) = self.draw(61, device);
            if gracefully {
                let bye = Box::new(Live::Bye { retry_ms: 500 });
                self.put(20, Event::Live(device, stream.life, stream.number, bye));
            } else if chance.percent(70) {
                self.put(
                    500 + chance.below(1_500),
                    Event::LiveEnds(device, stream.life, stream.number),
                );
            }
        }
        for arrival in batch {
            self.fail(arrival.device, arrival.life, arrival.call, 1_000);
        }
        self.put(for_ms, Event::ServerUp(process));
    }

    pub(super) fn server_up(&mut self, process: usize) {
        let heads = self.server.places.iter().map(|p| p.head()).collect();
        if let Some(at) = self.processes.get_mut(process) {
            at.down = false;
            at.published = heads;
            self.trace
                .note(&[self.now_ms, 7, number(process), at.starts]);
        }
    }
}

/// A request that is done once more changes nothing and is answered alike.
fn done_once(
    request: &Request,
    (first, second): (&Option<Input>, &Option<Input>),
    again: &Committed,
) -> Result<(), Violation> {
    if again.to == again.from && alike(first.as_ref(), second.as_ref()) {
        return Ok(());
    }
    let what = format!("{:?} done twice is not as done once", request.asked());
    Err(broken("I8", "A3", what))
}

fn answered(answer: Option<&Input>) -> bool {
    matches!(
        answer,
        Some(Input::Pushed(Ok(_)) | Input::HandedOver(Ok(_)) | Input::Resumed(Ok(())))
    )
}

fn alike(one: Option<&Input>, other: Option<&Input>) -> bool {
    match (one, other) {
        (Some(Input::Pushed(Ok(a))), Some(Input::Pushed(Ok(b)))) => a.results == b.results,
        (Some(Input::HandedOver(Ok(a))), Some(Input::HandedOver(Ok(b)))) => a == b,
        _ => one == other,
    }
}

/// An answer in short, for people.
fn in_short(input: &Input) -> String {
    match input {
        Input::Pulled(Ok(patch)) | Input::Live(Live::Patch(patch)) => format!(
            "rows {} to {}, {} of them, covered to {}{}",
            patch.from,
            patch.to,
            patch.rows.len(),
            patch.acknowledged,
            if patch.next.is_some() {
                ", and more"
            } else {
                ""
            },
        ),
        Input::Pushed(Ok(answer)) => format!("push taken to {}", answer.acknowledged),
        other => format!("{other:?}"),
    }
}
