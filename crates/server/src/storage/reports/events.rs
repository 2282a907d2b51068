//! Entries of the log that a report tells of: what was done out of the ordinary, given to others,
//! merged, or came late. What each is worth follows the sale as it stands.

use super::wanted::Wanted;
use super::{facts, keep};
use crate::storage::{ReadError, StoreNo};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sale::{
    Change, Discount, EmployeeId, LineEdit, LineId, Money, Note, Outcome, Quantity, RegisterId,
    Review, ReviewId, ReviewKind, Sale, SaleId, Status,
};
use sync::api::reports::{Exception, ExceptionsPage};
use sync::codec;
use sync::server::LogEntry;
use uuid::Uuid;

/// Exceptions of a page.
const MOST_ON_A_PAGE: usize = 100;
/// Merges that are followed from a sale to the one that holds its goods now.
const MOST_FOLLOWED: usize = 64;

/// What an entry is told as. The numbers are in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Void = 1,
    RemovedLine = 2,
    LoweredPrice = 3,
    Discount = 4,
    Refund = 5,
    Review = 6,
    /// It came after its business day was over.
    Late = 7,
    /// A sale was given to another employee.
    HandedOver = 8,
    Merge = 9,
}

/// Those that a manager wants to know the reason of.
pub(super) const EXCEPTIONS: [(Kind, &str); 6] = [
    (Kind::Void, "void"),
    (Kind::RemovedLine, "removed_line"),
    (Kind::LoweredPrice, "lowered_price"),
    (Kind::Discount, "discount"),
    (Kind::Refund, "refund"),
    (Kind::Review, "review"),
];

impl Kind {
    /// Its number in the file.
    #[expect(clippy::as_conversions, reason = "an enum's own number")]
    pub(super) fn number(self) -> i64 {
        self as i64
    }
}

/// What an event is about beside its sale: a line or a tender, and units, a price difference or an
/// amount.
#[derive(Clone, Copy, Default)]
struct Matter {
    part: Option<Uuid>,
    amount: i64,
}

/// Takes in an entry of the log, after the sales that it changed.
///
/// # Errors
/// When the file cannot be written.
pub(in crate::storage) fn take(
    connection: &Connection,
    store: StoreNo,
    entry: &LogEntry,
) -> rusqlite::Result<()> {
    let Ok(change) = codec::decode::<Change>(&entry.change) else {
        // A review keeps what cannot be read; an entry of the server's own has none.
        let outcome: Outcome = codec::decode(&entry.outcome).unwrap_or_default();
        return match outcome.review {
            Some(_) => put(
                connection,
                store,
                entry,
                Kind::Review,
                None,
                Matter::default(),
                None,
            ),
            None => Ok(()),
        };
    };
    let outcome: Outcome = codec::decode(&entry.outcome).unwrap_or_default();
    let Some(named) = change.sale_id() else {
        return Ok(());
    };
    let sale = Some(outcome.elsewhere.unwrap_or(named));
    let wall = keep::wall(connection, store)?;
    let told = |kind, sale, matter| {
        put(
            connection,
            store,
            entry,
            kind,
            sale,
            matter,
            change.reason(),
        )
    };
    let mut done = true;
    if let Some(review) = outcome.review {
        told(Kind::Review, sale, Matter::default())?;
        done = is_done_all_the_same(connection, store, review)?;
    }
    if done && let Some((kind, matter)) = matter(connection, store, entry, &change, &outcome)? {
        let sale = if kind == Kind::Merge {
            Some(named)
        } else {
            sale
        };
        told(kind, sale, matter)?;
    }
    let made = wall.date_at(entry.at_ms).and_then(|date| wall.day(date));
    if made.is_some_and(|day| day.to_ms <= entry.server_ms) {
        told(Kind::Late, sale, Matter::default())?;
    }
    for sale in sale.into_iter().chain([named]) {
        if let Some((no, sale)) = stands(connection, store, sale)? {
            if matches!(change, Change::Merge { .. }) {
                keep::keep(connection, store, no, Some(&sale))?;
            }
            weigh(connection, store, &sale)?;
        }
    }
    Ok(())
}

/// Whether the change that raised a review was done: money was too much, or is to be given back.
fn is_done_all_the_same(
    connection: &Connection,
    store: StoreNo,
    review: ReviewId,
) -> rusqlite::Result<bool> {
    let body: Option<String> = connection
        .prepare_cached("SELECT body FROM entity WHERE store = ? AND kind = 'review' AND id = ?")?
        .query_row(params![store.0, review.0], |row| row.get(0))
        .optional()?;
    let review = body.and_then(|body| codec::decode::<Review>(&body).ok());
    Ok(review.is_some_and(|review| {
        matches!(
            review.kind,
            ReviewKind::Overpaid | ReviewKind::LateTender | ReviewKind::VoidedWithTender
        )
    }))
}

