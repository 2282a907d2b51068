//! Entries of the log that a report tells of: what was done out of the ordinary, given to others,
//! merged, or came late. It must not know what each is worth, nor how it is shown.

use super::kinds::Kind;
use super::worth::{stands, weigh};
use super::{facts, keep, price, wall};
use crate::storage::StoreNo;
use rusqlite::{Connection, OptionalExtension, params};
use sale::{
    Change, LineEdit, LineId, Money, Note, Outcome, Quantity, Review, ReviewId, ReviewKind, SaleId,
};
use sync::codec;
use sync::server::LogEntry;
use uuid::Uuid;

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
    let wall = wall::of(connection, store)?;
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
    let (mut done, mut is_told) = (true, matches!(change, Change::Merge { .. }));
    if let Some(review) = outcome.review {
        told(Kind::Review, sale, Matter::default())?;
        is_told = true;
        done = is_done_all_the_same(connection, store, review)?;
    }
    if done && let Some((kind, matter)) = matter(connection, store, entry, &change, &outcome)? {
        let sale = if kind == Kind::Merge {
            Some(named)
        } else {
            sale
        };
        told(kind, sale, matter)?;
        is_told = true;
    }
    let made = wall.date_at(entry.at_ms).and_then(|date| wall.day(date));
    if made.is_some_and(|day| day.to_ms <= entry.server_ms) {
        told(Kind::Late, sale, Matter::default())?;
        is_told = true;
    }
    if !is_told {
        // What was told before was weighed when the sale was written.
        return Ok(());
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
            let stays = |note: &Note| {
                matches!(
                    note,
                    Note::AlreadyMerged { .. } | Note::IntoItself | Note::AlreadyFinished
                )
            };
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
            let before = price::before(connection, store, *sale_id, *line_id, entry.position, 0)?;
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

fn put(
    connection: &Connection,
    store: StoreNo,
    entry: &LogEntry,
    kind: Kind,
    sale: Option<SaleId>,
    matter: Matter,
    reason: Option<&str>,
) -> rusqlite::Result<()> {
    let wall = wall::of(connection, store)?;
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
