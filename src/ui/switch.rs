//! Things that are on or off, and one of a few.
//!
//! It must not know what they switch.

use leptos::prelude::*;

/// On or off. It shows what `on` says: a switch that must ask first stays where it is until then.
#[component]
pub fn Switch(
    /// What is switched.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Say the label to screen readers only.
    #[prop(optional)]
    quiet: bool,
    /// Cannot be switched.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
    /// For tests: the name of the register that it belongs to.
    #[prop(optional, into)]
    of_register: Signal<Option<String>>,
    /// Somebody wants it the other way.
    #[prop(into)]
    on_switch: Callback<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            role="switch"
            class="switch"
            data-testid=test_id
            data-register=move || of_register.get()
            disabled=move || disabled.get()
            aria-checked=move || if on.get() { "true" } else { "false" }
            aria-label=move || quiet.then(|| label.get())
            on:click=move |_| on_switch.run(!on.get_untracked())
        >
            <span class="switch-track" aria-hidden="true">
                <span class="switch-thumb"></span>
            </span>
            {(!quiet).then(|| view! { <span class="switch-label">{move || label.get()}</span> })}
        </button>
    }
}

/// One of a few, side by side.
#[component]
pub fn Segmented(
    /// What is chosen between.
    #[prop(into)]
    label: Signal<String>,
    /// Value and words of each.
    #[prop(into)]
    choices: Signal<Vec<super::field::Choice>>,
    /// The value of the chosen one.
    #[prop(into)]
    value: Signal<String>,
    /// For tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
    /// Another was chosen.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="segmented" role="group" data-testid=test_id aria-label=move || label.get()>
            {move || {
                choices
                    .get()
                    .into_iter()
                    .map(|choice| {
                        let (for_class, for_press) = (choice.value.clone(), choice.value.clone());
                        view! {
                            <button
                                type="button"
                                class="segment"
                                data-value=choice.value
                                aria-pressed=move || {
                                    if value.with(|value| *value == for_class) {
                                        "true"
                                    } else {
                                        "false"
                                    }
                                }
                                on:click=move |_| on_choose.run(for_press.clone())
                            >
                                {choice.text}
                            </button>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}
