//! Readers: a few read-only connections on threads that may wait. Each read sees one moment of the
//! file, whatever the writer does meanwhile (rule B2). A read that takes too long, or that nobody
//! waits for any more, is broken off.

use super::failure::is_damage;
use rusqlite::{Connection, ErrorCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Reads that may wait for one of them; one more is turned away.
const MOST_WAITING: usize = 1_024;
/// Steps of SQLite between two looks whether a read is still wanted.
const STEPS: i32 = 10_000;
/// How long one waits.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    /// Too many wait, or one has waited too long.
    #[error("too many read at once")]
    Busy,
    /// The read itself has taken too long.
    #[error("the read took too long")]
    TookTooLong,
    /// The file is not what was written.
    #[error("the data file is damaged: {0}")]
    Damaged(String),
    /// The read failed.
    #[error("{0}")]
    Failed(String),
}

impl From<rusqlite::Error> for ReadError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => ReadError::TookTooLong,
            _ if is_damage(&error) => ReadError::Damaged(error.to_string()),
            _ => ReadError::Failed(error.to_string()),
        }
    }
}

impl From<sync::server::StorageError> for ReadError {
    fn from(error: sync::server::StorageError) -> Self {
        ReadError::Failed(error.0)
    }
}

/// The way to the readers.
#[derive(Clone)]
pub(crate) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    places: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    longest: Option<Duration>,
}

impl Readers {
    /// Opens so many connections; a read on one takes as long as it takes, or as `longest` at most.
    pub(super) fn open(
        count: usize,
        longest: Option<Duration>,
        connect: impl Fn() -> rusqlite::Result<Connection>,
    ) -> rusqlite::Result<Readers> {
        let idle: Vec<Connection> = (0..count).map(|_| connect()).collect::<Result<_, _>>()?;
        Ok(Readers {
            idle: Arc::new(Mutex::new(idle)),
            places: Arc::new(Semaphore::new(count)),
            waiting: Arc::new(Semaphore::new(MOST_WAITING)),
            longest,
        })
    }

    /// Reads in one transaction.
    ///
    /// # Errors
    /// When too many wait or the read fails.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T, ReadError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, ReadError> + Send + 'static,
    {
        let _waiting = self.waiting.try_acquire().map_err(|_| ReadError::Busy)?;
        let place = tokio::time::timeout(LONGEST_WAIT, Arc::clone(&self.places).acquire_owned())
            .await
            .map_err(|_| ReadError::Busy)?
            .map_err(|_| ReadError::Busy)?;
        let readers = self.clone();
        let unwanted = Arc::new(AtomicBool::new(false));
        // Dropped with this future when nobody waits any more.
        let _waiter = Waiter(Arc::clone(&unwanted));
        tokio::task::spawn_blocking(move || {
            let answer = readers.lent(unwanted, work);
            drop(place);
            answer
        })
        .await
        .unwrap_or_else(|_| Err(ReadError::Failed("the read was broken off".to_owned())))
    }

    /// As [`Readers::read`], for a thread that may wait.
    ///
    /// # Errors
    /// When no connection is idle or the read fails.
    pub(crate) fn read_blocking<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        self.lent(Arc::default(), work)
    }

    fn lent<T>(
        &self,
        unwanted: Arc<AtomicBool>,
        work: impl FnOnce(&Connection) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let taken = self.idle().pop();
        let mut lent = Lent {
            readers: self,
            connection: Some(taken.ok_or(ReadError::Busy)?),
        };
        let Some(connection) = &mut lent.connection else {
            return Err(ReadError::Busy);
        };
        let over = self.longest.map(|longest| Instant::now() + longest);
        let is_over = move || over.is_some_and(|over| Instant::now() > over);
        let broken_off = move || unwanted.load(Ordering::Relaxed) || is_over();
        connection.progress_handler(STEPS, Some(broken_off))?;
        let transaction = connection.unchecked_transaction()?;
        let answer = work(&transaction)?;
        transaction.commit()?;
        Ok(answer)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that goes back when the read ends, however it ends.
struct Lent<'r> {
    readers: &'r Readers,
    connection: Option<Connection>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.readers.idle().push(connection);
        }
    }
}

/// Whoever waits for a read; it is unwanted when they are gone.
struct Waiter(Arc<AtomicBool>);

impl Drop for Waiter {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
