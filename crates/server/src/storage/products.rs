//! The catalogue, for BackOffice's list.

use super::{ReadError, StoreNo};
use rusqlite::{Connection, params};
use sale::Product;
use sync::api::{ProductsPage, ProductsQuery};
use sync::codec;

/// Most products of a page.
const MOST_ON_A_PAGE: u32 = 200;

/// One page of a store's products, by name and then id.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn page(
    connection: &Connection,
    store: StoreNo,
    query: &ProductsQuery,
) -> Result<ProductsPage, ReadError> {
    let limit = query
        .limit
        .unwrap_or(MOST_ON_A_PAGE)
        .clamp(1, MOST_ON_A_PAGE);
    let search = query
        .search
        .as_deref()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let mut bodies: Vec<(String, String)> = connection
        .prepare_cached(
            "SELECT sorted, body FROM (SELECT body, lower(json_extract(body, '$.name')) || ' ' || \
             hex(id) AS sorted FROM entity WHERE store = ?1 AND kind = 'product' AND gone = 0 AND \
             (?2 = '' OR instr(lower(json_extract(body, '$.name') || char(10) || \
             json_extract(body, '$.code') || char(10) || json_extract(body, '$.category')), ?2) > 0)) \
             WHERE sorted > ?3 ORDER BY sorted LIMIT ?4",
        )?
        .query_map(
            params![store.0, search, query.after.as_deref().unwrap_or_default(), limit + 1],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .collect::<Result<_, _>>()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = bodies.len() > limit;
    bodies.truncate(limit);
    let next = bodies
        .last()
        .filter(|_| more)
        .map(|(sorted, _)| sorted.clone());
    let products: Result<Vec<Product>, _> =
        bodies.iter().map(|(_, body)| codec::decode(body)).collect();
    Ok(ProductsPage {
        products: products.map_err(|e| ReadError::Failed(e.to_string()))?,
        next,
    })
}
