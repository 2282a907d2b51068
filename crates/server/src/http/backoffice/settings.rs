//! The store's own settings in BackOffice, changed field by field (rule C4), and who is signed in to
//! BackOffice.

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::edits::{edited, refused, wrong};
use super::super::sent::Sent;
use super::people::end_here;
use super::store_check::problems_of;
use crate::clock;
use crate::shared::{Shared, State};
use crate::storage::access::SESSION_MS;
use crate::storage::people::{self, Ending};
use crate::storage::{StoreNo, Unit, failed, logos, stores};
use axum::Json;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sale::{Store, StoreId};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use sync::api::Problem;
use sync::api::edit::EditRefused;
use sync::api::settings::{Logo, NewLogo, OfficeSession, STORE_FIELDS, StoreEdit, StoreSettings};
use sync::row::Kind;
use sync::server::StorageError;

/// Most bytes of a picture.
const MOST_LOGO_BYTES: usize = 150_000;
/// Most bytes of the text that it travels as.
const MOST_SENT_BYTES: usize = 220_000;

async fn settings(shared: &Shared, manager: &Manager) -> Result<Json<StoreSettings>, No> {
    let (store, id) = (manager.device.store, manager.device.store_id);
    let here = manager.device.device_id;
    let now_ms = clock::now_ms();
    let read = shared.database.readers.read(move |connection| {
        let row: Option<Store> = stores::row(connection, store, &Kind::Store, id.0)?;
        let devices = people::office_prefixes(connection, store)?;
        let sessions = people::standing(connection, store, now_ms)?
            .into_iter()
            .filter_map(|session| {
                Some(OfficeSession {
                    number_prefix: devices.get(&session.device_id)?.clone(),
                    device_id: session.device_id,
                    employee_id: session.employee_id,
                    used_ms: session.expires_ms.saturating_sub(SESSION_MS),
                    here: session.device_id == here,
                })
            })
            .collect();
        let has_sold = stores::has_sales(connection, store)?;
        Ok(row.map(|store| StoreSettings {
            store,
            has_sold,
            sessions,
        }))
    });
    read.await?.map(Json).ok_or_else(|| No::not_found("store"))
}

/// The store's settings.
#[utoipa::path(
    get, path = "/api/backoffice/store", tag = "backoffice",
    responses(
        (status = 200, description = "As they are now", body = StoreSettings),
        (status = 401, description = "Signed out", body = Problem),
    ),
)]
pub(crate) async fn read(shared: State, manager: Manager) -> Result<Json<StoreSettings>, No> {
    settings(&shared, &manager).await
}

/// Changes settings, field by field; all of them or none (rule C4).
#[utoipa::path(
    put, path = "/api/backoffice/store", tag = "backoffice", request_body = StoreEdit,
    responses(
        (status = 200, description = "Changed; every device hears of it", body = StoreSettings),
        (status = 400, description = "Some fields cannot be used", body = EditRefused),
        (status = 401, description = "Signed out", body = Problem),
        (status = 409, description = "Somebody else changed them meanwhile", body = EditRefused),
    ),
)]
pub(crate) async fn change(
    shared: State,
    manager: Manager,
    Sent(asked): Sent<StoreEdit>,
) -> Result<Json<StoreSettings>, No> {
    let (store, id) = (manager.device.store, manager.device.store_id);
    let author = stores::author(manager.device.device_id, manager.employee.id);
    let write = shared.database.writer.run(move |unit| {
        let (before, after) = match changed(unit, store, id, &asked)? {
            Ok(rows) => rows,
            Err(no) => return Ok(Err(no)),
        };
        if before == after {
            return Ok(Ok(()));
        }
        let row = [(Kind::Store, id.0, &after)];
        unit.engine(store, |engine| engine.write_rows(&author, &row))?;
        if before.receipt.logo != after.receipt.logo {
            logos::keep_only(unit, store, after.receipt.logo.as_deref())?;
        }
        Ok(Ok(()))
    });
    write.await??;
    settings(&shared, &manager).await
}

