//! What the checks remember of a run: what people were told, what servers acknowledged, how devices
//! stood when they were last looked at.
//!
//! It must not know what is checked with it.

use crate::books::Books;
use crate::report::Violation;
use crate::server::Server;
use sale::{DeviceId, MutationId};
use std::collections::{BTreeMap, BTreeSet};
use sync::device::SyncMode;

/// What the checks remember.
#[derive(Debug)]
pub struct Checks {
    /// What people were told is saved, and on which device.
    pub(crate) saved: BTreeMap<MutationId, usize>,
    /// What was saved for this device alone, while its sync was off (rule F4).
    pub(crate) made_off: BTreeMap<usize, BTreeSet<MutationId>>,
    /// The last sequence that a server acknowledged, by store and device (rule A2).
    pub(crate) acknowledged: BTreeMap<(usize, DeviceId), u64>,
    pub(crate) books: Vec<Books>,
    /// As they were when the last backup was made.
    pub(crate) backed_up: Books,
    anew: usize,
    /// Whether a profile was copied: until the two are told apart they give the same numbers.
    pub(crate) cloned: bool,
    /// What the rules of the switch are counted by.
    pub(crate) heard: Heard,
    /// What a restored store has lost and registers still have in their archives.
    pub(crate) offered: BTreeSet<MutationId>,
}

impl Checks {
    pub(crate) fn new(server: &Server) -> Result<Checks, Violation> {
        let mut books = Vec::new();
        for place in &server.places {
            books.push(Books::of(&place.storage)?);
        }
        Ok(Checks {
            saved: BTreeMap::new(),
            made_off: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
            books,
            backed_up: Books::default(),
            anew: 0,
            cloned: false,
            heard: Heard::default(),
            offered: BTreeSet::new(),
        })
    }

    /// A number for a device that is activated anew, unlike any before.
    pub(crate) fn anew(&mut self) -> usize {
        self.anew += 1;
        self.anew
    }

    /// A profile is copied.
    pub(crate) fn cloned(&mut self) {
        self.cloned = true;
    }

    /// A device is being switched on again: what it kept to itself may go out from here on.
    pub(crate) fn resuming(&mut self, device: usize) {
        self.made_off.remove(&device);
    }
}

/// What is remembered of each device.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// How it stood when last looked at.
    pub(crate) modes: BTreeMap<usize, SyncMode>,
    /// Activated, and without its first copy yet.
    pub(crate) fresh: BTreeSet<usize>,
    /// Switched off while away, and not handed over yet.
    pub(crate) off_away: BTreeSet<usize>,
}

impl Heard {
    /// A device is activated anew.
    pub(crate) fn activated(&mut self, device: usize) {
        self.fresh.insert(device);
        self.off_away.remove(&device);
        self.modes.remove(&device);
    }
}
