//! The servers' side of what only reads, and of leases, which live in a process's memory alone.

use super::{Arrival, Event, World};
use crate::report::{Violation, broken, sick};
use crate::server::Request;
use sync::device::{Failure, Input};
use sync::protocol::{LeaseAnswer, LeaseRequest, Refusal};
use sync::server::{LeaseHolder, Storage};

impl World {
    pub(super) fn read(&mut self, process: usize, mut arrival: Arrival) -> Result<(), Violation> {
        let place = self.place_of(&arrival);
        if let Request::Lease(asked) = arrival.request {
            let answer = self.lease(process, place, &arrival, asked)?;
            self.check_place(&arrival, place, &answer)?;
            self.answer(process, arrival, answer);
            return Ok(());
        }
        let rows = self.server.page_rows;
        let answer = self
            .server
            .places
            .get(place)
            .map_or(Ok(None), |p| {
                p.read(arrival.device_id, &arrival.request, rows)
            })
            .map_err(|e| sick(&e))?;
        let Some(mut answer) = answer else {
            return Ok(());
        };
        if let (Input::Pulled(Ok(patch)), Some(at)) = (&mut answer, self.server.places.get(place)) {
            let second = |position| at.storage.entry(position).map(|e| e.server_ms / 1_000);
            if buggy!(NumbersWithHoles) {
                // The last but one is still in its own transaction.
                patch.rows.retain(|row| row.version + 1 != patch.to);
            }
            if buggy!(TimestampCursor) && patch.from > 0 {
                let since = second(patch.from);
                patch.rows.retain(|row| second(row.version) > since);
            }
        }
        self.check_place(&arrival, place, &answer)?;
        if let Input::Pulled(Ok(patch)) = &answer {
            if patch.next.is_some() {
                self.report.rule("B2");
            }
            if let Request::Pull(pull) = &mut arrival.request
                && pull.wait_s > 0
                && patch.from == patch.to
            {
                // Nothing new: the answer waits, and is then whatever there is.
                let wait_ms = u64::from(std::mem::take(&mut pull.wait_s)) * 1_000;
                arrival.sent_ms += wait_ms;
                self.put(wait_ms, Event::Arrive(process, Box::new(arrival)));
                return Ok(());
            }
        }
        self.answer(process, arrival, answer);
        Ok(())
    }

    /// What a process answers of a lease, from its own memory.
    fn lease(
        &mut self,
        process: usize,
        place: usize,
        arrival: &Arrival,
        asked: LeaseRequest,
    ) -> Result<Input, Violation> {
        let now_ms = super::deeds::true_time(self.now_ms);
        let Some(at) = self.server.places.get(place) else {
            return Err(sick(&"there is no such store"));
        };
        let refused = |refusal| Ok(Input::Leased(Err(Failure::Refused(refusal))));
        let device = at.storage.device(arrival.device_id).map_err(|e| sick(&e))?;
        let head = at.head();
        match device {
            None => return refused(Refusal::SignedOut),
            Some(device) if !device.sync_on => return refused(Refusal::SyncOff),
            Some(_) => {}
        }
        let holder = LeaseHolder {
            device_id: arrival.device_id,
            register_id: None,
            employee_id: None,
            place: self.name(arrival.device).to_owned(),
        };
        let leases = self
            .processes
            .get_mut(process)
            .and_then(|at| at.leases.get_mut(place));
        let answer = leases.map(|leases| leases.ask(holder, asked, now_ms));
        self.report.rule("G1");
        match answer {
            Some(Ok((for_ms, changed))) => {
                if changed {
                    self.tell_leases(process, place);
                }
                Ok(Input::Leased(Ok(LeaseAnswer { for_ms, head })))
            }
            Some(Err(by)) => {
                if by.device_id == arrival.device_id {
                    return Err(broken(
                        "I3",
                        "G1",
                        "a device is kept out by itself".to_owned(),
                    ));
                }
                refused(Refusal::BeingPaid { by })
            }
            None => refused(Refusal::Busy { retry_ms: 1_000 }),
        }
    }
}
