//! The page as a whole: its title, its language, and whether anybody sees it.
//!
//! It must not know what the titles say.

use leptos::prelude::*;

/// Names the page, for the tab and for screen readers.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// What the page is called.
pub fn title() -> String {
    document().title()
}

/// Says in which language the page is.
pub fn set_language(code: &str, right_to_left: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", code);
        let _ = root.set_attribute("dir", if right_to_left { "rtl" } else { "ltr" });
    }
}

/// Whether the page is in front.
pub fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Runs `then` whenever the browser takes the page out of its cache, as it was when it was left.
pub fn on_return(then: Callback<()>) {
    let handle = window_event_listener_untyped("pageshow", move |_| then.run(()));
    on_cleanup(move || handle.remove());
}

/// Runs `then` whenever the page comes to the front or leaves it, as long as the component lives.
pub fn on_visibility(then: Callback<bool>) {
    let handle = window_event_listener_untyped("visibilitychange", move |_| then.run(is_visible()));
    on_cleanup(move || handle.remove());
}
