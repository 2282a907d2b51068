//! Activation, sign-in and sign-out: how a browser becomes a device of a store, and who works on it.
//!
//! Tokens leave in cookies alone. What was wrong is not told: an unknown address and a wrong
//! password, a used code and one that never was, are answered alike and take as long.

use super::answer::No;
use super::caller::{self, Address};
use super::cookies::Holder;
use super::sent::Sent;
use crate::clock;
use crate::secret::{TokenHash, new_token, typed_code};
use crate::shared::{Shared, State};
use crate::storage::access::{self, Device, SESSION_MS, Session};
use crate::storage::activation::{self, NotActivated};
use crate::storage::attempts::{self, Limited};
use crate::storage::{StoreNo, people, stores};
use crate::surface::Surface;
use axum::Json;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::AppendHeaders;
use sale::{Employee, EmployeeId, Role};
use std::sync::Arc;
use sync::api::{self, Activation, PasswordSignIn, PinSignIn, Problem};
use sync::protocol::{Identity, Refusal};
use sync::row::Kind;

/// Most characters of a PIN or a password.
const MOST_SECRET_CHARS: usize = 1_000;

pub(super) type Cookie = AppendHeaders<Vec<(axum::http::HeaderName, axum::http::HeaderValue)>>;

pub(super) fn give(shared: &Shared, surface: Surface, tokens: &[(Holder, &str)]) -> Cookie {
    let headers = tokens
        .iter()
        .filter_map(|(holder, token)| shared.cookies.give(surface, *holder, token))
        .map(|value| (SET_COOKIE, value));
    AppendHeaders(headers.collect())
}

pub(super) fn identity(device: &Device) -> Identity {
    Identity {
        device_id: device.device_id,
        store_id: device.store_id,
        register_id: device.register_id,
        number_prefix: device.number_prefix.clone(),
    }
}

/// Too many were wrong; `wait_ms` are to be waited.
fn too_often(wait_ms: i64) -> No {
    let seconds = wait_ms.max(0).unsigned_abs().div_ceil(1000);
    No::Problem(
        StatusCode::TOO_MANY_REQUESTS,
        Problem {
            code: "too_many_attempts".to_owned(),
            message: format!("That was wrong too often. Wait {seconds} s, then try again."),
            retry_s: u32::try_from(seconds).ok(),
        },
    )
}

pub(super) fn not_activated(why: NotActivated) -> No {
    match why {
        NotActivated::WrongCode => No::problem(
            StatusCode::FORBIDDEN,
            "wrong_code",
            "This code is not right, or its quarter of an hour is over, or it has been used. Ask for a new one in BackOffice.",
        ),
        NotActivated::IdTaken => No::problem(
            StatusCode::CONFLICT,
            "device_taken",
            "This browser is a device of something else already. Use another browser or profile; what is saved here stays.",
        ),
    }
}

/// Uses an activation code and makes the browser a register or a Pay phone of the code's store.
#[utoipa::path(
    post, path = "/api/{surface}/activate", tag = "sign-in",
    params(("surface" = Surface, Path)),
    request_body = Activation,
    responses(
        (status = 200, description = "Activated; the device's cookie comes along", body = Identity),
        (status = 403, description = "The code is not right", body = Problem),
        (status = 409, description = "The device belongs elsewhere", body = Problem),
        (status = 429, description = "Wrong too often", body = Problem),
    ),
)]
pub(crate) async fn activate(
    shared: State,
    Address(address): Address,
    parts: Parts,
    Sent(asked): Sent<Activation>,
) -> Result<(Cookie, Json<Identity>), No> {
    let surface = caller::surface(&parts)?;
    if surface == Surface::BackOffice {
        return Err(No::not_found("address"));
    }
    let (token, token_hash) = new_token()?;
    let (code, device_id) = (typed_code(&asked.code), asked.device_id);
    let limited = Limited::new("code", &address.to_string());
    let write = shared.database.writer.run(move |unit| {
        if let Err(wait_ms) = attempts::begin(unit, limited)? {
            return Ok(Err(too_often(wait_ms)));
        }
        let activated = activation::activate(unit, &code, surface, device_id, &token_hash)?;
        if activated.is_ok() {
            attempts::forget(unit, limited)?;
        }
        Ok(activated.map_err(not_activated))
    });
    let device = write.await??;
    shared.tokens.forget_device(device_id);
    let cookie = give(&shared, surface, &[(Holder::Device, &token)]);
    Ok((cookie, Json(identity(&device))))
}

