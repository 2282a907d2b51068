//! What the server knows of the people, and words for it.
//!
//! It must not know how they are shown.

use crate::api::{self, ApiError};
use crate::i18n::t;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{EmployeeId, Role};
use sync::api::people::Person;

const MINUTE_MS: i64 = 60_000;

/// What the server knows of the people. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Known {
    /// All of them.
    pub all: RwSignal<Vec<Person>>,
    /// Why it is not known.
    pub failed: RwSignal<Option<ApiError>>,
    /// Whether it is known.
    pub ready: RwSignal<bool>,
}

impl Known {
    /// Nothing yet.
    pub fn new() -> Known {
        Known {
            all: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
            ready: RwSignal::new(false),
        }
    }

    /// Asks the server; the page may be gone when it answers.
    pub fn ask(self) {
        spawn_local(async move {
            match api::people().await {
                Ok(all) => {
                    let _ = (self.all.try_set(all), self.failed.try_set(None));
                    let _ = self.ready.try_set(true);
                }
                Err(error) => {
                    let _ = self.failed.try_set(Some(error));
                }
            }
        });
    }

    /// What an answer said of one person.
    pub fn put(self, person: Person) {
        let _ = self.all.try_update(|all| {
            match all
                .iter_mut()
                .find(|one| one.employee.id == person.employee.id)
            {
                Some(one) => *one = person,
                None => all.push(person),
            }
        });
    }

    /// One of them.
    pub fn person(self, id: EmployeeId) -> Option<Person> {
        self.all
            .with(|all| all.iter().find(|one| one.employee.id == id).cloned())
    }
}

/// What a role is called.
pub fn role_name(role: Role) -> &'static str {
    let words = t().people;
    match role {
        Role::Cashier => words.cashier,
        Role::RegisterManager => words.register_manager,
        Role::BackOfficeManager => words.office_manager,
    }
}

/// A time in hours and minutes.
pub fn hours(ms: i64) -> String {
    let minutes = ms / MINUTE_MS;
    let (hours, minutes) = (minutes / 60, minutes % 60);
    t().people.hours(hours.to_string(), minutes.to_string())
}
