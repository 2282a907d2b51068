//! Switching sync off and on, the register's part (rules F2 to F6). Off is a hand-over: nothing is
//! removed before the server's receipt. What is saved here from then on has sequences of its own,
//! which no push takes, and stays in the outbox until sync is on again.
//!
//! While the hand-over waits for contact, sales that only this register has go on being changed
//! and go over as they then are; copies of the others' are only shown.

use super::engine::Engine;
use super::io::{Failure, Output};
use super::job::{Job, Plan};
use super::stored::SyncMode;
use crate::protocol::{HandOver, Receipt, Refusal};
use crate::row::{Key, Kind};
use sale::Register;

impl Engine {
    /// A manager flips the switch on this register (rule F6).
    pub(super) fn switch_sync(&mut self, on: bool) {
        let job = if on { Job::SwitchOn } else { Job::SwitchOff };
        self.writing.queue.push_back(job);
        // Somebody waits for it.
        self.connection.waiting = false;
    }

    /// Everything that was saved before goes to the others (rules F2, F3).
    pub(super) fn plan_switch_off(&self) -> Option<Plan> {
        let mut write = self.empty_write();
        write.meta.sync = SyncMode::HandingOver {
            through: self.meta.next_sequence.saturating_sub(1),
        };
        let on = matches!(self.meta.sync, SyncMode::On | SyncMode::Resuming);
        on.then(|| Plan::of(write))
    }

    /// Another mode, if it is still the one that is to end.
    pub(super) fn plan_mode(&self, from: SyncMode, to: SyncMode) -> Option<Plan> {
        let mut write = self.empty_write();
        write.meta.sync = to;
        (self.meta.sync == from).then(|| Plan::of(write))
    }

    /// The layout's own switch (rule F8). What was changed in it before is sent all the same.
    pub(super) fn plan_layout(&self, on: bool) -> Plan {
        let mut write = self.empty_write();
        write.meta.layout = on;
        Plan::of(write)
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
            self.writing.queue.push_back(Job::SwitchOff);
        }
    }

    /// Whether a hand-over or a resumption is with the server right now.
    pub(super) fn is_switching(&self) -> bool {
        self.switching.handing_over || self.switching.resuming
    }

    /// Everything is sent and seen: ask the server to take over.
    pub(super) fn hand_over_if_due(&mut self, out: &mut Vec<Output>) {
        let SyncMode::HandingOver { through } = self.meta.sync else {
            return;
        };
        if buggy!(ClearsBeforeReceipt) && !self.is_writing() {
            self.writing.queue.push_back(Job::HandedOver(Receipt {
                position: self.meta.cursor,
                final_sequence: through,
                open_sales: 0,
            }));
            return self.write_next(out);
        }
        let settled = self.connection.up
            && !self.connection.waiting
            && !self.is_switching()
            && !self.switching.back_first
            && !self.is_numbering()
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
        self.ask_to_take_over(through, out);
    }

    fn ask_to_take_over(&mut self, through: u64, out: &mut Vec<Output>) {
        self.switching.handing_over = true;
        out.push(Output::HandOver(HandOver {
            final_sequence: through,
            cursor: self.meta.cursor,
            digest: self.digest,
        }));
    }

    pub(super) fn handed_over(&mut self, answer: Result<Receipt, Failure>, out: &mut Vec<Output>) {
        self.switching.handing_over = false;
        match answer {
            Ok(receipt) => {
                self.heard();
                self.switching.not_yet = 0;
                self.drop_live(out);
                self.writing.queue.push_back(Job::HandedOver(receipt));
            }
            Err(Failure::Refused(Refusal::NotYet { last_sequence, .. })) => {
                self.heard();
                self.not_yet(last_sequence, out);
            }
            Err(failure) => self.failed(&failure, out),
        }
    }

    /// The server does not agree. Its rows may have moved on since, which a pull mends.
    fn not_yet(&mut self, last_sequence: u64, out: &mut Vec<Output>) {
        let SyncMode::HandingOver { through } = self.meta.sync else {
            return;
        };
        if last_sequence > through {
            return self.found_fork(out);
        }
        if last_sequence < through {
            return self.offer_again(self.meta.epoch, last_sequence, out);
        }
        self.incoming.due = true;
        self.switching.not_yet += 1;
        if self.switching.not_yet > 2 {
            self.wait(out);
        }
    }

    /// The receipt: the register's copy goes, if it is for all that there is.
    pub(super) fn plan_handed_over(
        &mut self,
        receipt: Receipt,
        out: &mut Vec<Output>,
    ) -> Option<Plan> {
        // Switched on again meanwhile: the copy stays, and the server is told.
        let SyncMode::HandingOver { through } = self.meta.sync else {
            return None;
        };
        if receipt.final_sequence > through {
            self.found_fork(out);
            return None;
        }
        let unsent = self.outbox.keys().next().is_some_and(|s| *s <= through);
        if receipt.final_sequence < through || (unsent && !buggy!(ClearsBeforeReceipt)) {
            // An earlier hand-over, whose receipt was lost; more was done since.
            self.switching.back_first = true;
            return None;
        }
        self.connection.waiting = true;
        out.push(Output::Wait { attempt: 0 });
        let mut write = self.empty_write();
        write.clear = vec![Kind::Sale, Kind::Review];
        write.outbox_done = through;
        write.meta.sync = SyncMode::Off;
        // Coming back begins with everything anew.
        write.meta.cursor = 0;
        // The copy of what was handed over goes, too.
        write.archive_from = write.meta.archive.next;
        write.meta.archive.days.clear();
        Some(Plan::of(write))
    }

    pub(super) fn resume_if_due(&mut self, out: &mut Vec<Output>) {
        let back = self.meta.sync == SyncMode::Resuming || self.switching.back_first;
        if back && !self.is_switching() && !self.connection.waiting && !self.is_writing() {
            self.switching.resuming = true;
            out.push(Output::Resume);
        }
    }

    pub(super) fn resumed(&mut self, answer: Result<(), Failure>, out: &mut Vec<Output>) {
        self.switching.resuming = false;
        match answer {
            Ok(()) => {
                self.heard();
                self.switching.back_first = false;
                self.writing.queue.push_back(Job::Resumed);
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
            SyncMode::HandingOver { through } if !self.is_switching() => {
                self.ask_to_take_over(through, out);
            }
            SyncMode::On => self.writing.queue.push_back(Job::FoundOff),
            SyncMode::HandingOver { .. } | SyncMode::Off | SyncMode::Resuming => {}
        }
    }
}
