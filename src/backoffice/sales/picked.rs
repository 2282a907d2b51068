//! Which rows of the list are selected, and how a press on one adds to them.
//!
//! It must not know what is done with them.

use leptos::prelude::*;
use sale::SaleId;
use std::collections::BTreeSet;

/// The selected rows. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Picked {
    ids: RwSignal<BTreeSet<SaleId>>,
    /// Where the last press was: with Shift, the next one takes all between.
    last: StoredValue<Option<SaleId>>,
}

impl Picked {
    /// None, for everything below.
    pub fn provide() -> Picked {
        let picked = Picked {
            ids: RwSignal::new(BTreeSet::new()),
            last: StoredValue::new(None),
        };
        provide_context(picked);
        picked
    }

    /// The ones that [`Picked::provide`] gave.
    pub fn get() -> Picked {
        use_context().unwrap_or_else(Picked::provide)
    }

    /// Which.
    pub fn ids(self) -> Signal<BTreeSet<SaleId>> {
        self.ids.into()
    }

    /// Whether one is.
    pub fn holds(self, id: SaleId) -> bool {
        self.ids.with(|ids| ids.contains(&id))
    }

    /// Selects one, or leaves it out. With `between`, which gives what stands from the last press to
    /// this one, all of those are.
    pub fn press(self, id: SaleId, between: Option<impl Fn(SaleId, SaleId) -> Vec<SaleId>>) {
        let from = self.last.get_value();
        self.ids.update(|ids| match (from, between) {
            (Some(from), Some(between)) if ids.contains(&from) => ids.extend(between(from, id)),
            _ => {
                if !ids.remove(&id) {
                    ids.insert(id);
                }
            }
        });
        self.last.set_value(Some(id));
    }

    /// Selects these and no others.
    pub fn set(self, ids: BTreeSet<SaleId>) {
        self.last.set_value(None);
        self.ids.set(ids);
    }

    /// Selects none.
    pub fn clear(self) {
        self.set(BTreeSet::new());
    }

    /// Leaves out what is not there any more.
    pub fn keep(self, there: impl Fn(SaleId) -> bool) {
        let gone = self
            .ids
            .with_untracked(|ids| ids.iter().any(|id| !there(*id)));
        if gone {
            self.ids.update(|ids| ids.retain(|id| there(*id)));
        }
    }
}
