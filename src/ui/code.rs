//! A code, a number or a prefix: in the order in which it is typed, whatever is written around it.
//!
//! It must not know what it stands for.

use leptos::prelude::*;

/// What is between, kept from turning round in a text from right to left, and from being translated.
#[component]
pub fn CodeText(children: Children) -> impl IntoView {
    view! { <bdi dir="ltr" translate="no">{children()}</bdi> }
}
