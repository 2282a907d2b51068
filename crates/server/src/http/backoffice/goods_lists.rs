//! What goods choose from, in BackOffice: tax rates and groups of modifiers. A rate that becomes
//! another one is another one on every product that bears it.

use super::super::answer::No;
use super::super::caller::Manager;
use super::super::sent::SentLong;
use crate::shared::{Shared, State};
use crate::storage::prices::{self, By};
use crate::storage::{StoreNo, stores};
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sale::{GoodsLists, Product, Store, TaxRate};
use sync::api::Problem;
use sync::api::goods::{ListsEdit, ListsEdited, PriceWay};
use sync::row::Kind;

/// Products of one job of the writer.
const AT_ONCE: usize = 250;

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
    let replaced = edit.replaced.clone();
    let write = shared.database.writer.run(move |unit| {
        let id = stores::id_of(unit.connection(), store).map_err(|e| crate::storage::failed(&e))?;
        unit.engine(store, |engine| {
            let Some(mut row) = engine.read::<Store>(&Kind::Store, id.0)? else {
                return Ok(None);
            };
            let Some(lists) = merged(&edit, &row.goods) else {
                return Ok(Some((false, row.goods)));
            };
            if lists != row.goods {
                row.goods.clone_from(&lists);
                let author = stores::author(by.device, by.employee);
                engine.write_rows(&author, &[(Kind::Store, id.0, &row)])?;
            }
            Ok(Some((true, lists)))
        })
    });
    let (done, lists) = write.await?.ok_or_else(|| No::not_found("store"))?;
    if !done {
        let meanwhile = ListsEdited::ChangedMeanwhile(lists);
        return Ok((StatusCode::CONFLICT, Json(meanwhile)).into_response());
    }
    replace(&shared, store, by, &replaced).await?;
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

/// Puts rates onto the products that bear what they were before, a part at a time.
async fn replace(
    shared: &Shared,
    store: StoreNo,
    by: By,
    replaced: &[(TaxRate, TaxRate)],
) -> Result<(), No> {
    if replaced.is_empty() {
        return Ok(());
    }
    let read = shared
        .database
        .readers
        .read(move |connection| Ok(stores::rows::<Product>(connection, store, &Kind::Product)?));
    let bears = |product: &Product| replaced.iter().any(|(old, _)| product.taxes.contains(old));
    let ids: Vec<_> = read
        .await?
        .iter()
        .filter(|p| bears(p))
        .map(|p| p.id)
        .collect();
    for ids in ids.chunks(AT_ONCE) {
        let (ids, replaced) = (ids.to_vec(), replaced.to_vec());
        let write = shared.database.writer.run(move |unit| {
            let mut written = Vec::new();
            for id in &ids {
                let connection = unit.connection();
                let now: Option<Product> = stores::row(connection, store, &Kind::Product, id.0)?;
                let Some(mut product) = now else { continue };
                for tax in &mut product.taxes {
                    if let Some((_, new)) = replaced.iter().find(|(old, _)| old == tax) {
                        tax.clone_from(new);
                    }
                }
                written.push(product);
            }
            prices::write(unit, store, by, &written)
        });
        write.await?;
    }
    Ok(())
}
