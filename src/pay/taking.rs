//! Taking money for one sale, and giving it back: what the taps of its screens do.
//!
//! It must not know the screens.

use super::closing::Closing;
use super::words::not_saved;
use crate::i18n::t;
use crate::platform::ids::new_uuid;
use crate::replica::{NotSaved, Replica, SaleView};
use crate::ui::{Toast, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Cash, Change, Method, Money, NewTender, SaleId, TenderId};
use std::sync::Arc;

/// A sale that was paid just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// Which.
    pub sale_id: SaleId,
    /// What it was called.
    pub title: String,
    /// What it came to.
    pub total: Money,
    /// Cash to give back.
    pub change: Money,
    /// What was taken for it last; none where nothing was due.
    pub tender: Option<NewTender>,
}

impl Paid {
    /// How it was paid last.
    pub fn method(&self) -> Option<&Method> {
        self.tender.as_ref().map(|tender| &tender.method)
    }

    /// What undoing gives back.
    pub fn amount(&self) -> Money {
        self.tender.as_ref().map_or(Money::ZERO, |t| t.amount)
    }
}

/// What a card terminal was asked for. It stays, whatever is added to the sale meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtTerminal {
    /// What to key in.
    pub amount: Money,
    /// The total that the person saw then (rule G2).
    pub seen_total: Money,
}

impl AtTerminal {
    /// For all that is due.
    pub fn of(view: &SaleView) -> AtTerminal {
        AtTerminal {
            amount: view.totals.due,
            seen_total: view.totals.total,
        }
    }
}

/// One sale whose money is taken here. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Taking {
    replica: Replica,
    toasts: Toasts,
    /// What closes the sale in the end.
    pub closing: Closing,
    /// The sale, as long as it is open.
    pub open: Memo<Option<Arc<SaleView>>>,
    /// Set when it is paid.
    pub paid: RwSignal<Option<Paid>>,
    /// Cash as it is typed, in minor units.
    pub given: RwSignal<i64>,
    /// Set while the terminal is worked.
    pub terminal: RwSignal<Option<AtTerminal>>,
    /// Something is being saved right now.
    pub busy: RwSignal<bool>,
}

impl Taking {
    /// For this sale.
    pub fn of(open: Memo<Option<Arc<SaleView>>>) -> Taking {
        let replica = Replica::expect();
        Taking {
            replica,
            toasts: Toasts::get(),
            closing: Closing::get(),
            open,
            paid: RwSignal::new(None),
            given: RwSignal::new(0),
            terminal: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// What the terminal took: that amount and no other, whatever is due by now (rule C5).
    pub fn by_card(self, taken: AtTerminal) {
        self.take(Some(NewTender {
            id: TenderId(new_uuid()),
            method: Method::Card,
            amount: taken.amount,
            rounding: Money::ZERO,
            tip: Money::ZERO,
            change: Money::ZERO,
            seen_total: taken.seen_total,
        }));
    }

    /// Cash that was given, for at most what is due in whole coins of `coin` (rule G4).
    pub fn in_cash(self, given: Money, coin: Money) {
        let totals = self
            .open
            .with_untracked(|view| view.as_ref().map(|view| view.totals.clone()));
        let Some(totals) = totals else {
            return;
        };
        let cash = Cash::given(given, totals.due, coin);
        self.take(Some(NewTender {
            id: TenderId(new_uuid()),
            method: Method::Cash,
            amount: cash.amount,
            rounding: cash.rounding,
            tip: Money::ZERO,
            change: cash.change,
            seen_total: totals.total,
        }));
    }

    /// Nothing is due.
    pub fn finish(self) {
        self.take(None);
    }

    fn take(self, tender: Option<NewTender>) {
        let view = self.open.get_untracked();
        let Some(view) = view.filter(|_| !self.busy.get_untracked()) else {
            return;
        };
        let due = view.totals.due;
        let paid = Paid {
            sale_id: view.sale.id,
            title: view.sale.title().to_owned(),
            total: view.totals.total,
            change: tender.as_ref().map_or(Money::ZERO, |tender| tender.change),
            tender,
        };
        self.busy.set(true);
        spawn_local(async move {
            let saved = match paid.tender.clone() {
                Some(tender) => self.tender(paid.sale_id, tender).await,
                None => Ok(()),
            };
            match saved {
                Err(why) => self.toasts.show(not_saved(why)),
                Ok(()) if paid.amount() < due => self.part_paid(paid),
                Ok(()) => {
                    self.closing.later(paid.sale_id);
                    // The screen may have been left meanwhile.
                    if self.paid.try_set(Some(paid)).is_some() {
                        self.closing.now().await;
                    }
                }
            }
            let _ = self.terminal.try_set(None);
            let _ = self.busy.try_set(false);
        });
    }

    fn part_paid(self, paid: Paid) {
        let words = t().pay;
        let _ = self.given.try_set(0);
        let undo = Callback::new(move |()| {
            let paid = paid.clone();
            spawn_local(async move {
                self.toasts.show(match self.give_back(&paid).await {
                    Ok(()) => Toast::done(words.part_undone.to_owned()),
                    Err(why) => not_saved(why),
                });
            });
        });
        let toast = Toast::note(words.part_paid.to_owned());
        self.toasts.show(toast.with(words.undo, undo));
    }

    /// Gives back what was taken last and goes on with the bill; `said` tells so.
    pub fn undo(self, paid: Paid, said: String) {
        if self.busy.get_untracked() || !self.closing.is_taken_back(paid.sale_id) {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            match self.give_back(&paid).await {
                Ok(()) => {
                    self.toasts.show(Toast::done(said));
                    let _ = self.paid.try_set(None);
                }
                Err(why) => {
                    self.closing.later(paid.sale_id);
                    self.toasts.show(not_saved(why));
                }
            }
            let _ = self.busy.try_set(false);
        });
    }

    async fn give_back(self, paid: &Paid) -> Result<(), NotSaved> {
        let Some(tender) = &paid.tender else {
            return Ok(());
        };
        let back = NewTender {
            id: TenderId(new_uuid()),
            amount: -tender.amount,
            rounding: -tender.rounding,
            change: Money::ZERO,
            ..tender.clone()
        };
        self.tender(paid.sale_id, back).await
    }

    async fn tender(self, sale_id: SaleId, tender: NewTender) -> Result<(), NotSaved> {
        let change = Change::Tender { sale_id, tender };
        self.replica.change(change).await
    }
}
