//! What the server knows of the registers.
//!
//! It must not know how they are shown.

use crate::api::{self, ApiError};
use crate::backoffice::facts::Facts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{DeviceId, Register, RegisterId};
use std::collections::BTreeMap;
use sync::api::RegisterOverview;
use sync::api::devices::DeviceOverview;

/// What the server knows of the registers, kept fresh while somebody looks.
#[derive(Clone, Copy)]
pub(super) struct Overviews {
    pub(super) known: RwSignal<BTreeMap<RegisterId, RegisterOverview>>,
    /// The devices, the one activated last first.
    pub(super) devices: RwSignal<Vec<DeviceOverview>>,
    pub(super) failed: RwSignal<Option<ApiError>>,
    pub(super) ready: RwSignal<bool>,
}

impl Overviews {
    pub(super) fn new() -> Overviews {
        Overviews {
            known: RwSignal::new(BTreeMap::new()),
            devices: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
            ready: RwSignal::new(false),
        }
    }

    /// Asks the server; the page may be gone when it answers.
    pub(super) fn ask(self) {
        spawn_local(async move {
            let asked = match api::registers().await {
                Ok(all) => api::devices().await.map(|devices| (all, devices)),
                Err(error) => Err(error),
            };
            match asked {
                Ok((all, devices)) => {
                    let _ = self.devices.try_set(devices);
                    let all = all.into_iter().map(|one| (one.register.id, one)).collect();
                    let _ = self.known.try_set(all);
                    let _ = self.failed.try_set(None);
                    let _ = self.ready.try_set(true);
                }
                Err(error) => {
                    let _ = self.failed.try_set(Some(error));
                }
            }
        });
    }

    /// The device that a register is; the one it was last, when that was taken out of use.
    pub(super) fn device_of(self, id: RegisterId) -> Signal<Option<DeviceOverview>> {
        let one = Memo::new(move |_| {
            self.devices.with(|all| {
                let mut of_it = all.iter().filter(|one| one.register_id == Some(id));
                let in_use = of_it.clone().find(|one| one.out_ms.is_none());
                in_use.or_else(|| of_it.next()).cloned()
            })
        });
        one.into()
    }

    /// A device.
    pub(super) fn device(self, id: DeviceId) -> Signal<Option<DeviceOverview>> {
        let one = Memo::new(move |_| {
            self.devices
                .with(|all| all.iter().find(|one| one.id == id).cloned())
        });
        one.into()
    }

    /// What an answer said of one register.
    pub(super) fn put(self, one: RegisterOverview) {
        let _ = self
            .known
            .try_update(|known| known.insert(one.register.id, one));
    }

    /// What is known of one; the register's own row, which syncs, is fresher than the server's
    /// last answer.
    pub(super) fn of(self, id: RegisterId, facts: Facts) -> Signal<Option<RegisterOverview>> {
        let one = Memo::new(move |_| {
            let mut one = self.known.with(|known| known.get(&id).cloned())?;
            let row = facts.registers().with(|all| {
                let row = all.iter().find(|register| register.id == id);
                row.map(|row| Register::clone(row))
            });
            if let Some(row) = row {
                one.register = row;
            }
            Some(one)
        });
        one.into()
    }
}
