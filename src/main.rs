//! The app: BackOffice, register and Pay in the browser. Mounts it.
//!
//! It must not know what any screen shows; `app` does.
#![allow(clippy::must_use_candidate)]

mod api;
mod app;
mod backoffice;
mod i18n;
mod order;
mod pay;
mod platform;
mod register;
mod replica;
mod routes;
mod signals;
mod ui;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
