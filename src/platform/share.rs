//! Handing text to other programs: the clipboard and the device's share sheet.
//!
//! It must not know what the text says.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Puts `text` on the clipboard; `false` when the browser does not let us.
pub async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    if JsValue::from(&clipboard).is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Whether the device has a share sheet.
pub fn can_share() -> bool {
    js_sys::Reflect::has(&window().navigator(), &"share".into()).unwrap_or(false)
}

/// Offers `text` on the share sheet; `false` when there is none or it was waved away.
pub async fn share(title: &str, text: &str) -> bool {
    if !can_share() {
        return false;
    }
    let data = web_sys::ShareData::new();
    data.set_title(title);
    data.set_text(text);
    JsFuture::from(window().navigator().share_with_data(&data))
        .await
        .is_ok()
}
