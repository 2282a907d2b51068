//! The app's three programs as wholes: what every screen of each can use.
//!
//! It must not know what a surface shows.

use crate::backoffice::BackOfficeApp;
use crate::backoffice::parts::Parts;
use crate::i18n::choice::LanguageChoice;
use crate::i18n::t;
use crate::pay::PayApp;
use crate::platform::clock::Clock;
use crate::platform::theme::ThemeChoice;
use crate::platform::update;
use crate::register::RegisterApp;
use crate::routes::Navigator;
use crate::ui::{Announcer, LiveRegion, Toast, Toasts, ToastsRegion};
use leptos::prelude::*;
use leptos_router::components::Router;

/// The register.
#[component]
pub fn Register() -> impl IntoView {
    view! {
        <Surface>
            <RegisterApp />
        </Surface>
    }
}

/// Pay.
#[component]
pub fn Pay() -> impl IntoView {
    view! {
        <Surface>
            <PayApp />
        </Surface>
    }
}

/// BackOffice.
#[component]
pub fn BackOffice(
    /// How each screen is opened.
    parts: Parts,
) -> impl IntoView {
    view! {
        <Surface>
            <BackOfficeApp parts />
        </Surface>
    }
}

/// What every screen can use, around a surface.
#[component]
fn Surface(children: Children) -> impl IntoView {
    let language = LanguageChoice::provide();
    ThemeChoice::provide();
    Clock::provide();
    Announcer::provide();
    Toasts::provide();
    let toasts = Toasts::get();
    update::on_waiting(move || {
        let toast = Toast::note(t().common.new_version.to_owned());
        toasts.show(toast.with(t().common.reload, Callback::new(|()| update::take())));
    });
    let missing = language.missing();
    Effect::new(move |_| {
        if let Some(wanted) = missing.get() {
            let text = t().common.language_missing(wanted.name());
            let again = Callback::new(move |()| language.follow());
            toasts.show(Toast::failed(text).with(t().common.retry, again));
        }
    });
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
