//! The ledger: what the log alone says each sale holds. A second, plain reading of the log, told
//! from `docs/RULES.md` and sharing no code with `apply`: which units are on which line of which
//! sale and who took which off, which tenders are where, who wrote each field last. After each
//! change the rows must say the same (invariants I2, I3, I5).
//!
//! It must not know totals beyond what is due: money that comes of discounts is `apply`'s alone,
//! and a discount that was shared out by a split is not told any more.

mod allowed;
mod fields;
mod layout;
mod merging;
mod same;
mod selling;

use fields::Fields;
use layout::Layout;
use sale::{
    Change, EmployeeId, LineId, Money, Note, Outcome, ProductId, Quantity, Review, Sale, SaleId,
    Status, TenderId,
};
use std::collections::BTreeMap;
use sync::server::LogEntry;

/// Something that the rows say otherwise: the invariant, the rules and what.
pub(super) type Wrong = (&'static str, &'static str, String);
type Checked<T = ()> = Result<T, Wrong>;

/// Most steps that merges and follow-ups are followed.
const MOST_STEPS: usize = 64;

/// One line, as the log tells it.
#[derive(Clone, Debug)]
struct Line {
    product: Option<ProductId>,
    units: Quantity,
    part: Option<SaleId>,
    split_from: Option<LineId>,
    fields: Fields,
}

/// One sale, as the log tells it.
#[derive(Clone, Debug)]
struct Page {
    number: String,
    status: Status,
    finished_by: Option<EmployeeId>,
    lines: BTreeMap<LineId, Line>,
    /// With what each counts, and its rounding (rule G4).
    tenders: Vec<(TenderId, Money, Money)>,
    /// Of a merged one: as they were at the merge, and what was written to it since.
    fields: Fields,
    parts: Vec<SaleId>,
    /// Of a merged one: whether its customer became the other's.
    gave_customer: bool,
    /// Of a merged one: whether what had been split off went home.
    returned: bool,
    /// What the row's sums say is due.
    due: Money,
}

/// A row of a sale, read.
#[derive(Debug)]
pub(super) struct Written {
    /// The sale.
    pub(super) sale: Sale,
    /// Whether devices see it as gone.
    pub(super) gone: bool,
}

/// All sales of one store, as the log tells them.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    pages: BTreeMap<SaleId, Page>,
    ordered: BTreeMap<Option<ProductId>, i64>,
    /// By whom, too: every unit that is on no sale was taken off by somebody (rule A7).
    taken_off: BTreeMap<(Option<ProductId>, EmployeeId), i64>,
    layout: Layout,
    /// Whether cashiers share their sales here (rule H1).
    pub(super) shared: bool,
    /// The smallest coin here; nothing where cash is not rounded (rule G4).
    pub(super) coin: Money,
}

/// What one change is read with.
struct Told<'a> {
    by: EmployeeId,
    change: &'a Change,
    outcome: &'a Outcome,
    rows: &'a [Written],
}

impl Told<'_> {
    fn says(&self, note: impl Fn(&Note) -> bool) -> bool {
        self.outcome.notes.iter().any(note)
    }

    fn row(&self, id: SaleId) -> Option<&Written> {
        self.rows.iter().find(|row| row.sale.id == id)
    }
}

/// What the outcome says must be what the log comes to.
fn agree(what: &str, rules: &'static str, holds: bool) -> Checked {
    match holds {
        true => Ok(()),
        false => Err(("I2", rules, what.to_owned())),
    }
}

impl Ledger {
    /// Reads one change that took effect, and holds the rows that it wrote against that.
    pub(super) fn post(
        &mut self,
        entry: &LogEntry,
        change: &Change,
        outcome: &Outcome,
        rows: &[Written],
    ) -> Checked {
        let told = Told {
            by: entry.employee_id,
            change,
            outcome,
            rows,
        };
        self.check_allowed(&told)?;
        let touched = self.read(&told)?;
        for id in &touched {
            let row = told.row(*id);
            let row = row.ok_or(("I2", "A4", format!("nothing is written to sale {id:?}")))?;
            self.compare(row)?;
            let page = self.page(*id)?;
            let rounds = |(.., rounding): &(TenderId, Money, Money)| *rounding != Money::ZERO;
            let rounded =
                matches!(change, Change::Tender { .. }) && page.tenders.last().is_some_and(rounds);
            let even = page.status == Status::Voided || page.due == Money::ZERO;
            agree("cash rounding is due, or over", "G4", !rounded || even)?;
        }
        match rows.iter().find(|row| !touched.contains(&row.sale.id)) {
            Some(other) => Err((
                "I2",
                "A4",
                format!("sale {} changes unasked", other.sale.number),
            )),
            None => Ok(()),
        }
    }

