//! What narrows the list of sales down; each choice is in the address.
//!
//! It must not know the list.

use super::super::facts::Facts;
use super::super::places::{Age, Listed, SalesPlace};
use super::day::DayFilter;
use crate::i18n::t;
use crate::routes::Navigator;
use crate::ui::{Button, Choice, Icon, Look, Segmented, Select};
use leptos::prelude::*;

fn choice(value: &str, text: String) -> Choice {
    Choice {
        value: value.to_owned(),
        text,
    }
}

/// Status, register, employee, age.
#[component]
pub fn Filters(
    /// What the list shows.
    #[prop(into)]
    place: Signal<SalesPlace>,
) -> impl IntoView {
    let words = t().backoffice;
    let (facts, navigator) = (Facts::get(), Navigator::get());
    let go = move |to: SalesPlace| navigator.go(to.address());

    let listed = Signal::stored(vec![
        choice(Listed::Open.as_str(), t().common.open.to_owned()),
        choice(Listed::Closed.as_str(), t().common.closed.to_owned()),
        choice(Listed::Voided.as_str(), t().common.voided.to_owned()),
    ]);
    let registers = Signal::derive(move || {
        let mut choices = vec![choice("", words.all_registers.to_owned())];
        facts.registers().with(|all| {
            choices.extend(
                all.iter()
                    .map(|r| choice(&r.id.to_string(), r.name.clone())),
            );
        });
        choices
    });
    let employees = Signal::derive(move || {
        let mut choices = vec![choice("", words.all_employees.to_owned())];
        facts.employees().with(|all| {
            choices.extend(
                all.iter()
                    .map(|e| choice(&e.id.to_string(), e.name.clone())),
            );
        });
        choices
    });
    let ages = Signal::derive(move || {
        let mut choices = vec![choice("", words.any_age.to_owned())];
        if let Some(steps) = facts.steps().get() {
            let from = |minutes: u32| words.age_from(t().common.span(u64::from(minutes)));
            choices.extend([
                choice(Age::Ageing.as_str(), from(steps.ageing_minutes)),
                choice(Age::Old.as_str(), from(steps.old_minutes)),
                choice(Age::VeryOld.as_str(), from(steps.very_old_minutes)),
            ]);
        }
        choices
    });
    let text = |id: Option<String>| id.unwrap_or_default();
    view! {
        <div class="filters" role="group" aria-label=words.filters>
            <Segmented
                label=words.which_sales
                choices=listed
                value=Signal::derive(move || place.with(|p| p.listed.as_str().to_owned()))
                test_id="status-filter"
                on_choose=move |word: String| {
                    let before = place.get_untracked();
                    let search = before.search.clone();
                    let (register, employee) = (before.register, before.employee);
                    let listed = Listed::named(&word);
                    let days = before.days.filter(|_| listed != Listed::Open);
                    let place = SalesPlace { listed, search, register, employee, days, ..SalesPlace::default() };
                    go(place);
                }
            />
            <Select
                label=words.register
                quiet=true
                choices=registers
                value=Signal::derive(move || {
                    text(place.with(|p| p.register.map(|id| id.to_string())))
                })
                test_id="register-filter"
                on_choose=move |id: String| {
                    go(SalesPlace { register: id.parse().ok(), ..place.get_untracked() });
                }
            />
            <Select
                label=words.column_employee
                quiet=true
                choices=employees
                value=Signal::derive(move || {
                    text(place.with(|p| p.employee.map(|id| id.to_string())))
                })
                test_id="employee-filter"
                on_choose=move |id: String| {
                    go(SalesPlace { employee: id.parse().ok(), ..place.get_untracked() });
                }
            />
            <Show when=move || place.with(|p| p.listed != Listed::Open)>
                <DayFilter place />
            </Show>
            <Show when=move || place.with(|p| p.listed == Listed::Open)>
                <Select
                    label=words.column_opened
                    quiet=true
                    choices=ages
                    value=Signal::derive(move || place.with(|p| p.age.as_str().to_owned()))
                    test_id="age-filter"
                    on_choose=move |word: String| {
                        go(SalesPlace { age: Age::named(&word), ..place.get_untracked() });
                    }
                />
            </Show>
            <Show when=move || place.with(SalesPlace::is_narrowed)>
                <Button
                    look=Look::Quiet
                    picture=Icon::Close
                    test_id="clear-filters"
                    on_press=move || go(place.get_untracked().widened())
                >
                    {words.clear_filters}
                </Button>
            </Show>
        </div>
    }
}
