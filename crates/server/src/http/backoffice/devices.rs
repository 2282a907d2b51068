//! The devices of the store in BackOffice: what each is and says of itself, taking one out of use, and
//! putting another in its place (rule H6).

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::sent::{Named, Sent};
use super::registers;
use crate::shared::{Shared, State};
use crate::storage::access::Seen;
use crate::storage::{StoreNo, devices, failed, stores};
use crate::surface::Surface;
use axum::Json;
use axum::http::StatusCode;
use sale::{DeviceId, Register, RegisterId};
use sync::api::devices::{DeviceChange, DeviceEvent, DeviceKind, DeviceName, DeviceOverview};
use sync::api::{ActivationCode, Problem};
use sync::row::Kind;
use uuid::Uuid;

/// Most characters of a name.
const MOST_NAME_CHARS: usize = 60;

fn kind(surface: Surface) -> DeviceKind {
    match surface {
        Surface::Register => DeviceKind::Register,
        Surface::Pay => DeviceKind::Pay,
        Surface::BackOffice => DeviceKind::BackOffice,
    }
}

/// The devices with what was heard of them since the start.
pub(super) async fn overviews(shared: &Shared, store: StoreNo) -> Result<Vec<DeviceOverview>, No> {
    let listed = shared
        .database
        .readers
        .read(move |connection| Ok(devices::all(connection, store)?))
        .await?;
    let overviews = listed.into_iter().map(|one| {
        let heard = shared.presence.of(one.device_id);
        let seen: Seen = match heard {
            Some(heard) => heard.or(one.seen),
            None => one.seen,
        };
        DeviceOverview {
            id: one.device_id,
            kind: kind(one.surface),
            name: one.name,
            register_id: one.register_id,
            number_prefix: one.number_prefix,
            activated_ms: one.activated_ms,
            last_seen_ms: seen.last_seen_ms,
            connected: shared.live.is_connected(store, one.device_id),
            unsent: seen.unsent,
            build: seen.build,
            storage_kept: seen.storage_kept,
            clock_ahead_ms: seen.clock_ahead_ms,
            out_ms: one.out_ms,
        }
    });
    Ok(overviews.collect())
}

/// The store's devices: registers, Pay phones and browsers with BackOffice.
#[utoipa::path(
    get, path = "/api/backoffice/devices", tag = "backoffice",
    responses(
        (status = 200, description = "The one activated last first, at most 500", body = [DeviceOverview]),
        (status = 401, description = "Signed out", body = Problem),
        (status = 403, description = "Only a manager may", body = Problem),
    ),
)]
pub(crate) async fn list(shared: State, manager: Manager) -> Result<Json<Vec<DeviceOverview>>, No> {
    overviews(&shared, manager.device.store).await.map(Json)
}

/// Gives a phone or a browser a name.
#[utoipa::path(
    put, path = "/api/backoffice/devices/{id}", tag = "backoffice",
    params(("id" = DeviceId, Path)), request_body = DeviceName,
    responses(
        (status = 200, description = "Named; all devices of the store", body = [DeviceOverview]),
        (status = 400, description = "Too long a name", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such device in this store", body = Problem),
    ),
)]
pub(crate) async fn rename(
    shared: State,
    manager: Manager,
    Named(id): Named<DeviceId>,
    Sent(asked): Sent<DeviceName>,
) -> Result<Json<Vec<DeviceOverview>>, No> {
    let name = asked.name.trim().to_owned();
    if name.chars().count() > MOST_NAME_CHARS {
        return Err(No::problem(
            StatusCode::BAD_REQUEST,
            "name_needed",
            format!("A name has at most {MOST_NAME_CHARS} characters. Nothing was changed."),
        ));
    }
    let (store, by) = (manager.device.store, manager.employee.id);
    let write = shared
        .database
        .writer
        .run(move |unit| devices::rename(unit, store, id, by, &name));
    if !write.await? {
        return Err(No::not_found("device"));
    }
    overviews(&shared, store).await.map(Json)
}

