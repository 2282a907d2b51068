//! One batch of the writer: run together, committed once, answered afterwards. When one job fails,
//! all are undone and run again one by one, so that only the failing one is hurt.

use super::super::{SqliteStorage, StoreNo, failed};
use crate::clock;
use crate::metrics::Metrics;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use sync::row::{Key, Row};
use sync::server::{Committed, StorageError, Transaction};
use tokio::sync::oneshot;

/// Told of each store that a commit changed, once the commit is stable.
pub(crate) type Publish = Arc<dyn Fn(StoreNo, Committed) + Send + Sync>;

/// Why a job was not done. Nothing of it was stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WriteError {
    /// Too many jobs wait.
    #[error("too many changes wait to be written")]
    Busy,
    /// The server is stopping.
    #[error("the server is stopping")]
    Stopping,
    /// The file is damaged: nothing more is put into it (rule A2).
    #[error("the data file is damaged")]
    Damaged,
    /// The job failed.
    #[error("{0}")]
    Failed(String),
}

/// What a job works with: the writer's open transaction.
pub(crate) struct Unit<'c> {
    connection: &'c Connection,
    now_ms: i64,
    changed: BTreeMap<StoreNo, Committed>,
}

impl<'c> Unit<'c> {
    /// The connection, inside the transaction.
    pub(crate) fn connection(&self) -> &'c Connection {
        self.connection
    }

    /// The server's clock at the beginning of the transaction.
    pub(crate) fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// Takes another moment for now: for data that is made up.
    pub(crate) fn pretend_now(&mut self, now_ms: i64) {
        self.now_ms = now_ms;
    }

    /// Lets the engine work on one store.
    ///
    /// # Errors
    /// When `work` or the storage fails; the whole job then has no effect.
    pub(crate) fn engine<T>(
        &mut self,
        store: StoreNo,
        work: impl FnOnce(&mut Transaction<'_, SqliteStorage<'c>>) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let mut storage = SqliteStorage::new(self.connection, store);
        let mut transaction = Transaction::begin(&mut storage, self.now_ms)?;
        let answer = work(&mut transaction)?;
        let committed = transaction.finish()?;
        storage.add_up()?;
        match self.changed.get_mut(&store) {
            Some(before) => join(before, committed),
            None => {
                self.changed.insert(store, committed);
            }
        }
        Ok(answer)
    }
}

/// Makes one of two changes that follow each other.
fn join(before: &mut Committed, after: Committed) {
    let mut rows: BTreeMap<Key, Row> = BTreeMap::new();
    for row in before.rows.drain(..).chain(after.rows) {
        rows.insert(row.key(), row);
    }
    before.rows = rows.into_values().collect();
    before
        .rows
        .sort_by(|a, b| (a.version, &a.kind, a.id).cmp(&(b.version, &b.kind, b.id)));
    before.to = after.to;
    before.digest = after.digest;
    before.acknowledged.extend(after.acknowledged);
}

/// Something for the writer to do.
pub(super) trait Job: Send {
    /// Does it, and keeps the answer.
    fn run(&mut self, unit: &mut Unit<'_>) -> Result<(), StorageError>;
    /// Gives the kept answer, or says why there is none.
    fn settle(self: Box<Self>, result: Result<(), WriteError>);
}

pub(super) struct Task<T, F> {
    work: F,
    answer: Option<T>,
    reply: oneshot::Sender<Result<T, WriteError>>,
}

impl<T, F> Task<T, F> {
    pub(super) fn new(work: F, reply: oneshot::Sender<Result<T, WriteError>>) -> Self {
        Task {
            work,
            answer: None,
            reply,
        }
    }
}

impl<T, F> Job for Task<T, F>
where
    T: Send,
    F: FnMut(&mut Unit<'_>) -> Result<T, StorageError> + Send,
{
    fn run(&mut self, unit: &mut Unit<'_>) -> Result<(), StorageError> {
        self.answer = None;
        self.answer = Some((self.work)(unit)?);
        Ok(())
    }

    fn settle(mut self: Box<Self>, result: Result<(), WriteError>) {
        let answer = result.and_then(|()| self.answer.take().ok_or(WriteError::Stopping));
        // Whoever asked may have gone; what was asked is done all the same.
        let _ = self.reply.send(answer);
    }
}

pub(super) struct Batch<'w> {
    pub(super) connection: &'w mut Connection,
    pub(super) metrics: &'w Metrics,
    pub(super) publish: &'w Publish,
}

impl Batch<'_> {
    pub(super) fn run(&mut self, mut jobs: Vec<Box<dyn Job>>) {
        match self.together(&mut jobs) {
            Ok(changed) => self.done(jobs, changed),
            Err(error) if jobs.len() == 1 => settle_all(jobs, &error),
            Err(error) => {
                tracing::warn!(%error, jobs = jobs.len(), "a job failed; its batch is run again one by one");
                self.metrics.batches_undone.inc();
                for job in jobs {
                    let mut one = vec![job];
                    match self.together(&mut one) {
                        Ok(changed) => self.done(one, changed),
                        Err(error) => settle_all(one, &error),
                    }
                }
            }
        }
    }

    /// Runs jobs in one transaction and commits it; on any error nothing is stored.
    fn together(
        &mut self,
        jobs: &mut [Box<dyn Job>],
    ) -> Result<BTreeMap<StoreNo, Committed>, StorageError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|e| failed(&e))?;
        let mut unit = Unit {
            connection: &transaction,
            now_ms: clock::now_ms(),
            changed: BTreeMap::new(),
        };
        for job in jobs.iter_mut() {
            catch_unwind(AssertUnwindSafe(|| job.run(&mut unit)))
                .unwrap_or_else(|_| Err(StorageError("a job panicked".to_owned())))?;
        }
        let changed = unit.changed;
        match transaction.commit() {
            Ok(()) => Ok(changed),
            Err(error) if is_harmless(&error) => Err(failed(&error)),
            Err(error) => give_up(&error),
        }
    }

    fn done(&self, jobs: Vec<Box<dyn Job>>, changed: BTreeMap<StoreNo, Committed>) {
        settle_all_done(jobs);
        for (store, committed) in changed {
            if committed.from != committed.to {
                (self.publish)(store, committed);
            }
        }
    }
}

fn settle_all_done(jobs: Vec<Box<dyn Job>>) {
    for job in jobs {
        job.settle(Ok(()));
    }
}

fn settle_all(jobs: Vec<Box<dyn Job>>, error: &StorageError) {
    for job in jobs {
        tracing::error!(%error, "a job failed; nothing of it was stored");
        job.settle(Err(WriteError::Failed(error.0.clone())));
    }
}

/// Whether a failed commit has left the file as it was: no room, or a lock that did not come.
fn is_harmless(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// The disk has failed at a commit. What the file holds is known only after it is opened anew, and
/// asking the disk again would be told that all is well: so nobody is told anything, and it ends.
fn give_up(error: &rusqlite::Error) -> ! {
    tracing::error!(
        %error,
        "the disk failed at a commit. Nothing unconfirmed was reported as saved; devices keep it and send it again. Check the disk, then start the server."
    );
    std::process::exit(74)
}
