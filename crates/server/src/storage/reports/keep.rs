//! Keeps the figures up: whenever a sale is written, what it added before is taken off and what it
//! adds now is added, in the same transaction. It must not know who writes sales, nor how figures are
//! read.

use super::cells::{self, Figures, Place};
use super::kinds::Kind;
use super::{facts, wall, worth};
use crate::storage::StoreNo;
use rusqlite::{Connection, OptionalExtension, params};
use sale::{Sale, SaleId, Status, Store};
use std::collections::HashMap;
use sync::codec;

/// What the figures are as this build adds them up; another number means adding them up anew.
pub(super) const BUILD: i64 = 2;

/// Takes in a sale as it has just been written under its number in the list; none for one that this
/// build cannot read, which adds nothing.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn keep(
    connection: &Connection,
    store: StoreNo,
    no: i64,
    sale: Option<&Sale>,
) -> rusqlite::Result<()> {
    let mut sums = Sums::default();
    take(connection, store, no, sale, &mut sums)?;
    sums.write(connection, store)
}

/// What the sums of a store change by, of several sales: most are parts of the same sums.
#[derive(Default)]
pub(in crate::storage) struct Sums(HashMap<Place, Figures>);

/// As [`keep`], but for the sums: what they change by is put with that of other sales, and is to be
/// written in the same transaction.
///
/// # Errors
/// When the file cannot be written.
pub(in crate::storage) fn take(
    connection: &Connection,
    store: StoreNo,
    no: i64,
    sale: Option<&Sale>,
    Sums(changes): &mut Sums,
) -> rusqlite::Result<()> {
    let wall = wall::of(connection, store)?;
    let merged_ms = match sale {
        Some(sale) if matches!(sale.status, Status::Merged(_)) => {
            merged_ms(connection, store, sale.id)?
        }
        _ => None,
    };
    let now = sale
        .map(|sale| facts::of(connection, store, wall, sale, merged_ms))
        .transpose()?;
    let before: Option<Vec<u8>> = connection
        .prepare_cached("SELECT facts FROM report_sale WHERE no = ?")?
        .query_row([no], |row| row.get(0))
        .optional()?;
    let before = before.and_then(|packed| postcard::from_bytes::<facts::Facts>(&packed).ok());
    if before != now {
        for (facts, sign) in [(&before, -1), (&now, 1)] {
            let Some(facts) = facts else { continue };
            cells::add(changes, facts, sign);
            if facts.state != facts::State::Open {
                drop_pack(connection, store, facts.days().1)?;
            }
        }
        put(connection, store, no, now.as_ref())?;
    }
    match sale {
        Some(sale) => worth::weigh(connection, store, sale),
        None => Ok(()),
    }
}

/// Throws away what was packed of a day: a sale of it has changed.
fn drop_pack(connection: &Connection, store: StoreNo, day: i32) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM report_pack WHERE store = ? AND day = ?")?
        .execute(params![store.0, day])
        .map(drop)
}

/// When a sale was merged the last time.
fn merged_ms(
    connection: &Connection,
    store: StoreNo,
    sale: SaleId,
) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached(
            "SELECT made_ms FROM report_event INDEXED BY report_event_sale \
             WHERE store = ? AND sale_id = ? AND kind = ? ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![store.0, sale.0, Kind::Merge.number()], |row| {
            row.get(0)
        })
        .optional()
}

fn put(
    connection: &Connection,
    store: StoreNo,
    no: i64,
    facts: Option<&facts::Facts>,
) -> rusqlite::Result<()> {
    let Some(facts) = facts else {
        return connection
            .prepare_cached("DELETE FROM report_sale WHERE no = ?")?
            .execute([no])
            .map(drop);
    };
    let packed = postcard::to_allocvec(facts)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    let (first, last) = facts.days();
    connection
        .prepare_cached(
            "INSERT INTO report_sale VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (no) DO UPDATE SET \
             open = excluded.open, first_day = excluded.first_day, \
             last_day = excluded.last_day, facts = excluded.facts",
        )?
        .execute(params![
            no,
            store.0,
            facts.state == facts::State::Open,
            first,
            last,
            packed
        ])
        .map(drop)
}

impl Sums {
    /// Adds to the sums in the file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(in crate::storage) fn write(
        &mut self,
        connection: &Connection,
        store: StoreNo,
    ) -> rusqlite::Result<()> {
        let mut upsert = connection.prepare_cached(
            "INSERT INTO report_figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT DO UPDATE SET a = a + excluded.a, b = b + excluded.b, c = c + excluded.c, \
         d = d + excluded.d, e = e + excluded.e, f = f + excluded.f, g = g + excluded.g, \
         h = h + excluded.h, i = i + excluded.i, j = j + excluded.j",
        )?;
        for ((narrowed, by_key, kept, at), [a, b, c, d, e, f, g, h, i, j]) in self.0.drain() {
            let nothing = [a, b, c, d, e, f, g, h, i, j].iter().all(|sum| *sum == 0);
            if nothing {
                continue;
            }
            upsert.execute(params![
                store.0,
                narrowed.number(),
                by_key,
                kept.number(),
                at.day,
                at.key,
                at.second,
                a,
                b,
                c,
                d,
                e,
                f,
                g,
                h,
                i,
                j
            ])?;
        }
        Ok(())
    }
}

/// Takes in the store's row as it has just been written: with another zone or hour of change the
/// figures are to be added up anew.
///
/// # Errors
/// When the file cannot be written.
pub(in crate::storage) fn store_changed(
    connection: &Connection,
    store: StoreNo,
    body: &str,
) -> rusqlite::Result<()> {
    let Ok(row) = codec::decode::<Store>(body) else {
        return Ok(());
    };
    // A new store has nothing to add up: it begins with figures that are done.
    connection
        .prepare_cached(
            "INSERT INTO report_state VALUES (?1, ?2, ?3, ?4, NULL, NULL) \
             ON CONFLICT DO UPDATE SET build = ?2, time_zone = ?3, day_begins = ?4, \
             sales_done = -1, entries_done = 0 \
             WHERE (time_zone, day_begins) <> (?3, ?4)",
        )?
        .execute(params![store.0, BUILD, row.time_zone, row.day_begins_hour])
        .map(drop)
}
