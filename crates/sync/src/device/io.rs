//! What the engine is told and what it asks for.
//!
//! It must not know what follows from either.

use super::change::{NewChange, NotSaved};
use super::stored::{Archived, Meta};
use super::write::Write;
use crate::protocol::{
    HandOver, Identity, LeaseAnswer, LeaseRequest, Live, Patch, Pull, Push, PushAnswer, PushResult,
    Receipt, Refusal, StatusAnswer, StatusReport,
};
use crate::row::Key;
use sale::SaleId;
use std::collections::BTreeSet;

/// Why a request came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer: no network, no server, or the answer was lost on its way.
    Unreachable,
    /// The server's own no.
    Refused(Refusal),
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The device starts, is woken, or a waiting time is over: go on with what is to be done.
    Wake,
    /// The device's clock, in milliseconds; every second or so, and before a wake from sleep.
    /// Without it no silence is noticed, no lease renewed and nothing leaves the archive.
    Tick(i64),
    /// A person did something.
    Change(NewChange),
    /// A manager flips the switch on this register (rule F6).
    SwitchSync(bool),
    /// A manager turns the table layout on or off on this register (rule F8).
    ShareLayout(bool),
    /// A screen that takes money for this sale is open (rule G1); it may say so again.
    TakeLease(SaleId),
    /// That screen is closed.
    ReleaseLease(SaleId),
    /// The storage has the write of this number, for good (rule A1).
    Written(u64),
    /// The storage has nothing of the write of this number.
    WriteFailed(u64),
    /// The answer to a push.
    Pushed(Result<PushAnswer, Failure>),
    /// The answer to a pull.
    Pulled(Result<Patch, Failure>),
    /// The live stream said something.
    Live(Live),
    /// The live stream ended or fell silent.
    LiveEnded(Failure),
    /// The answer to a report.
    Reported(Result<StatusAnswer, Failure>),
    /// The answer to a hand-over.
    HandedOver(Result<Receipt, Failure>),
    /// The answer to a resumption.
    Resumed(Result<(), Failure>),
    /// The answer to what was asked of a lease.
    Leased(Result<LeaseAnswer, Failure>),
    /// What the archive holds, by number; none when the storage refused.
    Archive(Option<Vec<Archived>>),
    /// The identity that the server gave in answer to [`Output::Readmit`], or that the adapter finds
    /// the server to know this device under. What waits goes with it.
    Readmitted(Result<Identity, Failure>),
    /// What the storage holds, in answer to [`Output::CheckStorage`].
    StorageHolds {
        /// What the device knows of itself there; none when nothing is there.
        meta: Option<Meta>,
        /// Mutations in the outbox there.
        outbox: u64,
    },
    /// The adapter has found the storage empty and opened it anew: what was there is deleted.
    StorageCleared,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Write this in one transaction, durably; answer [`Input::Written`] or
    /// [`Input::WriteFailed`].
    Write(Write),
    /// The change with this ticket is on stable storage and in the view (rule A1).
    Saved(u64),
    /// The change with this ticket is not saved, and nothing of it is left.
    NotSaved(u64, NotSaved),
    /// Send this; answer [`Input::Pushed`].
    Push(Push),
    /// Ask this; answer [`Input::Pulled`]. The server may take [`Pull::wait_s`] longer than
    /// otherwise.
    Pull(Pull),
    /// Open the live stream from this cursor on, in place of any other.
    OpenLive {
        /// The epoch.
        epoch: u64,
        /// The cursor.
        since: u64,
    },
    /// Close the live stream.
    CloseLive,
    /// Tell the server this; answer [`Input::Reported`].
    Report(StatusReport),
    /// Ask the server to take over; answer [`Input::HandedOver`].
    HandOver(HandOver),
    /// Ask the server to take this register back in; answer [`Input::Resumed`].
    Resume,
    /// Ask this of a lease; answer [`Input::Leased`].
    Lease(LeaseRequest),
    /// Read the archive; answer [`Input::Archive`].
    ReadArchive,
    /// Ask the server for an identity of this device's own, under a fresh id, the same id until it
    /// is answered; answer [`Input::Readmitted`].
    Readmit,
    /// Read what the storage holds; answer [`Input::StorageHolds`].
    CheckStorage,
    /// Wait, longer with each attempt and with some chance in it, then [`Input::Wake`].
    Wait {
        /// Failed attempts in a row, from 1 on; 0 waits the ordinary time between two reports.
        attempt: u32,
    },
    /// These rows show something new; the view holds them.
    Changed(Vec<Key>),
    /// The connection, the mode, the number of waiting changes or whether there is a copy is another
    /// now.
    LinkChanged,
    /// What became of changes that were sent, for telling the person who made them.
    Results(Vec<PushResult>),
    /// Something that a person should know and that the engine cannot mend by itself.
    Trouble(Refusal),
    /// The rows differed from the server's; they are being fetched anew (rule B3).
    Diverged,
    /// The storage had lost what was written, and gets again what memory holds. A person should
    /// know: what was not in memory, such as the archive, is gone.
    StorageLost,
    /// This build is older than the server wants; what it holds is sent all the same.
    Outdated {
        /// The oldest that may go on.
        min_build: String,
    },
}

/// Each key once, in order.
pub(super) fn once_each(keys: Vec<Key>) -> Vec<Key> {
    BTreeSet::from_iter(keys).into_iter().collect()
}
