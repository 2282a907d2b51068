//! Keys pressed anywhere on the page.
//!
//! It must not know what a key does; screens do.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// One key pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Press {
    /// The browser's name of it: `a`, `/`, `Enter`, `F2`.
    pub key: String,
    /// With Control, or Command.
    pub command: bool,
    /// With Shift.
    pub shift: bool,
    /// While typing into a field.
    pub typing: bool,
    /// While a modal dialog covers the page.
    pub in_dialog: bool,
    /// On something that itself does something when pressed.
    pub on_control: bool,
    /// When, in milliseconds since the page was loaded: tells a scanner from a person.
    pub at_ms: u64,
}

impl Press {
    /// Whether it is the plain key `key`, meant for the screen and not for a field or a dialog.
    pub fn is(&self, key: &str) -> bool {
        self.key == key && !self.typing && !self.command && !self.in_dialog
    }
}

/// Runs `then` with every key pressed while the component lives; when it gives `true` the browser
/// does nothing further with the key.
pub fn on_key(then: Callback<Press, bool>) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if event.default_prevented() || event.is_composing() || event.alt_key() {
            return;
        }
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let within = |what: &str| {
            target
                .as_ref()
                .is_some_and(|element| element.closest(what).ok().flatten().is_some())
        };
        let press = Press {
            key: event.key(),
            command: event.ctrl_key() || event.meta_key(),
            shift: event.shift_key(),
            typing: within("input:not([type=checkbox]):not([type=radio]), textarea, select"),
            in_dialog: document()
                .query_selector("dialog[open]")
                .ok()
                .flatten()
                .is_some(),
            on_control: within("a, button, summary, input"),
            at_ms: milliseconds(event.time_stamp()),
        };
        if then.run(press) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Puts the keyboard into the search of the screen on `/`.
pub fn lead_to(search: NodeRef<html::Input>) {
    on_key(Callback::new(move |press: Press| {
        let wanted = press.is("/");
        if wanted {
            super::focus::focus_input(search);
        }
        wanted
    }));
}

#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
fn milliseconds(stamp: f64) -> u64 {
    stamp as u64
}
