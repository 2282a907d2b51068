//! One transaction of the engine: gathers what changed, gives positions, keeps digest and chain.

use super::storage::{LogEntry, Storage, StorageError, StoreState, StoredRow};
use crate::codec;
use crate::protocol::Patch;
use crate::row::{Key, Kind, Row};
use sale::{DeviceId, SaleId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How long a device may be away and still be told of each row that went, in milliseconds. One that
/// was away for longer begins anew.
pub const GONE_TOLD_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// How far a device's mutations are taken, and what proves that they are its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acknowledged {
    /// The device's last sequence that has an outcome; 0 when none has.
    pub sequence: u64,
    /// [`crate::protocol::Mutation::fingerprint`] of what was sent under it.
    pub fingerprint: u64,
}

/// What one transaction changed, for the live stream once it is committed.
#[derive(Clone, Debug, PartialEq)]
pub struct Committed {
    /// The store's epoch.
    pub epoch: u64,
    /// The head before.
    pub from: u64,
    /// The head after; equal to `from` when nothing was written.
    pub to: u64,
    /// The rows that changed, oldest change first.
    pub rows: Vec<Row>,
    /// The devices whose mutations are in it, and how far.
    pub acknowledged: BTreeMap<DeviceId, Acknowledged>,
    /// Of all rows as of `to`.
    pub digest: crate::row::Digest,
}

impl Committed {
    /// What the live stream of a device says of it. `before` is what the device was last told to
    /// be acknowledged.
    #[must_use]
    pub fn patch_for(&self, device_id: DeviceId, before: Acknowledged) -> Patch {
        let acknowledged = self.acknowledged.get(&device_id).unwrap_or(&before);
        Patch {
            epoch: self.epoch,
            from: self.from,
            to: self.to,
            next: None,
            acknowledged: acknowledged.sequence,
            acknowledged_fingerprint: acknowledged.fingerprint,
            rows: self.rows.clone(),
            open_sales: None,
            digest: Some(self.digest),
            min_build: None,
        }
    }
}

/// What applies a change: [`sale::apply`], or in a test one that fails.
pub type Reducer = fn(&dyn sale::Books, &sale::Context, &sale::Change) -> sale::Applied;

/// The engine at work on one store, inside one transaction of its storage.
pub struct Transaction<'a, S: Storage> {
    pub(super) storage: &'a mut S,
    pub(super) state: StoreState,
    from: u64,
    changed: BTreeMap<Key, Row>,
    pub(super) acknowledged: BTreeMap<DeviceId, Acknowledged>,
    pub(super) server_ms: i64,
    pub(super) reducer: Reducer,
}

impl<'a, S: Storage> Transaction<'a, S> {
    /// Begins; the storage's transaction is open already. `server_ms` is the server's clock.
    ///
    /// # Errors
    /// When the storage fails or the store does not exist.
    pub fn begin(storage: &'a mut S, server_ms: i64) -> Result<Self, StorageError> {
        let state = storage.store()?;
        Ok(Transaction {
            from: state.head,
            storage,
            state,
            changed: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
            server_ms,
            reducer: sale::apply,
        })
    }

    /// The same with another reducer, for tests.
    #[must_use]
    pub fn reducing_with(self, reducer: Reducer) -> Self {
        Transaction { reducer, ..self }
    }

