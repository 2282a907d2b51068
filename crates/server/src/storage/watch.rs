//! What needs a person: the matters that were found, who looks after each and how it ended; and what
//! of them the tables tell, such as old sales and voids.
//!
//! It must not know who is connected: what is found elsewhere is handed in.

use super::{ReadError, StoreNo, Unit, failed, stores};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sale::{EmployeeId, Review};
use std::collections::BTreeMap;
use sync::api::watch::{WatchDeed, WatchEnd, WatchKind, WatchMatter};
use sync::row::Kind;
use sync::server::StorageError;
use uuid::Uuid;

/// Most matters of a kind that are found at once, and most that are listed.
const MOST_FOUND: u32 = 200;
const MOST_LISTED: u32 = 1_000;
/// How long an ended matter is listed, in milliseconds.
const LISTED_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Most voids that are counted.
const MOST_VOIDS: u32 = 20_000;

/// Something that is the case now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub amount: i64,
    pub usual: i64,
}

/// What is the case now, by kind and subject.
pub(crate) type AllFound = BTreeMap<(WatchKind, Uuid), Found>;

/// The open sales that were opened before a moment, oldest first.
pub(crate) fn old_sales(
    connection: &Connection,
    store: StoreNo,
    before_ms: i64,
) -> rusqlite::Result<Vec<(Uuid, i64)>> {
    connection
        .prepare_cached(
            "SELECT entity.id, opened_at_ms FROM listed_sale JOIN entity \
             ON entity.no = listed_sale.no WHERE listed_sale.store = ? AND finished = 0 \
             AND opened_at_ms < ? ORDER BY opened_at_ms LIMIT ?",
        )?
        .query_map(params![store.0, before_ms, MOST_FOUND], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect()
}

/// How many voids each person made from a moment on, and between an earlier one and that.
pub(crate) fn voids(
    connection: &Connection,
    store: StoreNo,
    earlier_ms: i64,
    today_ms: i64,
) -> rusqlite::Result<Vec<(EmployeeId, i64, i64)>> {
    let found: Vec<(Option<String>, i64, i64)> = connection
        .prepare_cached(
            "SELECT json_extract(body, '$.closing.by') AS person, sum(at_ms >= ?1), sum(at_ms < ?1) \
             FROM (SELECT entity.body AS body, listed_sale.closed_at_ms AS at_ms FROM listed_sale \
             JOIN entity ON entity.no = listed_sale.no WHERE listed_sale.store = ?2 \
             AND listed_sale.finished = 1 AND listed_sale.status = 2 \
             AND listed_sale.closed_at_ms >= ?3 \
             ORDER BY listed_sale.closed_at_ms DESC LIMIT ?4) GROUP BY person",
        )?
        .query_map(params![today_ms, store.0, earlier_ms, MOST_VOIDS], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    let known = found.into_iter().filter_map(|(person, today, before)| {
        let person = Uuid::parse_str(person?.as_str()).ok()?;
        Some((EmployeeId(person), today, before))
    });
    Ok(known.collect())
}

/// The open reviews of a store, by id.
///
/// # Errors
/// When the storage fails.
pub(crate) fn reviews(connection: &Connection, store: StoreNo) -> Result<Vec<Uuid>, ReadError> {
    let rows: Vec<Review> = stores::rows(connection, store, &Kind::Review)?;
    let open = rows.into_iter().filter(|one| one.resolution.is_none());
    Ok(open.map(|one| one.id.0).collect())
}

/// Whether what is written down is what was found: a look that alters nothing writes nothing.
pub(crate) fn is_known(
    connection: &Connection,
    store: StoreNo,
    found: &AllFound,
) -> rusqlite::Result<bool> {
    let mut left = found.len();
    for (_, kind, subject, amount) in present(connection, store)? {
        let Some(now) = kind.and_then(|kind| found.get(&(kind, subject))) else {
            return Ok(false);
        };
        if now.amount != amount {
            return Ok(false);
        }
        left = left.saturating_sub(1);
    }
    Ok(left == 0)
}

type Present = (i64, Option<WatchKind>, Uuid, i64);

fn named(word: &str) -> Option<WatchKind> {
    WatchKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == word)
}

fn present(connection: &Connection, store: StoreNo) -> rusqlite::Result<Vec<Present>> {
    connection
        .prepare_cached(
            "SELECT no, kind, subject, amount FROM watch_matter WHERE store = ? AND over_ms IS NULL",
        )?
        .query_map([store.0], |row| {
            let kind: String = row.get(1)?;
            Ok((row.get(0)?, named(&kind), row.get(2)?, row.get(3)?))
        })?
        .collect()
}

/// Writes down what was found: what is new is open, what is there no more is over.
///
/// # Errors
/// When the storage fails.
pub(crate) fn keep(
    unit: &mut Unit<'_>,
    store: StoreNo,
    found: &AllFound,
) -> Result<(), StorageError> {
    let (connection, now_ms) = (unit.connection(), unit.now_ms());
    let write = || -> rusqlite::Result<()> {
        for (no, kind, subject, _) in present(connection, store)? {
            if !kind.is_some_and(|kind| found.contains_key(&(kind, subject))) {
                connection
                    .prepare_cached("UPDATE watch_matter SET over_ms = ? WHERE no = ?")?
                    .execute(params![now_ms, no])?;
            }
        }
        for ((kind, subject), found) in found {
            connection
                .prepare_cached(
                    "INSERT INTO watch_matter (store, kind, subject, amount, usual, opened_ms) \
                     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (store, kind, subject) \
                     WHERE over_ms IS NULL \
                     DO UPDATE SET amount = excluded.amount, usual = excluded.usual",
                )?
                .execute(params![
                    store.0,
                    kind.as_str(),
                    subject,
                    found.amount,
                    found.usual,
                    now_ms
                ])?;
        }
        // What nobody is shown any more is not kept for ever.
        connection
            .prepare_cached("DELETE FROM watch_matter WHERE store = ? AND over_ms < ?")?
            .execute(params![store.0, now_ms - 13 * LISTED_MS])
            .map(drop)
    };
    write().map_err(|e| failed(&e))
}

/// What is open, and what has ended lately; latest first.
pub(crate) fn listed(
    connection: &Connection,
    store: StoreNo,
    now_ms: i64,
) -> rusqlite::Result<Vec<WatchMatter>> {
    let found: Vec<Option<WatchMatter>> = connection
        .prepare_cached(
            "SELECT no, kind, subject, amount, usual, opened_ms, taken_by, ended_ms, ended_by, \
             ended_how, over_ms FROM watch_matter \
             WHERE store = ? AND (over_ms IS NULL OR over_ms > ?) ORDER BY no DESC LIMIT ?",
        )?
        .query_map(params![store.0, now_ms - LISTED_MS, MOST_LISTED], matter)?
        .collect::<Result<_, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

fn matter(row: &Row<'_>) -> rusqlite::Result<Option<WatchMatter>> {
    let kind: String = row.get(1)?;
    let Some(kind) = named(&kind) else {
        return Ok(None);
    };
    let (ended_ms, over_ms): (Option<i64>, Option<i64>) = (row.get(7)?, row.get(10)?);
    let by: Option<Uuid> = row.get(8)?;
    let how: String = row.get(9)?;
    let ended = ended_ms.or(over_ms).map(|at_ms| WatchEnd {
        at_ms,
        by: by.map(EmployeeId),
        how,
    });
    Ok(Some(WatchMatter {
        no: row.get(0)?,
        kind,
        subject: row.get(2)?,
        name: None,
        amount: row.get(3)?,
        usual: row.get(4)?,
        opened_ms: row.get(5)?,
        taken_by: row.get::<_, Option<Uuid>>(6)?.map(EmployeeId),
        ended,
    }))
}

/// Does something about a matter that is there. Whether there is such a matter, not ended yet.
///
/// # Errors
/// When the storage fails.
pub(crate) fn act(
    unit: &mut Unit<'_>,
    store: StoreNo,
    kind: WatchKind,
    subject: Uuid,
    by: EmployeeId,
    deed: &WatchDeed,
) -> Result<bool, StorageError> {
    let (connection, now_ms) = (unit.connection(), unit.now_ms());
    let act = || -> rusqlite::Result<bool> {
        let no: Option<i64> = connection
            .prepare_cached(
                "SELECT no FROM watch_matter WHERE store = ? AND kind = ? AND subject = ? \
                 AND over_ms IS NULL AND ended_ms IS NULL",
            )?
            .query_row(params![store.0, kind.as_str(), subject], |row| row.get(0))
            .optional()?;
        let Some(no) = no else {
            return Ok(false);
        };
        match deed {
            WatchDeed::Take => connection
                .prepare_cached("UPDATE watch_matter SET taken_by = ? WHERE no = ?")?
                .execute(params![by.0, no])?,
            WatchDeed::Release => connection
                .prepare_cached("UPDATE watch_matter SET taken_by = NULL WHERE no = ?")?
                .execute([no])?,
            WatchDeed::End(how) => connection
                .prepare_cached(
                    "UPDATE watch_matter SET ended_ms = ?, ended_by = ?, ended_how = ? WHERE no = ?",
                )?
                .execute(params![now_ms, by.0, how, no])?,
        };
        Ok(true)
    };
    act().map_err(|e| failed(&e))
}
