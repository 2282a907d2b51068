//! The tables to tap, beside a field for one that is not among them.
//!
//! It must not know what becomes of the one that is picked.

use crate::i18n::t;
use crate::register::till::tables::Spot;
use leptos::prelude::*;

/// Buttons that put a table's name into a field.
#[component]
pub fn TablePicks(
    /// The tables.
    known: Memo<Vec<Spot>>,
    /// Where the name goes.
    name: RwSignal<String>,
) -> impl IntoView {
    let words = t().floor;
    view! {
        <Show when=move || known.with(|all| !all.is_empty())>
            <div class="picks table-picks" role="group" aria-label=words.move_known>
                {move || {
                    known
                        .get()
                        .into_iter()
                        .map(|spot| {
                            let (shown, hook) = (spot.table.name.clone(), spot.table.name.clone());
                            let text = StoredValue::new(spot.table.name);
                            let is_picked = move || {
                                name.with(|name| text.with_value(|text| name.trim() == text))
                            };
                            view! {
                                <button
                                    type="button"
                                    class="pick"
                                    data-testid="table-pick"
                                    data-table=hook
                                    aria-pressed=move || is_picked().to_string()
                                    on:click=move |_| name.set(text.get_value())
                                >
                                    <span>{shown}</span>
                                    {spot
                                        .taken_by
                                        .map(|by| view! { <span class="pick-by">{by}</span> })}
                                </button>
                            }
                        })
                        .collect_view()
                }}
            </div>
        </Show>
    }
}
