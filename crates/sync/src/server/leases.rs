//! Who takes money for which sale (rule G1), of one store. In memory alone: a lease is worth no
//! more than its half minute, and a server that starts anew is asked anew.
//!
//! It must not know a clock: `now_ms` comes in, from any clock that only goes forward.

use crate::protocol::{LEASE_MS, Lease, LeaseRequest};
use sale::{DeviceId, EmployeeId, RegisterId, SaleId};
use std::collections::BTreeMap;

/// Most leases that one device holds at once; beyond, its oldest gives way.
const MOST_OF_A_DEVICE: usize = 16;

/// Who asks for a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseHolder {
    /// The device.
    pub device_id: DeviceId,
    /// Its register; none for a Pay phone and BackOffice.
    pub register_id: Option<RegisterId>,
    /// Who is signed in there.
    pub employee_id: Option<EmployeeId>,
    /// Where, as the staff call it.
    pub place: String,
}

#[derive(Clone, Debug)]
struct Held {
    holder: LeaseHolder,
    until_ms: i64,
}

/// The leases of one store: one a sale.
#[derive(Clone, Debug, Default)]
pub struct Leases {
    held: BTreeMap<SaleId, Held>,
}

impl Leases {
    /// Does what a device asks. Answers how long the lease lasts, 0 when it was given back, and
    /// whether others now see something else.
    ///
    /// # Errors
    /// The lease of whoever holds it.
    pub fn ask(
        &mut self,
        holder: LeaseHolder,
        request: LeaseRequest,
        now_ms: i64,
    ) -> Result<(u32, bool), Lease> {
        let expired = self.expire(now_ms);
        match request {
            LeaseRequest::Take { sale_id } => {
                let known = self.held.get(&sale_id);
                if let Some(held) = known.filter(|h| h.holder.device_id != holder.device_id) {
                    return Err(held.lease(sale_id, now_ms));
                }
                let same = known.is_some_and(|held| held.holder == holder);
                if known.is_none() {
                    self.make_room(holder.device_id);
                }
                let until_ms = now_ms.saturating_add(i64::from(LEASE_MS));
                self.held.insert(sale_id, Held { holder, until_ms });
                Ok((LEASE_MS, expired || !same))
            }
            LeaseRequest::Release { sale_id } => {
                let own = self
                    .held
                    .get(&sale_id)
                    .is_some_and(|held| held.holder.device_id == holder.device_id);
                if own {
                    self.held.remove(&sale_id);
                }
                Ok((0, expired || own))
            }
        }
    }

    /// A device has gone: nothing of it outlives it. Answers whether it held anything.
    pub fn release_all(&mut self, device_id: DeviceId) -> bool {
        let before = self.held.len();
        self.held
            .retain(|_, held| held.holder.device_id != device_id);
        self.held.len() != before
    }

    /// Ends what was not renewed. Answers whether anything ended.
    pub fn expire(&mut self, now_ms: i64) -> bool {
        let before = self.held.len();
        self.held.retain(|_, held| held.until_ms > now_ms);
        self.held.len() != before
    }

    /// All that are held, for everybody to see.
    #[must_use]
    pub fn all(&self, now_ms: i64) -> Vec<Lease> {
        self.held
            .iter()
            .filter(|(_, held)| held.until_ms > now_ms)
            .map(|(sale_id, held)| held.lease(*sale_id, now_ms))
            .collect()
    }

    /// Whether nobody holds anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// The oldest lease of a device that holds too many gives way.
    fn make_room(&mut self, device_id: DeviceId) {
        let of_device = |held: &&Held| held.holder.device_id == device_id;
        if self.held.values().filter(of_device).count() < MOST_OF_A_DEVICE {
            return;
        }
        let oldest = self
            .held
            .iter()
            .filter(|(_, held)| of_device(held))
            .min_by_key(|(_, held)| held.until_ms)
            .map(|(sale_id, _)| *sale_id);
        if let Some(sale_id) = oldest {
            self.held.remove(&sale_id);
        }
    }
}

impl Held {
    fn lease(&self, sale_id: SaleId, now_ms: i64) -> Lease {
        let left = self.until_ms.saturating_sub(now_ms).max(0);
        Lease {
            sale_id,
            device_id: self.holder.device_id,
            register_id: self.holder.register_id,
            employee_id: self.holder.employee_id,
            place: self.holder.place.clone(),
            for_ms: u32::try_from(left).unwrap_or(u32::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn holder(n: u128) -> LeaseHolder {
        LeaseHolder {
            device_id: DeviceId(Uuid::from_u128(n)),
            register_id: None,
            employee_id: None,
            place: format!("Pay {n}"),
        }
    }

    fn sale(n: u128) -> SaleId {
        SaleId(Uuid::from_u128(n))
    }

    fn take(leases: &mut Leases, who: u128, n: u128, now_ms: i64) -> Result<(u32, bool), Lease> {
        let sale_id = sale(n);
        leases.ask(holder(who), LeaseRequest::Take { sale_id }, now_ms)
    }

    #[test]
    fn g1_one_device_at_a_time_and_the_other_is_told_who_and_where() {
        let mut leases = Leases::default();
        assert_eq!(take(&mut leases, 1, 7, 0), Ok((30_000, true)));
        let held = take(&mut leases, 2, 7, 10_000).unwrap_err();
        assert_eq!(
            (held.place.as_str(), held.device_id, held.for_ms),
            ("Pay 1", holder(1).device_id, 20_000)
        );
        assert!(take(&mut leases, 2, 8, 10_000).is_ok(), "another sale");
        assert_eq!(
            take(&mut leases, 1, 7, 20_000),
            Ok((30_000, false)),
            "renewed: nothing new to tell"
        );
        assert!(take(&mut leases, 2, 7, 49_999).is_err());
        assert!(take(&mut leases, 2, 7, 50_000).is_ok(), "its time is over");
        assert!(take(&mut leases, 1, 7, 50_001).is_err());
    }

    #[test]
    fn g1_a_lease_never_outlives_its_holder() {
        let mut leases = Leases::default();
        take(&mut leases, 1, 7, 0).unwrap();
        let release = LeaseRequest::Release { sale_id: sale(7) };
        assert_eq!(
            leases.ask(holder(2), release, 1),
            Ok((0, false)),
            "not its own"
        );
        assert_eq!(leases.ask(holder(1), release, 1), Ok((0, true)));
        assert!(leases.is_empty());
        take(&mut leases, 1, 7, 2).unwrap();
        take(&mut leases, 2, 8, 2).unwrap();
        assert!(leases.release_all(holder(1).device_id));
        assert!(!leases.release_all(holder(1).device_id));
        assert_eq!(leases.all(3).len(), 1);
        assert!(!leases.expire(30_001));
        assert!(leases.expire(30_002));
    }

    #[test]
    fn g1_the_oldest_lease_of_a_device_that_holds_too_many_gives_way() {
        let mut leases = Leases::default();
        for n in 0..40 {
            take(&mut leases, 1, n, i64::try_from(n).unwrap()).unwrap();
        }
        let held: Vec<SaleId> = leases.all(40).iter().map(|lease| lease.sale_id).collect();
        assert_eq!(held, (24..40).map(sale).collect::<Vec<_>>());
    }
}
