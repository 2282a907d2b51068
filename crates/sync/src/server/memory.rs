//! The storage in memory: the model that the others are held against, and the simulator's.
//! A transaction is a clone that is put back at commit.

use super::storage::{DeviceState, LogEntry, Storage, StorageError, StoreState, StoredRow};
use crate::row::{Digest, Kind};
use sale::{DeviceId, MutationId, SaleId};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// One store, in memory.
#[derive(Clone, Debug)]
pub struct MemoryStorage {
    state: StoreState,
    devices: BTreeMap<DeviceId, DeviceState>,
    rows: BTreeMap<(String, Uuid), StoredRow>,
    versions: BTreeSet<(u64, String, Uuid)>,
    log: BTreeMap<u64, LogEntry>,
    sent: BTreeMap<(DeviceId, u64), u64>,
    mutations: BTreeMap<MutationId, u64>,
    touched: BTreeSet<(SaleId, u64)>,
}

impl MemoryStorage {
    /// An empty store.
    #[must_use]
    pub fn new(epoch: u64) -> Self {
        MemoryStorage {
            state: StoreState {
                epoch,
                head: 0,
                floor: 0,
                digest: Digest::default(),
                chain: [0; 32],
            },
            devices: BTreeMap::new(),
            rows: BTreeMap::new(),
            versions: BTreeSet::new(),
            log: BTreeMap::new(),
            sent: BTreeMap::new(),
            mutations: BTreeMap::new(),
            touched: BTreeSet::new(),
        }
    }
}

impl Storage for MemoryStorage {
    fn store(&self) -> Result<StoreState, StorageError> {
        Ok(self.state.clone())
    }

    fn put_store(&mut self, state: &StoreState) -> Result<(), StorageError> {
        self.state = state.clone();
        Ok(())
    }

    fn device(&self, id: DeviceId) -> Result<Option<DeviceState>, StorageError> {
        Ok(self.devices.get(&id).cloned())
    }

    fn put_device(&mut self, device: &DeviceState) -> Result<(), StorageError> {
        self.devices.insert(device.device_id, device.clone());
        Ok(())
    }

    fn row(&self, kind: &Kind, id: Uuid) -> Result<Option<StoredRow>, StorageError> {
        Ok(self.rows.get(&(kind.as_str().to_owned(), id)).cloned())
    }

    fn put_row(&mut self, row: &StoredRow) -> Result<(), StorageError> {
        let key = (row.kind.as_str().to_owned(), row.id);
        if let Some(before) = self.rows.insert(key.clone(), row.clone()) {
            self.versions
                .remove(&(before.version, key.0.clone(), key.1));
        }
        self.versions.insert((row.version, key.0, key.1));
        Ok(())
    }

    fn rows_after(
        &self,
        after: u64,
        gone_after: u64,
        limit: u32,
    ) -> Result<Vec<StoredRow>, StorageError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let first = (after.saturating_add(1), String::new(), Uuid::nil());
        let mut found: Vec<StoredRow> = Vec::new();
        for (version, kind, id) in self.versions.range(first..) {
            let full = found.len() >= limit;
            if full && found.last().is_some_and(|row| row.version != *version) {
                break;
            }
            if let Some(row) = self.rows.get(&(kind.clone(), *id))
                && (!row.gone || *version > gone_after)
            {
                found.push(row.clone());
            }
        }
        Ok(found)
    }

    fn append(&mut self, entry: &LogEntry, touched: &[SaleId]) -> Result<(), StorageError> {
        let taken = self.log.contains_key(&entry.position)
            || self.mutations.contains_key(&entry.mutation_id)
            || (entry.sequence > 0 && self.sent.contains_key(&(entry.device_id, entry.sequence)));
        if taken {
            return Err(StorageError(format!(
                "position {} is taken",
                entry.position
            )));
        }
        self.log.insert(entry.position, entry.clone());
        self.mutations.insert(entry.mutation_id, entry.position);
        if entry.sequence > 0 {
            self.sent
                .insert((entry.device_id, entry.sequence), entry.position);
        }
        for sale in touched {
            self.touched.insert((*sale, entry.position));
        }
        Ok(())
    }

    fn sent(&self, device: DeviceId, sequence: u64) -> Result<Option<LogEntry>, StorageError> {
        let position = self.sent.get(&(device, sequence));
        Ok(position.and_then(|p| self.log.get(p)).cloned())
    }

    fn mutation(&self, id: MutationId) -> Result<Option<LogEntry>, StorageError> {
        let position = self.mutations.get(&id);
        Ok(position.and_then(|p| self.log.get(p)).cloned())
    }

    fn alias(
        &mut self,
        device: DeviceId,
        sequence: u64,
        mutation: MutationId,
    ) -> Result<(), StorageError> {
        let position = self
            .mutations
            .get(&mutation)
            .ok_or_else(|| StorageError(format!("mutation {mutation} is not in the log")))?;
        self.sent.insert((device, sequence), *position);
        Ok(())
    }

    fn history(&self, sale: SaleId, after: u64, limit: u32) -> Result<Vec<LogEntry>, StorageError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let range = (sale, after.saturating_add(1))..=(sale, u64::MAX);
        Ok(self
            .touched
            .range(range)
            .filter_map(|(_, position)| self.log.get(position).cloned())
            .take(limit)
            .collect())
    }

    fn open_sales(&self) -> Result<u64, StorageError> {
        let open = self
            .rows
            .values()
            .filter(|row| row.kind == Kind::Sale && !row.gone)
            .count();
        Ok(u64::try_from(open).unwrap_or(u64::MAX))
    }
}
