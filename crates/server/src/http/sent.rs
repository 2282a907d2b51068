//! Reading what was sent: a JSON body or the query of an address. What cannot be read is answered
//! with a problem like any other, and a body has a limit.

use super::answer::No;
use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use bytes::Bytes;
use serde::de::DeserializeOwned;

/// Most bytes of a body that is no push.
const MOST_BYTES: usize = 16 * 1024;
/// Most bytes of one that says much, such as a list of products.
const MOST_LONG_BYTES: usize = 256 * 1024;

/// A JSON body.
pub(crate) struct Sent<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = No;

    async fn from_request(request: Request, _: &S) -> Result<Self, No> {
        json(request, MOST_BYTES).await.map(Sent)
    }
}

/// A JSON body that says much.
pub(crate) struct SentLong<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for SentLong<T> {
    type Rejection = No;

    async fn from_request(request: Request, _: &S) -> Result<Self, No> {
        json(request, MOST_LONG_BYTES).await.map(SentLong)
    }
}

async fn json<T: DeserializeOwned>(request: Request, most: usize) -> Result<T, No> {
    let json = request
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !json {
        return Err(No::unreadable(&"the content type is not application/json"));
    }
    let bytes = all_bytes(request, most).await?;
    serde_json::from_slice(&bytes).map_err(|error| No::unreadable(&error))
}

/// A body as it is, of so many bytes at most.
///
/// # Errors
/// When it is longer, or does not arrive.
pub(crate) async fn all_bytes(request: Request, most: usize) -> Result<Bytes, No> {
    to_bytes(request.into_body(), most).await.map_err(|_| {
        No::problem(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            format!("More than {most} bytes were sent, so nothing was changed."),
        )
    })
}

/// The query of an address.
pub(crate) struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Asked<T> {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, No> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(query)) => Ok(Asked(query)),
            Err(error) => Err(No::unreadable(&error.body_text())),
        }
    }
}

/// The part of an address that names a thing, such as an id.
pub(crate) struct Named<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Named<T> {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, No> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(named)) => Ok(Named(named)),
            Err(_) => Err(No::not_found("thing")),
        }
    }
}
