//! The catalogue, for BackOffice's list.

use super::{ReadError, StoreNo, folded};
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
    let search = folded(query.search.as_deref().unwrap_or_default());
    let words: Vec<&str> = search.split_whitespace().collect();
    let most = usize::try_from(limit).unwrap_or(usize::MAX) + 1;
    let mut bodies: Vec<(String, String)> = Vec::new();
    let mut listing = connection.prepare_cached(
        "SELECT sorted, body, known FROM (SELECT body, lower(json_extract(body, '$.name')) || ' ' || \
         hex(id) AS sorted, json_extract(body, '$.name') || char(10) || \
         json_extract(body, '$.code') || char(10) || json_extract(body, '$.category') AS known \
         FROM entity WHERE store = ?1 AND kind = 'product' AND gone = 0) \
         WHERE sorted > ?2 ORDER BY sorted",
    )?;
    let mut rows = listing.query(params![store.0, query.after.as_deref().unwrap_or_default()])?;
    while bodies.len() < most
        && let Some(row) = rows.next()?
    {
        let known = folded(row.get_ref(2)?.as_str().unwrap_or_default());
        if words.iter().all(|word| known.contains(word)) {
            bodies.push((row.get(0)?, row.get(1)?));
        }
    }
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
