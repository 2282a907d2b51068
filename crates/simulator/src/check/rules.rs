//! Counts what happened that a rule is about where no other check sees it: the switch of one
//! register, what it says while it is away, and what the shop has at rest (rules B4, C6, E2, F).
//! What such a rule promises just then is checked on the spot.

use crate::device::{Device, Surface};
use crate::report::{Violation, broken, sick};
use crate::server::Request;
use crate::world::{Arrival, World};
use sale::{Change, Register, Review, ReviewKind, Sale, SaleId, Table, TableId};
use std::collections::BTreeMap;
use sync::codec;
use sync::device::{Engine, Link, SyncMode};
use sync::row::{Kind, Row};
use sync::server::{Committed, Storage};

impl World {
    /// After a write: how the device stands now (rules F1, F3, F7).
    pub(super) fn note_standing(&mut self, device: usize, life: u64) -> Result<(), Violation> {
        let away = self.is_offline(device);
        let Some(at) = self.devices.get_mut(device) else {
            return Ok(());
        };
        let on_disk = crate::chance::number(at.disk.outbox.len());
        let (name, gutted) = (at.name.clone(), at.disk.gutted);
        let Some(head) = at.head(life) else {
            return Ok(());
        };
        let engine = &head.engine;
        let (sync, link, waiting) = (engine.meta().sync, engine.link(), engine.waiting());
        let has_copy = engine.meta().cursor > 0;
        let open = engine.open_sales().next().is_some();
        let heard = &mut self.checks.heard;
        if has_copy && heard.fresh.remove(&device) && open {
            // That the copy is all of the store's rows, its digest has proved just before.
            self.report.rule("F1");
        }
        let before = heard.modes.insert(device, sync);
        match sync {
            SyncMode::HandingOver { .. } => {
                let begins = !matches!(before, Some(SyncMode::HandingOver { .. }));
                if begins && (away || link == Link::Offline) {
                    heard.off_away.insert(device);
                }
            }
            SyncMode::Off => {
                if heard.off_away.remove(&device) {
                    self.report.rule("F3");
                }
            }
            SyncMode::On | SyncMode::Resuming => {
                heard.off_away.remove(&device);
            }
        }
        if sync == SyncMode::On && link == Link::Offline && waiting > 0 {
            self.report.rule("F7");
            if waiting != on_disk && !gutted {
                return Err(broken(
                    "I7",
                    "F7",
                    format!("{name} says that {waiting} wait, {on_disk} do"),
                ));
            }
        }
        Ok(())
    }

    /// A register that is away was asked for something: what it has done is another matter (F6).
    pub(crate) fn note_asked(&mut self, arrival: &Arrival, place: usize) -> Result<(), Violation> {
        let Request::Ask(register, on) = arrival.request else {
            return Ok(());
        };
        let device = self
            .devices
            .iter()
            .position(|device| device.identity.register_id == Some(register));
        let Some(row) = self.register(place, register)? else {
            return Ok(());
        };
        let away = device.is_some_and(|device| self.is_offline(device));
        if away && row.sync_asked == on && row.sync_reported != on {
            self.report.rule("F6");
        }
        Ok(())
    }

    fn register(
        &self,
        place: usize,
        register: sale::RegisterId,
    ) -> Result<Option<Register>, Violation> {
        let Some(at) = self.server.places.get(place) else {
            return Ok(None);
        };
        let row = at.storage.row(&Kind::Register, register.0);
        row.map_err(|e| sick(&e))?
            .map(|row| codec::decode(row.body.get()).map_err(|e| sick(&e)))
            .transpose()
    }

