//! Writing products, with the history of their prices: who gave each, and when.

use super::own::nobody;
use super::{StoreNo, Unit, failed, stores};
use rusqlite::{Connection, params};
use sale::{DeviceId, EmployeeId, Money, Product, ProductId};
use sync::api::goods::{PriceEntry, PriceWay};
use sync::row::Kind;
use sync::server::StorageError;
use uuid::Uuid;

/// Products of one entry of the log; a page of a pull stays small.
const AT_ONCE: usize = 500;
/// Most prices that are shown of a product.
const MOST_SHOWN: u32 = 200;

/// Who writes products, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct By {
    pub device: DeviceId,
    pub employee: EmployeeId,
    pub way: PriceWay,
}

/// Writes products, each as a row that devices get, and keeps what their prices were.
///
/// # Errors
/// When the storage fails.
pub(crate) fn write(
    unit: &mut Unit<'_>,
    store: StoreNo,
    by: By,
    products: &[Product],
) -> Result<(), StorageError> {
    for products in products.chunks(AT_ONCE) {
        for product in products {
            let connection = unit.connection();
            let before: Option<Product> =
                stores::row(connection, store, &Kind::Product, product.id.0)?;
            let before = before.map(|before| before.price);
            if before != Some(product.price) {
                let at_ms = unit.now_ms();
                keep(connection, store, by, product, before, at_ms).map_err(|e| failed(&e))?;
            }
        }
        let rows: Vec<(Kind, Uuid, &Product)> = products
            .iter()
            .map(|product| (Kind::Product, product.id.0, product))
            .collect();
        let author = stores::author(by.device, by.employee);
        unit.engine(store, |engine| engine.write_rows(&author, &rows))?;
    }
    Ok(())
}

fn keep(
    connection: &Connection,
    store: StoreNo,
    by: By,
    product: &Product,
    before: Option<Money>,
    at_ms: i64,
) -> rusqlite::Result<()> {
    let employee = (by.employee != nobody()).then_some(by.employee.0);
    connection
        .prepare_cached(
            "INSERT INTO product_price (store, product, at_ms, employee, price, before, way) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            store.0,
            product.id.0,
            at_ms,
            employee,
            product.price.0,
            before.map(|price| price.0),
            way_word(by.way),
        ])
        .map(drop)
}

/// The prices of a product, the latest first.
pub(crate) fn of(
    connection: &Connection,
    store: StoreNo,
    product: ProductId,
) -> rusqlite::Result<Vec<PriceEntry>> {
    connection
        .prepare_cached(
            "SELECT at_ms, employee, price, before, way FROM product_price \
             WHERE store = ? AND product = ? ORDER BY no DESC LIMIT ?",
        )?
        .query_map(params![store.0, product.0, MOST_SHOWN], |row| {
            let way: String = row.get(4)?;
            Ok(PriceEntry {
                at_ms: row.get(0)?,
                employee_id: row.get::<_, Option<Uuid>>(1)?.map(EmployeeId),
                price: Money(row.get(2)?),
                before: row.get::<_, Option<i64>>(3)?.map(Money),
                way: way_named(&way),
            })
        })?
        .collect()
}

fn way_word(way: PriceWay) -> &'static str {
    match way {
        PriceWay::One => "one",
        PriceWay::Several => "several",
        PriceWay::Table => "table",
    }
}

fn way_named(word: &str) -> PriceWay {
    match word {
        "several" => PriceWay::Several,
        "table" => PriceWay::Table,
        _ => PriceWay::One,
    }
}