/// What a change that was done is told as.
fn matter(
    connection: &Connection,
    store: StoreNo,
    entry: &LogEntry,
    change: &Change,
    outcome: &Outcome,
) -> rusqlite::Result<Option<(Kind, Matter)>> {
    let taken = |line: LineId, asked: Quantity| {
        let taken = outcome.notes.iter().find_map(|note| match note {
            Note::TookWhatWasThere { taken, .. } => Some(*taken),
            _ => None,
        });
        let matter = Matter {
            part: Some(line.0),
            amount: taken.unwrap_or(asked).0,
        };
        Some((Kind::RemovedLine, matter))
    };
    let whole = |kind| Some((kind, Matter::default()));
    Ok(match change {
        Change::Void { .. } => whole(Kind::Void),
        Change::Owner { .. } => whole(Kind::HandedOver),
        Change::Merge { .. } => {
            let stays = |note: &Note| matches!(note, Note::AlreadyMerged { .. } | Note::IntoItself);
            whole(Kind::Merge).filter(|_| !outcome.notes.iter().any(stays))
        }
        Change::RemoveLine { line_id, seen, .. } => taken(*line_id, *seen),
        Change::ChangeQuantity {
            line_id,
            difference,
            reason: Some(_),
            ..
        } if difference.0 < 0 => taken(*line_id, Quantity(-difference.0)),
        Change::SetQuantity {
            line_id,
            to,
            seen,
            reason: Some(_),
            ..
        } if to < seen => taken(*line_id, Quantity(seen.0 - to.0)),
        Change::EditLine {
            sale_id,
            line_id,
            edit: LineEdit::UnitPrice(price),
            ..
        } => {
            let before = price_before(connection, store, *sale_id, *line_id, entry.position, 0)?;
            before.filter(|before| price < before).map(|before| {
                let matter = Matter {
                    part: Some(line_id.0),
                    amount: (before - *price).0,
                };
                (Kind::LoweredPrice, matter)
            })
        }
        Change::EditLine {
            line_id,
            edit: LineEdit::Discount(Some(_)),
            reason: Some(_),
            ..
        } => Some((
            Kind::Discount,
            Matter {
                part: Some(line_id.0),
                amount: 0,
            },
        )),
        Change::AddLine { line, .. } if line.reason.is_some() && line.discount.is_some() => Some((
            Kind::Discount,
            Matter {
                part: Some(line.id.0),
                amount: 0,
            },
        )),
        Change::Discount {
            discount: Some(_),
            reason: Some(_),
            ..
        } => whole(Kind::Discount),
        Change::Tender { tender, .. } if tender.amount < Money::ZERO => Some((
            Kind::Refund,
            Matter {
                part: Some(tender.id.0),
                amount: -tender.amount.0,
            },
        )),
        _ => None,
    })
}

