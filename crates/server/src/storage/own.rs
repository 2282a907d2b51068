//! Devices of the server itself: those through which an import, the demonstration and programs that
//! use the API make their changes. Each is one of its store like any other, so that what they do
//! has a number, a history and an order; nobody can sign in as one.

use super::{SqliteStorage, StoreNo, Unit};
use sale::{Change, DeviceId, EmployeeId, MutationId, RegisterId, StoreId};
use sha2::{Digest, Sha256};
use sync::codec;
use sync::protocol::{MOST_MUTATIONS, Mutation, PROTOCOL, Push, PushResult};
use sync::server::{DeviceState, Storage, StorageError};
use uuid::{Builder, Uuid};

/// A change that the server makes for somebody.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OwnChange {
    pub mutation_id: MutationId,
    pub at_ms: i64,
    pub employee_id: EmployeeId,
    pub change: Change,
}

/// The device id under which the server writes rows of its own accord.
pub(crate) fn server_device() -> DeviceId {
    DeviceId(Uuid::nil())
}

/// Nobody: what the server does of its own accord.
pub(crate) fn nobody() -> EmployeeId {
    EmployeeId(Uuid::nil())
}

/// An id made of names: the same each time, so that doing something twice is doing it once.
pub(crate) fn named_id(names: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for name in names {
        hash.update(u64::try_from(name.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(name.as_bytes());
    }
    let hash: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(hash) {
        *byte = from;
    }
    Builder::from_random_bytes(bytes).into_uuid()
}

/// The store's own device for a purpose, on a register or on none.
pub(crate) fn own_device(store: StoreId, purpose: &str, register: Option<RegisterId>) -> DeviceId {
    let register = register.map_or_else(String::new, |id| id.to_string());
    DeviceId(named_id(&[
        "own device",
        &store.to_string(),
        purpose,
        &register,
    ]))
}

/// Makes changes through a device of the server's own, those that the log has not got yet, and
/// answers with their results and how many it had.
///
/// # Errors
/// When the storage fails or the engine refuses, which it has no reason to.
pub(crate) fn make(
    unit: &mut Unit<'_>,
    store: StoreNo,
    device_id: DeviceId,
    register_id: Option<RegisterId>,
    changes: &[OwnChange],
) -> Result<(Vec<PushResult>, usize), StorageError> {
    let mut storage = SqliteStorage::new(unit.connection(), store);
    if storage.device(device_id)?.is_none() {
        storage.put_device(&DeviceState {
            device_id,
            register_id,
            last_sequence: 0,
            sync_on: true,
            handed_over: None,
        })?;
    }
    let mut results = Vec::new();
    let mut known = 0;
    for changes in changes.chunks(MOST_MUTATIONS) {
        let answer = unit.engine(store, |engine| {
            let storage = engine.storage();
            let device = storage.device(device_id)?;
            let mut sequence = device.map_or(0, |device| device.last_sequence);
            let seen = engine.state().head;
            let mut mutations = Vec::with_capacity(changes.len());
            for own in changes {
                if storage.mutation(own.mutation_id)?.is_some() {
                    known += 1;
                    continue;
                }
                sequence += 1;
                mutations.push(Mutation {
                    sequence,
                    mutation_id: own.mutation_id,
                    at_ms: own.at_ms,
                    employee_id: own.employee_id,
                    approved_by: None,
                    seen,
                    was: None,
                    change: codec::encode_raw(&own.change)
                        .map_err(|e| StorageError(e.to_string()))?,
                });
            }
            let push = Push {
                protocol: PROTOCOL,
                build: env!("CARGO_PKG_VERSION").to_owned(),
                epoch: 0,
                unsent: 0,
                mutations,
            };
            engine.push(device_id, &push)
        })?;
        let answer = answer.map_err(|refusal| StorageError(refusal.to_string()))?;
        results.extend(answer.results);
    }
    Ok((results, known))
}
