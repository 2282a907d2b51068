//! The fields of the settings, in sections.
//!
//! It must not know how they are saved.

use super::logo::LogoField;
use super::typed::Typed;
use crate::backoffice::problems::Problems;
use crate::i18n::{Language, t};
use crate::platform::intl;
use crate::reasons::{For, usual};
use crate::ui::{Choice, Select, Switch, TextArea, TextField};
use leptos::prelude::*;

const LAST_HOUR: u8 = 23;

/// All of them.
#[component]
pub fn Sections(
    /// What is typed.
    typed: Typed,
    /// What is wrong with it.
    problems: Problems,
    /// Whether anything was sold: the currency then stays.
    has_sold: bool,
) -> impl IntoView {
    let words = t().store_settings;
    let line = move |label: &'static str, field: &'static str, hint: &'static str| {
        view! {
            <TextField
                label=label
                value=typed.text(field)
                hint=some(hint)
                error=problems.of(field)
                most=200
                test_id=field
            />
        }
    };
    let area = move |label: &'static str, field: &'static str, hint: String| {
        view! {
            <TextArea
                label=label
                value=typed.text(field)
                hint=some(&hint)
                error=problems.of(field)
                test_id=field
            />
        }
    };
    let reasons = move |label: &'static str, field: &'static str, why: For| {
        area(label, field, words.usual(usual(why).join(", ")))
    };
    let hours: Vec<Choice> = (0..=LAST_HOUR)
        .map(|hour| choice(&hour.to_string(), words.hour(hour.to_string())))
        .collect();
    view! {
        <Section title=words.sign>
            {line(words.name, "name", "")}
            {area(words.address, "receipt.address", String::new())}
            {line(words.tax_number, "receipt.tax_number", "")}
        </Section>
        <Section title=words.receipt>
            <LogoField value=typed.text("receipt.logo") problems=problems />
            {area(words.head, "receipt.head", String::new())}
            {area(words.foot, "receipt.foot", String::new())}
        </Section>
        <Section title=words.money>
            {match has_sold {
                true => {
                    view! {
                        <div class="store-fact">
                            <p class="store-fact-name">{words.currency}</p>
                            <p>{move || typed.text("currency").get()}</p>
                            <p class="form-hint">{words.currency_sold}</p>
                        </div>
                    }
                        .into_any()
                }
                false => line(words.currency, "currency", words.currency_hint).into_any(),
            }}
            {line(words.coin, "cash_rounding", words.coin_hint)}
            {line(words.discount, "most_cashier_discount", words.discount_hint)}
        </Section>
        <Section title=words.days>
            <Zone typed=typed problems=problems />
            <Select
                label=words.day_begins
                choices=hours
                value=typed.text("day_begins_hour")
                test_id="day_begins_hour"
                on_choose=move |hour| typed.text("day_begins_hour").set(hour)
            />
            <Wrong text=problems.of("day_begins_hour") />
        </Section>
        <Section title=words.speech>
            <Select
                label=words.language
                choices=languages()
                value=typed.text("language")
                test_id="language"
                on_choose=move |tag| typed.text("language").set(tag)
            />
            <Wrong text=problems.of("language") />
            <Offered typed=typed problems=problems />
        </Section>
        <Section title=words.sales>
            <Switch
                label=words.apart
                on=typed.share
                test_id="cashiers_share_sales"
                on_switch=move |on| typed.share.set(on)
            />
            <p class="form-hint">{words.apart_hint}</p>
            <Wrong text=problems.of("cashiers_share_sales") />
            <div class="store-steps">
                {line(words.ageing, "ageing", "")} {line(words.old, "old", "")}
                {line(words.very_old, "very_old", "")}
            </div>
            <Wrong text=problems.of("age_steps") />
            {area(words.names, "sale_names", words.a_line_each.to_owned())}
        </Section>
        <Section title=words.reasons>
            <p class="form-hint">{format!("{} {}", words.reasons_hint, words.a_line_each)}</p>
            {reasons(words.reasons_void, "reasons.void", For::Void)}
            {reasons(words.reasons_remove, "reasons.remove", For::Remove)}
            {reasons(words.reasons_discount, "reasons.discount", For::Discount)}
        </Section>
    }
}

fn some(hint: &str) -> Option<String> {
    (!hint.is_empty()).then(|| hint.to_owned())
}

fn choice(value: &str, text: String) -> Choice {
    Choice {
        value: value.to_owned(),
        text,
    }
}

fn languages() -> Vec<Choice> {
    let mut all = vec![choice("", t().store_settings.language_browser.to_owned())];
    all.extend(Language::ALL.map(|one| choice(one.code(), one.name().to_owned())));
    all
}

/// The languages that devices offer. All of them is none in particular; one is always left.
#[component]
fn Offered(typed: Typed, problems: Problems) -> impl IntoView {
    let words = t().store_settings;
    let text = typed.text("languages");
    let is_offered = move |one: Language| {
        text.with(|text| text.is_empty() || text.split(' ').any(|tag| tag == one.code()))
    };
    let switch = move |which: Language, on: bool| {
        let offered = Language::ALL.into_iter().filter(|one| match *one == which {
            true => on,
            false => is_offered(*one),
        });
        let tags: Vec<&str> = offered.map(Language::code).collect();
        match tags.len() {
            0 => {}
            all if all == Language::ALL.len() => text.set(String::new()),
            _ => text.set(tags.join(" ")),
        }
    };
    view! {
        <fieldset class="store-offered" data-testid="languages">
            <legend>{words.languages}</legend>
            {Language::ALL
                .map(|one| {
                    view! {
                        <Switch
                            label=one.name()
                            on=Signal::derive(move || is_offered(one))
                            test_id=one.test_id()
                            on_switch=move |on| switch(one, on)
                        />
                    }
                })
                .collect_view()}
        </fieldset>
        <p class="form-hint">{words.languages_hint}</p>
        <Wrong text=problems.of("languages") />
    }
}

/// The time zone, of those that the browser knows; the one that is set, whichever it is.
#[component]
fn Zone(typed: Typed, problems: Problems) -> impl IntoView {
    let words = t().store_settings;
    let value = typed.text("time_zone");
    let choices = Signal::derive(move || {
        let mut zones = intl::time_zones();
        let set = value.get();
        if !zones.contains(&set) {
            zones.insert(0, set);
        }
        let zones = zones.into_iter();
        zones
            .map(|zone| choice(&zone, zone.replace('_', " ")))
            .collect::<Vec<_>>()
    });
    view! {
        <Select
            label=words.zone
            choices=choices
            value=value
            test_id="time_zone"
            on_choose=move |zone| value.set(zone)
        />
        <p class="form-hint">{words.zone_hint}</p>
        <Wrong text=problems.of("time_zone") />
    }
}

/// What is wrong with a choice, below it.
#[component]
fn Wrong(text: Signal<Option<String>>) -> impl IntoView {
    move || {
        text.get()
            .map(|text| view! { <p class="field-note is-bad" role="alert">{text}</p> })
    }
}

/// A section with its name beside it.
#[component]
pub fn Section(
    /// What it is about.
    title: &'static str,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="store-section" aria-label=title>
            <h2>{title}</h2>
            <div class="store-fields">{children()}</div>
        </section>
    }
}
