//! Who calls: the device by its cookie, and who is signed in on it by theirs. Every handler that
//! reads or changes anything of a store takes one of these, and works in that store alone (rule H4).

use super::answer::{No, SyncNo};
use super::cookies::Holder;
use crate::clock;
use crate::secret::TokenHash;
use crate::shared::Shared;
use crate::storage::access::{self, Device, SESSION_MS, Session};
use crate::storage::stores;
use crate::surface::Surface;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use sale::{Employee, Role};
use std::net::{IpAddr, SocketAddr};
use std::ops::Deref;
use std::sync::Arc;
use sync::protocol::Refusal;
use sync::row::Kind;

/// A session is put off when less than this is left of it, in milliseconds.
const PROLONG_BELOW_MS: i64 = SESSION_MS - 10 * 60 * 1000;

/// The surface that the address names.
pub(crate) fn surface(parts: &Parts) -> Result<Surface, No> {
    parts
        .uri
        .path()
        .strip_prefix("/api/")
        .and_then(|path| path.split('/').next())
        .and_then(Surface::named)
        .ok_or_else(|| No::not_found("address"))
}

/// The device that calls, if it shows a token that is known.
pub(crate) async fn device(
    parts: &Parts,
    shared: &Shared,
    surface: Surface,
) -> Result<Option<Arc<Device>>, No> {
    let Some(token) = shared
        .cookies
        .token(&parts.headers, surface, Holder::Device)
    else {
        return Ok(None);
    };
    let found = shared
        .tokens
        .device(&shared.database.readers, TokenHash::of(&token))
        .await?;
    Ok(found.filter(|device| device.surface == surface))
}

/// The session of whoever is signed in on a device. A session holds on its own device alone.
pub(crate) async fn session(
    parts: &Parts,
    shared: &Shared,
    device: &Device,
) -> Result<Option<Session>, No> {
    let token = shared
        .cookies
        .token(&parts.headers, device.surface, Holder::Employee);
    let Some(token) = token.as_deref().map(TokenHash::of) else {
        return Ok(None);
    };
    let now_ms = clock::now_ms();
    let found = shared
        .tokens
        .session(&shared.database.readers, token, now_ms)
        .await?
        .filter(|session| session.device_id == device.device_id && session.store == device.store);
    if let Some(session) = found
        && session.expires_ms.saturating_sub(now_ms) < PROLONG_BELOW_MS
    {
        let expires_ms = now_ms.saturating_add(SESSION_MS);
        let write = shared
            .database
            .writer
            .run(move |unit| access::prolong_session(unit, &token, expires_ms));
        // A session that is not put off now is so at the next request.
        let _ = write.await;
        shared.tokens.forget_session(token);
    }
    Ok(found)
}

/// The employee of a session, as the store has them now.
pub(crate) async fn employee(shared: &Shared, session: Session) -> Result<Option<Employee>, No> {
    let read = shared.database.readers.read(move |connection| {
        let id = session.employee_id.0;
        Ok(stores::row(connection, session.store, &Kind::Employee, id)?)
    });
    Ok(read.await?.filter(|employee: &Employee| !employee.gone))
}

/// A device that may sync. In BackOffice somebody must also be signed in.
#[derive(Clone, Debug)]
pub(crate) struct SyncDevice(pub Arc<Device>);

impl Deref for SyncDevice {
    type Target = Device;
    fn deref(&self) -> &Device {
        &self.0
    }
}

impl FromRequestParts<Arc<Shared>> for SyncDevice {
    type Rejection = SyncNo;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, SyncNo> {
        let surface = surface(parts)?;
        let Some(device) = device(parts, shared, surface).await? else {
            return Err(Refusal::SignedOut.into());
        };
        if surface == Surface::BackOffice && session(parts, shared, &device).await?.is_none() {
            return Err(Refusal::SignedOut.into());
        }
        Ok(SyncDevice(device))
    }
}

/// Somebody who is signed in on a device.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub device: Arc<Device>,
    pub employee: Employee,
}

impl FromRequestParts<Arc<Shared>> for SignedIn {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, No> {
        let surface = surface(parts)?;
        let Some(device) = device(parts, shared, surface).await? else {
            return Err(No::signed_out());
        };
        let Some(session) = session(parts, shared, &device).await? else {
            return Err(No::signed_out());
        };
        let Some(employee) = employee(shared, session).await? else {
            return Err(No::signed_out());
        };
        Ok(SignedIn { device, employee })
    }
}

/// A manager in BackOffice (rule H1).
#[derive(Clone, Debug)]
pub(crate) struct Manager(pub SignedIn);

impl Deref for Manager {
    type Target = SignedIn;
    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl FromRequestParts<Arc<Shared>> for Manager {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, No> {
        let signed_in = SignedIn::from_request_parts(parts, shared).await?;
        if signed_in.device.surface != Surface::BackOffice
            || signed_in.employee.role != Role::BackOfficeManager
        {
            return Err(No::not_allowed());
        }
        Ok(Manager(signed_in))
    }
}

/// The address of whoever calls, for limits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Address(pub IpAddr);

impl FromRequestParts<Arc<Shared>> for Address {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, No> {
        let direct = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|ConnectInfo(address)| address.ip());
        let forwarded = shared.settings.behind_proxy.then(|| {
            let last = parts
                .headers
                .get_all("x-forwarded-for")
                .iter()
                .next_back()?;
            last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
        });
        forwarded
            .flatten()
            .or(direct)
            .map(Address)
            .ok_or_else(|| No::inside(&"a request without an address"))
    }
}
