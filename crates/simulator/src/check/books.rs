//! The books: an account of units and money kept beside the rows (invariants I3 and I5, rules A5
//! to A7). What each change says it does, less what people were told it did not do, must be what
//! the rows of all sales then hold. It shares no code with `apply`, only the types.

use super::effects::Effects;
use crate::report::{Report, Violation};
use crate::world::{broken, sick};
use sale::{Change, LineId, Note, Outcome, ProductId, Review, ReviewKind, Sale, SaleId, Status};
use std::collections::{BTreeMap, BTreeSet};
use sync::codec;
use sync::row::{Key, Kind};
use sync::server::{MemoryStorage, Storage};

/// Units of each product, in thousandths.
type Units = BTreeMap<Option<ProductId>, i64>;

/// What one sale's row holds.
#[derive(Debug, Default)]
struct Page {
    units: Vec<(Option<ProductId>, i64)>,
    money: i64,
    status: Option<Status>,
}

/// The account of one store.
#[derive(Debug, Default)]
pub(crate) struct Books {
    pages: BTreeMap<SaleId, Page>,
    /// What all rows hold.
    held: Units,
    held_money: i64,
    /// What people were told.
    told: Units,
    told_money: i64,
    products: BTreeMap<LineId, Option<ProductId>>,
    effects: Effects,
}

impl Books {
    /// The books of a store as it is, balanced by decree.
    pub(crate) fn of(storage: &MemoryStorage) -> Result<Books, Violation> {
        let mut books = Books::default();
        let rows = storage.rows_after(0, 0, u32::MAX).map_err(|e| sick(&e))?;
        for row in rows.iter().filter(|row| row.kind == Kind::Sale) {
            books.turn(SaleId(row.id), storage)?;
        }
        books.told = books.held.clone();
        books.told_money = books.held_money;
        Ok(books)
    }

    /// Posts what a batch did, from one head to the next, and holds the account against the rows.
    pub(crate) fn post(
        &mut self,
        storage: &MemoryStorage,
        from: u64,
        to: u64,
        changed: BTreeSet<Key>,
        report: &mut Report,
    ) -> Result<(), Violation> {
        for key in changed.iter().filter(|key| key.kind == Kind::Sale) {
            self.turn(SaleId(key.id), storage)?;
        }
        for position in from + 1..=to {
            let Some(entry) = storage.entry(position).filter(|e| e.sequence > 0) else {
                continue;
            };
            let outcome: Outcome = codec::decode(&entry.outcome).map_err(|e| sick(&e))?;
            let review = review_of(&outcome, storage)?;
            let Ok(change) = codec::decode::<Change>(&entry.change) else {
                report.rule("A4");
                continue;
            };
            let kept = review
                .as_ref()
                .is_some_and(|review| keeps_whole(review.kind));
            self.effects
                .count(entry, &change, &outcome, review.as_ref(), report);
            if !kept {
                self.tell(&change, &outcome);
            }
        }
        report.check("I5");
        self.held.retain(|_, units| *units != 0);
        self.told.retain(|_, units| *units != 0);
        if self.held != self.told {
            return Err(broken(
                "I5",
                "A7",
                format!(
                    "after {to} the sales hold {:?}, people were told {:?}",
                    self.held, self.told
                ),
            ));
        }
        if self.held_money != self.told_money {
            return Err(broken(
                "I5",
                "A6",
                format!(
                    "after {to} the sales hold {} of money, people took {}",
                    self.held_money, self.told_money
                ),
            ));
        }
        Ok(())
    }

    /// Turns to a sale's page and writes it anew from its row.
    fn turn(&mut self, id: SaleId, storage: &MemoryStorage) -> Result<(), Violation> {
        let Some(row) = storage.row(&Kind::Sale, id.0).map_err(|e| sick(&e))? else {
            return Ok(());
        };
        let sale: Sale = codec::decode(row.body.get()).map_err(|e| sick(&e))?;
        if row.gone == sale.is_open() {
            return Err(broken("I5", "A5", format!("sale {} is gone", sale.number)));
        }
        let totals = sale.totals();
        if totals.paid + totals.due != totals.total {
            return Err(broken("I5", "A6", format!("sale {}", sale.number)));
        }
        let page = Page {
            units: sale
                .lines
                .iter()
                .map(|line| (line.product_id, line.quantity.0))
                .collect(),
            money: sale.tenders.iter().map(|tender| tender.amount.0).sum(),
            status: Some(sale.status),
        };
        for line in &sale.lines {
            self.products.insert(line.id, line.product_id);
        }
        for (product, units) in &page.units {
            *self.held.entry(*product).or_default() += units;
        }
        self.held_money += page.money;
        let before = self.pages.insert(id, page).unwrap_or_default();
        for (product, units) in before.units {
            *self.held.entry(product).or_default() -= units;
        }
        self.held_money -= before.money;
        if before.status == Some(Status::Closed) && sale.status == Status::Open {
            return Err(broken("I3", "D3", format!("sale {} reopens", sale.number)));
        }
        Ok(())
    }

    /// What the person who made a change knows of it.
    fn tell(&mut self, change: &Change, outcome: &Outcome) {
        let taken = outcome.notes.iter().find_map(|note| match note {
            Note::TookWhatWasThere { taken, .. } => Some(-taken.0),
            _ => None,
        });
        match change {
            Change::Open(open) => {
                for line in &open.lines {
                    self.products.insert(line.id, line.product_id);
                    *self.told.entry(line.product_id).or_default() += line.quantity.0;
                }
            }
            Change::AddLine { line, .. } => {
                self.products.insert(line.id, line.product_id);
                *self.told.entry(line.product_id).or_default() += line.quantity.0;
            }
            Change::ChangeQuantity {
                line_id,
                difference,
                ..
            } => self.moved(*line_id, taken.unwrap_or(difference.0)),
            Change::SetQuantity {
                line_id, to, seen, ..
            } => self.moved(*line_id, taken.unwrap_or(to.0 - seen.0)),
            Change::RemoveLine { line_id, seen, .. } => {
                self.moved(*line_id, taken.unwrap_or(-seen.0.max(0)));
            }
            Change::Tender { tender, .. } => self.told_money += tender.amount.0,
            _ => {}
        }
    }

    fn moved(&mut self, line: LineId, units: i64) {
        let product = self.products.get(&line).copied().flatten();
        *self.told.entry(product).or_default() += units;
    }
}

/// The review that an outcome names.
pub(super) fn review_of(
    outcome: &Outcome,
    storage: &MemoryStorage,
) -> Result<Option<Review>, Violation> {
    let Some(id) = outcome.review else {
        return Ok(None);
    };
    let row = storage.row(&Kind::Review, id.0).map_err(|e| sick(&e))?;
    let Some(row) = row else {
        return Err(broken("I2", "A4", format!("review {id} is nowhere")));
    };
    codec::decode(row.body.get())
        .map(Some)
        .map_err(|e| sick(&e))
}

/// Whether a review of this kind holds a change that had no effect at all.
pub(super) fn keeps_whole(kind: ReviewKind) -> bool {
    !matches!(
        kind,
        ReviewKind::LateGoods
            | ReviewKind::LateTender
            | ReviewKind::Overpaid
            | ReviewKind::VoidedWithTender
    )
}
