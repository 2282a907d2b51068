//! The dry run of an import: what becomes of each row, and why. The import itself writes what this
//! says, so that nothing happens that was not shown.
//!
//! Pure. It must not know where the products come from nor how they are written.

use super::plan_cells::{Cells, Doubt, Stock};
use crate::sheet::Sheet;
use crate::storage::folded;
use sale::{Product, ProductId};
use std::collections::HashMap;
use sync::api::goods::{Fate, ImportPlan, PlannedRow, RowReason, TableReading, Why};

/// Most rows of one kind that a dry run shows.
const MOST_SHOWN: usize = 300;
/// A price that becomes this many times as much, or as little, is looked at first.
const LEAP: i64 = 10;

/// A product that is to be written, for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Write {
    pub before: Option<Product>,
    pub after: Product,
    pub doubtful: bool,
}

/// A dry run: what is shown of it, and what it would write.
#[derive(Default)]
pub(crate) struct Planned {
    pub shown: ImportPlan,
    pub writes: Vec<Write>,
}

/// Reads a table against what the store has. `new_id` makes the id of a product for a row's line.
pub(crate) fn plan(
    sheet: &Sheet,
    reading: &TableReading,
    stock: &Stock<'_>,
    new_id: impl Fn(u64) -> ProductId,
) -> Planned {
    let mut planning = Planning {
        known: Known::of(stock.products),
        taken: HashMap::new(),
        barcodes: HashMap::new(),
        planned: Planned::default(),
    };
    for row in sheet.rows() {
        match row {
            Err(broken) => {
                let cell = broken.text.chars().take(80).collect();
                planning.show(PlannedRow {
                    line: broken.line,
                    fate: Fate::Refused,
                    name: String::new(),
                    code: String::new(),
                    price: None,
                    price_before: None,
                    reasons: vec![RowReason {
                        why: Why::BrokenQuote,
                        cell,
                    }],
                });
            }
            Ok(row) => {
                let cells = Cells::read(&row, reading, stock);
                planning.take(row.line, cells, new_id(row.line));
            }
        }
    }
    planning.planned
}

/// The store's products, by what a row may name them with.
struct Known<'s> {
    codes: HashMap<String, &'s Product>,
    barcodes: HashMap<&'s str, &'s Product>,
    names: HashMap<String, &'s Product>,
}

impl<'s> Known<'s> {
    fn of(products: &'s [Product]) -> Known<'s> {
        let by = |key: fn(&Product) -> &str| {
            let keyed = products.iter().map(|p| (folded(key(p).trim()), p));
            keyed.filter(|(key, _)| !key.is_empty()).collect()
        };
        let barcodes = products.iter();
        let barcodes = barcodes.flat_map(|p| p.barcodes.iter().map(move |code| (code.as_str(), p)));
        Known {
            codes: by(|product| &product.code),
            barcodes: barcodes.collect(),
            names: by(|product| &product.name),
        }
    }

    /// The product of a row: by its code, else by its barcode, else by its name.
    fn find(&self, cells: &Cells) -> Option<&'s Product> {
        if let Some(code) = &cells.code {
            return self.codes.get(&folded(code)).copied();
        }
        let mut barcodes = cells.barcodes.iter();
        let scanned = barcodes.find_map(|code| self.barcodes.get(code.as_str()).copied());
        let named = || {
            cells
                .name
                .as_ref()
                .and_then(|name| self.names.get(&folded(name)).copied())
        };
        match cells.barcodes.is_empty() {
            true => named(),
            false => scanned,
        }
    }
}

struct Planning<'s> {
    known: Known<'s>,
    /// What earlier rows make of products, by what names them.
    taken: HashMap<String, Product>,
    /// Whose each barcode is by an earlier row.
    barcodes: HashMap<String, ProductId>,
    planned: Planned,
}

