//! The engine: its memory, and which part of it takes what it is told.
//!
//! It must not know what the parts do.

use super::books::{Known, Made};
use super::change::Waiting;
use super::io::{Failure, Input, Output};
use super::job::{Job, Offer, Writing};
use super::standing::{Clock, Connection, Incoming, Leases, Link, Outgoing, Switching};
use super::stored::{Meta, SyncMode};
use crate::protocol::Mutation;
use crate::row::{Digest, Key, Row};
use sale::SaleId;
use std::collections::{BTreeMap, BTreeSet};

/// The engine of one device.
#[derive(Debug)]
pub struct Engine {
    pub(super) meta: Meta,
    pub(super) base: BTreeMap<Key, Row>,
    pub(super) digest: Digest,
    pub(super) known: Known,
    pub(super) outbox: BTreeMap<u64, Waiting>,
    pub(super) made: Made,
    /// Changes of the outbox by the sale they land on.
    pub(super) waiting_on: BTreeMap<SaleId, u64>,
    /// Sales of the view that stay on this register (rule F4).
    pub(super) local: BTreeSet<SaleId>,
    pub(super) switching: Switching,
    /// What the store has of this device, while the outbox is put together anew.
    pub(super) offering: Option<Offer>,
    /// Another device uses this one's identity.
    pub(super) forked: bool,
    pub(super) readmitting: bool,
    pub(super) leases: Leases,
    pub(super) clock: Clock,
    pub(super) writing: Writing,
    pub(super) outgoing: Outgoing,
    pub(super) incoming: Incoming,
    pub(super) connection: Connection,
    pub(super) build: String,
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
