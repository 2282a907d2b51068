//! The writes that keep what a device knows on stable storage: one at a time, each whole. What a
//! write says is decided when it begins, on what memory and storage then agree on.

use super::change::{NewChange, NotSaved};
use super::engine::Engine;
use super::io::{Output, once_each};
use super::job::{Job, Plan, Then};
use super::stored::{Meta, SyncMode};
use super::write::Write;
use crate::row::Key;

/// Most changes written in one transaction.
const MOST_CHANGES: usize = 100;

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
        let Some(done) = self.writing.ended(id) else {
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
            changed.extend(self.known.tables.keys().copied().map(Key::table));
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
        let Some(failed) = self.writing.ended(id) else {
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
