//! Which part of something long is in view, and bringing another part into view.
//!
//! It must not know what is long.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlElement;

/// What of a list's rows is in view, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InView {
    /// How much of the list is above what is in view.
    above: f64,
    /// How high what is in view can be at most.
    height: f64,
    /// How high a row is, with what is between it and the next.
    row: f64,
}

impl InView {
    /// The first row in view and how many fit, for rows of one height.
    #[must_use]
    #[allow(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    pub fn rows(self) -> (usize, usize) {
        // Both are at least nought, and far below what a number holds.
        let first = (self.above / self.row).floor() as usize;
        (first, (self.height / self.row).ceil() as usize + 1)
    }

    /// So many rows as a length of CSS.
    #[must_use]
    #[allow(clippy::as_conversions, clippy::cast_precision_loss)]
    pub fn length(self, rows: usize) -> String {
        format!("{}px", self.row * rows as f64)
    }
}

/// Follows what of the rows in `body` is in view while the component lives; rows are marked with the
/// class `row`, and `row_px` high until one of them was measured.
pub fn follow(body: NodeRef<html::Tbody>, row_px: f64) -> RwSignal<InView> {
    let height = || window().inner_height().ok().and_then(|h| h.as_f64());
    let seen = RwSignal::new(InView {
        above: 0.0,
        height: height().unwrap_or(800.0),
        row: row_px,
    });
    let look = move || {
        let Some(body) = body.try_get_untracked().flatten() else {
            return;
        };
        let now = InView {
            above: (-body.get_bounding_client_rect().top()).max(0.0),
            height: height().unwrap_or(800.0),
            row: row_height(&body).unwrap_or(seen.get_untracked().row),
        };
        if seen.get_untracked() != now {
            seen.set(now);
        }
    };
    // Whatever scrolls it, the page or a part of it: the event is caught on its way down.
    let scrolled = Closure::<dyn Fn()>::new(look);
    let listener: js_sys::Function = scrolled.as_ref().clone().unchecked_into();
    let _ = window().add_event_listener_with_callback_and_bool("scroll", &listener, true);
    let kept = StoredValue::new_local((listener, scrolled));
    let resized = window_event_listener_untyped("resize", move |_| look());
    Effect::new(move |_| {
        if body.get().is_some() {
            request_animation_frame(look);
        }
    });
    on_cleanup(move || {
        resized.remove();
        kept.try_with_value(|(listener, _)| {
            let _ = window().remove_event_listener_with_callback_and_bool("scroll", listener, true);
        });
    });
    seen
}

/// From the top of one row to the top of the next.
fn row_height(body: &web_sys::Element) -> Option<f64> {
    let rows = body.query_selector_all(".row").ok()?;
    let top = |at: u32| {
        let row = rows.get(at)?.dyn_into::<web_sys::Element>().ok()?;
        Some(row.get_bounding_client_rect().top())
    };
    let height = top(1)? - top(0)?;
    (height > 1.0).then_some(height)
}

/// Scrolls what `body` is in until its row at `at` is about in the middle.
#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss
)]
pub fn bring(body: NodeRef<html::Tbody>, seen: InView, at: usize) {
    let Some(body) = body.get_untracked() else {
        return;
    };
    let middle = window().inner_height().ok().and_then(|h| h.as_f64());
    let top = body.get_bounding_client_rect().top() + seen.row * at as f64;
    let by = (top - middle.unwrap_or(800.0) / 2.0).round() as i32;
    match scroller(&body) {
        Some(element) => element.set_scroll_top(element.scroll_top().saturating_add(by)),
        None => window().scroll_by_with_x_and_y(0.0, f64::from(by)),
    }
}

/// The nearest element around it that scrolls.
fn scroller(inside: &HtmlElement) -> Option<web_sys::Element> {
    let mut around = inside.parent_element();
    while let Some(element) = around {
        let style = window().get_computed_style(&element).ok().flatten();
        let overflow = style.and_then(|style| style.get_property_value("overflow-y").ok());
        let scrolls = overflow.is_some_and(|value| value == "auto" || value == "scroll");
        if scrolls && element.scroll_height() > element.client_height() {
            return Some(element);
        }
        around = element.parent_element();
    }
    None
}
