//! A menu that opens from a button.
//!
//! It must not know what can be chosen.

use super::icon::{Icon, icon};
use crate::platform::{focus, pointer};
use leptos::html;
use leptos::prelude::*;

/// A button that opens a small panel; Escape, a press beside it and a choice close it.
#[component]
pub fn Menu(
    /// What can be chosen here.
    #[prop(into)]
    label: Signal<String>,
    /// On the button.
    #[prop(into)]
    picture: Signal<Icon>,
    /// Beside the picture; the label if there is none stays hidden.
    #[prop(optional, into)]
    text: Signal<String>,
    /// The id of the button, one of a kind on the page.
    id: &'static str,
    /// The choices; drawn anew each time that the menu opens.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let node = NodeRef::<html::Div>::new();
    pointer::on_outside(node, Callback::new(move |()| open.set(false)));
    let children = StoredValue::new(children);
    view! {
        <div
            node_ref=node
            class="menu"
            on:keydown=move |event| {
                if event.key() == "Escape" && open.get_untracked() {
                    event.stop_propagation();
                    open.set(false);
                    focus::focus_id(id);
                }
            }
        >
            <button
                type="button"
                id=id
                class="menu-button"
                data-testid=id
                aria-haspopup="true"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-label=move || label.get()
                title=move || label.get()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {move || icon(picture.get())}
                <span class="menu-text">{move || text.get()}</span>
            </button>
            <Show when=move || open.get()>
                <div
                    class="menu-panel"
                    role="group"
                    aria-label=move || label.get()
                    // Before the choice: a dialog that it opens gives the keyboard back to here.
                    on:click:capture=move |_| focus::focus_id(id)
                    on:click=move |_| open.set(false)
                >
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </div>
    }
}

/// One choice of a menu.
#[component]
pub fn MenuItem(
    /// Its picture.
    picture: Icon,
    /// Its words.
    #[prop(into)]
    text: Signal<String>,
    /// It is what is chosen now, where one of several is.
    #[prop(optional, into)]
    chosen: Signal<Option<bool>>,
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
            class="menu-item"
            data-testid=test_id
            aria-pressed=move || chosen.get().map(|on| if on { "true" } else { "false" })
            on:click=move |_| on_press.run(())
        >
            {icon(picture)}
            <span>{move || text.get()}</span>
            {move || (chosen.get() == Some(true)).then(|| icon(Icon::Check))}
        </button>
    }
}