/// Who the server takes this browser for.
#[utoipa::path(
    get, path = "/api/{surface}/session", tag = "sign-in",
    params(("surface" = Surface, Path)),
    responses((status = 200, description = "The device and who is signed in; without them nobody is", body = api::Session)),
)]
pub(crate) async fn session(shared: State, parts: Parts) -> Result<Json<api::Session>, No> {
    let surface = caller::surface(&parts)?;
    let Some(device) = caller::device(&parts, &shared, surface).await? else {
        return Ok(Json(api::Session::default()));
    };
    let employee = match caller::session(&parts, &shared, &device).await? {
        Some(session) => caller::employee(&shared, session).await?,
        None => None,
    };
    Ok(Json(api::Session {
        identity: Some(identity(&device)),
        employee,
    }))
}

/// Signs an employee in on a register or a Pay phone.
#[utoipa::path(
    post, path = "/api/{surface}/sign-in/pin", tag = "sign-in",
    params(("surface" = Surface, Path)),
    request_body = PinSignIn,
    responses(
        (status = 200, description = "Signed in; the employee's cookie comes along", body = Employee),
        (status = 401, description = "The device is not activated", body = Refusal),
        (status = 403, description = "The PIN is not right", body = Problem),
        (status = 429, description = "Wrong too often", body = Problem),
    ),
)]
pub(crate) async fn pin(
    shared: State,
    parts: Parts,
    Sent(asked): Sent<PinSignIn>,
) -> Result<(Cookie, Json<Employee>), No> {
    let (device, surface) = at_hand(&shared, &parts).await?;
    let (employee, limited) = by_pin(&shared, &device, asked, |_| true).await?;
    let token = begin_session(&shared, &device, employee.id, limited).await?;
    let cookie = give(&shared, surface, &[(Holder::Employee, &token)]);
    Ok((cookie, Json(employee)))
}

/// Tells whether a manager's PIN is right, for a change that needs one (rule H2). Who is signed in
/// stays signed in.
#[utoipa::path(
    post, path = "/api/{surface}/approve", tag = "sign-in",
    params(("surface" = Surface, Path)),
    request_body = PinSignIn,
    responses(
        (status = 200, description = "The manager whose PIN it is", body = Employee),
        (status = 401, description = "The device is not activated, or nobody is signed in on it", body = Refusal),
        (status = 403, description = "It is not the PIN of a manager", body = Problem),
        (status = 429, description = "Wrong too often", body = Problem),
    ),
)]
pub(crate) async fn approve(
    shared: State,
    parts: Parts,
    Sent(asked): Sent<PinSignIn>,
) -> Result<Json<Employee>, No> {
    let (device, _) = at_hand(&shared, &parts).await?;
    caller::session(&parts, &shared, &device)
        .await?
        .ok_or(Refusal::SignedOut)?;
    let manager = |employee: &Employee| employee.role.is_manager();
    let (employee, limited) = by_pin(&shared, &device, asked, manager).await?;
    let write = shared
        .database
        .writer
        .run(move |unit| attempts::forget(unit, limited));
    write.await?;
    Ok(Json(employee))
}

/// The register or the Pay phone that asks.
async fn at_hand(shared: &Shared, parts: &Parts) -> Result<(Arc<Device>, Surface), No> {
    let surface = caller::surface(parts)?;
    let device = caller::device(parts, shared, surface)
        .await?
        .filter(|_| surface != Surface::BackOffice)
        .ok_or(Refusal::SignedOut)?;
    Ok((device, surface))
}

/// Who it is, if the PIN is theirs and they fit; the attempt has been counted.
async fn by_pin(
    shared: &Shared,
    device: &Device,
    asked: PinSignIn,
    fits: fn(&Employee) -> bool,
) -> Result<(Employee, Limited), No> {
    let limited = Limited::new("pin", &device.device_id.to_string());
    begin(shared, limited).await?;
    let (store, employee_id) = (device.store, asked.employee_id);
    let read = shared.database.readers.read(move |connection| {
        let employee: Option<Employee> =
            stores::row(connection, store, &Kind::Employee, employee_id.0)?;
        let hash = people::pin_hash(connection, store, employee_id)?;
        Ok(employee.map(|employee| (employee, hash)))
    });
    let (employee, hash) = read.await?.unzip();
    let right = is_right(shared, asked.pin, hash.flatten()).await?;
    let employee = employee.filter(|employee| right && !employee.gone && fits(employee));
    let employee = employee.ok_or_else(|| {
        No::problem(
            StatusCode::FORBIDDEN,
            "wrong_pin",
            "This PIN is not right. Try again.",
        )
    })?;
    Ok((employee, limited))
}

