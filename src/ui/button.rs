//! Buttons.
//!
//! It must not know what a press does.

use super::icon::{Icon, icon};
use leptos::prelude::*;

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// The one thing to do on a screen.
    Primary,
    /// One of several things to do.
    #[default]
    Secondary,
    /// Something at hand, without a frame.
    Quiet,
    /// Something that cannot be taken back.
    Danger,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Look::Primary => "button button-primary",
            Look::Secondary => "button button-secondary",
            Look::Quiet => "button button-quiet",
            Look::Danger => "button button-danger",
        }
    }
}

/// A button with words, and with a picture before them if one is given. While `busy` it stays
/// focusable, says so and does nothing.
#[component]
pub fn Button(
    /// How much it stands out.
    #[prop(optional)]
    look: Look,
    /// For touch: higher and wider.
    #[prop(optional)]
    large: bool,
    /// As wide as what it stands in.
    #[prop(optional)]
    wide: bool,
    /// Before the words.
    #[prop(optional)]
    picture: Option<Icon>,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What was pressed is being done.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Sends the form that it stands in.
    #[prop(optional)]
    submit: bool,
    /// Takes the keyboard when the dialog that it stands in opens.
    #[prop(optional)]
    autofocus: bool,
    /// For tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
    /// What a press does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=look.class()
            class:button-large=large
            class:button-wide=wide
            class:is-busy=move || busy.get()
            data-testid=test_id
            autofocus=autofocus
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            on:click=move |event| {
                if busy.get_untracked() {
                    event.prevent_default();
                } else if let Some(on_press) = on_press {
                    on_press.run(());
                }
            }
        >
            {picture.map(icon)}
            <span>{children()}</span>
        </button>
    }
}

/// A button that is only a picture; `label` says to everybody what it does.
#[component]
pub fn IconButton(
    /// The picture.
    picture: Icon,
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// For touch: at least 48 pixels.
    #[prop(optional)]
    large: bool,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
    /// What a press does.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button"
            class:icon-button-large=large
            data-testid=test_id
            disabled=move || disabled.get()
            aria-label=move || label.get()
            title=move || label.get()
            on:click=move |_| on_press.run(())
        >
            {icon(picture)}
        </button>
    }
}
