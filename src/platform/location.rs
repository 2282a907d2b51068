//! The page's address, loading the page again, and putting it on paper.
//!
//! It must not know which addresses there are; that is `routes`.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Scheme, host and port of the page, such as `https://shop.example`.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
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

/// Takes what stands behind the `#` out of the address, so that it stays neither on the screen nor
/// in the history.
pub fn forget_fragment() {
    let location = window().location();
    let (Ok(path), Ok(query), Ok(history)) =
        (location.pathname(), location.search(), window().history())
    else {
        return;
    };
    let state = history.state().unwrap_or(JsValue::NULL);
    let _ = history.replace_state_with_url(&state, "", Some(&format!("{path}{query}")));
}
