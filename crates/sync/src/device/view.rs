//! The view: what a person sees. Base rows, and for the sales that the outbox touches the outbox
//! applied on top, anew each time one of the two changes (rules B3, B4).

use super::books::{Layered, Made};
use super::engine::Engine;
use super::standing::Tendering;
use super::stored::{SyncMode, is_local};
use crate::codec;
use crate::protocol::Lease;
use crate::row::{Key, Kind, Row};
use sale::{
    Change, Context, EmployeeId, MutationId, Needs, Review, ReviewId, ReviewKind, Sale, SaleId,
    Table, Totals, apply,
};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

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
    /// Whether it is still to be handed over: sync was switched off while it waited (rule F3).
    pub waiting_for_hand_over: bool,
    /// Whether it is only shown: it is on the other registers too, and this one is being switched
    /// off (rule F3).
    pub read_only: bool,
    /// How this device stands with taking money for it; none while it does not (rule G1).
    pub tendering: Option<Tendering>,
    /// Who else takes money for it just now (rule G1).
    pub paid_elsewhere: Option<Lease>,
}

impl SaleView {
    /// A sale as the server lists it, with nothing of this device's on top.
    #[must_use]
    pub fn listed(sale: Sale, totals: Totals, version: u64) -> SaleView {
        SaleView {
            sale,
            totals,
            waiting: 0,
            version,
            only_here: false,
            waiting_for_hand_over: false,
            read_only: false,
            tendering: None,
            paid_elsewhere: None,
        }
    }
}

/// Where a sale is, for a register that is not simply on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Saved here after sync was switched off.
    Here,
    /// Saved here before, and not with the others yet.
    Waiting,
    /// With the others.
    Shared,
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

    /// The tables of the layout as a person sees them, by id; none where it is not shared (rule F8).
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        let made = &self.made.tables;
        let base = self.known.tables.values();
        made.values()
            .filter_map(Option::as_ref)
            .chain(base.filter(|table| !made.contains_key(&table.id)))
            .filter(|_| self.meta.layout)
    }

    /// What a change needs beside the person who makes it, before they make it (rules H1, H2).
    #[must_use]
    pub fn needs(&self, employee: EmployeeId, change: &Change) -> Needs {
        sale::needs(&self.books(), employee, change)
    }

    /// Whether `manager` can approve a change of `employee` (rules H1, H2).
    #[must_use]
    pub fn approves(&self, manager: EmployeeId, employee: EmployeeId, change: &Change) -> bool {
        sale::approves(&self.books(), manager, employee, change)
    }

    /// Whether somebody sees a sale (rule H1).
    #[must_use]
    pub fn sees(&self, employee: EmployeeId, sale: &Sale) -> bool {
        sale::sees(&self.books(), employee, sale)
    }

    /// The sales as `change` would leave them if it were made now: to show the money before anything
    /// is done.
    #[must_use]
    pub fn preview(
        &self,
        employee_id: EmployeeId,
        approved_by: Option<EmployeeId>,
        change: &Change,
    ) -> Vec<Sale> {
        let context = Context {
            mutation_id: MutationId(uuid::Uuid::nil()),
            employee_id,
            approved_by,
            register_id: self.meta.identity.register_id,
            at_ms: 0,
            was: None,
        };
        apply(&self.books(), &context, change).sales
    }

    pub(super) fn books(&self) -> Layered<'_> {
        Layered {
            known: &self.known,
            made: &self.made,
        }
    }

    fn show(&self, sale: &Sale) -> SaleView {
        let version = self
            .base
            .get(&Key::sale(sale.id))
            .map_or(0, |row| row.version);
        let waiting = self.waiting_on.get(&sale.id).copied().unwrap_or(0);
        let place = self.place(sale.id);
        let handing_over = matches!(self.meta.sync, SyncMode::HandingOver { .. });
        SaleView {
            sale: sale.clone(),
            totals: sale.totals(),
            waiting,
            version,
            only_here: place == Some(Place::Here),
            waiting_for_hand_over: handing_over && waiting > 0 && place != Some(Place::Here),
            read_only: handing_over && place == Some(Place::Shared),
            tendering: self.tendering(sale.id),
            paid_elsewhere: self.paid_elsewhere(sale.id),
        }
    }

    /// Where a sale is; none when it is nowhere.
    pub(super) fn place(&self, id: SaleId) -> Option<Place> {
        let seen = self.made.sales.contains_key(&id);
        if self.known.sale(id).is_some() {
            Some(Place::Shared)
        } else if seen && (self.local.contains(&id) || self.meta.sync == SyncMode::Off) {
            Some(Place::Here)
        } else {
            seen.then_some(Place::Waiting)
        }
    }

    /// Where what a review is about is; none when the review is nowhere.
    pub(super) fn place_of_review(&self, id: ReviewId) -> Option<Place> {
        if self.known.reviews.contains_key(&id) {
            return Some(Place::Shared);
        }
        let review = self.made.reviews.get(&id)?;
        let place = review.sale_id.and_then(|sale_id| self.place(sale_id));
        place.or(Some(match self.meta.sync {
            SyncMode::Off => Place::Here,
            _ => Place::Waiting,
        }))
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
    pub(super) fn rebase(&mut self) -> Vec<Key> {
        let mut touched: Vec<Key> = self.made.sales.keys().map(|id| Key::sale(*id)).collect();
        touched.extend(self.made.reviews.keys().map(|id| Key::review(*id)));
        touched.extend(self.made.tables.keys().map(|id| Key::table(*id)));
        touched.extend(self.waiting_on.keys().map(|id| Key::sale(*id)));
        self.made = Made::default();
        self.waiting_on.clear();
        self.local.clear();
        self.apply_outbox_from(0, &mut touched);
        touched
    }

    /// Applies what is in the outbox from a sequence on, on top of the view as it is.
    pub(super) fn apply_outbox_from(&mut self, first: u64, touched: &mut Vec<Key>) {
        for waiting in self.outbox.range(first..).map(|(_, waiting)| waiting) {
            // What this build cannot read is still sent; a newer build put it there.
            let Some(change) = &waiting.change else {
                continue;
            };
            let context = waiting.mutation.context(self.meta.identity.register_id);
            let applied = apply(&self.books(), &context, change);
            let landed = applied.outcome.elsewhere.or(change.sale_id());
            let changed = applied.sales.iter().map(|sale| sale.id);
            let mut on: Vec<SaleId> = Vec::new();
            for id in changed.chain(landed) {
                if !on.contains(&id) {
                    on.push(id);
                }
            }
            for id in on {
                *self.waiting_on.entry(id).or_default() += 1;
                touched.push(Key::sale(id));
            }
            if is_local(waiting.mutation.sequence) {
                let ids = applied.sales.iter().map(|sale| sale.id);
                self.local.extend(ids);
            }
            let sales = applied.sales.into_iter().map(|sale| (sale.id, sale));
            self.made.sales.extend(sales);
            for laid in applied.tables {
                touched.push(Key::table(laid.id));
                self.made.tables.insert(laid.id, laid.table);
            }
            // A device does not hold finished sales: what fits nowhere here may well fit there. Only
            // the server can tell, and a person must not settle what it never raises (rule E1).
            let reviews = applied.reviews.into_iter();
            for review in reviews.filter(|review| review.kind != ReviewKind::Unplaced) {
                touched.push(Key::review(review.id));
                self.made.reviews.insert(review.id, review);
            }
        }
    }
}
