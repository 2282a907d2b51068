//! Saved views of lists, and sales as they stood.
//!
//! It must not know how a list is shown.

use super::{ApiError, call, get, send};
use crate::platform::http::Method;
use sale::SaleId;
use sync::api::views::{NewView, SaleThen, SavedView};
use uuid::Uuid;

const VIEWS: &str = "/api/backoffice/views";

/// One's own saved views and those that others share.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn views() -> Result<Vec<SavedView>, ApiError> {
    get(VIEWS).await
}

/// Saves a view, in place of one's own of that name.
///
/// # Errors
/// When it has no name, nobody is signed in, or the server is out of reach.
pub async fn save_view(view: &NewView) -> Result<SavedView, ApiError> {
    send(Method::POST, VIEWS, view).await
}

/// Takes one of one's own away.
///
/// # Errors
/// When there is none, nobody is signed in, or the server is out of reach.
pub async fn remove_view(id: Uuid) -> Result<(), ApiError> {
    call(Method::DELETE, &format!("{VIEWS}/{id}"), None).await?;
    Ok(())
}

/// A sale as it stood after an entry of its history.
///
/// # Errors
/// When there is none, nobody is signed in, or the server is out of reach.
pub async fn sale_then(id: SaleId, position: u64) -> Result<SaleThen, ApiError> {
    get(&format!("/api/backoffice/sales/{id}/at/{position}")).await
}
