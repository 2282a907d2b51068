//! From a person's change to the server's answer: into the outbox, out by push. A mutation leaves
//! the outbox only when the server's rows cover it, never because a push was answered.

use super::change::{NewChange, NotSaved, Waiting};
use super::engine::Engine;
use super::io::{Failure, Output};
use super::job::{Job, MOST_JOBS};
use super::stored::{FIRST_LOCAL, Meta, SyncMode};
use super::view::Place;
use crate::codec;
use crate::protocol::{
    MOST_MUTATIONS, MOST_PUSH_BYTES, Mutation, PROTOCOL, Patch, Push, PushAnswer, PushResult,
    Refusal,
};
use sale::{Change, FieldValue, SaleId};

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

    /// What is in the outbox from one sequence to another, both included.
    pub(super) fn outbox_between(&self, from: u64, through: u64) -> impl Iterator<Item = &Waiting> {
        self.outbox
            .range(from..)
            .take_while(move |(sequence, _)| **sequence <= through)
            .map(|(_, waiting)| waiting)
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
        if let Some((_, number)) = new.change.makes()
            && number.is_empty()
        {
            *number = format!("{}{:04}", meta.identity.number_prefix, meta.next_number);
            meta.next_number += 1;
        }
        let was = self
            .shown_before(&new.change)
            .map(|was| codec::encode_raw(&was))
            .transpose()
            .map_err(|_| NotSaved::TooLarge)?;
        if new.change.table_id().is_some() && !self.meta.layout {
            return Err(NotSaved::NoLayout);
        }
        let stays = self.stays_here(&new.change, opening)?;
        let change = codec::encode_raw(&new.change).map_err(|_| NotSaved::TooLarge)?;
        if change.get().len() + ENVELOPE_BYTES + MUTATION_BYTES > MOST_PUSH_BYTES {
            return Err(NotSaved::TooLarge);
        }
        let next = match stays {
            true => &mut meta.next_local,
            false => &mut meta.next_sequence,
        };
        let sequence = *next;
        *next += 1;
        if let (false, SyncMode::HandingOver { through }) = (stays, &mut meta.sync) {
            *through = sequence;
        }
        if let (true, Some((sale_id, _))) = (stays, new.change.makes()) {
            opening.push(sale_id);
        }
        let mutation = Mutation {
            sequence,
            mutation_id: new.mutation_id,
            at_ms: new.at_ms,
            employee_id: new.employee_id,
            approved_by: new.approved_by,
            seen: self.meta.cursor,
            was,
            change,
        };
        Ok(mutation)
    }

    /// What the screen showed of the field that the change writes (rule C4).
    fn shown_before(&self, change: &Change) -> Option<FieldValue> {
        let (line, value) = change.writes()?;
        let id = change.sale_id()?;
        let sale = self.books().shown(id)?;
        sale.field(line, value.field())
    }

    /// Whether a change stays on this register, which it does when sync is off or is being switched
    /// off and what it is about is this register's alone (rules F3, F4). `opening` names the sales
    /// that the same write opens here.
    fn stays_here(&self, change: &Change, opening: &[SaleId]) -> Result<bool, NotSaved> {
        if matches!(self.meta.sync, SyncMode::On | SyncMode::Resuming) {
            return Ok(false);
        }
        let place = |id: SaleId| match opening.contains(&id) {
            true => Some(Place::Here),
            false => self.place(id),
        };
        let place = match change {
            Change::Open(_)
            | Change::PutTable(_)
            | Change::EditTable { .. }
            | Change::RemoveTable { .. } => Some(Place::Here),
            // Only what is in one place can become one.
            Change::Merge { sale_id, into } => match (place(*sale_id), place(*into)) {
                (Some(one), Some(other)) if one != other => Some(Place::Shared),
                (one, other) => one.and(other),
            },
            Change::ResolveReview { review_id, .. } => self.place_of_review(*review_id),
            change => change.sale_id().and_then(place),
        };
        match place {
            Some(Place::Here) => Ok(true),
            // It goes over with the sale.
            Some(Place::Waiting) => Ok(false),
            Some(Place::Shared) => Err(NotSaved::HandingOver),
            None => Err(NotSaved::NotHere),
        }
    }

    /// The last sequence that may be sent now; none when nothing may.
    fn sendable_through(&self) -> Option<u64> {
        match self.meta.sync {
            SyncMode::On => Some(FIRST_LOCAL - 1),
            SyncMode::HandingOver { through } => Some(through),
            SyncMode::Off | SyncMode::Resuming => None,
        }
    }

    /// Whether the server has answered everything that may be sent now.
    pub(super) fn is_all_sent(&self) -> bool {
        let through = self.sendable_through().unwrap_or(0);
        let from = self.outgoing.acknowledged + 1;
        !self.outgoing.pushing
            && (from > through || self.outbox_between(from, through).next().is_none())
    }

    pub(super) fn push_if_due(&mut self, out: &mut Vec<Output>) {
        // Pull, rebase, push: what others did is known before own changes go out.
        if self.outgoing.pushing
            || !self.connection.up
            || self.is_pulling()
            || self.is_switching()
            || self.is_numbering()
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
        for Waiting { mutation, .. } in self.outbox_between(from, through) {
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
        if std::mem::take(&mut self.outgoing.void) {
            return;
        }
        match answer {
            Ok(answer) => {
                self.heard();
                self.outgoing.failures = 0;
                self.outgoing.batch = MOST_MUTATIONS;
                if answer.epoch != self.meta.epoch {
                    return;
                }
                // Only what was sent itself: the device's last sequence may be somebody else's.
                let last = answer.results.iter().map(|result| result.sequence).max();
                self.outgoing.acknowledged = self.outgoing.acknowledged.max(last.unwrap_or(0));
                // The rows come by the live stream; without one they are fetched. What was known
                // already changed nothing, so no rows will come to cover it.
                let known = |result: &PushResult| result.position <= self.meta.cursor;
                let nothing_new =
                    answer.results.iter().all(known) && self.taken() < self.outgoing.acknowledged;
                if nothing_new || (!self.connection.live && answer.head > self.meta.cursor) {
                    self.incoming.due = true;
                }
                let mut results = answer.results;
                results.retain(|result| result.sequence > self.outgoing.told_through);
                if !results.is_empty() {
                    out.push(Output::Results(results));
                }
            }
            Err(Failure::Refused(Refusal::Gap { expected })) => {
                self.heard();
                let last = expected.saturating_sub(1);
                if self.outbox.contains_key(&expected) {
                    self.outgoing.acknowledged = last;
                } else {
                    // The store has lost what it had acknowledged.
                    self.offer_again(self.meta.epoch, last, out);
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
            Err(failure) => {
                self.back_off(self.outgoing.failures);
                self.outgoing.failures = self.outgoing.failures.saturating_add(1);
                self.failed(&failure, out);
            }
        }
    }

    /// How much of the outbox the server's rows show, proven to be this device's own. None when
    /// they show somebody else's: then nothing leaves the outbox (rule A4).
    pub(super) fn proven(&self, patch: &Patch) -> Option<u64> {
        if patch.acknowledged >= self.meta.next_sequence && !buggy!(NoFingerprint) {
            return None;
        }
        match self.outbox.get(&patch.acknowledged) {
            None => Some(0),
            Some(Waiting { mutation, .. }) => {
                (mutation.fingerprint() == patch.acknowledged_fingerprint || buggy!(NoFingerprint))
                    .then_some(patch.acknowledged)
            }
        }
    }

    /// The last sequence that the server's rows have shown: the outbox begins behind it.
    pub(super) fn taken(&self) -> u64 {
        let first = self.outbox.keys().next().copied();
        let first = first.filter(|sequence| *sequence < FIRST_LOCAL);
        first.unwrap_or(self.meta.next_sequence).saturating_sub(1)
    }

    /// The server's rows show everything up to here, so none of it is to be sent again.
    pub(super) fn covered(&mut self, acknowledged: u64) {
        self.outgoing.acknowledged = self.outgoing.acknowledged.max(acknowledged);
    }

    /// Whether the outbox is about to get other numbers.
    pub(super) fn is_numbering(&self) -> bool {
        self.offering.is_some() || self.forked
    }
}
