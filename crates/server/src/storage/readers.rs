//! Readers: a few read-only connections on threads that may wait. Each read sees one moment of the
//! file, whatever the writer does meanwhile (rule B2). A read that takes too long, or that nobody
//! waits for any more, is broken off.

use rusqlite::{Connection, ErrorCode, InterruptHandle};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Reads that may wait for one of them; one more is turned away.
const MOST_WAITING: usize = 1_024;
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
    /// The read failed.
    #[error("{0}")]
    Failed(String),
}

impl From<rusqlite::Error> for ReadError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => ReadError::TookTooLong,
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
        let reading = Reading::default();
        // Dropped with this future when nobody waits any more.
        let breaker = Breaker(reading.clone());
        let mut task = tokio::task::spawn_blocking(move || {
            let answer = readers.lent(Some(&reading), work);
            drop(place);
            answer
        });
        let answer = loop {
            let Some(longest) = self.longest else {
                break (&mut task).await;
            };
            match tokio::time::timeout(longest, &mut task).await {
                Ok(answer) => break answer,
                // Between two statements it is not heard, so it is said again.
                Err(_) => breaker.0.break_off(),
            }
        };
        answer.unwrap_or_else(|_| Err(ReadError::Failed("the read was broken off".to_owned())))
    }

    /// As [`Readers::read`], for a thread that may wait.
    ///
    /// # Errors
    /// When no connection is idle or the read fails.
    pub(crate) fn read_blocking<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        self.lent(None, work)
    }

    fn lent<T>(
        &self,
        reading: Option<&Reading>,
        work: impl FnOnce(&Connection) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let taken = self.idle().pop();
        let lent = Lent {
            readers: self,
            connection: Some(taken.ok_or(ReadError::Busy)?),
        };
        let Some(connection) = &lent.connection else {
            return Err(ReadError::Busy);
        };
        // Ends before the connection is lent to somebody else.
        let _reading = reading.map(|reading| reading.begin(connection));
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

/// The handle of the connection that a read is at work on, while it is.
#[derive(Clone, Default)]
struct Reading(Arc<Mutex<Option<InterruptHandle>>>);

impl Reading {
    fn begin(&self, connection: &Connection) -> impl Drop {
        *self.handle() = Some(connection.get_interrupt_handle());
        Ended(self.clone())
    }

    fn break_off(&self) {
        if let Some(handle) = &*self.handle() {
            handle.interrupt();
        }
    }

    fn handle(&self) -> std::sync::MutexGuard<'_, Option<InterruptHandle>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Ended(Reading);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.handle().take();
    }
}

struct Breaker(Reading);

impl Drop for Breaker {
    fn drop(&mut self) {
        self.0.break_off();
    }
}
