//! One thing on the plan: what it is called, the open sales on it, moving it about and giving it
//! another size, by hand and by keys.
//!
//! It must not know what becomes of where it is put.

use super::draft;
use super::form::Asked;
use super::plan::Plan;
use crate::backoffice::facts::Facts;
use crate::i18n::t;
use crate::platform::pointer::{Drag, Dragged};
use crate::replica::Replica;
use leptos::html;
use leptos::prelude::*;
use sale::{Money, Standing, TableId, TablePlace};

/// How far an arrow key moves or stretches something, in thousandths of the room.
const STEP: i32 = 20;
/// What a hand moves that only presses, in the same.
const TREMBLE: i32 = 5;
/// The smallest that something can be made, in the same.
const SMALLEST: i32 = 20;

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

/// The place with its far corner moved on, and kept within the room.
fn stretched(place: TablePlace, by: Dragged) -> TablePlace {
    let kept = |from: u16, by: i32, long: u16| {
        let most = (1_000 - i32::from(from)).max(SMALLEST);
        let to = i32::from(long).saturating_add(by).clamp(SMALLEST, most);
        u16::try_from(to).unwrap_or(long)
    };
    TablePlace {
        width: kept(place.left, by.across, place.width),
        height: kept(place.top, by.down, place.height),
        ..place
    }
}

fn percent(thousandths: u16) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// What a hand does on the plan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    Move,
    Stretch,
}

impl Hand {
    fn of(self, place: TablePlace, by: Dragged) -> TablePlace {
        match self {
            Hand::Move => moved(place, by),
            Hand::Stretch => stretched(place, by),
        }
    }
}

/// Something that is pressed to be changed, and dragged or moved by arrow keys.
#[component]
pub(super) fn TableSpot(
    /// Which.
    id: TableId,
    /// The plan.
    plan: Plan,
    /// To be set to it when it is pressed.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let words = t().backoffice;
    let facts = Facts::get();
    let (table, sales) = (plan.table(id), Replica::expect().open_sales());
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
    let (node, handle) = (
        NodeRef::<html::Button>::new(),
        NodeRef::<html::Button>::new(),
    );
    let (drag, stretch) = (Drag::of(node), Drag::of(handle));
    let hand = RwSignal::new((Hand::Move, Dragged::default()));
    let dragged = StoredValue::new(false);
    let place = Memo::new(move |_| {
        let (hand, by) = hand.get();
        table.with(|table| table.as_ref().map(|table| hand.of(table.place, by)))
    });
    // What it stands on as the draft has it.
    let on = Memo::new(move |_| {
        plan.tables.with(|all| {
            let place = all.iter().find(|one| one.id == id)?.place;
            draft::under(all, id, place).map(|other| other.name.clone())
        })
    });
    let name = Memo::new(move |_| {
        table
            .with(|t| t.as_ref().map(|t| t.name.clone()))
            .unwrap_or_default()
    });
    let standing =
        Memo::new(move |_| table.with(|t| t.as_ref().map_or(Standing::Table, |t| t.standing)));
    let let_go = move |of: Drag| {
        of.end();
        if let Some(to) = place.get_untracked() {
            plan.put(id, to);
        }
        hand.set((Hand::Move, Dragged::default()));
    };
    let give_up = move |of: Drag| {
        hand.set((Hand::Move, Dragged::default()));
        of.end();
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
        let by = Dragged { across, down };
        if let Some(now) = place.get_untracked() {
            plan.put(
                id,
                match event.shift_key() {
                    true => stretched(now, by),
                    false => moved(now, by),
                },
            );
        }
    };
    let follow = move |event: &leptos::ev::PointerEvent| {
        let Some(now) = drag.moved(event) else {
            return;
        };
        // A hand that trembles does not move a table.
        if dragged.get_value() || now.across.abs().max(now.down.abs()) > TREMBLE {
            dragged.set_value(true);
            hand.set((Hand::Move, now));
        }
    };
    let side = move |of: fn(&TablePlace) -> u16| {
        move || place.with(|place| place.as_ref().map(of).map(percent).unwrap_or_default())
    };
    let facts_line = move || {
        if let Some(other) = on.get() {
            return Some(t().tables.overlaps(other));
        }
        if standing.get() != Standing::Table {
            return None;
        }
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
            class:is-taken=move || { there.get().0 > 0 }
            class:is-thing=move || standing.get() != Standing::Table
            class:is-over=move || on.with(Option::is_some)
            data-testid="table-spot"
            data-table=move || name.get()
            title=move || on.get().map(|other| t().tables.overlaps(other))
            style:left=side(|place| place.left)
            style:top=side(|place| place.top)
            style:width=side(|place| place.width)
            style:height=side(|place| place.height)
            on:pointerdown=move |event| {
                dragged.set_value(false);
                drag.begin(&event);
            }
            on:pointermove=move |event| follow(&event)
            on:pointerup=move |_| let_go(drag)
            on:pointercancel=move |_| give_up(drag)
            on:keydown=by_key
            on:click=move |_| {
                if !dragged.get_value() {
                    asked.set(Some(Asked::Table(id)));
                }
                dragged.set_value(false);
            }
        >
            <span class="table-name">{move || name.get()}</span>
            <span class="table-facts">{facts_line}</span>
        </button>
        // By hand alone: with the keyboard it is Shift and an arrow key on the table itself.
        <button
            type="button"
            node_ref=handle
            class="table-handle"
            tabindex="-1"
            aria-hidden="true"
            data-testid="table-handle"
            data-of=move || name.get()
            style:left=side(|place| place.left + place.width)
            style:top=side(|place| place.top + place.height)
            on:pointerdown=move |event| stretch.begin(&event)
            on:pointermove=move |event| {
                if let Some(now) = stretch.moved(&event) {
                    hand.set((Hand::Stretch, now));
                }
            }
            on:pointerup=move |_| let_go(stretch)
            on:pointercancel=move |_| give_up(stretch)
        ></button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: TablePlace = TablePlace {
        left: 100,
        top: 100,
        width: 200,
        height: 200,
    };

    #[test]
    fn a_table_stays_in_its_room_f8() {
        for (across, down, left, top) in [
            (50, 0, 150, 100),
            (-500, 0, 0, 100),
            (5_000, 5_000, 800, 800),
            (i32::MAX, i32::MIN, 800, 0),
        ] {
            let to = moved(PLACE, Dragged { across, down });
            assert!(to.is_inside());
            assert_eq!((to.left, to.top), (left, top));
        }
        assert_eq!(percent(125), "12.5%");
    }

    #[test]
    fn a_table_grows_up_to_the_wall_and_shrinks_to_something_f8() {
        for (across, down, width, height) in [
            (50, 0, 250, 200),
            (5_000, i32::MAX, 900, 900),
            (-5_000, i32::MIN, 20, 20),
        ] {
            let to = stretched(PLACE, Dragged { across, down });
            assert!(to.is_inside());
            assert_eq!((to.width, to.height), (width, height));
            assert_eq!((to.left, to.top), (100, 100));
        }
    }
}