    /// A push that its device made on the very rows that the server has: what the device shows is
    /// what the server makes of it (rule B4).
    pub(crate) fn check_foretold(
        &mut self,
        arrival: &Arrival,
        committed: &Committed,
    ) -> Result<(), Violation> {
        let Request::Push(push) = &arrival.request else {
            return Ok(());
        };
        let Some(at) = self.devices.get(arrival.device) else {
            return Ok(());
        };
        let Some(head) = at.heads.iter().find(|head| head.life == arrival.life) else {
            return Ok(());
        };
        let meta = head.engine.meta();
        let waits = head.engine.outbox().map(|mutation| mutation.mutation_id);
        // What a restored store is offered again and has, a device shows twice until it is told.
        let new = crate::chance::number(push.mutations.len());
        let alone = (meta.epoch, meta.cursor) == (committed.epoch, committed.from)
            && committed.to == committed.from + new
            && waits.eq(push.mutations.iter().map(|mutation| mutation.mutation_id));
        let known = |change: Change| knows(&head.engine, &change);
        let mut changes = push.mutations.iter().map(sync::protocol::Mutation::decode);
        if !alone || !changes.all(|change| change.is_ok_and(known)) {
            return Ok(());
        }
        let mut sales: Vec<(SaleId, Option<Sale>)> = Vec::new();
        for Row { id, body, .. } in committed.rows.iter().filter(|row| row.kind == Kind::Sale) {
            let sale = body.as_ref().map(|body| codec::decode::<Sale>(body.get()));
            sales.push((SaleId(*id), sale.transpose().map_err(|e| sick(&e))?));
        }
        // Of finished sales, and of what comes after them, a device knows less than the server.
        let follows = |sale: &Sale| sale.follows.is_some();
        let finished = sales
            .iter()
            .any(|(_, sale)| sale.as_ref().is_some_and(follows));
        if finished || committed.rows.iter().any(is_another_matter) {
            return Ok(());
        }
        self.report.rule("B4");
        for (id, sale) in sales {
            let shown = head.engine.sale(id).map(|view| view.sale);
            let open = shown.filter(Sale::is_open);
            if open != sale {
                return Err(broken(
                    "I7",
                    "B4",
                    format!("{} shows {open:?}, the server made {sale:?}", at.name),
                ));
            }
        }
        Ok(())
    }

    /// What the shop has at rest (rules C6, E2, F6).
    pub(super) fn note_rest(&mut self) -> Result<(), Violation> {
        for device in &self.devices {
            let Some(leader) = device.leader() else {
                continue;
            };
            let engine = &leader.engine;
            if let Some(wrong) = tables_apart(device, engine) {
                return Err(wrong);
            }
            let laid = engine.read_all::<Table>(&Kind::Table).len();
            let shown = if engine.meta().layout { laid } else { 0 };
            if engine.tables().count() != shown {
                let what = format!("{} shows another layout than it is to", device.name);
                return Err(broken("I4", "F8", what));
            }
            if !sale::shared_tables(
                engine.read_all::<Sale>(&Kind::Sale).iter(),
                str::to_lowercase,
            )
            .is_empty()
            {
                self.report.rule("C6");
            }
            let told = device.surface != Surface::Pay && engine.open_reviews().next().is_some();
            if told {
                self.report.rule("E2");
            }
            let Some(register) = device.identity.register_id else {
                continue;
            };
            let row = self.register(device.place, register)?;
            if !row.is_some_and(|row| row.sync_asked && row.sync_reported) {
                return Err(broken(
                    "I9",
                    "F6",
                    format!("{} is on, and its row says something else", device.name),
                ));
            }
        }
        Ok(())
    }
}

/// Whether a review says that the server knows more than the device, or less.
fn is_another_matter(row: &Row) -> bool {
    let review = row.body.as_ref().filter(|_| row.kind == Kind::Review);
    let review = review.and_then(|body| codec::decode::<Review>(body.get()).ok());
    let kinds = [ReviewKind::Unplaced, ReviewKind::Unreadable];
    review.is_some_and(|review| kinds.contains(&review.kind))
}

/// Whether an engine holds everything that a change is about.
fn knows(engine: &Engine, change: &Change) -> bool {
    let shown = |id: SaleId| engine.sale(id).is_some();
    match change {
        Change::Merge { sale_id, into } => shown(*sale_id) && shown(*into),
        // What is merged or settled is not among what a device holds.
        Change::Unmerge { .. } | Change::ResolveReview { .. } => false,
        change => change.sale_id().is_none_or(shown),
    }
}

/// Open sales on one table are each there, and are said to share it (rule C6).
fn tables_apart(device: &Device, engine: &Engine) -> Option<Violation> {
    let sales: Vec<Sale> = engine.open_sales().map(|view| view.sale).collect();
    let mut tables: BTreeMap<Option<TableId>, BTreeMap<&str, usize>> = BTreeMap::new();
    for sale in &sales {
        if let Some(table) = &sale.table {
            let names = tables.entry(table.id).or_default();
            *names.entry(table.name.as_str()).or_default() += 1;
        }
    }
    let crowded = tables.values().flat_map(BTreeMap::values);
    let crowded = crowded.filter(|sales| **sales > 1).count();
    let shared = sale::shared_tables(sales.iter(), str::to_lowercase).len();
    // Names may bring more together, never fewer.
    (shared < crowded.min(1)).then(|| {
        broken(
            "I4",
            "C6",
            format!("{} does not say which sales share a table", device.name),
        )
    })
}
