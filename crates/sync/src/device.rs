//! The device's engine: base (the server's rows), outbox (what this device did and the server's
//! rows do not show yet) and view (base with the outbox applied on top: the rebase).
//!
//! Inputs come in, outputs go out, through [`Engine::handle`] alone. It must not know IndexedDB,
//! HTTP, timers or screens: an adapter does what an [`Output`] says and tells how it went with an
//! [`Input`]. It asks for one write, one push and one pull at a time.

mod books;
mod connection;
mod outbox;
mod patches;
mod state;
mod switch;
mod view;

pub use connection::Link;
pub use outbox::{NewChange, NotSaved};
pub use state::{Meta, SyncMode, Write};
pub use view::SaleView;

use crate::protocol::{
    HandOver, Live, Mutation, Patch, Pull, Push, PushAnswer, PushResult, Receipt, Refusal,
    StatusAnswer, StatusReport,
};
use crate::row::{Digest, Key, Row};
use books::{Known, Made};
use connection::Connection;
use outbox::{Outgoing, Waiting};
use patches::Incoming;
use sale::SaleId;
use state::Writing;
use std::collections::BTreeMap;

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
    /// A person did something.
    Change(NewChange),
    /// A manager flips the switch on this register (rule F6).
    SwitchSync(bool),
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
    /// Ask this; answer [`Input::Pulled`].
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
    /// Wait, longer with each attempt and with some chance in it, then [`Input::Wake`].
    Wait {
        /// Failed attempts in a row, from 1 on; 0 waits the ordinary time between two reports.
        attempt: u32,
    },
    /// These rows show something new; the view holds them.
    Changed(Vec<Key>),
    /// The connection, the mode or the number of waiting changes is another now.
    LinkChanged,
    /// What became of changes that were sent, for telling the person who made them.
    Results(Vec<PushResult>),
    /// Something that a person should know and that the engine cannot mend by itself.
    Trouble(Refusal),
    /// The rows differed from the server's; they are being fetched anew (rule B3).
    Diverged,
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
    handing_over: bool,
    resuming: bool,
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
            handing_over: false,
            resuming: false,
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
        let before = (self.connection.link, self.outbox.len(), self.meta.sync);
        match input {
            Input::Wake => self.wake(&mut out),
            Input::Change(change) => self.take_change(change, &mut out),
            Input::SwitchSync(on) => self.switch_sync(on),
            Input::Written(id) => self.written(id, &mut out),
            Input::WriteFailed(id) => self.write_failed(id, &mut out),
            Input::Pushed(answer) => self.pushed(answer, &mut out),
            Input::Pulled(answer) => self.pulled(answer, &mut out),
            Input::Live(live) => self.live(live, &mut out),
            Input::LiveEnded(failure) => {
                self.connection.live = false;
                self.failed(&failure, &mut out);
            }
            Input::Reported(answer) => self.reported(answer, &mut out),
            Input::HandedOver(answer) => self.handed_over(answer, &mut out),
            Input::Resumed(answer) => self.resumed(answer, &mut out),
        }
        self.go_on(&mut out);
        if before != (self.connection.link, self.outbox.len(), self.meta.sync) {
            out.push(Output::LinkChanged);
        }
        out
    }

    /// Begins whatever is due and not under way.
    fn go_on(&mut self, out: &mut Vec<Output>) {
        self.write_next(out);
        self.pull_if_due(out);
        self.push_if_due(out);
        self.hand_over_if_due(out);
        self.resume_if_due(out);
    }
}
