//! Watch: what needs a person now. Found anew with each look, from the tables and from what devices
//! say of themselves; what is new or gone is written down, so that it is known who looked after it.

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::sent::Sent;
use super::devices;
use crate::clock;
use crate::days::Wall;
use crate::shared::{Shared, State};
use crate::storage::watch::{self, AllFound, Found};
use crate::storage::{ReadError, StoreNo, stores};
use axum::Json;
use axum::http::StatusCode;
use sale::{Register, RegisterId, Store};
use std::collections::BTreeMap;
use sync::api::Problem;
use sync::api::devices::{DeviceKind, DeviceOverview};
use sync::api::watch::{WatchAct, WatchDeed, WatchKind, Watched};
use sync::row::Kind;
use uuid::Uuid;

const MINUTE_MS: i64 = 60 * 1000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// How long a register may be silent.
const SILENT_MS: i64 = 15 * MINUTE_MS;
/// How long a device may be away with changes that it has not sent.
const UNSENT_MS: i64 = 5 * MINUTE_MS;
/// How far a clock may be off.
const CLOCK_OFF_MS: i64 = 2 * MINUTE_MS;
/// Days before today that say what is usual.
const USUAL_DAYS: i64 = 28;
/// Fewer voids of a person on a day are never many.
const FEWEST_VOIDS: i64 = 5;
/// Many are this many times what is usual.
const TIMES_USUAL: i64 = 3;
/// Most characters of what somebody says about how a matter ended.
const MOST_HOW_CHARS: usize = 500;

/// Whether somebody's voids of a day are many beside what they made in [`USUAL_DAYS`] before it.
fn are_many(today: i64, before: i64) -> bool {
    today >= FEWEST_VOIDS && today.saturating_mul(USUAL_DAYS) > before.saturating_mul(TIMES_USUAL)
}

/// What the devices tell.
fn of_devices(
    devices: &[DeviceOverview],
    registers: &BTreeMap<RegisterId, Register>,
    now_ms: i64,
) -> AllFound {
    let mut found = AllFound::new();
    let mut put = |kind, subject: Uuid, amount| {
        found.insert((kind, subject), Found { amount, usual: 0 });
    };
    for device in devices.iter().filter(|device| device.out_ms.is_none()) {
        let away_ms = match (device.connected, device.last_seen_ms) {
            (true, _) | (_, None) => 0,
            (false, Some(at_ms)) => now_ms.saturating_sub(at_ms),
        };
        if device.unsent > 0 && away_ms > UNSENT_MS {
            let unsent = i64::try_from(device.unsent).unwrap_or(i64::MAX);
            put(WatchKind::Unsent, device.id.0, unsent);
        }
        let is_fresh = device.last_seen_ms.is_some_and(|at| now_ms - at < DAY_MS);
        if let Some(ahead_ms) = device.clock_ahead_ms
            && is_fresh
            && ahead_ms.saturating_abs() > CLOCK_OFF_MS
        {
            put(
                WatchKind::Clock,
                device.id.0,
                ahead_ms / MINUTE_MS * MINUTE_MS,
            );
        }
        let row = device.register_id.and_then(|id| registers.get(&id));
        // The list begins with the one activated last: that one is the register.
        let is_it = devices
            .iter()
            .find(|other| other.register_id == device.register_id && other.out_ms.is_none())
            .is_some_and(|first| first.id == device.id);
        if let (DeviceKind::Register, Some(row), true) = (device.kind, row, is_it) {
            if row.sync_reported && away_ms > SILENT_MS {
                put(
                    WatchKind::Silent,
                    row.id.0,
                    device.last_seen_ms.unwrap_or(0),
                );
            }
            if row.sync_asked != row.sync_reported {
                let unsent = i64::try_from(device.unsent).unwrap_or(i64::MAX);
                put(WatchKind::HandOver, row.id.0, unsent);
            }
        }
    }
    found
}