/// What was done about a register or a device.
#[utoipa::path(
    get, path = "/api/backoffice/devices/{id}/history", tag = "backoffice",
    params(("id" = Uuid, Path, description = "A register's or a device's")),
    responses(
        (status = 200, description = "Latest first, at most 200", body = [DeviceEvent]),
        (status = 401, description = "Signed out", body = Problem),
    ),
)]
pub(crate) async fn history(
    shared: State,
    manager: Manager,
    Named(id): Named<Uuid>,
) -> Result<Json<Vec<DeviceEvent>>, No> {
    let store = manager.device.store;
    let read = shared
        .database
        .readers
        .read(move |connection| Ok(devices::history(connection, store, id)?));
    Ok(Json(read.await?))
}

/// Takes a device out of use: from the answer on it reads and sends nothing (rule H6). What it has not
/// sent stays on it.
#[utoipa::path(
    post, path = "/api/backoffice/devices/{id}/out", tag = "backoffice",
    params(("id" = DeviceId, Path)),
    responses(
        (status = 200, description = "Out of use; all devices of the store", body = [DeviceOverview]),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such device in this store", body = Problem),
        (status = 409, description = "It is the one that asks", body = Problem),
    ),
)]
pub(crate) async fn take_out(
    shared: State,
    manager: Manager,
    Named(id): Named<DeviceId>,
) -> Result<Json<Vec<DeviceOverview>>, No> {
    let store = manager.device.store;
    if id == manager.device.device_id {
        return Err(No::problem(
            StatusCode::CONFLICT,
            "own_device",
            "This is the browser that you use. Sign out instead. Nothing was changed.",
        ));
    }
    let author = stores::author(manager.device.device_id, manager.employee.id);
    let write = shared.database.writer.run(move |unit| {
        let found = devices::one(unit.connection(), store, id).map_err(|e| failed(&e))?;
        let Some(register) = found else {
            return Ok(false);
        };
        if !devices::shut_out(unit, store, id)? {
            return Ok(true);
        }
        let subject = register.map_or(id.0, |register| register.0);
        let by = Some(author.employee_id);
        devices::note(unit, store, subject, by, &DeviceChange::TakenOut)?;
        let Some(register) = register else {
            return Ok(true);
        };
        // An earlier device of the register may be taken out while a later one goes on.
        let left = devices::of_register(unit.connection(), store, register);
        if left.map_err(|e| failed(&e))?.is_empty() {
            unit.engine(store, |engine| {
                if let Some(mut row) = engine.read::<Register>(&Kind::Register, register.0)? {
                    row.activated = false;
                    engine.write_rows(&author, &[(Kind::Register, register.0, &row)])?;
                }
                Ok(())
            })?;
        }
        Ok(true)
    });
    if !write.await? {
        return Err(No::not_found("device"));
    }
    forget(&shared, store, id);
    overviews(&shared, store).await.map(Json)
}

/// Nothing that was remembered lets it in any more.
fn forget(shared: &Shared, store: StoreNo, device: DeviceId) {
    shared.tokens.forget_device(device);
    shared.tokens.forget_sessions(device);
    shared.live.end(store, device);
    shared.leases.release_all(store, device);
}

/// Shuts the device out that is this register now, and issues a code for another one (rule H6).
#[utoipa::path(
    post, path = "/api/backoffice/registers/{id}/replace", tag = "backoffice",
    params(("id" = RegisterId, Path)),
    responses(
        (status = 200, description = "The code, shown this once", body = ActivationCode),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such register in this store", body = Problem),
    ),
)]
pub(crate) async fn replace(
    shared: State,
    manager: Manager,
    Named(id): Named<RegisterId>,
) -> Result<Json<ActivationCode>, No> {
    let (store, by) = (manager.device.store, manager.employee.id);
    let Json(_) = registers::overview(&shared, store, id).await?;
    let write = shared.database.writer.run(move |unit| {
        let before = devices::of_register(unit.connection(), store, id).map_err(|e| failed(&e))?;
        for device in &before {
            devices::shut_out(unit, store, *device)?;
        }
        devices::note(unit, store, id.0, Some(by), &DeviceChange::Replaced)?;
        Ok(before)
    });
    for device in write.await? {
        forget(&shared, store, device);
    }
    registers::issue(&shared, store, Some(id)).await
}
