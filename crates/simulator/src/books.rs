//! The books of one store: the ledger of what the log alone says, posted at each commit and held
//! against the rows of each position, and the count of what rules are about (invariants I2, I3, I5).

mod effects;
mod ledger;

pub(crate) use effects::keeps_whole;

use crate::plan::Fault;
use crate::report::{Report, Violation, broken, sick};
use effects::Effects;
use ledger::{Ledger, Written};
use sale::{Change, Note, Outcome, Review, ReviewKind, SaleId, Table, TableId};
use std::collections::BTreeMap;
use sync::codec;
use sync::row::Kind;
use sync::server::{LogEntry, MemoryStorage, Storage, StoredRow};

/// The account of one store.
#[derive(Clone, Debug, Default)]
pub(crate) struct Books {
    ledger: Ledger,
    effects: Effects,
}

impl Books {
    /// The books of a store in which nothing was sold yet.
    pub(crate) fn of(storage: &MemoryStorage) -> Result<Books, Violation> {
        let mut books = Books::default();
        if let Some(row) = storage.store_row().map_err(|e| sick(&e))? {
            let store: sale::Store = codec::decode(row.body.get()).map_err(|e| sick(&e))?;
            books.ledger.shared = store.cashiers_share_sales;
            books.ledger.coin = store.cash_rounding;
        }
        Ok(books)
    }

    /// Posts what a batch did, from one head to the next: after each change the rows that it wrote
    /// say what the log does. `written` has them in the order of writing.
    pub(crate) fn post(
        &mut self,
        storage: &MemoryStorage,
        (from, to): (u64, u64),
        written: &[StoredRow],
        report: &mut Report,
    ) -> Result<(), Violation> {
        for position in from + 1..=to {
            let Some(entry) = storage.entry(position).filter(|e| e.sequence > 0) else {
                continue;
            };
            let rows = || written.iter().filter(|row| row.version == position);
            let lays = rows().any(|row| row.kind == Kind::Table);
            let sales = rows().filter(|row| row.kind == Kind::Sale);
            let sales: Result<Vec<Written>, Violation> = sales.map(read).collect();
            self.post_one(storage, entry, (&sales?, lays), report)?;
        }
        report.check("I2");
        report.check("I5");
        Ok(())
    }

    fn post_one(
        &mut self,
        storage: &MemoryStorage,
        entry: &LogEntry,
        (rows, lays): (&[Written], bool),
        report: &mut Report,
    ) -> Result<(), Violation> {
        let outcome: Outcome = codec::decode(&entry.outcome).map_err(|e| sick(&e))?;
        let review = review_of(&outcome, storage)?;
        let whole = review.as_ref().filter(|review| keeps_whole(review.kind));
        let change = codec::decode::<Change>(&entry.change);
        if (whole.is_some() || change.is_err()) && !is_kept(review.as_ref(), entry) {
            let what = format!("what is in a review at {} is not whole", entry.position);
            return Err(broken("I2", "A4", what));
        }
        let Ok(change) = change else {
            report.rule("A4");
            return Ok(());
        };
        if whole.is_some_and(|w| w.kind == ReviewKind::Unreadable) {
            let fails = crate::server::fails_at(entry.mutation_id) && rows.is_empty();
            report.fault(match fails {
                true => Fault::FailingReducer.name(),
                false => "change says more than is known",
            });
        }
        self.effects
            .count(entry, &change, &outcome, review.as_ref(), report);
        let ledger = &mut self.ledger;
        // What says more than this build knows is done as far as it is known, and kept as well.
        let done = !rows.is_empty() || lays;
        let partly = done && whole.is_some_and(|w| w.kind == ReviewKind::Unreadable);
        let agrees = match whole.filter(|_| !partly) {
            Some(review) => ledger.post_kept(entry, &change, &outcome, review, rows),
            None => ledger.post(entry, &change, &outcome, rows),
        };
        agrees.map_err(|(invariant, rules, what)| {
            let change = crate::telling::tell(&change);
            let what = format!("{what}, after {change} at {}", entry.position);
            broken(invariant, rules, what)
        })?;
        if let Change::ResolveReview { review_id, .. } = &change
            && whole.is_none()
        {
            let found = review_at(storage, *review_id)?;
            let resolved = found.and_then(|review| review.resolution);
            let first = outcome.notes.iter().find_map(|note| match note {
                Note::AlreadyResolved { by } => Some(*by),
                _ => None,
            });
            if resolved.map(|resolution| resolution.by) != Some(first.unwrap_or(entry.employee_id))
            {
                let what = format!("who settled a review is not told, at {}", entry.position);
                return Err(broken("I2", "E1", what));
            }
        }
        Ok(())
    }

    /// The account at rest: these sales and no others, and every unit accounted for.
    pub(crate) fn account(&self, rows: &[StoredRow]) -> Result<(), Violation> {
        let sales = rows.iter().filter(|row| row.kind == Kind::Sale);
        let sales: Result<BTreeMap<SaleId, Written>, Violation> = sales
            .map(|row| read(row).map(|written| (written.sale.id, written)))
            .collect();
        let agrees = self.ledger.compare_all(&sales?);
        agrees.map_err(|(invariant, rules, what)| broken(invariant, rules, what))?;
        let tables = rows
            .iter()
            .filter(|row| row.kind == Kind::Table && !row.gone);
        let tables: Result<BTreeMap<TableId, Table>, Violation> = tables
            .map(|row| {
                let table: Table = codec::decode(row.body.get()).map_err(|e| sick(&e))?;
                Ok((table.id, table))
            })
            .collect();
        let agrees = self.ledger.compare_layout(&tables?);
        agrees.map_err(|(invariant, rules, what)| broken(invariant, rules, what))
    }
}

fn read(row: &StoredRow) -> Result<Written, Violation> {
    Ok(Written {
        sale: codec::decode(row.body.get()).map_err(|e| sick(&e))?,
        gone: row.gone,
    })
}

/// The review that an outcome names.
pub(crate) fn review_of(
    outcome: &Outcome,
    storage: &MemoryStorage,
) -> Result<Option<Review>, Violation> {
    let Some(id) = outcome.review else {
        return Ok(None);
    };
    match review_at(storage, id)? {
        Some(review) => Ok(Some(review)),
        None => Err(broken("I2", "A4", format!("review {id} is nowhere"))),
    }
}

fn review_at(storage: &MemoryStorage, id: sale::ReviewId) -> Result<Option<Review>, Violation> {
    let row = storage.row(&Kind::Review, id.0).map_err(|e| sick(&e))?;
    row.map(|row| codec::decode(row.body.get()).map_err(|e| sick(&e)))
        .transpose()
}

/// Whether a review keeps a change as it came.
fn is_kept(review: Option<&Review>, entry: &LogEntry) -> bool {
    review.is_some_and(|review| {
        review.change == entry.change
            || codec::decode::<Change>(&review.change).ok()
                == codec::decode::<Change>(&entry.change).ok()
    })
}
