//! The app: BackOffice, register and Pay in the browser. Two programs are made of it, so that
//! nobody waits for the screens of others: `main` for the shop's floor, `bin/backoffice` for its
//! office.
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
mod register;
mod replica;
mod routes;
mod ui;

/// Opens the chooser, the register or Pay, as the address says.
pub fn open_shop_floor() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::ShopFloor);
}

/// Opens BackOffice.
pub fn open_backoffice() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::Office);
}
