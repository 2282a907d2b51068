//! Switching sync off and on for a register, and what a device tells of itself (rules F2 to F6).

use super::answer::{No, SyncNo};
use super::caller::{self, SignedIn, SyncDevice};
use super::sent::Sent;
use crate::clock;
use crate::presence::Heard;
use crate::shared::{Shared, State};
use crate::storage::access::Device;
use crate::storage::{SqliteStorage, StoreNo, Unit, devices, stores};
use axum::Json;
use axum::http::request::Parts;
use sale::{EmployeeId, Permission, Register, RegisterId};
use sync::api::devices::DeviceChange;
use sync::api::{Problem, SyncSwitch};
use sync::protocol::{HandOver, Receipt, Refusal, StatusAnswer, StatusReport};
use sync::row::Kind;
use sync::server::{Author, Storage, StorageError};
use uuid::Uuid;

async fn status_of(shared: &Shared, device: &Device) -> Result<StatusAnswer, No> {
    let (store, device_id, register) = (device.store, device.device_id, device.register_id);
    let read = shared.database.readers.read(move |connection| {
        let storage = SqliteStorage::new(connection, store);
        let head = storage.store()?.head;
        let on = storage
            .device(device_id)?
            .is_some_and(|device| device.sync_on);
        let asked = match register {
            Some(id) => stores::row::<Register>(connection, store, &Kind::Register, id.0)?
                .map(|register| register.sync_asked),
            None => None,
        };
        Ok(StatusAnswer {
            sync_asked: asked.unwrap_or(on),
            sync_reported: on,
            head,
        })
    });
    Ok(read.await?)
}

/// A device tells of itself, and hears whether its sync is to be on. Answered with sync off, too.
#[utoipa::path(
    post, path = "/api/{surface}/status", tag = "sync",
    params(("surface" = crate::surface::Surface, Path)),
    request_body = StatusReport,
    responses(
        (status = 200, description = "What is asked of the device", body = StatusAnswer),
        (status = 401, description = "Signed out", body = Refusal),
    ),
)]
pub(crate) async fn status(
    shared: State,
    device: SyncDevice,
    Sent(report): Sent<StatusReport>,
) -> Result<Json<StatusAnswer>, SyncNo> {
    let heard = Heard {
        unsent: Some(report.unsent),
        cursor: Some(report.cursor),
        build: report.build,
        storage_kept: report.storage_kept,
        clock_ahead_ms: report
            .at_ms
            .map(|at_ms| at_ms.saturating_sub(clock::now_ms())),
    };
    shared.presence.heard(device.device_id, heard);
    Ok(Json(status_of(&shared, &device).await?))
}

/// The device, and who is signed in on it if anybody is: the register may do it by itself, as soon
/// as it has contact.
async fn author(shared: &Shared, parts: &Parts, device: &Device) -> Result<Author, No> {
    let session = caller::session(parts, shared, device).await?;
    let employee = session.map_or(EmployeeId(Uuid::nil()), |session| session.employee_id);
    Ok(stores::author(device.device_id, employee))
}

