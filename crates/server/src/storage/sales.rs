//! Lists of sales for BackOffice: filtered, sorted, a page at a time. A page begins after the last
//! sale of the one before, so that it is as quick far down as at the top.

use super::listing;
use super::{ReadError, StoreNo};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};
use sale::{Sale, Status};
use sync::api::{ListedSale, SalesOrder, SalesPage, SalesQuery, StatusFilter};
use sync::codec;

/// Most sales of a page.
const MOST_ON_A_PAGE: u32 = 100;
/// Sales that are counted; more are not told apart.
const MOST_COUNTED: u32 = 100_000;
/// Finished sales that one search looks through, the latest ones.
const MOST_MATCHES: u32 = 10_000;
/// Words of one search.
const MOST_WORDS: usize = 8;

/// The name of the row that a column points to, for sorting.
const REGISTER_NAME: &str = "coalesce((SELECT lower(json_extract(body, '$.name')) FROM entity \
     WHERE entity.store = listed_sale.store AND kind = 'register' AND entity.id = register_id), '')";
const EMPLOYEE_NAME: &str = "coalesce((SELECT lower(json_extract(body, '$.name')) FROM entity \
     WHERE entity.store = listed_sale.store AND kind = 'employee' AND entity.id = owner), '')";

/// What the page before ended with: the sorting's value, and the listed sale's number.
#[derive(serde::Serialize, serde::Deserialize)]
struct Cursor(Key, i64);

#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Key {
    Number(i64),
    Text(String),
}

/// A list that was asked for, as SQL.
struct Wanted {
    conditions: String,
    values: Vec<Value>,
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
    let Wanted { conditions, values } = wanted(store, query);
    let counting = format!(
        "SELECT count(*) FROM (SELECT 1 FROM listed_sale WHERE {conditions} LIMIT {MOST_COUNTED})"
    );
    let count: i64 = connection
        .prepare_cached(&counting)?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let key = sorted_by(query.sort);
    let (direction, beyond) = if query.descending {
        ("DESC", "<")
    } else {
        ("ASC", ">")
    };
    let mut values = values;
    let mut after = String::new();
    if let Some(Cursor(key_after, no)) = query.after.as_deref().and_then(read_cursor) {
        after = format!("AND ({key}, no) {beyond} (?, ?)");
        values.push(match key_after {
            Key::Number(number) => Value::Integer(number),
            Key::Text(text) => Value::Text(text),
        });
        values.push(Value::Integer(no));
    }
    let limit = query
        .limit
        .unwrap_or(MOST_ON_A_PAGE)
        .clamp(1, MOST_ON_A_PAGE);
    // One more than the page holds says whether there is a next one.
    let listing = format!(
        "SELECT no, id, {key} FROM listed_sale WHERE {conditions} {after} \
         ORDER BY {key} {direction}, no {direction} LIMIT {}",
        limit + 1
    );
    let mut found: Vec<(Cursor, uuid::Uuid)> = connection
        .prepare_cached(&listing)?
        .query_map(params_from_iter(&values), |row| {
            let key = match row.get_ref(2)? {
                ValueRef::Integer(number) => Key::Number(number),
                other => Key::Text(other.as_str().unwrap_or_default().to_owned()),
            };
            Ok((Cursor(key, row.get(0)?), row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found
        .last()
        .filter(|_| more)
        .map(|(cursor, _)| write_cursor(cursor));
    let mut sales = Vec::with_capacity(found.len());
    for (_, id) in found {
        sales.extend(one(connection, store, id)?);
    }
    Ok(SalesPage {
        sales,
        next,
        count: count.cast_unsigned(),
    })
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

fn sorted_by(order: SalesOrder) -> &'static str {
    match order {
        SalesOrder::Opened => "opened_at_ms",
        SalesOrder::Changed => "version",
        SalesOrder::Number => "number",
        SalesOrder::Total => "total",
        SalesOrder::Closed => "closed_at_ms",
        SalesOrder::Name => "title",
        SalesOrder::Register => REGISTER_NAME,
        SalesOrder::Employee => EMPLOYEE_NAME,
    }
}

fn wanted(store: StoreNo, query: &SalesQuery) -> Wanted {
    let mut conditions = "store = ?".to_owned();
    let mut values = vec![Value::Integer(store.0)];
    // Written out, not bound: an index with a condition is used only where it stands in the text.
    let finished = |status: Status| {
        let word = listing::status_word(status);
        format!(" AND finished = 1 AND status = '{word}'")
    };
    let merged = Status::Merged(sale::SaleId(uuid::Uuid::nil()));
    match query.status {
        StatusFilter::Open => conditions.push_str(" AND finished = 0"),
        StatusFilter::Closed => conditions.push_str(&finished(Status::Closed)),
        StatusFilter::Voided => conditions.push_str(&finished(Status::Voided)),
        StatusFilter::Merged => conditions.push_str(&finished(merged)),
        StatusFilter::All => {}
    }
    if let Some(register) = query.register {
        conditions.push_str(" AND register_id = ?");
        values.push(Value::Blob(register.0.as_bytes().to_vec()));
    }
    if let Some(employee) = query.employee {
        conditions.push_str(" AND owner = ?");
        values.push(Value::Blob(employee.0.as_bytes().to_vec()));
    }
    for (bound, condition) in [
        (query.closed_from_ms, " AND closed_at_ms >= ?"),
        (query.closed_before_ms, " AND closed_at_ms < ?"),
    ] {
        if let Some(ms) = bound {
            conditions.push_str(condition);
            values.push(Value::Integer(ms));
        }
    }
    let search = query.search.as_deref().map(str::trim).unwrap_or_default();
    if !search.is_empty() {
        let open = "(finished = 0 AND instr(search, ?) > 0)";
        let done = format!(
            "(finished = 1 AND no IN (SELECT rowid FROM sale_words WHERE sale_words MATCH ? \
             ORDER BY rowid DESC LIMIT {MOST_MATCHES}))"
        );
        conditions.push_str(&format!(" AND ({open} OR {done})"));
        values.push(Value::Text(search.to_lowercase()));
        values.push(Value::Text(matching(search)));
    }
    Wanted { conditions, values }
}

/// A search as FTS5 takes it: every word, each as the beginning of one.
fn matching(search: &str) -> String {
    let words: Vec<String> = search
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .map(|word| format!("\"{word}\"*"))
        .collect();
    if words.is_empty() {
        return "\"\"".to_owned();
    }
    words.join(" ")
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    serde_json::from_slice(&bytes).ok()
}

fn write_cursor(cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).unwrap_or_default())
}
