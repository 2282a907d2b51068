//! Watch: what needs a person, beside the reviews that sync.
//!
//! It must not know how a matter is found.

use super::{ApiError, get, send};
use crate::platform::http::Method;
use sync::api::watch::{WatchAct, Watched};

/// What is open, and what has ended within a week.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn watch() -> Result<Watched, ApiError> {
    get("/api/backoffice/watch").await
}

/// Looks after a matter, leaves it to others, or ends it.
///
/// # Errors
/// When it has ended meanwhile, or the server is out of reach.
pub async fn watch_act(act: &WatchAct) -> Result<Watched, ApiError> {
    send(Method::POST, "/api/backoffice/watch", act).await
}
