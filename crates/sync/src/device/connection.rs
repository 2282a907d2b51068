//! Whether the server answers: the one truth behind the badge. Connected means that it answered
//! lately, nothing else.

use super::state::SyncMode;
use super::{Engine, Failure, Output};
use crate::protocol::{Refusal, StatusAnswer, StatusReport};

/// How the device stands with the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// Nothing was asked yet.
    #[default]
    Starting,
    /// It answers.
    Online,
    /// It does not answer.
    Offline,
    /// It answers, and wants a sign-in.
    SignedOut,
}

#[derive(Debug, Default)]
pub(super) struct Connection {
    pub(super) link: Link,
    /// A pull went through since the last failure.
    pub(super) up: bool,
    /// The live stream is open, or being opened.
    pub(super) live: bool,
    /// A wait is under way; the next wake ends it.
    pub(super) waiting: bool,
    /// Failed attempts in a row.
    attempts: u32,
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
        }
    }

    pub(super) fn heard(&mut self) {
        self.connection.link = Link::Online;
        self.connection.attempts = 0;
    }

    /// Starts, or goes on after a wait.
    pub(super) fn wake(&mut self, out: &mut Vec<Output>) {
        self.connection.waiting = false;
        match self.meta.sync {
            SyncMode::On | SyncMode::HandingOver { .. } => {
                if self.connection.live && self.connection.up {
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
                    Refusal::Epoch { .. } => self.begin_anew(refusal),
                    Refusal::SyncOff => self.found_off(out),
                    Refusal::Fork { .. } => self.stop_with(refusal.clone(), out),
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
        self.connection.attempts = self.connection.attempts.max(6);
        self.wait(out);
    }

    pub(super) fn drop_live(&mut self, out: &mut Vec<Output>) {
        self.connection.up = false;
        if self.connection.live {
            self.connection.live = false;
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
                        self.set_mode(SyncMode::Resuming);
                    } else {
                        self.connection.waiting = true;
                        out.push(Output::Wait { attempt: 0 });
                    }
                } else if !self.connection.live {
                    // It answers again: no need to wait out the time.
                    self.connection.waiting = false;
                    self.incoming.due = true;
                }
            }
            Err(failure) => self.failed(&failure, out),
        }
    }
}
