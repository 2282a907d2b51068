//! The people of a store in BackOffice: who works here, what they may do, and how they sign in
//! (rules H1, H2, H6). At least one manager can always sign in here.

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::edits::{edited, refused, wrong};
use super::super::sent::{Named, Sent};
use super::super::sign_in;
use super::person_check::{checked_new, problems_of};
use super::way_in::{is_last_manager, last_manager, write_email};
use crate::clock;
use crate::shared::{Shared, State};
use crate::storage::attempts::{self, Limited};
use crate::storage::people::{self, Ending, Secrets};
use crate::storage::{StoreNo, Unit, failed, stores};
use axum::Json;
use axum::http::StatusCode;
use sale::{DeviceId, Employee, EmployeeId, Role};
use sync::api::Problem;
use sync::api::edit::{EditRefused, FieldEdit};
use sync::api::people::{NewEmployee, PERSON_FIELDS, Person, PersonEdit};
use sync::row::Kind;
use sync::server::{Author, StorageError};
use uuid::Uuid;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Most people of a store, those who are gone among them.
const MOST_PEOPLE: u64 = 2_000;

async fn all(shared: &Shared, store: StoreNo) -> Result<Vec<Person>, No> {
    let now_ms = clock::now_ms();
    let (week_ms, month_ms) = (now_ms - 7 * DAY_MS, now_ms - 30 * DAY_MS);
    let read = shared.database.readers.read(move |connection| {
        let rows: Vec<Employee> = stores::rows(connection, store, &Kind::Employee)?;
        let mut secrets = people::known(connection, store)?;
        let stretches = people::signed_in(connection, store, month_ms, now_ms)?;
        let standing = people::standing(connection, store, now_ms)?;
        let person = |employee: Employee| {
            let known = secrets.remove(&employee.id).unwrap_or_default();
            let stretches = stretches.get(&employee.id).map_or(&[][..], Vec::as_slice);
            Person {
                email: known.email,
                has_pin: known.has_pin,
                has_password: known.has_password,
                week_ms: people::together_ms(stretches, week_ms),
                month_ms: people::together_ms(stretches, month_ms),
                signed_in: standing.iter().any(|s| s.employee_id == employee.id),
                employee,
            }
        };
        Ok(rows.into_iter().map(person).collect())
    });
    Ok(read.await?)
}

async fn one(shared: &Shared, store: StoreNo, id: EmployeeId) -> Result<Json<Person>, No> {
    let all = all(shared, store).await?;
    all.into_iter()
        .find(|person| person.employee.id == id)
        .map(Json)
        .ok_or_else(|| No::not_found("employee"))
}

/// The people of the store, those who are gone among them.
#[utoipa::path(
    get, path = "/api/backoffice/people", tag = "backoffice",
    responses(
        (status = 200, description = "In the order in which they came", body = [Person]),
        (status = 401, description = "Signed out", body = Problem),
        (status = 403, description = "Only a manager may", body = Problem),
    ),
)]
pub(crate) async fn list(shared: State, manager: Manager) -> Result<Json<Vec<Person>>, No> {
    all(&shared, manager.device.store).await.map(Json)
}

/// Somebody new.
#[utoipa::path(
    post, path = "/api/backoffice/people", tag = "backoffice", request_body = NewEmployee,
    responses(
        (status = 200, description = "They work here now", body = Person),
        (status = 400, description = "Some fields cannot be used", body = EditRefused),
        (status = 401, description = "Signed out", body = Problem),
        (status = 409, description = "As many as a store may have", body = Problem),
    ),
)]
pub(crate) async fn create(
    shared: State,
    manager: Manager,
    Sent(asked): Sent<NewEmployee>,
) -> Result<Json<Person>, No> {
    let problems = checked_new(&asked);
    if !problems.is_empty() {
        return Err(refused(StatusCode::BAD_REQUEST, problems));
    }
    let store = manager.device.store;
    let author = stores::author(manager.device.device_id, manager.employee.id);
    let (employee, secrets) = hired(&shared, &asked).await?;
    let id = employee.id;
    let write = shared.database.writer.run(move |unit| {
        let connection = unit.connection();
        let count = stores::count(connection, store, &Kind::Employee).map_err(|e| failed(&e))?;
        if count >= MOST_PEOPLE {
            return Ok(Err(too_many()));
        }
        hire(unit, store, &author, &employee, &secrets)
    });
    write.await??;
    one(&shared, store, id).await
}

