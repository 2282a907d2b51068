//! One device's live stream: server-sent events, each a [`Live`] as JSON. What was missed before it
//! began comes first; then every commit as it happens, and a heartbeat when nothing does.

use super::{Commit, Listener, News};
use crate::clock;
use crate::secret;
use axum::response::sse::Event;
use futures_util::stream::{self, Stream};
use serde::Serialize;
use serde_json::value::RawValue;
use std::sync::atomic::Ordering;
use std::time::Duration;
use sync::protocol::{Lease, Live, Patch};
use sync::row::Digest;
use sync::server::Acknowledged;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

/// How often a silent stream says that it is there.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a stream lasts; the device then comes back and shows its cookies again.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// Devices come back after a stop within this many milliseconds, not all at once.
const RETURN_WITHIN_MS: u64 = 10_000;

/// The stream's state between two events.
struct State {
    listener: Listener,
    first: Option<Patch>,
    leases: Option<Vec<Lease>>,
    sent: u64,
    acknowledged: Acknowledged,
    heartbeat: Interval,
    until: Instant,
    ended: bool,
}

/// The events of one device, from the patch that it missed on, and who takes money for what when
/// anybody does. A patch of several pages is not
/// sent: the device hears where the log ends, and pulls.
pub(crate) fn events(
    listener: Listener,
    missed: Patch,
    leases: Vec<Lease>,
) -> impl Stream<Item = Told> {
    let now = Instant::now();
    let mut heartbeat = interval_at(now + HEARTBEAT, HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    listener.store.head.fetch_max(missed.to, Ordering::AcqRel);
    let state = State {
        sent: missed.to,
        acknowledged: Acknowledged {
            sequence: missed.acknowledged,
            fingerprint: missed.acknowledged_fingerprint,
        },
        listener,
        first: Some(missed),
        leases: Some(leases).filter(|leases| !leases.is_empty()),
        heartbeat,
        until: now + LONGEST,
        ended: false,
    };
    stream::unfold(state, |mut state| async move {
        let event = state.next().await?;
        Some((event, state))
    })
}

/// An event, unless it cannot be written; the stream then ends.
type Told = Result<Event, axum::Error>;

enum Happened {
    News(Result<News, RecvError>),
    Silence,
    Stopping,
}

impl State {
    async fn next(&mut self) -> Option<Told> {
        if self.ended {
            return None;
        }
        if let Some(missed) = self.first.take() {
            let nothing = missed.from == missed.to || missed.next.is_some();
            return Some(if nothing {
                self.head()
            } else {
                patch(missed.to, &Live::Patch(missed))
            });
        }
        if let Some(leases) = self.leases.take() {
            return Some(told_leases(leases));
        }
        loop {
            // A stop outranks news, and news outrank silence.
            let happened = tokio::select! {
                biased;
                _ = self.listener.stopping.wait_for(|stopping| *stopping) => Happened::Stopping,
                news = self.listener.news.recv() => Happened::News(news),
                _ = self.heartbeat.tick() => Happened::Silence,
                () = tokio::time::sleep_until(self.until) => Happened::Stopping,
            };
            match happened {
                Happened::News(Ok(News::Commit(commit))) => {
                    if let Some(event) = self.told(&commit) {
                        return Some(event);
                    }
                }
                Happened::News(Ok(News::Leases(leases))) => {
                    return Some(told_leases(leases.to_vec()));
                }
                Happened::News(Ok(News::End(device))) if device == self.listener.device => {
                    return None;
                }
                Happened::News(Ok(News::End(_))) => {}
                Happened::News(Err(RecvError::Lagged(_))) => {
                    self.sent = self.listener.store.head.load(Ordering::Acquire);
                    return Some(self.head());
                }
                Happened::News(Err(RecvError::Closed)) => return None,
                Happened::Silence => return Some(self.head()),
                Happened::Stopping => {
                    self.ended = true;
                    return Some(bye());
                }
            }
        }
    }

    /// The event for a commit; none when it was sent already.
    fn told(&mut self, commit: &Commit) -> Option<Told> {
        if commit.to <= self.sent {
            return None;
        }
        if let Some(own) = commit.acknowledged.get(&self.listener.device) {
            self.acknowledged = *own;
        }
        let follows = commit.from == self.sent;
        self.sent = commit.to;
        self.heartbeat.reset();
        match &commit.rows {
            Some(rows) if follows => Some(patch(
                commit.to,
                &PatchEvent {
                    patch: CommitPatch {
                        epoch: commit.epoch.to_string(),
                        from: commit.from,
                        to: commit.to,
                        acknowledged: self.acknowledged.sequence,
                        acknowledged_fingerprint: self.acknowledged.fingerprint.to_string(),
                        rows,
                        digest: commit.digest,
                    },
                },
            )),
            _ => Some(self.head()),
        }
    }

    fn head(&self) -> Told {
        let heartbeat = Live::Heartbeat {
            head: self.listener.store.head.load(Ordering::Acquire),
            server_ms: clock::now_ms(),
        };
        event("heartbeat", &heartbeat)
    }
}

fn told_leases(leases: Vec<Lease>) -> Told {
    event("leases", &Live::Leases { leases })
}

/// The last event of a stream that stops.
fn bye() -> Told {
    let spread = secret::random_u64().unwrap_or_default() % RETURN_WITHIN_MS;
    let retry_ms = u32::try_from(spread).unwrap_or_default();
    event("bye", &Live::Bye { retry_ms })
}

/// [`Live::Patch`], with rows that are text already.
#[derive(Serialize)]
struct PatchEvent<'a> {
    patch: CommitPatch<'a>,
}

#[derive(Serialize)]
struct CommitPatch<'a> {
    epoch: String,
    from: u64,
    to: u64,
    acknowledged: u64,
    acknowledged_fingerprint: String,
    rows: &'a RawValue,
    digest: Digest,
}

/// A patch bears the position that it leads to.
fn patch(to: u64, data: &impl Serialize) -> Told {
    event("patch", data).map(|event| event.id(to.to_string()))
}

fn event(name: &str, data: &impl Serialize) -> Told {
    Event::default().event(name).json_data(data)
}

#[cfg(test)]
mod tests {
    use super::{CommitPatch, PatchEvent};
    use sync::protocol::Live;
    use sync::row::{Digest, Kind, Row};

    /// What is put together by hand reads back as the protocol's own type.
    #[test]
    fn a_commit_reads_as_a_live_patch() {
        let row = Row {
            kind: Kind::Sale,
            id: uuid::Uuid::from_u128(7),
            version: 3,
            body: Some(sync::codec::raw(r#"{"z":1, "a":2.50}"#.to_owned()).unwrap()),
        };
        let rows = serde_json::value::to_raw_value(&[&row]).unwrap();
        let event = PatchEvent {
            patch: CommitPatch {
                epoch: u64::MAX.to_string(),
                from: 2,
                to: 3,
                acknowledged: 1,
                acknowledged_fingerprint: u64::MAX.to_string(),
                rows: &rows,
                digest: Digest { count: 1, hash: 9 },
            },
        };
        let text = serde_json::to_string(&event).unwrap();
        assert!(
            text.contains(r#"{"z":1, "a":2.50}"#),
            "bodies stay verbatim"
        );
        let Live::Patch(patch) = serde_json::from_str(&text).unwrap() else {
            panic!("not a patch");
        };
        assert_eq!((patch.epoch, patch.from, patch.to), (u64::MAX, 2, 3));
        assert_eq!(patch.acknowledged_fingerprint, u64::MAX);
        assert_eq!(patch.rows, [row]);
    }
}
