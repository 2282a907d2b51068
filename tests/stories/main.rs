//! Stories: several people on several devices, in real browsers against the real server.
//!
//! Each runs in Chromium and in Firefox, and none waits for a time, only for something to be so.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod answers;
mod apart;
mod away;
mod camera;
mod dialogs;
mod everywhere;
mod first_run;
mod fresh;
mod goods;
mod in_view;
mod kept;
mod languages;
mod layout;
mod lists;
mod lost;
mod month;
mod offline;
mod paid;
mod phone;
mod pseudo;
mod restart;
mod reviews;
mod running;
mod slow;
mod storage;
mod switch;
mod tables;
mod tabs;
mod watched;
mod ways;

const SAM: (&str, &str) = ("Sam Patel", "1357");
const JO: (&str, &str) = ("Jo Lindqvist", "2468");
const ALEX: (&str, &str) = ("Alex Carter", "2580");

/// One story in both browsers.
macro_rules! in_both_browsers {
    ($story:ident) => {
        mod $story {
            #[test]
            fn in_chromium() {
                let name = concat!(module_path!(), "::in_chromium");
                stories::story(name, super::$story(stories::Browser::Chromium));
            }
            #[test]
            fn in_firefox() {
                let name = concat!(module_path!(), "::in_firefox");
                stories::story(name, super::$story(stories::Browser::Firefox));
            }
        }
    };
}
pub(crate) use in_both_browsers;

/// Puts a product into the cart.
async fn add(device: &stories::Device, product: &str) {
    device.fill("product-search", product).await;
    device
        .click_with("product-tile", "data-product-name", product)
        .await;
    device
        .see_with("cart-line", "data-line-name", product)
        .await;
}

/// Saves the cart under a name.
async fn save(device: &stories::Device, name: &str) {
    device.click("save-sale").await;
    device.fill("save-name", name).await;
    device.click("save-confirm").await;
    device.see_none("save-confirm").await;
}

/// Saves the cart under a name, on a table.
async fn save_at(device: &stories::Device, name: &str, table: &str) {
    device.click("save-sale").await;
    device.fill("save-table", table).await;
    device.fill("save-name", name).await;
    device.click("save-confirm").await;
    device.see_none("save-confirm").await;
}

/// Opens a saved sale from the register's list.
async fn reopen(device: &stories::Device, name: &str) {
    device.click("show-saved").await;
    device.click_with("saved-sale", "data-title", name).await;
}

/// Takes all that is due on the sale in the cart, in cash.
async fn pay(device: &stories::Device) {
    device.click("charge").await;
    device.click("tender-exact").await;
    device.click("tender-confirm").await;
    device.see("sale-done").await;
}

/// Takes all that is due on the bill on the phone, on a card terminal.
async fn pay_by_card(phone: &stories::Device) {
    phone.click("pay-card").await;
    phone.click("terminal-paid").await;
    phone.see("pay-done").await;
}

/// Waits until nothing waits to be sent.
async fn nothing_waits(device: &stories::Device) {
    device.see_with("connection", "data-waiting", "0").await;
}
