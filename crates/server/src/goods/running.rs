//! An import that is being written: part after part, with the tills' own writes in between. A part that
//! fails turns it back; one that the server's end breaks off goes on when it starts again.

use crate::storage::{Database, StoreNo, WriteError, imports};
use std::time::Duration;
use sync::api::goods::ImportState;
use uuid::Uuid;

/// How long it waits when the writer has too much to do, or the disk fails while it turns back.
const PAUSE: Duration = Duration::from_millis(200);

/// Goes on with what was begun before the server was stopped.
pub(crate) fn go_on(database: &Database) {
    let unfinished = database
        .readers
        .read_blocking(|connection| Ok(imports::unfinished(connection)?));
    match unfinished {
        Ok(unfinished) => unfinished
            .into_iter()
            .for_each(|(store, id)| begin(database, store, id)),
        Err(error) => tracing::error!(%error, "imports that were broken off do not go on"),
    }
}

/// Writes what was staged, beside everything else.
pub(crate) fn begin(database: &Database, store: StoreNo, id: Uuid) {
    tokio::spawn(run(database.clone(), store, id));
}

async fn run(database: Database, store: StoreNo, id: Uuid) {
    let mut back = false;
    loop {
        let part = database
            .writer
            .run(move |unit| imports::part(unit, store, id));
        match part.await {
            Ok(Some(status)) => match status.state {
                ImportState::Writing | ImportState::Undoing => tokio::task::yield_now().await,
                _ => return,
            },
            Ok(None) | Err(WriteError::Stopping | WriteError::Damaged) => return,
            Err(WriteError::Busy) => tokio::time::sleep(PAUSE).await,
            Err(WriteError::Failed(error)) => {
                tracing::error!(%error, "a part of an import failed; it is taken back");
                if back {
                    tokio::time::sleep(PAUSE).await;
                }
                let turn = database
                    .writer
                    .run(move |unit| imports::turn_back(unit, store, id));
                back = turn.await.is_ok();
            }
        }
    }
}
