//! The browser's hints about the network. Only hints: whether the server answers is found out by
//! asking it.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Calls back when the browser believes that the network came (`true`) or went (`false`). For the
/// life of the page.
pub fn on_change(then: impl Fn(bool) + Clone + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    for (name, up) in [("online", true), ("offline", false)] {
        let then = then.clone();
        let listener = Closure::<dyn Fn()>::new(move || then(up));
        // Without a window to listen on there is no app either.
        let _ = window.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        listener.forget();
    }
}
