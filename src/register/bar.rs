//! The bar across the top of every screen of the register, and the messages right below it.
//!
//! It must not know the screens.

use super::till::Till;
use super::till::sheet::Task;
use crate::api;
use crate::i18n::{self, t};
use crate::replica::{LinkState, Surface};
use crate::ui::{Banner, Button, Chip, ConnectionBadge, Icon, IconButton, Look, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let (store, me) = (till.replica.store(), till.replica.signed_in());
    let connection = till.replica.connection();
    let link = till.link();
    let open = till.replica.seen_sales();
    let matters = till.matters();
    let registers = till.replica.registers();
    let identity = till.replica.identity();
    let register = move || {
        let id = identity.with(|identity| identity.as_ref().and_then(|i| i.register_id))?;
        registers.with(|all| all.iter().find(|r| r.id == id).map(|r| r.name.clone()))
    };
    let sign_out = move || {
        spawn_local(async move {
            // Signed out here at once; the server hears of it when it can.
            till.replica.set_employee(None).await;
            let _ = api::sign_out(Surface::Register).await;
        });
    };
    view! {
        <header class="till-bar">
            <p class="till-where">
                <span class="till-store">
                    {move || store.with(|s| s.as_ref().map(|s| s.name.clone()))}
                </span>
                <span class="till-who">
                    {move || {
                        let who = me.with(|me| me.as_ref().map(|me| me.name.clone()));
                        i18n::facts(&register().into_iter().chain(who).collect::<Vec<_>>())
                    }}
                </span>
            </p>
            <Show when=move || link.get() == LinkState::SyncOff>
                <Chip tone=Tone::Neutral picture=Icon::CloudOff text=words.only_here />
            </Show>
            <ConnectionBadge connection=connection />
            <nav class="till-nav" aria-label=words.title>
                <Button
                    large=true
                    picture=Icon::Save
                    test_id="show-saved"
                    on_press=move || till.manage(Task::Look)
                >
                    <span class="till-word">{words.saved_sales}</span>
                    <span class="till-count">{move || open.with(Vec::len)}</span>
                </Button>
                <Show when=move || !matters.with(Vec::is_empty)>
                    <Button
                        large=true
                        picture=Icon::Flag
                        test_id="show-reviews"
                        on_press=move || till.go("check")
                    >
                        <span class="till-word">
                            {move || {
                                let count = matters.with(|all| all.len());
                                t().floor.things_to_check(u64::try_from(count).unwrap_or(0))
                            }}
                        </span>
                        <span class="till-few">{move || matters.with(|all| all.len())}</span>
                    </Button>
                </Show>
                <Show when=move || till.is_manager().get()>
                    <IconButton
                        large=true
                        picture=Icon::Settings
                        label=words.settings
                        test_id="settings"
                        on_press=move || till.go("settings")
                    />
                </Show>
                <IconButton
                    large=true
                    picture=Icon::SignOut
                    label=t().common.sign_out
                    test_id="sign-out"
                    on_press=sign_out
                />
            </nav>
        </header>
        <Messages />
    }
}

/// What a person at the till should know about the connection and the storage.
#[component]
fn Messages() -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let connection = till.replica.connection();
    let link = till.link();
    let hidden = RwSignal::new(false);
    Effect::new(move |_| {
        if link.get() == LinkState::Online {
            hidden.set(false);
        }
    });
    let offline = Memo::new(move |_| link.get() == LinkState::Offline && !hidden.get());
    let offline_text = Signal::derive(move || match connection.get().waiting {
        0 => words.offline_saved.to_owned(),
        waiting => words.offline_waiting(t().common.waiting_changes(waiting)),
    });
    let storage = till.replica.storage_trouble();
    let storage_text = Signal::derive(move || storage.get().unwrap_or_default());
    let trouble = till.replica.trouble();
    view! {
        <Show when=move || offline.get()>
            <Banner tone=Tone::Caution picture=Icon::Offline text=offline_text>
                <Button look=Look::Quiet on_press=move || till.replica.retry()>
                    {t().common.retry}
                </Button>
                <Button look=Look::Quiet on_press=move || hidden.set(true)>
                    {t().common.dismiss}
                </Button>
            </Banner>
        </Show>
        <Show when=move || link.get() == LinkState::SignedOut>
            <Banner tone=Tone::Caution picture=Icon::Lock text=words.signed_out>
                <Button on_press=move || {
                    spawn_local(async move { till.replica.set_employee(None).await });
                }>{words.sign_in_again}</Button>
            </Banner>
        </Show>
        <Show when=move || storage.with(Option::is_some)>
            <Banner tone=Tone::Bad picture=Icon::Trouble text=storage_text />
        </Show>
        <Show when=move || trouble.with(Option::is_some)>
            <Banner tone=Tone::Bad picture=Icon::Trouble text=words.trouble />
        </Show>
    }
}
