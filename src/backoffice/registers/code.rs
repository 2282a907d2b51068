//! The code by which a device becomes a register or a Pay phone: large, to be copied, and with
//! its end.
//!
//! It must not keep the code: it is asked for each time, and shown this once.

use super::super::facts::Facts;
use crate::api::{self, ApiError};
use crate::i18n::t;
use crate::platform::intl::Shown;
use crate::platform::share;
use crate::ui::{Banner, Button, Dialog, ErrorState, Icon, Look, Skeleton, Toast, Toasts, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::RegisterId;
use sync::api::ActivationCode;

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
pub fn CodeDialog(
    /// What for; none closes it.
    wanted: RwSignal<Option<Wanted>>,
) -> impl IntoView {
    let words = t().backoffice;
    let title = Signal::derive(move || {
        wanted.with(|wanted| match wanted {
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
            {move || wanted.get().map(|wanted| view! { <Code wanted=wanted /> })}
        </Dialog>
    }
}

#[component]
fn Code(wanted: Wanted) -> impl IntoView {
    let words = t().backoffice;
    let (facts, toasts) = (Facts::get(), Toasts::get());
    let answer = RwSignal::new(None::<Result<ActivationCode, ApiError>>);
    let (id, replaces, hint) = match wanted {
        Wanted::Register { id, replaces, .. } => (Some(id), replaces, words.code_hint),
        Wanted::Phone => (None, false, words.code_hint_pay),
    };
    let ask = move || {
        answer.set(None);
        spawn_local(async move {
            let code = match id {
                Some(id) => api::activation_code(id).await,
                None => api::pay_code().await,
            };
            let _ = answer.try_set(Some(code));
        });
    };
    ask();
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
        <p class="dialog-text">{hint}</p>
        {replaces
            .then(|| view! { <Banner tone=Tone::Caution picture=Icon::Warning text=words.code_replaces /> })}
        {move || match answer.get() {
            None => view! { <Skeleton count=1 /> }.into_any(),
            Some(Err(error)) => {
                view! { <ErrorState title=words.get_code text=error.text() on_retry=ask /> }
                    .into_any()
            }
            Some(Ok(code)) => {
                let text = code.code.clone();
                view! {
                    <p class="code" data-testid="activation-code">{code.code}</p>
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
