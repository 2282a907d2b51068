//! Tests of the writer: a job that fails or panics hurts nobody else.

use super::{WriteError, Writer};
use crate::metrics::Metrics;
use crate::storage::{Database, failed};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use sync::server::StorageError;

fn database() -> (tempfile::TempDir, Database, Arc<Metrics>) {
    let folder = tempfile::tempdir().unwrap();
    let metrics = Arc::new(Metrics::new());
    let database = Database::open(folder.path(), &metrics, Arc::new(|_, _| {})).unwrap();
    (folder, database, metrics)
}

/// Holds the writer until dropped, so that what is submitted meanwhile is one batch.
fn held(writer: &Writer) -> mpsc::Sender<()> {
    let (hold, held) = mpsc::channel::<()>();
    let (running, runs) = mpsc::channel();
    let _answer = writer
        .submit(move |_| {
            let _ = running.send(());
            let _ = held.recv();
            Ok(())
        })
        .unwrap();
    runs.recv().unwrap();
    hold
}

fn note(unit: &super::Unit<'_>, key: u8) -> Result<(), StorageError> {
    unit.connection()
        .execute("INSERT INTO attempt VALUES (?, 1, 0, 0)", [vec![key]])
        .map(drop)
        .map_err(|e| failed(&e))
}

/// A2, A4: in a batch with a failing and a panicking job all others are stored and answered, and
/// nothing of those two is.
#[test]
fn a_poisoned_job_hurts_nobody_else() {
    let (_folder, database, _) = database();
    let writer = &database.writer;
    let hold = held(writer);
    let mut answers = Vec::new();
    let runs = Arc::new(AtomicUsize::new(0));
    for key in 0..10_u8 {
        let runs = Arc::clone(&runs);
        let answer = writer.submit(move |unit| {
            runs.fetch_add(1, Ordering::Relaxed);
            note(unit, key)?;
            match key {
                3 => Err(StorageError("poisoned".to_owned())),
                6 => panic!("on purpose"),
                _ => Ok(key),
            }
        });
        answers.push(answer.unwrap());
    }
    drop(hold);
    for (key, answer) in (0..).zip(answers) {
        let expected = match key {
            3 => Err(WriteError::Failed("poisoned".to_owned())),
            6 => Err(WriteError::Failed("a job panicked".to_owned())),
            _ => Ok(key),
        };
        assert_eq!(answer.blocking_recv().unwrap(), expected);
    }
    assert!(
        runs.load(Ordering::Relaxed) > 10,
        "the batch was run again one by one"
    );
    let keys: Vec<Vec<u8>> = database
        .readers
        .read_blocking(|connection| {
            let mut query = connection.prepare("SELECT key FROM attempt ORDER BY key")?;
            let keys = query.query_map([], |row| row.get(0))?;
            Ok(keys.collect::<Result<_, _>>()?)
        })
        .unwrap();
    let expected: Vec<Vec<u8>> = [0, 1, 2, 4, 5, 7, 8, 9].map(|key| vec![key]).into();
    assert_eq!(keys, expected);
}

/// A full queue turns the next job away at once.
#[test]
fn a_full_queue_turns_away() {
    let (_folder, database, metrics) = database();
    let writer = &database.writer;
    let hold = held(writer);
    let mut waiting = Vec::new();
    let error = loop {
        match writer.submit(|_| Ok(())) {
            Ok(answer) => waiting.push(answer),
            Err(error) => break error,
        }
    };
    assert_eq!(
        (error, waiting.len()),
        (WriteError::Busy, super::MOST_QUEUED)
    );
    assert_eq!(metrics.turned_away.get(), 1);
    drop(hold);
    for answer in waiting {
        assert_eq!(answer.blocking_recv().unwrap(), Ok(()));
    }
    let text = metrics.text();
    let count = |name: &str| -> f64 {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap().trim().parse().unwrap()
    };
    assert!(count("saved_sales_batch_jobs_sum") > 4_000.0);
    assert!(count("saved_sales_batch_jobs_count") < 10.0, "commits");
}

/// Stopping does what has queued first; afterwards nothing is taken.
#[test]
fn stopping_does_what_has_queued() {
    let (_folder, database, _) = database();
    let writer = &database.writer;
    let hold = held(writer);
    let answer = writer.submit(|unit| note(unit, 1)).unwrap();
    let stopped = writer.stop();
    drop(hold);
    assert_eq!(answer.blocking_recv().unwrap(), Ok(()));
    stopped.blocking_recv().unwrap();
    assert_eq!(writer.run_blocking(|_| Ok(())), Err(WriteError::Stopping));
}
