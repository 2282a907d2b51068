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
    pub(crate) fn heard(&self, device: DeviceId, unsent: Option<u64>, cursor: Option<u64>) {
        let mut devices = self.devices();
        if devices.len() >= MOST_REMEMBERED && !devices.contains_key(&device) {
            devices.retain(|_, entry| !entry.written);
        }
        let entry = devices.entry(device).or_default();
        entry.seen = Seen {
            last_seen_ms: Some(clock::now_ms()),
            unsent: unsent.unwrap_or(entry.seen.unsent),
            cursor: cursor.unwrap_or(entry.seen.cursor),
        };
        entry.written = false;
    }

    /// What was last heard of a device since the start, if anything was.
    pub(crate) fn of(&self, device: DeviceId) -> Option<Seen> {
        self.devices().get(&device).map(|entry| entry.seen)
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
            .map(|(device, entry)| (*device, entry.seen))
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
