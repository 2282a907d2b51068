//! The second safety net: what the server has acknowledged stays on the device for a week, and is
//! offered again when the store was restored from a backup that does not have it.
//!
//! It must not know who restores a store, or why.

use super::engine::Engine;
use super::io::Output;
use super::job::{Job, Offer, Plan};
use super::stored::{ArchiveDay, Archived, Meta};
use super::write::Write;
use crate::protocol::Mutation;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// A day's mutations go when its last is this old.
const KEPT_MS: i64 = 7 * DAY_MS;
/// Most mutations kept, however young.
const MOST_ARCHIVED: u64 = 20_000;

impl Engine {
    /// What a write takes out of the outbox goes into the archive with it.
    pub(super) fn archive(&self, write: &mut Write, covered: Vec<Mutation>) {
        let Some(last) = covered.last() else {
            return;
        };
        // Before the first tick the change's own time stands in: the device's clock as well.
        let now_ms = self.clock.now_ms.unwrap_or(last.at_ms);
        let index = &mut write.meta.archive;
        let same_day = index.days.last().is_some_and(|day| {
            now_ms >= day.from_ms && now_ms < day.from_ms.saturating_add(DAY_MS)
        });
        if !same_day {
            index.days.push(ArchiveDay {
                from_ms: now_ms,
                first: index.next,
            });
        }
        for mutation in covered {
            write.archive.push(Archived {
                number: index.next,
                mutation,
            });
            index.next += 1;
        }
        expire(write, now_ms);
    }

    /// What is too old goes, also when nothing comes.
    pub(super) fn expire_archive(&mut self, now_ms: i64) {
        if is_old(&self.meta, now_ms) && !self.is_writing() {
            self.writing.queue.push_back(Job::Expire);
        }
    }

    pub(super) fn plan_expire(&self) -> Option<Plan> {
        let now_ms = self.clock.now_ms?;
        let mut write = self.empty_write();
        expire(&mut write, now_ms);
        Some(Plan::of(write))
    }

    /// The store has forgotten: what the archive holds is read, and offered again from the sequence
    /// on that the store waits for.
    pub(super) fn offer_again(&mut self, epoch: u64, last_sequence: u64, out: &mut Vec<Output>) {
        if self.offering.is_none() {
            self.drop_live(out);
            self.offering = Some(Offer {
                epoch,
                last_sequence,
            });
            out.push(Output::ReadArchive);
        }
    }

    /// What the archive holds; none when the storage refused: then it is asked anew, later.
    pub(super) fn archive_read(&mut self, held: Option<Vec<Archived>>, out: &mut Vec<Output>) {
        let Some(offer) = self.offering else {
            return;
        };
        match held {
            Some(held) => self.writing.queue.push_back(Job::Offer(offer, held)),
            None => {
                self.offering = None;
                self.wait(out);
            }
        }
    }
}

fn is_old(meta: &Meta, now_ms: i64) -> bool {
    let over = |day: &ArchiveDay| day.from_ms.saturating_add(DAY_MS + KEPT_MS) <= now_ms;
    meta.archive.days.first().is_some_and(over)
}

/// Takes out what is too old and what is too much.
fn expire(write: &mut Write, now_ms: i64) {
    while is_old(&write.meta, now_ms) {
        write.meta.archive.days.remove(0);
    }
    let index = &mut write.meta.archive;
    let least = index.next.saturating_sub(MOST_ARCHIVED);
    while index.days.get(1).is_some_and(|day| day.first <= least) {
        index.days.remove(0);
    }
    match index.days.first_mut() {
        Some(day) => {
            day.first = day.first.max(least);
            write.archive_from = day.first;
        }
        None => write.archive_from = index.next,
    }
    write
        .archive
        .retain(|archived| archived.number >= write.archive_from);
}
