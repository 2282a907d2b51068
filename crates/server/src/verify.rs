//! Checks a data folder from outside: that no entry of a log is missing or altered (rule H3), and
//! that the rows are those that the log says (rule B3). Reads only.

use crate::storage::{self, OpenError, ReadError, SqliteStorage, stores};
use sale::StoreId;
use std::path::Path;
use sync::row::Digest;
use sync::server::{PageLimits, Storage, chained};

/// Most faults that are named; with more there is no use in naming each.
const MOST_FAULTS: usize = 20;
/// Rows read at once.
const AT_ONCE: PageLimits = PageLimits::rows(1_000);

/// What was found in one store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The store.
    pub store: StoreId,
    /// Entries of its log.
    pub entries: u64,
    /// Rows that devices hold.
    pub rows: u64,
    /// What is wrong, in words; nothing when all is well. At most 20.
    pub faults: Vec<String>,
}

/// Why nothing could be checked.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The data folder cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It cannot be read.
    #[error("the data file cannot be read: {0}")]
    Read(String),
}

impl From<ReadError> for VerifyError {
    fn from(error: ReadError) -> Self {
        VerifyError::Read(error.to_string())
    }
}

/// Checks every store of a data folder, as of one moment; a server may be running on it.
///
/// # Errors
/// When the folder cannot be read.
pub fn verify(data: &Path) -> Result<Vec<Verified>, VerifyError> {
    let mut connection = storage::open_reader(data)?;
    let reading = connection.transaction().map_err(ReadError::from)?;
    let mut verified = Vec::new();
    for store in stores::all(&reading).map_err(ReadError::from)? {
        verified.push(check(&reading, store)?);
    }
    Ok(verified)
}

fn check(connection: &rusqlite::Connection, store: stores::Found) -> Result<Verified, ReadError> {
    let storage = SqliteStorage::new(connection, store.no);
    let state = storage.store()?;
    let mut faults = Vec::new();
    let mut chain = [0; 32];
    let mut expected = 1;
    storage::each_entry(connection, store.no, |entry| {
        if faults.len() >= MOST_FAULTS {
            return;
        }
        if entry.position != expected {
            faults.push(format!("entry {expected} of the log is missing"));
        } else if entry.chain != chained(&chain, &entry) {
            faults.push(format!("entry {} of the log was altered", entry.position));
        }
        // From here on by what the entry says itself, so that one fault is named once.
        expected = entry.position + 1;
        chain = entry.chain;
    })?;
    if expected != state.head + 1 {
        faults.push(format!(
            "the log ends at entry {}, not at {}",
            expected - 1,
            state.head
        ));
    } else if chain != state.chain {
        faults.push("the last entry of the log is another than the store's".to_owned());
    }
    let digest = digest(&storage)?;
    if digest != state.digest {
        faults.push(format!(
            "the rows are not those of the log: {} rows, {} expected",
            digest.count, state.digest.count
        ));
    }
    Ok(Verified {
        store: store.id,
        entries: expected - 1,
        rows: digest.count,
        faults,
    })
}

fn digest(storage: &SqliteStorage<'_>) -> Result<Digest, ReadError> {
    let mut digest = Digest::default();
    let mut after = 0;
    loop {
        // No row that is gone counts, so none is asked for.
        let rows = storage.rows_after(after, u64::MAX >> 1, AT_ONCE)?;
        let Some(last) = rows.last() else {
            return Ok(digest);
        };
        after = last.version;
        for row in &rows {
            digest = digest.with(row.to_wire().digest());
        }
    }
}
