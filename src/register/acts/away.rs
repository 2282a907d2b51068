//! The word before saved sales are managed while the server is away (rule F7): how much waits, and
//! for a manager the switch. Never while sync is off.
//!
//! It must not know what is about to be done.

use crate::i18n::t;
use crate::register::till::Till;
use crate::ui::{Button, Dialog, Look};
use leptos::prelude::*;

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
    view! {
        <Dialog
            open=Signal::derive(move || guard.is_asking())
            title=words.prompt_title
            test_id="away-prompt"
            on_close=move || guard.give_up()
        >
            <p class="ask-lead" data-testid="away-waiting">{text}</p>
            <p>{words.prompt_hint}</p>
            <div class="dialog-actions">
                <Show when=move || till.is_manager().get()>
                    <Button
                        large=true
                        test_id="away-switch"
                        on_press=move || {
                            guard.give_up();
                            till.go("settings");
                        }
                    >
                        {words.prompt_switch}
                    </Button>
                </Show>
                <Button
                    look=Look::Primary
                    large=true
                    autofocus=true
                    test_id="away-go-on"
                    on_press=move || till.manage_away()
                >
                    {words.prompt_go_on}
                </Button>
            </div>
        </Dialog>
    }
}
