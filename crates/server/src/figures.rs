//! Lists and the figures of the reports beside the requests: makes them anew where that is needed, packs
//! days that are over, and notes what is heard of registers.

use crate::clock;
use crate::metrics::Metrics;
use crate::shared::Shared;
use crate::storage::relisting::{self, Listed, listed};
use crate::storage::reports::{
    Heard, Progress, begin, mend, missing, pack_day, progress, put_heard, step, unpacked,
};
use crate::storage::{
    Database, OpenError, ReadError, StoreNo, Unit, WriteError, access, failed, stores,
};
use sale::{RegisterId, StoreId};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether figures are to be added up anew.
const LOOKED_EVERY: Duration = Duration::from_secs(1);
/// How often it is said how far something is.
const SAID_EVERY_MS: i64 = 5_000;
/// Pause between two steps, so that the shop's own writes come first.
const PAUSE: Duration = Duration::from_millis(5);
/// How often it is looked whether days are to be packed.
const PACKED_EVERY: Duration = Duration::from_secs(10);
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
    while database
        .writer
        .run_blocking(|unit| relisting::step(unit.connection()))?
    {}
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

/// Lists the sales of an older file and adds up anew what is to be, for as long as the server runs.
pub(crate) async fn keep(shared: Arc<Shared>) {
    loop {
        if let Err(error) = list(&shared).await {
            tracing::warn!(%error, "the lists are prepared later");
        } else if let Err(error) = catch_up(&shared).await {
            tracing::warn!(%error, "the figures of the reports are added up later");
        }
        tokio::time::sleep(LOOKED_EVERY).await;
    }
}

async fn list(shared: &Shared) -> Result<(), FiguresError> {
    let how_far = async || {
        let read = shared
            .database
            .readers
            .read(|connection| Ok(listed(connection)?));
        read.await
    };
    let mut said_ms = 0;
    while let Some(Listed { done, of }) = how_far().await? {
        if clock::now_ms() - said_ms > SAID_EVERY_MS {
            said_ms = clock::now_ms();
            tracing::info!("the lists are prepared, beside the work: {done} of {of}");
        }
        let step = shared
            .database
            .writer
            .run(|unit| relisting::step(unit.connection()));
        if !step.await? {
            tracing::info!("the lists are whole");
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
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
    for (store, Progress { of, .. }) in read.await? {
        let id = store.id;
        tracing::info!(store = %id, of, "adding up the figures of the reports anew");
        let no: StoreNo = store.no;
        let mut said_ms = clock::now_ms();
        while shared
            .database
            .writer
            .run(move |unit| step(unit, no))
            .await?
        {
            if clock::now_ms() - said_ms > SAID_EVERY_MS {
                said_ms = clock::now_ms();
                let read = shared
                    .database
                    .readers
                    .read(move |connection| progress(connection, no));
                let done = read.await?.map_or(of, |progress| progress.done);
                tracing::info!("the figures of the reports are added up: {done} of {of}");
            }
            tokio::time::sleep(PAUSE).await;
        }
        tracing::info!(store = %id, "the figures of the reports are whole");
    }
    Ok(())
}

/// Packs the days that are over, for as long as the server runs.
pub(crate) async fn pack(shared: Arc<Shared>) {
    loop {
        if let Err(error) = pack_all(&shared).await {
            tracing::warn!(%error, "days of the reports are packed later");
        }
        tokio::time::sleep(PACKED_EVERY).await;
    }
}

async fn pack_all(shared: &Shared) -> Result<(), FiguresError> {
    let now_ms = clock::now_ms();
    let read = shared
        .database
        .readers
        .read(|connection| Ok(stores::all(connection)?));
    for store in read.await? {
        let no: StoreNo = store.no;
        loop {
            let read =
                shared
                    .database
                    .readers
                    .read(move |connection| match progress(connection, no)? {
                        // Sales that are read anew would throw it away again.
                        Some(_) => Ok(None),
                        None => unpacked(connection, no, now_ms),
                    });
            let Some(day) = read.await? else { break };
            let write = move |unit: &mut Unit<'_>| pack_day(unit.connection(), no, day);
            shared.database.writer.run(write).await?;
            tokio::time::sleep(PAUSE).await;
        }
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
