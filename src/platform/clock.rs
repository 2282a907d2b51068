//! The device's clock: what time it is, and a signal that moves on now and then. Device time is
//! only shown, it never decides anything.
//!
//! It must not know how a time is written; that is `intl`.

use leptos::prelude::*;
use std::time::Duration;

/// How often [`Clock::now`] moves on.
const TICK: Duration = Duration::from_secs(15);

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    whole(js_sys::Date::now())
}

/// A whole number out of a JavaScript number; nought for what is none.
#[allow(clippy::as_conversions, clippy::cast_possible_truncation)]
pub(super) fn whole(number: f64) -> i64 {
    // Milliseconds of a date stay far below 2^53, where such numbers are exact.
    number as i64
}

/// A whole number as a JavaScript number.
#[allow(clippy::as_conversions, clippy::cast_precision_loss)]
pub(super) fn number(ms: i64) -> f64 {
    ms as f64
}

/// The moving time, shared by every screen.
#[derive(Clone, Copy)]
pub struct Clock(RwSignal<i64>);

impl Clock {
    /// Starts it and gives it to everything below. Called once, by the app.
    pub fn provide() {
        let clock = Clock(RwSignal::new(now_ms()));
        set_interval(move || clock.0.set(now_ms()), TICK);
        // A device that slept must not show old ages until the next tick.
        let waking = window_event_listener_untyped("focus", move |_| clock.0.set(now_ms()));
        on_cleanup(move || waking.remove());
        provide_context(clock);
    }

    /// Milliseconds since 1970, moving on every 15 s.
    pub fn now() -> Signal<i64> {
        use_context::<Clock>().map_or_else(|| Signal::stored(now_ms()), |clock| clock.0.into())
    }
}
