//! The live fan-out: what a commit changed goes to every device of the store that listens. Only ever
//! a hint (rule B5): whoever misses one is told where the log ends and pulls.
//!
//! It must not know HTTP; `stream` turns what it says into a body.

pub(crate) mod stream;

use crate::metrics::Metrics;
use crate::storage::StoreNo;
use sale::DeviceId;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use sync::protocol::Lease;
use sync::row::Digest;
use sync::server::{Acknowledged, Committed};
use tokio::sync::{broadcast, watch};

/// Streams of one store.
const MOST_OF_A_STORE: usize = 200;
/// Streams of the server.
const MOST_OF_ALL: usize = 20_000;
/// Commits that a slow listener may lag behind before it is told to pull.
const KEPT_COMMITS: usize = 64;
/// A larger commit is not sent out whole: listeners pull it in pages.
const MOST_COMMIT_BYTES: usize = 256 * 1024;

/// One commit, with its rows as text already.
#[derive(Debug)]
pub(crate) struct Commit {
    pub epoch: u64,
    pub from: u64,
    pub to: u64,
    /// None when there are too many for the stream.
    pub rows: Option<Box<RawValue>>,
    pub acknowledged: BTreeMap<DeviceId, Acknowledged>,
    pub digest: Digest,
}

/// What listeners are told.
#[derive(Clone, Debug)]
pub(crate) enum News {
    Commit(Arc<Commit>),
    /// Who takes money for what, all of it (rule G1).
    Leases(Arc<[Lease]>),
    /// This device's streams end: it was handed over, or signed out.
    End(DeviceId),
}

struct Store {
    news: broadcast::Sender<News>,
    head: AtomicU64,
    listening: Mutex<HashMap<DeviceId, usize>>,
}

/// Who listens to what.
pub(crate) struct Live {
    stores: Mutex<HashMap<StoreNo, Arc<Store>>>,
    listeners: Arc<tokio::sync::Semaphore>,
    metrics: Arc<Metrics>,
    stopping: watch::Receiver<bool>,
}

/// Too many listen already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Crowded;

impl Live {
    pub(crate) fn new(metrics: &Arc<Metrics>, stopping: watch::Receiver<bool>) -> Live {
        Live {
            stores: Mutex::new(HashMap::new()),
            listeners: Arc::new(tokio::sync::Semaphore::new(MOST_OF_ALL)),
            metrics: Arc::clone(metrics),
            stopping,
        }
    }

    fn store(&self, no: StoreNo) -> Arc<Store> {
        let mut stores = self.stores.lock().unwrap_or_else(PoisonError::into_inner);
        let store = stores.entry(no).or_insert_with(|| {
            Arc::new(Store {
                news: broadcast::Sender::new(KEPT_COMMITS),
                head: AtomicU64::new(0),
                listening: Mutex::new(HashMap::new()),
            })
        });
        Arc::clone(store)
    }

    /// Tells the listeners of a store what a stable commit changed.
    pub(crate) fn publish(&self, no: StoreNo, committed: Committed) {
        let store = self.store(no);
        store.head.fetch_max(committed.to, Ordering::AcqRel);
        if store.news.receiver_count() == 0 {
            return;
        }
        let rows = serde_json::value::to_raw_value(&committed.rows)
            .ok()
            .filter(|rows| rows.get().len() <= MOST_COMMIT_BYTES);
        // Nobody may be listening any more; that is no trouble.
        let _ = store.news.send(News::Commit(Arc::new(Commit {
            epoch: committed.epoch,
            from: committed.from,
            to: committed.to,
            rows,
            acknowledged: committed.acknowledged,
            digest: committed.digest,
        })));
    }

    /// Tells the listeners of a store who takes money for what now.
    pub(crate) fn tell_leases(&self, no: StoreNo, leases: Vec<Lease>) {
        // Nobody may be listening; they are told when they begin to.
        let _ = self.store(no).news.send(News::Leases(leases.into()));
    }

    /// Ends a device's streams.
    pub(crate) fn end(&self, no: StoreNo, device: DeviceId) {
        let _ = self.store(no).news.send(News::End(device));
    }

    /// What is told from now on, without a place among the listeners: for a pull that waits.
    pub(crate) fn hear(&self, no: StoreNo) -> broadcast::Receiver<News> {
        self.store(no).news.subscribe()
    }

    /// Takes a place among the listeners of a store.
    ///
    /// # Errors
    /// When there are too many.
    pub(crate) fn listen(&self, no: StoreNo, device: DeviceId) -> Result<Listener, Crowded> {
        let place = Arc::clone(&self.listeners)
            .try_acquire_owned()
            .map_err(|_| Crowded)?;
        let store = self.store(no);
        {
            let mut listening = store.listening();
            if listening.values().sum::<usize>() >= MOST_OF_A_STORE {
                return Err(Crowded);
            }
            *listening.entry(device).or_default() += 1;
        }
        self.metrics.live_streams.inc();
        Ok(Listener {
            news: store.news.subscribe(),
            stopping: self.stopping.clone(),
            store,
            device,
            metrics: Arc::clone(&self.metrics),
            _place: place,
        })
    }

    /// Whether a device listens right now.
    pub(crate) fn is_connected(&self, no: StoreNo, device: DeviceId) -> bool {
        self.store(no).listening().contains_key(&device)
    }

    /// Turns true when the server stops.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.clone()
    }
}

impl Store {
    fn listening(&self) -> std::sync::MutexGuard<'_, HashMap<DeviceId, usize>> {
        self.listening
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among the listeners; given back when dropped.
pub(crate) struct Listener {
    news: broadcast::Receiver<News>,
    stopping: watch::Receiver<bool>,
    store: Arc<Store>,
    device: DeviceId,
    metrics: Arc<Metrics>,
    _place: tokio::sync::OwnedSemaphorePermit,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut listening = self.store.listening();
        if let Some(count) = listening.get_mut(&self.device) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                listening.remove(&self.device);
            }
        }
        drop(listening);
        self.metrics.live_streams.dec();
    }
}
