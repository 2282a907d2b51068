//! `GET /api/{surface}/pull` and `/live`: what changed after a cursor, now or as soon as something
//! does. Both say the same; a device may use either (rule B5).

use super::answer::{No, SyncNo};
use super::caller::SyncDevice;
use super::sent::Asked;
use crate::live::stream;
use crate::live::{Crowded, News};
use crate::presence::Heard;
use crate::shared::{Shared, State};
use crate::storage::SqliteStorage;
use crate::storage::access::Device;
use axum::Json;
use axum::http::HeaderName;
use axum::response::{IntoResponse, Response, Sse};
use futures_util::StreamExt;
use sale::DeviceId;
use std::sync::Arc;
use std::time::Duration;
use sync::protocol::{MOST_WAIT_S, PageToken, Patch, Pull, Refusal};
use sync::server::PageLimits;

/// The oldest build of the app that speaks with this server without harm. Older ones are told by
/// what they pull; what they push is taken all the same.
const MIN_BUILD: &str = "0.1.0";

/// A pull, as the address says it.
#[derive(Clone, Copy, Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PullQuery {
    /// The epoch that the device knows; 0 or nothing when it knows none.
    #[serde(default)]
    epoch: u64,
    /// The device's cursor; 0 or nothing for all there is.
    #[serde(default)]
    since: u64,
    /// `next.first_head` of the page before.
    first_head: Option<u64>,
    /// `next.version` of the page before.
    version: Option<u64>,
    /// How long to wait for news when there are none, in seconds, at most 25.
    #[serde(default)]
    wait: u32,
}

impl PullQuery {
    fn pull(self) -> Pull {
        Pull {
            epoch: self.epoch,
            since: self.since,
            page: self
                .first_head
                .zip(self.version)
                .map(|(first_head, version)| PageToken {
                    first_head,
                    version,
                }),
            wait_s: self.wait,
        }
    }
}

async fn read(shared: &Shared, device: &Device, pull: Pull) -> Result<Patch, No> {
    let (store, device_id) = (device.store, device.device_id);
    let read = shared.database.readers.read(move |connection| {
        let storage = SqliteStorage::new(connection, store);
        Ok(sync::server::pull(
            &storage,
            device_id,
            &pull,
            PageLimits::default(),
        )?)
    });
    let mut patch = read.await??;
    patch.min_build = Some(MIN_BUILD.to_owned());
    Ok(patch)
}

/// Rows that changed after the cursor. With `wait` and nothing new the answer comes when there is
/// something, or empty when the time is over.
#[utoipa::path(
    get, path = "/api/{surface}/pull", tag = "sync",
    params(("surface" = crate::surface::Surface, Path), PullQuery),
    responses(
        (status = 200, description = "A page of rows; the next one with `next`", body = Patch),
        (status = 401, description = "Signed out", body = Refusal),
        (status = 403, description = "Sync is off for this register", body = Refusal),
        (status = 409, description = "Another epoch", body = Refusal),
        (status = 503, description = "Busy; `Retry-After` says for how long", body = Refusal),
    ),
)]
pub(crate) async fn pull(
    shared: State,
    device: SyncDevice,
    Asked(query): Asked<PullQuery>,
) -> Result<Json<Patch>, SyncNo> {
    // From before the first look, so that nothing falls between look and wait.
    let mut news = shared.live.hear(device.store);
    shared.presence.heard(
        device.device_id,
        Heard {
            cursor: Some(query.since),
            ..Heard::default()
        },
    );
    let patch = read(&shared, &device, query.pull()).await?;
    let nothing = patch.rows.is_empty() && patch.from == patch.to;
    if !nothing || query.wait == 0 {
        return Ok(Json(patch));
    }
    let mut stopping = shared.live.stopping();
    let longest = Duration::from_secs(u64::from(query.wait.min(MOST_WAIT_S)));
    let over = tokio::time::sleep(longest);
    tokio::pin!(over);
    loop {
        tokio::select! {
            () = &mut over => break,
            _ = stopping.wait_for(|stopping| *stopping) => break,
            heard = news.recv() => match heard {
                Ok(News::End(ended)) if ended != device.device_id => {}
                Ok(News::Leases(_)) => {}
                // Told late: the first look had it.
                Ok(News::Commit(commit)) if commit.to <= patch.to => {}
                _ => break,
            },
        }
    }
    Ok(Json(read(&shared, &device, query.pull()).await?))
}

/// The live stream, as server-sent events. `patch` has the log's position as its id; `heartbeat`
/// comes at the beginning and every 15 s; `bye` when the server stops. The data of each is a `Live`.
#[utoipa::path(
    get, path = "/api/{surface}/live", tag = "sync",
    params(("surface" = crate::surface::Surface, Path), PullQuery),
    responses(
        (status = 200, description = "The stream", body = sync::protocol::Live, content_type = "text/event-stream"),
        (status = 401, description = "Signed out", body = Refusal),
        (status = 403, description = "Sync is off for this register", body = Refusal),
        (status = 409, description = "Another epoch", body = Refusal),
        (status = 503, description = "Too many listen; pull instead", body = Refusal),
    ),
)]
pub(crate) async fn live(
    shared: State,
    device: SyncDevice,
    Asked(query): Asked<PullQuery>,
) -> Result<Response, SyncNo> {
    let listener = shared
        .live
        .listen(device.store, device.device_id)
        .map_err(|Crowded| No::Busy)?;
    shared.presence.heard(
        device.device_id,
        Heard {
            cursor: Some(query.since),
            ..Heard::default()
        },
    );
    let pull = Pull {
        page: None,
        ..query.pull()
    };
    let missed = read(&shared, &device, pull).await?;
    let leases = shared.leases.all(device.store);
    // Proxies are not to hold events back.
    let headers = [(HeaderName::from_static("x-accel-buffering"), "no")];
    let listening = Listening {
        shared: Arc::clone(&shared),
        device_id: device.device_id,
    };
    let events = stream::events(listener, missed, leases).inspect(move |_| {
        // Held for as long as the stream lasts.
        let _held = &listening;
    });
    Ok((headers, Sse::new(events)).into_response())
}

/// A device that listens, however quietly, is heard of until its stream ends.
struct Listening {
    shared: Arc<Shared>,
    device_id: DeviceId,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.shared.presence.heard(self.device_id, Heard::default());
    }
}
