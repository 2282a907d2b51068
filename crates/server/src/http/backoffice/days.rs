//! Business days of the store, for those who ask by date.

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::sent::Asked;
use crate::clock;
use crate::days::Wall;
use crate::shared::State;
use crate::storage::stores;
use axum::Json;
use axum::http::StatusCode;
use sale::Store;
use sale::civil::{Calendar, Days};
use sync::api::{DaysQuery, Problem};
use sync::row::Kind;

/// Most days of one answer.
const MOST_DAYS: u64 = 400;

/// Which business day it is, and from when to when each of the days lasts that are asked for.
#[utoipa::path(
    get, path = "/api/backoffice/days", tag = "backoffice", params(DaysQuery),
    responses(
        (status = 200, description = "The days, the earliest first", body = Calendar),
        (status = 400, description = "More than 400 days, or no date", body = Problem),
        (status = 401, description = "Signed out", body = Problem),
    ),
)]
pub(crate) async fn days(
    shared: State,
    manager: Manager,
    Asked(query): Asked<DaysQuery>,
) -> Result<Json<Calendar>, No> {
    let days = match (query.from, query.to) {
        (None, None) => None,
        (Some(one), other) | (other, Some(one)) => Some(Days::between(one, other.unwrap_or(one))),
    };
    if days.is_some_and(|days| days.count() > MOST_DAYS) {
        return Err(No::problem(
            StatusCode::BAD_REQUEST,
            "too_many_days",
            format!("Ask for at most {MOST_DAYS} days at once."),
        ));
    }
    let (no, id) = (manager.device.store, manager.device.store_id);
    let read = shared.database.readers.read(move |connection| {
        let store: Option<Store> = stores::row(connection, no, &Kind::Store, id.0)?;
        Ok(store)
    });
    let store = read.await?.ok_or_else(|| No::not_found("store"))?;
    let calendar = Wall::of(&store).calendar(clock::now_ms(), days);
    calendar.map(Json).ok_or_else(|| No::not_found("day"))
}
