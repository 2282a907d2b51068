//! One more register: its name, then its code.
//!
//! It must not know the registers that are there.

use super::code::Wanted;
use super::overviews::Overviews;
use crate::api;
use crate::i18n::t;
use crate::ui::{Button, Dialog, Look, TextField};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Most letters of a name.
const MOST_NAME: u32 = 60;

/// Asks for a name, adds the register and goes on to its code.
#[component]
pub fn NewRegisterDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// To be told of the new one.
    overviews: Overviews,
    /// Set to the new one, for its code.
    wanted: RwSignal<Option<Wanted>>,
) -> impl IntoView {
    view! {
        <Dialog
            open=open
            title=t().backoffice.add_register
            test_id="new-register"
            on_close=move || open.set(false)
        >
            <Form open=open overviews=overviews wanted=wanted />
        </Dialog>
    }
}

#[component]
fn Form(
    open: RwSignal<bool>,
    overviews: Overviews,
    wanted: RwSignal<Option<Wanted>>,
) -> impl IntoView {
    let words = t().backoffice;
    let (name, error) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let busy = RwSignal::new(false);
    let add = move || {
        let typed = name.with_untracked(|name| name.trim().to_owned());
        if typed.is_empty() {
            error.set(Some(words.register_name_needed.to_owned()));
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match api::add_register(&typed).await {
                Ok(added) => {
                    let (id, name) = (added.register.id, added.register.name.clone());
                    overviews.put(added);
                    let _ = open.try_set(false);
                    let _ = wanted.try_set(Some(Wanted::Register {
                        id,
                        name,
                        replaces: false,
                    }));
                }
                Err(why) => {
                    let _ = error.try_set(Some(why.text()));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                if !busy.get_untracked() {
                    add();
                }
            }
        >
            <TextField
                label=words.register_name
                value=name
                hint=words.register_name_hint
                error=error
                required=true
                autofocus=true
                most=MOST_NAME
                test_id="register-name"
            />
            <div class="dialog-actions">
                <Button on_press=move || open.set(false)>{t().common.cancel}</Button>
                <Button look=Look::Primary submit=true busy=busy test_id="register-add">
                    {words.add_register}
                </Button>
            </div>
        </form>
    }
}