    /// A change that is kept whole did nothing, and there was a reason (rule A4).
    pub(super) fn post_kept(
        &self,
        entry: &LogEntry,
        change: &Change,
        outcome: &Outcome,
        review: &Review,
        rows: &[Written],
    ) -> Checked {
        agree("what is kept did something", "A4", rows.is_empty())?;
        let told = Told {
            by: entry.employee_id,
            change,
            outcome,
            rows,
        };
        self.check_kept(&told, review)
    }

    fn read(&mut self, told: &Told<'_>) -> Checked<Vec<SaleId>> {
        match told.change {
            Change::Open(open) => self.open(told, open),
            Change::AddLine { sale_id, line } => self.add(told, *sale_id, line),
            Change::ChangeQuantity {
                sale_id,
                line_id,
                difference,
                ..
            } => self.quantity(told, *sale_id, *line_id, *difference),
            Change::SetQuantity {
                sale_id,
                line_id,
                to,
                seen,
                ..
            } => self.quantity(told, *sale_id, *line_id, *to - *seen),
            Change::RemoveLine {
                sale_id,
                line_id,
                seen,
                ..
            } => {
                let seen = (*seen).max(Quantity::ZERO);
                self.quantity(told, *sale_id, *line_id, Quantity::ZERO - seen)
            }
            Change::Tender { sale_id, tender } => self.take(told, *sale_id, tender),
            Change::Close { sale_id } => self.close(told, *sale_id),
            Change::Void { sale_id, .. } => self.void(told, *sale_id),
            Change::Unvoid { sale_id } => self.unvoid(told, *sale_id),
            Change::Merge { sale_id, into } => self.merge(told, *sale_id, *into),
            Change::Unmerge { sale_id } => self.unmerge(told, *sale_id),
            Change::Split(split) => self.split(told, split),
            Change::ResolveReview { .. } => Ok(Vec::new()),
            change if change.table_id().is_some() => {
                self.layout.read(change);
                Ok(Vec::new())
            }
            change => self.write(told, change),
        }
    }

    fn page(&self, id: SaleId) -> Checked<&Page> {
        let nowhere = || ("I2", "A4", format!("sale {id:?} is nowhere in the log"));
        self.pages.get(&id).ok_or_else(nowhere)
    }

    fn page_mut(&mut self, id: SaleId) -> Checked<&mut Page> {
        let nowhere = || ("I2", "A4", format!("sale {id:?} is nowhere in the log"));
        self.pages.get_mut(&id).ok_or_else(nowhere)
    }

    /// The sale that one leads to (rule D1).
    fn follow(&self, id: SaleId) -> Checked<SaleId> {
        let mut at = id;
        for _ in 0..MOST_STEPS {
            match self.page(at)?.status {
                Status::Merged(into) => at = into,
                _ => return Ok(at),
            }
        }
        Err(("I2", "D1", format!("merges of {id:?} have no end")))
    }

    /// The sale that a change lands on, when it names this one; its maker was told (rule D1).
    fn landing(&self, told: &Told<'_>, id: SaleId) -> Checked<SaleId> {
        let at = self.follow(id)?;
        self.said_elsewhere(told, id, at)?;
        Ok(at)
    }

    fn said_elsewhere(&self, told: &Told<'_>, id: SaleId, at: SaleId) -> Checked {
        let followed = self.follow(id)? != id;
        let note = told.says(|note| *note == Note::FollowedMerge);
        agree("a merge is followed unsaid", "D1", followed == note)?;
        let elsewhere = (at != id).then_some(at);
        agree(
            "a change lands elsewhere than it says",
            "D1 D2",
            told.outcome.elsewhere == elsewhere,
        )
    }

    /// Where goods for a sale go: there, or to the first open one after it (rules D2, D4); with the
    /// merged sale that they were meant for.
    fn place_for_goods(&mut self, id: SaleId) -> Checked<(SaleId, Option<SaleId>)> {
        let part = |at: SaleId, named: SaleId| (at, (at != named).then_some(named));
        let mut after = self.follow(id)?;
        if self.page(after)?.status == Status::Open {
            return Ok(part(after, id));
        }
        for _ in 0..MOST_STEPS {
            let next = after.follow_up();
            if !self.pages.contains_key(&next) {
                let page = self.page(after)?.followed_up();
                self.pages.insert(next, page);
                return Ok((next, None));
            }
            after = self.follow(next)?;
            if self.page(after)?.status == Status::Open {
                return Ok(part(after, next));
            }
        }
        Err(("I2", "D2", format!("sales after {id:?} have no end")))
    }

    fn order(&mut self, product: Option<ProductId>, units: Quantity) {
        *self.ordered.entry(product).or_default() += units.0;
    }
}
