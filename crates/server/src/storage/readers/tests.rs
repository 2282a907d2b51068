//! Tests of the readers: a read without an end hurts nobody else.

use super::{ReadError, Readers};
use rusqlite::Connection;
use std::time::Duration;

/// A statement that never ends by itself.
const ENDLESS: &str = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) \
     SELECT count(*) FROM n";

fn endless(connection: &Connection) -> Result<i64, ReadError> {
    Ok(connection.query_row(ENDLESS, [], |row| row.get(0))?)
}

async fn works(readers: &Readers) -> bool {
    let read = readers.read(|connection| Ok(connection.query_row("SELECT 1", [], |_| Ok(()))?));
    read.await.is_ok()
}

/// A read that takes longer than it may is broken off and says so; the connection is good again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_that_takes_too_long_is_broken_off() {
    let longest = Some(Duration::from_millis(20));
    let readers = Readers::open(1, longest, Connection::open_in_memory).unwrap();
    let read = readers.read(endless).await;
    assert!(matches!(read, Err(ReadError::TookTooLong)), "{read:?}");
    assert!(works(&readers).await);
}

/// A read that nobody waits for any more is broken off.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_that_nobody_waits_for_is_broken_off() {
    let readers = Readers::open(1, None, Connection::open_in_memory).unwrap();
    let (begun, begins) = tokio::sync::oneshot::channel();
    let read = readers.read(move |connection| {
        let _ = begun.send(());
        endless(connection)
    });
    tokio::select! {
        _ = read => panic!("it ended"),
        _ = begins => {}
    }
    assert!(works(&readers).await);
}
