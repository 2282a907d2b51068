//! The first register, and a Pay phone: its code and the way to it, as a QR code too.
//!
//! It must not keep a code: it is asked for each time.

use crate::api::{self, ApiError};
use crate::backoffice::goods::IMPORT;
use crate::i18n::t;
use crate::platform::location;
use crate::ui::{
    Banner, Button, Choice, CodeText, ErrorState, Icon, ScreenTitle, Segmented, Skeleton, Tone,
    qr_svg,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::api::ActivationCode;

/// A code, and what a device becomes by it.
type Code = Option<(ActivationCode, String)>;

/// The code of the first register that no device is yet.
async fn of_register() -> Result<Code, ApiError> {
    let registers = api::registers().await?;
    let waiting = registers.into_iter().find(|one| !one.register.activated);
    match waiting {
        Some(one) => {
            let code = api::activation_code(one.register.id).await?;
            Ok(Some((code, one.register.name)))
        }
        None => Ok(None),
    }
}

/// The first devices.
#[component]
pub fn FirstTill(
    /// Whether the goods are still to come from a table.
    from_table: bool,
) -> impl IntoView {
    let words = t().first_run;
    let answer = RwSignal::new(None::<Result<Code, ApiError>>);
    let phone = RwSignal::new(false);
    let ask = move || {
        answer.set(None);
        let for_phone = phone.get_untracked();
        spawn_local(async move {
            let code = match for_phone {
                true => api::pay_code()
                    .await
                    .map(|code| Some((code, t().common.pay.to_owned()))),
                false => of_register().await,
            };
            if phone.try_get_untracked() == Some(for_phone) {
                let _ = answer.try_set(Some(code));
            }
        });
    };
    ask();
    let kind = |value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
    };
    let kinds = vec![
        kind("register", t().devices.what_register),
        kind("phone", t().devices.what_pay),
    ];
    let path = move || if phone.get() { "/pay" } else { "/register" };
    view! {
        <ScreenTitle title=words.till />
        {from_table
            .then(|| {
                view! {
                    <Banner tone=Tone::Info picture=Icon::Upload text=words.bring_goods_hint>
                        <a
                            class="button button-primary"
                            href=IMPORT
                            rel="external"
                            data-testid="first-import"
                        >
                            {words.bring_goods}
                        </a>
                    </Banner>
                }
            })}
        <Segmented
            label=words.device
            choices=kinds
            value=Signal::derive(move || if phone.get() { "phone" } else { "register" }.to_owned())
            test_id="first-device"
            on_choose=move |value: String| {
                phone.set(value == "phone");
                ask();
            }
        />
        <p class="page-hint">
            {move || if phone.get() { words.pay_hint } else { words.till_hint }}
        </p>
        {move || match answer.get() {
            None => view! { <Skeleton count=2 /> }.into_any(),
            Some(Err(error)) => {
                view! { <ErrorState title=words.till text=error.text() on_retry=ask /> }.into_any()
            }
            Some(Ok(None)) => view! { <p role="status">{words.no_till}</p> }.into_any(),
            Some(Ok(Some((code, name)))) => {
                let address = format!("{}{}", location::origin(), path());
                let there = format!("{address}#code={}", code.code);
                view! {
                    <div class="first-till" data-testid="first-code" data-address=there.clone()>
                        {qr_svg(&there, t().devices.qr_label(name))}
                        <p class="code" data-testid="activation-code">
                            <CodeText>{code.code}</CodeText>
                        </p>
                        <p class="form-hint">
                            <CodeText>{address}</CodeText>
                        </p>
                    </div>
                }
                    .into_any()
            }
        }}
        <div class="dialog-actions">
            <Button picture=Icon::Retry on_press=ask>{t().backoffice.get_code}</Button>
            <Show when=move || !phone.get()>
                <a class="button button-secondary" href="/register" rel="external" target="_blank">
                    {words.till_here}
                </a>
            </Show>
            <a
                class="button button-primary"
                href="/backoffice"
                rel="external"
                data-testid="first-done"
            >
                {words.to_office}
            </a>
        </div>
    }
}
