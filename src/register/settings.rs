//! The settings of the register, for managers: sync with the other registers, and what the browser
//! keeps.
//!
//! It must not know how the hand-over is done.

use super::till::Till;
use crate::i18n::t;
use crate::replica::LinkState;
use crate::ui::{
    Button, Dialog, EmptyState, Icon, LanguageMenu, Look, ScreenTitle, Switch, ThemeMenu,
};
use leptos::prelude::*;

/// The screen.
#[component]
pub fn Settings() -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let manager = till.is_manager();
    view! {
        <main id="content" tabindex="-1" class="plain">
            <ScreenTitle title=words.settings />
            <Show
                when=move || manager.get()
                fallback=move || {
                    view! {
                        <EmptyState
                            picture=Icon::Lock
                            title=words.settings
                            text=words.settings_only
                        />
                    }
                }
            >
                <SyncSetting />
                <StorageState />
                <section class="setting" aria-label=t().common.language>
                    <h2>{t().common.language}</h2>
                    <LanguageMenu />
                </section>
                <section class="setting" aria-label=words.theme>
                    <h2>{words.theme}</h2>
                    <ThemeMenu />
                </section>
            </Show>
            <Button large=true picture=Icon::Back on_press=move || till.go_new()>
                {t().common.back}
            </Button>
        </main>
    }
}

#[component]
fn SyncSetting() -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let asking = RwSignal::new(false);
    let link = till.link();
    let on =
        Signal::derive(move || !matches!(link.get(), LinkState::SyncOff | LinkState::HandingOver));
    let switch = move |wanted: bool| {
        if wanted {
            till.replica.switch_sync(true);
            till.say(words.sync_coming.to_owned());
        } else {
            asking.set(true);
        }
    };
    let confirm = move || {
        asking.set(false);
        till.replica.switch_sync(false);
        till.say(words.sync_going.to_owned());
    };
    view! {
        <section class="setting" aria-label=words.sync>
            <h2 class="visually-hidden">{words.sync}</h2>
            <Switch label=words.sync on=on test_id="sync-switch" on_switch=switch />
            <p class="setting-hint">
                {move || match link.get() {
                    LinkState::HandingOver => words.sync_going,
                    _ if on.get() => words.sync_hint,
                    _ => words.sync_off_hint,
                }}
            </p>
        </section>
        <Dialog open=asking title=words.sync_title on_close=move || asking.set(false)>
            <ul class="warn-list">
                <li>{words.sync_moves}</li>
                <li>{words.sync_later}</li>
                <li>{words.sync_web}</li>
            </ul>
            <div class="dialog-actions">
                <Button large=true on_press=move || asking.set(false)>{t().common.cancel}</Button>
                <Button look=Look::Danger large=true test_id="sync-confirm" on_press=confirm>
                    {words.go_on}
                </Button>
            </div>
        </Dialog>
    }
}

#[component]
fn StorageState() -> impl IntoView {
    let till = Till::get();
    let words = t().register;
    let trouble = till.replica.storage_trouble();
    let (connection, kept_safe) = (till.replica.connection(), till.replica.kept_safe());
    let on_sync = Signal::derive(move || till.link().get() != LinkState::SyncOff);
    view! {
        <section class="setting" aria-label=words.storage>
            <h2>{words.storage}</h2>
            <p class="setting-hint">
                {move || match trouble.get() {
                    Some(why) => why,
                    None if !connection.get().snapshot_in && on_sync.get() => words.snapshot_missing.to_owned(),
                    None => words.storage_good.to_owned(),
                }}
            </p>
            <p class="setting-hint" data-testid="kept-safe">
                {move || match kept_safe.get() {
                    Some(true) => words.storage_promised,
                    Some(false) => words.storage_not_promised,
                    None => words.storage_not_asked,
                }}
            </p>
            <p class="setting-hint">
                {move || t().common.waiting_changes(connection.get().waiting)}
            </p>
        </section>
    }
}
