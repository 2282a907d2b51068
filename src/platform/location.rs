//! The address bar: what it says, writing to it, and following links of our own without loading
//! the page again.
//!
//! It must not know which addresses there are; that is `routes`.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// Path and query of the page's address.
pub fn current() -> String {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    path + &location.search().unwrap_or_default()
}

/// Goes to an address of ours as a new step of the history.
pub fn push(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Writes another address over the present one.
pub fn replace(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Loads the page of an address of ours.
pub fn load(address: &str) {
    let _ = window().location().assign(address);
}

/// Loads the page again.
pub fn reload() {
    let _ = window().location().reload();
}

/// Runs `then` whenever somebody goes back or forward.
pub fn on_step(then: Callback<()>) {
    let handle = window_event_listener_untyped("popstate", move |_| then.run(()));
    on_cleanup(move || handle.remove());
}

/// Runs `then` with the address of every pressed link that stays within the app, instead of
/// loading the page. Presses that ask for a new tab or a download are left alone.
pub fn on_link(then: Callback<String>) {
    let handle = window_event_listener(leptos::ev::click, move |event| {
        if event.default_prevented()
            || event.button() != 0
            || event.ctrl_key()
            || event.meta_key()
            || event.shift_key()
            || event.alt_key()
        {
            return;
        }
        let Some(link) = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .and_then(|element| element.closest("a[href]").ok().flatten())
            .and_then(|element| element.dyn_into::<web_sys::HtmlAnchorElement>().ok())
        else {
            return;
        };
        let elsewhere = !link.target().is_empty()
            || link.has_attribute("download")
            || !link.hash().is_empty()
            || window().location().origin().as_deref() != Ok(&link.origin());
        if elsewhere {
            return;
        }
        event.prevent_default();
        then.run(link.pathname() + &link.search());
    });
    on_cleanup(move || handle.remove());
}
