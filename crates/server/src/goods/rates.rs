//! Products that follow a tax rate: part after part, with the tills' own writes in between. What fails
//! is tried again, and what the server's end breaks off goes on when it starts again.

use crate::storage::{Database, StoreNo, WriteError, rates};
use std::time::Duration;
use tokio::task::JoinHandle;

/// How long it waits when the writer has too much to do.
const PAUSE: Duration = Duration::from_millis(200);
/// How long it waits when a part failed, as with a full disk.
const TRIED_AGAIN: Duration = Duration::from_secs(2);

/// Goes on with what was begun before the server was stopped.
pub(crate) fn go_on(database: &Database) {
    let unfinished = database
        .readers
        .read_blocking(|connection| Ok(rates::unfinished(connection)?));
    match unfinished {
        Ok(stores) => stores
            .into_iter()
            .for_each(|store| drop(begin(database, store))),
        Err(error) => tracing::error!(%error, "products do not follow their tax rates"),
    }
}

/// Puts the new rates onto the products, beside everything else.
pub(crate) fn begin(database: &Database, store: StoreNo) -> JoinHandle<()> {
    tokio::spawn(run(database.clone(), store))
}

async fn run(database: Database, store: StoreNo) {
    loop {
        let part = database.writer.run(move |unit| rates::part(unit, store));
        match part.await {
            Ok(true) => tokio::task::yield_now().await,
            Ok(false) | Err(WriteError::Stopping | WriteError::Damaged) => return,
            Err(WriteError::Busy) => tokio::time::sleep(PAUSE).await,
            Err(WriteError::Failed(error)) => {
                tracing::error!(%error, "products wait for their new tax rate");
                tokio::time::sleep(TRIED_AGAIN).await;
            }
        }
    }
}
