//! A device's disk: keeps a whole write or nothing of it, as IndexedDB does, and takes writes from
//! the one tab alone that was the last to say that it leads.

use std::collections::BTreeMap;
use sync::device::{Archived, Engine, Input, Meta, Write};
use sync::protocol::Mutation;
use sync::row::{Key, Row};

/// The build that the server wants at least.
pub const NEW: &str = "2.0";
/// One that is older. Tabs of one device take turns, as after an update that some of them missed.
const OLD: &str = "1.0";

/// What survives a crash of the device.
#[derive(Clone, Debug)]
pub struct Disk {
    /// What the device knows of itself.
    pub meta: Meta,
    /// The server's rows.
    pub rows: BTreeMap<Key, Row>,
    /// What waits to be sent.
    pub outbox: BTreeMap<u64, Mutation>,
    /// What the server's rows covered, for a week.
    pub archive: BTreeMap<u64, Archived>,
    /// What the medium itself has, where that lags behind; the writes since are counted.
    lagging: Option<(u64, Box<Disk>)>,
    /// The life of the tab that leads: checked inside each write's own transaction.
    pub leader: u64,
    /// Whether somebody has cleared it under a tab that goes on, until it holds again what the tab
    /// does.
    pub gutted: bool,
    /// Whether nothing was written since.
    pub empty: bool,
    /// Whether the tab has not found that yet.
    pub unfound: bool,
}

impl Disk {
    /// The disk of a device that was just activated.
    #[must_use]
    pub fn new(meta: Meta) -> Disk {
        Disk {
            meta,
            rows: BTreeMap::new(),
            outbox: BTreeMap::new(),
            archive: BTreeMap::new(),
            lagging: None,
            leader: 0,
            gutted: false,
            empty: false,
            unfound: false,
        }
    }

    /// Somebody clears it while a tab is at work.
    pub fn gut(&mut self) {
        *self = Disk {
            leader: self.leader,
            gutted: true,
            empty: true,
            unfound: true,
            ..Disk::new(Meta::new(self.meta.identity.clone()))
        };
    }

    /// Carries out one write of the engine.
    pub fn write(&mut self, write: &Write) {
        if buggy!(RelaxedDurability) {
            let writes = self.lagging.take().map_or(0, |(writes, disk)| {
                self.lagging = Some((writes + 1, disk));
                writes + 1
            });
            if writes.is_multiple_of(4) {
                self.lagging = Some((writes + 1, Box::new(self.clone())));
            }
        }
        if !write.clear.is_empty() {
            self.rows.retain(|key, _| !write.clear.contains(&key.kind));
        }
        for row in &write.rows {
            if row.body.is_some() {
                self.rows.insert(row.key(), row.clone());
            } else {
                self.rows.remove(&row.key());
            }
        }
        let kept = write.outbox_done.saturating_add(1);
        self.outbox = self.outbox.split_off(&kept);
        for mutation in &write.outbox {
            self.outbox.insert(mutation.sequence, mutation.clone());
        }
        self.archive = self.archive.split_off(&write.archive_from);
        for archived in &write.archive {
            self.archive.insert(archived.number, archived.clone());
        }
        self.meta = write.meta.clone();
        self.empty = false;
    }

    /// What is there after the power was lost: everything, unless the medium lagged behind.
    pub fn lose_power(&mut self) {
        if let Some((_, disk)) = self.lagging.take() {
            *self = *disk;
        }
    }

    /// The archive, as the engine asks for it.
    #[must_use]
    pub fn archive(&self) -> Input {
        Input::Archive(Some(self.archive.values().cloned().collect()))
    }

    /// What it holds, as the engine asks for it.
    #[must_use]
    pub fn holds(&self) -> Input {
        Input::StorageHolds {
            meta: (!self.empty).then(|| self.meta.clone()),
            outbox: u64::try_from(self.outbox.len()).unwrap_or(u64::MAX),
        }
    }

    /// The engine of a tab that starts to lead on this disk.
    pub fn start(&mut self, life: u64) -> Engine {
        self.leader = life;
        Engine::new(
            self.meta.clone(),
            self.rows.values().cloned().collect(),
            self.outbox.values().cloned().collect(),
            if life.is_multiple_of(2) { OLD } else { NEW }.to_owned(),
        )
    }
}
