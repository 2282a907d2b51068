//! Registers in BackOffice: what was asked of their sync and what they have done (rule F6), and the
//! codes by which devices are activated.

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::sent::{Named, Sent};
use super::super::switch::noting;
use crate::secret::new_code;
use crate::shared::{Shared, State};
use crate::storage::access::{RegisterDevice, Seen};
use crate::storage::{ReadError, StoreNo, access, activation, devices, stores};
use axum::Json;
use axum::http::StatusCode;
use sale::{Register, RegisterId};
use sync::api::devices::DeviceChange;
use sync::api::{ActivationCode, NewRegister, Problem, RegisterOverview, SyncSwitch};
use sync::row::Kind;
use uuid::Uuid;

/// Most registers of a store.
const MOST_REGISTERS: i64 = 1_000;
/// Most characters of a name.
const MOST_NAME_CHARS: usize = 60;

struct Read {
    registers: Vec<(Register, String)>,
    devices: Vec<RegisterDevice>,
}

async fn overviews(shared: &Shared, store: StoreNo) -> Result<Vec<RegisterOverview>, No> {
    let read = shared.database.readers.read(move |connection| {
        let rows: Vec<Register> = stores::rows(connection, store, &Kind::Register)?;
        let registers: Result<Vec<_>, ReadError> = rows
            .into_iter()
            .map(|register| {
                let prefix = activation::first_prefix(connection, store, register.id)?;
                Ok((register, prefix))
            })
            .collect();
        Ok(Read {
            registers: registers?,
            devices: access::register_devices(connection, store)?,
        })
    });
    let Read { registers, devices } = read.await?;
    let overviews = registers.into_iter().map(|(register, first_prefix)| {
        // The device that was activated last is the register; the others are what it was before.
        let device = devices.iter().rfind(|d| d.register_id == register.id);
        let seen = device.map_or_else(Seen::default, |device| {
            shared
                .presence
                .of(device.device_id)
                .unwrap_or_else(|| device.seen.clone())
        });
        RegisterOverview {
            number_prefix: device.map_or(first_prefix, |device| device.number_prefix.clone()),
            last_seen_ms: seen.last_seen_ms,
            unsent: seen.unsent,
            cursor: seen.cursor,
            connected: device
                .is_some_and(|device| shared.live.is_connected(store, device.device_id)),
            register,
        }
    });
    Ok(overviews.collect())
}

pub(super) async fn overview(
    shared: &Shared,
    store: StoreNo,
    id: RegisterId,
) -> Result<Json<RegisterOverview>, No> {
    let all = overviews(shared, store).await?;
    all.into_iter()
        .find(|overview| overview.register.id == id)
        .map(Json)
        .ok_or_else(|| No::not_found("register"))
}

/// The store's registers.
#[utoipa::path(
    get, path = "/api/backoffice/registers", tag = "backoffice",
    responses(
        (status = 200, description = "In the order in which they were made", body = [RegisterOverview]),
        (status = 401, description = "Signed out", body = Problem),
        (status = 403, description = "Only a manager may", body = Problem),
    ),
)]
pub(crate) async fn list(
    shared: State,
    manager: Manager,
) -> Result<Json<Vec<RegisterOverview>>, No> {
    overviews(&shared, manager.device.store).await.map(Json)
}

/// One more register. Sync is on for it (rule F1).
#[utoipa::path(
    post, path = "/api/backoffice/registers", tag = "backoffice", request_body = NewRegister,
    responses(
        (status = 200, description = "Made", body = RegisterOverview),
        (status = 400, description = "Without a name, or with too long a one", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 409, description = "As many as a store may have", body = Problem),
    ),
)]
pub(crate) async fn create(
    shared: State,
    manager: Manager,
    Sent(asked): Sent<NewRegister>,
) -> Result<Json<RegisterOverview>, No> {
    let name = checked(&asked.name)?;
    let store = manager.device.store;
    let id = RegisterId(Uuid::now_v7());
    let author = stores::author(manager.device.device_id, manager.employee.id);
    let write = shared.database.writer.run(move |unit| {
        let registers =
            stores::registers(unit.connection(), store).map_err(|e| crate::storage::failed(&e))?;
        if registers >= MOST_REGISTERS {
            return Ok(false);
        }
        let what = DeviceChange::Added(name.clone());
        devices::note(unit, store, id.0, Some(author.employee_id), &what)?;
        stores::add_register(unit, store, &author, id, &name).map(|_| true)
    });
    if !write.await? {
        return Err(No::problem(
            StatusCode::CONFLICT,
            "too_many_registers",
            format!("A store has at most {MOST_REGISTERS} registers. Nothing was changed."),
        ));
    }
    overview(&shared, store, id).await
}

