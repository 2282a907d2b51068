//! Who takes money for which sale (rule G1), of every store, in memory alone. Whatever changes is
//! told to everybody who listens.
//!
//! It must not decide anything: the engine's own table does.

use crate::live::Live;
use crate::storage::StoreNo;
use sale::DeviceId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use sync::protocol::{Lease, LeaseRequest};
use sync::server::{LeaseHolder, Leases};

/// How often it is looked for leases that were not renewed.
pub(crate) const LOOKED_EVERY: Duration = Duration::from_secs(1);

/// The leases of every store.
pub(crate) struct AllLeases {
    stores: Mutex<HashMap<StoreNo, Leases>>,
    /// A clock that only goes forward.
    since: Instant,
    live: Arc<Live>,
}

impl AllLeases {
    /// None yet.
    pub(crate) fn new(live: &Arc<Live>) -> AllLeases {
        AllLeases {
            stores: Mutex::default(),
            since: Instant::now(),
            live: Arc::clone(live),
        }
    }

    fn stores(&self) -> std::sync::MutexGuard<'_, HashMap<StoreNo, Leases>> {
        self.stores.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now_ms(&self) -> i64 {
        i64::try_from(self.since.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    /// Does what a device asks; answers how long the lease lasts from now on.
    ///
    /// # Errors
    /// The lease of whoever holds it.
    pub(crate) fn ask(
        &self,
        store: StoreNo,
        holder: LeaseHolder,
        request: LeaseRequest,
    ) -> Result<u32, Lease> {
        let now_ms = self.now_ms();
        let mut stores = self.stores();
        let leases = stores.entry(store).or_default();
        let (for_ms, changed) = leases.ask(holder, request, now_ms)?;
        if changed {
            // Still locked, so that what is told has the order of what happened.
            self.live.tell_leases(store, leases.all(now_ms));
        }
        Ok(for_ms)
    }

    /// All of a store.
    pub(crate) fn all(&self, store: StoreNo) -> Vec<Lease> {
        let now_ms = self.now_ms();
        self.stores()
            .get(&store)
            .map_or_else(Vec::new, |leases| leases.all(now_ms))
    }

    /// A device has signed out or was handed over: nothing of it outlives it.
    pub(crate) fn release_all(&self, store: StoreNo, device: DeviceId) {
        let now_ms = self.now_ms();
        if let Some(leases) = self.stores().get_mut(&store)
            && leases.release_all(device)
        {
            self.live.tell_leases(store, leases.all(now_ms));
        }
    }

    /// Ends what was not renewed.
    pub(crate) fn expire(&self) {
        let now_ms = self.now_ms();
        self.stores().retain(|store, leases| {
            if leases.expire(now_ms) {
                self.live.tell_leases(*store, leases.all(now_ms));
            }
            !leases.is_empty()
        });
    }
}
