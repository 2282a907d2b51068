//! What can be done about a register, a phone or a browser, whichever it is: a name, taking it out of
//! use, its history.
//!
//! It must not know the cards.

use super::history::History;
use super::overviews::Overviews;
use crate::api;
use crate::i18n::t;
use crate::ui::{Button, Dialog, Icon, Look, TextField, Toast, Toasts, icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{DeviceId, RegisterId};
use sync::api::devices::DeviceKind;
use uuid::Uuid;

/// Most letters of a name.
const MOST_NAME: u32 = 60;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Rename,
    TakeOut,
    History,
}

/// What it is to be done about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub deed: Deed,
    pub kind: DeviceKind,
    pub register: Option<RegisterId>,
    pub device: Option<DeviceId>,
    /// What it is called on the screen.
    pub name: String,
    /// What a person named it; empty when nobody did.
    pub given: String,
    pub unsent: u64,
}

impl Asked {
    /// What its history is kept under.
    fn subject(&self) -> Option<Uuid> {
        let register = self.register.map(|id| id.0);
        register.or(self.device.map(|id| id.0))
    }
}

/// The dialog of whatever was asked.
#[component]
pub(super) fn AskedDialog(
    /// What it is about; none while it is closed.
    asked: RwSignal<Option<Asked>>,
    /// To be told of answers.
    overviews: Overviews,
) -> impl IntoView {
    let words = t().devices;
    let title = Signal::derive(move || {
        asked.with(|asked| match asked {
            None => String::new(),
            Some(asked) => match asked.deed {
                Deed::Rename => words.rename_title(&asked.name),
                Deed::TakeOut => words.out_title(&asked.name),
                Deed::History => words.history_title(&asked.name),
            },
        })
    });
    view! {
        <Dialog
            open=Signal::derive(move || asked.with(Option::is_some))
            title=title
            test_id="device-dialog"
            on_close=move || asked.set(None)
        >
            {move || {
                asked
                    .get()
                    .map(|one| match one.deed {
                        Deed::Rename => view! { <Rename one asked overviews /> }.into_any(),
                        Deed::TakeOut => view! { <TakeOut one asked overviews /> }.into_any(),
                        Deed::History => {
                            one.subject().map(|subject| view! { <History subject /> }).into_any()
                        }
                    })
            }}
        </Dialog>
    }
}

#[component]
fn Rename(one: Asked, asked: RwSignal<Option<Asked>>, overviews: Overviews) -> impl IntoView {
    let (words, toasts) = (t().devices, Toasts::get());
    let (name, error) = (
        RwSignal::new(one.given.clone()),
        RwSignal::new(None::<String>),
    );
    let busy = RwSignal::new(false);
    let (register, device) = (one.register, one.device);
    let save = move || {
        let typed = name.with_untracked(|name| name.trim().to_owned());
        if typed.is_empty() {
            error.set(Some(words.name_needed.to_owned()));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let done = match (register, device) {
                (Some(id), _) => api::rename_register(id, &typed)
                    .await
                    .map(|answer| overviews.put(answer)),
                (None, Some(id)) => api::name_device(id, &typed).await.map(|all| {
                    let _ = overviews.devices.try_set(all);
                }),
                (None, None) => Ok(()),
            };
            match done {
                Ok(()) => {
                    let _ = asked.try_set(None);
                    toasts.show(Toast::done(words.renamed(&typed)));
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
                    save();
                }
            }
        >
            <TextField
                label=words.name
                value=name
                hint=Some(words.name_hint.to_owned())
                error=error
                required=true
                autofocus=true
                most=MOST_NAME
                test_id="device-name"
            />
            <div class="dialog-actions">
                <Button on_press=move || asked.set(None)>{t().common.cancel}</Button>
                <Button look=Look::Primary submit=true busy=busy test_id="device-name-save">
                    {words.save_name}
                </Button>
            </div>
        </form>
    }
}

/// What taking a device out of use does, point by point.
pub(super) fn effects_of_out(kind: DeviceKind, unsent: u64) -> AnyView {
    let words = t().devices;
    let point = |picture: Icon, text: String| {
        view! {
            <li>
                {icon(picture)}
                <span>{text}</span>
            </li>
        }
    };
    view! {
        <ul class="effects">
            {point(Icon::Lock, words.out_now.to_owned())}
            {(kind != DeviceKind::BackOffice)
                .then(|| point(Icon::Offline, words.out_copy.to_owned()))}
            {(unsent > 0)
                .then(|| point(Icon::Clock, words.out_unsent(crate::platform::intl::count(unsent))))}
            {match kind {
                DeviceKind::BackOffice => point(Icon::Info, words.out_browser.to_owned()),
                _ => point(Icon::Save, words.out_left.to_owned()),
            }}
            {(kind == DeviceKind::Register)
                .then(|| point(Icon::Register, words.out_register.to_owned()))}
        </ul>
    }
    .into_any()
}

#[component]
fn TakeOut(one: Asked, asked: RwSignal<Option<Asked>>, overviews: Overviews) -> impl IntoView {
    let (words, toasts) = (t().devices, Toasts::get());
    let busy = RwSignal::new(false);
    let effects = effects_of_out(one.kind, one.unsent);
    let confirm = match one.kind {
        DeviceKind::BackOffice => words.sign_out,
        _ => words.take_out,
    };
    let (device, name) = (one.device, StoredValue::new(one.name));
    let out = move || {
        let (Some(id), Some(name)) = (device, name.try_get_value()) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            match api::take_out(id).await {
                Ok(all) => {
                    let _ = overviews.devices.try_set(all);
                    let _ = asked.try_set(None);
                    toasts.show(Toast::done(words.out_done(&name)));
                    overviews.ask();
                }
                Err(why) => toasts.show(Toast::failed(why.text())),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        {effects}
        <div class="dialog-actions">
            <Button on_press=move || asked.set(None)>{t().common.cancel}</Button>
            <Button look=Look::Danger busy=busy test_id="device-out-confirm" on_press=out>
                {confirm}
            </Button>
        </div>
    }
}
