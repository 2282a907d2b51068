//! The device's engine: base (the server's rows), outbox (what this device did and the server's
//! rows do not show yet) and view (base with the outbox applied on top: the rebase).
//!
//! Inputs come in, outputs go out, through [`Engine::handle`] alone. It must not know IndexedDB,
//! HTTP, timers or screens: an adapter does what an [`Output`] says and tells how it went with an
//! [`Input`]. It asks for one write, one push and one pull at a time.

mod archive;
mod books;
mod clock;
mod connection;
mod follow;
mod leases;
mod numbering;
mod outbox;
mod patches;
mod state;
mod stored;
mod switch;
mod view;
mod write;

pub use connection::Link;
pub use leases::Tendering;
pub use outbox::{NewChange, NotSaved};
pub use patches::FirstCopy;
pub use stored::{ArchiveDay, ArchiveIndex, Archived, Meta, SyncMode};
pub use view::SaleView;
pub use write::Write;

use crate::protocol::{
    HandOver, Identity, LeaseAnswer, LeaseRequest, Live, Mutation, Patch, Pull, Push, PushAnswer,
    PushResult, Receipt, Refusal, StatusAnswer, StatusReport,
};
use crate::row::{Digest, Key, Row};
use books::{Known, Made};
use clock::Clock;
use connection::Connection;
use leases::Leases;
use numbering::Offer;
use outbox::{Outgoing, Waiting};
use patches::Incoming;
use sale::SaleId;
use state::{Job, Writing};
use std::collections::{BTreeMap, BTreeSet};
use switch::Switching;

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

/// The engine of one device.
#[derive(Debug)]
pub struct Engine {
    meta: Meta,
    base: BTreeMap<Key, Row>,
    digest: Digest,
    known: Known,
    outbox: BTreeMap<u64, Waiting>,
    made: Made,
    /// Changes of the outbox by the sale they land on.
    waiting_on: BTreeMap<SaleId, u64>,
    /// Sales of the view that stay on this register (rule F4).
    local: BTreeSet<SaleId>,
    switching: Switching,
    /// What the store has of this device, while the outbox is put together anew.
    offering: Option<Offer>,
    /// Another device uses this one's identity.
    forked: bool,
    readmitting: bool,
    leases: Leases,
    clock: Clock,
    writing: Writing,
    outgoing: Outgoing,
    incoming: Incoming,
    connection: Connection,
    build: String,
}

impl Engine {
    /// An engine on what the storage holds: nothing but `meta` on a new device. `build` names this
    /// build to the server. Begin with [`Input::Wake`].
    #[must_use]
    pub fn new(meta: Meta, rows: Vec<Row>, outbox: Vec<Mutation>, build: String) -> Engine {
        let mut engine = Engine {
            meta,
            base: BTreeMap::new(),
            digest: Digest::default(),
            known: Known::default(),
            outbox: outbox.into_iter().map(|m| (m.sequence, m.into())).collect(),
            made: Made::default(),
            waiting_on: BTreeMap::new(),
            local: BTreeSet::new(),
            switching: Switching::default(),
            offering: None,
            forked: false,
            readmitting: false,
            leases: Leases::default(),
            clock: Clock::default(),
            writing: Writing::default(),
            outgoing: Outgoing::default(),
            incoming: Incoming::default(),
            connection: Connection::default(),
            build,
        };
        for row in rows {
            engine.put_base(row);
        }
        engine.rebase();
        engine
    }

    /// Takes one input and says what is to be done about it.
    pub fn handle(&mut self, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        let before = self.standing();
        match input {
            Input::Wake => self.wake(&mut out),
            Input::Tick(now_ms) => self.tick(now_ms, &mut out),
            Input::TakeLease(sale_id) => self.take_lease(sale_id, &mut out),
            Input::ReleaseLease(sale_id) => self.release_lease(sale_id, &mut out),
            Input::Leased(answer) => self.leased(answer, &mut out),
            Input::Archive(held) => self.archive_read(held, &mut out),
            Input::Readmitted(answer) => self.readmitted(answer, &mut out),
            Input::StorageHolds { meta, outbox } => {
                self.storage_holds(meta.as_ref(), outbox, &mut out);
            }
            Input::StorageCleared => self.storage_lost(&mut out),
            Input::Change(change) => self.take_change(change, &mut out),
            Input::SwitchSync(on) => self.switch_sync(on),
            Input::ShareLayout(on) => self.writing.queue.push_back(Job::Layout(on)),
            Input::Written(id) => self.written(id, &mut out),
            Input::WriteFailed(id) => self.write_failed(id, &mut out),
            Input::Pushed(answer) => self.pushed(answer, &mut out),
            Input::Pulled(answer) => self.pulled(answer, &mut out),
            Input::Live(live) => self.live(live, &mut out),
            Input::LiveEnded(Failure::Unreachable) => self.stream_over(&mut out),
            Input::LiveEnded(failure) => {
                self.connection.live = false;
                self.failed(&failure, &mut out);
            }
            Input::Reported(answer) => self.reported(answer, &mut out),
            Input::HandedOver(answer) => self.handed_over(answer, &mut out),
            Input::Resumed(answer) => self.resumed(answer, &mut out),
        }
        self.go_on(before.0, &mut out);
        if before != self.standing() {
            out.push(Output::LinkChanged);
        }
        out
    }

    /// What [`Output::LinkChanged`] tells of.
    fn standing(&self) -> (Link, usize, SyncMode, bool) {
        let (link, sync) = (self.connection.link, self.meta.sync);
        (link, self.outbox.len(), sync, self.has_copy())
    }

    /// Begins whatever is due and not under way.
    fn go_on(&mut self, was: Link, out: &mut Vec<Output>) {
        self.write_next(out);
        self.readmit_if_due(out);
        self.pull_if_due(out);
        self.push_if_due(out);
        self.hand_over_if_due(out);
        self.resume_if_due(out);
        self.lease_if_due(was, out);
    }
}
