//! The table of sales: one row each, drawn once and changed in place. On a phone the rows are
//! cards; that is the style sheet's matter.
//!
//! It must not know where the rows come from nor in which order they are.

use super::super::facts::Facts;
use super::super::places::{Listed, SalesPlace, Sort};
use super::row::{Row, row_id};
use crate::i18n::t;
use crate::platform::keyboard::{self, Press};
use crate::platform::{focus, visible};
use crate::routes::Navigator;
use crate::ui::{Button, Icon, icon};
use leptos::html;
use leptos::prelude::*;
use sale::SaleId;
use std::sync::Arc;
use sync::device::SaleView;

/// How many rows are drawn at first, and more each time that the end comes into view.
const WINDOW: usize = 100;

/// The columns, in order, with what they can be sorted by.
fn columns(listed: Listed) -> [(&'static str, &'static str, Option<Sort>); 7] {
    let words = t().backoffice;
    let open = listed == Listed::Open;
    let time = match listed {
        Listed::Open => words.column_opened,
        Listed::Closed => words.column_closed,
        Listed::Voided => words.column_voided,
    };
    [
        ("cell-sale", words.column_sale, Some(Sort::Name)),
        ("cell-register", words.column_register, Some(Sort::Register)),
        ("cell-employee", words.column_employee, Some(Sort::Employee)),
        (
            "cell-table",
            words.column_table,
            open.then_some(Sort::Table),
        ),
        (
            "cell-lines",
            words.column_lines,
            open.then_some(Sort::Lines),
        ),
        ("cell-time", time, Some(Sort::Opened)),
        ("cell-total", words.column_total, Some(Sort::Total)),
    ]
}

/// Whether the place shows the largest first; finished sales come latest first of themselves.
pub fn is_descending(place: &SalesPlace) -> bool {
    (place.sort == Sort::Opened && place.listed != Listed::Open) != place.descending
}

/// A table of sales.
#[component]
pub fn SalesTable(
    /// Which, in order.
    #[prop(into)]
    ids: Signal<Vec<SaleId>>,
    /// The sale with an id, kept up to date; none when it is not open any more.
    #[prop(into)]
    find: Callback<SaleId, Signal<Option<Arc<SaleView>>>>,
    /// What is shown.
    #[prop(into)]
    place: Signal<SalesPlace>,
    /// Set while somebody is in the list.
    held: RwSignal<bool>,
) -> impl IntoView {
    let words = t().backoffice;
    let listed = place.with_untracked(|place| place.listed);
    let facts = Facts::get();
    let selected = Memo::new(move |_| place.with(|place| place.sale));
    let limit = RwSignal::new(WINDOW);
    let standing = Memo::new(move |_| {
        ids.with(|ids| ids.iter().take(limit.get()).copied().collect::<Vec<_>>())
    });
    let more = Memo::new(move |_| ids.with(Vec::len) > limit.get());
    walk_with_keys(standing.into());
    let sentinel = NodeRef::<html::Div>::new();
    let widen = Callback::new(move |()| {
        if more.get_untracked() {
            limit.update(|limit| *limit += WINDOW);
        }
    });
    visible::on_visible(sentinel, widen);
    let testid = if listed == Listed::Open {
        "open-sales-table"
    } else {
        "finished-sales-table"
    };
    view! {
        <table
            class="table sales-table"
            class:is-finished=listed != Listed::Open
            data-testid=testid
            on:pointermove=move |event| {
                // Pages that move under a resting pointer do not count.
                let moved = event.movement_x() != 0 || event.movement_y() != 0;
                if moved && event.pointer_type() == "mouse" && !held.get_untracked() {
                    held.set(true);
                }
            }
            on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            <caption class="visually-hidden">
                {move || words.table_caption(u64::try_from(ids.with(Vec::len)).unwrap_or(0))}
            </caption>
            <thead>
                <tr>
                    {columns(listed)
                        .into_iter()
                        .map(|(class, text, sort)| {
                            view! { <Heading class=class text=text sort=sort place=place /> }
                        })
                        .collect_view()}
                </tr>
            </thead>
            <tbody>
                <For each=move || standing.with(|ids| ids.iter().map(|id| id.0).collect::<Vec<_>>()) key=|id| *id children=move |id| {
                        let id = SaleId(id);
                        let view = find.run(id);
                        view! { <Row id view listed facts place selected /> }.into_any()
                    } />
            </tbody>
        </table>
        <div node_ref=sentinel class="list-end">
            <Show when=move || more.get()>
                <Button on_press=widen>{words.show_more}</Button>
            </Show>
        </div>
    }
}

#[component]
fn Heading(
    class: &'static str,
    text: &'static str,
    sort: Option<Sort>,
    place: Signal<SalesPlace>,
) -> impl IntoView {
    let navigator = Navigator::get();
    let Some(sort) = sort else {
        return view! {
            <th scope="col" class=class>
                {text}
            </th>
        }
        .into_any();
    };
    let direction =
        Memo::new(move |_| place.with(|place| (place.sort == sort).then(|| is_descending(place))));
    let turn = move |_| {
        let before = place.get_untracked();
        let descending = if before.sort == sort {
            !before.descending
        } else {
            // The largest amounts are asked for more often than the smallest.
            matches!(sort, Sort::Total | Sort::Lines)
        };
        navigator.go(SalesPlace {
            sort,
            descending,
            ..before
        }
        .address());
    };
    view! {
        <th
            scope="col"
            class=class
            aria-sort=move || match direction.get() {
                Some(true) => Some("descending"),
                Some(false) => Some("ascending"),
                None => None,
            }
        >
            <button
                type="button"
                class="sorter"
                title=t().backoffice.sort_by(text)
                on:click=turn
            >
                {text}
                {move || match direction.get() {
                    Some(true) => icon(Icon::ArrowDown),
                    Some(false) => icon(Icon::ArrowUp),
                    None => icon(Icon::Sort),
                }}
            </button>
        </th>
    }
    .into_any()
}

/// `j` and `k` walk down and up the rows; Enter opens the row, as it is a link.
fn walk_with_keys(rows: Signal<Vec<SaleId>>) {
    keyboard::on_key(Callback::new(move |press: Press| {
        let (down, up) = (press.is("j"), press.is("k"));
        if !down && !up {
            return false;
        }
        let focused = focus::focused_id();
        let next = rows.with_untracked(|rows| {
            let at = rows
                .iter()
                .position(|id| focused.as_deref() == Some(&row_id(*id)));
            let next = match at {
                Some(at) if down => at.saturating_add(1),
                Some(at) => at.saturating_sub(1),
                None => 0,
            };
            rows.get(next).copied()
        });
        if let Some(next) = next {
            focus::focus_id(&row_id(next));
            focus::reveal_id(&row_id(next));
        }
        true
    }));
}
