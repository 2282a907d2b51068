//! What is done at the till: taps, and what dialogs ask for. Everything goes in as plain data and is
//! answered in the till's own scope, since a dialog is gone before the answer is here.
//!
//! It must not know how any of it is drawn, nor read what belongs to a dialog.

use super::Till;
use super::asks::Ask;
use super::sheet::{Place, Task};
use super::taps::{Tap, change_of, tap_draft, undo_of};
use crate::i18n::t;
use crate::replica::{LinkState, NotSaved};
use crate::ui::Toast;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Change, EmployeeId, LineId, Needs, Product, Quantity, SaleId};
use std::collections::VecDeque;
use std::sync::Arc;

/// Something to be done with a sale or a review, and what follows once it is.
#[derive(Clone, Debug)]
pub struct Act {
    change: Change,
    said: String,
    undo: Option<Change>,
    undone_at: Option<SaleId>,
    then: Option<Place>,
}

impl Act {
    /// A change, and what is said once it is saved.
    pub fn new(change: Change, said: String) -> Act {
        Act {
            change,
            said,
            undo: None,
            undone_at: None,
            then: None,
        }
    }

    /// The message offers to take it back, with this change.
    pub fn undo(self, change: Change) -> Act {
        Act {
            undo: Some(change),
            ..self
        }
    }

    /// Taking it back leads to this sale.
    pub fn undone_at(self, id: SaleId) -> Act {
        Act {
            undone_at: Some(id),
            ..self
        }
    }

    /// Where the till goes once it is done.
    pub fn then(self, place: Place) -> Act {
        Act {
            then: Some(place),
            ..self
        }
    }
}

/// A change that may be sent.
struct Permitted {
    /// With the reason that it needs.
    change: Change,
    /// The manager whose PIN was right.
    approved_by: Option<EmployeeId>,
    /// No manager has agreed yet: it goes to a review for them, and the sale stays as it is.
    is_request: bool,
}

impl Till {
    /// One more of a product.
    pub fn add(self, product: Arc<Product>) {
        self.tap(Tap::Add(product));
    }

    /// Units on a line, or off it.
    pub fn step(self, line: LineId, by: Quantity) {
        self.tap(Tap::Step(line, by));
    }

    /// Takes off the units of a line that the screen shows (rule C3).
    pub fn remove(self, line: LineId, seen: Quantity) {
        self.tap(Tap::Remove(line, seen));
    }

    fn tap(self, tap: Tap) {
        let Some(id) = self.sale_id.get_untracked() else {
            self.draft.update(|lines| tap_draft(lines, tap));
            return;
        };
        self.taps.update_value(|taps| taps.push_back((id, tap)));
        if self.working.get_value() {
            return;
        }
        self.working.set_value(true);
        spawn_local(async move {
            // One after the other, so that two quick taps on a product are two of one line.
            while let Some((id, tap)) = self.taps.try_update_value(VecDeque::pop_front).flatten() {
                let view = self.view.get_untracked();
                let sale = view
                    .as_ref()
                    .map(|v| &v.sale)
                    .filter(|s| s.id == id && s.is_open());
                match sale.and_then(|sale| change_of(sale, tap)) {
                    Some(change) => {
                        let undo = undo_of(&change);
                        if self.change(change).await && undo.is_some() {
                            self.done(t().floor.taken_off.to_owned(), undo, None);
                        }
                    }
                    None => self.failed(NotSaved::NotHere),
                }
            }
            self.working.set_value(false);
        });
    }

    /// Does something with saved sales, after a word while the server is away (rule F7).
    pub fn manage(self, task: Task) {
        let away = self.link().get_untracked() == LinkState::Offline;
        let task = match away {
            true => self.guard.pass(task),
            false => Some(task),
        };
        self.begin(task);
    }

    /// The word is given: does what waited for it.
    pub fn manage_away(self) {
        self.begin(self.guard.go_on());
    }

