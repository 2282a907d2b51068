//! The app: BackOffice, register and Pay in the browser. Three programs are made of it (`bin/`), so
//! that nobody waits for the screens of others.
//!
//! It must not know what any screen shows; `app` does.
#![allow(clippy::must_use_candidate)]

mod api;
mod app;
mod backoffice;
mod door;
mod i18n;
mod pay;
mod platform;
mod reasons;
mod register;
mod replica;
mod routes;
mod ui;

pub use backoffice::parts::{Opening, Parts, screens};

/// Opens the register.
pub fn open_register() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::Register);
}

/// Opens Pay.
pub fn open_pay() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::Pay);
}

/// Opens BackOffice, whose screens' code comes in parts.
pub fn open_backoffice(parts: Parts) {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(move || leptos::view! { <app::BackOffice parts /> });
}
