//! What is checked at each write of a device's disk: nothing saved is overwritten, nothing leaves
//! the outbox before the server's rows show it, the cursor never goes back, and the rows at a
//! cursor are the server's at that position (I1, I6, I7, I9).

use crate::report::{Violation, broken, sick};
use crate::world::World;
use sale::MutationId;
use sync::device::{SyncMode, Write};
use sync::row::{Digest, Kind};
use sync::server::Storage;

/// The first sequence of what stays on a register.
const FIRST_LOCAL: u64 = 1 << 40;

impl World {
    /// Before a write goes to the disk.
    pub(crate) fn check_write(&mut self, device: usize, write: &Write) -> Result<(), Violation> {
        let Some(at) = self.devices.get(device) else {
            return Ok(());
        };
        let Some(place) = self.server.places.get(at.place) else {
            return Ok(());
        };
        let epoch = place.storage.store().map_err(|e| sick(&e))?.epoch;
        let (before, after) = (&at.disk.meta, &write.meta);
        // Nought begins anew, with everything.
        let back = after.cursor < before.cursor && after.cursor != 0;
        if before.epoch == after.epoch && back {
            return Err(broken(
                "I6",
                "B2",
                format!(
                    "the cursor of {} goes back from {} to {}",
                    at.name, before.cursor, after.cursor
                ),
            ));
        }
        for mutation in &write.outbox {
            let taken = at
                .disk
                .outbox
                .get(&mutation.sequence)
                .filter(|there| there.sequence > write.outbox_done);
            if taken.is_some_and(|there| there.mutation_id != mutation.mutation_id) {
                return Err(broken(
                    "I1",
                    "A1",
                    format!("{} writes over change {}", at.name, mutation.sequence),
                ));
            }
        }
        for (sequence, mutation) in at.disk.outbox.range(..=write.outbox_done) {
            // What is only numbered anew stays.
            if write
                .outbox
                .iter()
                .any(|there| there.mutation_id == mutation.mutation_id)
            {
                continue;
            }
            let entry = place
                .storage
                .mutation(mutation.mutation_id)
                .map_err(|e| sick(&e))?;
            let shown = entry
                .is_some_and(|entry| after.sync == SyncMode::Off || entry.position <= after.cursor);
            // Rows of a store as it was before a restore say nothing of the store as it is.
            if !shown && epoch == after.epoch {
                return Err(broken(
                    "I7",
                    "A4",
                    format!("change {sequence} leaves {} before rows show it", at.name),
                ));
            }
        }
        self.report.check("I7");
        // A receipt that was on its way while the store was restored told the truth of another store.
        let handed_over = write.clear.contains(&Kind::Sale) && after.sync == SyncMode::Off;
        if handed_over && epoch != after.epoch {
            self.forgive_archive(device);
            return Ok(());
        }
        if handed_over {
            for key in at.disk.rows.keys().filter(|key| key.kind == Kind::Sale) {
                let there = place
                    .storage
                    .row(&Kind::Sale, key.id)
                    .map_err(|e| sick(&e))?;
                if there.is_none() {
                    return Err(broken(
                        "I9",
                        "F2",
                        format!("sale {} leaves {} and is nowhere else", key.id, at.name),
                    ));
                }
            }
            self.report.check("I9");
        }
        Ok(())
    }

    /// After the engine was told of a write.
    pub(crate) fn check_written(&mut self, device: usize, life: u64) -> Result<(), Violation> {
        let Some(at) = self.devices.get_mut(device) else {
            return Ok(());
        };
        let (place, name) = (at.place, at.name.clone());
        let Some(head) = at.head(life) else {
            return Ok(());
        };
        let meta = head.engine.meta();
        let (_, digest) = head.engine.base();
        let (epoch, cursor, sync) = (meta.epoch, meta.cursor, meta.sync);
        if head.cursor != cursor {
            head.cursor = cursor;
            head.pulls = 0;
        }
        if matches!(sync, SyncMode::On | SyncMode::Resuming) {
            self.checks.resuming(device);
        }
        if !self.is_gutted(device) {
            self.check_prefix(place, &name, (epoch, cursor), digest)?;
        }
        self.note_standing(device, life)
    }

