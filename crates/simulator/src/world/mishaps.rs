//! What befalls a device as a whole: its storage is cleared, its register is activated once more,
//! its profile is copied, another build runs on it.

use super::deeds::true_time;
use super::{Event, World};
use crate::chance::Chance;
use crate::device::Device;
use crate::disk::Disk;
use crate::people;
use crate::report::{Violation, sick};
use sale::{DeviceId, MutationId};
use sync::device::Meta;
use sync::protocol::Mutation;

impl World {
    /// Everything that the device held is gone, its identity included; it is activated anew.
    pub(super) fn clear_storage(
        &mut self,
        device: usize,
        chance: &mut Chance,
    ) -> Result<(), Violation> {
        let count = self.devices.len() * 100 + self.checks.anew();
        let Some(at) = self.devices.get_mut(device) else {
            return Ok(());
        };
        let lives: Vec<u64> = at.heads.iter().map(|head| head.life).collect();
        for life in lives {
            self.retire(device, life);
        }
        self.forgive(device);
        let Some(at) = self.devices.get_mut(device) else {
            return Ok(());
        };
        at.identity.device_id = DeviceId(chance.uuid());
        at.identity.number_prefix = format!("{count}-");
        at.disk = Disk::new(Meta::new(at.identity.clone()));
        let (device_id, place) = (at.identity.device_id, at.place);
        let (register, name) = (at.identity.register_id, at.name.clone());
        let Some(place_at) = self.server.places.get_mut(place) else {
            return Ok(());
        };
        if let Some(register) = register {
            let committed = place_at
                .activate(device_id, register, &name, chance)
                .map_err(|e| sick(&e))?;
            self.check_commit(place, &[&committed], &[])?;
            self.publish(0, place, &committed)?;
        } else {
            place_at.admit(device_id, None).map_err(|e| sick(&e))?;
        }
        self.checks.heard.activated(device);
        self.put(2_000, Event::Lead(device));
        Ok(())
    }

    /// The register is activated once more: another device of the same register.
    pub(super) fn activate_again(
        &mut self,
        till: usize,
        chance: &mut Chance,
    ) -> Result<(), Violation> {
        let number = self.devices.len() * 100 + self.checks.anew();
        let Some(at) = self.devices.get(till) else {
            return Ok(());
        };
        let place = at.place;
        let store_id = at.identity.store_id;
        let mut other = Device::new(at.surface, place, store_id, number, chance);
        other.identity.register_id = at.identity.register_id;
        other.disk = Disk::new(Meta::new(other.identity.clone()));
        let Some(register) = at.identity.register_id else {
            return Ok(());
        };
        let Some(place_at) = self.server.places.get_mut(place) else {
            return Ok(());
        };
        let committed = place_at
            .activate(other.identity.device_id, register, &at.name, chance)
            .map_err(|e| sick(&e))?;
        self.check_commit(place, &[&committed], &[])?;
        self.publish(0, place, &committed)?;
        self.checks.heard.activated(self.devices.len());
        self.put(1_000, Event::Lead(self.devices.len()));
        self.devices.push(other);
        Ok(())
    }

    /// The profile is copied to another machine, and both go on as the same device.
    pub(super) fn clone_profile(&mut self, device: usize) {
        let Some(at) = self.devices.get(device) else {
            return;
        };
        let copy = at.copied(self.devices.len() + 1);
        self.checks.cloned();
        // Whichever of the two is switched on first sends what both kept to themselves.
        self.checks.resuming(device);
        self.put(1_000, Event::Lead(self.devices.len()));
        self.devices.push(copy);
    }

    /// A newer build ran here for a while and left a change that this one cannot read, or one that
    /// says more than this one knows (rule A4).
    pub(super) fn newer_change(
        &mut self,
        device: usize,
        chance: &mut Chance,
    ) -> Result<(), Violation> {
        let known = self.known_change(device, chance);
        self.kill_heads(device, 1_000)?;
        let Some(at) = self.devices.get_mut(device) else {
            return Ok(());
        };
        let loud = chance.below(9);
        let text = match known.as_deref().and_then(|text| text.strip_suffix("}}")) {
            Some(known) if chance.percent(50) => format!("{known},\"loud\":{loud}}}}}"),
            _ => format!("{{\"sale.sing.9\":{{\"loud\":{loud}}}}}"),
        };
        let Ok(change) = sync::codec::raw(text) else {
            return Ok(());
        };
        let meta = &mut at.disk.meta;
        let mutation = Mutation {
            sequence: meta.next_sequence,
            mutation_id: MutationId(chance.uuid()),
            at_ms: true_time(self.now_ms),
            employee_id: people::manager(at.place),
            approved_by: None,
            was: None,
            seen: meta.cursor,
            change,
        };
        meta.next_sequence += 1;
        let mutation_id = mutation.mutation_id;
        at.disk.outbox.insert(mutation.sequence, mutation);
        self.check_saved(device, mutation_id)
    }

    /// Something that somebody might do there and that this build knows.
    fn known_change(&self, device: usize, chance: &mut Chance) -> Option<String> {
        let at = self.devices.get(device)?;
        let head = at.leader()?;
        let hot = self.hot.get(at.place).map_or(&[][..], Vec::as_slice);
        let mut change = people::tap(at.place, &head.engine, hot, at.source(), chance);
        if let Some((_, number)) = change.makes() {
            *number = format!("{}n{}", at.identity.number_prefix, chance.bits());
        }
        sync::codec::encode(&change).ok()
    }
}
