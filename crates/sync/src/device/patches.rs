//! From the server's rows to the base: pull in pages, live patches, the digest that proves it.
//! A patch is written whole, rows and cursor together, or not at all (rules B2, B5).

use super::connection::is_newer;
use super::engine::Engine;
use super::io::{Failure, Output};
use super::job::{Job, MOST_JOBS, Plan, Then};
use super::standing::FirstCopy;
use super::stored::SyncMode;
use super::write::Write;
use crate::protocol::{Live, MOST_WAIT_S, Patch, Pull, Refusal};
use crate::row::{Digest, Kind, Row};

/// Most live patches that wait; beyond, one pull fetches them all.
const MOST_LIVE: usize = 64;
/// Pages that came so long ago are asked for anew: of what went meanwhile the server tells for some
/// time only (rule B2).
const STAGED_FOR_MS: i64 = 24 * 60 * 60 * 1000;

impl Engine {
    pub(super) fn is_pulling(&self) -> bool {
        // News end the wait of a pull that waits.
        !self.incoming.waits && (self.incoming.pulling || self.incoming.due)
    }

    /// What is under way is void: everything from here on is asked anew.
    pub(super) fn pull_anew(&mut self) {
        self.incoming.void = self.incoming.pulling;
        self.incoming.waits = false;
        self.incoming.drop_pages();
        self.incoming.due = true;
    }

    /// How far the first copy is; none before its first page, and once there is one.
    #[must_use]
    pub fn first_copy(&self) -> Option<FirstCopy> {
        let of = self.incoming.open_sales?;
        self.incoming.page.filter(|_| !self.has_copy())?;
        let sale = |row: &&Row| row.kind == Kind::Sale && row.body.is_some();
        let sales = self.incoming.staged.iter().filter(sale).count();
        Some(FirstCopy {
            sales: u64::try_from(sales).unwrap_or(u64::MAX).min(of),
            of,
        })
    }

    /// Whether the device has a copy of the store (rule F1).
    #[must_use]
    pub fn has_copy(&self) -> bool {
        self.meta.cursor > 0
    }

    pub(super) fn pull_if_due(&mut self, out: &mut Vec<Output>) {
        let mode_pulls = matches!(self.meta.sync, SyncMode::On | SyncMode::HandingOver { .. });
        if self.incoming.pulling
            || self.is_writing()
            || self.is_switching()
            || self.is_numbering()
            || !mode_pulls
            || self.connection.waiting
        {
            return;
        }
        let waits = !self.incoming.due;
        if waits && !(self.connection.is_polling() && self.connection.up) {
            return;
        }
        let staged = self.incoming.staged_ms.zip(self.clock.now_ms);
        if staged.is_some_and(|(from, now)| now.saturating_sub(from) >= STAGED_FOR_MS) {
            self.incoming.drop_pages();
        }
        self.incoming.pulling = true;
        self.incoming.waits = waits;
        out.push(Output::Pull(Pull {
            epoch: self.meta.epoch,
            since: self.meta.cursor,
            page: self.incoming.page,
            wait_s: if waits { MOST_WAIT_S } else { 0 },
        }));
    }

    pub(super) fn pulled(&mut self, answer: Result<Patch, Failure>, out: &mut Vec<Output>) {
        self.incoming.pulling = false;
        let waited = std::mem::take(&mut self.incoming.waits);
        if std::mem::take(&mut self.incoming.void) {
            self.incoming.due = true;
            return;
        }
        match answer {
            Ok(mut patch) => {
                self.heard();
                self.prove_lease();
                self.told_min_build(&patch, out);
                let nothing = patch.from == patch.to && patch.acknowledged == self.taken();
                if waited && nothing && !self.incoming.due {
                    // Nothing new. A pause, should the server not have waited.
                    self.connection.waiting = true;
                    out.push(Output::Wait { attempt: 1 });
                    return;
                }
                let incoming = &mut self.incoming;
                if incoming.page.is_none() {
                    incoming.staged_ms = self.clock.now_ms;
                    (incoming.epoch, incoming.from) = (patch.epoch, patch.from);
                } else if (incoming.epoch, incoming.from) != (patch.epoch, patch.from) {
                    // Restored between two pages, or the cursor has moved: they do not belong
                    // together.
                    self.pull_anew();
                    return;
                }
                let mut rows = std::mem::take(&mut self.incoming.staged);
                rows.append(&mut patch.rows);
                if let Some(next) = patch.next {
                    if buggy!(PagesUnstaged) {
                        let page = Patch {
                            rows: rows.clone(),
                            next: None,
                            ..patch.clone()
                        };
                        self.writing.queue.push_back(Job::Patch(Box::new(page)));
                    }
                    self.incoming.staged = rows;
                    self.incoming.page = Some(next);
                    self.incoming.open_sales = patch.open_sales;
                    return;
                }
                self.incoming.drop_pages();
                self.incoming.due = false;
                if patch.to >= self.meta.cursor && patch.acknowledged < self.taken() {
                    // The store has lost what its rows showed here: restored, and not saying so.
                    self.offer_again(patch.epoch, patch.acknowledged, out);
                    return;
                }
                patch.rows = rows;
                patch.from = self.incoming.from;
                self.connection.up = true;
                self.writing.queue.push_back(Job::Patch(Box::new(patch)));
            }
            Err(failure) => {
                if matches!(failure, Failure::Refused(Refusal::Epoch { .. })) {
                    self.incoming.drop_pages();
                }
                self.failed(&failure, out);
            }
        }
    }

