//! BackOffice: the manager's view of the store in a browser.
//!
//! It must not know the other surfaces, the network or the device's storage.

use leptos::prelude::*;

/// BackOffice.
#[component]
pub fn BackOfficeApp() -> impl IntoView {
    view! { <main></main> }
}
