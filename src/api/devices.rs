//! The devices of the store, as BackOffice sees them and takes them out of use.
//!
//! It must not know what a device does when it hears of it.

use super::{ApiError, call, get, read, send};
use crate::platform::http::Method;
use sale::{DeviceId, RegisterId};
use sync::api::ActivationCode;
use sync::api::devices::{DeviceEvent, DeviceName, DeviceOverview};
use uuid::Uuid;

/// All of them, the one activated last first.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn devices() -> Result<Vec<DeviceOverview>, ApiError> {
    get("/api/backoffice/devices").await
}

/// Gives a phone or a browser a name; answers with all devices.
///
/// # Errors
/// When the name is too long, there is no such device, or the server is out of reach.
pub async fn name_device(id: DeviceId, name: &str) -> Result<Vec<DeviceOverview>, ApiError> {
    let name = DeviceName {
        name: name.to_owned(),
    };
    send(Method::PUT, &format!("/api/backoffice/devices/{id}"), &name).await
}

/// Takes a device out of use at once (rule H6); answers with all devices.
///
/// # Errors
/// When there is no such device, or the server is out of reach.
pub async fn take_out(id: DeviceId) -> Result<Vec<DeviceOverview>, ApiError> {
    let path = format!("/api/backoffice/devices/{id}/out");
    read(&call(Method::POST, &path, None).await?)
}

/// Shuts out the device that a register is, and gives a code for another (rule H6).
///
/// # Errors
/// When there is no such register, or the server is out of reach.
pub async fn replace_register(id: RegisterId) -> Result<ActivationCode, ApiError> {
    let path = format!("/api/backoffice/registers/{id}/replace");
    read(&call(Method::POST, &path, None).await?)
}

/// What was done about a register or a device, latest first.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn device_history(id: Uuid) -> Result<Vec<DeviceEvent>, ApiError> {
    get(&format!("/api/backoffice/devices/{id}/history")).await
}
