//! `POST /api/{surface}/readmit`: an identity of its own for a device that finds another at work
//! under the one it has, such as a browser profile that was copied (rule A3).

use super::answer::{No, SyncNo};
use super::caller::{self, SyncDevice};
use super::cookies::Holder;
use super::sent::Sent;
use super::sign_in::{Cookie, give, identity, not_activated};
use crate::clock;
use crate::secret::new_token;
use crate::shared::State;
use crate::storage::access::{self, SESSION_MS, Session};
use crate::storage::activation;
use axum::Json;
use axum::http::request::Parts;
use sync::api::Problem;
use sync::protocol::{Identity, Readmission, Refusal};

/// Gives the device that asks an identity and a number prefix of its own; register, sign-in and
/// whatever it has not sent stay. The identity that it had goes on for whoever else uses it.
#[utoipa::path(
    post, path = "/api/{surface}/readmit", tag = "sync",
    params(("surface" = crate::surface::Surface, Path)),
    request_body = Readmission,
    responses(
        (status = 200, description = "Its own identity; new cookies come along", body = Identity),
        (status = 401, description = "Signed out", body = Refusal),
        (status = 409, description = "The id is another device's", body = Problem),
        (status = 503, description = "Busy", body = Refusal),
    ),
)]
pub(crate) async fn readmit(
    shared: State,
    device: SyncDevice,
    parts: Parts,
    Sent(asked): Sent<Readmission>,
) -> Result<(Cookie, Json<Identity>), SyncNo> {
    let session = caller::session(&parts, &shared, &device).await?;
    let (token, token_hash) = new_token().map_err(No::from)?;
    let (session_token, session_hash) = new_token().map_err(No::from)?;
    let before = std::sync::Arc::clone(&device.0);
    let write = shared.database.writer.run(move |unit| {
        let admitted = activation::readmit(unit, &before, asked.device_id, &token_hash)?;
        if let (Ok(device), Some(session)) = (&admitted, session) {
            let session = Session {
                device_id: device.device_id,
                expires_ms: clock::now_ms().saturating_add(SESSION_MS),
                ..session
            };
            access::begin_session(unit, &session_hash, &session)?;
        }
        Ok(admitted)
    });
    let admitted = write.await?.map_err(not_activated)?;
    shared.tokens.forget_device(admitted.device_id);
    let mut tokens = vec![(Holder::Device, token.as_str())];
    tokens.extend(session.map(|_| (Holder::Employee, session_token.as_str())));
    let cookie = give(&shared, device.surface, &tokens);
    Ok((cookie, Json(identity(&admitted))))
}
