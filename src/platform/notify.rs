//! Notifications of the browser, by choice. They come while a page of ours is open; nothing is sent
//! to a browser that has none.
//!
//! It must not know what they are about.

use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// Whether the browser shows notifications at all; some do not on a page without TLS.
fn are_there() -> bool {
    let there = js_sys::Reflect::has(&js_sys::global(), &JsValue::from_str("Notification"));
    there.unwrap_or(false)
}

/// Whether they are allowed here.
pub fn are_allowed() -> bool {
    are_there() && Notification::permission() == NotificationPermission::Granted
}

/// Asks for them; only on a press, since browsers refuse at once otherwise. `then` hears the answer.
pub fn ask(then: impl FnOnce(bool) + 'static) {
    if !are_there() {
        return then(false);
    }
    let Ok(asked) = Notification::request_permission() else {
        return then(false);
    };
    spawn_local(async move {
        let _ = JsFuture::from(asked).await;
        then(are_allowed());
    });
}

/// Shows one; another under the same `tag` takes its place.
pub fn show(title: &str, text: &str, tag: &str) {
    if are_allowed() {
        let options = NotificationOptions::new();
        options.set_body(text);
        options.set_tag(tag);
        // A browser that wants a service worker for it shows none.
        let _ = Notification::new_with_options(title, &options);
    }
}
