//! What lists of sales are filtered, sorted and searched by: a few columns beside each sale's row,
//! written in the same transaction. `sales` reads them.

use super::StoreNo;
use super::folding::{folded, sort_key};
use super::reports::{self, Sums};
use rusqlite::{Connection, OptionalExtension, params};
use sale::{Sale, Status};
use std::collections::BTreeSet;
use sync::codec;
use sync::row::Kind;
use sync::server::StoredRow;
use uuid::Uuid;

/// Most bytes of a sale's text that a search looks through.
const MOST_SEARCH_BYTES: usize = 4_000;
/// Letters of a gram.
const GRAM: usize = 3;

/// The number for an open sale; finished ones have a larger one.
pub(super) const OPEN: i64 = 0;
/// A finished sale that this build cannot read.
const UNREADABLE: i64 = 4;

/// The number for a status in the tables.
pub(super) fn status_no(status: Status) -> i64 {
    match status {
        Status::Open => OPEN,
        Status::Closed => 1,
        Status::Voided => 2,
        Status::Merged(_) => 3,
    }
}

/// Takes in a sale's row as it has just been written: lists it, and adds it to the figures.
pub(super) fn put(
    connection: &Connection,
    store: StoreNo,
    no: i64,
    row: &StoredRow,
    sums: &mut Sums,
) -> rusqlite::Result<()> {
    let sale = list(connection, store, no, row)?;
    reports::take(connection, store, no, sale.as_ref(), sums)
}

/// Writes the columns of a sale's row. A body that this build cannot read is listed without any,
/// so that it is still counted and still there.
pub(super) fn list(
    connection: &Connection,
    store: StoreNo,
    no: i64,
    row: &StoredRow,
) -> rusqlite::Result<Option<Sale>> {
    let read: Option<Sale> = codec::decode(row.body.get()).ok();
    let sale = read.as_ref();
    let closing = sale.and_then(|sale| sale.closing.as_ref());
    let text = sale.map_or_else(String::new, searched);
    let status = match sale {
        _ if !row.gone => OPEN,
        Some(sale) => status_no(sale.status),
        None => UNREADABLE,
    };
    let register = sale.and_then(|sale| sale.register_id).map(|id| id.0);
    let register_no =
        register.map_or(Ok(0), |id| name_no(connection, store, &Kind::Register, id))?;
    let owner = sale.map(|sale| sale.owner.0);
    let owner_no = owner.map_or(Ok(0), |id| name_no(connection, store, &Kind::Employee, id))?;
    connection
        .prepare_cached(
            "INSERT INTO listed_sale VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT (no) DO UPDATE SET finished = excluded.finished, \
             status = excluded.status, register_no = excluded.register_no, \
             owner_no = excluded.owner_no, opened_at_ms = excluded.opened_at_ms, \
             closed_at_ms = excluded.closed_at_ms, version = excluded.version, \
             total = excluded.total, number = excluded.number, title = excluded.title, \
             search = excluded.search",
        )?
        .execute(params![
            no,
            store.0,
            row.gone,
            status,
            register_no,
            owner_no,
            sale.map_or(0, |sale| sale.opened_at_ms),
            closing.map_or(0, |closing| closing.at_ms),
            row.version.cast_signed(),
            sale.map_or(0, |sale| sale.totals().total.0),
            sale.map_or_else(String::new, |sale| sort_key(&sale.number)),
            sale.map_or_else(String::new, |sale| sort_key(sale.title())),
            text,
        ])?;
    if row.gone {
        let grams = grams(store, status, register_no, owner_no, &text);
        connection
            .prepare_cached("INSERT OR REPLACE INTO sale_grams (rowid, grams) VALUES (?, ?)")?
            .execute(params![no, grams])?;
    }
    Ok(read)
}

/// Keeps the name by which lists are sorted, of a register or an employee.
pub(super) fn put_name(
    connection: &Connection,
    store: StoreNo,
    row: &StoredRow,
) -> rusqlite::Result<()> {
    #[derive(serde::Deserialize)]
    struct Named {
        name: String,
    }
    let named: Option<Named> = codec::decode(row.body.get()).ok();
    let name = named.map_or_else(String::new, |named| sort_key(&named.name));
    connection
        .prepare_cached(
            "INSERT INTO listed_name (store, kind, id, name) VALUES (?, ?, ?, ?) \
             ON CONFLICT (store, kind, id) DO UPDATE SET name = excluded.name",
        )?
        .execute(params![store.0, row.kind.as_str(), row.id, name])
        .map(drop)
}

/// The number of a register or an employee that is known by name or by a sale; none when neither.
pub(super) fn known_no(
    connection: &Connection,
    store: StoreNo,
    kind: &Kind,
    id: Uuid,
) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT no FROM listed_name WHERE store = ? AND kind = ? AND id = ?")?
        .query_row(params![store.0, kind.as_str(), id], |row| row.get(0))
        .optional()
}

fn name_no(
    connection: &Connection,
    store: StoreNo,
    kind: &Kind,
    id: Uuid,
) -> rusqlite::Result<i64> {
    if let Some(no) = known_no(connection, store, kind, id)? {
        return Ok(no);
    }
    connection
        .prepare_cached(
            "INSERT INTO listed_name (store, kind, id, name) VALUES (?, ?, ?, '') RETURNING no",
        )?
        .query_row(params![store.0, kind.as_str(), id], |row| row.get(0))
}

/// What a search finds a sale by, folded, one matter a line.
fn searched(sale: &Sale) -> String {
    let mut text = folded(&sale.number);
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
        text.push_str(&folded(part));
    }
    text
}

/// The tokens of a finished sale: every three letters of its words, and of the ends what is left of
/// three; and what lists are filtered by. Each begins with the store (rule H4).
fn grams(store: StoreNo, status: i64, register_no: i64, owner_no: i64, text: &str) -> String {
    let mut tokens = BTreeSet::from([
        filter_token(store, 's', status),
        filter_token(store, 'r', register_no),
        filter_token(store, 'w', owner_no),
    ]);
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        tokens.extend(
            (0..letters.len()).map(|at| gram_token(store, letters.iter().skip(at).take(GRAM))),
        );
    }
    Vec::from_iter(tokens).join(" ")
}

fn filter_token(store: StoreNo, filter: char, no: i64) -> String {
    format!("{:04x}{filter}{no}", store.0 & 0xffff)
}

/// Four digits a letter, whatever the script. Letters that share them are told apart by the text.
fn gram_token<'l>(store: StoreNo, letters: impl Iterator<Item = &'l char>) -> String {
    let mut token = format!("{:04x}", store.0 & 0xffff);
    for letter in letters {
        token.push_str(&format!("{:04x}", u32::from(*letter) & 0xffff));
    }
    token
}

/// What finished sales with all of these words in them have, as FTS5 takes it.
pub(super) fn matching(
    store: StoreNo,
    status: i64,
    register_no: Option<i64>,
    owner_no: Option<i64>,
    words: &[String],
) -> String {
    let mut terms = BTreeSet::new();
    for word in words {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < GRAM {
            terms.insert(format!("\"{}\" *", gram_token(store, letters.iter())));
        }
        let whole = letters.windows(GRAM);
        terms.extend(whole.map(|three| format!("\"{}\"", gram_token(store, three.iter()))));
    }
    let filters = [
        Some(('s', status)),
        register_no.map(|no| ('r', no)),
        owner_no.map(|no| ('w', no)),
    ];
    let filters = filters.into_iter().flatten();
    terms.extend(filters.map(|(filter, no)| format!("\"{}\"", filter_token(store, filter, no))));
    Vec::from_iter(terms).join(" AND ")
}