    /// Whether a disk that was cleared holds again what its tab does.
    pub(crate) fn check_restored(&mut self, device: usize, life: u64) {
        let Some(at) = self.devices.get_mut(device) else {
            return;
        };
        let Some(head) = at.heads.iter().find(|head| head.life == life) else {
            return;
        };
        let waits = crate::chance::number(at.disk.outbox.len());
        let base = head.engine.base().0;
        let same = at.disk.rows.len() == base.len()
            && base
                .iter()
                .all(|(key, row)| at.disk.rows.get(key) == Some(row))
            && waits == head.engine.waiting();
        at.disk.gutted &= !same;
    }

    /// When a tab starts on what the disk holds.
    pub(crate) fn check_start(&mut self, device: usize) -> Result<(), Violation> {
        let Some(at) = self.devices.get(device) else {
            return Ok(());
        };
        let Some(head) = at.leader() else {
            return Ok(());
        };
        let meta = head.engine.meta();
        let (_, digest) = head.engine.base();
        let (place, name) = (at.place, at.name.clone());
        let position = (meta.epoch, meta.cursor);
        if at.disk.gutted {
            return Ok(());
        }
        if head.engine.waiting() != crate::chance::number(at.disk.outbox.len()) {
            return Err(broken("I7", "A1", format!("{name} forgets what waits")));
        }
        self.check_prefix(place, &name, position, digest)
    }

    /// The rows at a cursor are the server's at that position, at every instant (rule B2).
    fn check_prefix(
        &mut self,
        place: usize,
        name: &str,
        position: (u64, u64),
        digest: Digest,
    ) -> Result<(), Violation> {
        let (_, cursor) = position;
        if cursor == 0 {
            return Ok(());
        }
        self.report.check("I6");
        let there = self
            .server
            .places
            .get(place)
            .and_then(|place| place.digests.get(&position));
        if there == Some(&digest) {
            return Ok(());
        }
        Err(broken(
            "I6",
            "B2 B3",
            format!("{name} at {cursor} holds other rows than the server did there"),
        ))
    }

    /// A person was told that a change is saved.
    pub(crate) fn check_saved(
        &mut self,
        device: usize,
        mutation_id: MutationId,
    ) -> Result<(), Violation> {
        let Some(at) = self.devices.get(device) else {
            return Ok(());
        };
        let found = at
            .disk
            .outbox
            .values()
            .rev()
            .find(|mutation| mutation.mutation_id == mutation_id);
        let Some(mutation) = found else {
            return Err(broken(
                "I1",
                "A1",
                format!("{} says saved of what its disk does not have", at.name),
            ));
        };
        // While sync is off, changes have numbers of their own that no push takes.
        if mutation.sequence >= FIRST_LOCAL {
            self.report.rule("F4");
            let alone = self.checks.made_off.entry(device).or_default();
            alone.insert(mutation_id);
        }
        self.checks.saved.insert(mutation_id, device);
        self.report.saved += 1;
        self.report.check("I1");
        self.report.rule("A1");
        Ok(())
    }

    /// An engine asks for rows once more: it must get on with it at some time (invariant I11).
    pub(crate) fn check_pull(&mut self, device: usize, life: u64) -> Result<(), Violation> {
        const MOST_PULLS: u64 = 500;
        let Some(at) = self.devices.get_mut(device) else {
            return Ok(());
        };
        let name = at.name.clone();
        let Some(head) = at.head(life) else {
            return Ok(());
        };
        head.pulls += 1;
        let pulls = head.pulls;
        self.report.check("I11");
        if pulls > MOST_PULLS {
            return Err(broken(
                "I11",
                "B5",
                format!("{name} pulls {pulls} times and gets nowhere"),
            ));
        }
        Ok(())
    }

    /// An engine says that its storage lost what was written; in a run it never does.
    pub(crate) fn check_storage_lost(&mut self, device: usize) -> Result<(), Violation> {
        let name = self.name(device).to_owned();
        Err(broken(
            "I1",
            "A1",
            format!("{name} misses what it had written"),
        ))
    }

    /// An engine says that its rows are not the server's (rule B3).
    pub(crate) fn check_diverged(&mut self, device: usize) -> Result<(), Violation> {
        let name = self.name(device).to_owned();
        Err(broken("I4", "B3", format!("{name} has diverged")))
    }
}
