//! The sale that is paid here and still open: it closes when its screen is left, so that the money
//! can be given back until then. If the phone dies before, nothing is due on it, and whoever opens
//! it closes it (rules A1, G3).
//!
//! It must not know how the money was taken.

use super::words::not_saved;
use crate::platform::document;
use crate::replica::Replica;
use crate::ui::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Change, SaleId};

/// What is still to be closed. Cheap to copy; lives as long as the surface.
#[derive(Clone, Copy)]
pub struct Closing {
    replica: Replica,
    toasts: Toasts,
    waiting: StoredValue<Option<SaleId>>,
}

impl Closing {
    /// Gives itself to everything below. A phone that is put away leaves the screen, too.
    pub fn provide(replica: Replica) {
        let closing = Closing::new(replica);
        provide_context(closing);
        document::on_visibility(Callback::new(move |visible: bool| {
            if !visible {
                spawn_local(closing.now());
            }
        }));
    }

    fn new(replica: Replica) -> Closing {
        Closing {
            replica,
            toasts: Toasts::get(),
            waiting: StoredValue::new(None),
        }
    }

    /// The one that [`Closing::provide`] made.
    pub fn get() -> Closing {
        use_context().unwrap_or_else(|| Closing::new(Replica::expect()))
    }

    /// The sale is paid; it is closed by and by.
    pub fn later(self, sale_id: SaleId) {
        let _ = self.waiting.try_set_value(Some(sale_id));
    }

    /// It stays open after all. False when it is closed already.
    pub fn is_taken_back(self, sale_id: SaleId) -> bool {
        let waits = self.waiting.try_get_value().flatten() == Some(sale_id);
        if waits {
            self.waiting.set_value(None);
        }
        waits
    }

    /// Closes what is still to be closed.
    pub async fn now(self) {
        let Some(sale_id) = self.waiting.try_get_value().flatten() else {
            return;
        };
        self.waiting.set_value(None);
        if let Err(why) = self.replica.change(Change::Close { sale_id }).await {
            self.toasts.show(not_saved(why));
        }
    }

    /// Nobody is signed in any more; what they paid is closed first.
    pub async fn sign_out(self) {
        self.now().await;
        self.replica.set_employee(None).await;
    }
}
