//! `POST /api/{surface}/push`: a device's changes. Answered once they are on stable storage (A2).

use super::answer::{No, SyncNo};
use super::caller::SyncDevice;
use crate::presence::Heard;
use crate::shared::State;
use crate::storage::stores;
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_ENCODING;
use flate2::read::GzDecoder;
use sale::EmployeeId;
use std::collections::BTreeSet;
use std::io::Read;
use sync::protocol::{MOST_PUSH_BYTES, Push, PushAnswer, Refusal};

/// Takes a device's changes, each exactly once (rule A3).
///
/// The device's cookie alone decides: what somebody changed while the device was offline may be sent
/// while somebody else is signed in.
#[utoipa::path(
    post, path = "/api/{surface}/push", tag = "sync",
    params(("surface" = crate::surface::Surface, Path)),
    request_body(content = Push, description = "At most 100 changes and 256 KiB; `Content-Encoding: gzip` is taken"),
    responses(
        (status = 200, description = "All of it is on stable storage", body = PushAnswer),
        (status = 400, description = "Not a push", body = sync::api::Problem),
        (status = 401, description = "Signed out", body = Refusal),
        (status = 403, description = "Sync is off for this register", body = Refusal),
        (status = 409, description = "Gap, fork or another epoch", body = Refusal),
        (status = 413, description = "Too much at once", body = Refusal),
        (status = 503, description = "Busy; `Retry-After` says for how long", body = Refusal),
    ),
)]
pub(crate) async fn push(
    shared: State,
    device: SyncDevice,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<PushAnswer>, SyncNo> {
    let push = read(&headers, body).await?;
    let count = u64::try_from(push.mutations.len()).unwrap_or(u64::MAX);
    let (store, device_id, unsent) = (device.store, device.device_id, push.unsent);
    let build = push.build.clone();
    let employees: BTreeSet<EmployeeId> = push.mutations.iter().map(|m| m.employee_id).collect();
    let write = shared.database.writer.run(move |unit| {
        for employee in &employees {
            let known = stores::has_employee(unit.connection(), store, *employee)
                .map_err(|e| crate::storage::failed(&e))?;
            if !known {
                // Kept all the same: a change is never dropped (rule A4).
                tracing::warn!(device = %device_id, %employee, "changes of an unknown employee");
            }
        }
        unit.engine(store, |engine| engine.push(device_id, &push))
    });
    let answer = write.await??;
    shared.metrics.mutations.inc_by(count);
    let left = unsent.saturating_sub(count);
    let heard = Heard {
        unsent: Some(left),
        build: Some(build),
        ..Heard::default()
    };
    shared.presence.heard(device_id, heard);
    Ok(Json(answer))
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Push, No> {
    let too_much = || Refusal::TooMuch {
        what: format!("more than {MOST_PUSH_BYTES} bytes in one push"),
    };
    let bytes = to_bytes(body, MOST_PUSH_BYTES)
        .await
        .map_err(|_| too_much())?;
    let packed = headers
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"gzip"));
    if !packed {
        return serde_json::from_slice(&bytes).map_err(|error| No::unreadable(&error));
    }
    let most = u64::try_from(MOST_PUSH_BYTES).unwrap_or(u64::MAX);
    let mut plain = Vec::new();
    GzDecoder::new(bytes.as_ref())
        .take(most.saturating_add(1))
        .read_to_end(&mut plain)
        .map_err(|error| No::unreadable(&error))?;
    if plain.len() > MOST_PUSH_BYTES {
        return Err(too_much().into());
    }
    serde_json::from_slice(&plain).map_err(|error| No::unreadable(&error))
}
