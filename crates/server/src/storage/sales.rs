//! Lists of sales for BackOffice: filtered, sorted, a page at a time. A page begins after the last
//! sale of the one before, so that it is as quick far down as at the top. `find` says which sales.

mod count;
mod find;
mod wanted;

use super::{ReadError, StoreNo};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use find::{Found, Spot};
use rusqlite::{Connection, OptionalExtension, params};
use sale::Sale;
use sync::api::{ListedSale, SalesPage, SalesQuery};
use sync::codec;
use wanted::Wanted;

/// Most sales of a page.
const MOST_ON_A_PAGE: u32 = 100;

/// What the page before ended with, and how many sales there were when the list began.
#[derive(serde::Serialize, serde::Deserialize)]
struct Cursor {
    spot: Spot,
    count: u64,
}

/// One page of a store's sales.
///
/// # Errors
/// When the file cannot be read; a cursor that is none of ours begins at the beginning.
pub(crate) fn page(
    connection: &Connection,
    store: StoreNo,
    query: &SalesQuery,
) -> Result<SalesPage, ReadError> {
    let limit = query
        .limit
        .unwrap_or(MOST_ON_A_PAGE)
        .clamp(1, MOST_ON_A_PAGE);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let Some(wanted) = Wanted::read(connection, store, query)? else {
        return Ok(SalesPage {
            sales: Vec::new(),
            next: None,
            count: 0,
        });
    };
    let after = query.after.as_deref().and_then(read_cursor);
    // One more than the page holds says whether there is a next one.
    let most = limit + 1;
    let spot = after.as_ref().map(|cursor| &cursor.spot);
    let Found { mut spots, matched } = find::spots(connection, &wanted, spot, most)?;
    let count = match after {
        Some(cursor) => cursor.count,
        None => count::of(connection, &wanted, matched)?,
    };
    let more = spots.len() > limit;
    spots.truncate(limit);
    let mut sales = Vec::with_capacity(spots.len());
    for spot in &spots {
        sales.extend(listed(connection, store, spot.no)?);
    }
    let last = spots.pop().filter(|_| more);
    Ok(SalesPage {
        sales,
        next: last.map(|spot| write_cursor(&Cursor { spot, count })),
        count,
    })
}

/// A sale by its number in the file; none when this build cannot read it.
fn listed(
    connection: &Connection,
    store: StoreNo,
    no: i64,
) -> rusqlite::Result<Option<ListedSale>> {
    let found: Option<(u64, String)> = connection
        .prepare_cached("SELECT version, body FROM entity WHERE no = ? AND store = ?")?
        .query_row(params![no, store.0], |row| {
            Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?))
        })
        .optional()?;
    Ok(found.and_then(|(version, body)| {
        let sale: Sale = codec::decode(&body)
            .inspect_err(|error| tracing::warn!(%error, no, "a sale is left out of a list"))
            .ok()?;
        Some(ListedSale {
            totals: sale.totals(),
            version,
            sale,
        })
    }))
}

/// One sale of a store, whatever its status.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn one(
    connection: &Connection,
    store: StoreNo,
    id: uuid::Uuid,
) -> Result<Option<ListedSale>, ReadError> {
    use sync::server::Storage;
    let storage = super::SqliteStorage::new(connection, store);
    let Some(row) = storage.row(&sync::row::Kind::Sale, id)? else {
        return Ok(None);
    };
    let sale: Sale = codec::decode(row.body.get()).map_err(|e| ReadError::Failed(e.to_string()))?;
    Ok(Some(ListedSale {
        totals: sale.totals(),
        version: row.version,
        sale,
    }))
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    serde_json::from_slice(&bytes).ok()
}

fn write_cursor(cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).unwrap_or_default())
}
