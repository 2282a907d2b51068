//! A sale as it stood at a moment of its history: found from the log, not kept.

use super::{ReadError, SqliteStorage, StoreNo, stores};
use rusqlite::Connection;
use sale::{Review, ReviewKind, Sale, SaleId, Store};
use std::collections::{BTreeMap, BTreeSet};
use sync::api::views::SaleThen;
use sync::codec;
use sync::row::Kind;
use sync::server::replay::{Replay, named};
use sync::server::{LogEntry, Storage};

/// Most sales that are looked at for one: those merged into it, split off it, and theirs.
const MOST_SALES: usize = 64;
/// Most entries of each.
const MOST_ENTRIES: u32 = 2_000;

/// A sale as it stood after the entry at `position`; none when it was not there.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn then(
    connection: &Connection,
    store: StoreNo,
    id: SaleId,
    position: u64,
) -> Result<Option<SaleThen>, ReadError> {
    let storage = SqliteStorage::new(connection, store);
    let Some(row) = storage.row(&Kind::Sale, id.0)? else {
        return Ok(None);
    };
    let now: Option<Sale> = codec::decode(row.body.get()).ok();
    let settings = stores::rows::<Store>(connection, store, &Kind::Store)?.pop();
    let mut replay = Replay::of(settings);
    let mut found: Option<Sale> = None;
    for entry in entries(&storage, id)?.values() {
        replay.take(entry, |review| is_kept(connection, store, review.0));
        if entry.position <= position {
            found = replay.now(id).cloned();
        }
    }
    Ok(found.map(|sale| SaleThen {
        position,
        totals: sale.totals(),
        sale,
        exact: replay.now(id) == now.as_ref(),
    }))
}

/// What was done to a sale and to all that ever touched it, in order.
fn entries(storage: &SqliteStorage<'_>, id: SaleId) -> Result<BTreeMap<u64, LogEntry>, ReadError> {
    let mut entries = BTreeMap::new();
    let (mut known, mut waiting) = (BTreeSet::from([id]), vec![id]);
    while let Some(sale) = waiting.pop() {
        for entry in storage.history(sale, 0, MOST_ENTRIES)? {
            for other in named(&entry) {
                if known.len() < MOST_SALES && known.insert(other) {
                    waiting.push(other);
                }
            }
            entries.insert(entry.position, entry);
        }
    }
    Ok(entries)
}

/// Whether a review holds a change that was not done.
fn is_kept(connection: &Connection, store: StoreNo, review: uuid::Uuid) -> bool {
    let storage = SqliteStorage::new(connection, store);
    // Settled ones are gone from the devices, and their rows stay.
    let row = storage.row(&Kind::Review, review).ok().flatten();
    let review: Option<Review> = row.and_then(|row| codec::decode(row.body.get()).ok());
    review.is_some_and(|review| {
        matches!(
            review.kind,
            ReviewKind::NotAllowed
                | ReviewKind::OverLimit
                | ReviewKind::Unplaced
                | ReviewKind::Unreadable
        )
    })
}
