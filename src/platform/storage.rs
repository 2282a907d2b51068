//! What the browser keeps for us: the plea that it does not throw our data away, and small
//! preferences of this device.
//!
//! It must not hold anything that may not be lost; sales live in IndexedDB.

use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Asks the browser to keep our data even when the disk is full. Nobody waits for the answer: some
/// browsers put the question to the person, who may leave it open.
pub fn persist() {
    let storage = window().navigator().storage();
    if JsValue::from(&storage).is_undefined() {
        return;
    }
    if let Ok(asked) = storage.persist() {
        spawn_local(async move {
            let _ = JsFuture::from(asked).await;
        });
    }
}

/// A small preference of this device.
pub fn preference(key: &str) -> Option<String> {
    window()
        .local_storage()
        .ok()
        .flatten()
        .and_then(|storage| storage.get_item(key).ok().flatten())
}

/// Keeps a small preference of this device, or forgets it.
pub fn set_preference(key: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}
