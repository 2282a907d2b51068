//! Loading the page again, and putting it on paper.
//!
//! It must not know which addresses there are; that is `routes`.

use leptos::prelude::*;

/// Loads the page again.
pub fn reload() {
    let _ = window().location().reload();
}

/// Offers to print the page.
pub fn print() {
    let _ = window().print();
}
