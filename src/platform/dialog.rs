//! The browser's own modal dialog: it keeps the keyboard inside, makes the rest inert and gives
//! the keyboard back when it closes.
//!
//! It must not know what a dialog asks.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Opens the dialog over everything, unless it is open.
pub fn open(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked()
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
}

/// Closes the dialog, if it is open.
pub fn close(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked()
        && dialog.open()
    {
        dialog.close();
    }
}

/// Whether a press landed beside the dialog's content, on what it covers.
pub fn is_beside(event: &leptos::ev::MouseEvent, dialog: NodeRef<html::Dialog>) -> bool {
    let (Some(target), Some(dialog)) = (event.target(), dialog.get_untracked()) else {
        return false;
    };
    target
        .dyn_ref::<web_sys::Element>()
        .is_some_and(|target| target.is_same_node(Some(&dialog)))
}
