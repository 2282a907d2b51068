//! The engine's storage over SQLite: one store, inside whatever transaction the connection is in.
//!
//! Owns how the engine's state, devices and log lie in the tables; rows are in `rows`. It must not
//! begin or end a transaction: the writer and the readers do.

use super::reports::Sums;
use super::{StoreNo, failed, rows};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sale::{DeviceId, EmployeeId, MutationId, RegisterId, SaleId};
use sync::row::{Digest, Kind};
use sync::server::{
    DeviceState, LogEntry, PageLimits, Storage, StorageError, StoreState, StoredRow,
};
use uuid::Uuid;

/// One store of the file.
pub(crate) struct SqliteStorage<'c> {
    connection: &'c Connection,
    store: StoreNo,
    sums: Sums,
}

impl<'c> SqliteStorage<'c> {
    /// The store with this number.
    pub(crate) fn new(connection: &'c Connection, store: StoreNo) -> Self {
        SqliteStorage {
            connection,
            store,
            sums: Sums::default(),
        }
    }

    /// Adds what the written sales come to to the figures of the reports, once for all of them.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn add_up(&mut self) -> Result<(), StorageError> {
        let added = self.sums.write(self.connection, self.store);
        added.map_err(|e| failed(&e))
    }

    fn entry(
        &self,
        found: &str,
        by: impl rusqlite::Params,
    ) -> Result<Option<LogEntry>, StorageError> {
        let sql = format!("SELECT {ENTRY} FROM log WHERE {found}");
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut query| query.query_row(by, read_entry).optional())
            .map_err(|e| failed(&e))
    }
}

/// The columns that [`read_entry`] reads.
pub(super) const ENTRY: &str = "log.position, log.device_id, log.sequence, log.mutation_id, \
     log.employee_id, log.register_id, log.at_ms, log.server_ms, log.seen, log.change, \
     log.outcome, log.fingerprint, log.chain";

/// An entry of the log from [`ENTRY`].
pub(super) fn read_entry(row: &Row<'_>) -> rusqlite::Result<LogEntry> {
    Ok(LogEntry {
        position: row.get::<_, i64>(0)?.cast_unsigned(),
        device_id: DeviceId(row.get(1)?),
        sequence: row.get::<_, i64>(2)?.cast_unsigned(),
        mutation_id: MutationId(row.get(3)?),
        employee_id: EmployeeId(row.get(4)?),
        register_id: row.get::<_, Option<Uuid>>(5)?.map(RegisterId),
        at_ms: row.get(6)?,
        server_ms: row.get(7)?,
        seen: row.get::<_, i64>(8)?.cast_unsigned(),
        change: row.get(9)?,
        outcome: row.get(10)?,
        fingerprint: row.get::<_, i64>(11)?.cast_unsigned(),
        chain: row.get(12)?,
    })
}