fn too_many() -> No {
    No::problem(
        StatusCode::CONFLICT,
        "too_many_people",
        format!("A store has at most {MOST_PEOPLE} people. Nothing was changed."),
    )
}

/// Somebody's row and secrets, hashed.
pub(crate) async fn hired(shared: &Shared, new: &NewEmployee) -> Result<(Employee, Secrets), No> {
    let employee = Employee {
        exceptions: new.exceptions.clone(),
        language: new.language.clone(),
        ..Employee::new(EmployeeId(Uuid::now_v7()), new.name.trim(), new.role)
    };
    let secrets = Secrets {
        email: new.email.clone(),
        password_hash: hash(shared, new.password.clone()).await?,
        pin_hash: hash(shared, new.pin.clone()).await?,
    };
    Ok((employee, secrets))
}

async fn hash(shared: &Shared, secret: Option<String>) -> Result<Option<String>, No> {
    Ok(match secret {
        Some(secret) => Some(shared.hasher.hashed(secret).await?),
        None => None,
    })
}

/// Writes somebody new, unless their address is somebody else's.
///
/// # Errors
/// The outer error when the storage fails.
pub(crate) fn hire(
    unit: &mut Unit<'_>,
    store: StoreNo,
    author: &Author,
    employee: &Employee,
    secrets: &Secrets,
) -> Result<Result<(), No>, StorageError> {
    if let Some(email) = &secrets.email {
        let owner = people::owner_of(unit.connection(), email).map_err(|e| failed(&e))?;
        if owner.is_some() {
            return Ok(Err(wrong("email", "taken")));
        }
    }
    let row = [(Kind::Employee, employee.id.0, employee)];
    unit.engine(store, |engine| engine.write_rows(author, &row))?;
    people::put_secrets(unit, store, employee.id, secrets)?;
    Ok(Ok(()))
}

/// What of somebody is changed beside their row.
#[derive(Clone, Default)]
struct Changed {
    email: Option<FieldEdit>,
    secrets: Secrets,
}

/// Changes somebody, field by field (rule C4). A new PIN or password ends the sessions that the one
/// before began (rule H6).
#[utoipa::path(
    put, path = "/api/backoffice/people/{id}", tag = "backoffice",
    params(("id" = EmployeeId, Path)), request_body = PersonEdit,
    responses(
        (status = 200, description = "Changed", body = Person),
        (status = 400, description = "Some fields cannot be used", body = EditRefused),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such person in this store", body = Problem),
        (status = 409, description = "Somebody else changed them meanwhile, or no manager would be left", body = EditRefused),
    ),
)]
pub(crate) async fn change(
    shared: State,
    manager: Manager,
    Named(id): Named<EmployeeId>,
    Sent(asked): Sent<PersonEdit>,
) -> Result<Json<Person>, No> {
    let problems = problems_of(&asked);
    if !problems.is_empty() {
        return Err(refused(StatusCode::BAD_REQUEST, problems));
    }
    let store = manager.device.store;
    let own = manager.employee.id == id;
    if own && asked.password.is_some() {
        present(&shared, store, id, asked.present_password).await?;
    }
    let (email, fields): (Vec<FieldEdit>, Vec<FieldEdit>) = asked
        .fields
        .into_iter()
        .partition(|edit| edit.field == "email");
    let changed = Changed {
        email: email.into_iter().next_back(),
        secrets: Secrets {
            email: None,
            password_hash: hash(&shared, asked.password).await?,
            pin_hash: hash(&shared, asked.pin).await?,
        },
    };
    let here = manager.device.device_id;
    let author = stores::author(here, manager.employee.id);
    let write = shared.database.writer.run(move |unit| {
        let before: Option<Employee> =
            stores::row(unit.connection(), store, &Kind::Employee, id.0)?;
        let Some(before) = before.filter(|employee| !employee.gone) else {
            return Ok(Err(No::not_found("employee")));
        };
        let known = PERSON_FIELDS.iter().filter(|field| **field != "email");
        let known: Vec<&str> = known.copied().collect();
        let employee = match edited(&before, &fields, &known)? {
            Ok(employee) => employee,
            Err(no) => return Ok(Err(no)),
        };
        let demoted = employee.role != Role::BackOfficeManager;
        let email = changed.email.as_ref();
        let without_email = email.is_some_and(|edit| edit.to.is_null());
        if (demoted || without_email) && is_last_manager(unit, store, id)? {
            return Ok(Err(last_manager()));
        }
        if let Some(Err(no)) = email
            .map(|edit| write_email(unit, store, id, edit))
            .transpose()?
        {
            return Ok(Err(no));
        }
        people::put_secrets(unit, store, id, &changed.secrets)?;
        if employee != before {
            let row = [(Kind::Employee, id.0, &employee)];
            unit.engine(store, |engine| engine.write_rows(&author, &row))?;
        }
        let ending = Ending {
            office: demoted || email.is_some() || changed.secrets.password_hash.is_some(),
            floor: changed.secrets.pin_hash.is_some(),
            but: (own && !demoted).then_some(here),
        };
        people::end_sessions(unit, store, Some(id), ending).map(Ok)
    });
    let ended = write.await??;
    end_here(&shared, store, &ended);
    one(&shared, store, id).await
}

