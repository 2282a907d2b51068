//! The switch of a register's sync. Switching off says first what that does, in figures; what was
//! asked for and what the register has done are told apart until they agree (rules F2 to F6).
//!
//! It must not know how the register hands its sales over.

use super::overviews::Overviews;
use crate::api;
use crate::i18n::t;
use crate::ui::{Button, Chip, Dialog, Icon, Look, Switch, Toast, Toasts, Tone, icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::api::RegisterOverview;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sync {
    name: String,
    asked: bool,
    reported: bool,
    connected: bool,
    activated: bool,
    unsent: u64,
}

/// The switch, what it means now, and the question before it goes off.
#[component]
pub fn SyncSwitchOf(
    /// The register.
    overview: Signal<Option<RegisterOverview>>,
    /// To be told of answers.
    overviews: Overviews,
    /// How many open sales were opened on it.
    #[prop(into)]
    open: Signal<u64>,
) -> impl IntoView {
    let words = t().backoffice;
    let toasts = Toasts::get();
    let sync = Memo::new(move |_| {
        overview.with(|one| {
            one.as_ref().map_or_else(Sync::default, |one| Sync {
                name: one.register.name.clone(),
                asked: one.register.sync_asked,
                reported: one.register.sync_reported,
                connected: one.connected,
                activated: one.register.activated,
                unsent: one.unsent,
            })
        })
    });
    let (asking, busy) = (RwSignal::new(false), RwSignal::new(false));
    let switch = Callback::new(move |on: bool| {
        asking.set(false);
        let Some(one) = overview.get_untracked() else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let toast = match api::switch_sync(one.register.id, on).await {
                Ok(answer) => {
                    overviews.put(answer);
                    let name = &one.register.name;
                    Toast::done(match on {
                        true => words.sync_on_toast(name),
                        false => words.sync_asked_toast(name),
                    })
                }
                Err(error) => Toast::failed(error.text()),
            };
            toasts.show(toast);
            let _ = busy.try_set(false);
        });
    });
    let waiting = Memo::new(move |_| sync.with(|sync| sync.asked != sync.reported));
    let now = move || {
        sync.with(|sync| {
            let now = match (sync.asked, sync.asked == sync.reported) {
                (true, true) => words.sync_on,
                (false, true) => words.sync_off,
                (true, false) => words.sync_waiting_on,
                (false, false) => words.sync_waiting_off,
            };
            match (sync.asked == sync.reported, sync.unsent) {
                (true, _) | (_, 0) => now.to_owned(),
                (false, unsent) => format!("{now} {}", words.sync_waiting_unsent(unsent)),
            }
        })
    };
    view! {
        <div class="register-sync">
            <div>
                <p class="register-sync-name">
                    {words.sync}
                    <Show when=move || waiting.get()>
                        <Chip tone=Tone::Info picture=Icon::Hourglass text=words.sync_waiting />
                    </Show>
                </p>
                <p class="register-sync-now" data-testid="sync-state">{now}</p>
            </div>
            <Switch
                label=Signal::derive(move || sync.with(|sync| words.sync_switch(&sync.name)))
                quiet=true
                on=Signal::derive(move || sync.with(|sync| sync.asked))
                disabled=busy
                test_id="sync-switch"
                of_register=Signal::derive(move || Some(sync.with(|sync| sync.name.clone())))
                on_switch=move |on: bool| if on { switch.run(true) } else { asking.set(true) }
            />
        </div>
        <Dialog
            open=asking
            title=Signal::derive(move || sync.with(|sync| words.sync_title(&sync.name)))
            test_id="sync-dialog"
            on_close=move || asking.set(false)
        >
            <Effects sync=sync open=open />
            <div class="dialog-actions">
                <Button on_press=move || asking.set(false)>{t().common.cancel}</Button>
                <Button
                    look=Look::Primary
                    test_id="sync-confirm"
                    on_press=move || switch.run(false)
                >
                    {words.sync_continue}
                </Button>
            </div>
        </Dialog>
    }
}

/// What switching off does, point by point.
#[component]
fn Effects(sync: Memo<Sync>, open: Signal<u64>) -> impl IntoView {
    let words = t().backoffice;
    let point = |picture: Icon, text: String| {
        view! {
            <li>
                {icon(picture)}
                <span>{text}</span>
            </li>
        }
    };
    move || {
        let sync = sync.get();
        let away = sync.activated && !sync.connected;
        view! {
            <ul class="effects">
                {point(Icon::ArrowRight, words.sync_effect_now(open.get()))}
                {(sync.unsent > 0)
                    .then(|| point(Icon::Clock, words.sync_effect_unsent(sync.unsent)))}
                {point(Icon::CloudOff, words.sync_effect_later.to_owned())}
                {point(Icon::Webstore, words.sync_effect_orders.to_owned())}
                {away.then(|| point(Icon::Offline, words.sync_effect_away.to_owned()))}
                {point(Icon::Undo, words.sync_effect_back.to_owned())}
            </ul>
        }
    }
}
