//! What the server's engine needs of a storage: one transaction on one store. Memory, SQLite and
//! whatever comes later keep the same contract (`contract`).

use crate::protocol::{MOST_PAGE_BYTES, MOST_PAGE_ROWS};
use crate::row::{Digest, Key, Kind, Row};
use sale::{DeviceId, EmployeeId, MutationId, RegisterId, SaleId};
use serde_json::value::RawValue;
use uuid::Uuid;

/// The storage could not do it. The whole transaction is to be given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageError(pub String);

impl std::fmt::Display for StorageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "storage: {}", self.0)
    }
}

impl std::error::Error for StorageError {}

/// Where a store's log stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreState {
    /// Random, another one after a restore.
    pub epoch: u64,
    /// The last position of the log; 0 when it is empty.
    pub head: u64,
    /// Cursors below this one need a snapshot.
    pub floor: u64,
    /// Of all rows that are not gone (rule B3).
    pub digest: Digest,
    /// The hash of the last entry of the log (rule H3).
    pub chain: [u8; 32],
}

/// A device as the store knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceState {
    /// The device.
    pub device_id: DeviceId,
    /// Its register; none for a Pay phone and BackOffice.
    pub register_id: Option<RegisterId>,
    /// Its last sequence that has an outcome.
    pub last_sequence: u64,
    /// Whether its mutations are taken (rule F4).
    pub sync_on: bool,
    /// The last hand-over: where in the log it stands and the last sequence it took (rule F2).
    pub handed_over: Option<(u64, u64)>,
}

/// How much one page carries. It is full with the first row that reaches either limit, and the rest
/// of that row's version comes on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLimits {
    /// Rows.
    pub rows: u32,
    /// Bytes of the rows as they travel, before they are packed.
    pub bytes: usize,
}

impl Default for PageLimits {
    fn default() -> Self {
        PageLimits {
            rows: MOST_PAGE_ROWS,
            bytes: MOST_PAGE_BYTES,
        }
    }
}

impl PageLimits {
    /// Everything in one page.
    pub const NONE: PageLimits = PageLimits::rows(u32::MAX);

    /// So many rows, however large.
    #[must_use]
    pub const fn rows(rows: u32) -> PageLimits {
        PageLimits {
            rows,
            bytes: usize::MAX,
        }
    }
}

/// A page that is being filled: what it has room for.
#[derive(Clone, Copy, Debug)]
pub struct Filling {
    left: PageLimits,
}

/// Bytes of a row beside its body.
const ENVELOPE_BYTES: usize = 96;

impl Filling {
    /// An empty page.
    #[must_use]
    pub fn new(limits: PageLimits) -> Filling {
        Filling { left: limits }
    }

    /// Puts in a row with this body, which a row that is gone leaves at home.
    pub fn put(&mut self, gone: bool, body: &str) {
        let bytes = ENVELOPE_BYTES + if gone { 0 } else { body.len() };
        self.left.rows = self.left.rows.saturating_sub(1);
        self.left.bytes = self.left.bytes.saturating_sub(bytes);
    }

    /// Whether nothing more is to go in.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.left.rows == 0 || self.left.bytes == 0
    }
}

/// A row with its body, gone or not: BackOffice reads finished sales too.
#[derive(Clone, Debug)]
pub struct StoredRow {
    /// What it is about.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
    /// The position that last changed it.
    pub version: u64,
    /// The row as JSON.
    pub body: Box<RawValue>,
    /// Whether devices see it as gone.
    pub gone: bool,
}

impl StoredRow {
    /// The row as devices get it.
    #[must_use]
    pub fn to_wire(&self) -> Row {
        Row {
            kind: self.kind.clone(),
            id: self.id,
            version: self.version,
            body: (!self.gone).then(|| self.body.clone()),
        }
    }

    /// Which row it is.
    #[must_use]
    pub fn key(&self) -> Key {
        Key {
            kind: self.kind.clone(),
            id: self.id,
        }
    }
}

