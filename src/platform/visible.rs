//! Things that come into view while somebody scrolls, and how much room they have.
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

/// How wide an element is, in pixels; nought before it is there.
pub fn width_of(element: NodeRef<html::Div>) -> Signal<i64> {
    let width = RwSignal::new(0);
    let measure = move || {
        if let Some(element) = element.try_get_untracked().flatten() {
            let now = i64::from(element.client_width());
            let before = width.try_get_untracked();
            if before.is_some_and(|before| before != now) {
                width.set(now);
            }
        }
    };
    // What is drawn in answer may change the size again, which browsers complain of within a frame.
    let measured = Closure::<dyn Fn()>::new(move || request_animation_frame(measure));
    let observer = web_sys::ResizeObserver::new(measured.as_ref().unchecked_ref()).ok();
    let kept = StoredValue::new_local((observer.clone(), measured));
    Effect::new(move |_| {
        if let (Some(observer), Some(element)) = (&observer, element.get()) {
            observer.observe(&element);
        }
    });
    on_cleanup(move || {
        kept.try_with_value(|(observer, _)| observer.as_ref().map(|o| o.disconnect()));
    });
    width.into()
}
