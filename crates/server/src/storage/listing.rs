//! What lists of sales are filtered and sorted by: a few columns beside each sale's row, written in
//! the same transaction. `sales` reads them.

use super::StoreNo;
use rusqlite::{Connection, params};
use sale::{Sale, Status};
use sync::codec;
use sync::server::StoredRow;

/// Most bytes of a sale's text that a search looks through.
const MOST_SEARCH_BYTES: usize = 4_000;

/// The word for a status in the tables.
pub(super) fn status_word(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Closed => "closed",
        Status::Voided => "voided",
        Status::Merged(_) => "merged",
    }
}

/// Writes the columns of a sale's row. A body that this build cannot read is listed without any,
/// so that it is still counted and still there.
pub(super) fn put(
    connection: &Connection,
    store: StoreNo,
    row: &StoredRow,
) -> rusqlite::Result<()> {
    let sale: Option<Sale> = codec::decode(row.body.get()).ok();
    let sale = sale.as_ref();
    let closing = sale.and_then(|sale| sale.closing.as_ref());
    let words = sale.map_or_else(String::new, searched);
    let no: i64 = connection
        .prepare_cached(
            "INSERT INTO listed_sale (store, id, finished, status, number, title, search, \
             register_id, owner, opened_at_ms, closed_at_ms, total, version) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT (store, id) DO UPDATE SET finished = excluded.finished, \
             status = excluded.status, number = excluded.number, title = excluded.title, \
             search = excluded.search, register_id = excluded.register_id, \
             owner = excluded.owner, opened_at_ms = excluded.opened_at_ms, \
             closed_at_ms = excluded.closed_at_ms, total = excluded.total, \
             version = excluded.version RETURNING no",
        )?
        .query_row(
            params![
                store.0,
                row.id,
                row.gone,
                sale.map_or("", |sale| status_word(sale.status)),
                sale.map_or("", |sale| sale.number.as_str()),
                sale.map_or_else(String::new, |sale| sale.title().to_lowercase()),
                if row.gone { "" } else { words.as_str() },
                sale.and_then(|sale| sale.register_id).map(|id| id.0),
                sale.map(|sale| sale.owner.0),
                sale.map_or(0, |sale| sale.opened_at_ms),
                closing.map_or(0, |closing| closing.at_ms),
                sale.map_or(0, |sale| sale.totals().total.0),
                row.version.cast_signed(),
            ],
            |row| row.get(0),
        )?;
    if row.gone {
        connection
            .prepare_cached("INSERT OR REPLACE INTO sale_words (rowid, words) VALUES (?, ?)")?
            .execute(params![no, words])?;
    }
    super::reports::keep(connection, store, no, sale)
}

/// What a search finds a sale by, in lower case, one matter a line.
fn searched(sale: &Sale) -> String {
    let mut text = sale.number.to_lowercase();
    let customer = sale.customer.as_ref();
    let parts = [
        sale.name.as_deref(),
        customer.map(|customer| customer.name.as_str()),
        customer.and_then(|customer| customer.reference.as_deref()),
        sale.table.as_ref().map(|table| table.name.as_str()),
        sale.note.as_deref(),
    ];
    let items = sale.standing_lines().map(|line| line.name.as_str());
    for part in parts.into_iter().flatten().chain(items) {
        if text.len() + part.len() > MOST_SEARCH_BYTES {
            break;
        }
        text.push('\n');
        text.push_str(&part.to_lowercase());
    }
    text
}
