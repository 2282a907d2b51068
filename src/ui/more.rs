//! The end of a list that comes page by page.
//!
//! It must not know what is listed nor who is asked for more of it.

use super::button::Button;
use crate::i18n::t;
use crate::platform::visible;
use leptos::html;
use leptos::prelude::*;

/// Asks for the next page when the list's end comes into view, and on its button, as long as there is
/// one.
#[component]
pub fn MorePages(
    /// Whether there is more.
    #[prop(into)]
    more: Signal<bool>,
    /// It is on its way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Asks for it.
    #[prop(into)]
    on_more: Callback<()>,
    /// How much of it there is.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let end = NodeRef::<html::Div>::new();
    visible::on_visible(
        end,
        Callback::new(move |()| {
            if more.get_untracked() && !busy.get_untracked() {
                on_more.run(());
            }
        }),
    );
    view! {
        <div class="list-more" node_ref=end>
            {children.map(|children| children())}
            <Show when=move || more.get()>
                <Button busy test_id="load-more" on_press=on_more>
                    {t().backoffice.load_more}
                </Button>
            </Show>
        </div>
    }
}
