//! The account at rest: the rules that a run must have kept.
//!
//! It must not know how the run got there.

use super::{Report, Shop, Violation, violation};
use sale::SaleId;
use std::collections::BTreeSet;
use sync::row::Kind;
use sync::server::Storage;

impl Shop {
    /// The account at rest: the rules that a run must have kept.
    pub(super) fn account(mut self) -> Result<Report, Violation> {
        let storage = &self.server.storage;
        let state = storage.store().map_err(|e| violation("storage", &e))?;
        for till in &self.tills {
            let (rows, digest) = till.engine.base();
            if digest != state.digest {
                return Err(violation(
                    "B3",
                    &format!("a replica differs: {} rows", rows.len()),
                ));
            }
        }
        for mutation in &self.saved {
            let found = storage
                .mutation(*mutation)
                .map_err(|e| violation("storage", &e))?;
            if found.is_none() {
                return Err(violation("A1", &format!("saved and lost: {mutation}")));
            }
        }
        let rows = storage
            .rows_after(0, 0, u32::MAX)
            .map_err(|e| violation("storage", &e))?;
        let mut numbers = BTreeSet::new();
        for row in rows.iter().filter(|row| row.kind == Kind::Sale) {
            let sale: sale::Sale =
                sync::codec::decode(row.body.get()).map_err(|e| violation("storage", &e))?;
            let totals = sale.totals();
            if totals.paid + totals.due != totals.total {
                return Err(violation("A6", &format!("sale {}", sale.number)));
            }
            if !numbers.insert(sale.number.clone()) {
                return Err(violation("C7", &format!("two sales are {}", sale.number)));
            }
            if row.gone == sale.is_open() {
                return Err(violation("A5", &format!("sale {}", SaleId(row.id))));
            }
        }
        self.report.head = state.head;
        self.report.digest = state.digest.hash;
        Ok(self.report)
    }
}
