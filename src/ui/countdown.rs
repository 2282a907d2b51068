//! Seconds that run down while something may not be tried again.
//!
//! It must not know what waits. It may outlive the screen that shows it.

use leptos::prelude::*;
use std::time::Duration;

/// Seconds left; nought when nothing waits. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Countdown(RwSignal<u32>);

impl Countdown {
    /// With nothing to wait for.
    pub fn new() -> Countdown {
        Countdown(RwSignal::new(0))
    }

    /// The seconds left.
    pub fn left_s(self) -> u32 {
        self.0.get()
    }

    /// Whether something waits just now.
    pub fn is_on(self) -> bool {
        self.0.get_untracked() > 0
    }

    /// Runs down from so many seconds, as long as anybody looks.
    pub fn begin(self, from_s: u32) {
        if self.0.try_set(from_s).is_some() || from_s == 0 {
            return;
        }
        let on = move || self.begin(from_s.saturating_sub(1));
        set_timeout(on, Duration::from_secs(1));
    }
}
