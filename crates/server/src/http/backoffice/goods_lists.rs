//! What goods choose from, in BackOffice: tax rates and groups of modifiers. A rate that becomes
//! another one is another one on every product that bears it.

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::sent::SentLong;
use crate::goods::rates as following;
use crate::shared::State;
use crate::storage::prices::By;
use crate::storage::{rates, stores};
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sale::{GoodsLists, Store};
use std::time::Duration;
use sync::api::Problem;
use sync::api::goods::{ListsEdit, ListsEdited, PriceWay};
use sync::row::Kind;

/// How long an answer waits for the products to follow; what takes longer goes on without it.
const FOLLOWED_WITHIN: Duration = Duration::from_secs(3);

/// Changes the store's lists for goods, each only if nobody else has changed it meanwhile (rule C4).
#[utoipa::path(
    put, path = "/api/backoffice/goods-lists", tag = "backoffice", request_body = ListsEdit,
    responses(
        (status = 200, description = "They are so", body = ListsEdited),
        (status = 400, description = "They cannot stand so; nothing was changed", body = ListsEdited),
        (status = 401, description = "Signed out", body = Problem),
        (status = 409, description = "Somebody else has changed the same list meanwhile; nothing was changed", body = ListsEdited),
    ),
)]
pub(crate) async fn edit(
    shared: State,
    manager: Manager,
    SentLong(edit): SentLong<ListsEdit>,
) -> Result<Response, No> {
    if !edit.wanted.can_stand() {
        return Ok((StatusCode::BAD_REQUEST, Json(ListsEdited::Wrong)).into_response());
    }
    let store = manager.device.store;
    let by = By {
        device: manager.device.device_id,
        employee: manager.employee.id,
        way: PriceWay::Several,
    };
    let follows = !edit.replaced.is_empty();
    let write = shared.database.writer.run(move |unit| {
        let id = stores::id_of(unit.connection(), store).map_err(|e| crate::storage::failed(&e))?;
        let (done, is_new) = unit.engine(store, |engine| {
            let Some(mut row) = engine.read::<Store>(&Kind::Store, id.0)? else {
                return Ok((None, false));
            };
            let Some(lists) = merged(&edit, &row.goods) else {
                return Ok((Some((false, row.goods)), false));
            };
            let is_new = lists != row.goods;
            if is_new {
                row.goods.clone_from(&lists);
                let author = stores::author(by.device, by.employee);
                engine.write_rows(&author, &[(Kind::Store, id.0, &row)])?;
            }
            Ok((Some((true, lists)), is_new))
        })?;
        // Sent once more, it is done once: two rates that changed places stay so.
        if follows && is_new {
            rates::keep(unit, store, by, &edit.replaced)?;
        }
        Ok(done)
    });
    let (done, lists) = write.await?.ok_or_else(|| No::not_found("store"))?;
    if !done {
        let meanwhile = ListsEdited::ChangedMeanwhile(lists);
        return Ok((StatusCode::CONFLICT, Json(meanwhile)).into_response());
    }
    if follows {
        let products = following::begin(&shared.database, store);
        let _ = tokio::time::timeout(FOLLOWED_WITHIN, products).await;
    }
    Ok(Json(ListsEdited::Done(lists)).into_response())
}

/// The lists as they are to be, with the one that was not changed as it is now; none when both changed
/// the same one.
fn merged(edit: &ListsEdit, now: &GoodsLists) -> Option<GoodsLists> {
    let (seen, wanted) = (&edit.seen, &edit.wanted);
    Some(GoodsLists {
        tax_rates: one(&seen.tax_rates, &wanted.tax_rates, &now.tax_rates)?,
        modifier_groups: one(
            &seen.modifier_groups,
            &wanted.modifier_groups,
            &now.modifier_groups,
        )?,
    })
}

fn one<T: Clone + PartialEq>(seen: &[T], wanted: &[T], now: &[T]) -> Option<Vec<T>> {
    match () {
        () if seen == wanted || now == wanted => Some(now.to_vec()),
        () if seen == now => Some(wanted.to_vec()),
        () => None,
    }
}
