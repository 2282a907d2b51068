//! The ways back and on, at the foot of a step.
//!
//! It must not know what a step asks.

use super::draft::{Draft, Step};
use crate::i18n::t;
use crate::ui::{Button, Icon, Look};
use leptos::prelude::*;

/// The ways back and on, at the foot of a step.
#[component]
pub fn Foot(
    /// The step that this is.
    step: Step,
    /// What is typed.
    draft: Draft,
    /// What the way on says.
    on: &'static str,
) -> impl IntoView {
    view! {
        <div class="dialog-actions">
            <Button
                picture=Icon::Back
                test_id="first-back"
                on_press=move || draft.step.set(step.before())
            >
                {t().common.back}
            </Button>
            <Button look=Look::Primary submit=true busy=draft.busy test_id="first-next">
                {on}
            </Button>
        </div>
    }
}
