//! The facts of the finished sales of a business day that is over, packed together: read in one go, and
//! passed over where they are not wanted without being unpacked.
//!
//! It must not know what is added up from them.

use super::facts::{Facts, slot};
use super::wall;
use super::wanted::Wanted;
use crate::storage::{ReadError, StoreNo, failed};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use sync::server::StorageError;

/// One sale of a pack: what filters go by, so that most are passed over, and its facts.
#[derive(Serialize, Deserialize)]
struct Packed<'p> {
    no: i64,
    register: u32,
    closed_on: u32,
    employee: u32,
    origin: u32,
    table: u32,
    /// Whether money was taken by or on others than these.
    by_others: bool,
    /// A bit for each product, by the end of its number.
    products: [u8; 8],
    facts: &'p [u8],
}

/// The bits for some products; several may share one.
fn bits(products: impl Iterator<Item = u32>) -> u64 {
    products.fold(0, |bits, product| bits | 1 << (product % 64))
}

impl<'p> Packed<'p> {
    fn of(no: i64, facts: &Facts, packed: &'p [u8]) -> Packed<'p> {
        let who = facts.who;
        let by_others = facts.tenders.iter().any(|tender| {
            let on = tender.who.register;
            tender.who.employee != who.employee || (on != who.register && on != facts.closed_on)
        });
        Packed {
            no,
            register: who.register,
            closed_on: facts.closed_on,
            employee: who.employee,
            origin: who.origin,
            table: who.table,
            by_others,
            products: bits(facts.goods.iter().map(|good| good.product)).to_le_bytes(),
            facts: packed,
        }
    }

    /// Whether anything of it may be wanted.
    fn may(&self, wanted: &Wanted, products: Option<u64>) -> bool {
        let register = wanted.register;
        let employee = wanted.employee;
        let on = register.is_none_or(|wanted| wanted == self.register || wanted == self.closed_on);
        let by = employee.is_none_or(|wanted| wanted == self.employee);
        let has = products.is_none_or(|bits| bits & u64::from_le_bytes(self.products) != 0);
        (self.by_others || (on && by))
            && wanted.origin.is_none_or(|wanted| wanted == self.origin)
            && wanted.at_table(self.table)
            && has
    }
}

/// The latest day that is over and has sales and no pack.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn unpacked(
    connection: &Connection,
    store: StoreNo,
    now_ms: i64,
) -> Result<Option<i32>, ReadError> {
    let today = slot(wall::of(connection, store)?, now_ms).day;
    let days = loose(connection, store, i32::MIN)?;
    Ok(days.range(..today).next_back().copied())
}

/// Packs a day.
///
/// # Errors
/// When the storage fails.
pub(crate) fn pack_day(
    connection: &Connection,
    store: StoreNo,
    day: i32,
) -> Result<(), StorageError> {
    put(connection, store, day).map_err(|e| failed(&e))
}

fn put(connection: &Connection, store: StoreNo, day: i32) -> rusqlite::Result<()> {
    let (mut sales, mut first) = (Vec::new(), day);
    let mut query = connection.prepare_cached(FINISHED)?;
    let mut rows = query.query(params![store.0, day, i32::MAX])?;
    while let Some(row) = rows.next()? {
        let packed = row.get_ref(1)?.as_blob()?;
        // One that cannot be read is passed over wherever facts are read.
        let Ok(facts) = postcard::from_bytes::<Facts>(packed) else {
            continue;
        };
        first = first.min(facts.days().0);
        let one = Packed::of(row.get(0)?, &facts, packed);
        sales = postcard::to_extend(&one, sales)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    }
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO report_pack (store, day, first_day, sales) VALUES (?, ?, ?, ?)",
        )?
        .execute(params![store.0, day, first, sales])
        .map(drop)
}

const FINISHED: &str = "SELECT no, facts FROM report_sale INDEXED BY report_sale_days \
     WHERE store = ? AND last_day = ? AND first_day <= ? AND open = 0";

/// The days from `first` on that have sales and no pack, found by leaping from day to day.
fn loose(connection: &Connection, store: StoreNo, first: i32) -> rusqlite::Result<BTreeSet<i32>> {
    let mut days = BTreeSet::new();
    let mut query = connection.prepare_cached(
        "SELECT last_day, EXISTS (SELECT 1 FROM report_pack \
         WHERE report_pack.store = report_sale.store AND day = last_day) \
         FROM report_sale INDEXED BY report_sale_days \
         WHERE store = ? AND last_day >= ? ORDER BY last_day LIMIT 1",
    )?;
    let mut from = Some(first);
    while let Some(next) = from {
        let found: Option<(i32, bool)> = query
            .query_row(params![store.0, next], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if let Some((day, false)) = found {
            days.insert(day);
        }
        from = found.and_then(|(day, _)| day.checked_add(1));
    }
    Ok(days)
}

/// Shows the number and the facts of every finished sale that has to do with the wanted days and may
/// be within what else is wanted.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn each(
    connection: &Connection,
    store: StoreNo,
    wanted: &Wanted,
    show: &mut dyn FnMut(i64, &Facts),
) -> Result<(), ReadError> {
    let mut query = connection.prepare_cached(
        "SELECT sales FROM report_pack WHERE store = ? AND day >= ? AND first_day <= ?",
    )?;
    let mut rows = query.query(params![store.0, wanted.first, wanted.last])?;
    let products = wanted.products.as_ref();
    let products = products.map(|products| bits(products.iter().copied()));
    while let Some(row) = rows.next()? {
        let mut rest = row.get_ref(0)?.as_blob().unwrap_or_default();
        while !rest.is_empty() {
            let (one, after) = postcard::take_from_bytes::<Packed<'_>>(rest)
                .map_err(|error| ReadError::Failed(error.to_string()))?;
            rest = after;
            if one.may(wanted, products)
                && let Ok(facts) = postcard::from_bytes(one.facts)
            {
                show(one.no, &facts);
            }
        }
    }
    drop(rows);
    let mut query = connection.prepare_cached(FINISHED)?;
    for day in loose(connection, store, wanted.first)? {
        let mut rows = query.query(params![store.0, day, wanted.last])?;
        while let Some(row) = rows.next()? {
            let packed = row.get_ref(1)?.as_blob().unwrap_or_default();
            if let Ok(facts) = postcard::from_bytes(packed) {
                show(row.get(0)?, &facts);
            }
        }
    }
    Ok(())
}
