//! Making many changes, one after the other: how far it is, and the way back.
//!
//! It must not know what the changes are for.

use super::super::super::doing::not_saved;
use super::super::picked::Picked;
use super::deed::Plan;
use crate::i18n::t;
use crate::replica::Replica;
use crate::ui::{Toast, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::Change;

/// How far it is. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Making {
    replica: Replica,
    toasts: Toasts,
    picked: Picked,
    /// How many of how many are made; none while nothing is.
    pub done: RwSignal<Option<(usize, usize)>>,
}

impl Making {
    /// With this screen's replica and messages.
    pub fn new(picked: Picked) -> Making {
        Making {
            replica: Replica::expect(),
            toasts: Toasts::get(),
            picked,
            done: RwSignal::new(None),
        }
    }

    /// Makes all changes of a plan, then `after`; what could not be made is said, and what was made
    /// can be taken back.
    pub fn make(self, plan: Plan, after: impl FnOnce() + 'static) {
        let changes = plan.changes.iter().map(|step| step.change.clone());
        let changes: Vec<Change> = changes.collect();
        let all = changes.len();
        spawn_local(async move {
            let (made, why) = self.each(changes).await;
            let _ = self.done.try_set(None);
            after();
            let words = t().sales;
            let toast = match why {
                None => {
                    self.picked.clear();
                    Toast::done(words.done(number(made)))
                }
                Some(why) => Toast::failed(words.done_part(number(all), number(made), why)),
            };
            let undo = plan.undo(made);
            self.toasts.show(match undo.is_empty() {
                true => toast,
                false => toast.with(
                    t().backoffice.undo,
                    Callback::new(move |()| self.take_back(undo.clone())),
                ),
            });
        });
    }

    fn take_back(self, changes: Vec<Change>) {
        spawn_local(async move {
            let (_, why) = self.each(changes).await;
            let _ = self.done.try_set(None);
            self.toasts.show(match why {
                None => Toast::done(t().backoffice.undone.to_owned()),
                Some(why) => Toast::failed(why.to_owned()),
            });
        });
    }

    /// How many were made, and why not all.
    async fn each(self, changes: Vec<Change>) -> (usize, Option<&'static str>) {
        let all = changes.len();
        for (made, change) in changes.into_iter().enumerate() {
            let _ = self.done.try_set(Some((made, all)));
            if let Err(why) = self.replica.change(change).await {
                return (made, Some(not_saved(why)));
            }
        }
        (all, None)
    }

    /// How far it is, for a person.
    pub fn progress(self) -> impl IntoView {
        let done = move || self.done.get().unwrap_or((0, 1));
        let text = move || {
            let (made, all) = done();
            t().sales.progress(number(all), number(made))
        };
        view! {
            <div class="bulk-progress" data-testid="bulk-progress">
                <progress
                    max=move || done().1.to_string()
                    value=move || done().0.to_string()
                    aria-label=text
                ></progress>
                <p>{text}</p>
            </div>
        }
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
