//! The registers of the store as BackOffice sees and sets them.
//!
//! It must not know how a register does what it is asked.

use super::{ApiError, call, get, read, send};
use crate::platform::http::Method;
use sale::RegisterId;
use sync::api::{ActivationCode, NewRegister, RegisterOverview, SyncSwitch};

/// All of them.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn registers() -> Result<Vec<RegisterOverview>, ApiError> {
    get("/api/backoffice/registers").await
}

/// One more.
///
/// # Errors
/// When the name will not do, nobody is signed in, or the server is out of reach.
pub async fn add_register(name: &str) -> Result<RegisterOverview, ApiError> {
    let register = NewRegister {
        name: name.to_owned(),
    };
    send(Method::POST, "/api/backoffice/registers", &register).await
}

/// Gives a register another name.
///
/// # Errors
/// When the name will not do, there is no such register, or the server is out of reach.
pub async fn rename_register(id: RegisterId, name: &str) -> Result<RegisterOverview, ApiError> {
    let register = NewRegister {
        name: name.to_owned(),
    };
    let path = format!("/api/backoffice/registers/{id}");
    send(Method::PUT, &path, &register).await
}

/// A code that makes a device this register, once.
///
/// # Errors
/// When there is no such register, nobody is signed in, or the server is out of reach.
pub async fn activation_code(id: RegisterId) -> Result<ActivationCode, ApiError> {
    let path = format!("/api/backoffice/registers/{id}/code");
    read(&call(Method::POST, &path, None).await?)
}

/// A code that makes a phone a Pay device of the store, once.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn pay_code() -> Result<ActivationCode, ApiError> {
    read(&call(Method::POST, "/api/backoffice/pay/code", None).await?)
}

/// Asks a register to switch its sync on or off (rule F6).
///
/// # Errors
/// When there is no such register, nobody is signed in, or the server is out of reach.
pub async fn switch_sync(id: RegisterId, on: bool) -> Result<RegisterOverview, ApiError> {
    let path = format!("/api/backoffice/registers/{id}/sync");
    send(Method::PUT, &path, &SyncSwitch { on }).await
}
