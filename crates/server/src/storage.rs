//! Stable storage: one SQLite file, one writer, a few readers. Owns the file, its tables and every
//! SQL statement.
//!
//! It must not know HTTP, cookies or who is connected; the engine's rules are `sync`'s.

pub(crate) mod access;
pub(crate) mod activation;
pub(crate) mod attempts;
mod check;
mod connect;
pub(crate) mod devices;
mod engine;
mod failure;
mod folding;
pub(crate) mod imports;
mod listing;
pub(crate) mod logos;
pub(crate) mod moment;
mod number;
pub(crate) mod own;
pub(crate) mod people;
pub(crate) mod pictures;
pub(crate) mod prices;
pub(crate) mod products;
pub(crate) mod rates;
mod readers;
pub(crate) mod relisting;
pub(crate) mod reports;
mod rows;
pub(crate) mod sales;
mod schema;
pub(crate) mod stores;
pub(crate) mod views;
pub(crate) mod watch;
mod writer;

pub(crate) use check::{Check, Checked};
use connect::{prepare, reader};
pub(crate) use engine::SqliteStorage;
pub use failure::OpenError;
pub(crate) use failure::failed;
use failure::is_damage;
pub(crate) use folding::folded;
pub(crate) use number::StoreNo;
pub(crate) use readers::{ReadError, Readers};
pub(crate) use writer::{Publish, Unit, WriteError, Writer};

use crate::metrics::Metrics;
use rusqlite::Connection;
use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The name of the file in the data folder.
const FILE: &str = "saved-sales.sqlite";

/// Connections for what is quick and waited for: pulls, sign-ins, single rows.
const READERS: usize = 4;
/// Bytes of the file that the writer and a connection for lists keep, in KiB: a page of a list lies all
/// over it, and so does what a finished sale puts into its indexes.
const CACHE_KIB: i64 = 64 * 1024;
/// How long a list may take.
const LONGEST_LIST: Duration = Duration::from_secs(5);

/// The open file: its writer and its readers.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) writer: Writer,
    /// For what is quick: devices wait for it.
    pub(crate) readers: Readers,
    /// For lists, searches and reports, which read much: they wait for one another, and no device
    /// for them.
    pub(crate) lists: Readers,
    pub(crate) check: Check,
}

impl Database {
    /// Opens the file in `folder`, makes it if it is not there, and starts the writer. Damage that
    /// opening does not meet is found by [`Check::begin`].
    ///
    /// # Errors
    /// When the folder or the file cannot be used; nothing was changed then.
    pub(crate) fn open(
        folder: &Path,
        metrics: &Arc<Metrics>,
        publish: Publish,
    ) -> Result<Database, OpenError> {
        std::fs::create_dir_all(folder)
            .map_err(|error| OpenError::Folder(folder.to_owned(), error))?;
        let file = folder.join(FILE);
        Database::open_file(&file, metrics, publish).map_err(|error| match error {
            OpenError::Sqlite(error) if is_damage(&error) => {
                OpenError::Damaged(file, error.to_string())
            }
            other => other,
        })
    }

    /// Lets go of what every store tells devices that were away for long; they begin anew.
    ///
    /// # Errors
    /// When it cannot be written; it is tried again the next time.
    pub(crate) async fn move_floors(&self) -> Result<(), WriteError> {
        let work = |unit: &mut Unit<'_>| {
            let stores = stores::all(unit.connection()).map_err(|e| failed(&e))?;
            for store in stores {
                unit.engine(store.no, |engine| engine.move_floor())?;
            }
            Ok(())
        };
        self.writer.run(work).await
    }

    fn open_file(
        file: &Path,
        metrics: &Arc<Metrics>,
        publish: Publish,
    ) -> Result<Database, OpenError> {
        let mut connection = Connection::open(file)?;
        prepare(&connection)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A commit returns once the disk has it (rule A2).
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
        connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        schema::migrate(&mut connection)?;
        for why in reports::check(&mut connection)? {
            tracing::warn!(why, "the figures of the reports are added up anew");
        }
        let readers = Readers::open(READERS, None, || reader(file))?;
        // One core at least is left to what devices wait for.
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let at_once = cores.saturating_sub(1).clamp(1, READERS);
        let lists = Readers::open(at_once, Some(LONGEST_LIST), || {
            let connection = reader(file)?;
            connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
            Ok(connection)
        })?;
        let check = Check::of(file);
        let writer =
            Writer::start(connection, metrics, publish, &check).map_err(OpenError::Thread)?;
        Ok(Database {
            writer,
            readers,
            lists,
            check,
        })
    }
}

/// Opens the file of a data folder for reading alone.
///
/// # Errors
/// When there is no such file.
pub(crate) fn open_reader(folder: &Path) -> Result<Connection, OpenError> {
    Ok(reader(&folder.join(FILE))?)
}

/// Shows every entry of a store's log, in order.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn each_entry(
    connection: &Connection,
    store: StoreNo,
    mut show: impl FnMut(sync::server::LogEntry),
) -> Result<(), ReadError> {
    let sql = format!(
        "SELECT {} FROM log WHERE store = ? ORDER BY position",
        engine::ENTRY
    );
    let mut query = connection.prepare_cached(&sql)?;
    for entry in query.query_map([store.0], engine::read_entry)? {
        show(entry?);
    }
    Ok(())
}
