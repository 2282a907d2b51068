//! The code by which a device becomes a register or a Pay phone: large, to be copied, and with
//! its end.
//!
//! It must not keep the code: it is asked for each time, and shown this once.

use super::super::facts::Facts;
use super::asked::effects_of_out;
use super::overviews::Overviews;
use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::platform::intl::Shown;
use crate::platform::location;
use crate::platform::share;
use crate::ui::{
    Button, CodeText, Dialog, ErrorState, Icon, Look, Skeleton, Toast, Toasts, qr_svg,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::RegisterId;
use sync::api::ActivationCode;
use sync::api::devices::DeviceKind;

/// What a code is wanted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A register.
    Register {
        /// Which.
        id: RegisterId,
        /// What it is called.
        name: String,
        /// Whether a device is that register already.
        replaces: bool,
    },
    /// A Pay phone.
    Phone,
}

/// Asks for a code as soon as one is wanted, and shows it.
#[component]
pub(super) fn CodeDialog(
    /// What for; none closes it.
    wanted: RwSignal<Option<Wanted>>,
    /// To be told of a device that was shut out.
    overviews: Overviews,
) -> impl IntoView {
    let words = t().backoffice;
    let title = Signal::derive(move || {
        wanted.with(|wanted| match wanted {
            Some(Wanted::Register {
                name,
                replaces: true,
                ..
            }) => t().devices.replace_title(name),
            Some(Wanted::Register { name, .. }) => words.code_title(name),
            _ => words.code_title(t().common.pay),
        })
    });
    view! {
        <Dialog
            open=Signal::derive(move || wanted.with(Option::is_some))
            title=title
            test_id="code-dialog"
            on_close=move || wanted.set(None)
        >
            {move || wanted.get().map(|wanted| view! { <Code wanted=wanted overviews=overviews /> })}
        </Dialog>
    }
}

#[component]
fn Code(wanted: Wanted, overviews: Overviews) -> impl IntoView {
    let words = t().backoffice;
    let (facts, toasts) = (Facts::get(), Toasts::get());
    let answer = RwSignal::new(None::<Result<ActivationCode, ApiError>>);
    let (id, replaces, name) = match wanted {
        Wanted::Register { id, replaces, name } => (Some(id), replaces, name),
        Wanted::Phone => (None, false, t().common.pay.to_owned()),
    };
    let (hint, path) = match id {
        Some(_) => (words.code_hint, "/register"),
        None => (words.code_hint_pay, "/pay"),
    };
    let address = format!("{}{path}", location::origin());
    let name = StoredValue::new(name);
    // Shutting somebody out is asked before it is done.
    let agreed = RwSignal::new(!replaces);
    let ask = move || {
        answer.set(None);
        spawn_local(async move {
            let code = match id {
                Some(id) if replaces => api::replace_register(id).await,
                Some(id) => api::activation_code(id).await,
                None => api::pay_code().await,
            };
            let _ = answer.try_set(Some(code));
            if replaces {
                overviews.ask();
            }
        });
    };
    if !replaces {
        ask();
    }
    let copy = Callback::new(move |code: String| {
        spawn_local(async move {
            let copied = share::copy(&code).await;
            toasts.show(if copied {
                Toast::done(words.copied.to_owned())
            } else {
                Toast::failed(words.not_copied.to_owned())
            });
        });
    });
    view! {
        {move || match answer.get() {
            _ if !agreed.get() => {
                view! {
                    {effects_of_out(DeviceKind::Register, 0)}
                    <div class="dialog-actions">
                        <Button
                            look=Look::Danger
                            test_id="replace-confirm"
                            on_press=move || {
                                agreed.set(true);
                                ask();
                            }
                        >
                            {t().devices.replace_confirm}
                        </Button>
                    </div>
                }
                    .into_any()
            }
            None => view! { <Skeleton count=1 /> }.into_any(),
            Some(Err(error)) => {
                view! { <ErrorState title=words.get_code text=error.text() on_retry=ask /> }
                    .into_any()
            }
            Some(Ok(code)) => {
                let text = code.code.clone();
                let there = format!("{address}#code={}", code.code);
                let shown = address.clone();
                view! {
                    <p class="dialog-text">{hint}</p>
                    <div class="code-qr" data-testid="code-qr" data-address=there.clone()>
                        {qr_svg(&there, name.with_value(|name| t().devices.qr_label(name)))}
                        <p>{t().devices.qr_hint} <CodeText>{shown}</CodeText></p>
                    </div>
                    <p class="code" data-testid="activation-code">
                        <CodeText>{code.code}</CodeText>
                    </p>
                    <div class="code-foot">
                        <p>{words.code_until(facts.time(code.expires_ms, Shown::Time))}</p>
                        <Button
                            look=Look::Primary
                            picture=Icon::Copy
                            on_press=move || copy.run(text.clone())
                        >
                            {words.copy}
                        </Button>
                    </div>
                }
                    .into_any()
            }
        }}
    }
}
