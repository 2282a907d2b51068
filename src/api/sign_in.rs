//! Becoming a device of a store, and signing in and out.
//!
//! It must not keep who is signed in; the replica does.

use super::{ApiError, call, send};
use crate::platform::http::Method;
use crate::replica::Surface;
use sale::{DeviceId, Employee, EmployeeId};
use sync::api::{Activation, PasswordSignIn, PinSignIn, SignedIn};
use sync::protocol::Identity;

fn path(surface: Surface, rest: &str) -> String {
    format!("/api/{}/{rest}", surface.as_str())
}

/// Makes this browser a device of the store whose code it is.
///
/// # Errors
/// When the code is wrong or used up, or the server is out of reach.
pub async fn activate(
    surface: Surface,
    code: &str,
    device_id: DeviceId,
) -> Result<Identity, ApiError> {
    let activation = Activation {
        code: code.to_owned(),
        device_id,
    };
    send(Method::POST, &path(surface, "activate"), &activation).await
}

/// Signs an employee in on a register or a Pay phone.
///
/// # Errors
/// When the PIN is wrong, there were too many attempts, or the server is out of reach.
pub async fn sign_in_with_pin(
    surface: Surface,
    employee_id: EmployeeId,
    pin: &str,
) -> Result<Employee, ApiError> {
    let sign_in = PinSignIn {
        employee_id,
        pin: pin.to_owned(),
    };
    send(Method::POST, &path(surface, "sign-in/pin"), &sign_in).await
}

/// Asks whether a manager's PIN is right (rule H2); who is signed in stays so.
///
/// # Errors
/// When it is not a manager's PIN, there were too many attempts, or the server is out of reach.
pub async fn approve(
    surface: Surface,
    employee_id: EmployeeId,
    pin: &str,
) -> Result<Employee, ApiError> {
    let asked = PinSignIn {
        employee_id,
        pin: pin.to_owned(),
    };
    send(Method::POST, &path(surface, "approve"), &asked).await
}

/// Signs a manager in to BackOffice.
///
/// # Errors
/// When they are not known, there were too many attempts, or the server is out of reach.
pub async fn sign_in_with_password(
    email: &str,
    password: &str,
    device_id: DeviceId,
) -> Result<SignedIn, ApiError> {
    let sign_in = PasswordSignIn {
        email: email.to_owned(),
        password: password.to_owned(),
        device_id,
    };
    send(Method::POST, "/api/backoffice/sign-in", &sign_in).await
}

/// Signs out whoever is signed in; the device stays one of the store.
///
/// # Errors
/// When the server is out of reach.
pub async fn sign_out(surface: Surface) -> Result<(), ApiError> {
    call(Method::POST, &path(surface, "sign-out"), None)
        .await
        .map(|_| ())
}
