//! The first register: its code and the way to it, as a QR code too.
//!
//! It must not keep the code: it is asked for each time.

use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::platform::location;
use crate::ui::{Button, ErrorState, Icon, ScreenTitle, Skeleton, qr_svg};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::api::ActivationCode;

/// The code of the first register that no device is yet.
async fn code() -> Result<Option<ActivationCode>, ApiError> {
    let registers = api::registers().await?;
    let waiting = registers.iter().find(|one| !one.register.activated);
    match waiting {
        Some(one) => api::activation_code(one.register.id).await.map(Some),
        None => Ok(None),
    }
}

/// The first register.
#[component]
pub fn FirstTill() -> impl IntoView {
    let words = t().first_run;
    let answer = RwSignal::new(None::<Result<Option<ActivationCode>, ApiError>>);
    let ask = move || {
        answer.set(None);
        spawn_local(async move {
            let _ = answer.try_set(Some(code().await));
        });
    };
    ask();
    let address = format!("{}/register", location::origin());
    view! {
        <ScreenTitle title=words.till />
        <p class="page-hint">{words.till_hint}</p>
        {move || match answer.get() {
            None => view! { <Skeleton count=2 /> }.into_any(),
            Some(Err(error)) => {
                view! { <ErrorState title=words.till text=error.text() on_retry=ask /> }.into_any()
            }
            Some(Ok(None)) => ().into_any(),
            Some(Ok(Some(code))) => {
                view! {
                    <div class="first-till">
                        {qr_svg(&address, words.till_qr.to_owned())} <p class="code" data-testid="activation-code">
                            {code.code}
                        </p>
                        <p class="form-hint">
                            <bdi>{address.clone()}</bdi>
                        </p>
                    </div>
                }
                    .into_any()
            }
        }}
        <div class="dialog-actions">
            <Button picture=Icon::Retry on_press=ask>{t().backoffice.get_code}</Button>
            <a class="button button-secondary" href="/register" rel="external" target="_blank">
                {words.till_here}
            </a>
            <a class="button button-primary" href="/backoffice" data-testid="first-done">
                {words.to_office}
            </a>
        </div>
    }
}
