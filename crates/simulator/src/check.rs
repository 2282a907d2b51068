//! The invariants I1 to I12, held against what happens: at every write, commit and answer where
//! that is cheap, and at rest on everything.
//!
//! It must not know how `apply` settles a change; the ledger reads the log by itself.

mod answers;
mod rest;
mod rules;
mod writes;

use crate::report::Violation;
use crate::world::World;
use sale::MutationId;
use std::collections::BTreeSet;
use sync::server::Storage;

impl World {
    /// A device lost its storage: what was on it alone is lost with it, as everybody knows (F4).
    pub(crate) fn forgive(&mut self, device: usize) {
        let place = self.devices.get(device).map_or(0, |d| d.place);
        let Some(at) = self.server.places.get(place) else {
            return;
        };
        self.checks.saved.retain(|mutation, on| {
            *on != device || at.storage.mutation(*mutation).ok().flatten().is_some()
        });
        self.checks.made_off.remove(&device);
    }

    /// A device's archive is cleared, which no tab holds: what a restored store lacks and the archive
    /// alone has is lost with it.
    pub(crate) fn forgive_archive(&mut self, device: usize) {
        let Some(at) = self.devices.get(device) else {
            return;
        };
        let Some(place) = self.server.places.get(at.place) else {
            return;
        };
        for archived in at.disk.archive.values() {
            let mutation = archived.mutation.mutation_id;
            if place.storage.mutation(mutation).ok().flatten().is_none() {
                self.checks.saved.remove(&mutation);
            }
        }
    }

    /// Makes a backup of the first store.
    pub(crate) fn back_up(&mut self) {
        if let Some(place) = self.server.places.first_mut() {
            place.backup = Some(place.storage.clone());
        }
        if let Some(books) = self.checks.books.first() {
            self.checks.backed_up = books.clone();
        }
    }

    /// Puts a store's last backup back.
    pub(crate) fn restore_place(&mut self, epoch: u64) -> Result<(), Violation> {
        let sick = |e: sync::server::StorageError| crate::report::sick(&e);
        let Some(place) = self.server.places.first_mut() else {
            return Ok(());
        };
        let Some(backup) = place.backup.clone() else {
            return Ok(());
        };
        let lost = std::mem::replace(&mut place.storage, backup);
        let mut state = place.storage.store().map_err(sick)?;
        state.epoch = epoch;
        place.storage.put_store(&state).map_err(sick)?;
        place.remember();
        // Whom the backup does not know is activated again.
        let mut chance = crate::chance::Chance::new(epoch);
        for device in &self.devices {
            let id = device.identity.device_id;
            if device.place == 0 && place.storage.device(id).map_err(sick)?.is_none() {
                place
                    .take_in(&device.identity, &device.name, &mut chance)
                    .map_err(sick)?;
            }
        }
        // What only the lost part of the log held is lost; what a device still holds is not.
        let disks = || self.devices.iter().map(|device| &device.disk);
        let waiting = disks().flat_map(|disk| disk.outbox.values());
        let waiting: BTreeSet<MutationId> = waiting.map(|m| m.mutation_id).collect();
        let archived = disks().flat_map(|disk| disk.archive.values());
        let archived: BTreeSet<MutationId> = archived.map(|a| a.mutation.mutation_id).collect();
        let mut offered = BTreeSet::new();
        self.checks.saved.retain(|mutation, _| {
            let there = place.storage.mutation(*mutation).ok().flatten().is_some();
            let was_there = lost.mutation(*mutation).ok().flatten().is_some();
            if there || !was_there {
                return true;
            }
            offered.insert(*mutation);
            waiting.contains(mutation) || archived.contains(mutation)
        });
        self.checks.offered.extend(offered);
        self.checks.acknowledged.retain(|(at, _), _| *at != 0);
        if let Some(books) = self.checks.books.first_mut() {
            *books = self.checks.backed_up.clone();
        }
        Ok(())
    }

    /// Weeks pass: what registers kept for a week, and have not offered yet, goes.
    pub(crate) fn forget_offers(&mut self) {
        let Some(place) = self.server.places.first() else {
            return;
        };
        let waiting = self.devices.iter().flat_map(|at| at.disk.outbox.values());
        let waiting: BTreeSet<MutationId> = waiting.map(|m| m.mutation_id).collect();
        self.checks.offered.retain(|mutation| {
            if waiting.contains(mutation) {
                return true;
            }
            if place.storage.mutation(*mutation).ok().flatten().is_none() {
                self.checks.saved.remove(mutation);
            }
            false
        });
    }
}
