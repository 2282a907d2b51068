//! Ending a matter, with a word about how: whoever looks later reads it.
//!
//! It must not know what the matter is about.

use super::state::Watching;
use crate::i18n::t;
use crate::ui::{Button, Dialog, Look, TextField};
use leptos::prelude::*;
use sync::api::watch::{WatchDeed, WatchKind};
use uuid::Uuid;

/// Most letters of what is said.
const MOST_HOW: u32 = 200;

/// The question how it ended.
#[component]
pub(super) fn EndDialog(
    /// Which; none closes it.
    ending: RwSignal<Option<(WatchKind, Uuid)>>,
) -> impl IntoView {
    view! {
        <Dialog
            open=Signal::derive(move || ending.with(Option::is_some))
            title=t().watch.end_title
            test_id="end-dialog"
            on_close=move || ending.set(None)
        >
            <End ending=ending />
        </Dialog>
    }
}

#[component]
fn End(ending: RwSignal<Option<(WatchKind, Uuid)>>) -> impl IntoView {
    let words = t().watch;
    let watching = Watching::get();
    let (how, error) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let end = move || {
        let typed = how.with_untracked(|how| how.trim().to_owned());
        if typed.is_empty() {
            error.set(Some(words.end_needed.to_owned()));
            return;
        }
        if let (Some(watching), Some(about)) = (watching, ending.get_untracked()) {
            watching.act(about, WatchDeed::End(typed), Some(words.end_done));
        }
        ending.set(None);
    };
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                end();
            }
        >
            <TextField
                label=words.end_what
                value=how
                hint=Some(words.end_hint.to_owned())
                error=error
                required=true
                autofocus=true
                most=MOST_HOW
                test_id="end-how"
            />
            <div class="dialog-actions">
                <Button on_press=move || ending.set(None)>{t().common.cancel}</Button>
                <Button look=Look::Primary submit=true test_id="end-confirm">
                    {words.end}
                </Button>
            </div>
        </form>
    }
}
