//! What a device keeps on stable storage, and the writes that keep it: one at a time, each whole.

use super::outbox::{NewChange, NotSaved};
use super::{Engine, Output};
use crate::protocol::{Identity, Mutation, Patch};
use crate::row::{Digest, Key, Kind, Row};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, VecDeque};

/// Where this register's sync stands (rule F6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SyncMode {
    /// On.
    On,
    /// To be switched off: what was done up to this sequence is still to be handed over (F2, F3).
    HandingOver {
        /// The last sequence that goes to the others.
        through: u64,
    },
    /// Off: what is saved here stays here (rule F4).
    Off,
    /// To be switched on again: the server does not know yet (rule F5).
    Resuming,
}

/// What a device knows of itself. Written together with what it counts, in one transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Who it is.
    pub identity: Identity,
    /// The store's epoch; 0 before the first answer.
    #[serde(with = "crate::codec::u64_as_text")]
    pub epoch: u64,
    /// How far in the log its base is; 0 before the first snapshot.
    pub cursor: u64,
    /// The sequence that its next mutation gets.
    pub next_sequence: u64,
    /// The human number that its next sale gets, behind the prefix (rule C7).
    pub next_number: u64,
    /// Where its sync stands.
    pub sync: SyncMode,
}

impl Meta {
    /// A device that was just activated.
    #[must_use]
    pub fn new(identity: Identity) -> Meta {
        Meta {
            identity,
            epoch: 0,
            cursor: 0,
            next_sequence: 1,
            next_number: 1,
            sync: SyncMode::On,
        }
    }
}

/// One transaction of the device's storage. All of it or nothing; strict durability.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// Its number, for the answer.
    pub id: u64,
    /// Kinds whose rows go first, all of them.
    pub clear: Vec<Kind>,
    /// Rows to put, or to delete when they have no body.
    pub rows: Vec<Row>,
    /// Mutations to put into the outbox.
    pub outbox: Vec<Mutation>,
    /// Mutations up to this sequence leave the outbox.
    pub outbox_done: u64,
    /// What the device then knows of itself.
    pub meta: Meta,
}

/// What is to be written, in order of arrival.
#[derive(Clone, Debug)]
pub(super) enum Job {
    /// A person's change.
    Change(Box<NewChange>),
    /// The server's rows.
    Patch(Box<Patch>),
    /// Another mode of sync, persisted before anything is done about it.
    Mode(SyncMode),
    /// The receipt of a hand-over: the register's copy goes (rule F2).
    Clear { through: u64 },
}

/// The write under way and those waiting.
#[derive(Debug, Default)]
pub(super) struct Writing {
    pub(super) queue: VecDeque<Job>,
    under_way: Option<Plan>,
    last_id: u64,
}

/// A write and what is to follow it.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) write: Write,
    /// Of the changes in it.
    pub(super) tickets: Vec<u64>,
    /// What the server's rows come to, when it said so.
    pub(super) digest: Option<Digest>,
    /// Whether it is a patch.
    pub(super) patched: bool,
}

impl Plan {
    fn of(write: Write) -> Plan {
        Plan {
            write,
            tickets: Vec::new(),
            digest: None,
            patched: false,
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

    /// Begins the next write, if none is under way.
    pub(super) fn write_next(&mut self, out: &mut Vec<Output>) {
        while self.writing.under_way.is_none() {
            if self.holds_changes() {
                // Changes wait for the answer to a hand-over; what came before them went already.
                if matches!(self.writing.queue.front(), Some(Job::Change(_))) {
                    let Some(at) = self
                        .writing
                        .queue
                        .iter()
                        .position(|j| !matches!(j, Job::Change(_)))
                    else {
                        return;
                    };
                    if let Some(job) = self.writing.queue.remove(at) {
                        self.writing.queue.push_front(job);
                    }
                }
            }
            let Some(job) = self.writing.queue.pop_front() else {
                return;
            };
            let planned = match job {
                Job::Change(change) => self.plan_changes(*change, out),
                Job::Patch(patch) => self.plan_patch(*patch),
                Job::Mode(mode) => {
                    let mut write = self.empty_write();
                    write.meta.sync = mode;
                    Some(Plan::of(write))
                }
                Job::Clear { through } => {
                    let mut write = self.empty_write();
                    write.clear = vec![Kind::Sale, Kind::Review];
                    write.outbox_done = through;
                    write.meta.sync = SyncMode::Off;
                    // Coming back begins with everything anew.
                    write.meta.cursor = 0;
                    Some(Plan::of(write))
                }
            };
            if let Some(Plan {
                mut write,
                tickets,
                digest,
                patched,
            }) = planned
            {
                self.writing.last_id += 1;
                write.id = self.writing.last_id;
                out.push(Output::Write(write.clone()));
                self.writing.under_way = Some(Plan {
                    write,
                    tickets,
                    digest,
                    patched,
                });
            }
        }
    }

    pub(super) fn empty_write(&self) -> Write {
        Write {
            id: 0,
            clear: Vec::new(),
            rows: Vec::new(),
            outbox: Vec::new(),
            outbox_done: 0,
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
        let kept = self.outbox.split_off(&(done.write.outbox_done + 1));
        let covered = std::mem::replace(&mut self.outbox, kept);
        let first_fresh = done.write.outbox.first().map(|m| m.sequence);
        let fresh = done.write.outbox.into_iter();
        self.outbox.extend(fresh.map(|m| (m.sequence, m.into())));
        self.meta = done.write.meta;
        let mut touched = BTreeSet::new();
        if !changed.is_empty() || !covered.is_empty() {
            touched = self.rebase();
        } else if let Some(first) = first_fresh {
            // Nothing beneath it has moved.
            self.apply_outbox_from(first, &mut touched);
        }
        changed.extend(touched);
        if !changed.is_empty() || !done.tickets.is_empty() {
            changed.sort_unstable();
            changed.dedup();
            out.push(Output::Changed(changed));
        }
        out.extend(done.tickets.into_iter().map(Output::Saved));
        if done.patched {
            self.after_patch(done.digest, out);
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
        if failed.patched {
            // The cursor has not moved: the same rows come again.
            self.incoming.due = false;
            self.wait(out);
        }
    }
}
