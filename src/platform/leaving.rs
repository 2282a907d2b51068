//! Asking before somebody leaves a screen on which something is not finished.
//!
//! It must not know what is not finished.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, MouseEvent};

/// While `unfinished` says so and the component lives: a press on a link to another screen goes to
/// `ask`, with the address, instead; and the browser asks by itself before the page is closed.
pub fn ask_before(unfinished: Signal<bool>, ask: Callback<String>) {
    let pressed = move |event: MouseEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        // What is another program loads a page, and the browser asks by itself.
        let link = link.filter(|link| link.get_attribute("rel").as_deref() != Some("external"));
        let href = link.and_then(|link| link.get_attribute("href"));
        let here = window().location().pathname().unwrap_or_default();
        let Some(href) = href.filter(|href| href.split('?').next() != Some(here.as_str())) else {
            return;
        };
        // What opens elsewhere leaves nothing.
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0 {
            return;
        }
        if unfinished.try_get_untracked() == Some(true) {
            event.prevent_default();
            ask.run(href);
        }
    };
    // On the document, and so before the router, which listens on the window.
    let heard = Closure::<dyn Fn(MouseEvent)>::new(pressed);
    let _ = document().add_event_listener_with_callback("click", heard.as_ref().unchecked_ref());
    let heard = StoredValue::new_local(heard);
    on_cleanup(move || {
        let _ = heard.try_with_value(|heard| {
            document().remove_event_listener_with_callback("click", heard.as_ref().unchecked_ref())
        });
    });
    let closing = window_event_listener(leptos::ev::beforeunload, move |event| {
        if unfinished.try_get_untracked() == Some(true) {
            event.prevent_default();
        }
    });
    on_cleanup(move || closing.remove());
}
