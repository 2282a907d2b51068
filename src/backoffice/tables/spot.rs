//! One table on the plan: what it is called, the open sales on it, and moving it about.
//!
//! It must not know the other tables.

use super::form::Asked;
use crate::backoffice::doing::Doing;
use crate::backoffice::facts::Facts;
use crate::i18n::t;
use crate::platform::pointer::{Drag, Dragged};
use crate::replica::Replica;
use leptos::html;
use leptos::prelude::*;
use sale::{Change, Money, TableEdit, TableId, TablePlace};

/// How far an arrow key moves a table, in thousandths of the room.
const STEP: i32 = 20;
/// What a hand moves that only presses, in the same.
const TREMBLE: i32 = 5;

/// The place moved on, and kept within the room.
fn moved(place: TablePlace, by: Dragged) -> TablePlace {
    let kept = |from: u16, by: i32, long: u16| {
        let most = 1_000 - i32::from(long);
        let to = i32::from(from).saturating_add(by).clamp(0, most.max(0));
        u16::try_from(to).unwrap_or(from)
    };
    TablePlace {
        left: kept(place.left, by.across, place.width),
        top: kept(place.top, by.down, place.height),
        ..place
    }
}

fn percent(thousandths: u16) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// A table that is pressed to be changed, and dragged or moved by arrow keys.
#[component]
pub fn TableSpot(
    /// Which.
    id: TableId,
    /// To be set to it when it is pressed.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let words = t().backoffice;
    let (replica, facts, doing) = (Replica::expect(), Facts::get(), Doing::get());
    let (tables, sales) = (replica.tables(), replica.open_sales());
    let table =
        Memo::new(move |_| tables.with(|all| all.iter().find(|table| table.id == id).cloned()));
    // How many open sales are on it, and what they come to.
    let there = Memo::new(move |_| {
        sales.with(|all| {
            let on = all.iter().filter(|view| {
                let table = view.sale.table.as_ref();
                table.is_some_and(|table| table.id == Some(id))
            });
            on.fold((0_u64, Money::ZERO), |(count, sum), view| {
                (count + 1, sum + view.totals.total)
            })
        })
    });
    let node = NodeRef::<html::Button>::new();
    let drag = Drag::of(node);
    let by = RwSignal::new(Dragged::default());
    let dragged = StoredValue::new(false);
    let place = Memo::new(move |_| {
        let by = by.get();
        table.with(|table| table.as_ref().map(|table| moved(table.place, by)))
    });
    let put = move |to: TablePlace| {
        if table.with_untracked(|table| table.as_ref().is_some_and(|table| table.place != to)) {
            let edit = TableEdit::Place(to);
            let change = Change::EditTable { table_id: id, edit };
            doing.make(vec![change], words.table_moved.to_owned(), None);
        }
    };
    let let_go = move || {
        drag.end();
        if let Some(to) = place.get_untracked() {
            put(to);
        }
        by.set(Dragged::default());
    };
    let by_key = move |event: leptos::ev::KeyboardEvent| {
        let (across, down) = match event.key().as_str() {
            "ArrowLeft" => (-STEP, 0),
            "ArrowRight" => (STEP, 0),
            "ArrowUp" => (0, -STEP),
            "ArrowDown" => (0, STEP),
            _ => return,
        };
        event.prevent_default();
        if let Some(now) = place.get_untracked() {
            put(moved(now, Dragged { across, down }));
        }
    };
    let follow = move |event: &leptos::ev::PointerEvent| {
        let Some(now) = drag.moved(event) else {
            return;
        };
        // A hand that trembles does not move a table.
        if dragged.get_value() || now.across.abs().max(now.down.abs()) > TREMBLE {
            dragged.set_value(true);
            by.set(now);
        }
    };
    let side = move |of: fn(&TablePlace) -> u16| {
        move || place.with(|place| place.as_ref().map(of).map(percent).unwrap_or_default())
    };
    let is_taken = move || there.get().0 > 0;
    let facts_line = move || {
        let (count, sum) = there.get();
        match count {
            0 => table.with(|table| table.as_ref().map(|t| words.seats(u64::from(t.seats)))),
            1 => Some(facts.money(sum)),
            count => Some(words.sales_on_table(count, facts.money(sum))),
        }
    };
    view! {
        <button
            type="button"
            node_ref=node
            class="table-spot"
            class:is-round=move || table.with(|table| table.as_ref().is_some_and(|t| t.round))
            class:is-taken=is_taken
            data-testid="table-spot"
            data-table=move || table.with(|t| t.as_ref().map(|t| t.name.clone()))
            style:left=side(|place| place.left)
            style:top=side(|place| place.top)
            style:width=side(|place| place.width)
            style:height=side(|place| place.height)
            on:pointerdown=move |event| {
                dragged.set_value(false);
                drag.begin(&event);
            }
            on:pointermove=move |event| follow(&event)
            on:pointerup=move |_| let_go()
            on:pointercancel=move |_| {
                by.set(Dragged::default());
                drag.end();
            }
            on:keydown=by_key
            on:click=move |_| {
                if !dragged.get_value() {
                    asked.set(Some(Asked::Table(id)));
                }
                dragged.set_value(false);
            }
        >
            <span class="table-name">{move || table.with(|t| t.as_ref().map(|t| t.name.clone()))}</span>
            <span class="table-facts">{facts_line}</span>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_stays_in_its_room_f8() {
        let place = TablePlace {
            left: 100,
            top: 100,
            width: 200,
            height: 200,
        };
        for (across, down, left, top) in [
            (50, 0, 150, 100),
            (-500, 0, 0, 100),
            (5_000, 5_000, 800, 800),
            (i32::MAX, i32::MIN, 800, 0),
        ] {
            let to = moved(place, Dragged { across, down });
            assert!(to.is_inside());
            assert_eq!((to.left, to.top), (left, top));
        }
        assert_eq!(percent(125), "12.5%");
    }
}
