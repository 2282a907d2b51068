//! Presses beside something: what closes a menu.
//!
//! It must not know what is closed.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Runs `then` when a press or the keyboard lands outside `element`, while the component lives.
pub fn on_outside(element: NodeRef<html::Div>, then: Callback<()>) {
    let outside = move |target: Option<web_sys::EventTarget>| {
        let target = target.and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let element = element.get_untracked();
        element.is_some_and(|element| !element.contains(target.as_ref()))
    };
    let pressed = window_event_listener(leptos::ev::pointerdown, move |event| {
        if outside(event.target()) {
            then.run(());
        }
    });
    let moved = window_event_listener(leptos::ev::focusin, move |event| {
        if outside(event.target()) {
            then.run(());
        }
    });
    on_cleanup(move || {
        pressed.remove();
        moved.remove();
    });
}
