//! What is checked of a server's commits and answers: nothing is acknowledged that is not there
//! (A2), nothing is taken that a device kept to itself (F4), nothing goes to another store (H4).

use crate::report::{Violation, broken, sick};
use crate::server::Request;
use crate::world::{Arrival, World};
use sale::DeviceId;
use sync::device::{Failure, Input};
use sync::protocol::Refusal;
use sync::server::{Committed, Storage, StoredRow};

impl World {
    /// After a batch is on stable storage; with the sales that it wrote, each time.
    pub(crate) fn check_commit(
        &mut self,
        place: usize,
        commits: &[&Committed],
        written: &[StoredRow],
    ) -> Result<(), Violation> {
        let Some(at) = self.server.places.get_mut(place) else {
            return Ok(());
        };
        for committed in commits {
            let position = (committed.epoch, committed.to);
            at.digests.insert(position, committed.digest);
        }
        let (Some(first), Some(last)) = (commits.first(), commits.last()) else {
            return Ok(());
        };
        if first.from == last.to {
            return Ok(());
        }
        for position in first.from + 1..=last.to {
            let Some(entry) = at.storage.entry(position) else {
                return Err(broken("I6", "B2", format!("position {position} is empty")));
            };
            let by = self
                .devices
                .iter()
                .find(|d| d.identity.device_id == entry.device_id);
            if by.is_some_and(|by| by.place != place) {
                let what = format!("position {position} is of another store's device");
                return Err(broken("I10", "H4", what));
            }
            let by = by.map_or("The server", |d| d.name.as_str());
            self.trace.say(self.now_ms, || {
                format!(
                    "  #{position} is {} of {by}, {}",
                    crate::telling::tell_text(&entry.change),
                    entry.outcome
                )
            });
            let alone = self
                .checks
                .made_off
                .values()
                .any(|alone| alone.contains(&entry.mutation_id));
            if alone {
                return Err(broken(
                    "I9",
                    "F4",
                    format!("position {position} was to stay on its register"),
                ));
            }
            if self
                .devices
                .iter()
                .any(|d| d.identity.device_id == entry.device_id && d.skew_ms != 0)
            {
                self.report.rule("B1");
            }
        }
        if let Some(books) = self.checks.books.get_mut(place) {
            let positions = (first.from, last.to);
            books.post(&at.storage, positions, written, &mut self.report)?;
        }
        Ok(())
    }

    /// An answer leaves the server.
    pub(crate) fn check_answer(
        &mut self,
        request: &Request,
        device_id: DeviceId,
        place: usize,
        answer: &Input,
    ) {
        match (request, answer) {
            (Request::Push(push), Input::Pushed(Ok(answer))) => {
                let known = self
                    .checks
                    .acknowledged
                    .entry((place, device_id))
                    .or_default();
                let again = push
                    .mutations
                    .first()
                    .is_some_and(|first| first.sequence <= *known);
                *known = (*known).max(answer.acknowledged);
                self.report.rule("A2");
                if again {
                    self.report.rule("A3");
                }
            }
            (Request::Push(_), Input::Pushed(Err(Failure::Refused(Refusal::SyncOff)))) => {
                self.report.rule("F4");
            }
            (Request::HandOver(_), Input::HandedOver(Ok(_))) => self.report.rule("F2"),
            (Request::Resume, Input::Resumed(Ok(()))) => self.report.rule("F5"),
            _ => {}
        }
    }

    /// What was acknowledged is there, whatever died (rule A2).
    pub(crate) fn check_acknowledged(&mut self) -> Result<(), Violation> {
        for ((place, device_id), sequence) in &self.checks.acknowledged {
            let there = self
                .server
                .places
                .get(*place)
                .map_or(Ok(None), |at| at.storage.device(*device_id))
                .map_err(|e| sick(&e))?
                .map_or(0, |device| device.last_sequence);
            if there < *sequence {
                return Err(broken(
                    "I1",
                    "A2",
                    format!("acknowledged up to {sequence}, there up to {there}"),
                ));
            }
        }
        self.report.check("I1");
        Ok(())
    }

    /// A request that came to another store gets nothing of it (rule H4).
    pub(crate) fn check_place(
        &mut self,
        arrival: &Arrival,
        place: usize,
        answer: &Input,
    ) -> Result<(), Violation> {
        let own = self.devices.get(arrival.device).map_or(0, |d| d.place);
        if own == place {
            return Ok(());
        }
        self.report.check("I10");
        self.report.rule("H4");
        let refused = arrival
            .request
            .asked()
            .failed(Failure::Refused(Refusal::SignedOut));
        if refused.as_ref() == Some(answer) {
            return Ok(());
        }
        Err(broken(
            "I10",
            "H4",
            format!(
                "{:?} of another store was answered",
                arrival.request.asked()
            ),
        ))
    }
}
