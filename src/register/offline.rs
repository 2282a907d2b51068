//! The word before saved sales are managed while the server is away (rule F7): how much waits, and
//! for a manager the switch. Never while sync is off.
//!
//! It must not know what is about to be done.

use super::till::Till;
use crate::i18n::t;
use crate::replica::LinkState;
use crate::ui::{Button, Dialog, Look};
use leptos::prelude::*;
use std::sync::Arc;

/// What waits. It outlives the menu that it was chosen in.
type Task = Arc<dyn Fn() + Send + Sync>;

/// What waits for the word, and whether it was given for the task at hand.
#[derive(Clone, Copy)]
pub struct Guard {
    waits: RwSignal<Option<Task>>,
    calm: RwSignal<bool>,
}

impl Guard {
    /// Nothing waits.
    pub fn new() -> Guard {
        Guard {
            waits: RwSignal::new(None),
            calm: RwSignal::new(false),
        }
    }

    /// The task is over: the next one is asked about again.
    pub fn next_task(self) {
        self.calm.set(false);
    }
}

impl Till {
    /// Does something with saved sales, after a word while the server is away (rule F7).
    pub fn managing(self, task: impl Fn() + Send + Sync + 'static) {
        let away = self.link().get_untracked() == LinkState::Offline;
        if away && !self.guard.calm.get_untracked() {
            self.guard.waits.set(Some(Arc::new(task)));
        } else {
            task();
        }
    }
}

/// The dialog with the word.
#[component]
pub fn AwayPrompt() -> impl IntoView {
    let till = Till::get();
    let words = t().floor;
    let guard = till.guard;
    let connection = till.replica.connection();
    let text = move || match connection.get().waiting {
        0 => t().common.link_offline.to_owned(),
        waiting => words.prompt(t().common.waiting_changes(waiting)),
    };
    let go_on = move || {
        let task = guard.waits.get_untracked();
        guard.calm.set(true);
        guard.waits.set(None);
        if let Some(task) = task {
            task();
        }
    };
    view! {
        <Dialog
            open=Signal::derive(move || guard.waits.with(Option::is_some))
            title=words.prompt_title
            test_id="away-prompt"
            on_close=move || guard.waits.set(None)
        >
            <p class="ask-lead" data-testid="away-waiting">{text}</p>
            <p>{words.prompt_hint}</p>
            <div class="dialog-actions">
                <Show when=move || till.is_manager().get()>
                    <Button
                        large=true
                        test_id="away-switch"
                        on_press=move || {
                            guard.waits.set(None);
                            till.go("settings");
                        }
                    >
                        {words.prompt_switch}
                    </Button>
                </Show>
                <Button look=Look::Primary large=true test_id="away-go-on" on_press=go_on>
                    {words.prompt_go_on}
                </Button>
            </div>
        </Dialog>
    }
}
