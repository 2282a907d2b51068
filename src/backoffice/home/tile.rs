//! One tile of Home.
//!
//! It must not know what it says.

use crate::ui::{Icon, icon};
use leptos::prelude::*;

/// A tile: a name, a figure and a note, and where it leads.
pub fn tile(
    test_id: &'static str,
    name: &'static str,
    way: Signal<String>,
    figure: Signal<String>,
    note: Signal<String>,
    class: Signal<&'static str>,
) -> AnyView {
    view! {
        <a class="tile kpi-way" href=move || way.get() data-testid=test_id>
            <h2 class="kpi-name">{name}</h2>
            <p class=move || format!("kpi-figure {}", class.get())>{move || figure.get()}</p>
            <p class="kpi-note">{move || note.get()}</p>
            {icon(Icon::Forward)}
        </a>
    }
    .into_any()
}
