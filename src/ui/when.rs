//! Views that come and go, and lists of rows: the framework's own ones are made anew for every
//! closure and every type that they are given, these once.
//!
//! It must not know what is shown.

use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

/// Its children, while something is so.
#[component]
pub fn When(
    /// What must be so.
    #[prop(into)]
    so: Signal<bool>,
    /// What is shown then.
    children: ChildrenFn,
    /// What is shown else.
    #[prop(optional, into)]
    otherwise: ViewFn,
) -> AnyView {
    let shown = Memo::new(move |_| so.get());
    let view = move || match shown.get() {
        true => children(),
        false => otherwise.run(),
    };
    view.into_any()
}

/// A row for each id, in their order. A row stays as long as its id does: what it shows must come
/// from signals.
pub fn rows(
    ids: Signal<Vec<Uuid>>,
    row: impl Fn(Uuid) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    made(ids, Arc::new(row))
}

#[inline(never)]
fn made(ids: Signal<Vec<Uuid>>, row: Arc<dyn Fn(Uuid) -> AnyView + Send + Sync>) -> AnyView {
    view! { <For each=move || ids.get() key=|id| *id children=move |id| row(id) /> }.into_any()
}
