//! The bare floor: what the same machine does with the same requests, the same database and the
//! same durability when nothing is checked, applied or remembered.

use super::{Client, Push};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use futures_util::future::join_all;
use rusqlite::Connection;
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

type Job = (Bytes, oneshot::Sender<()>);

/// Most requests of one commit.
const MOST_JOBS: usize = 1_024;

pub struct Floor {
    address: SocketAddr,
    client: Client,
    _folder: TempDir,
}

impl Floor {
    pub async fn open() -> Floor {
        let folder = tempfile::tempdir().unwrap();
        let database = Connection::open(folder.path().join("floor.sqlite")).unwrap();
        database
            .execute_batch(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
                 CREATE TABLE sale(id BLOB PRIMARY KEY, body TEXT) WITHOUT ROWID;",
            )
            .unwrap();
        let (jobs, waiting) = sync_channel(MOST_JOBS * 4);
        std::thread::spawn(move || write(database, &waiting));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().route("/push", post(take)).with_state(jobs);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Floor {
            address,
            client: Client::builder().no_proxy().build().unwrap(),
            _folder: folder,
        }
    }

    pub async fn take(&self, work: &[Vec<Push>]) {
        let sending = work.iter().map(|pushes| async move {
            for push in pushes {
                let to = format!("http://{}/push", self.address);
                let answer = self.client.post(to).json(push).send().await.unwrap();
                assert_eq!(answer.status(), 200);
            }
        });
        join_all(sending).await;
    }
}

async fn take(State(jobs): State<SyncSender<Job>>, body: Bytes) {
    let (done, stored) = oneshot::channel();
    jobs.send((body, done)).unwrap();
    stored.await.unwrap();
}

/// One thread writes; whatever waits goes into one commit.
fn write(mut database: Connection, waiting: &Receiver<Job>) {
    while let Ok(first) = waiting.recv() {
        let mut batch = vec![first];
        batch.extend(waiting.try_iter().take(MOST_JOBS - 1));
        let transaction = database.transaction().unwrap();
        for (body, _) in &batch {
            let push: Push = serde_json::from_slice(body).unwrap();
            for mutation in &push.mutations {
                transaction
                    .prepare_cached("INSERT INTO sale(id, body) VALUES (?1, ?2)")
                    .unwrap()
                    .execute((mutation.mutation_id.0, mutation.change.get()))
                    .unwrap();
            }
        }
        transaction.commit().unwrap();
        for (_, done) in batch {
            let _ = done.send(());
        }
    }
}