impl Storage for SqliteStorage<'_> {
    fn store(&self) -> Result<StoreState, StorageError> {
        self.connection
            .prepare_cached(
                "SELECT epoch, head, floor, digest_count, digest_hash, chain FROM store WHERE no = ?",
            )
            .and_then(|mut query| {
                query.query_row([self.store.0], |row| {
                    Ok(StoreState {
                        epoch: row.get::<_, i64>(0)?.cast_unsigned(),
                        head: row.get::<_, i64>(1)?.cast_unsigned(),
                        floor: row.get::<_, i64>(2)?.cast_unsigned(),
                        digest: Digest {
                            count: row.get::<_, i64>(3)?.cast_unsigned(),
                            hash: row.get::<_, i64>(4)?.cast_unsigned(),
                        },
                        chain: row.get(5)?,
                    })
                })
            })
            .map_err(|e| failed(&e))
    }

    fn put_store(&mut self, state: &StoreState) -> Result<(), StorageError> {
        self.connection
            .prepare_cached(
                "UPDATE store SET epoch = ?, head = ?, floor = ?, digest_count = ?, \
                 digest_hash = ?, chain = ? WHERE no = ?",
            )
            .and_then(|mut update| {
                update.execute(params![
                    state.epoch.cast_signed(),
                    state.head.cast_signed(),
                    state.floor.cast_signed(),
                    state.digest.count.cast_signed(),
                    state.digest.hash.cast_signed(),
                    state.chain,
                    self.store.0,
                ])
            })
            .map(drop)
            .map_err(|e| failed(&e))
    }

    fn device(&self, id: DeviceId) -> Result<Option<DeviceState>, StorageError> {
        self.connection
            .prepare_cached(
                "SELECT register_id, last_sequence, sync_on, handed_over_position, \
                 handed_over_sequence FROM device WHERE store = ? AND id = ?",
            )
            .and_then(|mut query| {
                query
                    .query_row(params![self.store.0, id.0], |row| {
                        let position: Option<i64> = row.get(3)?;
                        let sequence: Option<i64> = row.get(4)?;
                        Ok(DeviceState {
                            device_id: id,
                            register_id: row.get::<_, Option<Uuid>>(0)?.map(RegisterId),
                            last_sequence: row.get::<_, i64>(1)?.cast_unsigned(),
                            sync_on: row.get(2)?,
                            handed_over: position
                                .zip(sequence)
                                .map(|(p, s)| (p.cast_unsigned(), s.cast_unsigned())),
                        })
                    })
                    .optional()
            })
            .map_err(|e| failed(&e))
    }

    fn put_device(&mut self, device: &DeviceState) -> Result<(), StorageError> {
        self.connection
            .prepare_cached(
                "INSERT INTO device VALUES (?, ?, ?, ?, ?, ?, ?) \
                 ON CONFLICT (store, id) DO UPDATE SET register_id = excluded.register_id, \
                 last_sequence = excluded.last_sequence, sync_on = excluded.sync_on, \
                 handed_over_position = excluded.handed_over_position, \
                 handed_over_sequence = excluded.handed_over_sequence",
            )
            .and_then(|mut upsert| {
                upsert.execute(params![
                    self.store.0,
                    device.device_id.0,
                    device.register_id.map(|id| id.0),
                    device.last_sequence.cast_signed(),
                    device.sync_on,
                    device
                        .handed_over
                        .map(|(position, _)| position.cast_signed()),
                    device
                        .handed_over
                        .map(|(_, sequence)| sequence.cast_signed()),
                ])
            })
            .map(drop)
            .map_err(|e| failed(&e))
    }

    fn row(&self, kind: &Kind, id: Uuid) -> Result<Option<StoredRow>, StorageError> {
        rows::one(self.connection, self.store, kind, id)
    }

    fn store_row(&self) -> Result<Option<StoredRow>, StorageError> {
        rows::of_store(self.connection, self.store)
    }

    fn put_row(&mut self, row: &StoredRow) -> Result<(), StorageError> {
        rows::put(self.connection, self.store, row, &mut self.sums)
    }

    fn rows_after(
        &self,
        after: u64,
        gone_after: u64,
        limits: PageLimits,
    ) -> Result<Vec<StoredRow>, StorageError> {
        rows::after(self.connection, self.store, after, gone_after, limits)
    }

    fn append(&mut self, entry: &LogEntry, touched: &[SaleId]) -> Result<(), StorageError> {
        self.connection
            .prepare_cached(
                "INSERT INTO log (store, position, device_id, sequence, mutation_id, employee_id, \
                 register_id, at_ms, server_ms, seen, change, outcome, fingerprint, chain) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    self.store.0,
                    entry.position.cast_signed(),
                    entry.device_id.0,
                    entry.sequence.cast_signed(),
                    entry.mutation_id.0,
                    entry.employee_id.0,
                    entry.register_id.map(|id| id.0),
                    entry.at_ms,
                    entry.server_ms,
                    entry.seen.cast_signed(),
                    entry.change,
                    entry.outcome,
                    entry.fingerprint.cast_signed(),
                    entry.chain,
                ])
            })
            .map_err(|e| failed(&e))?;
        for sale in touched {
            self.connection
                .prepare_cached("INSERT OR IGNORE INTO log_sale VALUES (?, ?, ?)")
                .and_then(|mut insert| {
                    insert.execute(params![self.store.0, sale.0, entry.position.cast_signed()])
                })
                .map_err(|e| failed(&e))?;
        }
        super::reports::take_entry(self.connection, self.store, entry).map_err(|e| failed(&e))
    }

    fn written_ms(&self, position: u64) -> Result<Option<i64>, StorageError> {
        self.connection
            .prepare_cached("SELECT server_ms FROM log WHERE store = ? AND position = ?")
            .and_then(|mut query| {
                query
                    .query_row(params![self.store.0, position.cast_signed()], |row| {
                        row.get(0)
                    })
                    .optional()
            })
            .map_err(|e| failed(&e))
    }

    fn sent(&self, device: DeviceId, sequence: u64) -> Result<Option<LogEntry>, StorageError> {
        let by = params![self.store.0, device.0, sequence.cast_signed()];
        let found = "store = ? AND device_id = ? AND sequence = ? AND sequence > 0";
        if let Some(entry) = self.entry(found, by)? {
            return Ok(Some(entry));
        }
        self.entry(
            "store = ?1 AND mutation_id = (SELECT mutation_id FROM alias \
             WHERE store = ?1 AND device_id = ?2 AND sequence = ?3)",
            by,
        )
    }

    fn mutation(&self, id: MutationId) -> Result<Option<LogEntry>, StorageError> {
        self.entry("store = ? AND mutation_id = ?", params![self.store.0, id.0])
    }

    fn alias(
        &mut self,
        device: DeviceId,
        sequence: u64,
        mutation: MutationId,
    ) -> Result<(), StorageError> {
        self.connection
            .prepare_cached("INSERT INTO alias VALUES (?, ?, ?, ?)")
            .and_then(|mut insert| {
                insert.execute(params![
                    self.store.0,
                    device.0,
                    sequence.cast_signed(),
                    mutation.0
                ])
            })
            .map(drop)
            .map_err(|e| failed(&e))
    }

    fn history(&self, sale: SaleId, after: u64, limit: u32) -> Result<Vec<LogEntry>, StorageError> {
        let sql = format!(
            "SELECT {ENTRY} FROM log_sale JOIN log USING (store, position) \
             WHERE log_sale.store = ? AND log_sale.sale_id = ? AND log_sale.position > ? \
             ORDER BY log_sale.position LIMIT ?"
        );
        let by = params![self.store.0, sale.0, after.cast_signed(), limit];
        let mut query = self
            .connection
            .prepare_cached(&sql)
            .map_err(|e| failed(&e))?;
        let entries = query.query_map(by, read_entry).map_err(|e| failed(&e))?;
        entries.collect::<Result<_, _>>().map_err(|e| failed(&e))
    }

    fn open_sales(&self) -> Result<u64, StorageError> {
        self.connection
            .prepare_cached("SELECT count(*) FROM listed_sale WHERE store = ? AND finished = 0")
            .and_then(|mut query| query.query_row([self.store.0], |row| row.get::<_, i64>(0)))
            .map(i64::cast_unsigned)
            .map_err(|e| failed(&e))
    }
}

#[cfg(test)]
mod tests {
    use super::SqliteStorage;
    use crate::storage::{StoreNo, schema};
    use rusqlite::Connection;

    /// A2, A3, B2: SQLite keeps the contract that memory keeps.
    #[test]
    fn sqlite_keeps_the_contract() {
        sync::server::contract::check(|| {
            let mut connection = Connection::open_in_memory().unwrap();
            schema::migrate(&mut connection).unwrap();
            connection
                .pragma_update(None, "foreign_keys", true)
                .unwrap();
            connection
                .execute(
                    "INSERT INTO store (no, id, epoch, chain) VALUES (2, x'00', 1, zeroblob(32))",
                    [],
                )
                .unwrap();
            // The contract's stores live as long as the test.
            SqliteStorage::new(Box::leak(Box::new(connection)), StoreNo(2))
        });
    }
}
