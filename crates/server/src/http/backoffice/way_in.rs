//! The way in to BackOffice: the address that somebody signs in with, and that at least one manager
//! always can.
//!
//! It must not know what else of a person is changed.

use super::super::answer::No;
use super::super::edits::{refused, wrong};
use crate::storage::people::{self, Secrets};
use crate::storage::{StoreNo, Unit, failed, stores};
use axum::http::StatusCode;
use sale::{Employee, EmployeeId, Role};
use serde_json::Value;
use sync::api::edit::{FieldEdit, FieldProblem};
use sync::row::Kind;
use sync::server::StorageError;

/// Whether nobody else could sign in to BackOffice as its manager.
pub(super) fn is_last_manager(
    unit: &Unit<'_>,
    store: StoreNo,
    id: EmployeeId,
) -> Result<bool, StorageError> {
    let connection = unit.connection();
    let rows: Vec<Employee> = stores::rows(connection, store, &Kind::Employee)?;
    let known = people::known(connection, store).map_err(|e| failed(&e))?;
    let mut managers = rows.iter().filter(|employee| {
        let known = known.get(&employee.id);
        employee.role == Role::BackOfficeManager
            && !employee.gone
            && known.is_some_and(|known| known.has_password && known.email.is_some())
    });
    Ok(managers.clone().any(|one| one.id == id) && managers.all(|one| one.id == id))
}

pub(super) fn last_manager() -> No {
    No::problem(
        StatusCode::CONFLICT,
        "last_manager",
        "Nobody else can sign in to BackOffice. Make somebody else a manager with a password first. Nothing was changed.",
    )
}

/// Takes in another address, or none; the inner error when it is somebody else's, or was changed.
pub(super) fn write_email(
    unit: &mut Unit<'_>,
    store: StoreNo,
    id: EmployeeId,
    edit: &FieldEdit,
) -> Result<Result<(), No>, StorageError> {
    let connection = unit.connection();
    let mut known = people::known(connection, store).map_err(|e| failed(&e))?;
    let now = known.remove(&id).and_then(|known| known.email);
    let now = now.map_or(Value::Null, Value::String);
    if now != edit.seen && now != edit.to {
        let problem = FieldProblem {
            field: "email".to_owned(),
            code: "changed".to_owned(),
            now: Some(now),
        };
        return Ok(Err(refused(StatusCode::CONFLICT, vec![problem])));
    }
    let Some(email) = edit.to.as_str() else {
        return people::forget_email(unit, store, id).map(Ok);
    };
    let owner = people::owner_of(connection, email).map_err(|e| failed(&e))?;
    if owner.is_some_and(|owner| owner != id) {
        return Ok(Err(wrong("email", "taken")));
    }
    let secrets = Secrets {
        email: Some(email.to_owned()),
        ..Secrets::default()
    };
    people::put_secrets(unit, store, id, &secrets).map(Ok)
}
