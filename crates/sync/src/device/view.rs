//! The view: what a person sees. Base rows, and for the sales that the outbox touches the outbox
//! applied on top, anew each time one of the two changes (rules B3, B4).

use super::state::SyncMode;
use super::{Engine, Key, Row};
use crate::codec;
use crate::row::Kind;
use sale::{Context, Sale, SaleId, Sales, Totals, apply};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// A sale as a person sees it on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleView {
    /// The sale, this device's waiting changes included.
    pub sale: Sale,
    /// What it comes to.
    pub totals: Totals,
    /// Changes to it that this device has made and the server's rows do not show yet.
    pub waiting: u64,
    /// The version of the server's row; 0 when the server has none.
    pub version: u64,
    /// Whether it is on this device only, for as long as sync is off (rule F4).
    pub only_here: bool,
}

struct Layered<'a> {
    base: &'a BTreeMap<SaleId, Sale>,
    view: &'a BTreeMap<SaleId, Sale>,
}

impl Sales for Layered<'_> {
    fn sale(&self, id: SaleId) -> Option<Sale> {
        self.view.get(&id).or_else(|| self.base.get(&id)).cloned()
    }
}

impl Engine {
    /// The sale as a person sees it; none when it is not here, finished and covered included.
    #[must_use]
    pub fn sale(&self, id: SaleId) -> Option<SaleView> {
        let sale = self.view.get(&id).or_else(|| self.sales.get(&id))?;
        Some(self.show(sale))
    }

    /// The open sales as a person sees them, by id.
    pub fn open_sales(&self) -> impl Iterator<Item = SaleView> {
        let base = self
            .sales
            .values()
            .filter(|sale| !self.view.contains_key(&sale.id));
        self.view
            .values()
            .chain(base)
            .filter(|sale| sale.is_open())
            .map(|sale| self.show(sale))
    }

    fn show(&self, sale: &Sale) -> SaleView {
        let key = Key {
            kind: Kind::Sale,
            id: sale.id.0,
        };
        let version = self.base.get(&key).map_or(0, |row| row.version);
        SaleView {
            sale: sale.clone(),
            totals: sale.totals(),
            waiting: self.waiting_on.get(&sale.id).copied().unwrap_or(0),
            version,
            only_here: self.meta.sync == SyncMode::Off,
        }
    }

    /// A row of the base, read as what its kind says; none when it is not here or of a newer form.
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self, key: &Key) -> Option<T> {
        codec::decode(self.base.get(key)?.text()?).ok()
    }

    /// All rows of a kind that this build can read, by id.
    #[must_use]
    pub fn read_all<T: DeserializeOwned>(&self, kind: &Kind) -> Vec<T> {
        self.base
            .iter()
            .filter(|(key, _)| key.kind == *kind)
            .filter_map(|(_, row)| codec::decode(row.text()?).ok())
            .collect()
    }

    /// The rows that the device holds of the server's, and their digest (rule B3).
    #[must_use]
    pub fn base(&self) -> (&BTreeMap<Key, Row>, crate::row::Digest) {
        (&self.base, self.digest)
    }

    pub(super) fn put_base(&mut self, row: Row) {
        let key = row.key();
        self.remove_base(&key);
        let Some(text) = row.text() else {
            return;
        };
        if key.kind == Kind::Sale
            && let Ok(sale) = codec::decode::<Sale>(text)
        {
            self.sales.insert(SaleId(key.id), sale);
        }
        self.digest = self.digest.with(row.digest());
        self.base.insert(key, row);
    }

    pub(super) fn remove_base(&mut self, key: &Key) {
        if let Some(before) = self.base.remove(key) {
            self.digest = self.digest.without(before.digest());
            if key.kind == Kind::Sale {
                self.sales.remove(&SaleId(key.id));
            }
        }
    }

    /// Applies the outbox on top of the base anew; says which sales may look different now.
    pub(super) fn rebase(&mut self) -> BTreeSet<SaleId> {
        let mut touched: BTreeSet<SaleId> = self.view.keys().copied().collect();
        touched.extend(self.waiting_on.keys());
        self.view = BTreeMap::new();
        self.waiting_on = BTreeMap::new();
        self.apply_outbox_from(0, &mut touched);
        touched
    }

    /// Applies what is in the outbox from a sequence on, on top of the view as it is.
    pub(super) fn apply_outbox_from(&mut self, first: u64, touched: &mut BTreeSet<SaleId>) {
        for waiting in self.outbox.range(first..).map(|(_, waiting)| waiting) {
            // What this build cannot read is still sent; a newer build put it there.
            let Some(change) = &waiting.change else {
                continue;
            };
            let context = Context {
                mutation_id: waiting.mutation.mutation_id,
                employee_id: waiting.mutation.employee_id,
                register_id: self.meta.identity.register_id,
                at_ms: waiting.mutation.at_ms,
            };
            let layered = Layered {
                base: &self.sales,
                view: &self.view,
            };
            let applied = apply(&layered, &context, change);
            let landed = applied.outcome.elsewhere.unwrap_or(change.sale_id());
            *self.waiting_on.entry(landed).or_default() += 1;
            touched.insert(landed);
            for sale in applied.sales {
                touched.insert(sale.id);
                self.view.insert(sale.id, sale);
            }
        }
    }
}