    fn begin(self, task: Option<Task>) {
        match task {
            Some(Task::Look) => self.go("saved"),
            Some(Task::Sheet(sheet)) => self.sheet.set(Some(sheet)),
            Some(Task::Void) => self.void(),
            None => {}
        }
    }

    fn void(self) {
        let Some(view) = self.view.get_untracked() else {
            return;
        };
        let sale_id = view.sale.id;
        let change = Change::Void {
            sale_id,
            reason: String::new(),
        };
        let act = Act::new(change, t().floor.voided(view.sale.title()))
            .undo(Change::Unvoid { sale_id })
            .undone_at(sale_id)
            .then(Place::Saved);
        self.act(act);
    }

    /// Does what a dialog asked for, which closes; says so, and goes where it leads.
    pub fn act(self, act: Act) {
        self.sheet.set(None);
        spawn_local(async move {
            if self.change(act.change).await {
                self.done(act.said, act.undo, act.undone_at);
                match act.then {
                    Some(Place::Sale(id)) => self.go_sale(id),
                    Some(Place::Saved) => self.go("saved"),
                    None => {}
                }
            }
        });
    }

    /// Saves a change, once it has the reason and the manager that it needs (rule H2). Says so
    /// when it was not saved, or is only a request; it is not done then.
    pub async fn change(self, change: Change) -> bool {
        let Some(permitted) = self.permitted(change).await else {
            return false;
        };
        let (change, by) = (permitted.change, permitted.approved_by);
        match self.replica.change_approved(change, by).await {
            Ok(()) if permitted.is_request => {
                self.say(t().floor.left_for_manager.to_owned());
                false
            }
            Ok(()) => true,
            Err(why) => {
                self.failed(why);
                false
            }
        }
    }

    /// The change with the reason and the manager that it needs; none when the person gave up.
    async fn permitted(self, change: Change) -> Option<Permitted> {
        let mut needs = self.replica.needs(&change);
        needs.reason &= change
            .reason()
            .is_none_or(|reason| reason.trim().is_empty());
        if needs == Needs::default() {
            return Some(Permitted {
                change,
                approved_by: None,
                is_request: false,
            });
        }
        let managers = self.replica.approvers(&change);
        let store = self.replica.store().get_untracked();
        let ask = Ask::of(&change, needs, store.as_deref(), managers);
        let given = self.asks.ask(ask).await?;
        Some(Permitted {
            change: match needs.reason {
                true => change.because(given.reason.trim()),
                false => change,
            },
            approved_by: given.approved_by,
            is_request: needs.manager && given.approved_by.is_none(),
        })
    }

    fn failed(self, why: NotSaved) {
        let words = t().register;
        let text = match why {
            NotSaved::Storage => words.not_saved_storage,
            NotSaved::TooMany => words.not_saved_many,
            NotSaved::NotHere | NotSaved::NoLayout => words.not_saved_not_here,
            NotSaved::HandingOver => words.not_saved_handing_over,
            NotSaved::TooLarge => words.not_saved_large,
        };
        self.toasts.show(Toast::failed(text.to_owned()));
    }

    /// Says something in passing.
    pub fn say(self, text: String) {
        self.toasts.show(Toast::note(text));
    }

    /// Says that something is to be checked, and leads there.
    pub fn say_review(self) {
        let words = t().floor;
        let toast = Toast::failed(words.told_review.to_owned());
        self.toasts
            .show(toast.with(words.told_see, self.to_reviews));
    }

    /// Says what was done, with the way back where there is one; it leads to the sale `then`.
    fn done(self, text: String, undo: Option<Change>, then: Option<SaleId>) {
        let toast = Toast::done(text);
        self.toasts.show(match undo {
            None => toast,
            Some(change) => toast.with(
                t().floor.undo,
                Callback::new(move |()| {
                    let change = change.clone();
                    spawn_local(async move {
                        if self.change(change).await
                            && let Some(id) = then
                        {
                            self.go_sale(id);
                        }
                    });
                }),
            ),
        });
    }
}