    pub(super) fn live(&mut self, live: Live, out: &mut Vec<Output>) {
        if !self.connection.live {
            return;
        }
        self.connection.spoke = true;
        self.clock.stream_ms = self.clock.now_ms;
        match live {
            Live::Patch(patch) => {
                self.heard();
                self.told_min_build(&patch, out);
                let waiting = self
                    .writing
                    .queue
                    .iter()
                    .filter(|job| matches!(job, Job::Patch(_)))
                    .count();
                // A page alone is not the whole.
                let page = patch.next.is_some();
                if page || waiting >= MOST_LIVE || self.writing.queue.len() >= MOST_JOBS {
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
            Live::Leases { leases } => {
                self.heard();
                self.see_leases(leases, out);
            }
            Live::Bye { .. } => self.stream_over(out),
        }
    }

    /// What a patch writes; nothing when it does not fit the cursor.
    #[allow(clippy::overly_complex_bool_expr)] // Without the bugs, what turns them on is never.
    pub(super) fn plan_patch(&mut self, patch: Patch, out: &mut Vec<Output>) -> Option<Plan> {
        if matches!(self.meta.sync, SyncMode::Off | SyncMode::Resuming) {
            return None;
        }
        let anew = patch.from == 0;
        let other_epoch = self.meta.epoch != 0 && patch.epoch != self.meta.epoch;
        if other_epoch || (!anew && patch.from != self.meta.cursor) {
            // Old rows are nothing; a gap is fetched, and so is what another epoch means.
            if other_epoch || patch.to > self.meta.cursor {
                self.incoming.due = true;
                return None;
            }
            // Mutations that the store knew already move nothing, so that an old patch may be all
            // that tells of them.
            let through = self.proven(&patch).filter(|t| *t > self.taken())?;
            let mut write = self.empty_write();
            self.cover(&mut write, through);
            return Some(Plan::of(write));
        }
        if anew && self.meta.cursor != 0 && patch.to < self.meta.cursor {
            return None;
        }
        let proven = self.proven(&patch);
        let mut write = self.empty_write();
        let rows = patch.rows.into_iter();
        if anew {
            // A row may be open on one page and gone on a later one, so what is gone counts too.
            write.clear = self.kinds();
            write.rows = rows.collect();
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
        match proven {
            Some(through) => self.cover(&mut write, through),
            None => self.found_fork(out),
        }
        if buggy!(ResetOnRefresh) || (anew && buggy!(OutboxWipedOnSnapshot)) {
            write.outbox_done = write.meta.next_sequence;
        }
        Some(Plan {
            then: Then::Patched(patch.digest, self.meta.cursor),
            ..Plan::of(write)
        })
    }

    /// The server's rows show everything up to here: it goes from the outbox into the archive.
    fn cover(&mut self, write: &mut Write, through: u64) {
        write.outbox_done = through;
        self.covered(through);
        let covered = self.outbox_between(0, through);
        let covered = covered.map(|waiting| waiting.mutation.clone());
        self.archive(write, covered.collect());
    }

    /// A patch is written: prove it, keep the stream open, see what it asks of this register.
    pub(super) fn after_patch(&mut self, digest: Option<Digest>, out: &mut Vec<Output>) {
        if digest.is_some_and(|theirs| theirs != self.digest) {
            out.push(Output::Diverged);
            self.meta.cursor = 0;
            self.incoming.due = true;
            self.incoming.diverged += 1;
            if self.incoming.diverged > 1 {
                self.wait(out);
            }
            return;
        }
        self.incoming.diverged = 0;
        self.follow_asked_sync();
        self.open_live(out);
    }

    /// Opens the live stream once the base is there.
    pub(super) fn open_live(&mut self, out: &mut Vec<Output>) {
        let wanted = matches!(self.meta.sync, SyncMode::On | SyncMode::HandingOver { .. });
        if wanted
            && !self.connection.live
            && self.connection.up
            && !self.incoming.due
            && !self.connection.is_polling()
        {
            self.connection.live = true;
            self.connection.spoke = false;
            self.connection.opened_ms = self.clock.now_ms;
            self.clock.stream_ms = self.clock.now_ms;
            out.push(Output::OpenLive {
                epoch: self.meta.epoch,
                since: self.meta.cursor,
            });
        }
    }

    /// The server says which build is the oldest that may go on.
    fn told_min_build(&self, patch: &Patch, out: &mut Vec<Output>) {
        if let Some(min_build) = &patch.min_build
            && is_newer(min_build, &self.build)
        {
            out.push(Output::Outdated {
                min_build: min_build.clone(),
            });
        }
    }

    pub(super) fn kinds(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = self.base.keys().map(|key| key.kind.clone()).collect();
        kinds.dedup();
        kinds
    }
}
