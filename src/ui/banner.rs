//! A message across the top of what it is about.
//!
//! It must not know when it is shown.

use super::chip::Tone;
use super::icon::{Icon, icon};
use leptos::prelude::*;

/// A message that stays until its reason is gone.
#[component]
pub fn Banner(
    /// What its colour means.
    #[prop(optional)]
    tone: Tone,
    /// Its picture.
    picture: Icon,
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
    /// What can be done about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=format!("banner {}", tone.class()) role="status">
            {icon(picture)}
            <p class="banner-text">{move || text.get()}</p>
            {children.map(|children| view! { <div class="banner-actions">{children()}</div> })}
        </div>
    }
}
