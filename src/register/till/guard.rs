//! What waits for a word while the server is away (rule F7), and whether the word was given for the
//! task at hand.
//!
//! It must not know what is said.

use super::sheet::Task;
use leptos::prelude::*;

/// One for the till.
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

    /// Whether something waits.
    pub fn is_asking(self) -> bool {
        self.waits.with(Option::is_some)
    }

    /// Lets a task through at once when the word was given; else it waits.
    pub fn pass(self, task: Task) -> Option<Task> {
        if self.calm.get_untracked() {
            return Some(task);
        }
        self.waits.set(Some(task));
        None
    }

    /// The word is given: what waited may be done.
    pub fn go_on(self) -> Option<Task> {
        let task = self.waits.get_untracked();
        self.calm.set(true);
        self.waits.set(None);
        task
    }

    /// What waited is given up.
    pub fn give_up(self) {
        self.waits.set(None);
    }

    /// The task is over: the next one is asked about again.
    pub fn next_task(self) {
        self.calm.set(false);
    }
}
