//! The app's three programs as wholes: what every screen of each can use.
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
use crate::routes::{Navigator, Program};
use crate::ui::{Announcer, LiveRegion, Toast, Toasts, ToastsRegion};
use leptos::prelude::*;

/// The register.
#[component]
pub fn Register() -> impl IntoView {
    provide(Program::Register);
    whole(view! { <RegisterApp /> }.into_any())
}

/// Pay.
#[component]
pub fn Pay() -> impl IntoView {
    provide(Program::Pay);
    whole(view! { <PayApp /> }.into_any())
}

/// BackOffice.
#[component]
pub fn BackOffice() -> impl IntoView {
    provide(Program::BackOffice);
    whole(view! { <BackOfficeApp /> }.into_any())
}

/// A surface with what is heard and seen above every screen.
fn whole(surface: AnyView) -> impl IntoView {
    view! {
        {surface}
        <LiveRegion />
        <ToastsRegion />
    }
}

/// What every screen can use.
fn provide(program: Program) {
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
    Navigator::provide(program);
}
