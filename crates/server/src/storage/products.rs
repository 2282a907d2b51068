//! The catalogue, for BackOffice's list: what it is searched, filtered and sorted by is kept in the
//! same transaction as each product's row.

use super::{ReadError, StoreNo, folded};
use rusqlite::types::{ToSql, Value};
use rusqlite::{Connection, params, params_from_iter};
use sale::{Product, ProductId};
use sync::api::goods::SameBarcode;
use sync::api::{CategoryCount, ProductsOrder, ProductsPage, ProductsQuery};
use sync::codec;
use sync::server::StoredRow;

/// Most products of a page.
const MOST_ON_A_PAGE: u32 = 200;
/// Most words of a search.
const MOST_WORDS: usize = 8;
/// Most categories that are listed.
const MOST_CATEGORIES: u32 = 1_000;

/// Writes what a product's row is listed by. A body that this build cannot read is not listed.
pub(super) fn put(
    connection: &Connection,
    store: StoreNo,
    row: &StoredRow,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM product_barcode WHERE store = ? AND product = ?")?
        .execute(params![store.0, row.id])?;
    let product: Option<Product> = codec::decode(row.body.get()).ok();
    let Some(product) = product.filter(|_| !row.gone) else {
        return connection
            .prepare_cached("DELETE FROM listed_product WHERE store = ? AND id = ?")?
            .execute(params![store.0, row.id])
            .map(drop);
    };
    for barcode in &product.barcodes {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO product_barcode (store, product, barcode) VALUES (?, ?, ?)",
            )?
            .execute(params![store.0, row.id, barcode])?;
    }
    let words = [&product.name, &product.code, &product.category];
    let words: Vec<&str> = words
        .into_iter()
        .chain(&product.barcodes)
        .map(String::as_str)
        .collect();
    connection
        .prepare_cached(
            "INSERT INTO listed_product (store, id, name, code, shelf, category, price, off_sale, \
             search, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT (store, id) DO UPDATE SET name = excluded.name, code = excluded.code, \
             shelf = excluded.shelf, category = excluded.category, price = excluded.price, \
             off_sale = excluded.off_sale, search = excluded.search, version = excluded.version",
        )?
        .execute(params![
            store.0,
            row.id,
            folded(&product.name),
            folded(&product.code),
            folded(&product.category),
            product.category,
            product.price.0,
            product.off_sale,
            folded(&words.join("\n")),
            row.version.cast_signed(),
        ])
        .map(drop)
}

/// One page of a store's products.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn page(
    connection: &Connection,
    store: StoreNo,
    query: &ProductsQuery,
) -> Result<ProductsPage, ReadError> {
    let (narrowed, values) = narrowed(store, query);
    let count: i64 = connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM listed_product p WHERE {narrowed}"
        ))?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let key = match query.sort {
        ProductsOrder::Name => "p.name",
        ProductsOrder::Code => "p.code",
        ProductsOrder::Category => "p.shelf",
        ProductsOrder::Price => "p.price",
        ProductsOrder::Changed => "p.version",
    };
    let (order, beyond) = if query.descending {
        ("DESC", "<")
    } else {
        ("ASC", ">")
    };
    let limit = query
        .limit
        .unwrap_or(MOST_ON_A_PAGE)
        .clamp(1, MOST_ON_A_PAGE);
    let mut values = values;
    let from = match query
        .after
        .as_deref()
        .and_then(|after| place(after, query.sort))
    {
        None => String::new(),
        Some((no, key_value)) => {
            values.extend([key_value, Value::Integer(no)]);
            let last = values.len();
            format!(" AND ({key}, p.no) {beyond} (?{}, ?{last})", last - 1)
        }
    };
    values.push(Value::Integer(i64::from(limit) + 1));
    let sql = format!(
        "SELECT p.no, {key}, e.body FROM listed_product p JOIN entity e \
         ON e.store = p.store AND e.kind = 'product' AND e.id = p.id \
         WHERE {narrowed}{from} ORDER BY {key} {order}, p.no {order} LIMIT ?{}",
        values.len()
    );
    let mut found: Vec<(i64, Value, String)> = connection
        .prepare_cached(&sql)?
        .query_map(params_from_iter(&values), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|(no, key, _)| match key {
        Value::Integer(key) => format!("{no} {key}"),
        Value::Text(key) => format!("{no} {key}"),
        _ => no.to_string(),
    });
    let products: Result<Vec<Product>, _> = found
        .iter()
        .map(|(_, _, body)| codec::decode(body))
        .collect();
    Ok(ProductsPage {
        products: products.map_err(|e| ReadError::Failed(e.to_string()))?,
        next,
        count: Some(count.cast_unsigned()),
        categories: categories(connection, store)?,
    })
}

/// What a page was asked from on, if it can be read.
fn place(after: &str, sort: ProductsOrder) -> Option<(i64, Value)> {
    let (no, key) = after.split_once(' ')?;
    let key = match sort {
        ProductsOrder::Price | ProductsOrder::Changed => Value::Integer(key.parse().ok()?),
        _ => Value::Text(key.to_owned()),
    };
    Some((no.parse().ok()?, key))
}

/// The condition of a query, with what stands for its parameters.
fn narrowed(store: StoreNo, query: &ProductsQuery) -> (String, Vec<Value>) {
    let mut sql = "p.store = ?1".to_owned();
    let mut values = vec![Value::Integer(store.0)];
    let mut also = |condition: &str, value: Value| {
        values.push(value);
        sql.push_str(&format!(" AND {condition}").replace('#', &format!("?{}", values.len())));
    };
    if let Some(category) = &query.category {
        also("p.category = #", Value::Text(category.clone()));
    }
    if let Some(on_sale) = query.on_sale {
        also("p.off_sale = #", Value::Integer(i64::from(!on_sale)));
    }
    let search = folded(query.search.as_deref().unwrap_or_default());
    for word in search.split_whitespace().take(MOST_WORDS) {
        also("instr(p.search, #) > 0", Value::Text(word.to_owned()));
    }
    (sql, values)
}

fn categories(connection: &Connection, store: StoreNo) -> rusqlite::Result<Vec<CategoryCount>> {
    connection
        .prepare_cached(
            "SELECT category, count(*) FROM listed_product WHERE store = ? AND category <> '' \
             GROUP BY category ORDER BY min(shelf) LIMIT ?",
        )?
        .query_map(params![store.0, MOST_CATEGORIES], |row| {
            Ok(CategoryCount {
                name: row.get(0)?,
                products: row.get::<_, i64>(1)?.cast_unsigned(),
            })
        })?
        .collect()
}

/// Other products that are scanned by one of these codes.
pub(crate) fn same_barcode(
    connection: &Connection,
    store: StoreNo,
    product: &Product,
) -> Result<Vec<SameBarcode>, ReadError> {
    let mut same = Vec::new();
    for barcode in &product.barcodes {
        let values: [&dyn ToSql; 3] = [&store.0, barcode, &product.id.0];
        let found: Vec<SameBarcode> = connection
            .prepare_cached(
                "SELECT b.product, e.body ->> 'name' FROM product_barcode b JOIN entity e \
                 ON e.store = b.store AND e.kind = 'product' AND e.id = b.product \
                 WHERE b.store = ? AND b.barcode = ? AND b.product <> ? LIMIT 5",
            )?
            .query_map(&values[..], |row| {
                Ok(SameBarcode {
                    barcode: barcode.clone(),
                    product_id: ProductId(row.get(0)?),
                    name: row.get(1)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        same.extend(found);
    }
    Ok(same)
}
