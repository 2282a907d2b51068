//! Pictures of products: sent in BackOffice, fetched by every device of the store.

use super::super::answer::No;
use super::super::answer::SyncNo;
use super::super::caller::{Manager, SyncDevice};
use super::super::sent::all_bytes;
use crate::goods::picture;
use crate::shared::State;
use crate::storage::pictures;
use axum::Json;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use sync::api::Problem;
use sync::api::goods::PictureKept;

/// Most bytes of a picture as it is sent.
const MOST_BYTES: usize = 12 * 1024 * 1024;

/// Keeps a picture, made small.
#[utoipa::path(
    post, path = "/api/backoffice/pictures", tag = "backoffice",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "Kept", body = PictureKept),
        (status = 400, description = "It is no JPEG, PNG or WebP", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 413, description = "More than 12 MB", body = Problem),
    ),
)]
pub(crate) async fn keep(
    shared: State,
    manager: Manager,
    request: Request,
) -> Result<Json<PictureKept>, No> {
    let bytes = all_bytes(request, MOST_BYTES).await?;
    let small = tokio::task::spawn_blocking(move || picture::small(&bytes)).await;
    let small = small.map_err(|error| No::inside(&error))?.ok_or_else(|| {
        No::problem(
            StatusCode::BAD_REQUEST,
            "no_picture",
            "This is no picture that can be read: a JPEG, PNG or WebP. Nothing was changed.",
        )
    })?;
    let hash = Sha256::digest(&small)
        .iter()
        .fold(String::new(), |mut hash, byte| {
            let _ = write!(hash, "{byte:02x}");
            hash
        });
    let (store, kept) = (manager.device.store, hash.clone());
    let write = shared
        .database
        .writer
        .run(move |unit| pictures::keep(unit, store, &kept, &small));
    if !write.await? {
        return Err(No::problem(
            StatusCode::CONFLICT,
            "too_many_pictures",
            "The store has as many pictures as it may have. Nothing was changed.",
        ));
    }
    Ok(Json(PictureKept { hash }))
}

/// A picture of a product. Its address says what is in it, so it never changes.
#[utoipa::path(
    get, path = "/api/{surface}/pictures/{hash}", tag = "sync",
    params(("surface" = String, Path), ("hash" = String, Path)),
    responses(
        (status = 200, description = "A JPEG", content_type = "image/jpeg"),
        (status = 400, description = "That is no hash", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such picture in this store", body = Problem),
    ),
)]
pub(crate) async fn show(
    shared: State,
    device: SyncDevice,
    Path((_, hash)): Path<(String, String)>,
) -> Result<Response, SyncNo> {
    let store = device.store;
    let read = shared
        .database
        .readers
        .read(move |connection| Ok(pictures::bytes(connection, store, &hash)?));
    let bytes = read.await?.ok_or_else(|| No::not_found("picture"))?;
    let heads = [
        (CONTENT_TYPE, "image/jpeg"),
        (CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((heads, bytes).into_response())
}
