//! The writes that keep what a device knows on stable storage: one at a time, each whole. What a
//! write says is decided when it begins, on what memory and storage then agree on.

use super::numbering::Offer;
use super::outbox::{NewChange, NotSaved};
use super::stored::{Archived, Meta, SyncMode};
use super::view::table_key;
use super::write::Write;
use super::{Engine, Output};
use crate::protocol::{Identity, Patch, Receipt};
use crate::row::{Digest, Key};
use std::collections::{BTreeSet, VecDeque};

/// What is to be written, in order of arrival.
#[derive(Clone, Debug)]
pub(super) enum Job {
    /// A person's change.
    Change(Box<NewChange>),
    /// The server's rows.
    Patch(Box<Patch>),
    /// Sync is to be switched off, from here on (rules F2, F3).
    SwitchOff,
    /// Sync is to be switched on (rule F5).
    SwitchOn,
    /// The table layout is to be shared, or not (rule F8).
    Layout(bool),
    /// The server has taken this register back in.
    Resumed,
    /// The server says that sync is off, which this register does not know of.
    FoundOff,
    /// The receipt of a hand-over: the register's copy goes (rule F2).
    HandedOver(Receipt),
    /// The store was restored: the outbox with what the archive holds.
    Offer(Offer, Vec<Archived>),
    /// Another identity.
    Identity(Box<Identity>),
    /// The archive's oldest go.
    Expire,
    /// The storage has lost what was written.
    Rewrite,
}

/// The write under way and those waiting.
#[derive(Debug, Default)]
pub(super) struct Writing {
    pub(super) queue: VecDeque<Job>,
    /// Refused by the storage, and to be tried at the next wake: nobody else does them again.
    again: Vec<Job>,
    under_way: Option<Plan>,
    pub(super) last_id: u64,
    /// The last write when the storage was asked what it holds.
    pub(super) asked_at: Option<u64>,
}

impl Writing {
    /// This is what was written.
    pub(super) fn follow(&mut self, plan: Plan) {
        self.under_way = Some(plan);
    }
}

/// What follows a write.
#[derive(Clone, Debug)]
pub(super) enum Then {
    Nothing,
    /// It was a patch: what the server's rows come to, when it said so, and the cursor before.
    Patched(Option<Digest>, u64),
    /// The outbox has new numbers.
    Numbered {
        /// Up to where the server has them already.
        acknowledged: u64,
        /// Up to where a person has been told what became of them.
        told_through: u64,
    },
}

/// A write and what is to follow it.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) write: Write,
    /// Of the changes in it.
    pub(super) tickets: Vec<u64>,
    pub(super) then: Then,
    /// What it is done again from, when the storage refuses.
    pub(super) again: Option<Job>,
}

impl Plan {
    pub(super) fn of(write: Write) -> Plan {
        Plan {
            write,
            tickets: Vec::new(),
            then: Then::Nothing,
            again: None,
        }
    }
}

/// Most changes written in one transaction.
const MOST_CHANGES: usize = 100;
/// Most jobs that wait for the storage; a change beyond is refused, a patch is pulled again later.
pub(super) const MOST_JOBS: usize = 1_000;

