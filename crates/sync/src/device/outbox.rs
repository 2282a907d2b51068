//! From a person's change to the server's answer: into the outbox, out by push. A mutation leaves
//! the outbox only when the server's rows cover it, never because a push was answered.

use super::state::{Job, MOST_JOBS, Meta, SyncMode};
use super::{Engine, Failure, Output};
use crate::codec;
use crate::protocol::{
    MOST_MUTATIONS, MOST_PUSH_BYTES, Mutation, PROTOCOL, Push, PushAnswer, Refusal,
};
use sale::{Change, EmployeeId, FieldValue, MutationId, SaleId};

/// Something that a person did, not yet numbered.
#[derive(Clone, Debug, PartialEq)]
pub struct NewChange {
    /// For the answer; the caller's own count.
    pub ticket: u64,
    /// A fresh identity.
    pub mutation_id: MutationId,
    /// The device's clock.
    pub at_ms: i64,
    /// Who did it.
    pub employee_id: EmployeeId,
    /// The manager who approved it with their PIN, where one was asked (rule H2).
    pub approved_by: Option<EmployeeId>,
    /// What was done. A sale opened or split off without a number gets this device's next (C7).
    pub change: Change,
}

/// A mutation in the outbox, with its change as this build reads it: read once, applied at each
/// rebase.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) mutation: Mutation,
    /// None when this build cannot read it.
    pub(super) change: Option<Change>,
}

impl From<Mutation> for Waiting {
    fn from(mutation: Mutation) -> Waiting {
        Waiting {
            change: mutation.decode().ok(),
            mutation,
        }
    }
}

/// Why a change was not saved. Nothing of it is left; the person may do it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSaved {
    /// The device's storage refused.
    Storage,
    /// Too many changes wait for the device's storage.
    TooMany,
    /// The sale is not on this register any more: it was handed over (rule F2).
    NotHere,
    /// The change is too large to be sent.
    TooLarge,
}

/// What is under way to the server.
#[derive(Debug)]
pub(super) struct Outgoing {
    pushing: bool,
    /// The highest sequence that the server has answered; what is above is to be sent.
    acknowledged: u64,
    /// Mutations of one push; halved when the server finds it too much.
    batch: usize,
}

impl Default for Outgoing {
    fn default() -> Self {
        Outgoing {
            pushing: false,
            acknowledged: 0,
            batch: MOST_MUTATIONS,
        }
    }
}

/// Room in a push for what is not mutations.
const ENVELOPE_BYTES: usize = 1024;
/// Bytes of a mutation beside its change.
const MUTATION_BYTES: usize = 256;

impl Engine {
    /// Mutations in the outbox: "N changes waiting".
    #[must_use]
    pub fn waiting(&self) -> u64 {
        u64::try_from(self.outbox.len()).unwrap_or(u64::MAX)
    }

    /// The mutations in the outbox, oldest first.
    pub fn outbox(&self) -> impl Iterator<Item = &Mutation> {
        self.outbox.values().map(|waiting| &waiting.mutation)
    }

    pub(super) fn take_change(&mut self, change: NewChange, out: &mut Vec<Output>) {
        if self.writing.queue.len() >= MOST_JOBS {
            out.push(Output::NotSaved(change.ticket, NotSaved::TooMany));
            return;
        }
        self.writing.queue.push_back(Job::Change(Box::new(change)));
    }

    /// Numbers a change; `meta` counts on.
    pub(super) fn mutation(
        &self,
        mut new: NewChange,
        meta: &mut Meta,
        opening: &mut Vec<SaleId>,
    ) -> Result<Mutation, NotSaved> {
        if self.meta.sync == SyncMode::Off && !self.is_here(&new.change, opening) {
            return Err(NotSaved::NotHere);
        }
        if let Some((sale_id, number)) = new.change.makes() {
            opening.push(sale_id);
            if number.is_empty() {
                *number = format!("{}{:04}", meta.identity.number_prefix, meta.next_number);
                meta.next_number += 1;
            }
        }
        let was = self
            .shown_before(&new.change)
            .map(|was| codec::encode_raw(&was))
            .transpose()
            .map_err(|_| NotSaved::TooLarge)?;
        let change = codec::encode_raw(&new.change).map_err(|_| NotSaved::TooLarge)?;
        if change.get().len() + ENVELOPE_BYTES + MUTATION_BYTES > MOST_PUSH_BYTES {
            return Err(NotSaved::TooLarge);
        }
        let mutation = Mutation {
            sequence: meta.next_sequence,
            mutation_id: new.mutation_id,
            at_ms: new.at_ms,
            employee_id: new.employee_id,
            approved_by: new.approved_by,
            seen: self.meta.cursor,
            was,
            change,
        };
        meta.next_sequence += 1;
        Ok(mutation)
    }

