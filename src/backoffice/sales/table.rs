//! The table of sales: the rows in view, each drawn once and changed in place, under a head and over
//! a foot that stay. On a phone the rows are cards; that is the style sheet's matter.
//!
//! It must not know where the rows come from nor in which order they are.

use super::super::facts::Facts;
use super::super::places::{Listed, SalesPlace, Sort};
use super::columns::{Column, Columns};
use super::listing::Listing;
use super::picked::Picked;
use super::row::Row;
use super::window::Window;
use crate::i18n::t;
use crate::platform::keyboard::{self, Press};
use crate::platform::{focus, intl};
use crate::routes::Navigator;
use crate::ui::{Icon, icon};
use leptos::prelude::*;
use sale::SaleId;

/// Whether the place shows the largest first; finished sales come latest first of themselves.
pub fn is_descending(place: &SalesPlace) -> bool {
    (place.sort == Sort::Opened && place.listed != Listed::Open) != place.descending
}

/// A table of sales.
#[component]
pub fn SalesTable(
    /// Which, in order.
    listing: Listing,
    /// What is shown.
    #[prop(into)]
    place: Signal<SalesPlace>,
    /// Set while somebody is in the list.
    held: RwSignal<bool>,
) -> impl IntoView {
    let words = t().backoffice;
    let listed = place.with_untracked(|place| place.listed);
    let open = listed == Listed::Open;
    let (facts, picked) = (Facts::get(), Picked::get());
    let columns = Columns::get().shown();
    let selected = Memo::new(move |_| place.with(|place| place.sale));
    // Rows lead to themselves, whichever sale is looked at.
    let leads = Memo::new(move |_| SalesPlace {
        sale: None,
        ..place.get()
    });
    let window = Window::over(listing);
    walk_with_keys(window, listing, selected, picked);
    let pick = Callback::new(move |(id, shift): (SaleId, bool)| press(picked, listing, id, shift));
    let testid = if open {
        "open-sales-table"
    } else {
        "finished-sales-table"
    };
    view! {
        <table
            class="table sales-table"
            data-testid=testid
            aria-rowcount=move || listing.count.get() + 1
            on:pointermove=move |event| {
                // Pages that move under a resting pointer do not count.
                let moved = event.movement_x() != 0 || event.movement_y() != 0;
                if moved && event.pointer_type() == "mouse" && !held.get_untracked() {
                    held.set(true);
                }
            }
            on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| {
                held.set(true);
                window.set_focused(focus::marked("data-sale-id").and_then(|id| id.parse().ok()));
            }
            on:focusout=move |_| {
                held.set(false);
                window.set_focused(None);
            }
        >
            <caption class="visually-hidden">
                {move || words.table_caption(u64::try_from(listing.count.get()).unwrap_or(0))}
            </caption>
            <thead>
                <tr aria-rowindex="1">
                    <AllPicked listing picked />
                    <Heading class="cell-sale" text=words.column_sale sort=Some(Sort::Name) place />
                    {move || {
                        columns
                            .get()
                            .into_iter()
                            .map(|column| {
                                let text = column.heading(listed);
                                let sort = column.sort(listed);
                                view! { <Heading class=column.class() text sort place /> }
                            })
                            .collect_view()
                    }}
                </tr>
            </thead>
            <tbody node_ref=window.body>
                <tr class="room" aria-hidden="true">
                    <td style:block-size=move || window.room_above()></td>
                </tr>
                <For
                    each=move || window.ids()
                    key=|id| *id
                    children=move |id| {
                        let view = listing.find.run(id);
                        let number = Memo::new(move |_| window.number(id));
                        view! { <Row id view number listed facts place=leads selected columns pick /> }
                            .into_any()
                    }
                />
                <tr class="room" aria-hidden="true">
                    <td style:block-size=move || window.room_below()></td>
                </tr>
            </tbody>
            {open.then(|| view! { <Foot listing columns /> })}
        </table>
    }
}

/// What all rows come to, however many of them are in view.
#[component]
fn Foot(listing: Listing, columns: Signal<Vec<Column>>) -> impl IntoView {
    let words = t().backoffice;
    let facts = Facts::get();
    let sums = move || listing.sums.get().unwrap_or_default();
    let text = move |column| match column {
        Column::Items => intl::count(sums().items),
        Column::Paid => facts.money(sums().total - sums().due),
        Column::Due => facts.money(sums().due),
        Column::Total => facts.money(sums().total),
        _ => String::new(),
    };
    view! {
        <tfoot data-testid="sales-foot">
            <tr>
                <td class="cell-pick"></td>
                <th scope="row" class="cell-sale">
                    {move || words.found(sums().sales)}
                </th>
                {move || {
                    columns
                        .get()
                        .into_iter()
                        .map(|column| {
                            view! { <td class=column.class()>{move || text(column)}</td> }
                        })
                        .collect_view()
                }}
            </tr>
        </tfoot>
    }
}

/// Selects all of the filter, or none.
#[component]
fn AllPicked(listing: Listing, picked: Picked) -> impl IntoView {
    let ids = picked.ids();
    let all = Memo::new(move |_| {
        let count = listing.count.get();
        count > 0 && ids.with(|ids| ids.len() >= count)
    });
    view! {
        <th scope="col" class="cell-pick">
            <input
                type="checkbox"
                class="pick"
                aria-label=t().sales.pick_all
                data-testid="pick-all"
                prop:checked=move || all.get()
                prop:indeterminate=move || !all.get() && ids.with(|ids| !ids.is_empty())
                on:change=move |_| {
                    match all.get_untracked() {
                        true => picked.clear(),
                        false => picked.set(listing.ids.run((0, usize::MAX)).into_iter().collect()),
                    }
                }
            />
        </th>
    }
}

fn press(picked: Picked, listing: Listing, id: SaleId, shift: bool) {
    let between = move |from: SaleId, to: SaleId| {
        let at = |id| listing.position.run(id);
        match at(from).zip(at(to)) {
            Some((one, other)) => {
                let (first, last) = (one.min(other), one.max(other));
                untrack(|| listing.ids.run((first, last + 1)))
            }
            None => vec![to],
        }
    };
    picked.press(id, shift.then_some(between));
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
            matches!(sort, Sort::Total | Sort::Due | Sort::Lines)
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

/// `j`, `k` and the arrows walk down and up the rows, Home and End to the first and the last; `x`
/// selects the row; Enter opens it, as it is a link.
fn walk_with_keys(
    window: Window,
    listing: Listing,
    selected: Memo<Option<SaleId>>,
    picked: Picked,
) {
    keyboard::on_key(Callback::new(move |press: Press| {
        let focused = window.focused();
        // From the sale that is looked at, when the keyboard is elsewhere.
        let from = focused.or(selected.get_untracked());
        let at = from.and_then(|id| listing.position.run(id));
        // Arrows scroll the page unless the keyboard is in the list.
        let arrow = |key| focused.is_some() && press.is(key);
        let last = listing.count.get_untracked().saturating_sub(1);
        let next = if press.is("j") || arrow("ArrowDown") {
            at.map_or(0, |at| at.saturating_add(1).min(last))
        } else if press.is("k") || arrow("ArrowUp") {
            at.map_or(0, |at| at.saturating_sub(1))
        } else if arrow("Home") {
            0
        } else if arrow("End") {
            last
        } else {
            let id = focused.filter(|_| press.is("x") || press.is("X"));
            if let Some(id) = id {
                self::press(picked, listing, id, press.shift);
            }
            return id.is_some();
        };
        window.go_to(next);
        true
    }));
}
