//! The page's address, and loading the page again.
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
