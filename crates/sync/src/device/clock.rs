//! The device's clock, as the adapter tells it: how long the server has been silent, whether the
//! device slept, and what is due now and then. It is never sent, and orders nothing (rule B1).

use super::engine::Engine;
use super::io::Output;
use super::standing::Link;

/// The server speaks each 15 s; after this long without a word it counts as away, in milliseconds.
const SILENCE_MS: i64 = 40_000;
/// A wait is over when the clock has jumped this far: the device slept, and its timers with it.
const SLEPT_MS: i64 = 30_000;
/// How often the storage is asked what it holds.
const CHECK_MS: i64 = 60_000;

impl Engine {
    /// Device time when the server last said something; none when it has not, or without ticks.
    #[must_use]
    pub fn last_heard_ms(&self) -> Option<i64> {
        self.clock.heard_ms
    }

    pub(super) fn tick(&mut self, now_ms: i64, out: &mut Vec<Output>) {
        let before = self.clock.now_ms.replace(now_ms);
        if before.is_none_or(|before| now_ms < before) {
            // The first tick, or the clock was set back: count from here.
            self.clock.heard_ms = self.clock.heard_ms.map(|_| now_ms);
            self.clock.stream_ms = self.connection.live.then_some(now_ms);
            self.clock.checked_ms = Some(now_ms);
        }
        if self.connection.live && self.clock.stream_ms.is_none() {
            self.clock.stream_ms = Some(now_ms);
        }
        let slept = before.is_some_and(|before| now_ms.saturating_sub(before) > SLEPT_MS);
        let silent = self
            .clock
            .stream_ms
            .is_some_and(|heard| now_ms.saturating_sub(heard) > SILENCE_MS);
        if self.connection.live && silent {
            // Asked at once, and shown as away until it answers.
            self.connection.link = Link::Offline;
            self.live_ended();
            self.drop_live(out);
            self.catch_up();
        } else if slept && self.connection.waiting {
            self.catch_up();
        }
        self.tick_leases(now_ms, out);
        self.tick_polling(now_ms);
        self.expire_archive(now_ms);
        let check = self
            .clock
            .checked_ms
            .is_none_or(|checked| now_ms.saturating_sub(checked) >= CHECK_MS);
        if check && !self.is_writing() {
            self.clock.checked_ms = Some(now_ms);
            self.writing.asked_at = Some(self.writing.last_id);
            out.push(Output::CheckStorage);
        }
    }

    /// Whatever was waited for: now.
    fn catch_up(&mut self) {
        self.connection.waiting = false;
        self.incoming.due = true;
    }
}
