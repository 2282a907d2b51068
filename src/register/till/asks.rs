//! What a change needs beside the person who makes it: a reason, and of a cashier a manager with
//! their PIN (rules H1, H2). One question at a time.
//!
//! It must not know the rules themselves, nor how it is asked.

use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::reasons::{self, For};
use crate::replica::Surface;
use futures::channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Change, EmployeeId, Needs, Store};

/// What is being asked.
#[derive(Clone, PartialEq)]
pub struct Ask {
    /// The question.
    pub title: &'static str,
    /// The usual reasons.
    pub reasons: Vec<String>,
    /// What has to be answered.
    pub needs: Needs,
    /// Who can approve it, by name.
    pub managers: Vec<(EmployeeId, String)>,
}

impl Ask {
    /// What a change asks for that needs this.
    pub fn of(
        change: &Change,
        needs: Needs,
        store: Option<&Store>,
        managers: Vec<(EmployeeId, String)>,
    ) -> Ask {
        let words = t().floor;
        let why = For::of(change);
        let title = match why {
            For::Void => words.why_void,
            For::Remove => words.why_remove,
            For::Discount => words.why_discount,
        };
        Ask {
            title: match needs.reason {
                true => title,
                false => words.why_other,
            },
            reasons: reasons::offered(store, why),
            needs,
            managers,
        }
    }
}

/// What was answered.
pub struct Given {
    /// Why; empty where no reason is needed.
    pub reason: String,
    /// The manager whose PIN was right.
    pub approved_by: Option<EmployeeId>,
}

/// The question that is open, if one is.
#[derive(Clone, Copy)]
pub struct Asks {
    /// The question.
    pub open: RwSignal<Option<Ask>>,
    /// The digits of the PIN that is being typed.
    pub digits: RwSignal<String>,
    /// What was wrong with the one before.
    pub wrong: RwSignal<Option<String>>,
    /// It is being checked.
    pub checking: RwSignal<bool>,
    answer: StoredValue<Option<oneshot::Sender<Given>>, LocalStorage>,
    /// How many were asked, so that a PIN answers the question that it was typed for.
    asked: StoredValue<u32>,
}

impl Asks {
    /// None is.
    pub fn new() -> Asks {
        Asks {
            open: RwSignal::new(None),
            digits: RwSignal::new(String::new()),
            wrong: RwSignal::new(None),
            checking: RwSignal::new(false),
            answer: StoredValue::new_local(None),
            asked: StoredValue::new(0),
        }
    }

    /// Asks, and waits for the answer; none when the person gave up.
    pub async fn ask(self, ask: Ask) -> Option<Given> {
        let (answer, answered) = oneshot::channel();
        self.answer.set_value(Some(answer));
        self.asked
            .update_value(|asked| *asked = asked.wrapping_add(1));
        self.checking.set(false);
        self.clear_pin();
        self.open.set(Some(ask));
        answered.await.ok()
    }

    /// The question is answered, or given up.
    pub fn close(self, given: Option<Given>) {
        // The screen may be gone by now.
        let answer = self.answer.try_update_value(Option::take).flatten();
        if let (Some(answer), Some(given)) = (answer, given) {
            let _ = answer.send(given);
        }
        let _ = self.open.try_set(None);
    }

    /// Begins a PIN anew.
    pub fn clear_pin(self) {
        self.digits.set(String::new());
        self.wrong.set(None);
    }

    /// Has the server check a manager's PIN. The right one answers the question.
    pub fn check(self, manager: EmployeeId, pin: String, reason: String) {
        let asked = self.asked.get_value();
        self.checking.set(true);
        self.wrong.set(None);
        spawn_local(async move {
            let checked = api::approve(Surface::Register, manager, &pin).await;
            // It may have been given up meanwhile, and another asked.
            if self.asked.try_get_value() != Some(asked) {
                return;
            }
            self.checking.set(false);
            self.digits.set(String::new());
            match checked {
                Ok(manager) => self.close(Some(Given {
                    reason,
                    approved_by: Some(manager.id),
                })),
                Err(ApiError::Refused { code, .. }) if code == "wrong_pin" => {
                    self.wrong.set(Some(t().door.wrong_pin.to_owned()));
                }
                Err(other) => self.wrong.set(Some(other.text())),
            }
        });
    }
}
