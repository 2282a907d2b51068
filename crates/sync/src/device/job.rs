//! What is to be written: jobs that wait for the storage, and what a write is planned to be.
//!
//! It must not know what a job writes.

use super::change::NewChange;
use super::stored::Archived;
use super::write::Write;
use crate::protocol::{Identity, Patch, Receipt};
use crate::row::Digest;
use std::collections::VecDeque;

/// Most jobs that wait for the storage; a change beyond is refused, a patch is pulled again later.
pub(super) const MOST_JOBS: usize = 1_000;

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
    pub(super) again: Vec<Job>,
    pub(super) under_way: Option<Plan>,
    pub(super) last_id: u64,
    /// The last write when the storage was asked what it holds.
    pub(super) asked_at: Option<u64>,
}

impl Writing {
    /// This is what was written.
    pub(super) fn follow(&mut self, plan: Plan) {
        self.under_way = Some(plan);
    }

    /// The write that the storage tells of, which is under way no longer; none for any other.
    pub(super) fn ended(&mut self, id: u64) -> Option<Plan> {
        self.under_way.take_if(|plan| plan.write.id == id)
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

/// What the store still has of this device.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer {
    pub(super) epoch: u64,
    pub(super) last_sequence: u64,
}
