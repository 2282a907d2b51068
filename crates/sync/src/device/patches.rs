//! From the server's rows to the base: pull in pages, live patches, the digest that proves it.
//! A patch is written whole, rows and cursor together, or not at all (rules B2, B5).

use super::state::{Job, MOST_JOBS, Plan, SyncMode};
use super::{Engine, Failure, Output};
use crate::protocol::{Live, PageToken, Patch, Pull, Refusal};
use crate::row::{Digest, Kind, Row};

/// What is under way from the server.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    /// Something newer is known to be there.
    pub(super) due: bool,
    pulling: bool,
    /// Pages of the pull under way; applied at once when the last has come.
    staged: Vec<Row>,
    page: Option<PageToken>,
    from: u64,
}

/// Most live patches that wait; beyond, one pull fetches them all.
const MOST_LIVE: usize = 64;

impl Engine {
    pub(super) fn is_pulling(&self) -> bool {
        self.incoming.pulling || self.incoming.due
    }

    pub(super) fn pull_if_due(&mut self, out: &mut Vec<Output>) {
        let mode_pulls = matches!(self.meta.sync, SyncMode::On | SyncMode::HandingOver { .. });
        if !self.incoming.due
            || self.incoming.pulling
            || self.is_writing()
            || self.is_switching()
            || !mode_pulls
            || self.connection.waiting
        {
            return;
        }
        self.incoming.pulling = true;
        out.push(Output::Pull(Pull {
            epoch: self.meta.epoch,
            since: self.meta.cursor,
            page: self.incoming.page,
        }));
    }

    pub(super) fn pulled(&mut self, answer: Result<Patch, Failure>, out: &mut Vec<Output>) {
        self.incoming.pulling = false;
        match answer {
            Ok(mut patch) => {
                self.heard();
                if self.incoming.page.is_none() {
                    self.incoming.staged.clear();
                    self.incoming.from = patch.from;
                }
                let mut rows = std::mem::take(&mut self.incoming.staged);
                rows.append(&mut patch.rows);
                if let Some(next) = patch.next {
                    self.incoming.staged = rows;
                    self.incoming.page = Some(next);
                    return;
                }
                self.incoming.page = None;
                self.incoming.due = false;
                patch.rows = rows;
                patch.from = self.incoming.from;
                self.connection.up = true;
                self.writing.queue.push_back(Job::Patch(Box::new(patch)));
            }
            Err(failure) => {
                self.incoming.page = None;
                self.incoming.staged.clear();
                self.failed(&failure, out);
            }
        }
    }

    pub(super) fn live(&mut self, live: Live, out: &mut Vec<Output>) {
        if !self.connection.live {
            return;
        }
        match live {
            Live::Patch(patch) => {
                self.heard();
                let waiting = self
                    .writing
                    .queue
                    .iter()
                    .filter(|job| matches!(job, Job::Patch(_)))
                    .count();
                if waiting >= MOST_LIVE || self.writing.queue.len() >= MOST_JOBS {
                    self.incoming.due = true;
                } else {
                    self.writing.queue.push_back(Job::Patch(Box::new(patch)));
                }
            }
            Live::Heartbeat { head, .. } => {
                self.heard();
                if head > self.meta.cursor && !self.is_writing() {
                    self.incoming.due = true;
                }
            }
            Live::Bye { .. } => {
                self.connection.live = false;
                self.failed(&Failure::Unreachable, out);
            }
        }
    }

    /// What a patch writes; nothing when it does not fit the cursor.
    pub(super) fn plan_patch(&mut self, patch: Patch) -> Option<Plan> {
        if matches!(self.meta.sync, SyncMode::Off | SyncMode::Resuming) {
            return None;
        }
        let anew = patch.from == 0;
        let other_epoch = self.meta.epoch != 0 && patch.epoch != self.meta.epoch;
        if !anew && (other_epoch || patch.from != self.meta.cursor) {
            // Old news is nothing; a gap is fetched.
            if other_epoch || patch.to > self.meta.cursor {
                self.incoming.due = true;
            }
            return None;
        }
        if anew && self.meta.cursor != 0 && !other_epoch && patch.to < self.meta.cursor {
            return None;
        }
        let mut write = self.empty_write();
        let rows = patch.rows.into_iter();
        if anew {
            write.clear = self.kinds();
            write.rows = rows.filter(|row| row.body.is_some()).collect();
        } else {
            write.rows = rows
                .filter(|row| {
                    self.base
                        .get(&row.key())
                        .is_none_or(|known| row.version > known.version)
                })
                .collect();
        }
        write.meta.epoch = patch.epoch;
        write.meta.cursor = patch.to;
        write.outbox_done = patch.acknowledged;
        self.covered(patch.acknowledged);
        Some(Plan {
            write,
            tickets: Vec::new(),
            digest: patch.digest,
            patched: true,
        })
    }

    /// A patch is written: prove it, keep the stream open, see what it asks of this register.
    pub(super) fn after_patch(&mut self, digest: Option<Digest>, out: &mut Vec<Output>) {
        if digest.is_some_and(|theirs| theirs != self.digest) {
            out.push(Output::Diverged);
            self.meta.cursor = 0;
            self.incoming.due = true;
            return;
        }
        self.follow_asked_sync();
        self.open_live(out);
    }

    /// Opens the live stream once the base is there.
    pub(super) fn open_live(&mut self, out: &mut Vec<Output>) {
        let wanted = matches!(self.meta.sync, SyncMode::On | SyncMode::HandingOver { .. });
        if wanted && !self.connection.live && self.connection.up && !self.incoming.due {
            self.connection.live = true;
            out.push(Output::OpenLive {
                epoch: self.meta.epoch,
                since: self.meta.cursor,
            });
        }
    }

    /// Another epoch: the store was restored. Everything anew; the outbox stays and is offered.
    pub(super) fn begin_anew(&mut self, refusal: &Refusal) {
        if let Refusal::Epoch {
            epoch,
            last_sequence,
        } = refusal
        {
            self.meta.epoch = *epoch;
            self.meta.cursor = 0;
            self.incoming.due = true;
            self.offer_again(*last_sequence);
        }
    }

    fn kinds(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = self.base.keys().map(|key| key.kind.clone()).collect();
        kinds.dedup();
        kinds
    }
}
