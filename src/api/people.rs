//! The people of the store as BackOffice sees and changes them.
//!
//! It must not keep a PIN or a password: they go to the server and nowhere else.

use super::{ApiError, call, get, read, send};
use crate::platform::http::Method;
use sale::EmployeeId;
use sync::api::people::{NewEmployee, Person, PersonEdit};

/// All of them, those who are gone among them.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn people() -> Result<Vec<Person>, ApiError> {
    get("/api/backoffice/people").await
}

/// Somebody new.
///
/// # Errors
/// When fields cannot be used, nobody is signed in, or the server is out of reach.
pub async fn add_person(new: &NewEmployee) -> Result<Person, ApiError> {
    send(Method::POST, "/api/backoffice/people", new).await
}

/// Changes somebody, field by field (rule C4).
///
/// # Errors
/// When fields cannot be used or were changed meanwhile, or the server is out of reach.
pub async fn change_person(id: EmployeeId, edit: &PersonEdit) -> Result<Person, ApiError> {
    send(Method::PUT, &format!("/api/backoffice/people/{id}"), edit).await
}

/// Somebody works here no more (rule H6).
///
/// # Errors
/// When no manager would be left, nobody is signed in, or the server is out of reach.
pub async fn person_gone(id: EmployeeId) -> Result<Person, ApiError> {
    let path = format!("/api/backoffice/people/{id}/gone");
    read(&call(Method::POST, &path, None).await?)
}

/// Somebody works here again.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn person_back(id: EmployeeId) -> Result<Person, ApiError> {
    let path = format!("/api/backoffice/people/{id}/back");
    read(&call(Method::POST, &path, None).await?)
}
