//! A sale as it stood at a moment of its history: which moment is chosen, and what the server says of
//! it (rule H3).
//!
//! It must not know how a sale is drawn.

use super::super::facts::Facts;
use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::platform::intl::Shown;
use crate::replica::SaleView;
use crate::ui::{Banner, Button, Icon, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::SaleId;
use std::sync::Arc;
use sync::api::views::SaleThen;

/// The moment that is looked at. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Moment {
    id: SaleId,
    /// The position of the entry; none is now.
    chosen: RwSignal<Option<u64>>,
    here: RwSignal<Option<Result<Arc<SaleThen>, ApiError>>>,
}

impl Moment {
    /// Now.
    pub fn of(id: SaleId) -> Moment {
        Moment {
            id,
            chosen: RwSignal::new(None),
            here: RwSignal::new(None),
        }
    }

    /// The position of the entry that is looked at; none for now.
    pub fn chosen(self) -> Option<u64> {
        self.chosen.get()
    }

    /// Looks at the sale as it stood after an entry, or at it now.
    pub fn choose(self, position: Option<u64>) {
        self.chosen.set(position);
        let Some(position) = position else {
            return self.here.set(None);
        };
        spawn_local(async move {
            let answer = api::sale_then(self.id, position).await.map(Arc::new);
            // Another may have been chosen meanwhile; what is shown stays until the next is here.
            if self.chosen.try_get_untracked() == Some(Some(position)) {
                let _ = self.here.try_set(Some(answer));
            }
        });
    }

    /// The sale then; none when it is now, or not known yet.
    pub fn view(self) -> Option<Arc<SaleView>> {
        self.here.with(|here| {
            let then = here.as_ref()?.as_ref().ok()?;
            let listed = SaleView::listed(then.sale.clone(), then.totals.clone(), then.position);
            Some(Arc::new(listed))
        })
    }

    /// That it is not now, when it was, and the way back.
    pub fn banner(self, when_ms: Signal<Option<i64>>) -> impl IntoView {
        let words = t().sales;
        let facts = Facts::get();
        let text = move || {
            let when = when_ms.get().map(|ms| facts.time(ms, Shown::Full));
            let failed = self.here.with(|here| match here {
                Some(Err(error)) => Some(format!("{}. {}", words.then_failed, error.text())),
                Some(Ok(then)) if !then.exact => Some(words.then_near.to_owned()),
                _ => None,
            });
            [Some(words.then.to_owned()), when, failed]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ")
        };
        view! {
            <Show when=move || self.chosen.get().is_some()>
                <div data-testid="sale-then">
                    <Banner tone=Tone::Info picture=Icon::Clock text=Signal::derive(text)>
                        <Button test_id="then-now" on_press=move || self.choose(None)>
                            {words.then_now}
                        </Button>
                    </Banner>
                </div>
            </Show>
        }
    }
}
