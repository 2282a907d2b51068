//! How long a sale has been open: in words, and in the four steps of the store.
//!
//! It must not know what time it is; that comes in.

use super::icon::{Icon, icon};
use crate::i18n::t;
use leptos::prelude::*;
use sale::AgeSteps;

/// The four steps of age.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgeStep {
    /// Before the first step.
    #[default]
    Fresh,
    /// From the first step on.
    Ageing,
    /// From the second.
    Old,
    /// From the third.
    VeryOld,
}

impl AgeStep {
    /// The class that colours what carries it.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            AgeStep::Fresh => "age-fresh",
            AgeStep::Ageing => "age-ageing",
            AgeStep::Old => "age-old",
            AgeStep::VeryOld => "age-very-old",
        }
    }
}

/// Whole minutes from one time to another; none when the clocks disagree.
fn minutes(from_ms: i64, now_ms: i64) -> u64 {
    u64::try_from(now_ms.saturating_sub(from_ms) / 60_000).unwrap_or(0)
}

/// In which step something opened at `from_ms` is.
#[must_use]
pub fn age_step(from_ms: i64, now_ms: i64, steps: AgeSteps) -> AgeStep {
    let minutes = minutes(from_ms, now_ms);
    if minutes >= u64::from(steps.very_old_minutes) {
        AgeStep::VeryOld
    } else if minutes >= u64::from(steps.old_minutes) {
        AgeStep::Old
    } else if minutes >= u64::from(steps.ageing_minutes) {
        AgeStep::Ageing
    } else {
        AgeStep::Fresh
    }
}

/// How long ago `from_ms` is: `12 min`, `2 h 05`, `3 d 4 h`.
#[must_use]
pub fn age_text(from_ms: i64, now_ms: i64) -> String {
    let words = t().common;
    let minutes = minutes(from_ms, now_ms);
    match (minutes / 60, minutes / 1440) {
        (0, _) => words.minutes(minutes),
        (hours, 0) => words.hours(hours, minutes % 60),
        (hours, days) => words.days(days, hours % 24),
    }
}

/// How long ago something was, as a sentence says it: `just now`, `12 min ago`.
#[must_use]
pub fn ago_text(from_ms: i64, now_ms: i64) -> String {
    let words = t().common;
    match minutes(from_ms, now_ms) {
        0 => words.just_now.to_owned(),
        _ => words.ago(age_text(from_ms, now_ms)),
    }
}

/// How long something has been open, in words and colour.
#[component]
pub fn AgeChip(
    /// When it was opened.
    #[prop(into)]
    since_ms: Signal<i64>,
    /// The present time.
    #[prop(into)]
    now: Signal<i64>,
    /// The store's steps.
    #[prop(into)]
    steps: Signal<Option<AgeSteps>>,
    /// The exact time, for those who point at it.
    #[prop(optional, into)]
    exact: Signal<String>,
) -> impl IntoView {
    move || age_chip(since_ms.get(), now.get(), steps.get(), exact.get())
}

/// The same at one moment, for what is drawn by the hundred.
pub fn age_chip(
    since_ms: i64,
    now_ms: i64,
    steps: Option<AgeSteps>,
    exact: String,
) -> impl IntoView {
    let step = steps.map_or(AgeStep::Fresh, |steps| age_step(since_ms, now_ms, steps));
    view! {
        <span class=format!("age-chip {}", step.class()) title=exact>
            {icon(Icon::Clock)}
            <span>{age_text(since_ms, now_ms)}</span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    #[test]
    fn ages_are_short_words() {
        for (minutes, text) in [
            (-3, "0 min"),
            (12, "12 min"),
            (59, "59 min"),
            (125, "2 h 05"),
            (3 * 1440 + 4 * 60, "3 d 4 h"),
        ] {
            assert_eq!(age_text(0, minutes * MINUTE), text);
        }
    }

    #[test]
    fn steps_begin_at_their_minute() {
        let steps = AgeSteps {
            ageing_minutes: 30,
            old_minutes: 60,
            very_old_minutes: 120,
        };
        for (minutes, step) in [
            (29, AgeStep::Fresh),
            (30, AgeStep::Ageing),
            (60, AgeStep::Old),
            (120, AgeStep::VeryOld),
        ] {
            assert_eq!(age_step(0, minutes * MINUTE, steps), step);
        }
    }
}
