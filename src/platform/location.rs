//! The page's address, loading the page again, and putting it on paper.
//!
//! It must not know which addresses there are; that is `routes`.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Scheme, host and port of the page, such as `https://shop.example`.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// What the address's fragment says as `#name=…`; it is taken out of the address, so that it neither
/// stays on the screen nor in the history.
pub fn take_fragment(name: &str) -> Option<String> {
    let location = window().location();
    let hash = location.hash().ok()?;
    let value = hash
        .strip_prefix('#')?
        .strip_prefix(name)?
        .strip_prefix('=')?;
    let value = value.to_owned();
    let bare = format!("{}{}", location.pathname().ok()?, location.search().ok()?);
    let history = window().history().ok()?;
    let state = history.state().unwrap_or(JsValue::NULL);
    let _ = history.replace_state_with_url(&state, "", Some(&bare));
    Some(value)
}

/// Loads the page again.
pub fn reload() {
    let _ = window().location().reload();
}

/// Offers to print the page.
pub fn print() {
    let _ = window().print();
}

/// What stands behind the `#` of the address; it never leaves the browser.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Takes what stands behind the `#` out of the address.
pub fn forget_fragment() {
    let path = window().location().pathname().unwrap_or_default();
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}
