//! Tax rates that became others, and the products that bear them. What is to be done is kept in the
//! transaction that changes the store's list, and done a part at a time, each with how far it is: so it
//! goes on after a crash, and no product stays with the old rate. Changes are done in their order.

use super::prices::{self, By};
use super::{StoreNo, Unit, failed};
use rusqlite::{Connection, OptionalExtension, params};
use sale::{DeviceId, EmployeeId, Product, TaxRate};
use sync::api::goods::PriceWay;
use sync::codec;
use sync::server::StorageError;

/// Products of one part: a few milliseconds of the writer.
const PART: u32 = 250;

/// What each rate becomes.
pub(crate) type Replaced = [(TaxRate, TaxRate)];

/// Keeps that rates became others.
///
/// # Errors
/// When the storage fails.
pub(crate) fn keep(
    unit: &mut Unit<'_>,
    store: StoreNo,
    by: By,
    replaced: &Replaced,
) -> Result<(), StorageError> {
    let replaced = codec::encode(&replaced).map_err(|e| StorageError(e.to_string()))?;
    unit.connection()
        .prepare_cached(
            "INSERT INTO rate_change (store, device, employee, replaced) VALUES (?, ?, ?, ?)",
        )
        .and_then(|mut insert| {
            insert.execute(params![store.0, by.device.0, by.employee.0, replaced])
        })
        .map(drop)
        .map_err(|e| failed(&e))
}

/// Stores whose products do not all bear the new rates yet.
pub(crate) fn unfinished(connection: &Connection) -> rusqlite::Result<Vec<StoreNo>> {
    connection
        .prepare_cached("SELECT DISTINCT store FROM rate_change")?
        .query_map([], |row| row.get(0).map(StoreNo))?
        .collect()
}

/// A change that is not done yet.
struct Change {
    no: i64,
    by: By,
    replaced: String,
    product: i64,
}

fn oldest(connection: &Connection, store: StoreNo) -> rusqlite::Result<Option<Change>> {
    connection
        .prepare_cached(
            "SELECT no, device, employee, replaced, product FROM rate_change \
             WHERE store = ? ORDER BY no LIMIT 1",
        )?
        .query_row([store.0], |row| {
            Ok(Change {
                no: row.get(0)?,
                by: By {
                    device: DeviceId(row.get(1)?),
                    employee: EmployeeId(row.get(2)?),
                    way: PriceWay::Several,
                },
                replaced: row.get(3)?,
                product: row.get(4)?,
            })
        })
        .optional()
}

/// The next products, and the number of the last one. One that this build cannot read is not listed.
fn next(
    connection: &Connection,
    store: StoreNo,
    after: i64,
) -> rusqlite::Result<Vec<(i64, String)>> {
    connection
        .prepare_cached(
            "SELECT p.no, e.body FROM listed_product p JOIN entity e \
             ON e.store = p.store AND e.kind = 'product' AND e.id = p.id \
             WHERE p.store = ? AND p.no > ? ORDER BY p.no LIMIT ?",
        )?
        .query_map(params![store.0, after, PART], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect()
}

/// Does the next part of the oldest change; whether there may be more to do.
///
/// # Errors
/// When the storage fails.
pub(crate) fn part(unit: &mut Unit<'_>, store: StoreNo) -> Result<bool, StorageError> {
    let connection = unit.connection();
    let Some(change) = oldest(connection, store).map_err(|e| failed(&e))? else {
        return Ok(false);
    };
    let unreadable = |e: codec::Unreadable| StorageError(e.to_string());
    let replaced: Vec<(TaxRate, TaxRate)> = codec::decode(&change.replaced).map_err(unreadable)?;
    let bodies = next(connection, store, change.product).map_err(|e| failed(&e))?;
    let mut written = Vec::new();
    for (_, body) in &bodies {
        let now: Product = codec::decode(body).map_err(unreadable)?;
        let mut product = now.clone();
        for tax in &mut product.taxes {
            if let Some((_, new)) = replaced.iter().find(|(old, _)| old == tax) {
                tax.clone_from(new);
            }
        }
        if product != now {
            written.push(product);
        }
    }
    prices::write(unit, store, change.by, &written)?;
    let kept = match bodies.last() {
        Some((last, _)) => connection
            .prepare_cached("UPDATE rate_change SET product = ? WHERE no = ?")
            .and_then(|mut update| update.execute(params![last, change.no])),
        None => connection
            .prepare_cached("DELETE FROM rate_change WHERE no = ?")
            .and_then(|mut delete| delete.execute([change.no])),
    };
    kept.map(|_| true).map_err(|e| failed(&e))
}
