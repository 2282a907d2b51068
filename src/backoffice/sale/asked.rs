//! What the server knows of a sale, asked again whenever something was done to it.
//!
//! It must not know how it is drawn.

use crate::api::{self, ApiError};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::SaleId;
use std::sync::Arc;
use sync::api::SaleDetail;

/// What the server said.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// It was asked.
    Waiting,
    /// Its answer.
    Here(Arc<SaleDetail>),
    /// It could not say.
    Failed(ApiError),
}

/// Asks, once at a time: however fast a sale changes, an answer is drawn before the next is fetched.
#[derive(Clone, Copy)]
pub struct Asking {
    id: SaleId,
    /// The latest answer.
    pub answer: RwSignal<Asked>,
    busy: StoredValue<bool>,
    again: StoredValue<bool>,
}

impl Asking {
    /// About a sale.
    pub fn of(id: SaleId) -> Asking {
        Asking {
            id,
            answer: RwSignal::new(Asked::Waiting),
            busy: StoredValue::new(false),
            again: StoredValue::new(false),
        }
    }

    /// Asks now, or once more when the answer that is waited for is here.
    pub fn ask(self) {
        if self.busy.get_value() {
            return self.again.set_value(true);
        }
        self.busy.set_value(true);
        spawn_local(async move {
            loop {
                let answer = api::sale(self.id).await;
                let _ = self.answer.try_update(|known| match answer {
                    Ok(detail) => *known = Asked::Here(Arc::new(detail)),
                    // What is known already is worth more than the news that nothing new is.
                    Err(_) if matches!(known, Asked::Here(_)) => {}
                    Err(error) => *known = Asked::Failed(error),
                });
                // The drawer may be gone.
                match self.again.try_get_value() {
                    Some(true) => self.again.set_value(false),
                    _ => break,
                }
            }
            let _ = self.busy.try_set_value(false);
        });
    }
}
