//! Somebody works here no more, or again (rule H6).
//!
//! It must not end anything by one press: it asks first.

use super::known::Known;
use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::ui::{Banner, Button, Dialog, Icon, Look, Toast, Toasts, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::api::people::Person;

fn failed(error: &ApiError) -> String {
    match error {
        ApiError::Refused { code, .. } if code == "last_manager" => {
            t().people.last_manager.to_owned()
        }
        other => other.text(),
    }
}

/// The way to end somebody's access, with its question.
#[component]
pub fn Leave(
    /// Who.
    person: Person,
    /// To be told.
    known: Known,
    /// They are gone.
    on_gone: Callback<()>,
) -> impl IntoView {
    let words = t().people;
    let toasts = Toasts::get();
    let (asking, busy) = (RwSignal::new(false), RwSignal::new(false));
    let wrong = RwSignal::new(None::<String>);
    let (id, name) = (person.employee.id, StoredValue::new(person.employee.name));
    let leave = move || {
        busy.set(true);
        spawn_local(async move {
            let answer = api::person_gone(id).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(person) => {
                    toasts.show(Toast::done(words.left(&person.employee.name)));
                    let _ = asking.try_set(false);
                    known.put(person);
                    let _ = on_gone.try_run(());
                }
                Err(error) => {
                    let _ = wrong.try_set(Some(failed(&error)));
                }
            }
        });
    };
    view! {
        <Button
            look=Look::Quiet
            picture=Icon::SignOut
            test_id="person-leave"
            on_press=move || {
                wrong.set(None);
                asking.set(true);
            }
        >
            {words.leave}
        </Button>
        <Dialog
            open=asking
            title=words.leave_title(name.get_value())
            test_id="leave-dialog"
            on_close=move || asking.set(false)
        >
            <p class="dialog-text">{words.leave_text}</p>
            {move || {
                wrong
                    .get()
                    .map(|text| view! { <Banner tone=Tone::Bad picture=Icon::Trouble text=text /> })
            }}
            <div class="dialog-actions">
                <Button on_press=move || asking.set(false)>{t().common.cancel}</Button>
                <Button look=Look::Danger busy=busy test_id="leave-confirm" on_press=leave>
                    {words.leave_confirm}
                </Button>
            </div>
        </Dialog>
    }
}

/// What is said of somebody who is gone, and the way back.
#[component]
pub fn Back(
    /// Who.
    person: Person,
    /// To be told.
    known: Known,
) -> impl IntoView {
    let words = t().people;
    let (toasts, busy) = (Toasts::get(), RwSignal::new(false));
    let id = person.employee.id;
    let back = move || {
        busy.set(true);
        spawn_local(async move {
            let answer = api::person_back(id).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(person) => {
                    toasts.show(Toast::done(words.added(&person.employee.name)));
                    known.put(person);
                }
                Err(error) => toasts.show(Toast::failed(error.text())),
            }
        });
    };
    view! {
        <div class="form drawer-form">
            <p class="dialog-text">{words.gone_text}</p>
            <Button look=Look::Primary busy=busy test_id="person-back" on_press=back>
                {words.take_back}
            </Button>
        </div>
    }
}