    /// Moves the floor to the last position that was written before [`GONE_TOLD_MS`] ago: a device
    /// with an older cursor gets everything anew in place of what went.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn move_floor(&mut self) -> Result<(), StorageError> {
        let before_ms = self.server_ms.saturating_sub(GONE_TOLD_MS);
        // Positions have the order of their times, but for a clock that was set back; then it is
        // moved less far, or a little too far, which costs a device a snapshot.
        let (mut low, mut high) = (self.state.floor, self.state.head);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            let written_ms = self.storage.written_ms(middle)?;
            if written_ms.is_some_and(|written| written < before_ms) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if low != self.state.floor {
            self.state.floor = low;
            self.storage.put_store(&self.state)?;
        }
        Ok(())
    }

    /// Writes where the log stands and says what changed. The storage's commit is the caller's.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn finish(self) -> Result<Committed, StorageError> {
        if self.state.head != self.from {
            self.storage.put_store(&self.state)?;
        }
        let mut rows: Vec<Row> = self.changed.into_values().collect();
        rows.sort_by(|a, b| (a.version, &a.kind, a.id).cmp(&(b.version, &b.kind, b.id)));
        Ok(Committed {
            epoch: self.state.epoch,
            from: self.from,
            to: self.state.head,
            rows,
            acknowledged: self.acknowledged,
            digest: self.state.digest,
        })
    }

    /// Where the log stands, this transaction included.
    #[must_use]
    pub fn state(&self) -> &StoreState {
        &self.state
    }

    /// The storage, for reading what is not the engine's.
    #[must_use]
    pub fn storage(&self) -> &S {
        self.storage
    }

    /// Writes rows that the server itself makes (store, registers, employees, products), as one
    /// entry of the log, so that devices get them like any other (rule B2). At most 500 at once
    /// keeps a page of a pull small.
    ///
    /// # Errors
    /// When the storage fails or a row has no JSON form.
    pub fn write_rows<T: Serialize>(
        &mut self,
        author: &Author,
        rows: &[(Kind, Uuid, &T)],
    ) -> Result<(), StorageError> {
        let position = self.state.head + 1;
        for (kind, id, body) in rows {
            let body = codec::encode_raw(body).map_err(|e| StorageError(e.to_string()))?;
            self.put(StoredRow {
                kind: kind.clone(),
                id: *id,
                version: position,
                body,
                gone: false,
            })?;
        }
        let change = format!("{{\"rows.put.1\":{}}}", rows.len());
        self.append_own(author, change, &[])
    }

    /// Takes rows back that the server itself made, as one entry of the log; what is not there stays so.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn remove_rows(
        &mut self,
        author: &Author,
        kind: &Kind,
        ids: &[Uuid],
    ) -> Result<(), StorageError> {
        let position = self.state.head + 1;
        for id in ids {
            if let Some(row) = self.storage.row(kind, *id)?
                && !row.gone
            {
                self.put(StoredRow {
                    version: position,
                    gone: true,
                    ..row
                })?;
            }
        }
        let change = format!("{{\"rows.remove.1\":{}}}", ids.len());
        self.append_own(author, change, &[])
    }

    /// Appends an entry that the server itself makes.
    pub(super) fn append_own(
        &mut self,
        author: &Author,
        change: String,
        touched: &[SaleId],
    ) -> Result<(), StorageError> {
        let entry = LogEntry {
            position: self.state.head + 1,
            device_id: author.device_id,
            sequence: 0,
            mutation_id: author.mutation_id,
            employee_id: author.employee_id,
            register_id: None,
            at_ms: self.server_ms,
            server_ms: self.server_ms,
            seen: self.state.head,
            change,
            outcome: "{}".to_owned(),
            fingerprint: 0,
            chain: [0; 32],
        };
        self.append(entry, touched)
    }

    /// A row of the store, read as what its kind says.
    ///
    /// # Errors
    /// When the storage fails or the row cannot be read.
    pub fn read<T: DeserializeOwned>(
        &self,
        kind: &Kind,
        id: Uuid,
    ) -> Result<Option<T>, StorageError> {
        self.storage
            .row(kind, id)?
            .map(|row| codec::decode(row.body.get()).map_err(|e| StorageError(e.to_string())))
            .transpose()
    }

    /// Writes one row and keeps the digest.
    pub(super) fn put(&mut self, row: StoredRow) -> Result<(), StorageError> {
        if let Some(before) = self.storage.row(&row.kind, row.id)? {
            self.state.digest = self.state.digest.without(before.to_wire().digest());
        }
        let wire = row.to_wire();
        self.state.digest = self.state.digest.with(wire.digest());
        self.storage.put_row(&row)?;
        self.changed.insert(row.key(), wire);
        Ok(())
    }

    /// Appends an entry at the next position, chained to the one before (rule H3).
    pub(super) fn append(
        &mut self,
        mut entry: LogEntry,
        touched: &[SaleId],
    ) -> Result<(), StorageError> {
        entry.chain = chained(&self.state.chain, &entry);
        self.storage.append(&entry, touched)?;
        self.state.head = entry.position;
        self.state.chain = entry.chain;
        Ok(())
    }
}

/// Who the server writes for, when it writes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Author {
    /// The device through which it was asked, or the server's own.
    pub device_id: DeviceId,
    /// Who asked.
    pub employee_id: sale::EmployeeId,
    /// A fresh identity, made by the caller.
    pub mutation_id: sale::MutationId,
}

/// The chain's hash of an entry: over the hash before and everything that the entry says, with
/// lengths, so that no two entries run together (rule H3).
#[must_use]
pub fn chained(before: &[u8; 32], entry: &LogEntry) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(entry.position.to_be_bytes());
    hash.update(entry.device_id.0.as_bytes());
    hash.update(entry.sequence.to_be_bytes());
    hash.update(entry.mutation_id.0.as_bytes());
    hash.update(entry.employee_id.0.as_bytes());
    let register = entry.register_id.map_or(Uuid::nil(), |id| id.0);
    hash.update(register.as_bytes());
    hash.update(entry.at_ms.to_be_bytes());
    hash.update(entry.server_ms.to_be_bytes());
    hash.update(entry.seen.to_be_bytes());
    for text in [&entry.change, &entry.outcome] {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().into()
}
