//! `POST /api/{surface}/lease`: who takes money for a sale (rule G1).

use super::answer::{No, SyncNo};
use super::caller::{self, SyncDevice};
use super::sent::Sent;
use crate::shared::{Shared, State};
use crate::storage::access::Device;
use crate::storage::{SqliteStorage, stores};
use axum::Json;
use axum::http::request::Parts;
use sale::Register;
use sync::protocol::{LeaseAnswer, LeaseRequest, Refusal};
use sync::row::Kind;
use sync::server::{LeaseHolder, Storage};

/// Takes, renews or gives back the lease on a sale. It lasts half a minute; a device renews it while
/// the screen is open. It binds nobody's changes: lines and tenders are taken from everybody.
#[utoipa::path(
    post, path = "/api/{surface}/lease", tag = "sync",
    params(("surface" = crate::surface::Surface, Path)),
    request_body = LeaseRequest,
    responses(
        (status = 200, description = "It is done. With everything up to `head` the total is today's", body = LeaseAnswer),
        (status = 401, description = "Signed out", body = Refusal),
        (status = 403, description = "Sync is off for this register", body = Refusal),
        (status = 409, description = "Another device takes money for it: who and where", body = Refusal),
        (status = 503, description = "Busy", body = Refusal),
    ),
)]
pub(crate) async fn lease(
    shared: State,
    device: SyncDevice,
    parts: Parts,
    Sent(asked): Sent<LeaseRequest>,
) -> Result<Json<LeaseAnswer>, SyncNo> {
    let session = caller::session(&parts, &shared, &device).await?;
    let holder = LeaseHolder {
        device_id: device.device_id,
        register_id: device.register_id,
        employee_id: session.map(|session| session.employee_id),
        place: place(&shared, &device).await?,
    };
    let taken = shared.leases.ask(device.store, holder, asked);
    let for_ms = taken.map_err(|by| Refusal::BeingPaid { by })?;
    // Read behind the lease: what was taken before it is part of what is to be shown (rule G2).
    let (store, device_id) = (device.store, device.device_id);
    let read = shared.database.readers.read(move |connection| {
        let storage = SqliteStorage::new(connection, store);
        let on = storage.device(device_id)?.is_some_and(|d| d.sync_on);
        Ok(on.then_some(storage.store()?.head))
    });
    let Some(head) = read.await? else {
        shared.leases.release_all(store, device_id);
        return Err(Refusal::SyncOff.into());
    };
    Ok(Json(LeaseAnswer { for_ms, head }))
}

/// Where a device is, as the staff call it: its register's name, else its own number.
async fn place(shared: &Shared, device: &Device) -> Result<String, No> {
    let (store, register) = (device.store, device.register_id);
    let number = device.number_prefix.trim_end_matches('-');
    let number = number.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let place = format!("{} {number}", device.surface.title());
    let Some(register) = register else {
        return Ok(place);
    };
    let read = shared.database.readers.read(move |connection| {
        Ok(stores::row::<Register>(
            connection,
            store,
            &Kind::Register,
            register.0,
        )?)
    });
    Ok(read.await?.map_or(place, |register| register.name))
}