impl Engine {
    /// What the device knows of itself.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    pub(super) fn is_writing(&self) -> bool {
        self.writing.under_way.is_some() || !self.writing.queue.is_empty()
    }

    /// What the storage refused is tried again.
    pub(super) fn write_again(&mut self) {
        self.writing.queue.extend(self.writing.again.drain(..));
    }

    /// Begins the next write, if none is under way.
    pub(super) fn write_next(&mut self, out: &mut Vec<Output>) {
        while self.writing.under_way.is_none() {
            let Some(job) = self.writing.queue.pop_front() else {
                return;
            };
            let Some(mut plan) = self.plan(job, out) else {
                continue;
            };
            self.writing.last_id += 1;
            plan.write.id = self.writing.last_id;
            out.push(Output::Write(plan.write.clone()));
            self.writing.under_way = Some(plan);
        }
    }

    fn plan(&mut self, job: Job, out: &mut Vec<Output>) -> Option<Plan> {
        let again = match &job {
            // The person is told, and the server says it again.
            Job::Change(_) | Job::Patch(_) => None,
            own => Some(own.clone()),
        };
        let plan = match job {
            Job::Change(change) => self.plan_changes(*change, out),
            Job::Patch(patch) => self.plan_patch(*patch, out),
            Job::SwitchOff => self.plan_switch_off(),
            Job::SwitchOn => self.plan_switch_on(),
            Job::Layout(on) => Some(self.plan_layout(on)),
            Job::Resumed => self.plan_mode(SyncMode::Resuming, SyncMode::On),
            Job::FoundOff => self.plan_mode(SyncMode::On, SyncMode::Resuming),
            Job::HandedOver(receipt) => self.plan_handed_over(receipt, out),
            Job::Offer(offer, held) => Some(self.plan_offer(offer, held)),
            Job::Identity(identity) => Some(self.plan_identity(*identity)),
            Job::Expire => self.plan_expire(),
            Job::Rewrite => Some(self.plan_rewrite()),
        };
        plan.map(|plan| Plan { again, ..plan })
    }

    pub(super) fn empty_write(&self) -> Write {
        Write {
            id: 0,
            clear: Vec::new(),
            rows: Vec::new(),
            outbox_done: if buggy!(OutboxDeletedOnPush) {
                self.outgoing.acknowledged()
            } else {
                0
            },
            outbox: Vec::new(),
            archive_from: 0,
            archive: Vec::new(),
            meta: self.meta.clone(),
        }
    }

    fn plan_changes(&mut self, first: NewChange, out: &mut Vec<Output>) -> Option<Plan> {
        let mut write = self.empty_write();
        let mut tickets = Vec::new();
        // Sales opened in this same write: later changes in it may name them.
        let mut opening = Vec::new();
        let mut next = Some(first);
        while let Some(change) = next {
            let ticket = change.ticket;
            match self.mutation(change, &mut write.meta, &mut opening) {
                Ok(mutation) => {
                    write.outbox.push(mutation);
                    tickets.push(ticket);
                }
                Err(why) => out.push(Output::NotSaved(ticket, why)),
            }
            next = None;
            if write.outbox.len() < MOST_CHANGES
                && matches!(self.writing.queue.front(), Some(Job::Change(_)))
                && let Some(Job::Change(change)) = self.writing.queue.pop_front()
            {
                next = Some(*change);
            }
        }
        (!write.outbox.is_empty()).then(|| Plan {
            tickets,
            ..Plan::of(write)
        })
    }

    /// The storage has it: memory follows.
    pub(super) fn written(&mut self, id: u64, out: &mut Vec<Output>) {
        if self
            .writing
            .under_way
            .as_ref()
            .is_none_or(|w| w.write.id != id)
        {
            return;
        }
        let Some(done) = self.writing.under_way.take() else {
            return;
        };
        let mut changed: Vec<Key> = Vec::new();
        if !done.write.clear.is_empty() {
            let keys: Vec<Key> = self
                .base
                .keys()
                .filter(|key| done.write.clear.contains(&key.kind))
                .cloned()
                .collect();
            for key in keys {
                self.remove_base(&key);
                changed.push(key);
            }
        }
        for row in done.write.rows {
            changed.push(row.key());
            self.put_base(row);
        }
        let left = self
            .outbox
            .split_off(&done.write.outbox_done.saturating_add(1));
        let covered = std::mem::replace(&mut self.outbox, left);
        let last_before = self.outbox.keys().next_back().copied().unwrap_or(0);
        let first_fresh = done.write.outbox.iter().map(|m| m.sequence).min();
        let fresh = done.write.outbox.into_iter();
        self.outbox.extend(fresh.map(|m| (m.sequence, m.into())));
        if self.meta.layout != done.write.meta.layout {
            changed.extend(self.known.tables.keys().map(table_key));
        }
        self.meta = done.write.meta;
        let mut touched = Vec::new();
        let behind = first_fresh.is_none_or(|first| first > last_before);
        if !changed.is_empty() || !covered.is_empty() || !behind {
            touched = self.rebase();
        } else if let Some(first) = first_fresh {
            // Nothing beneath it has moved.
            self.apply_outbox_from(first, &mut touched);
        }
        changed.extend(touched);
        if !changed.is_empty() || !done.tickets.is_empty() {
            out.push(Output::Changed(once_each(changed)));
        }
        out.extend(done.tickets.into_iter().map(Output::Saved));
        match done.then {
            Then::Nothing => {}
            Then::Patched(digest, before) => {
                self.lease_caught_up(before, out);
                self.after_patch(digest, out);
            }
            Then::Numbered {
                acknowledged,
                told_through,
            } => self.numbered(acknowledged, told_through),
        }
    }

    /// The storage has nothing of it: memory stays as it is.
    pub(super) fn write_failed(&mut self, id: u64, out: &mut Vec<Output>) {
        if self
            .writing
            .under_way
            .as_ref()
            .is_none_or(|w| w.write.id != id)
        {
            return;
        }
        let Some(failed) = self.writing.under_way.take() else {
            return;
        };
        for ticket in failed.tickets {
            out.push(Output::NotSaved(ticket, NotSaved::Storage));
        }
        if matches!(failed.then, Then::Patched(..)) {
            // The cursor has not moved: the same rows are fetched, after a while.
            self.incoming.due = true;
            self.wait(out);
        }
        if let Some(job) = failed.again {
            self.writing.again.push(job);
            self.wait(out);
        }
    }
}

/// Each key once, in order.
pub(super) fn once_each(keys: Vec<Key>) -> Vec<Key> {
    BTreeSet::from_iter(keys).into_iter().collect()
}