/// Does something that may switch a register's sync, and writes down what it altered.
pub(super) fn noting<T>(
    unit: &mut Unit<'_>,
    store: StoreNo,
    register: Option<RegisterId>,
    author: &Author,
    work: impl FnOnce(&mut Unit<'_>) -> Result<T, StorageError>,
) -> Result<T, StorageError> {
    let Some(id) = register else {
        return work(unit);
    };
    let row =
        |unit: &Unit<'_>| stores::row::<Register>(unit.connection(), store, &Kind::Register, id.0);
    let before = row(unit)?;
    let done = work(unit)?;
    let after = row(unit)?;
    if let (Some(before), Some(after)) = (before, after) {
        let asked = (before.sync_asked != after.sync_asked)
            .then_some(DeviceChange::SyncAsked(after.sync_asked));
        let reported = (before.sync_reported != after.sync_reported)
            .then_some(DeviceChange::SyncReported(after.sync_reported));
        for what in [asked, reported].into_iter().flatten() {
            devices::note(unit, store, id.0, Some(author.employee_id), &what)?;
        }
    }
    Ok(done)
}

/// Takes over what a register holds; only with the receipt may it remove its copy (rule F2).
#[utoipa::path(
    post, path = "/api/{surface}/hand-over", tag = "sync",
    params(("surface" = crate::surface::Surface, Path)),
    request_body = HandOver,
    responses(
        (status = 200, description = "Everything is here; a repeat gets the same", body = Receipt),
        (status = 401, description = "Signed out", body = Refusal),
        (status = 409, description = "Not everything is here yet", body = Refusal),
        (status = 503, description = "Busy", body = Refusal),
    ),
)]
pub(crate) async fn hand_over(
    shared: State,
    device: SyncDevice,
    parts: Parts,
    Sent(asked): Sent<HandOver>,
) -> Result<Json<Receipt>, SyncNo> {
    let (store, device_id) = (device.store, device.device_id);
    let (author, register) = (author(&shared, &parts, &device).await?, device.register_id);
    let write = shared.database.writer.run(move |unit| {
        noting(unit, store, register, &author, |unit| {
            unit.engine(store, |engine| engine.hand_over(&author, &asked))
        })
    });
    let receipt = write.await??;
    shared.live.end(store, device_id);
    shared.leases.release_all(store, device_id);
    Ok(Json(receipt))
}

/// Takes a register back in (rule F5): from here on its changes are taken again.
#[utoipa::path(
    post, path = "/api/{surface}/resume", tag = "sync",
    params(("surface" = crate::surface::Surface, Path)),
    responses(
        (status = 200, description = "Sync is on", body = StatusAnswer),
        (status = 401, description = "Signed out", body = Refusal),
        (status = 503, description = "Busy", body = Refusal),
    ),
)]
pub(crate) async fn resume(
    shared: State,
    device: SyncDevice,
    parts: Parts,
) -> Result<Json<StatusAnswer>, SyncNo> {
    let (store, author) = (device.store, author(&shared, &parts, &device).await?);
    let register = device.register_id;
    let write = shared.database.writer.run(move |unit| {
        noting(unit, store, register, &author, |unit| {
            unit.engine(store, |engine| engine.resume(&author))
        })
    });
    if !write.await? {
        return Err(Refusal::SignedOut.into());
    }
    Ok(Json(status_of(&shared, &device).await?))
}

/// Asks for a register's sync to be on or off, on the register itself (rule F6): a register manager
/// must be signed in on it.
#[utoipa::path(
    post, path = "/api/{surface}/ask-sync", tag = "sync",
    params(("surface" = crate::surface::Surface, Path)),
    request_body = SyncSwitch,
    responses(
        (status = 200, description = "It is asked for; the register does it when it hears", body = StatusAnswer),
        (status = 401, description = "Nobody is signed in", body = Problem),
        (status = 403, description = "Only a manager may", body = Problem),
        (status = 404, description = "This device is no register", body = Problem),
        (status = 503, description = "Busy", body = Refusal),
    ),
)]
pub(crate) async fn ask_sync(
    shared: State,
    caller: SignedIn,
    Sent(switch): Sent<SyncSwitch>,
) -> Result<Json<StatusAnswer>, No> {
    if !caller.employee.may(Permission::RegisterSettings) {
        return Err(No::not_allowed());
    }
    let Some(register) = caller.device.register_id else {
        return Err(No::not_found("register"));
    };
    let store = caller.device.store;
    let author = stores::author(caller.device.device_id, caller.employee.id);
    let write = shared.database.writer.run(move |unit| {
        noting(unit, store, Some(register), &author, |unit| {
            unit.engine(store, |engine| {
                engine.ask_sync(&author, register, switch.on)
            })
        })
    });
    write.await?;
    status_of(&shared, &caller.device).await.map(Json)
}
