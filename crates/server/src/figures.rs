//! The figures of the reports beside the requests: adds them up anew where that is needed, and notes
//! what is heard of registers.

use crate::clock;
use crate::metrics::Metrics;
use crate::shared::Shared;
use crate::storage::reports::{Heard, Progress, begin, mend, missing, progress, put_heard, step};
use crate::storage::{
    Database, OpenError, ReadError, StoreNo, Unit, WriteError, access, failed, stores,
};
use sale::{RegisterId, StoreId};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether figures are to be added up anew.
const LOOKED_EVERY: Duration = Duration::from_secs(1);
/// Pause between two steps of adding up, so that the shop's own writes come first.
const PAUSE: Duration = Duration::from_millis(5);
/// How often what is heard of registers is noted.
const NOTED_EVERY: Duration = Duration::from_secs(60);

/// Why figures could not be added up anew.
#[derive(Debug, thiserror::Error)]
pub enum FiguresError {
    /// The data folder cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The figures could not be read or written.
    #[error("the figures could not be added up: {0}")]
    Failed(String),
}

impl From<ReadError> for FiguresError {
    fn from(error: ReadError) -> Self {
        FiguresError::Failed(error.to_string())
    }
}

impl From<WriteError> for FiguresError {
    fn from(error: WriteError) -> Self {
        FiguresError::Failed(error.to_string())
    }
}

/// Adds the figures of every store of a folder up anew, from the log and the sales that it made.
/// `told` hears of each store when it is done, with how many sales and entries were read.
///
/// # Errors
/// When the folder cannot be used.
pub fn rebuild_reports(
    data: &Path,
    mut told: impl FnMut(StoreId, u64),
) -> Result<(), FiguresError> {
    let metrics = Arc::new(Metrics::new());
    let database = Database::open(data, &metrics, Arc::new(|_, _| {}))?;
    let all = database
        .readers
        .read_blocking(|connection| Ok(stores::all(connection)?))?;
    for store in all {
        database
            .writer
            .run_blocking(move |unit| begin(unit, store))?;
        while database
            .writer
            .run_blocking(move |unit| step(unit, store.no))?
        {}
        let read = database
            .readers
            .read_blocking(move |connection| Ok(stores::read_in_all(connection, store.no)?))?;
        told(store.id, read);
    }
    let _ = database.writer.stop().blocking_recv();
    Ok(())
}

/// Adds up anew what is to be, for as long as the server runs.
pub(crate) async fn keep(shared: Arc<Shared>) {
    loop {
        if let Err(error) = catch_up(&shared).await {
            tracing::warn!(%error, "the figures of the reports are added up later");
        }
        tokio::time::sleep(LOOKED_EVERY).await;
    }
}

async fn catch_up(shared: &Shared) -> Result<(), FiguresError> {
    let read = shared
        .database
        .readers
        .read(|connection| Ok(missing(connection)?));
    if !read.await?.is_empty() {
        let mending = |unit: &mut Unit<'_>| mend(unit.connection()).map_err(|e| failed(&e));
        for why in shared.database.writer.run(mending).await? {
            tracing::warn!(why, "the figures of the reports are added up anew");
        }
    }
    let read = shared.database.readers.read(|connection| {
        let mut behind: Vec<(stores::Found, Progress)> = Vec::new();
        for store in stores::all(connection)? {
            behind.extend(progress(connection, store.no)?.map(|progress| (store, progress)));
        }
        Ok(behind)
    });
    for (store, progress) in read.await? {
        let (id, of) = (store.id, progress.of);
        tracing::info!(store = %id, of, "adding up the figures of the reports anew");
        let no: StoreNo = store.no;
        while shared
            .database
            .writer
            .run(move |unit| step(unit, no))
            .await?
        {
            tokio::time::sleep(PAUSE).await;
        }
        tracing::info!(store = %id, "the figures of the reports are whole");
    }
    Ok(())
}

/// Notes what is heard of registers, for as long as the server runs.
pub(crate) async fn note(shared: Arc<Shared>) {
    let mut before_ms = clock::now_ms();
    loop {
        tokio::time::sleep(NOTED_EVERY).await;
        let now_ms = clock::now_ms();
        if let Err(error) = note_once(&shared, now_ms, now_ms - before_ms).await {
            tracing::warn!(%error, "what was heard of registers was not noted");
        }
        before_ms = now_ms;
    }
}

async fn note_once(shared: &Shared, now_ms: i64, observed_ms: i64) -> Result<(), FiguresError> {
    let read = shared.database.readers.read(|connection| {
        let mut devices = Vec::new();
        for store in stores::all(connection)? {
            let of_store = access::register_devices(connection, store.no)?;
            devices.extend(of_store.into_iter().map(|device| (store.no, device)));
        }
        Ok(devices)
    });
    let devices = read.await?.into_iter().map(|(store, device)| {
        let seen = shared.presence.of(device.device_id).unwrap_or(device.seen);
        Observed {
            store,
            register_id: device.register_id,
            is_live: shared.live.is_connected(store, device.device_id),
            silence_ms: seen.last_seen_ms.map_or(0, |seen| now_ms - seen).max(0),
            unsent: seen.unsent.cast_signed(),
        }
    });
    let heard = heard_of(devices, observed_ms);
    if heard.is_empty() {
        return Ok(());
    }
    let write = shared
        .database
        .writer
        .run(move |unit| put_heard(unit.connection(), &heard, unit.now_ms()));
    Ok(write.await?)
}

/// How a register's device stood when it was looked at.
struct Observed {
    store: StoreNo,
    register_id: RegisterId,
    is_live: bool,
    silence_ms: i64,
    unsent: i64,
}

/// What is noted of registers for the time since they were looked at before. The device that was
/// activated last is the register; the others are what it was before.
fn heard_of(devices: impl Iterator<Item = Observed>, observed_ms: i64) -> Vec<Heard> {
    let mut heard: Vec<Heard> = Vec::new();
    for device in devices {
        let one = Heard {
            store: device.store,
            register_id: device.register_id,
            observed_ms,
            live_ms: if device.is_live { observed_ms } else { 0 },
            silence_ms: if device.is_live { 0 } else { device.silence_ms },
            unsent: device.unsent,
            hand_overs: 0,
        };
        let same =
            |known: &&mut Heard| known.store == one.store && known.register_id == one.register_id;
        match heard.iter_mut().find(same) {
            Some(known) => *known = one,
            None => heard.push(one),
        }
    }
    heard
}

#[cfg(test)]
mod tests;
