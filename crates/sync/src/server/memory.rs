//! The storage in memory: the model that the others are held against, and the simulator's.
//! A transaction keeps what it overwrites, so that giving it up costs no more than it did.

use super::storage::{
    DeviceState, Filling, LogEntry, PageLimits, Storage, StorageError, StoreState, StoredRow,
};
use crate::row::{Digest, Key, Kind};
use sale::{DeviceId, MutationId, SaleId};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// One store, in memory.
#[derive(Clone, Debug)]
pub struct MemoryStorage {
    state: StoreState,
    devices: BTreeMap<DeviceId, DeviceState>,
    rows: BTreeMap<Key, StoredRow>,
    versions: BTreeSet<(u64, Key)>,
    log: BTreeMap<u64, LogEntry>,
    sent: BTreeMap<(DeviceId, u64), u64>,
    mutations: BTreeMap<MutationId, u64>,
    touched: BTreeSet<(SaleId, u64)>,
    /// What the open transaction overwrote, oldest first; none outside of one.
    undo: Option<Vec<Undo>>,
}

/// How one write is taken back.
#[derive(Clone, Debug)]
enum Undo {
    State(StoreState),
    Device(DeviceId, Option<DeviceState>),
    Row(Key, Option<StoredRow>),
    Entry(u64, Vec<SaleId>),
    Sent(DeviceId, u64, Option<u64>),
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
            undo: None,
        }
    }

    /// Begins a transaction; one at a time.
    pub fn begin(&mut self) {
        self.undo = Some(Vec::new());
    }

    /// Keeps what the transaction wrote.
    pub fn commit(&mut self) {
        self.undo = None;
    }

    /// Takes back everything since the beginning of the transaction.
    pub fn roll_back(&mut self) {
        for undo in self.undo.take().unwrap_or_default().into_iter().rev() {
            match undo {
                Undo::State(state) => self.state = state,
                Undo::Device(id, device) => put_back(&mut self.devices, id, device),
                Undo::Row(key, before) => {
                    if let Some(row) = self.rows.get(&key) {
                        self.versions.remove(&(row.version, key.clone()));
                    }
                    if let Some(row) = &before {
                        self.versions.insert((row.version, key.clone()));
                    }
                    put_back(&mut self.rows, key, before);
                }
                Undo::Entry(position, touched) => {
                    if let Some(entry) = self.log.remove(&position) {
                        self.mutations.remove(&entry.mutation_id);
                    }
                    for sale in touched {
                        self.touched.remove(&(sale, position));
                    }
                }
                Undo::Sent(device, sequence, before) => {
                    put_back(&mut self.sent, (device, sequence), before);
                }
            }
        }
    }

    /// The entry at a position.
    #[must_use]
    pub fn entry(&self, position: u64) -> Option<&LogEntry> {
        self.log.get(&position)
    }

    /// The rows of a kind that the open transaction has written, each as often as it was written and
    /// as it was then, oldest first.
    #[must_use]
    pub fn written(&self, kind: &Kind) -> Vec<StoredRow> {
        let mut later: BTreeMap<&Key, &StoredRow> = BTreeMap::new();
        let mut written = Vec::new();
        for undo in self.undo.iter().flatten().rev() {
            let Undo::Row(key, before) = undo else {
                continue;
            };
            let row = later.get(key).copied().or_else(|| self.rows.get(key));
            written.extend(row.filter(|row| row.kind == *kind).cloned());
            if let Some(before) = before {
                later.insert(key, before);
            }
        }
        written.reverse();
        written
    }

    fn note(&mut self, undo: impl FnOnce(&Self) -> Undo) {
        if let Some(mut undone) = self.undo.take() {
            undone.push(undo(self));
            self.undo = Some(undone);
        }
    }
}

