//! Switching sync off and on, the register's part (rules F2 to F6). Off is a hand-over: nothing is
//! removed before the server's receipt. While off, what is saved here simply stays in the outbox.

use super::state::{Job, SyncMode};
use super::{Engine, Failure, Output};
use crate::protocol::{HandOver, Receipt, Refusal};
use crate::row::{Key, Kind};
use sale::Register;

impl Engine {
    /// A manager flips the switch on this register.
    pub(super) fn switch_sync(&mut self, on: bool) {
        match (on, self.meta.sync) {
            (false, SyncMode::On) => self.begin_hand_over(),
            (true, SyncMode::HandingOver { .. }) if !self.handing_over => {
                self.set_mode(SyncMode::On);
            }
            (true, SyncMode::Off) => {
                self.set_mode(SyncMode::Resuming);
                self.connection.waiting = false;
            }
            _ => {}
        }
    }

    pub(super) fn set_mode(&mut self, mode: SyncMode) {
        self.writing.queue.push_back(Job::Mode(mode));
    }

    fn begin_hand_over(&mut self) {
        let through = self.meta.next_sequence.saturating_sub(1);
        self.set_mode(SyncMode::HandingOver { through });
    }

    /// BackOffice asked for off: the register's own row says so (rule F6).
    pub(super) fn follow_asked_sync(&mut self) {
        let Some(id) = self.meta.identity.register_id else {
            return;
        };
        let key = Key {
            kind: Kind::Register,
            id: id.0,
        };
        let Some(row) = self.read::<Register>(&key) else {
            return;
        };
        if !row.sync_asked && row.sync_reported && self.meta.sync == SyncMode::On {
            self.begin_hand_over();
        }
    }

    /// Whether a hand-over or a resumption is with the server right now.
    pub(super) fn is_switching(&self) -> bool {
        self.handing_over || self.resuming
    }

    /// Whether people's changes wait: the answer to a hand-over says which sales are still here.
    pub(super) fn holds_changes(&self) -> bool {
        self.handing_over
    }

    /// Everything is sent and seen: ask the server to take over.
    pub(super) fn hand_over_if_due(&mut self, out: &mut Vec<Output>) {
        let SyncMode::HandingOver { through } = self.meta.sync else {
            return;
        };
        let settled = self.connection.up
            && !self.connection.waiting
            && !self.is_switching()
            && !self.is_pulling()
            && !self.is_writing()
            && self.is_all_sent();
        if !settled {
            return;
        }
        if self
            .outbox
            .keys()
            .next()
            .is_some_and(|first| *first <= through)
        {
            // Sent, but the rows that show it are still on their way.
            if !self.connection.live {
                self.incoming.due = true;
                self.pull_if_due(out);
            }
            return;
        }
        self.handing_over = true;
        out.push(Output::HandOver(HandOver {
            final_sequence: through,
            cursor: self.meta.cursor,
            digest: self.digest,
        }));
    }

    pub(super) fn handed_over(&mut self, answer: Result<Receipt, Failure>, out: &mut Vec<Output>) {
        self.handing_over = false;
        match answer {
            Ok(receipt) => {
                self.heard();
                self.drop_live(out);
                // Before any change that waited: those see what is left here.
                self.writing.queue.push_front(Job::Clear {
                    through: receipt.final_sequence,
                });
                self.connection.waiting = true;
                out.push(Output::Wait { attempt: 0 });
            }
            Err(Failure::Refused(Refusal::NotYet { .. })) => {
                self.heard();
                self.incoming.due = true;
            }
            Err(failure) => self.failed(&failure, out),
        }
    }

    pub(super) fn resume_if_due(&mut self, out: &mut Vec<Output>) {
        if self.meta.sync == SyncMode::Resuming
            && !self.is_switching()
            && !self.connection.waiting
            && !self.is_writing()
        {
            self.resuming = true;
            out.push(Output::Resume);
        }
    }

    pub(super) fn resumed(&mut self, answer: Result<(), Failure>, out: &mut Vec<Output>) {
        self.resuming = false;
        match answer {
            Ok(()) => {
                self.heard();
                self.set_mode(SyncMode::On);
                self.incoming.due = true;
            }
            Err(failure) => self.failed(&failure, out),
        }
    }

    /// The server says that sync is off for this register.
    pub(super) fn found_off(&mut self, out: &mut Vec<Output>) {
        self.drop_live(out);
        match self.meta.sync {
            // The receipt was lost: asking again gives the same one (rule F2).
            SyncMode::HandingOver { through } => {
                self.handing_over = true;
                out.push(Output::HandOver(HandOver {
                    final_sequence: through,
                    cursor: self.meta.cursor,
                    digest: self.digest,
                }));
            }
            SyncMode::On => self.set_mode(SyncMode::Resuming),
            SyncMode::Off | SyncMode::Resuming => {}
        }
    }
}