/// Somebody works here no more: their sessions end everywhere, and PIN and password hold no more; what
/// they did keeps their name (rules H3, H6).
#[utoipa::path(
    post, path = "/api/backoffice/people/{id}/gone", tag = "backoffice",
    params(("id" = EmployeeId, Path)),
    responses(
        (status = 200, description = "They are gone", body = Person),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such person in this store", body = Problem),
        (status = 409, description = "No manager would be left", body = Problem),
    ),
)]
pub(crate) async fn gone(
    shared: State,
    manager: Manager,
    Named(id): Named<EmployeeId>,
) -> Result<Json<Person>, No> {
    let ended = set_gone(&shared, &manager, id, true).await?;
    end_here(&shared, manager.device.store, &ended);
    one(&shared, manager.device.store, id).await
}

/// Somebody works here again, under the name that they had; PIN and password are to be set anew.
#[utoipa::path(
    post, path = "/api/backoffice/people/{id}/back", tag = "backoffice",
    params(("id" = EmployeeId, Path)),
    responses(
        (status = 200, description = "They are back", body = Person),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such person in this store", body = Problem),
    ),
)]
pub(crate) async fn back(
    shared: State,
    manager: Manager,
    Named(id): Named<EmployeeId>,
) -> Result<Json<Person>, No> {
    set_gone(&shared, &manager, id, false).await?;
    one(&shared, manager.device.store, id).await
}

async fn set_gone(
    shared: &Shared,
    manager: &Manager,
    id: EmployeeId,
    gone: bool,
) -> Result<Vec<DeviceId>, No> {
    let store = manager.device.store;
    let author = stores::author(manager.device.device_id, manager.employee.id);
    let write = shared.database.writer.run(move |unit| {
        let row: Option<Employee> = stores::row(unit.connection(), store, &Kind::Employee, id.0)?;
        let Some(before) = row else {
            return Ok(Err(No::not_found("employee")));
        };
        if gone && is_last_manager(unit, store, id)? {
            return Ok(Err(last_manager()));
        }
        let employee = Employee { gone, ..before };
        let row = [(Kind::Employee, id.0, &employee)];
        unit.engine(store, |engine| engine.write_rows(&author, &row))?;
        if !gone {
            return Ok(Ok(Vec::new()));
        }
        people::forget_secrets(unit, store, id)?;
        let ending = Ending {
            office: true,
            floor: true,
            but: None,
        };
        people::end_sessions(unit, store, Some(id), ending).map(Ok)
    });
    write.await?
}

/// The present password must be right before another takes its place.
async fn present(
    shared: &Shared,
    store: StoreNo,
    id: EmployeeId,
    typed: Option<String>,
) -> Result<(), No> {
    let limited = Limited::new("present password", &id.to_string());
    sign_in::begin(shared, limited).await?;
    let read = shared
        .database
        .readers
        .read(move |connection| Ok(people::password_hash(connection, store, id)?));
    let hash = read.await?;
    // Who has none yet has none to show.
    let right =
        hash.is_none() || sign_in::is_right(shared, typed.unwrap_or_default(), hash).await?;
    if !right {
        return Err(wrong("present_password", "wrong"));
    }
    let write = shared
        .database
        .writer
        .run(move |unit| attempts::forget(unit, limited));
    Ok(write.await?)
}

/// Lets go of what this process remembers of sessions that have ended.
pub(super) fn end_here(shared: &Shared, store: StoreNo, devices: &[DeviceId]) {
    if devices.is_empty() {
        return;
    }
    shared.tokens.forget_all_sessions();
    for device in devices {
        shared.leases.release_all(store, *device);
        shared.live.end(store, *device);
    }
}
