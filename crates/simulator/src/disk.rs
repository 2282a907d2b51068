//! A device's disk: keeps a whole write or nothing of it, as IndexedDB does.

use std::collections::BTreeMap;
use sync::device::{Archived, Engine, Input, Meta, Write};
use sync::protocol::Mutation;
use sync::row::{Key, Row};

/// What survives a crash of the device.
#[derive(Clone, Debug)]
pub struct Disk {
    meta: Meta,
    rows: BTreeMap<Key, Row>,
    outbox: BTreeMap<u64, Mutation>,
    archive: BTreeMap<u64, Archived>,
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
        }
    }

    /// Carries out one write of the engine.
    pub fn write(&mut self, write: &Write) {
        self.rows.retain(|key, _| !write.clear.contains(&key.kind));
        for row in &write.rows {
            if row.body.is_some() {
                self.rows.insert(row.key(), row.clone());
            } else {
                self.rows.remove(&row.key());
            }
        }
        self.outbox
            .retain(|sequence, _| *sequence > write.outbox_done);
        for mutation in &write.outbox {
            self.outbox.insert(mutation.sequence, mutation.clone());
        }
        self.archive
            .retain(|number, _| *number >= write.archive_from);
        for archived in &write.archive {
            self.archive.insert(archived.number, archived.clone());
        }
        self.meta = write.meta.clone();
    }

    /// The archive, as the engine asks for it.
    #[must_use]
    pub fn archive(&self) -> Vec<Archived> {
        self.archive.values().cloned().collect()
    }

    /// What it holds, as the engine asks for it.
    #[must_use]
    pub fn holds(&self) -> Input {
        Input::StorageHolds {
            meta: Some(self.meta.clone()),
            outbox: u64::try_from(self.outbox.len()).unwrap_or(u64::MAX),
        }
    }

    /// The engine of a device that starts on this disk.
    #[must_use]
    pub fn start(&self) -> Engine {
        Engine::new(
            self.meta.clone(),
            self.rows.values().cloned().collect(),
            self.outbox.values().cloned().collect(),
            "simulator".to_owned(),
        )
    }
}