/// The row before and after, or why it is not changed.
fn changed(
    unit: &Unit<'_>,
    store: StoreNo,
    id: StoreId,
    asked: &StoreEdit,
) -> Result<Result<(Store, Store), No>, StorageError> {
    let connection = unit.connection();
    let row: Option<Store> = stores::row(connection, store, &Kind::Store, id.0)?;
    let Some(before) = row else {
        return Ok(Err(No::not_found("store")));
    };
    let after = match edited(&before, &asked.fields, &STORE_FIELDS)? {
        Ok(after) => after,
        Err(no) => return Ok(Err(no)),
    };
    let mut problems = problems_of(&after);
    problems.retain(|problem| {
        let about = |edit: &sync::api::edit::FieldEdit| edit.field == problem.field;
        asked.fields.iter().any(about)
    });
    if !problems.is_empty() {
        return Ok(Err(refused(StatusCode::BAD_REQUEST, problems)));
    }
    let sold = || stores::has_sales(connection, store).map_err(|e| failed(&e));
    if before.currency != after.currency && sold()? {
        return Ok(Err(wrong("currency", "sold")));
    }
    if let Some(logo) = &after.receipt.logo
        && before.receipt.logo != after.receipt.logo
        && !logos::has(unit, store, logo)?
    {
        return Ok(Err(wrong("receipt.logo", "unknown")));
    }
    Ok(Ok((before, after)))
}

/// Signs everybody out of BackOffice, in every browser but this one (rule H6).
#[utoipa::path(
    post, path = "/api/backoffice/sessions/end", tag = "backoffice",
    responses(
        (status = 200, description = "They are signed out", body = StoreSettings),
        (status = 401, description = "Signed out", body = Problem),
    ),
)]
pub(crate) async fn end_sessions(
    shared: State,
    manager: Manager,
) -> Result<Json<StoreSettings>, No> {
    let (store, here) = (manager.device.store, manager.device.device_id);
    let ending = Ending {
        office: true,
        floor: false,
        but: Some(here),
    };
    let write = shared
        .database
        .writer
        .run(move |unit| people::end_sessions(unit, store, None, ending));
    let ended = write.await?;
    end_here(&shared, store, &ended);
    settings(&shared, &manager).await
}

/// Keeps a picture for receipts; a change of `receipt.logo` then shows it.
#[utoipa::path(
    post, path = "/api/backoffice/store/logo", tag = "backoffice", request_body = NewLogo,
    responses(
        (status = 200, description = "Kept", body = Logo),
        (status = 400, description = "No picture, or too large a one", body = EditRefused),
        (status = 401, description = "Signed out", body = Problem),
    ),
)]
pub(crate) async fn put_logo(
    shared: State,
    manager: Manager,
    request: axum::extract::Request,
) -> Result<Json<Logo>, No> {
    let body = axum::body::to_bytes(request.into_body(), MOST_SENT_BYTES).await;
    let body = body.map_err(|_| wrong("receipt.logo", "too_large"))?;
    let sent: NewLogo = serde_json::from_slice(&body).map_err(|error| No::unreadable(&error))?;
    let bytes = STANDARD.decode(sent.base64.trim());
    let bytes = bytes.map_err(|_| wrong("receipt.logo", "unreadable"))?;
    if bytes.len() > MOST_LOGO_BYTES {
        return Err(wrong("receipt.logo", "too_large"));
    }
    let (kind, _) = kind_of(&bytes).ok_or_else(|| wrong("receipt.logo", "unreadable"))?;
    let mut name = String::new();
    for byte in Sha256::digest(&bytes) {
        let _ = write!(name, "{byte:02x}");
    }
    let name = format!("{name}.{kind}");
    let (store, kept) = (manager.device.store, name.clone());
    let write = shared
        .database
        .writer
        .run(move |unit| logos::put(unit, store, &kept, &bytes));
    match write.await? {
        true => Ok(Json(Logo { name })),
        false => Err(wrong("receipt.logo", "too_many")),
    }
}

/// What a picture's first bytes say that it is: its ending and its type.
fn kind_of(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(("png", "image/png"))
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some(("jpg", "image/jpeg"))
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(("webp", "image/webp"))
    } else {
        None
    }
}

/// A picture of a receipt. Its name is made of what is in it: it never means another one.
#[utoipa::path(
    get, path = "/logo/{name}", tag = "backoffice", params(("name" = String, Path)),
    responses(
        (status = 200, description = "The picture", body = Vec<u8>, content_type = "image/png"),
        (status = 404, description = "No such picture", body = Problem),
    ),
)]
pub(crate) async fn logo(shared: State, Path(name): Path<String>) -> Result<Response, No> {
    let read = shared
        .database
        .readers
        .read(move |connection| Ok(logos::bytes(connection, &name)?));
    let bytes = read.await?.ok_or_else(|| No::not_found("picture"))?;
    let (_, kind) = kind_of(&bytes).ok_or_else(|| No::not_found("picture"))?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    Ok((headers, bytes).into_response())
}
