//! What the browser keeps for us: the plea that it does not throw our data away, and small
//! preferences of this device.
//!
//! It must not hold anything that may not be lost; sales live in IndexedDB.

use js_sys::Promise;
use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

/// Asks the browser to keep our data even when the disk is full; `then` gets its answer, when it
/// gives one: some browsers put the question to the person, who may leave it open.
pub fn persist(then: impl FnOnce(bool) + 'static) {
    answer(then, |storage| storage.persist());
}

/// Whether the browser has promised that already; `then` gets its answer.
pub fn is_persisted(then: impl FnOnce(bool) + 'static) {
    answer(then, |storage| storage.persisted());
}

fn answer(
    then: impl FnOnce(bool) + 'static,
    ask: impl FnOnce(&StorageManager) -> Result<Promise, JsValue>,
) {
    let storage = window().navigator().storage();
    if JsValue::from(&storage).is_undefined() {
        return;
    }
    if let Ok(asked) = ask(&storage) {
        spawn_local(async move {
            if let Ok(answer) = JsFuture::from(asked).await {
                then(answer.is_truthy());
            }
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

/// A note of this tab, for as long as it is open.
pub fn session_note(key: &str) -> Option<String> {
    window()
        .session_storage()
        .ok()
        .flatten()
        .and_then(|storage| storage.get_item(key).ok().flatten())
}

/// Keeps a note of this tab, or forgets it.
pub fn set_session_note(key: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}
