//! Loading the page again.
//!
//! It must not know which addresses there are; that is `routes`.

use leptos::prelude::*;

/// Loads the page again.
pub fn reload() {
    let _ = window().location().reload();
}