/// Signs a manager in to BackOffice and makes the browser a device of the store.
#[utoipa::path(
    post, path = "/api/backoffice/sign-in", tag = "sign-in",
    request_body = PasswordSignIn,
    responses(
        (status = 200, description = "Signed in; both cookies come along", body = api::SignedIn),
        (status = 403, description = "Address or password are not right", body = Problem),
        (status = 409, description = "The device belongs elsewhere", body = Problem),
        (status = 429, description = "Wrong too often", body = Problem),
    ),
)]
pub(crate) async fn password(
    shared: State,
    Address(address): Address,
    Sent(asked): Sent<PasswordSignIn>,
) -> Result<(Cookie, Json<api::SignedIn>), No> {
    let email = people::plain_email(&asked.email);
    let limited = Limited::new("password", &format!("{address} {email}"));
    begin(&shared, limited).await?;
    let read = shared.database.readers.read(move |connection| {
        let Some((store, id, hash)) = people::by_email(connection, &email)? else {
            return Ok(None);
        };
        let employee: Option<Employee> = stores::row(connection, store, &Kind::Employee, id.0)?;
        Ok(employee.map(|employee| ((store, employee), hash)))
    });
    let (found, hash) = read.await?.unzip();
    let right = is_right(&shared, asked.password, hash).await?;
    let Some((store, employee)) =
        found.filter(|(_, who)| right && !who.gone && who.role == Role::BackOfficeManager)
    else {
        return Err(No::problem(
            StatusCode::FORBIDDEN,
            "wrong_password",
            "This address and password do not go together. Try again.",
        ));
    };
    let (device_token, device) = admit(&shared, store, asked.device_id).await?;
    let session_token = begin_session(&shared, &device, employee.id, limited).await?;
    let tokens = [
        (Holder::Device, device_token.as_str()),
        (Holder::Employee, session_token.as_str()),
    ];
    let cookie = give(&shared, Surface::BackOffice, &tokens);
    let identity = identity(&device);
    Ok((cookie, Json(api::SignedIn { identity, employee })))
}

/// Signs the employee out; the device stays activated.
#[utoipa::path(
    post, path = "/api/{surface}/sign-out", tag = "sign-in",
    params(("surface" = Surface, Path)),
    responses((status = 204, description = "Nobody is signed in on this device")),
)]
pub(crate) async fn sign_out(shared: State, parts: Parts) -> Result<(StatusCode, Cookie), No> {
    let surface = caller::surface(&parts)?;
    if let Some(token) = token(&shared, &parts.headers, surface) {
        let write = shared
            .database
            .writer
            .run(move |unit| access::end_session(unit, &token));
        write.await?;
        shared.tokens.forget_session(token);
    }
    if let Some(device) = caller::device(&parts, &shared, surface).await? {
        shared.leases.release_all(device.store, device.device_id);
        if surface == Surface::BackOffice {
            shared.live.end(device.store, device.device_id);
        }
    }
    let taken = shared.cookies.take(surface, Holder::Employee);
    let headers = taken.into_iter().map(|value| (SET_COOKIE, value));
    Ok((StatusCode::NO_CONTENT, AppendHeaders(headers.collect())))
}

fn token(shared: &Shared, headers: &HeaderMap, surface: Surface) -> Option<TokenHash> {
    let token = shared.cookies.token(headers, surface, Holder::Employee)?;
    Some(TokenHash::of(&token))
}

/// Counts an attempt before it is looked at.
pub(super) async fn begin(shared: &Shared, limited: Limited) -> Result<(), No> {
    let write = shared
        .database
        .writer
        .run(move |unit| attempts::begin(unit, limited));
    write.await?.map_err(too_often)
}

pub(super) async fn is_right(
    shared: &Shared,
    secret: String,
    hash: Option<String>,
) -> Result<bool, No> {
    if secret.len() > MOST_SECRET_CHARS {
        return Ok(false);
    }
    Ok(shared.hasher.is_right(secret, hash).await?)
}

/// Begins a session and forgets the attempts that led to it.
pub(super) async fn begin_session(
    shared: &Shared,
    device: &Device,
    employee_id: EmployeeId,
    limited: Limited,
) -> Result<String, No> {
    let (token, hash) = new_token()?;
    let session = Session {
        store: device.store,
        device_id: device.device_id,
        employee_id,
        expires_ms: clock::now_ms().saturating_add(SESSION_MS),
    };
    let write = shared.database.writer.run(move |unit| {
        attempts::forget(unit, limited)?;
        access::begin_session(unit, &hash, &session)
    });
    write.await?;
    Ok(token)
}

pub(super) async fn admit(
    shared: &Shared,
    store: StoreNo,
    device_id: sale::DeviceId,
) -> Result<(String, Device), No> {
    let (token, hash) = new_token()?;
    let write = shared
        .database
        .writer
        .run(move |unit| activation::admit_backoffice(unit, store, device_id, &hash));
    let device = write.await?.map_err(not_activated)?;
    shared.tokens.forget_device(device_id);
    Ok((token, device))
}