/// What the tables tell, beside the registers by id.
fn of_tables(
    connection: &rusqlite::Connection,
    no: StoreNo,
    now_ms: i64,
) -> Result<(AllFound, BTreeMap<RegisterId, Register>), ReadError> {
    let mut found = AllFound::new();
    let rows: Vec<Register> = stores::rows(connection, no, &Kind::Register)?;
    let registers = rows.into_iter().map(|row| (row.id, row)).collect();
    for review in watch::reviews(connection, no)? {
        let nothing = Found {
            amount: 0,
            usual: 0,
        };
        found.insert((WatchKind::Review, review), nothing);
    }
    let store: Vec<Store> = stores::rows(connection, no, &Kind::Store)?;
    let Some(store) = store.first() else {
        return Ok((found, registers));
    };
    let oldest_ms = i64::from(store.age_steps.very_old_minutes).saturating_mul(MINUTE_MS);
    let before_ms = now_ms.saturating_sub(oldest_ms);
    for (sale, opened_ms) in watch::old_sales(connection, no, before_ms)? {
        let amount = opened_ms;
        found.insert((WatchKind::OldSale, sale), Found { amount, usual: 0 });
    }
    let today = Wall::of(store).calendar(now_ms, None);
    let today_ms = today.and_then(|calendar| {
        let day = calendar.days.iter().find(|day| day.date == calendar.today);
        day.map(|day| day.from_ms)
    });
    if let Some(today_ms) = today_ms {
        let earlier_ms = today_ms.saturating_sub(USUAL_DAYS * DAY_MS);
        for (person, amount, before) in watch::voids(connection, no, earlier_ms, today_ms)? {
            if are_many(amount, before) {
                let usual = before.saturating_mul(10) / USUAL_DAYS;
                found.insert((WatchKind::Voids, person.0), Found { amount, usual });
            }
        }
    }
    Ok((found, registers))
}

/// What a device is called: as its register, else by its own name, else by its numbers.
fn called(device: &DeviceOverview, registers: &BTreeMap<RegisterId, Register>) -> String {
    let register = device.register_id.and_then(|id| registers.get(&id));
    match (register, device.name.as_str()) {
        (Some(register), _) => register.name.clone(),
        (None, "") => device.number_prefix.trim_end_matches('-').to_owned(),
        (None, name) => name.to_owned(),
    }
}

async fn look(shared: &Shared, store: StoreNo) -> Result<Json<Watched>, No> {
    let now_ms = clock::now_ms();
    let devices = devices::overviews(shared, store).await?;
    let named: BTreeMap<Uuid, DeviceOverview> =
        devices.iter().map(|one| (one.id.0, one.clone())).collect();
    let (found, is_known, registers) = shared
        .database
        .readers
        .read(move |connection| {
            let (mut found, registers) = of_tables(connection, store, now_ms)?;
            found.extend(of_devices(&devices, &registers, now_ms));
            let is_known = watch::is_known(connection, store, &found)?;
            Ok((found, is_known, registers))
        })
        .await?;
    if !is_known {
        let write = shared
            .database
            .writer
            .run(move |unit| watch::keep(unit, store, &found));
        write.await?;
    }
    let read = shared
        .database
        .readers
        .read(move |connection| Ok(watch::listed(connection, store, now_ms)?));
    let mut matters = read.await?;
    for one in &mut matters {
        if matches!(one.kind, WatchKind::Unsent | WatchKind::Clock) {
            one.name = named
                .get(&one.subject)
                .map(|device| called(device, &registers));
        }
    }
    Ok(Json(Watched { matters }))
}

/// What needs a person now, and what did within a week.
#[utoipa::path(
    get, path = "/api/backoffice/watch", tag = "backoffice",
    responses(
        (status = 200, description = "Latest first, at most 1,000", body = Watched),
        (status = 401, description = "Signed out", body = Problem),
        (status = 403, description = "Only a manager may", body = Problem),
    ),
)]
pub(crate) async fn list(shared: State, manager: Manager) -> Result<Json<Watched>, No> {
    look(&shared, manager.device.store).await
}