/// Gives a register another name.
#[utoipa::path(
    put, path = "/api/backoffice/registers/{id}", tag = "backoffice",
    params(("id" = RegisterId, Path)), request_body = NewRegister,
    responses(
        (status = 200, description = "Renamed", body = RegisterOverview),
        (status = 400, description = "Without a name, or with too long a one", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such register in this store", body = Problem),
    ),
)]
pub(crate) async fn rename(
    shared: State,
    manager: Manager,
    Named(id): Named<RegisterId>,
    Sent(asked): Sent<NewRegister>,
) -> Result<Json<RegisterOverview>, No> {
    let name = checked(&asked.name)?;
    let store = manager.device.store;
    let author = stores::author(manager.device.device_id, manager.employee.id);
    let write = shared.database.writer.run(move |unit| {
        let renamed = unit.engine(store, |engine| {
            if let Some(mut register) = engine.read::<Register>(&Kind::Register, id.0)?
                && register.name != name
            {
                register.name.clone_from(&name);
                engine.write_rows(&author, &[(Kind::Register, id.0, &register)])?;
                return Ok(true);
            }
            Ok(false)
        })?;
        if renamed {
            let what = DeviceChange::Renamed(name.clone());
            devices::note(unit, store, id.0, Some(author.employee_id), &what)?;
        }
        Ok(())
    });
    write.await?;
    overview(&shared, store, id).await
}

fn checked(name: &str) -> Result<String, No> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MOST_NAME_CHARS {
        return Err(No::problem(
            StatusCode::BAD_REQUEST,
            "name_needed",
            format!(
                "A register needs a name of at most {MOST_NAME_CHARS} characters. Nothing was changed."
            ),
        ));
    }
    Ok(name.to_owned())
}

/// Asks for a register's sync to be on or off. The register does it when it hears (rule F6).
#[utoipa::path(
    put, path = "/api/backoffice/registers/{id}/sync", tag = "backoffice",
    params(("id" = RegisterId, Path)), request_body = SyncSwitch,
    responses(
        (status = 200, description = "Asked for", body = RegisterOverview),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such register in this store", body = Problem),
    ),
)]
pub(crate) async fn switch(
    shared: State,
    manager: Manager,
    Named(id): Named<RegisterId>,
    Sent(asked): Sent<SyncSwitch>,
) -> Result<Json<RegisterOverview>, No> {
    let store = manager.device.store;
    let author = stores::author(manager.device.device_id, manager.employee.id);
    let write = shared.database.writer.run(move |unit| {
        noting(unit, store, Some(id), &author, |unit| {
            unit.engine(store, |engine| engine.ask_sync(&author, id, asked.on))
        })
    });
    if !write.await? {
        return Err(No::not_found("register"));
    }
    overview(&shared, store, id).await
}

/// Issues a code that makes one device this register. It holds once and for 15 minutes.
#[utoipa::path(
    post, path = "/api/backoffice/registers/{id}/code", tag = "backoffice",
    params(("id" = RegisterId, Path)),
    responses(
        (status = 200, description = "The code, shown this once", body = ActivationCode),
        (status = 401, description = "Signed out", body = Problem),
        (status = 404, description = "No such register in this store", body = Problem),
    ),
)]
pub(crate) async fn code(
    shared: State,
    manager: Manager,
    Named(id): Named<RegisterId>,
) -> Result<Json<ActivationCode>, No> {
    let store = manager.device.store;
    let Json(_) = overview(&shared, store, id).await?;
    issue(&shared, store, Some(id)).await
}

/// Issues a code that makes one phone a Pay device. It holds once and for 15 minutes.
#[utoipa::path(
    post, path = "/api/backoffice/pay/code", tag = "backoffice",
    responses(
        (status = 200, description = "The code, shown this once", body = ActivationCode),
        (status = 401, description = "Signed out", body = Problem),
    ),
)]
pub(crate) async fn pay_code(shared: State, manager: Manager) -> Result<Json<ActivationCode>, No> {
    issue(&shared, manager.device.store, None).await
}

pub(super) async fn issue(
    shared: &Shared,
    store: StoreNo,
    register: Option<RegisterId>,
) -> Result<Json<ActivationCode>, No> {
    let (code, hash) = new_code()?;
    let write = shared
        .database
        .writer
        .run(move |unit| activation::issue_code(unit, &hash, store, register));
    let expires_ms = write.await?;
    Ok(Json(ActivationCode { code, expires_ms }))
}
