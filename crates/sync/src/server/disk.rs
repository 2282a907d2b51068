//! A device's storage in memory, for tests and the simulator: to the device's engine what
//! `MemoryStorage` is to the server's. It lies here since no browser loads it: that has IndexedDB.
//!
//! It must not know what may go wrong with a write; whoever drives it decides that.

use crate::device::{Archived, Engine, Input, Meta, Write};
use crate::protocol::Mutation;
use crate::row::{Key, Row};
use std::collections::BTreeMap;

/// What survives a crash of the device.
#[derive(Clone, Debug)]
pub struct MemoryDisk {
    /// What the device knows of itself.
    pub meta: Meta,
    /// The server's rows.
    pub rows: BTreeMap<Key, Row>,
    /// What waits to be sent, by sequence.
    pub outbox: BTreeMap<u64, Mutation>,
    /// What the server's rows covered, for a week, by number.
    pub archive: BTreeMap<u64, Archived>,
}

impl MemoryDisk {
    /// The disk of a device that was just activated.
    #[must_use]
    pub fn new(meta: Meta) -> MemoryDisk {
        MemoryDisk {
            meta,
            rows: BTreeMap::new(),
            outbox: BTreeMap::new(),
            archive: BTreeMap::new(),
        }
    }

    /// Carries out one write of the engine, whole (rule A1).
    pub fn write(&mut self, write: &Write) {
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
            meta: Some(self.meta.clone()),
            outbox: u64::try_from(self.outbox.len()).unwrap_or(u64::MAX),
        }
    }

    /// An engine that starts on what is here.
    #[must_use]
    pub fn start(&self, build: &str) -> Engine {
        Engine::new(
            self.meta.clone(),
            self.rows.values().cloned().collect(),
            self.outbox.values().cloned().collect(),
            build.to_owned(),
        )
    }
}