/// The price of one unit of a line before an entry of the log, as the log has it.
fn price_before(
    connection: &Connection,
    store: StoreNo,
    sale: SaleId,
    line: LineId,
    position: u64,
    depth: usize,
) -> rusqlite::Result<Option<Money>> {
    if depth > MOST_FOLLOWED {
        return Ok(None);
    }
    let mut query = connection.prepare_cached(
        "SELECT log.position, log.change, log.outcome FROM log_sale JOIN log USING (store, position) \
         WHERE log_sale.store = ? AND log_sale.sale_id = ? AND log_sale.position < ? \
         ORDER BY log_sale.position DESC",
    )?;
    let by = params![store.0, sale.0, position.cast_signed()];
    let read = |row: &Row<'_>| -> rusqlite::Result<(i64, String, String)> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    };
    let entries: Vec<(i64, String, String)> =
        query.query_map(by, read)?.collect::<Result<_, _>>()?;
    for (at, change, outcome) in entries {
        let refused =
            codec::decode::<Outcome>(&outcome).is_ok_and(|outcome| outcome.review.is_some());
        let Ok(change) = codec::decode::<Change>(&change) else {
            continue;
        };
        let new = |lines: &[sale::NewLine]| {
            lines
                .iter()
                .find(|new| new.id == line)
                .map(|new| new.unit_price)
        };
        let found = match &change {
            Change::EditLine {
                line_id,
                edit: LineEdit::UnitPrice(price),
                ..
            } if *line_id == line && !refused => Some(*price),
            Change::AddLine { line: added, .. } => new(std::slice::from_ref(added)),
            Change::Open(open) => new(&open.lines),
            Change::Split(split) => match split.moves.iter().find(|m| m.new_line_id == line) {
                Some(moved) => {
                    let (from, of) = (split.sale_id, moved.line_id);
                    price_before(connection, store, from, of, at.cast_unsigned(), depth + 1)?
                }
                None => None,
            },
            Change::Merge { sale_id, into } if *into == sale => {
                let at = at.cast_unsigned();
                price_before(connection, store, *sale_id, line, at, depth + 1)?
            }
            _ => None,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn put(
    connection: &Connection,
    store: StoreNo,
    entry: &LogEntry,
    kind: Kind,
    sale: Option<SaleId>,
    matter: Matter,
    reason: Option<&str>,
) -> rusqlite::Result<()> {
    let wall = keep::wall(connection, store)?;
    let outcome: Outcome = codec::decode(&entry.outcome).unwrap_or_default();
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO report_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            store.0,
            entry.position.cast_signed(),
            kind.number(),
            facts::slot(wall, entry.at_ms).day,
            entry.at_ms,
            entry.server_ms,
            sale.map(|id| id.0),
            matter.part,
            matter.amount,
            entry.employee_id.0,
            outcome.approved_by.map(|id| id.0),
            entry.register_id.map(|id| id.0),
            reason,
            // Of what has no sale, and until the sale is weighed.
            (kind == Kind::Review).then_some(0_i64),
        ])
        .map(drop)
}

/// When a sale was merged the last time.
pub(super) fn merged_ms(
    connection: &Connection,
    store: StoreNo,
    sale: SaleId,
) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached(
            "SELECT made_ms FROM report_event WHERE store = ? AND sale_id = ? AND kind = ? \
             ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![store.0, sale.0, Kind::Merge.number()], |row| {
            row.get(0)
        })
        .optional()
}

/// A sale as it stands, with its number in the list.
fn stands(
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
    let mut query = connection.prepare_cached(
        "SELECT position, kind, made_ms, part, amount, employee_id FROM report_event \
         WHERE store = ? AND sale_id = ?",
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

/// One page of exceptions, the latest first.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn page(
    connection: &Connection,
    store: StoreNo,
    wanted: &Wanted,
    after: Option<u64>,
) -> Result<ExceptionsPage, ReadError> {
    let mut query = connection.prepare_cached(
        "SELECT position, kind, server_ms, sale_id, employee_id, approved_by, register_id, reason, \
         worth FROM report_event WHERE store = ? AND day BETWEEN ? AND ? AND kind <= 6 \
         AND worth IS NOT NULL AND position < ? ORDER BY position DESC, kind",
    )?;
    let after = after.map_or(i64::MAX, u64::cast_signed);
    let mut rows = query.query(params![store.0, wanted.first, wanted.last, after])?;
    let mut page = ExceptionsPage {
        exceptions: Vec::new(),
        next: None,
    };
    while let Some(row) = rows.next()? {
        let sale_id = row.get::<_, Option<Uuid>>(3)?.map(SaleId);
        let employee_id = EmployeeId(row.get(4)?);
        let register_id = row.get::<_, Option<Uuid>>(6)?.map(RegisterId);
        if !wanted.wants_event(connection, store, employee_id, register_id, sale_id)? {
            continue;
        }
        let position = row.get::<_, i64>(0)?.cast_unsigned();
        if page.exceptions.len() >= MOST_ON_A_PAGE {
            let last = page.exceptions.last().map(|last| last.position);
            // Two of one entry stay on one page.
            if last != Some(position) {
                page.next = last;
                break;
            }
        }
        let kind: i64 = row.get(1)?;
        let kind = EXCEPTIONS.iter().find(|(known, _)| known.number() == kind);
        let sale = sale_id
            .map(|id| stands(connection, store, id))
            .transpose()?;
        page.exceptions.push(Exception {
            position,
            kind: kind.map_or("", |(_, word)| word).to_owned(),
            at_ms: row.get(2)?,
            sale_id,
            sale_title: sale.flatten().map(|(_, sale)| sale.title().to_owned()),
            employee_id,
            approved_by: row.get::<_, Option<Uuid>>(5)?.map(EmployeeId),
            register_id,
            reason: row.get(7)?,
            value: Money(row.get(8)?),
        });
    }
    Ok(page)
}
