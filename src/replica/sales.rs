//! The sales of this device's copy, with which of them changed lately: who keeps a list of them up
//! takes in what changed, and need not look at all of them again.
//!
//! It must not know the engine.

use sale::SaleId;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use sync::device::SaleView;

/// How many changes are remembered; who has missed more looks at everything.
const REMEMBERED: usize = 2_048;

/// The sales by id, and what changed.
#[derive(Debug, Default)]
pub struct Sales {
    by_id: BTreeMap<SaleId, Arc<SaleView>>,
    changed: VecDeque<SaleId>,
    version: u64,
}

impl Sales {
    /// How many changes there were so far.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// One sale.
    #[must_use]
    pub fn get(&self, id: SaleId) -> Option<&Arc<SaleView>> {
        self.by_id.get(&id)
    }

    /// One sale, if it is open.
    #[must_use]
    pub fn open(&self, id: SaleId) -> Option<&Arc<SaleView>> {
        self.get(id).filter(|view| view.sale.is_open())
    }

    /// The open sales by id.
    pub fn all_open(&self) -> impl Iterator<Item = &Arc<SaleView>> {
        self.by_id.values().filter(|view| view.sale.is_open())
    }

    /// Which sales changed after version `seen`, some more than once; none when that is not known
    /// any more and all must be looked at.
    #[must_use]
    pub fn since(&self, seen: u64) -> Option<impl Iterator<Item = SaleId>> {
        let missed = usize::try_from(self.version.checked_sub(seen)?).ok()?;
        let known = self.changed.len().checked_sub(missed)?;
        Some(self.changed.iter().skip(known).copied())
    }

    /// Takes in all of them anew.
    pub fn replace(&mut self, all: BTreeMap<SaleId, Arc<SaleView>>) {
        self.by_id = all;
        self.changed.clear();
        // Nobody has seen this version but one.
        self.version = self.version.saturating_add(1);
    }

    /// Takes in how a sale is now; none when it is gone.
    pub fn put(&mut self, id: SaleId, view: Option<SaleView>) {
        match view {
            Some(view) if self.by_id.get(&id).is_some_and(|known| **known == view) => return,
            Some(view) => {
                self.by_id.insert(id, Arc::new(view));
            }
            None if self.by_id.remove(&id).is_none() => return,
            None => {}
        }
        if self.changed.len() == REMEMBERED {
            self.changed.pop_front();
        }
        self.changed.push_back(id);
        self.version = self.version.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> SaleId {
        SaleId(uuid::Uuid::from_u128(n))
    }

    fn gone(sales: &mut Sales, n: u128) {
        sales.changed.push_back(id(n));
        sales.version += 1;
    }

    #[test]
    fn who_looks_again_is_told_what_changed_meanwhile() {
        let mut sales = Sales::default();
        sales.replace(BTreeMap::new());
        let seen = sales.version();
        gone(&mut sales, 1);
        gone(&mut sales, 2);
        let since = |seen| sales.since(seen).map(Iterator::collect::<Vec<_>>);
        assert_eq!(since(seen), Some(vec![id(1), id(2)]));
        assert_eq!(since(sales.version()), Some(vec![]));
    }

    /// A list that went by the few changes it is told of would lack the rest for good.
    #[test]
    fn who_has_missed_more_than_is_remembered_looks_at_everything() {
        let mut sales = Sales::default();
        let seen = sales.version();
        sales.replace(BTreeMap::new());
        assert!(sales.since(seen).is_none());
        assert!(sales.since(seen + 7).is_none(), "of another copy");
    }
}
