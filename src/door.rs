//! The way in to a register or a Pay phone: the activation code that makes the browser one, then who
//! is there, by PIN.
//!
//! It must not know what is behind the door.

use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::platform::ids::new_uuid;
use crate::platform::location;
use crate::replica::Replica;
use crate::ui::{
    Button, ConnectionBadge, Countdown, EmptyState, Icon, LanguageMenu, Look, PinPad, ScreenTitle,
    Skeleton, TextField, icon,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{DeviceId, Employee};
use std::sync::Arc;

/// Makes the browser a device of the store.
#[component]
pub fn Activate(
    /// The device, in a picture.
    picture: Icon,
    /// What is activated.
    title: &'static str,
) -> impl IntoView {
    let replica = Replica::expect();
    let words = t().door;
    // A QR code leads here with the code in the fragment, which no server sees.
    let came = location::fragment();
    let came = came.strip_prefix("code=").map(str::to_owned);
    if came.is_some() {
        location::forget_fragment();
    }
    let hint = match (&came, replica.shut_out().get_untracked()) {
        (Some(_), _) => words.code_came,
        (None, true) => words.shut_out,
        (None, false) => words.activate_hint,
    };
    let code = RwSignal::new(came.unwrap_or_default());
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let send = move || {
        let typed = code.with_untracked(|code| code.trim().to_owned());
        if typed.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let wrong = match api::activate(replica.surface(), &typed, DeviceId(new_uuid())).await {
                Ok(identity) => replica.set_identity(identity).await.err(),
                Err(why) => Some(why.text()),
            };
            // The screen is gone once the device is activated.
            let _ = (error.try_set(wrong), busy.try_set(false));
        });
    };
    view! {
        <main id="content" tabindex="-1" class="door">
            <form
                class="door-box"
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                <span class="door-mark">{icon(picture)}</span>
                <ScreenTitle title=title />
                <TextField
                    label=words.activate_code
                    value=code
                    hint=Some(hint.to_owned())
                    error=error
                    required=true
                    autofocus=true
                    most=40
                    test_id="activation-code"
                />
                <Button
                    look=Look::Primary
                    large=true
                    wide=true
                    submit=true
                    busy=busy
                    test_id="activation-submit"
                >
                    {words.activate}
                </Button>
                <LanguageMenu />
            </form>
        </main>
    }
}

/// Who is there.
#[component]
pub fn SignIn(
    /// What is asked.
    title: &'static str,
) -> impl IntoView {
    let replica = Replica::expect();
    let chosen = RwSignal::new(None::<Arc<Employee>>);
    let people = replica.employees();
    view! {
        <main id="content" tabindex="-1" class="door">
            <div class="door-box">
                <ScreenTitle title=title />
                {move || match chosen.get() {
                    Some(employee) => view! { <Pin employee chosen /> }.into_any(),
                    None if people.with(|all| all.iter().all(|one| one.gone)) => {
                        view! { <Nobody /> }.into_any()
                    }
                    None => view! { <People chosen /> }.into_any(),
                }}
                <ConnectionBadge connection=replica.connection() />
                <LanguageMenu />
            </div>
        </main>
    }
}

#[component]
fn Nobody() -> impl IntoView {
    let replica = Replica::expect();
    let words = t().door;
    view! {
        <Skeleton count=3 />
        <EmptyState picture=Icon::People title=words.no_people text=words.no_people_hint>
            <Button picture=Icon::Retry on_press=move || replica.retry()>
                {t().common.retry}
            </Button>
        </EmptyState>
    }
}

#[component]
fn People(chosen: RwSignal<Option<Arc<Employee>>>) -> impl IntoView {
    let people = Replica::expect().employees();
    view! {
        <ul class="people">
            {move || {
                let mut people = people.get();
                people.retain(|one| !one.gone);
                people.sort_by(|a, b| a.name.cmp(&b.name));
                people
                    .into_iter()
                    .map(|employee| {
                        let name = employee.name.clone();
                        view! {
                            <li>
                                <button
                                    type="button"
                                    class="person"
                                    data-testid="employee-choice"
                                    data-employee-name=name.clone()
                                    on:click=move |_| chosen.set(Some(employee.clone()))
                                >
                                    {icon(Icon::Person)}
                                    <span>{name.clone()}</span>
                                </button>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
    }
}

#[component]
fn Pin(employee: Arc<Employee>, chosen: RwSignal<Option<Arc<Employee>>>) -> impl IntoView {
    let replica = Replica::expect();
    let words = t().door;
    let digits = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let locked = Countdown::new();
    let busy = RwSignal::new(false);
    let id = employee.id;
    let send = move |pin: String| {
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match api::sign_in_with_pin(replica.surface(), id, &pin).await {
                Ok(employee) => replica.set_employee(Some(employee)).await,
                Err(why) => {
                    let text = match &why {
                        ApiError::Refused { code, .. } if code == "wrong_pin" => {
                            words.wrong_pin.to_owned()
                        }
                        other => other.text(),
                    };
                    if let ApiError::Locked { retry_s } = why {
                        locked.begin(retry_s);
                    }
                    let _ = (error.try_set(Some(text)), digits.try_set(String::new()));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let message = Signal::derive(move || match locked.left_s() {
        0 => error.get(),
        seconds => Some(t().common.error_locked(u64::from(seconds))),
    });
    view! {
        <h2 class="pin-name">{words.pin_of(&employee.name)}</h2>
        <PinPad
            digits
            error=message
            busy=Signal::derive(move || busy.get() || locked.left_s() > 0)
            on_full=send
        />
        <Button look=Look::Quiet large=true picture=Icon::Back on_press=move || chosen.set(None)>
            {words.other_person}
        </Button>
    }
}
