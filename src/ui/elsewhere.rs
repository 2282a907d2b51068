//! What a second tab of a register or a phone shows: where the first is, and a way to have it here.
//!
//! It must not know how tabs agree.

use super::button::{Button, Look};
use super::icon::Icon;
use super::screen::ScreenTitle;
use super::states::EmptyState;
use crate::i18n::t;
use crate::replica::{Replica, Surface};
use leptos::prelude::*;

/// The screen.
#[component]
pub fn Elsewhere(
    /// Of what is open elsewhere.
    replica: Replica,
) -> impl IntoView {
    let words = t().common;
    let title = match replica.surface() {
        Surface::Pay => words.elsewhere_pay,
        _ => words.elsewhere_register,
    };
    let other = replica.elsewhere();
    let asked = RwSignal::new(false);
    let text = Signal::derive(move || {
        let place = other.with(|other| other.as_deref().map(|at| words.elsewhere_where(at)));
        format!("{} {}", place.unwrap_or_default(), words.elsewhere_hint)
    });
    view! {
        <main id="content" tabindex="-1" class="nowhere" data-testid="elsewhere">
            <ScreenTitle title=title hidden=true />
            <EmptyState picture=Icon::Register title=title text=text>
                <Button
                    look=Look::Primary
                    large=true
                    test_id="bring-here"
                    on_press=move || {
                        asked.set(true);
                        replica.bring_here();
                    }
                >
                    {words.elsewhere_here}
                </Button>
                <p role="status" class="elsewhere-asked">
                    {move || asked.get().then_some(words.elsewhere_asked)}
                </p>
            </EmptyState>
        </main>
    }
}
