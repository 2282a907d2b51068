//! A device's disk: keeps a whole write or nothing of it, as IndexedDB does, and takes writes from
//! the one tab alone that was the last to say that it leads.

use std::ops::{Deref, DerefMut};
use sync::device::{Engine, Input, Meta, Write};
use sync::server::MemoryDisk;

/// The build that the server wants at least.
pub const NEW: &str = "2.0";
/// One that is older. Tabs of one device take turns, as after an update that some of them missed.
const OLD: &str = "1.0";

/// What survives a crash of the device.
#[derive(Clone, Debug)]
pub struct Disk {
    /// What is on it.
    held: MemoryDisk,
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
            held: MemoryDisk::new(meta),
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
        self.held.write(write);
        self.empty = false;
    }

    /// What is there after the power was lost: everything, unless the medium lagged behind.
    pub fn lose_power(&mut self) {
        if let Some((_, disk)) = self.lagging.take() {
            *self = *disk;
        }
    }

    /// What it holds, as the engine asks for it.
    #[must_use]
    pub fn holds(&self) -> Input {
        match self.held.holds() {
            Input::StorageHolds { outbox, .. } if self.empty => {
                Input::StorageHolds { meta: None, outbox }
            }
            holds => holds,
        }
    }

    /// The engine of a tab that starts to lead on this disk.
    pub fn start(&mut self, life: u64) -> Engine {
        self.leader = life;
        self.held
            .start(if life.is_multiple_of(2) { OLD } else { NEW })
    }
}

impl Deref for Disk {
    type Target = MemoryDisk;

    fn deref(&self) -> &MemoryDisk {
        &self.held
    }
}

impl DerefMut for Disk {
    fn deref_mut(&mut self) -> &mut MemoryDisk {
        &mut self.held
    }
}