/// Looks after a matter, leaves it to others, or ends it.
#[utoipa::path(
    post, path = "/api/backoffice/watch", tag = "backoffice", request_body = WatchAct,
    responses(
        (status = 200, description = "Done; what needs a person now", body = Watched),
        (status = 400, description = "A review is ended by settling it; or too much was said", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
        (status = 409, description = "It has ended meanwhile", body = Problem),
    ),
)]
pub(crate) async fn act(
    shared: State,
    manager: Manager,
    Sent(asked): Sent<WatchAct>,
) -> Result<Json<Watched>, No> {
    let wrong = |code: &str, message: &str| {
        let message = format!("{message} Nothing was changed.");
        Err(No::problem(StatusCode::BAD_REQUEST, code, message))
    };
    if let WatchDeed::End(how) = &asked.deed {
        if asked.kind == WatchKind::Review {
            return wrong("settle_review", "A review ends when it is settled.");
        }
        if how.trim().is_empty() || how.chars().count() > MOST_HOW_CHARS {
            return wrong("reason_needed", "Say in a few words how it ended.");
        }
    }
    let (store, by) = (manager.device.store, manager.employee.id);
    let write = shared
        .database
        .writer
        .run(move |unit| watch::act(unit, store, asked.kind, asked.subject, by, &asked.deed));
    if !write.await? {
        return Err(No::problem(
            StatusCode::CONFLICT,
            "watch_over",
            "This has ended meanwhile. Nothing was changed.",
        ));
    }
    look(&shared, store).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use sale::DeviceId;

    const NOW_MS: i64 = 1_800_000_000_000;

    fn register(n: u128, asked: bool, reported: bool) -> Register {
        Register {
            id: RegisterId(Uuid::from_u128(n)),
            name: "Till".to_owned(),
            activated: true,
            sync_asked: asked,
            sync_reported: reported,
        }
    }

    fn device(n: u128, register: Option<u128>) -> DeviceOverview {
        DeviceOverview {
            id: DeviceId(Uuid::from_u128(n)),
            kind: register.map_or(DeviceKind::Pay, |_| DeviceKind::Register),
            name: String::new(),
            register_id: register.map(|n| RegisterId(Uuid::from_u128(n))),
            number_prefix: String::new(),
            activated_ms: 0,
            last_seen_ms: Some(NOW_MS - 60 * MINUTE_MS),
            connected: false,
            unsent: 0,
            build: None,
            storage_kept: None,
            clock_ahead_ms: None,
            out_ms: None,
        }
    }

    fn kinds(devices: &[DeviceOverview], row: Register) -> Vec<(WatchKind, u128, i64)> {
        let registers = BTreeMap::from([(row.id, row)]);
        let found = of_devices(devices, &registers, NOW_MS);
        let found = found.into_iter();
        found
            .map(|((kind, id), found)| (kind, id.as_u128(), found.amount))
            .collect()
    }

    /// A register that is there, one that has sync off, one that was taken out of use and the device
    /// that a register was before are not silent.
    #[test]
    fn a_register_is_silent_only_when_it_should_speak() {
        let away = device(2, Some(1));
        let since = NOW_MS - 60 * MINUTE_MS;
        let silent = vec![(WatchKind::Silent, 1, since)];
        assert_eq!(
            kinds(std::slice::from_ref(&away), register(1, true, true)),
            silent
        );
        assert_eq!(
            kinds(std::slice::from_ref(&away), register(1, false, false)),
            []
        );
        let mut there = away.clone();
        there.connected = true;
        assert_eq!(kinds(&[there.clone()], register(1, true, true)), []);
        let mut out = away.clone();
        out.out_ms = Some(NOW_MS);
        assert_eq!(kinds(&[out], register(1, true, true)), []);
        there.id = DeviceId(Uuid::from_u128(3));
        assert_eq!(kinds(&[there, away], register(1, true, true)), []);
    }

    /// F6: a hand-over that waits, changes that are not sent, and a clock that is off, either way.
    #[test]
    fn f6_what_waits_and_what_is_off_is_found() {
        let mut till = device(2, Some(1));
        till.connected = true;
        till.unsent = 3;
        let asked = register(1, false, true);
        let waits = vec![(WatchKind::HandOver, 1, 3)];
        assert_eq!(kinds(&[till.clone()], asked), waits);
        let mut phone = device(4, None);
        phone.unsent = 2;
        phone.clock_ahead_ms = Some(-CLOCK_OFF_MS);
        let on = register(1, true, true);
        let unsent = vec![(WatchKind::Unsent, 4, 2)];
        assert_eq!(kinds(&[phone.clone()], on.clone()), unsent);
        phone.clock_ahead_ms = Some(-CLOCK_OFF_MS - MINUTE_MS);
        let off = (WatchKind::Clock, 4, -3 * MINUTE_MS);
        assert_eq!(kinds(&[phone], on), [unsent, vec![off]].concat());
    }

    #[test]
    fn many_voids_are_many_beside_the_usual() {
        assert!(!are_many(4, 0));
        assert!(are_many(5, 0));
        // Two a day are usual: six are not many, seven are.
        assert!(!are_many(6, 2 * USUAL_DAYS));
        assert!(are_many(7, 2 * USUAL_DAYS));
    }
}
