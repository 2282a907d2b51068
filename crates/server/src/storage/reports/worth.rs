//! What events are worth: written anew whenever their sale is written, since it follows the sale as it
//! stands. It must not know how events come about, nor how figures are kept.

use super::kinds::Kind;
use crate::storage::StoreNo;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sale::{Discount, Money, Sale, SaleId, Status};
use sync::codec;
use uuid::Uuid;

/// Merges that are followed from a sale to the one that holds its goods now.
const MOST_FOLLOWED: usize = 64;

/// A sale as it stands, with its number in the list.
pub(super) fn stands(
    connection: &Connection,
    store: StoreNo,
    id: SaleId,
) -> rusqlite::Result<Option<(i64, Sale)>> {
    let found: Option<(i64, String)> = connection
        .prepare_cached("SELECT no, body FROM entity WHERE store = ? AND kind = 'sale' AND id = ?")?
        .query_row(params![store.0, id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.and_then(|(no, body)| Some((no, codec::decode(&body).ok()?))))
}

/// Writes anew what the events of a sale are worth, and of those that were merged into it.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn weigh(connection: &Connection, store: StoreNo, sale: &Sale) -> rusqlite::Result<()> {
    let mut holder = None;
    if let Status::Merged(into) = sale.status {
        let mut next = into;
        for _ in 0..MOST_FOLLOWED {
            holder = stands(connection, store, next)?.map(|(_, sale)| sale);
            match holder.as_ref().map(|sale| sale.status) {
                Some(Status::Merged(into)) => next = into,
                _ => break,
            }
        }
    }
    let holds = holder.as_ref().unwrap_or(sale);
    weigh_one(connection, store, sale, holds)?;
    for part in &sale.parts {
        weigh_one(connection, store, &part.sale, sale)?;
    }
    Ok(())
}

fn weigh_one(
    connection: &Connection,
    store: StoreNo,
    sale: &Sale,
    holds: &Sale,
) -> rusqlite::Result<()> {
    // Without being told, SQLite takes all events of a store to be few.
    let mut query = connection.prepare_cached(
        "SELECT position, kind, made_ms, part, amount, employee_id FROM report_event \
         INDEXED BY report_event_sale WHERE store = ? AND sale_id = ?",
    )?;
    let read = |row: &Row<'_>| -> rusqlite::Result<(i64, i64, i64, Option<Uuid>, i64, Uuid)> {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
        ))
    };
    let events: Vec<_> = query
        .query_map(params![store.0, sale.id.0], read)?
        .collect::<Result<_, _>>()?;
    for (position, kind, made_ms, part, amount, by) in events {
        let finished = sale
            .closing
            .as_ref()
            .is_some_and(|closing| closing.at_ms == made_ms && closing.by.0 == by);
        let line = holds.lines.iter().find(|line| Some(line.id.0) == part);
        let total = || sale.totals().total.0;
        let (amount, worth) = match kind {
            kind if kind == Kind::Void.number() => {
                let stands = sale.status == Status::Voided && finished;
                (amount, stands.then(total))
            }
            kind if kind == Kind::RemovedLine.number() => (
                amount,
                Some(line.map_or(0, |l| l.price_each().scale(amount, 1000).0)),
            ),
            kind if kind == Kind::LoweredPrice.number() => {
                let worth = line.map_or(0, |l| Money(amount).scale(l.quantity.0, 1000).0);
                (amount, Some(worth))
            }
            kind if kind == Kind::Discount.number() => (
                amount,
                Some(match part {
                    Some(_) => line.map_or(0, |l| (l.gross() - l.amount()).0),
                    None => off(sale, holds),
                }),
            ),
            kind if kind == Kind::Refund.number() => {
                let taken = holds.tenders.iter().any(|tender| Some(tender.id.0) == part);
                (amount, taken.then_some(amount))
            }
            kind if kind == Kind::Late.number() => {
                let closed = sale.status == Status::Closed && finished;
                (i64::from(closed), Some(if closed { total() } else { 0 }))
            }
            _ => (amount, Some(0)),
        };
        connection
            .prepare_cached(
                "UPDATE report_event SET amount = ?, worth = ? \
                 WHERE store = ? AND position = ? AND kind = ?",
            )?
            .execute(params![amount, worth, store.0, position, kind])?;
    }
    Ok(())
}

/// What a sale's own discount takes off its lines, wherever they are.
fn off(sale: &Sale, holds: &Sale) -> i64 {
    let part = (holds.id != sale.id).then_some(sale.id);
    let lines = holds.lines.iter().filter(|line| line.part == part);
    let amount: Money = lines.map(sale::Line::amount).sum();
    sale.discount
        .map_or(0, |discount: Discount| discount.of(amount).0)
}
