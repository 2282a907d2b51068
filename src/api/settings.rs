//! The store's settings, who is signed in to BackOffice, and the first run.
//!
//! It must not know the screens.

use super::{ApiError, call, get, read, send};
use crate::platform::http::Method;
use sync::api::SignedIn;
use sync::api::settings::{FirstRun, FirstRunState, Logo, NewLogo, StoreEdit, StoreSettings};

/// As they are now.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn store() -> Result<StoreSettings, ApiError> {
    get("/api/backoffice/store").await
}

/// Changes settings, field by field (rule C4).
///
/// # Errors
/// When fields cannot be used or were changed meanwhile, or the server is out of reach.
pub async fn change_store(edit: &StoreEdit) -> Result<StoreSettings, ApiError> {
    send(Method::PUT, "/api/backoffice/store", edit).await
}

/// Signs everybody out of BackOffice but this browser.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn end_other_sessions() -> Result<StoreSettings, ApiError> {
    read(&call(Method::POST, "/api/backoffice/sessions/end", None).await?)
}

/// Keeps a picture at the server, for receipts.
///
/// # Errors
/// When it is none, or too large, or the server is out of reach.
pub async fn keep_logo(base64: String) -> Result<Logo, ApiError> {
    send(
        Method::POST,
        "/api/backoffice/store/logo",
        &NewLogo { base64 },
    )
    .await
}

/// Whether this server has no store yet.
///
/// # Errors
/// When the server is out of reach.
pub async fn first_run() -> Result<FirstRunState, ApiError> {
    get("/api/first-run").await
}

/// Founds the first store and signs its owner in.
///
/// # Errors
/// When fields cannot be used, the key does not hold, or the server is out of reach.
pub async fn found(asked: &FirstRun) -> Result<SignedIn, ApiError> {
    send(Method::POST, "/api/first-run", asked).await
}
