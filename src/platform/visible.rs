//! Things that come into view while somebody scrolls.
//!
//! It must not know what happens then.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Runs `then` each time that `element` comes into view, while the component lives.
pub fn on_visible(element: NodeRef<html::Div>, then: Callback<()>) {
    let seen = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let visible = entries.iter().any(|entry| {
            entry
                .dyn_into::<web_sys::IntersectionObserverEntry>()
                .is_ok_and(|entry| entry.is_intersecting())
        });
        if visible {
            then.run(());
        }
    });
    let Ok(observer) = web_sys::IntersectionObserver::new(seen.as_ref().unchecked_ref()) else {
        return;
    };
    let kept = StoredValue::new_local((observer.clone(), seen));
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            observer.observe(&element);
        }
    });
    on_cleanup(move || {
        kept.try_with_value(|(observer, _)| observer.disconnect());
    });
}
