//! The outbox numbered anew: when the store was restored, when another device uses this one's
//! identity, when sync is switched on. What a mutation says never changes, and its own identity
//! goes with it, so whatever the server knows already is not done twice (rule A3).

use super::engine::Engine;
use super::io::{Failure, Output};
use super::job::{Job, Offer, Plan, Then};
use super::stored::{Archived, Meta, SyncMode, is_local};
use super::write::Write;
use crate::protocol::{Identity, Mutation};

/// Every sequence there is.
pub(super) const ALL: u64 = u64::MAX;

impl Engine {
    /// A write that has the outbox, with `earlier` before it, numbered from `first` on. What stays
    /// on this register stays behind, unless it is to `join`.
    fn renumbered(&self, earlier: Vec<Mutation>, first: u64, join: bool) -> Write {
        let mut write = self.empty_write();
        let mut next = first;
        let waiting = self.outbox.values().map(|waiting| waiting.mutation.clone());
        for mut mutation in earlier.into_iter().chain(waiting) {
            if join || !is_local(mutation.sequence) {
                mutation.sequence = next;
                next += 1;
                if buggy!(NoMutationId) {
                    let other = mutation.mutation_id.0.as_u128().wrapping_add(1);
                    mutation.mutation_id = sale::MutationId(uuid::Uuid::from_u128(other));
                }
            }
            write.outbox.push(mutation);
        }
        write.outbox_done = ALL;
        write.meta.next_sequence = next;
        if let SyncMode::HandingOver { through } = &mut write.meta.sync {
            *through = next - 1;
        }
        write
    }

    /// Sync is switched on: what was saved here alone joins what goes to the others (rule F5).
    pub(super) fn plan_switch_on(&self) -> Option<Plan> {
        match self.meta.sync {
            SyncMode::HandingOver { .. } | SyncMode::Off => {
                let mut write = self.renumbered(Vec::new(), self.taken() + 1, true);
                write.meta.sync = SyncMode::Resuming;
                Some(Plan::of(write))
            }
            SyncMode::On | SyncMode::Resuming => None,
        }
    }

    /// The store was restored: everything anew, and the whole archive goes first. A number does not
    /// say whether the store has just these; sent again, whatever it has counts once (rule A3).
    pub(super) fn plan_offer(&self, offer: Offer, held: Vec<Archived>) -> Plan {
        let offered = u64::try_from(held.len()).unwrap_or(u64::MAX);
        let held = held.into_iter().map(|archived| archived.mutation).collect();
        let mut write = self.renumbered(held, offer.last_sequence + 1, false);
        write.meta.epoch = offer.epoch;
        write.meta.cursor = 0;
        write.archive_from = write.meta.archive.next;
        write.meta.archive.days.clear();
        Plan {
            then: Then::Numbered {
                acknowledged: offer.last_sequence,
                told_through: offer.last_sequence.saturating_add(offered),
            },
            ..Plan::of(write)
        }
    }

    /// Somebody else uses this device's identity: it asks for one of its own.
    pub(super) fn found_fork(&mut self, out: &mut Vec<Output>) {
        if !self.forked {
            self.forked = true;
            self.drop_live(out);
        }
    }

    pub(super) fn readmit_if_due(&mut self, out: &mut Vec<Output>) {
        if self.forked && !self.readmitting && !self.connection.waiting {
            self.readmitting = true;
            out.push(Output::Readmit);
        }
    }

    /// The identity that the server gave; also when the adapter finds that it has got another.
    pub(super) fn readmitted(&mut self, answer: Result<Identity, Failure>, out: &mut Vec<Output>) {
        match answer {
            Ok(identity) if identity.device_id != self.meta.identity.device_id => {
                self.heard();
                self.writing
                    .queue
                    .push_back(Job::Identity(Box::new(identity)));
            }
            Ok(_) => {
                self.readmitting = false;
                self.wait(out);
            }
            Err(failure) => {
                self.readmitting = false;
                self.failed(&failure, out);
            }
        }
    }

    pub(super) fn plan_identity(&self, identity: Identity) -> Plan {
        let mut write = self.renumbered(Vec::new(), 1, false);
        write.meta.identity = identity;
        write.meta.next_number = 1;
        Plan {
            then: Then::Numbered {
                acknowledged: 0,
                told_through: 0,
            },
            ..Plan::of(write)
        }
    }

    /// The outbox has its new numbers: all of it is to be sent, once the base is up to date.
    pub(super) fn numbered(&mut self, acknowledged: u64, told_through: u64) {
        self.offering = None;
        self.forked = false;
        self.readmitting = false;
        self.outgoing.begin_anew(acknowledged, told_through);
        self.connection.up = false;
        self.pull_anew();
    }

    /// What the storage says that it holds, asked for when nothing was being written.
    pub(super) fn storage_holds(
        &mut self,
        meta: Option<&Meta>,
        outbox: u64,
        out: &mut Vec<Output>,
    ) {
        let asked = self.writing.asked_at.take();
        let Some(theirs) = meta else {
            // Nothing is there, whatever is being written meanwhile; it is not found a second time.
            return self.storage_lost(out);
        };
        if asked != Some(self.writing.last_id) || self.is_writing() {
            return;
        }
        let ours = &self.meta;
        if theirs.identity.device_id != ours.identity.device_id {
            // Another activation has taken the place of this one.
            return;
        }
        let ahead = theirs.next_sequence > ours.next_sequence
            || theirs.next_local > ours.next_local
            || theirs.archive.next > ours.archive.next;
        let behind = theirs.next_sequence < ours.next_sequence
            || theirs.next_local < ours.next_local
            || outbox < self.waiting();
        // What is ahead was written by somebody else: it is not written over.
        if behind && !ahead {
            self.storage_lost(out);
        }
    }

    /// What memory holds is written again.
    pub(super) fn storage_lost(&mut self, out: &mut Vec<Output>) {
        out.push(Output::StorageLost);
        self.writing.queue.push_back(Job::Rewrite);
    }

    /// Everything that memory holds.
    pub(super) fn plan_rewrite(&self) -> Plan {
        let mut write = self.empty_write();
        write.clear = self.kinds();
        write.rows = self.base.values().cloned().collect();
        write.outbox_done = ALL;
        write.outbox = self
            .outbox
            .values()
            .map(|waiting| waiting.mutation.clone())
            .collect();
        write.archive_from = write.meta.archive.next;
        write.meta.archive.days.clear();
        Plan::of(write)
    }
}
