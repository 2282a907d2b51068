//! Whose turn it is to take money for a sale (rule G1), and whether its total is still the one that
//! was seen (rule G2).
//!
//! It must not know how money is typed in, nor what is said about it.

use super::{Replica, SaleView, Tendering};
use leptos::prelude::*;
use sale::{Money, SaleId};
use std::sync::Arc;

/// How a screen that takes money stands. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Turn {
    /// With the sale's lease.
    pub stand: Memo<Option<Tendering>>,
    total: Memo<Option<Money>>,
    seen: RwSignal<Option<Money>>,
}

impl Turn {
    /// Asks for the turn at the sale `id`, and gives it back when the screen is left.
    pub fn take(replica: Replica, id: Option<SaleId>, view: Memo<Option<Arc<SaleView>>>) -> Turn {
        if let Some(id) = id {
            replica.take_lease(id);
            on_cleanup(move || replica.release_lease(id));
        }
        let total = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.totals.total)));
        Turn {
            stand: Memo::new(move |_| view.with(|v| v.as_ref().and_then(|v| v.tendering.clone()))),
            total,
            seen: RwSignal::new(total.get_untracked()),
        }
    }

    /// The total that the person saw and the one that it is now, where they differ.
    pub fn changed(self) -> Option<(Money, Money)> {
        let (seen, now) = self.seen.get().zip(self.total.get())?;
        (seen != now).then_some((seen, now))
    }

    /// The person has seen the total as it is now.
    pub fn go_on(self) {
        self.seen.set(self.total.get_untracked());
    }

    /// Whether money may be taken now: nobody else is at it, and the total is the one seen.
    pub fn is_ours(self) -> bool {
        self.is_free() && self.changed().is_none()
    }

    /// Whether nobody else is at it, as far as can be known.
    pub fn is_free(self) -> bool {
        self.stand.with(|stand| {
            !matches!(
                stand,
                Some(
                    Tendering::Asking
                        | Tendering::HeldBy(_)
                        | Tendering::Ours { up_to_date: false }
                )
            )
        })
    }
}
