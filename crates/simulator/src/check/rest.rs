//! What is checked at rest: every saved change is in the log once with an outcome (I1), every
//! outcome is true (I2), the money is accounted for (I3), all copies are equal (I4), positions and
//! the chain of hashes have no hole (I6), stores share nothing (I10), and what nobody here
//! understands is still there (I12).

use crate::books::{keeps_whole, review_of};
use crate::report::{Violation, broken, sick};
use crate::server::Place;
use crate::world::World;
use sale::{Change, Outcome, Review, Sale, Status};
use std::collections::{BTreeMap, BTreeSet};
use sync::codec;
use sync::row::{Key, Kind, Row};
use sync::server::{PageLimits, Storage, StoredRow, chained};

impl World {
    /// The account at rest.
    pub(crate) fn account(&mut self) -> Result<(), Violation> {
        self.check_acknowledged()?;
        let mut seen = BTreeSet::new();
        for at in 0..self.server.places.len() {
            let Some(place) = self.server.places.get(at) else {
                continue;
            };
            let rows = place
                .storage
                .rows_after(0, 0, PageLimits::NONE)
                .map_err(|e| sick(&e))?;
            for row in &rows {
                if !seen.insert(row.key()) {
                    return Err(broken("I10", "H4", format!("{:?} is in two", row.key())));
                }
            }
            check_log(place)?;
            self.report.rule("H3");
            if let Some(books) = self.checks.books.get(at) {
                books.account(&rows)?;
            }
            check_money(&rows, self.checks.cloned)?;
            let there: BTreeMap<Key, Row> = rows
                .iter()
                .filter(|row| !row.gone)
                .map(|row| (row.key(), row.to_wire()))
                .collect();
            self.report.positions += place.head();
            self.check_copies(at, &there)?;
        }
        for id in ["I3", "I6", "I10", "I12"] {
            self.report.check(id);
        }
        self.note_rest()?;
        for (mutation, device) in &self.checks.saved {
            let place = self.devices.get(*device).map_or(0, |d| d.place);
            let found = self
                .server
                .places
                .get(place)
                .map_or(Ok(None), |p| p.storage.mutation(*mutation))
                .map_err(|e| sick(&e))?;
            if found.is_none() {
                return Err(broken(
                    "I1",
                    "A1 A4",
                    format!("saved on {} and lost: {mutation}", self.name(*device)),
                ));
            }
        }
        // All rows and all of the log, of both stores.
        for place in &self.server.places {
            let state = place.storage.store().map_err(|e| sick(&e))?;
            let (first, _) = state.chain.split_first_chunk().unwrap_or((&[0; 8], &[]));
            let chain = u64::from_be_bytes(*first);
            self.trace.note(&[state.digest.hash, chain, state.head]);
        }
        self.trace.note(&[self.report.events]);
        Ok(())
    }

    /// Every copy holds the server's rows, byte for byte, also what it does not understand.
    fn check_copies(&mut self, at: usize, there: &BTreeMap<Key, Row>) -> Result<(), Violation> {
        self.report.check("I4");
        self.report.rule("B3");
        for device in self.devices.iter().filter(|device| device.place == at) {
            let Some(leader) = device.leader() else {
                continue;
            };
            let (rows, _) = leader.engine.base();
            let differs = rows != there || device.disk.rows != *there;
            if differs {
                return Err(broken(
                    "I4",
                    "B3",
                    format!("{} holds other rows than the server", device.name),
                ));
            }
            let understood = leader.engine.read_all::<Sale>(&Kind::Sale).len();
            let held = there.keys().filter(|key| key.kind == Kind::Sale).count();
            if understood != held {
                return Err(broken("I12", "A4", "a sale cannot be read".to_owned()));
            }
        }
        Ok(())
    }
}

/// The log has no holes, is chained, and holds each thing once.
fn check_log(place: &Place) -> Result<(), Violation> {
    let mut chain = [0; 32];
    let mut things = BTreeSet::new();
    for position in 1..=place.head() {
        let Some(entry) = place.storage.entry(position) else {
            return Err(broken("I6", "B2", format!("position {position} is empty")));
        };
        chain = chained(&chain, entry);
        if chain != entry.chain {
            return Err(broken(
                "I6",
                "H3",
                format!("the chain breaks at {position}"),
            ));
        }
        let outcome: Outcome = codec::decode(&entry.outcome).map_err(|e| sick(&e))?;
        let Ok(change) = codec::decode::<Change>(&entry.change) else {
            continue;
        };
        let review = review_of(&outcome, &place.storage)?;
        if review.is_some_and(|review| keeps_whole(review.kind)) {
            continue;
        }
        let thing = match &change {
            Change::Open(open) => open.sale_id.0,
            Change::AddLine { line, .. } => line.id.0,
            Change::Tender { tender, .. } => tender.id.0,
            _ => continue,
        };
        if !things.insert(thing) {
            return Err(broken(
                "I3",
                "A3",
                format!(
                    "{} counts twice, at {position}",
                    crate::telling::tell(&change)
                ),
            ));
        }
    }
    Ok(())
}

/// A finished sale that was paid too much has somebody to look at it, and no two sales share a
/// number (rules D3, C7).
fn check_money(rows: &[StoredRow], cloned: bool) -> Result<(), Violation> {
    let mut reviewed = BTreeSet::new();
    for row in rows.iter().filter(|row| row.kind == Kind::Review) {
        let review: Review = codec::decode(row.body.get()).map_err(|e| sick(&e))?;
        reviewed.extend(review.sale_id);
    }
    let mut numbers = BTreeSet::new();
    for row in rows.iter().filter(|row| row.kind == Kind::Sale) {
        let sale: Sale = codec::decode(row.body.get()).map_err(|e| sick(&e))?;
        let totals = sale.totals();
        let owed = match sale.status {
            Status::Closed => totals.due < sale::Money::ZERO,
            Status::Voided => totals.paid > sale::Money::ZERO,
            Status::Open | Status::Merged(_) => false,
        };
        if owed && !reviewed.contains(&sale.id) {
            return Err(broken(
                "I3",
                "D3",
                format!("sale {} keeps money that nobody looks at", sale.number),
            ));
        }
        if !numbers.insert(sale.number.clone()) && !cloned {
            return Err(broken("I3", "C7", format!("two sales are {}", sale.number)));
        }
    }
    Ok(())
}
