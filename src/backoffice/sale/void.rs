//! The question why a sale is voided (rule H2).
//!
//! It must not void anything.

use crate::i18n::t;
use crate::reasons::{self, For};
use crate::replica::Replica;
use crate::ui::{Banner, Button, FilterChip, Icon, Look, TextField, Tone};
use leptos::prelude::*;

/// Most letters of a reason.
const MOST_REASON: u32 = 200;

/// Asks for the reason.
#[component]
pub fn VoidForm(
    /// Whether there is money on the sale.
    #[prop(into)]
    has_money: Signal<bool>,
    /// Gets the reason.
    on_void: Callback<String>,
    /// Somebody thought better of it.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let words = t().backoffice;
    let reason = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let void = move || {
        let typed = reason.with_untracked(|reason| reason.trim().to_owned());
        if typed.is_empty() {
            error.set(Some(words.void_reason_needed.to_owned()));
        } else {
            on_void.run(typed);
        }
    };
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                void();
            }
        >
            <Show when=move || has_money.get()>
                <Banner tone=Tone::Caution picture=Icon::Warning text=words.void_with_tenders />
            </Show>
            <div class="presets">
                {reasons::offered(Replica::expect().store().get_untracked().as_deref(), For::Void)
                    .into_iter()
                    .map(|preset| {
                        let (is, to) = (preset.clone(), preset.clone());
                        view! {
                            <FilterChip
                                text=preset
                                on=Signal::derive(move || reason.with(|reason| *reason == is))
                                on_press=move || {
                                    error.set(None);
                                    reason.set(to.clone());
                                }
                            />
                        }
                    })
                    .collect_view()}
            </div>
            <TextField
                label=words.void_reason
                value=reason
                hint=words.void_reason_hint
                error=error
                required=true
                autofocus=true
                most=MOST_REASON
                test_id="void-reason"
            />
            <div class="dialog-actions">
                <Button on_press=on_cancel>{t().common.cancel}</Button>
                <Button look=Look::Danger submit=true test_id="void-confirm">
                    {words.void_confirm}
                </Button>
            </div>
        </form>
    }
}
