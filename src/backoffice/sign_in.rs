//! Signing a manager in.
//!
//! It must not keep the password: it goes to the server and nowhere else.

use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::platform::ids;
use crate::replica::Replica;
use crate::ui::{
    Button, Countdown, Icon, LanguageMenu, Look, ScreenTitle, TextField, ThemeMenu, icon,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::DeviceId;

/// E-mail, password, in.
#[component]
pub fn SignIn() -> impl IntoView {
    let words = t().backoffice;
    let replica = Replica::expect();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let email_error = RwSignal::new(None::<String>);
    let password_error = RwSignal::new(None::<String>);
    let refused = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let wait = Countdown::new();

    let sign_in = move || {
        let (typed_email, typed_password) = (email.get_untracked(), password.get_untracked());
        let missing = |is: bool, text: &str| is.then(|| text.to_owned());
        email_error.set(missing(typed_email.trim().is_empty(), words.email_needed));
        password_error.set(missing(typed_password.is_empty(), words.password_needed));
        if busy.get_untracked()
            || wait.is_on()
            || email_error.with_untracked(Option::is_some)
            || password_error.with_untracked(Option::is_some)
        {
            return;
        }
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            let known = replica.identity().get_untracked();
            let device = known.map_or_else(|| DeviceId(ids::new_uuid()), |known| known.device_id);
            let answer =
                api::sign_in_with_password(typed_email.trim(), &typed_password, device).await;
            match answer {
                Ok(signed_in) => match replica.set_identity(signed_in.identity).await {
                    Ok(()) => {
                        replica.set_employee(Some(signed_in.employee)).await;
                    }
                    Err(_) => {
                        let _ = refused.try_set(Some(words.storage_refused.to_owned()));
                    }
                },
                Err(error) => {
                    if let ApiError::Locked { retry_s } = &error {
                        wait.begin(*retry_s);
                    }
                    let _ = refused.try_set(Some(error.text()));
                }
            }
            let _ = busy.try_set(false);
        });
    };

    view! {
        <main class="sign-in" id="content" tabindex="-1">
            <form
                class="sign-in-box"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    sign_in();
                }
            >
                <p class="sign-in-app">{icon(Icon::Receipt)} {t().common.app}</p>
                <div class="sign-in-head">
                    <ScreenTitle title=words.sign_in_title />
                    <p>{words.sign_in_hint}</p>
                </div>
                <TextField
                    label=words.email
                    value=email
                    kind="email"
                    inputmode="email"
                    autocomplete="username"
                    error=email_error
                    required=true
                    autofocus=true
                    test_id="sign-in-email"
                />
                <TextField
                    label=words.password
                    value=password
                    kind="password"
                    autocomplete="current-password"
                    error=password_error
                    required=true
                    test_id="sign-in-password"
                />
                <p class="sign-in-refused" role="alert" data-testid="sign-in-refused">
                    {move || {
                        refused.get().map(|text| view! { {icon(Icon::Trouble)} <span>{text}</span> })
                    }}
                </p>
                <Button
                    look=Look::Primary
                    wide=true
                    submit=true
                    busy=busy
                    disabled=Signal::derive(move || wait.left_s() > 0)
                    test_id="sign-in-submit"
                >
                    {move || match wait.left_s() {
                        0 => t().common.sign_in.to_owned(),
                        seconds => words.sign_in_wait(u64::from(seconds)),
                    }}
                </Button>
            </form>
            <div class="looks">
                <LanguageMenu />
                <ThemeMenu />
            </div>
        </main>
    }
}
