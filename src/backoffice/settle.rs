//! Settling a review with a note of what was done about it (rule E1). It cannot be taken back: the
//! history of the sale keeps it.
//!
//! It must not know what the review is about.

use super::doing::Doing;
use crate::i18n::t;
use crate::ui::{Button, Dialog, FilterChip, Look, TextField};
use leptos::prelude::*;
use sale::{Change, ReviewId};

/// Most letters of a note.
const MOST_NOTE: u32 = 200;

/// The question what was done about it.
#[component]
pub fn SettleDialog(
    /// Which review; none closes it.
    settling: RwSignal<Option<ReviewId>>,
) -> impl IntoView {
    view! {
        <Dialog
            open=Signal::derive(move || settling.with(Option::is_some))
            title=t().backoffice.settle_title
            test_id="settle-dialog"
            on_close=move || settling.set(None)
        >
            <Settle settling=settling />
        </Dialog>
    }
}

#[component]
fn Settle(settling: RwSignal<Option<ReviewId>>) -> impl IntoView {
    let words = t().backoffice;
    let doing = Doing::get();
    let note = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let settle = move || {
        let typed = note.with_untracked(|note| note.trim().to_owned());
        if typed.is_empty() {
            error.set(Some(words.settle_note_needed.to_owned()));
            return;
        }
        if let Some(review_id) = settling.get_untracked() {
            let change = Change::ResolveReview {
                review_id,
                note: typed,
            };
            doing.make(vec![change], words.settled_toast.to_owned(), None);
        }
        settling.set(None);
    };
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                settle();
            }
        >
            <p class="dialog-text">{words.settle_what}</p>
            <div class="presets">
                {[words.settle_charged, words.settle_agreed, words.settle_nothing]
                    .into_iter()
                    .map(|preset| {
                        view! {
                            <FilterChip
                                text=preset
                                on=Signal::derive(move || note.with(|note| note == preset))
                                on_press=move || {
                                    error.set(None);
                                    note.set(preset.to_owned());
                                }
                            />
                        }
                    })
                    .collect_view()}
            </div>
            <TextField
                label=words.settle_note
                value=note
                hint=words.settle_note_hint
                error=error
                required=true
                autofocus=true
                most=MOST_NOTE
                test_id="settle-note"
            />
            <div class="dialog-actions">
                <Button on_press=move || settling.set(None)>{t().common.cancel}</Button>
                <Button look=Look::Primary submit=true test_id="settle-confirm">
                    {words.settle}
                </Button>
            </div>
        </form>
    }
}
