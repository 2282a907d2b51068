//! What was last heard of each device: kept in memory and written to the file now and then, since
//! losing the last seconds of it costs nobody anything.

use crate::clock;
use crate::storage::access::{Seen, put_seen};
use crate::storage::{WriteError, Writer};
use sale::DeviceId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often it is written.
pub(crate) const WRITTEN_EVERY: Duration = Duration::from_secs(10);
/// Most devices remembered; at the limit those not heard of lately are forgotten.
const MOST_REMEMBERED: usize = 50_000;

/// Most bytes of a build's name that are kept.
const MOST_BUILD_BYTES: usize = 60;

/// What a device said of itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard {
    /// Changes that it has not sent.
    pub unsent: Option<u64>,
    /// Up to where it has read the log.
    pub cursor: Option<u64>,
    /// The build of the app that it runs.
    pub build: Option<String>,
    /// Whether its browser keeps its storage.
    pub storage_kept: Option<bool>,
    /// How far its clock is ahead of the server's, in milliseconds.
    pub clock_ahead_ms: Option<i64>,
}

#[derive(Default)]
struct Entry {
    seen: Seen,
    written: bool,
}

/// What was last heard of each device.
#[derive(Default)]
pub(crate) struct Presence {
    devices: Mutex<HashMap<DeviceId, Entry>>,
}

impl Presence {
    fn devices(&self) -> std::sync::MutexGuard<'_, HashMap<DeviceId, Entry>> {
        self.devices.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A device was heard of; what it did not say stays as it was.
    pub(crate) fn heard(&self, device: DeviceId, heard: Heard) {
        let mut devices = self.devices();
        if devices.len() >= MOST_REMEMBERED && !devices.contains_key(&device) {
            devices.retain(|_, entry| !entry.written);
        }
        let entry = devices.entry(device).or_default();
        let before = std::mem::take(&mut entry.seen);
        entry.seen = Seen {
            last_seen_ms: Some(clock::now_ms()),
            unsent: heard.unsent.unwrap_or(before.unsent),
            cursor: heard.cursor.unwrap_or(before.cursor),
            build: heard.build.filter(|build| build.len() <= MOST_BUILD_BYTES),
            storage_kept: heard.storage_kept,
            clock_ahead_ms: heard.clock_ahead_ms,
        }
        .or(before);
        entry.written = false;
    }

    /// What was last heard of a device since the start, if anything was.
    pub(crate) fn of(&self, device: DeviceId) -> Option<Seen> {
        self.devices().get(&device).map(|entry| entry.seen.clone())
    }

    /// Writes what is new.
    ///
    /// # Errors
    /// When it cannot be written; it is tried again the next time.
    pub(crate) async fn write(&self, writer: &Writer) -> Result<(), WriteError> {
        let new: Vec<(DeviceId, Seen)> = self
            .devices()
            .iter()
            .filter(|(_, entry)| !entry.written)
            .map(|(device, entry)| (*device, entry.seen.clone()))
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        let written = new.clone();
        writer.run(move |unit| put_seen(unit, &new)).await?;
        let mut devices = self.devices();
        for (device, seen) in written {
            if let Some(entry) = devices.get_mut(&device)
                && entry.seen == seen
            {
                entry.written = true;
            }
        }
        Ok(())
    }
}
