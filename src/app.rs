//! The app's two programs as wholes: what every screen can use, and which surface an address
//! belongs to.
//!
//! It must not know what a surface shows.

use crate::backoffice::BackOfficeApp;
use crate::i18n::{self, t};
use crate::pay::PayApp;
use crate::platform::clock::Clock;
use crate::platform::document;
use crate::platform::theme::ThemeChoice;
use crate::platform::update;
use crate::register::RegisterApp;
use crate::routes::Navigator;
use crate::ui::{
    Announcer, Icon, LiveRegion, NotFound, ScreenTitle, ThemeMenu, Toast, Toasts, ToastsRegion,
    icon,
};
use leptos::prelude::*;
use leptos_router::components::Router;

/// The chooser, the register and Pay. A link from one to another loads a page, so the address that
/// the page was loaded with says which.
#[component]
pub fn ShopFloor() -> impl IntoView {
    let surface = || {
        let path = Navigator::get().path().get_untracked();
        match path.split('/').find(|part| !part.is_empty()) {
            None => view! { <Chooser /> }.into_any(),
            Some("register") => view! { <RegisterApp /> }.into_any(),
            Some("pay") => view! { <PayApp /> }.into_any(),
            Some(_) => view! { <NotFound /> }.into_any(),
        }
    };
    view! { <Surface>{surface()}</Surface> }
}

/// BackOffice.
#[component]
pub fn Office() -> impl IntoView {
    view! {
        <Surface>
            <BackOfficeApp />
        </Surface>
    }
}

/// What every screen can use, around a surface.
#[component]
fn Surface(children: Children) -> impl IntoView {
    document::set_language(i18n::LANGUAGE, false);
    ThemeChoice::provide();
    Clock::provide();
    Announcer::provide();
    Toasts::provide();
    let toasts = Toasts::get();
    update::on_waiting(Callback::new(move |()| {
        let toast = Toast::note(t().common.new_version.to_owned());
        toasts.show(toast.with(t().common.reload, Callback::new(|()| update::take())));
    }));
    view! {
        <Router>
            {
                Navigator::provide();
                children()
            }
            <LiveRegion />
            <ToastsRegion />
        </Router>
    }
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
                                <a class="chooser-way" href=href rel="external">
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
                    <ThemeMenu />
                </footer>
            </div>
        </main>
    }
}
