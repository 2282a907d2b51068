//! The business days on which sales were finished: a word or a date, in the address.
//!
//! It must not know when days begin: the list asks for that.

use super::super::places::SalesPlace;
use crate::i18n::t;
use crate::routes::Navigator;
use crate::ui::{Choice, Select};
use chrono::NaiveDate;
use leptos::prelude::*;
use sale::civil::Period;

/// The value that stands for a date to be picked.
const A_DATE: &str = "date";

/// The date that is picked; none for days with a word, and for several days.
fn date_of(days: Option<Period>) -> Option<NaiveDate> {
    match days {
        Some(Period::Custom(days)) if days.first == days.last => Some(days.first),
        _ => None,
    }
}

/// Any day, today, yesterday, this week, this month, or a date.
#[component]
pub fn DayFilter(
    /// What the list shows.
    #[prop(into)]
    place: Signal<SalesPlace>,
) -> impl IntoView {
    let words = t().backoffice;
    let navigator = Navigator::get();
    let days = Memo::new(move |_| place.with(|place| place.days));
    let picking = RwSignal::new(false);
    let go = move |days: Option<Period>| {
        let place = place.get_untracked();
        navigator.go(SalesPlace { days, ..place }.address());
    };
    let choice = |value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
    };
    let choices = Signal::derive(move || {
        let mut choices = vec![
            choice("", words.any_day),
            choice("today", words.day_today),
            choice("yesterday", words.day_yesterday),
            choice("this-week", words.day_this_week),
            choice("this-month", words.day_this_month),
            choice(A_DATE, words.day_date),
        ];
        // Several days come from an address alone.
        if let Some(several) = days.get().filter(|days| matches!(days, Period::Custom(_)))
            && date_of(Some(several)).is_none()
        {
            choices.push(choice(&several.to_string(), &several.to_string()));
        }
        choices
    });
    let dated = Memo::new(move |_| picking.get() || days.with(|days| date_of(*days).is_some()));
    let value = Signal::derive(move || match dated.get() {
        true => A_DATE.to_owned(),
        false => days.get().map(|days| days.to_string()).unwrap_or_default(),
    });
    view! {
        <Select
            label=words.column_closed
            quiet=true
            choices=choices
            value=value
            test_id="day-filter"
            on_choose=move |word: String| {
                picking.set(word == A_DATE);
                if word != A_DATE {
                    go(word.parse().ok());
                }
            }
        />
        <Show when=move || dated.get()>
            <input
                class="input"
                type="date"
                aria-label=words.day_date
                data-testid="day-date"
                prop:value=move || {
                    days.with(|days| date_of(*days)).map(|date| date.to_string()).unwrap_or_default()
                }
                on:change=move |event| {
                    if let Ok(date) = event_target_value(&event).parse::<NaiveDate>() {
                        go(Some(Period::on(date)));
                    }
                }
            />
        </Show>
    }
}
