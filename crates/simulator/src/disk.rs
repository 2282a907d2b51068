//! A device's disk: keeps a whole write or nothing of it, as IndexedDB does.

use std::collections::BTreeMap;
use sync::device::{Engine, Meta, Write};
use sync::protocol::Mutation;
use sync::row::{Key, Row};

/// What survives a crash of the device.
#[derive(Clone, Debug)]
pub struct Disk {
    meta: Meta,
    rows: BTreeMap<Key, Row>,
    outbox: BTreeMap<u64, Mutation>,
}

impl Disk {
    /// The disk of a device that was just activated.
    #[must_use]
    pub fn new(meta: Meta) -> Disk {
        Disk {
            meta,
            rows: BTreeMap::new(),
            outbox: BTreeMap::new(),
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
        self.meta = write.meta.clone();
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
