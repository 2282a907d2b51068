//! The app's two programs as wholes: what every screen can use, and which surface an address
//! belongs to.
//!
//! It must not know what a surface shows.

use crate::backoffice::BackOfficeApp;
use crate::i18n::choice::{LanguageChoice, Spoken};
use crate::i18n::t;
use crate::pay::PayApp;
use crate::platform::clock::Clock;
use crate::platform::theme::ThemeChoice;
use crate::platform::update;
use crate::register::RegisterApp;
use crate::routes::{Address, Navigator, Program, Screen};
use crate::ui::{
    Announcer, EmptyState, Icon, LanguageMenu, LiveRegion, ScreenTitle, ThemeMenu, Toast, Toasts,
    ToastsRegion, icon,
};
use leptos::prelude::*;

/// The chooser, the register and Pay.
#[component]
pub fn ShopFloor() -> impl IntoView {
    provide(Program::ShopFloor);
    let address = Navigator::get().address();
    let screen = Memo::new(move |_| address.with(Address::screen));
    view! {
        {move || match screen.get() {
            Screen::Chooser => view! { <Spoken><Chooser /></Spoken> }.into_any(),
            Screen::Register => view! { <RegisterApp /> }.into_any(),
            Screen::Pay => view! { <PayApp /> }.into_any(),
            // The office has a program of its own, which the page has not loaded.
            Screen::BackOffice | Screen::Unknown => view! { <Spoken><NotFound /></Spoken> }.into_any(),
        }}
        <LiveRegion />
        <ToastsRegion />
    }
}

/// BackOffice.
#[component]
pub fn Office() -> impl IntoView {
    provide(Program::Office);
    view! {
        <BackOfficeApp />
        <LiveRegion />
        <ToastsRegion />
    }
}

/// What every screen can use.
fn provide(program: Program) {
    let language = LanguageChoice::provide();
    ThemeChoice::provide();
    Clock::provide();
    Announcer::provide();
    Toasts::provide();
    let toasts = Toasts::get();
    update::on_waiting(Callback::new(move |()| {
        let toast = Toast::note(t().common.new_version.to_owned());
        toasts.show(toast.with(t().common.reload, Callback::new(|()| update::take())));
    }));
    let missing = language.missing();
    Effect::new(move |_| {
        if let Some(wanted) = missing.get() {
            let text = t().common.language_missing(wanted.name());
            let again = Callback::new(move |()| language.follow());
            toasts.show(Toast::failed(text).with(t().common.retry, again));
        }
    });
    Navigator::provide(program);
}

#[component]
fn Chooser() -> impl IntoView {
    let words = t().common;
    let ways = [
        (
            "/register",
            Icon::Register,
            words.register,
            words.register_hint,
        ),
        (
            "/backoffice",
            Icon::Store,
            words.backoffice,
            words.backoffice_hint,
        ),
        ("/pay", Icon::Phone, words.pay, words.pay_hint),
    ];
    view! {
        <main class="chooser">
            <div class="chooser-box">
                <p class="chooser-app">{icon(Icon::Receipt)} {words.app}</p>
                <ScreenTitle title=words.choose_title />
                <nav class="chooser-ways" aria-label=words.choose_title>
                    {ways
                        .into_iter()
                        .map(|(href, picture, name, hint)| {
                            view! {
                                <a class="chooser-way" href=href>
                                    <span class="chooser-picture">{icon(picture)}</span>
                                    <span class="chooser-name">{name}</span>
                                    <span class="chooser-hint">{hint}</span>
                                    <span class="chooser-go">{icon(Icon::ArrowRight)}</span>
                                </a>
                            }
                        })
                        .collect_view()}
                </nav>
                <footer class="chooser-foot">
                    <p>{words.choose_hint}</p>
                    <LanguageMenu />
                    <ThemeMenu />
                </footer>
            </div>
        </main>
    }
}

/// What an address shows that leads nowhere.
#[component]
fn NotFound() -> impl IntoView {
    let words = t().common;
    view! {
        <main class="nowhere">
            <ScreenTitle title=words.not_found_title hidden=true />
            <EmptyState picture=Icon::Search title=words.not_found_title text=words.not_found>
                <a class="button button-primary" href="/">
                    {words.to_start}
                </a>
            </EmptyState>
        </main>
    }
}