impl Planning<'_> {
    fn take(&mut self, line: u64, cells: Cells, new_id: ProductId) {
        let before = self.known.find(&cells);
        let mut reasons = cells.doubts.clone();
        let mut refused = reasons.iter().any(|doubt| doubt.refuses);
        let earlier = self.taken.get(&key(&cells, before));
        let after = cells.onto(earlier.or(before), new_id);
        let why = match () {
            () if before.is_none() && cells.name.is_none() => Some(Why::NameMissing),
            () if refused => None,
            () if before.is_none() && cells.price.is_none() => Some(Why::PriceMissing),
            () => (!after.faults().is_empty()).then_some(Why::TooLong),
        };
        if let Some(why) = why {
            refused = true;
            reasons.push(Doubt::refusing(why, String::new()));
        }
        let same = before.is_some_and(|before| *before == after);
        if !refused {
            self.look_again(before, &after, &cells, &mut reasons);
        }
        let twice = reasons.iter().any(|doubt| doubt.why == Why::CodeTwice);
        let repeated = !twice && self.taken.get(&key(&cells, before)) == Some(&after);
        let fate = match () {
            () if refused => Fate::Refused,
            () if same && !twice && reasons.is_empty() || repeated => Fate::Same,
            () if !reasons.is_empty() => Fate::Doubtful,
            () if before.is_some() => Fate::Changed,
            () => Fate::New,
        };
        let price = (!refused).then_some(after.price);
        self.show(PlannedRow {
            line,
            fate,
            name: after.name.clone(),
            code: after.code.clone(),
            price: price.filter(|_| cells.price.is_some()),
            price_before: before.map(|before| before.price),
            reasons: reasons.into_iter().map(Doubt::reason).collect(),
        });
        if matches!(fate, Fate::New | Fate::Changed | Fate::Doubtful) && !twice {
            self.taken.insert(key(&cells, before), after.clone());
            for code in &after.barcodes {
                self.barcodes.entry(code.clone()).or_insert(after.id);
            }
            self.planned.writes.push(Write {
                before: before.cloned(),
                after,
                doubtful: fate == Fate::Doubtful,
            });
        }
    }

    /// What only the other rows and products show to be doubtful.
    fn look_again(
        &self,
        before: Option<&Product>,
        after: &Product,
        cells: &Cells,
        reasons: &mut Vec<Doubt>,
    ) {
        if let Some(taken) = self.taken.get(&key(cells, before))
            && taken != after
        {
            let cell = cells.code.clone().unwrap_or_else(|| after.name.clone());
            reasons.push(Doubt::of(Why::CodeTwice, cell));
        }
        for code in &after.barcodes {
            let elsewhere = self.known.barcodes.get(code.as_str());
            let elsewhere = elsewhere.is_some_and(|other| other.id != after.id);
            let earlier = self.barcodes.get(code).is_some_and(|id| *id != after.id);
            if elsewhere || earlier {
                reasons.push(Doubt::of(Why::BarcodeElsewhere, code.clone()));
            }
        }
        if let Some(before) = before {
            let (was, is) = (
                before.price.0.saturating_abs(),
                after.price.0.saturating_abs(),
            );
            let leaps = was.saturating_mul(LEAP) <= is || is.saturating_mul(LEAP) <= was;
            if was != is && was > 0 && leaps {
                reasons.push(Doubt::of(Why::PriceLeap, cells.price_text.clone()));
            }
        }
    }

    fn show(&mut self, row: PlannedRow) {
        let shown = &mut self.planned.shown;
        let count = match row.fate {
            Fate::New => &mut shown.new,
            Fate::Changed => &mut shown.changed,
            Fate::Doubtful => &mut shown.doubtful,
            Fate::Same => &mut shown.same,
            Fate::Refused => &mut shown.refused,
        };
        *count += 1;
        let most = u32::try_from(MOST_SHOWN).unwrap_or(u32::MAX);
        if row.fate != Fate::Same && *count <= most {
            shown.rows.push(row);
        }
    }
}

/// What names the product of a row, among rows and products alike.
fn key(cells: &Cells, before: Option<&Product>) -> String {
    if let Some(before) = before {
        return format!("id {}", before.id);
    }
    let code = cells
        .code
        .as_ref()
        .map(|code| format!("code {}", folded(code)));
    let barcode = || cells.barcodes.first().map(|code| format!("barcode {code}"));
    code.or_else(barcode)
        .unwrap_or_else(|| format!("name {}", folded(cells.name.as_deref().unwrap_or_default())))
}

#[cfg(test)]
mod tests;