    /// Whether every sale that the change needs is on this device.
    fn is_here(&self, change: &Change, opening: &[SaleId]) -> bool {
        let here = |id: &SaleId| {
            self.known.sale(*id).is_some()
                || self.made.sales.contains_key(id)
                || opening.contains(id)
        };
        match change {
            Change::Open(_) | Change::ResolveReview { .. } => true,
            Change::Merge { sale_id, into } => here(sale_id) && here(into),
            change => change.sale_id().is_none_or(|id| here(&id)),
        }
    }

    /// What the screen showed of the field that the change writes (rule C4).
    fn shown_before(&self, change: &Change) -> Option<FieldValue> {
        let (line, value) = change.writes()?;
        let id = change.sale_id()?;
        let made = self.made.sales.get(&id);
        let sale = made.or_else(|| self.known.sale(id))?;
        sale.field(line, value.field())
    }

    /// The last sequence that may be sent now; none when nothing may.
    fn sendable_through(&self) -> Option<u64> {
        match self.meta.sync {
            SyncMode::On => Some(u64::MAX),
            SyncMode::HandingOver { through } => Some(through),
            SyncMode::Off | SyncMode::Resuming => None,
        }
    }

    /// Whether the server has answered everything that may be sent now.
    pub(super) fn is_all_sent(&self) -> bool {
        let through = self.sendable_through().unwrap_or(0);
        let from = self.outgoing.acknowledged + 1;
        !self.outgoing.pushing
            && (from > through || self.outbox.range(from..=through).next().is_none())
    }

    pub(super) fn push_if_due(&mut self, out: &mut Vec<Output>) {
        // Pull, rebase, push: what others did is known before own changes go out.
        if self.outgoing.pushing || !self.connection.up || self.is_pulling() || self.is_switching()
        {
            return;
        }
        let Some(through) = self.sendable_through() else {
            return;
        };
        let from = self.outgoing.acknowledged + 1;
        if from > through {
            return;
        }
        let mut bytes = ENVELOPE_BYTES;
        let mut mutations = Vec::new();
        for Waiting { mutation, .. } in self.outbox.range(from..=through).map(|(_, w)| w) {
            bytes += mutation.change.get().len() + MUTATION_BYTES;
            bytes += mutation.was.as_ref().map_or(0, |was| was.get().len());
            if !mutations.is_empty()
                && (mutations.len() >= self.outgoing.batch || bytes > MOST_PUSH_BYTES)
            {
                break;
            }
            mutations.push(mutation.clone());
        }
        if mutations.is_empty() {
            return;
        }
        self.outgoing.pushing = true;
        out.push(Output::Push(Push {
            protocol: PROTOCOL,
            build: self.build.clone(),
            epoch: self.meta.epoch,
            unsent: self.waiting(),
            mutations,
        }));
    }

    pub(super) fn pushed(&mut self, answer: Result<PushAnswer, Failure>, out: &mut Vec<Output>) {
        self.outgoing.pushing = false;
        match answer {
            Ok(answer) => {
                self.heard();
                self.outgoing.batch = MOST_MUTATIONS;
                self.outgoing.acknowledged = self.outgoing.acknowledged.max(answer.acknowledged);
                // The rows come by the live stream; without one they are fetched.
                if !self.connection.live && answer.head > self.meta.cursor {
                    self.incoming.due = true;
                }
                out.push(Output::Results(answer.results));
            }
            Err(Failure::Refused(Refusal::Gap { expected })) => {
                self.heard();
                if self.outbox.contains_key(&expected) {
                    self.outgoing.acknowledged = expected.saturating_sub(1);
                } else {
                    self.stop_with(Refusal::Gap { expected }, out);
                }
            }
            Err(Failure::Refused(Refusal::TooMuch { what })) => {
                self.heard();
                if self.outgoing.batch > 1 {
                    self.outgoing.batch /= 2;
                } else {
                    self.stop_with(Refusal::TooMuch { what }, out);
                }
            }
            Err(failure) => self.failed(&failure, out),
        }
    }

    /// The server's rows show everything up to here, so none of it is to be sent again.
    pub(super) fn covered(&mut self, acknowledged: u64) {
        self.outgoing.acknowledged = self.outgoing.acknowledged.max(acknowledged);
    }

    /// The store was restored: what it lost is offered again.
    pub(super) fn offer_again(&mut self, last_sequence: u64) {
        self.outgoing.acknowledged = last_sequence;
    }
}
