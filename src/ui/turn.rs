//! What a person must know before they take money: somebody else is at it, nobody can say, or the
//! total is another.
//!
//! It must not know how any of it is found out.

use super::{Banner, Button, Icon, Tone};
use crate::i18n::t;
use leptos::prelude::*;

/// The messages that apply.
#[component]
pub fn TurnNotice(
    /// Who else takes money for it, and where.
    #[prop(into)]
    held: Signal<Option<String>>,
    /// Whether the server cannot say.
    #[prop(into)]
    alone: Signal<bool>,
    /// The total as it was seen and as it is, where they differ.
    #[prop(into)]
    changed: Signal<Option<(String, String)>>,
    /// The person has seen the new total.
    #[prop(into)]
    on_go_on: Callback<()>,
) -> AnyView {
    let words = t().common;
    let wait = Signal::derive(move || {
        held.get()
            .map(|who| words.paid_elsewhere_wait(&who))
            .unwrap_or_default()
    });
    let other = Signal::derive(move || {
        changed
            .get()
            .map(|(before, now)| words.total_changed(&before, &now))
            .unwrap_or_default()
    });
    view! {
        <Show when=move || held.with(Option::is_some)>
            <div data-testid="being-paid">
                <Banner tone=Tone::Caution picture=Icon::Hourglass text=wait />
            </div>
        </Show>
        <Show when=move || alone.get()>
            <Banner tone=Tone::Caution picture=Icon::Offline text=words.paid_alone />
        </Show>
        <Show when=move || changed.with(Option::is_some)>
            <div data-testid="total-changed">
                <Banner tone=Tone::Caution picture=Icon::Warning text=other>
                    <Button large=true test_id="total-go-on" on_press=on_go_on>
                        {words.total_go_on}
                    </Button>
                </Banner>
            </div>
        </Show>
    }
    .into_any()
}
