//! Whether the server answers: the one truth behind the badge. Connected means that it answered
//! lately, nothing else.

use super::engine::Engine;
use super::io::{Failure, Output};
use super::job::Job;
use super::standing::Link;
use super::stored::SyncMode;
use crate::protocol::{Refusal, StatusAnswer, StatusReport};

/// A stream that lasts less than this, in milliseconds, or says nothing, is none.
const QUICK_MS: i64 = 10_000;
/// After so many of them in a row the device polls instead.
const MOST_QUICK_ENDS: u32 = 3;
/// And tries a stream again after so many milliseconds.
const POLL_MS: i64 = 5 * 60 * 1000;

/// Whether a build, numbers with dots between, is newer than another. What is no number is not.
pub(super) fn is_newer(build: &str, than: &str) -> bool {
    let numbers = |text: &str| -> Option<Vec<u64>> {
        text.split('.').map(|part| part.parse().ok()).collect()
    };
    match (numbers(build), numbers(than)) {
        (Some(build), Some(than)) => build > than,
        _ => false,
    }
}

impl Engine {
    /// How the device stands with the server.
    #[must_use]
    pub fn link(&self) -> Link {
        self.connection.link
    }

    /// What the device tells the server of itself.
    #[must_use]
    pub fn report(&self) -> StatusReport {
        StatusReport {
            unsent: self.waiting(),
            cursor: self.meta.cursor,
            build: Some(self.build.clone()),
            ..StatusReport::default()
        }
    }

    pub(super) fn heard(&mut self) {
        self.connection.link = Link::Online;
        self.connection.attempts = 0;
        self.clock.heard_ms = self.clock.now_ms;
    }

    /// The stream has ended by itself. That alone says nothing of the server: it is asked.
    pub(super) fn stream_over(&mut self, out: &mut Vec<Output>) {
        if self.connection.live {
            self.live_ended();
            self.unprove_lease(out);
            self.connection.live = false;
            self.connection.up = false;
            self.incoming.due = true;
            self.wait(out);
        }
    }

    /// Counts streams that are none: something on the way may not let them through.
    pub(super) fn live_ended(&mut self) {
        let connection = &mut self.connection;
        let lasted = connection.opened_ms.zip(self.clock.now_ms);
        let quick = lasted.is_some_and(|(from, to)| to.saturating_sub(from) < QUICK_MS);
        if !quick && connection.spoke {
            connection.quick_ends = 0;
            return;
        }
        connection.quick_ends += 1;
        if connection.quick_ends >= MOST_QUICK_ENDS {
            connection.polling_ms = Some(self.clock.now_ms.unwrap_or(0));
        }
    }

    /// After a while of polling a stream is tried again; one more that is none ends that.
    pub(super) fn tick_polling(&mut self, now_ms: i64) {
        let connection = &mut self.connection;
        let long = |since: i64| now_ms.saturating_sub(since) >= POLL_MS || now_ms < since;
        if connection.polling_ms.is_some_and(long) {
            connection.polling_ms = None;
            connection.quick_ends = MOST_QUICK_ENDS - 1;
        }
    }

    /// Whether news come by themselves.
    fn is_connected(&self) -> bool {
        self.connection.up && (self.connection.live || self.connection.is_polling())
    }

    /// Starts, or goes on after a wait.
    pub(super) fn wake(&mut self, out: &mut Vec<Output>) {
        self.connection.waiting = false;
        self.write_again();
        match self.meta.sync {
            SyncMode::On | SyncMode::HandingOver { .. } => {
                if self.is_connected() {
                    return;
                }
                self.incoming.due = true;
            }
            SyncMode::Off => out.push(Output::Report(self.report())),
            SyncMode::Resuming => {}
        }
    }

    /// A request came to nothing: say so, and try again later where that can help.
    pub(super) fn failed(&mut self, failure: &Failure, out: &mut Vec<Output>) {
        match failure {
            Failure::Unreachable => {
                self.connection.link = Link::Offline;
                self.drop_live(out);
                self.wait(out);
            }
            Failure::Refused(refusal) => {
                self.connection.link = Link::Online;
                match refusal {
                    Refusal::SignedOut => {
                        self.connection.link = Link::SignedOut;
                        self.drop_live(out);
                        self.wait(out);
                    }
                    Refusal::Epoch {
                        epoch,
                        last_sequence,
                    } => self.offer_again(*epoch, *last_sequence, out),
                    Refusal::SyncOff => self.found_off(out),
                    Refusal::Fork { .. } => self.found_fork(out),
                    _ => {
                        self.drop_live(out);
                        self.wait(out);
                    }
                }
            }
        }
    }

    /// Something that trying again does not mend: a person is told, and it is tried again rarely.
    pub(super) fn stop_with(&mut self, refusal: Refusal, out: &mut Vec<Output>) {
        out.push(Output::Trouble(refusal));
        self.drop_live(out);
        self.back_off(6);
        self.wait(out);
    }

    /// The next wait is at least as long as after so many attempts.
    pub(super) fn back_off(&mut self, attempts: u32) {
        self.connection.attempts = self.connection.attempts.max(attempts);
    }

    pub(super) fn drop_live(&mut self, out: &mut Vec<Output>) {
        self.connection.up = false;
        if self.connection.live {
            self.connection.live = false;
            self.unprove_lease(out);
            out.push(Output::CloseLive);
        }
    }

    pub(super) fn wait(&mut self, out: &mut Vec<Output>) {
        if !self.connection.waiting {
            self.connection.waiting = true;
            self.connection.attempts = self.connection.attempts.saturating_add(1);
            out.push(Output::Wait {
                attempt: self.connection.attempts,
            });
        }
    }

    /// The answer to a report: what is asked of this register's sync while it is off (rule F4).
    pub(super) fn reported(
        &mut self,
        answer: Result<StatusAnswer, Failure>,
        out: &mut Vec<Output>,
    ) {
        match answer {
            Ok(answer) => {
                self.heard();
                if self.meta.sync == SyncMode::Off {
                    if answer.sync_asked {
                        self.writing.queue.push_back(Job::SwitchOn);
                    } else {
                        self.connection.waiting = true;
                        out.push(Output::Wait { attempt: 0 });
                    }
                } else if !self.is_connected() {
                    // It answers again: no need to wait out the time.
                    self.connection.waiting = false;
                    self.incoming.due = true;
                }
            }
            Err(failure) => self.failed(&failure, out),
        }
    }
}