fn put_back<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, before: Option<V>) {
    match before {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}

impl Storage for MemoryStorage {
    fn store(&self) -> Result<StoreState, StorageError> {
        Ok(self.state.clone())
    }

    fn put_store(&mut self, state: &StoreState) -> Result<(), StorageError> {
        self.note(|now| Undo::State(now.state.clone()));
        self.state = state.clone();
        Ok(())
    }

    fn device(&self, id: DeviceId) -> Result<Option<DeviceState>, StorageError> {
        Ok(self.devices.get(&id).cloned())
    }

    fn put_device(&mut self, device: &DeviceState) -> Result<(), StorageError> {
        let id = device.device_id;
        self.note(|now| Undo::Device(id, now.devices.get(&id).cloned()));
        self.devices.insert(id, device.clone());
        Ok(())
    }

    fn row(&self, kind: &Kind, id: Uuid) -> Result<Option<StoredRow>, StorageError> {
        let key = Key {
            kind: kind.clone(),
            id,
        };
        Ok(self.rows.get(&key).cloned())
    }

    fn store_row(&self) -> Result<Option<StoredRow>, StorageError> {
        // The store's kind is the first of all keys.
        let first = self.rows.first_key_value();
        Ok(first.and_then(|(key, row)| (key.kind == Kind::Store).then(|| row.clone())))
    }

    fn put_row(&mut self, row: &StoredRow) -> Result<(), StorageError> {
        let key = row.key();
        let before = self.rows.insert(key.clone(), row.clone());
        if let Some(before) = &before {
            self.versions.remove(&(before.version, key.clone()));
        }
        self.versions.insert((row.version, key.clone()));
        self.note(|_| Undo::Row(key, before));
        Ok(())
    }

    fn rows_after(
        &self,
        after: u64,
        gone_after: u64,
        limits: PageLimits,
    ) -> Result<Vec<StoredRow>, StorageError> {
        let mut filling = Filling::new(limits);
        let first = Key {
            kind: Kind::Store,
            id: Uuid::nil(),
        };
        let mut found: Vec<StoredRow> = Vec::new();
        for (version, key) in self.versions.range((after.saturating_add(1), first)..) {
            if filling.is_full() && found.last().is_some_and(|row| row.version != *version) {
                break;
            }
            if let Some(row) = self.rows.get(key)
                && (!row.gone || *version > gone_after)
            {
                filling.put(row.gone, row.body.get());
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
        self.note(|_| Undo::Entry(entry.position, touched.to_vec()));
        self.log.insert(entry.position, entry.clone());
        self.mutations.insert(entry.mutation_id, entry.position);
        if entry.sequence > 0 {
            let sent = (entry.device_id, entry.sequence);
            self.note(|_| Undo::Sent(sent.0, sent.1, None));
            self.sent.insert(sent, entry.position);
        }
        for sale in touched {
            self.touched.insert((*sale, entry.position));
        }
        Ok(())
    }

    fn written_ms(&self, position: u64) -> Result<Option<i64>, StorageError> {
        Ok(self.log.get(&position).map(|entry| entry.server_ms))
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
        let position = *self
            .mutations
            .get(&mutation)
            .ok_or_else(|| StorageError(format!("mutation {mutation} is not in the log")))?;
        let before = self.sent.insert((device, sequence), position);
        self.note(|_| Undo::Sent(device, sequence, before));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec;
    use sale::EmployeeId;

    fn row(version: u64) -> StoredRow {
        StoredRow {
            kind: Kind::Sale,
            id: Uuid::nil(),
            version,
            body: codec::raw("{}".to_owned()).unwrap(),
            gone: false,
        }
    }

    fn entry(position: u64) -> LogEntry {
        LogEntry {
            position,
            device_id: DeviceId(Uuid::nil()),
            sequence: position,
            mutation_id: MutationId(Uuid::from_u128(u128::from(position))),
            employee_id: EmployeeId(Uuid::nil()),
            register_id: None,
            at_ms: 0,
            server_ms: 0,
            seen: 0,
            change: String::new(),
            outcome: String::new(),
            fingerprint: 0,
            chain: [0; 32],
        }
    }

    #[test]
    fn a_transaction_given_up_leaves_nothing_behind_a2() {
        let mut storage = MemoryStorage::new(1);
        storage.put_row(&row(1)).unwrap();
        storage.append(&entry(1), &[SaleId(Uuid::nil())]).unwrap();
        let before = format!("{storage:?}");
        storage.begin();
        let mut state = storage.store().unwrap();
        state.head = 9;
        storage.put_store(&state).unwrap();
        storage
            .put_device(&DeviceState {
                device_id: DeviceId(Uuid::nil()),
                register_id: None,
                last_sequence: 1,
                sync_on: true,
                handed_over: None,
            })
            .unwrap();
        storage.put_row(&row(2)).unwrap();
        storage.put_row(&row(3)).unwrap();
        storage.append(&entry(2), &[SaleId(Uuid::nil())]).unwrap();
        storage
            .alias(DeviceId(Uuid::nil()), 7, entry(2).mutation_id)
            .unwrap();
        storage.roll_back();
        assert_eq!(format!("{storage:?}"), before);
    }
}
