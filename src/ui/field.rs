//! Fields to type into and choose from, each with its label.
//!
//! It must not know what is asked for.

use super::button::IconButton;
use super::icon::{Icon, icon};
use crate::i18n::t;
use leptos::html;
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// Most characters of a text of several lines.
const MOST_TEXT: u32 = 2_000;

static FIELDS: AtomicU32 = AtomicU32::new(0);

/// An id that no other field of the page has.
fn field_id() -> String {
    format!("field-{}", FIELDS.fetch_add(1, Ordering::Relaxed))
}

/// A line of text with its label above, a hint or an error below.
#[component]
pub fn TextField(
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// `text`, `email`, `password`, `tel` …
    #[prop(default = "text")]
    kind: &'static str,
    /// The name under which the browser may fill it in.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Which keyboard a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Help, while there is no error.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// Takes the keyboard when it is drawn.
    #[prop(optional)]
    autofocus: bool,
    /// Most characters.
    #[prop(optional)]
    most: Option<u32>,
    /// The id of a list of what may be meant.
    #[prop(optional)]
    list: Option<&'static str>,
    /// For tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    let id = field_id();
    let note_id = format!("{id}-note");
    let node = NodeRef::<html::Input>::new();
    if autofocus {
        Effect::new(move |_| {
            if node.get().is_some() {
                crate::platform::focus::focus_input_soon(node);
            }
        });
    }
    let note = Memo::new(move |_| error.get().or_else(|| hint.get()));
    view! {
        <div class="field" class:is-wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>{move || label.get()}</label>
            <input
                node_ref=node
                id=id
                class="input"
                type=kind
                name=autocomplete
                autocomplete=autocomplete.unwrap_or("off")
                inputmode=inputmode
                maxlength=most.map(|most| most.to_string())
                list=list
                required=required
                data-testid=test_id
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=note_id.clone()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <p class="field-note" id=note_id>
                {move || error.with(Option::is_some).then(|| icon(Icon::Trouble))}
                <span>{move || note.get()}</span>
            </p>
        </div>
    }
}

/// A text of several lines with its label above, a hint or an error below.
#[component]
pub fn TextArea(
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// How many lines are seen.
    #[prop(default = 4)]
    lines: u32,
    /// Help, while there is no error.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// For tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    let id = field_id();
    let note_id = format!("{id}-note");
    let note = Memo::new(move |_| error.get().or_else(|| hint.get()));
    view! {
        <div class="field" class:is-wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>{move || label.get()}</label>
            <textarea
                id=id
                class="input text-area"
                rows=lines
                maxlength=MOST_TEXT
                data-testid=test_id
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=note_id.clone()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
            <p class="field-note" id=note_id>
                {move || error.with(Option::is_some).then(|| icon(Icon::Trouble))}
                <span>{move || note.get()}</span>
            </p>
        </div>
    }
}

/// A field to look for something, with a cross to empty it.
#[component]
pub fn SearchField(
    /// What it looks for.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    #[prop(into)]
    value: Signal<String>,
    /// The key that leads here, shown while the field is empty.
    #[prop(optional)]
    shortcut: Option<&'static str>,
    /// The input, for those who move the keyboard there.
    #[prop(optional)]
    node: NodeRef<html::Input>,
    /// For tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
    /// Something was typed.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="search" role="search">
            {icon(Icon::Search)}
            <input
                node_ref=node
                class="search-input"
                type="search"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                data-testid=test_id
                aria-label=move || label.get()
                placeholder=move || label.get()
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            <Show
                when=move || !value.with(String::is_empty)
                fallback=move || shortcut.map(|key| view! { <kbd aria-hidden="true">{key}</kbd> })
            >
                <IconButton
                    picture=Icon::Close
                    label=t().common.clear_search
                    on_press=move || {
                        on_input.run(String::new());
                        crate::platform::focus::focus_input(node);
                    }
                />
            </Show>
        </div>
    }
}

/// One thing to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What it stands for.
    pub value: String,
    /// What it is called.
    pub text: String,
}

/// A list to choose one thing from.
#[component]
pub fn Select(
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// Say the label to screen readers only.
    #[prop(optional)]
    quiet: bool,
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The value of what is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// For tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
    /// Something was chosen.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let id = field_id();
    view! {
        <div class="field">
            <label for=id.clone() class:visually-hidden=quiet>
                {move || label.get()}
            </label>
            <span class="select">
                <select
                    id=id
                    data-testid=test_id
                    on:change=move |event| on_choose.run(event_target_value(&event))
                    prop:value=move || {
                        // The chosen value must be set again when the choices arrive after it.
                        choices.track();
                        value.get()
                    }
                >
                    {move || {
                        let chosen = value.get_untracked();
                        choices
                            .get()
                            .into_iter()
                            .map(|choice| {
                                let selected = choice.value == chosen;
                                view! {
                                    <option value=choice.value selected=selected>
                                        {choice.text}
                                    </option>
                                }
                            })
                            .collect_view()
                    }}
                </select>
                {icon(Icon::Down)}
            </span>
        </div>
    }
}