/// One mutation in the log, with its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Its position: 1, 2, 3 … without a gap (rule B2).
    pub position: u64,
    /// Who sent it.
    pub device_id: DeviceId,
    /// Its number under the device; 0 for what the server itself wrote.
    pub sequence: u64,
    /// Its own identity.
    pub mutation_id: MutationId,
    /// Who did it.
    pub employee_id: EmployeeId,
    /// The register it was done on.
    pub register_id: Option<RegisterId>,
    /// Device time.
    pub at_ms: i64,
    /// Server time.
    pub server_ms: i64,
    /// The device's cursor when it was done.
    pub seen: u64,
    /// What was done, verbatim.
    pub change: String,
    /// What became of it, as JSON of [`sale::Outcome`].
    pub outcome: String,
    /// Of what was sent: a repeat has the same, a fork another.
    pub fingerprint: u64,
    /// SHA-256 over the entry before and this one (rule H3).
    pub chain: [u8; 32],
}

/// One transaction on one store. Reads see the transaction's own writes. Nothing is seen by others
/// before the commit, and then all of it (rules A2, B2).
pub trait Storage {
    /// Where the log stands.
    ///
    /// # Errors
    /// When the storage fails or the store does not exist.
    fn store(&self) -> Result<StoreState, StorageError>;
    /// Moves the log on.
    ///
    /// # Errors
    /// When the storage fails.
    fn put_store(&mut self, state: &StoreState) -> Result<(), StorageError>;
    /// A device of this store.
    ///
    /// # Errors
    /// When the storage fails.
    fn device(&self, id: DeviceId) -> Result<Option<DeviceState>, StorageError>;
    /// Writes a device.
    ///
    /// # Errors
    /// When the storage fails.
    fn put_device(&mut self, device: &DeviceState) -> Result<(), StorageError>;
    /// A row, gone or not.
    ///
    /// # Errors
    /// When the storage fails.
    fn row(&self, kind: &Kind, id: Uuid) -> Result<Option<StoredRow>, StorageError>;
    /// The row of the store itself; none before it was written.
    ///
    /// # Errors
    /// When the storage fails.
    fn store_row(&self) -> Result<Option<StoredRow>, StorageError>;
    /// Writes a row over the one with its key.
    ///
    /// # Errors
    /// When the storage fails.
    fn put_row(&mut self, row: &StoredRow) -> Result<(), StorageError>;
    /// Rows with `after < version`, by version and then key; of rows that are gone only those with
    /// `gone_after < version` too. As many as fill the page, and then the rest of the last
    /// version, so that a version is never cut.
    ///
    /// # Errors
    /// When the storage fails.
    fn rows_after(
        &self,
        after: u64,
        gone_after: u64,
        limits: PageLimits,
    ) -> Result<Vec<StoredRow>, StorageError>;
    /// Appends to the log and notes the sales that the entry touched.
    ///
    /// # Errors
    /// When the storage fails, or the position, the mutation or the device's sequence is taken.
    fn append(&mut self, entry: &LogEntry, touched: &[SaleId]) -> Result<(), StorageError>;
    /// When the entry at a position was written, by the server's clock.
    ///
    /// # Errors
    /// When the storage fails.
    fn written_ms(&self, position: u64) -> Result<Option<i64>, StorageError>;
    /// The entry that a device sent under a sequence.
    ///
    /// # Errors
    /// When the storage fails.
    fn sent(&self, device: DeviceId, sequence: u64) -> Result<Option<LogEntry>, StorageError>;
    /// The entry of a mutation.
    ///
    /// # Errors
    /// When the storage fails.
    fn mutation(&self, id: MutationId) -> Result<Option<LogEntry>, StorageError>;
    /// Notes that a device sent a mutation again, under another sequence, which the log has.
    ///
    /// # Errors
    /// When the storage fails.
    fn alias(
        &mut self,
        device: DeviceId,
        sequence: u64,
        mutation: MutationId,
    ) -> Result<(), StorageError>;
    /// Entries that touched a sale, oldest first, at most `limit` after position `after`.
    ///
    /// # Errors
    /// When the storage fails.
    fn history(&self, sale: SaleId, after: u64, limit: u32) -> Result<Vec<LogEntry>, StorageError>;
    /// How many sales are open.
    ///
    /// # Errors
    /// When the storage fails.
    fn open_sales(&self) -> Result<u64, StorageError>;
}
