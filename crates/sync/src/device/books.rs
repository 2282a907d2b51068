//! What the base's rows say, read once: sales, reviews and what permissions need. And the same with
//! the outbox on top, as `apply` reads it (rules B3, B4).
//!
//! It must not know what a row looks like on the wire beside its body.

use crate::codec;
use crate::row::{Key, Kind};
use sale::{Books, Employee, EmployeeId, Review, ReviewId, Sale, SaleId, Store, Table, TableId};
use std::collections::BTreeMap;

/// The base, read. Rows of a newer form are left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) sales: BTreeMap<SaleId, Sale>,
    pub(super) reviews: BTreeMap<ReviewId, Review>,
    employees: BTreeMap<EmployeeId, Employee>,
    pub(super) tables: BTreeMap<TableId, Table>,
    store: Option<Store>,
    /// The open sale that each merged one is part of: the merged one's own row is gone (rule D1).
    whole: BTreeMap<SaleId, SaleId>,
}

impl Known {
    /// Reads a row; [`Known::remove`] has taken the one before away.
    pub(super) fn put(&mut self, key: &Key, text: &str) {
        match key.kind {
            Kind::Sale => {
                if let Ok(sale) = codec::decode::<Sale>(text) {
                    let parts = sale.parts.iter().map(|part| (part.sale.id, sale.id));
                    self.whole.extend(parts);
                    self.sales.insert(SaleId(key.id), sale);
                }
            }
            Kind::Review => {
                let review = codec::decode(text).ok();
                self.reviews.extend(review.map(|r| (ReviewId(key.id), r)));
            }
            Kind::Employee => {
                let employee = codec::decode(text).ok();
                let id = EmployeeId(key.id);
                self.employees.extend(employee.map(|e| (id, e)));
            }
            Kind::Table => {
                let table = codec::decode(text).ok();
                self.tables.extend(table.map(|t| (TableId(key.id), t)));
            }
            Kind::Store => self.store = codec::decode(text).ok(),
            _ => {}
        }
    }

    pub(super) fn remove(&mut self, key: &Key) {
        match key.kind {
            Kind::Sale => {
                let sale = self.sales.remove(&SaleId(key.id));
                for part in sale.iter().flat_map(|sale| &sale.parts) {
                    let whole = self.whole.get(&part.sale.id);
                    if whole == Some(&SaleId(key.id)) {
                        self.whole.remove(&part.sale.id);
                    }
                }
            }
            Kind::Review => {
                self.reviews.remove(&ReviewId(key.id));
            }
            Kind::Employee => {
                self.employees.remove(&EmployeeId(key.id));
            }
            Kind::Table => {
                self.tables.remove(&TableId(key.id));
            }
            Kind::Store => self.store = None,
            _ => {}
        }
    }

    /// The sale as its row says, or as the sale that it was merged into does.
    pub(super) fn sale(&self, id: SaleId) -> Option<&Sale> {
        if let Some(sale) = self.sales.get(&id) {
            return Some(sale);
        }
        let whole = self.sales.get(self.whole.get(&id)?)?;
        whole.part(id).map(|part| &part.sale)
    }
}

/// What the outbox makes of the base.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    pub(super) sales: BTreeMap<SaleId, Sale>,
    pub(super) reviews: BTreeMap<ReviewId, Review>,
    /// None where the table was taken away.
    pub(super) tables: BTreeMap<TableId, Option<Table>>,
}

/// The base with the outbox on top.
pub(super) struct Layered<'a> {
    pub(super) known: &'a Known,
    pub(super) made: &'a Made,
}

impl<'a> Layered<'a> {
    /// The sale as a person sees it, a merged one as it went into the other.
    pub(super) fn shown(&self, id: SaleId) -> Option<&'a Sale> {
        match self.made.sales.get(&id) {
            Some(made) => Some(made),
            None => self.known.sale(id),
        }
    }
}

impl Books for Layered<'_> {
    fn sale(&self, id: SaleId) -> Option<Sale> {
        self.shown(id).cloned()
    }

    fn review(&self, id: ReviewId) -> Option<Review> {
        let made = self.made.reviews.get(&id);
        made.or_else(|| self.known.reviews.get(&id)).cloned()
    }

    fn employee(&self, id: EmployeeId) -> Option<Employee> {
        self.known.employees.get(&id).cloned()
    }

    fn store(&self) -> Option<Store> {
        self.known.store.clone()
    }

    fn table(&self, id: TableId) -> Option<Table> {
        let made = self.made.tables.get(&id);
        made.map_or_else(|| self.known.tables.get(&id).cloned(), Option::clone)
    }
}
