//! What the engine keeps in mind and never on the storage: time, the connection, leases, and what is
//! under way to and from the server.
//!
//! It must not know what follows from it.

use crate::protocol::{Lease, LeaseRequest, MOST_MUTATIONS, PageToken};
use crate::row::Row;
use sale::SaleId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// What the engine knows of time.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// Device time at the last tick; none before the first.
    pub(super) now_ms: Option<i64>,
    /// When the server last said something.
    pub(super) heard_ms: Option<i64>,
    /// When the live stream last said something, or was opened: that the server answers proves
    /// nothing of a stream.
    pub(super) stream_ms: Option<i64>,
    pub(super) checked_ms: Option<i64>,
}

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
    pub(super) attempts: u32,
    /// Whether the stream has said anything since it was opened.
    pub(super) spoke: bool,
    /// Device time when it was opened.
    pub(super) opened_ms: Option<i64>,
    /// Streams that ended at once, in a row.
    pub(super) quick_ends: u32,
    /// Device time since when it polls; the time it began at, when it knew none.
    pub(super) polling_ms: Option<i64>,
}

impl Connection {
    /// Whether the device asks and waits in place of a stream.
    pub(super) fn is_polling(&self) -> bool {
        self.polling_ms.is_some()
    }
}

/// How this device stands with the sale that it takes money for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tendering {
    /// The server has been asked.
    Asking,
    /// Nobody else who is online takes money for it.
    Ours {
        /// Whether the sale shows everything that the server had when it said so: only then is the
        /// total to be told to the customer (rule G2).
        up_to_date: bool,
    },
    /// Somebody else takes money for it.
    HeldBy(Lease),
    /// The server could not be asked. Money may be taken all the same (rules C5, D3).
    Alone,
}

#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) sale_id: SaleId,
    pub(super) state: Tendering,
    /// The end of the log as the server gave it with the lease.
    pub(super) head: u64,
    pub(super) asked_ms: Option<i64>,
    pub(super) until_ms: Option<i64>,
}

/// What is known of leases.
#[derive(Debug, Default)]
pub(super) struct Leases {
    /// Of other devices, with the device time at which they end.
    pub(super) seen: BTreeMap<SaleId, (Lease, Option<i64>)>,
    pub(super) wanted: Option<Wanted>,
    pub(super) queue: VecDeque<LeaseRequest>,
    pub(super) under_way: Option<LeaseRequest>,
}

/// What of a switch is with the server right now.
#[derive(Debug, Default)]
pub(super) struct Switching {
    pub(super) handing_over: bool,
    pub(super) resuming: bool,
    /// The server has handed over less than there is: it is to take the register back in first.
    pub(super) back_first: bool,
    /// It did not agree this often in a row.
    pub(super) not_yet: u32,
}

/// What is under way to the server.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub(super) pushing: bool,
    /// What is under way has other numbers by now: its answer says nothing.
    pub(super) void: bool,
    /// The highest sequence that the server has answered; what is above is to be sent.
    pub(super) acknowledged: u64,
    /// What became of those up to here has been told before.
    pub(super) told_through: u64,
    /// Mutations of one push; halved when the server finds it too much.
    pub(super) batch: usize,
    /// Pushes in a row that came to nothing. Pulls that go through in between do not count: a server
    /// that reads and cannot write is left in peace for longer and longer all the same.
    pub(super) failures: u32,
}

impl Outgoing {
    /// The outbox has other numbers; the server has those up to `acknowledged`.
    pub(super) fn begin_anew(&mut self, acknowledged: u64, told_through: u64) {
        self.acknowledged = acknowledged;
        self.told_through = told_through;
        self.void = self.pushing;
    }
}

impl Outgoing {
    /// The highest sequence that the server has answered.
    pub(super) fn acknowledged(&self) -> u64 {
        self.acknowledged
    }
}

impl Default for Outgoing {
    fn default() -> Self {
        Outgoing {
            pushing: false,
            void: false,
            acknowledged: 0,
            told_through: 0,
            batch: MOST_MUTATIONS,
            failures: 0,
        }
    }
}

/// What is under way from the server.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    /// Something newer is known to be there.
    pub(super) due: bool,
    pub(super) pulling: bool,
    /// The pull under way waits at the server for news, and nobody waits for it.
    pub(super) waits: bool,
    /// The pull under way was asked under another identity, or of another epoch: it is asked anew.
    pub(super) void: bool,
    /// The rows differed from the server's this often in a row.
    pub(super) diverged: u32,
    /// Pages that have come; applied at once when the last has. Whatever happens on the way, the next
    /// pull goes on behind them.
    pub(super) staged: Vec<Row>,
    pub(super) page: Option<PageToken>,
    /// What the first page continues, of which epoch it is, and when it came by the device's clock.
    pub(super) from: u64,
    pub(super) epoch: u64,
    pub(super) staged_ms: Option<i64>,
    /// How many open sales the store has, as the last page said.
    pub(super) open_sales: Option<u64>,
}

/// How far the first copy is: until it is whole, nothing of it is shown (rule B2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstCopy {
    /// Open sales that have come.
    pub sales: u64,
    /// Of so many.
    pub of: u64,
}

impl Incoming {
    pub(super) fn drop_pages(&mut self) {
        self.staged.clear();
        self.page = None;
        self.open_sales = None;
    }
}
