//! A question that must be answered first.
//!
//! It must not know what is asked.

use super::button::IconButton;
use super::icon::Icon;
use crate::i18n::t;
use crate::platform::dialog;
use leptos::html;
use leptos::prelude::*;

/// A modal dialog. Escape, the cross and a press beside it ask to close it through `on_close`;
/// the keyboard returns to where it was.
#[component]
pub fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// For tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
    /// Somebody wants it closed.
    #[prop(into)]
    on_close: Callback<()>,
    /// What it says and asks; drawn anew each time that it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        node.track();
        if open.get() {
            dialog::open(node);
        } else {
            dialog::close(node);
        }
    });
    let children = StoredValue::new(children);
    view! {
        <dialog
            node_ref=node
            class="dialog"
            data-testid=test_id
            aria-label=move || title.get()
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:mousedown=move |event| {
                if dialog::is_beside(&event, node) {
                    on_close.run(());
                }
            }
        >
            <Show when=move || open.get()>
                <div class="dialog-box">
                    <header class="dialog-head">
                        <h2>{move || title.get()}</h2>
                        <IconButton
                            picture=Icon::Close
                            label=t().common.close
                            on_press=on_close
                        />
                    </header>
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </dialog>
    }
}
