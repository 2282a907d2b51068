//! Presses beside something: what closes a menu.
//!
//! It must not know what is closed.

use super::clock::whole;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Runs `then` when a press or the keyboard lands outside `element`, while the component lives.
pub fn on_outside(element: NodeRef<html::Div>, then: Callback<()>) {
    let outside = move |target: Option<web_sys::EventTarget>| {
        let target = target.and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let element = element.get_untracked();
        element.is_some_and(|element| !element.contains(target.as_ref()))
    };
    let pressed = window_event_listener(leptos::ev::pointerdown, move |event| {
        if outside(event.target()) {
            then.run(());
        }
    });
    let moved = window_event_listener(leptos::ev::focusin, move |event| {
        if outside(event.target()) {
            then.run(());
        }
    });
    on_cleanup(move || {
        pressed.remove();
        moved.remove();
    });
}

/// Where a pointer is in the element that hears of it: how far from the left and from above, in
/// thousandths.
pub fn within(event: &leptos::ev::PointerEvent) -> Option<(i64, i64)> {
    let element = event
        .current_target()?
        .dyn_into::<web_sys::Element>()
        .ok()?;
    let room = element.get_bounding_client_rect();
    let share = |at: i32, from: f64, size: f64| whole((f64::from(at) - from) * 1_000.0 / size);
    Some((
        share(event.client_x(), room.left(), room.width()),
        share(event.client_y(), room.top(), room.height()),
    ))
}

/// Where something was dragged to: how far, in thousandths of what it stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dragged {
    /// To the right.
    pub across: i32,
    /// Downwards.
    pub down: i32,
}

/// Something that is dragged about in what it stands in.
#[derive(Clone, Copy)]
pub struct Drag {
    element: NodeRef<html::Button>,
    from: StoredValue<Option<(i32, i32)>>,
}

impl Drag {
    /// Of this element.
    pub fn of(element: NodeRef<html::Button>) -> Drag {
        Drag {
            element,
            from: StoredValue::new(None),
        }
    }

    /// A press on it; from here on it hears the pointer wherever that goes.
    pub fn begin(self, event: &leptos::ev::PointerEvent) {
        if event.button() != 0 {
            return;
        }
        if let Some(element) = self.element.get_untracked() {
            // A pointer that is gone already has nothing to be heard of.
            let _ = element.set_pointer_capture(event.pointer_id());
            self.from
                .set_value(Some((event.client_x(), event.client_y())));
        }
    }

    /// How far it is from where it was pressed; none while nothing is pressed.
    pub fn moved(self, event: &leptos::ev::PointerEvent) -> Option<Dragged> {
        let (left, top) = self.from.get_value()?;
        let room = self.element.get_untracked()?.parent_element()?;
        let share = |by: i32, of: i32| by.saturating_mul(1_000).checked_div(of).unwrap_or(0);
        Some(Dragged {
            across: share(event.client_x() - left, room.client_width()),
            down: share(event.client_y() - top, room.client_height()),
        })
    }

    /// The press is over.
    pub fn end(self) {
        self.from.set_value(None);
    }
}
