//! The view: what a person sees. Base rows, and for the sales that the outbox touches the outbox
//! applied on top, anew each time one of the two changes (rules B3, B4).

use super::books::{Layered, Made};
use super::state::SyncMode;
use super::{Engine, Key, Row};
use crate::codec;
use crate::row::Kind;
use sale::{Change, EmployeeId, Needs, Review, ReviewId, Sale, SaleId, Totals, apply};
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

impl Engine {
    /// The sale as a person sees it; none when it is not here, finished and covered included.
    #[must_use]
    pub fn sale(&self, id: SaleId) -> Option<SaleView> {
        let made = self.made.sales.get(&id);
        let sale = made.or_else(|| self.known.sales.get(&id))?;
        Some(self.show(sale))
    }

    /// The open sales as a person sees them, by id.
    pub fn open_sales(&self) -> impl Iterator<Item = SaleView> {
        let made = &self.made.sales;
        let base = self.known.sales.values();
        made.values()
            .chain(base.filter(|sale| !made.contains_key(&sale.id)))
            .filter(|sale| sale.is_open())
            .map(|sale| self.show(sale))
    }

    /// The open reviews as a person sees them, by id (rule E2).
    pub fn open_reviews(&self) -> impl Iterator<Item = &Review> {
        let made = &self.made.reviews;
        let base = self.known.reviews.values();
        made.values()
            .chain(base.filter(|review| !made.contains_key(&review.id)))
            .filter(|review| review.resolution.is_none())
    }

    /// What a change needs beside the person who makes it, before they make it (rules H1, H2).
    #[must_use]
    pub fn needs(&self, employee: EmployeeId, change: &Change) -> Needs {
        sale::needs(&self.books(), employee, change)
    }

    pub(super) fn books(&self) -> Layered<'_> {
        Layered {
            known: &self.known,
            made: &self.made,
        }
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
        self.known.put(&key, text);
        self.digest = self.digest.with(row.digest());
        self.base.insert(key, row);
    }

    pub(super) fn remove_base(&mut self, key: &Key) {
        if let Some(before) = self.base.remove(key) {
            self.digest = self.digest.without(before.digest());
            self.known.remove(key);
        }
    }

    /// Applies the outbox on top of the base anew; says which rows may look different now.
    pub(super) fn rebase(&mut self) -> BTreeSet<Key> {
        let mut touched: BTreeSet<Key> = self.made.sales.keys().map(sale_key).collect();
        touched.extend(self.made.reviews.keys().map(review_key));
        touched.extend(self.waiting_on.keys().map(sale_key));
        self.made = Made::default();
        self.waiting_on = BTreeMap::new();
        self.apply_outbox_from(0, &mut touched);
        touched
    }

    /// Applies what is in the outbox from a sequence on, on top of the view as it is.
    pub(super) fn apply_outbox_from(&mut self, first: u64, touched: &mut BTreeSet<Key>) {
        for waiting in self.outbox.range(first..).map(|(_, waiting)| waiting) {
            // What this build cannot read is still sent; a newer build put it there.
            let Some(change) = &waiting.change else {
                continue;
            };
            let context = waiting.mutation.context(self.meta.identity.register_id);
            let applied = apply(&self.books(), &context, change);
            let landed = applied.outcome.elsewhere.or(change.sale_id());
            let changed = applied.sales.iter().map(|sale| sale.id);
            let on: BTreeSet<SaleId> = changed.chain(landed).collect();
            for id in on {
                *self.waiting_on.entry(id).or_default() += 1;
                touched.insert(sale_key(&id));
            }
            let sales = applied.sales.into_iter().map(|sale| (sale.id, sale));
            self.made.sales.extend(sales);
            for review in applied.reviews {
                touched.insert(review_key(&review.id));
                self.made.reviews.insert(review.id, review);
            }
        }
    }
}

fn sale_key(id: &SaleId) -> Key {
    Key {
        kind: Kind::Sale,
        id: id.0,
    }
}

fn review_key(id: &ReviewId) -> Key {
    Key {
        kind: Kind::Review,
        id: id.0,
    }
}
