//! Where the keyboard is: moves it, brings things into view, and tells when it is inside something.
//!
//! It must not know why; screens do.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Puts the keyboard on the element with this id, if there is one.
pub fn focus_id(id: &str) {
    if let Some(element) = by_id(id) {
        let _ = element.focus();
    }
}

/// Puts the keyboard on a heading, without scrolling it away. Who types into a field that is on
/// every screen goes on typing.
pub fn focus_heading(heading: NodeRef<html::H1>) {
    request_animation_frame(move || {
        let focused = document().active_element();
        let typing = focused.is_some_and(|e| e.matches("input, textarea").unwrap_or(false));
        if let Some(heading) = heading.try_get_untracked().flatten().filter(|_| !typing) {
            let _ = heading.focus();
        }
    });
}

/// Puts the keyboard into a field and marks what stands in it, unless the field is gone.
pub fn focus_input(input: NodeRef<html::Input>) {
    take(input.try_get_untracked().flatten());
}

/// Does so in the next frame, when what was drawn with the field is there.
pub fn focus_input_soon(input: NodeRef<html::Input>) {
    request_animation_frame(move || take(input.try_get_untracked().flatten()));
}

fn take(input: Option<web_sys::HtmlInputElement>) {
    if let Some(input) = input {
        let _ = input.focus();
        input.select();
    }
}

/// Brings the element with this id into view, moving as little as possible.
pub fn reveal_id(id: &str) {
    if let Some(element) = by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// What the nearest element around the keyboard that has this attribute says in it.
pub fn marked(attribute: &str) -> Option<String> {
    let around = document()
        .active_element()?
        .closest(&format!("[{attribute}]"));
    around.ok()??.get_attribute(attribute)
}

fn by_id(id: &str) -> Option<web_sys::HtmlElement> {
    document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into().ok())
}
