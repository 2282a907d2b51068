//! The devices' disks: a write is whole or nothing, and only of the tab that leads.

use super::{Event, World};
use crate::chance::number;
use crate::report::Violation;
use sync::device::{Input, Write};

impl World {
    /// The disk has done what a head asked for, or refuses.
    pub(super) fn disk_done(
        &mut self,
        device: usize,
        life: u64,
        refused: bool,
    ) -> Result<(), Violation> {
        let Some(write) = self.head(device, life).and_then(|head| head.writing.take()) else {
            return Ok(());
        };
        if refused && buggy!(CursorBeforeRows) && write.outbox.is_empty() {
            let mut cursor = write.clone();
            cursor.rows.clear();
            self.write_to_disk(device, &cursor)?;
        }
        if refused {
            return self.feed(device, life, Input::WriteFailed(write.id));
        }
        if !self.leads(device, life) {
            // The write's own transaction saw that another tab leads: this one follows from now on.
            self.retire(device, life);
            return Ok(());
        }
        let (id, fresh) = (write.id, number(write.outbox.len()));
        self.trace
            .note(&[self.now_ms, 5, number(device), write.meta.cursor, fresh]);
        if buggy!(DebouncedPersistence) {
            self.feed(device, life, Input::Written(id))?;
        }
        self.write_to_disk(device, &write)?;
        if let Some(at) = self.devices.get(device) {
            self.trace.say(self.now_ms, || {
                let meta = &at.disk.meta;
                format!(
                    "  {} writes {} rows and {fresh} changes, is at {}, {} waiting, {:?}",
                    at.name,
                    write.rows.len(),
                    meta.cursor,
                    at.disk.outbox.len(),
                    meta.sync,
                )
            });
        }
        self.feed(device, life, Input::Written(id))?;
        let unfound = self.devices.get_mut(device);
        if unfound.is_some_and(|at| std::mem::take(&mut at.disk.unfound)) {
            self.feed(device, life, Input::StorageCleared)?;
        }
        self.check_restored(device, life);
        self.check_written(device, life)
    }

    pub(super) fn leads(&self, device: usize, life: u64) -> bool {
        let device = self.devices.get(device);
        device.is_some_and(|device| device.disk.leader == life) || buggy!(TwoLeaders)
    }

    fn write_to_disk(&mut self, device: usize, write: &Write) -> Result<(), Violation> {
        self.check_write(device, write)?;
        if let Some(at) = self.devices.get_mut(device) {
            at.disk.write(write);
        }
        Ok(())
    }

    /// A head is gone.
    pub(super) fn retire(&mut self, device: usize, life: u64) {
        self.forget_streams(device, life);
        if let Some(at) = self.devices.get_mut(device) {
            at.heads.retain(|head| head.life != life);
        }
    }

    /// All heads are gone at once, and a tab takes over after a while. A write that the disk was
    /// busy with may have gone through all the same.
    pub(super) fn kill_heads(&mut self, device: usize, again_ms: u64) -> Result<(), Violation> {
        let lives: Vec<u64> = self.devices.get(device).map_or(Vec::new(), |at| {
            at.heads.iter().map(|head| head.life).collect()
        });
        for life in lives {
            let (mut chance, _) = self.draw(54, device);
            let write = self.head(device, life).and_then(|head| head.writing.take());
            if let Some(write) = write
                && self.leads(device, life)
                && chance.percent(50)
            {
                self.write_to_disk(device, &write)?;
            }
            self.retire(device, life);
        }
        self.put(again_ms, Event::Lead(device));
        if self.is_gutted(device) {
            // What the tab alone still had is gone with it.
            self.forgive(device);
        }
        Ok(())
    }
}
