//! The one writer: jobs queue up, and all that have queued are run in one transaction and made
//! stable by one commit (rule A2). Positions of the log are therefore given without a gap, however
//! many write at once (rule B2).
//!
//! It must not know what a job does. A job may be run twice, when another one in its batch fails:
//! it must leave no trace but in the transaction and in its answer.

mod batch;

pub(crate) use batch::{Publish, Unit, WriteError};

use super::check::{Check, Checked};
use crate::metrics::Metrics;
use batch::{Batch, Job, Task};
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::Duration;
use sync::server::StorageError;
use tokio::sync::oneshot;

/// Jobs that may wait; one more is turned away.
const MOST_QUEUED: usize = 4_096;
/// Jobs that one commit takes.
const MOST_BATCHED: usize = 1_024;
/// After this long without a job the log beside the file is folded into it.
const IDLE: Duration = Duration::from_secs(30);

enum Order {
    Do(Box<dyn Job>),
    Stop(oneshot::Sender<()>),
}

/// The way to the writer's thread.
#[derive(Clone)]
pub(crate) struct Writer {
    orders: SyncSender<Order>,
    metrics: Arc<Metrics>,
    check: Check,
}

impl Writer {
    /// Starts the thread. It ends when every [`Writer`] is gone, or by [`Writer::stop`].
    ///
    /// # Errors
    /// When no thread can be had.
    pub(super) fn start(
        connection: Connection,
        metrics: &Arc<Metrics>,
        publish: Publish,
        check: &Check,
    ) -> std::io::Result<Writer> {
        let (orders, received) = sync_channel(MOST_QUEUED);
        let metrics = Arc::clone(metrics);
        let thread = Thread {
            connection,
            metrics: Arc::clone(&metrics),
            publish,
        };
        std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || thread.run(&received))?;
        Ok(Writer {
            orders,
            metrics,
            check: check.clone(),
        })
    }

    /// Queues a job; the answer comes once it is on stable storage.
    ///
    /// # Errors
    /// When the queue is full, the server stops, or the file is damaged.
    pub(crate) fn submit<T, F>(
        &self,
        work: F,
    ) -> Result<oneshot::Receiver<Result<T, WriteError>>, WriteError>
    where
        T: Send + 'static,
        F: FnMut(&mut Unit<'_>) -> Result<T, StorageError> + Send + 'static,
    {
        if matches!(self.check.state(), Checked::Damaged(_)) {
            return Err(WriteError::Damaged);
        }
        let (reply, answer) = oneshot::channel();
        let task = Task::new(work, reply);
        match self.orders.try_send(Order::Do(Box::new(task))) {
            Ok(()) => Ok(answer),
            Err(TrySendError::Full(_)) => {
                self.metrics.turned_away.inc();
                Err(WriteError::Busy)
            }
            Err(TrySendError::Disconnected(_)) => Err(WriteError::Stopping),
        }
    }

    /// Does a job and waits until it is on stable storage.
    ///
    /// # Errors
    /// When the queue is full, the server stops, or the job fails.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, WriteError>
    where
        T: Send + 'static,
        F: FnMut(&mut Unit<'_>) -> Result<T, StorageError> + Send + 'static,
    {
        self.submit(work)?
            .await
            .unwrap_or(Err(WriteError::Stopping))
    }

    /// As [`Writer::run`], for a thread that may wait.
    ///
    /// # Errors
    /// When the queue is full, the server stops, or the job fails.
    pub(crate) fn run_blocking<T, F>(&self, work: F) -> Result<T, WriteError>
    where
        T: Send + 'static,
        F: FnMut(&mut Unit<'_>) -> Result<T, StorageError> + Send + 'static,
    {
        self.submit(work)?
            .blocking_recv()
            .unwrap_or(Err(WriteError::Stopping))
    }

    /// Does what has queued, folds the log into the file and ends the thread. The answer comes
    /// when that is done.
    pub(crate) fn stop(&self) -> oneshot::Receiver<()> {
        let (done, answer) = oneshot::channel();
        // With the queue full the writer is at work; waiting here for a place is what is wanted.
        let orders = self.orders.clone();
        std::thread::spawn(move || drop(orders.send(Order::Stop(done))));
        answer
    }
}

struct Thread {
    connection: Connection,
    metrics: Arc<Metrics>,
    publish: Publish,
}

impl Thread {
    fn run(mut self, orders: &Receiver<Order>) {
        let mut idle = false;
        loop {
            let first = match orders.recv_timeout(IDLE) {
                Ok(order) => order,
                Err(RecvTimeoutError::Timeout) => {
                    if !idle {
                        self.fold();
                    }
                    idle = true;
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return self.fold(),
            };
            idle = false;
            let mut stop = None;
            let mut jobs = Vec::new();
            let mut next = Some(first);
            while let Some(order) = next {
                match order {
                    Order::Do(job) => jobs.push(job),
                    Order::Stop(done) => {
                        stop = Some(done);
                        break;
                    }
                }
                if jobs.len() >= MOST_BATCHED {
                    break;
                }
                next = orders.try_recv().ok();
            }
            if !jobs.is_empty() {
                let size = u32::try_from(jobs.len()).unwrap_or(u32::MAX);
                self.metrics.batch_jobs.observe(f64::from(size));
                let mut batch = Batch {
                    connection: &mut self.connection,
                    metrics: &self.metrics,
                    publish: &self.publish,
                };
                batch.run(jobs);
            }
            if let Some(done) = stop {
                self.fold();
                drop(self);
                let _ = done.send(());
                return;
            }
        }
    }

    /// Folds the log beside the file into the file.
    fn fold(&self) {
        let folded = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        if let Err(error) = folded {
            tracing::warn!(%error, "the log beside the data file stays for now");
        }
    }
}

#[cfg(test)]
mod tests;
