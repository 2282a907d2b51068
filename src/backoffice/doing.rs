//! Doing something about a sale or a review: the replica saves it, a message says so, and where the
//! rules allow it can be taken back at once.
//!
//! It must not know what is done.

use super::facts::Facts;
use super::history;
use crate::i18n::t;
use crate::replica::{NotSaved, Replica};
use crate::ui::{Toast, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::Change;

/// What changes are made with. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Doing {
    replica: Replica,
    toasts: Toasts,
    /// Whether something is being saved.
    pub busy: RwSignal<bool>,
}

impl Doing {
    /// With the replica and the messages of this screen.
    pub fn get() -> Doing {
        Doing {
            replica: Replica::expect(),
            toasts: Toasts::get(),
            busy: RwSignal::new(false),
        }
    }

    /// Saves changes one after the other, then says `done`; with `undo`, offers to take it back.
    pub fn make(self, changes: Vec<Change>, done: String, undo: Option<Change>) {
        self.busy.set(true);
        spawn_local(async move {
            let mut saved = Ok(());
            for change in changes {
                if saved.is_ok() {
                    saved = self.replica.change(change).await;
                }
            }
            self.toasts.show(match saved {
                Ok(()) => self.done(done, undo),
                Err(why) => Toast::failed(not_saved(why).to_owned()),
            });
            let _ = self.busy.try_set(false);
        });
    }

    fn done(self, done: String, undo: Option<Change>) -> Toast {
        let words = t().backoffice;
        let toast = Toast::done(done);
        let (replica, toasts) = (self.replica, self.toasts);
        let Some(undo) = undo else {
            return toast;
        };
        let take_back = Callback::new(move |()| {
            let undo = undo.clone();
            spawn_local(async move {
                toasts.show(match replica.change(undo).await {
                    Ok(()) => Toast::done(words.undone.to_owned()),
                    Err(why) => Toast::failed(not_saved(why).to_owned()),
                });
            });
        });
        toast.with(words.undo, take_back)
    }
}

/// Tells from now on what the server made of changes, when it is not what was asked.
pub fn tell(replica: Replica) {
    let (facts, toasts, results) = (Facts::get(), Toasts::get(), replica.results());
    Effect::new(move |before: Option<()>| {
        let results = results.get();
        // What was there before was told before.
        if before.is_some() {
            for text in results
                .iter()
                .flat_map(|result| untrack(|| history::outcome(facts, &result.outcome)))
            {
                toasts.show(Toast::note(text));
            }
        }
    });
}

/// Why something could not be saved, in words.
pub fn not_saved(why: NotSaved) -> &'static str {
    let words = t().backoffice;
    match why {
        NotSaved::Storage => words.not_saved_storage,
        NotSaved::TooMany => words.not_saved_too_many,
        NotSaved::NotHere | NotSaved::HandingOver | NotSaved::NoLayout => words.not_saved_not_here,
        NotSaved::TooLarge => words.not_saved_too_large,
    }
}
