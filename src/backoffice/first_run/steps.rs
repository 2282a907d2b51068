//! The steps that are typed.
//!
//! It must not found anything.

use super::draft::{Draft, Step};
use super::foot::Foot;
use crate::i18n::{Language, t};
use crate::platform::intl;
use crate::ui::{Choice, Select, TextArea, TextField};
use leptos::prelude::*;

fn choice(value: &str, text: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        text: text.to_owned(),
    }
}

/// Says which of these are empty; whether none is.
fn filled(draft: Draft, fields: &[(&str, RwSignal<String>)]) -> bool {
    draft.problems.clear();
    for (field, value) in fields {
        if value.with_untracked(|text| text.trim().is_empty()) {
            draft.problems.say(field, t().people.wrong_needed);
        }
    }
    !draft.problems.any()
}

/// Who owns it.
#[component]
pub fn You(draft: Draft) -> impl IntoView {
    let (words, people, problems) = (t().first_run, t().people, draft.problems);
    let next = move || {
        let fields = [
            ("owner.name", draft.name),
            ("owner.email", draft.email),
            ("owner.password", draft.password),
            ("owner.pin", draft.pin),
        ];
        let pin = draft.pin.get_untracked();
        if !filled(draft, &fields) {
            return;
        }
        if draft
            .password
            .with_untracked(|text| text.chars().count() < 10)
        {
            problems.say("owner.password", people.wrong_password);
        }
        if !(4..=12).contains(&pin.len()) || !pin.bytes().all(|b| b.is_ascii_digit()) {
            problems.say("owner.pin", people.wrong_pin);
        }
        if !problems.any() {
            draft.step.set(Step::You.after());
        }
    };
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                next();
            }
        >
            <h2>{words.you}</h2>
            <TextField
                label=words.your_name
                value=draft.name
                error=problems.of("owner.name")
                autocomplete="name"
                autofocus=true
                test_id="owner-name"
            />
            <TextField
                label=words.email
                value=draft.email
                kind="email"
                inputmode="email"
                autocomplete="username"
                error=problems.of("owner.email")
                test_id="owner-email"
            />
            <TextField
                label=words.password
                value=draft.password
                kind="password"
                autocomplete="new-password"
                hint=Some(people.password_hint.to_owned())
                error=problems.of("owner.password")
                test_id="owner-password"
            />
            <TextField
                label=words.pin
                value=draft.pin
                kind="password"
                inputmode="numeric"
                autocomplete="off"
                hint=Some(people.pin_hint.to_owned())
                error=problems.of("owner.pin")
                most=12
                test_id="owner-pin"
            />
            <Foot step=Step::You draft=draft on=words.next />
        </form>
    }
}

/// What it is.
#[component]
pub fn Shop(draft: Draft) -> impl IntoView {
    let (words, store, problems) = (t().first_run, t().store_settings, draft.problems);
    let mut languages = vec![choice("", store.language_browser)];
    languages.extend(Language::ALL.map(|one| choice(one.code(), one.name())));
    let mut zones = intl::time_zones();
    let guessed = draft.zone.get_untracked();
    if !zones.contains(&guessed) {
        zones.insert(0, guessed);
    }
    let zones: Vec<Choice> = zones
        .iter()
        .map(|zone| choice(zone, &zone.replace('_', " ")))
        .collect();
    let next = move || {
        let fields = [
            ("name", draft.shop),
            ("currency", draft.currency),
            ("register", draft.register),
        ];
        if filled(draft, &fields) {
            let code = draft.currency.get_untracked().trim().to_uppercase();
            match sale::Currency::of_code(&code) {
                Some(_) => draft.step.set(Step::Shop.after()),
                None => problems.say("currency", store.wrong_currency),
            }
        }
    };
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                next();
            }
        >
            <h2>{words.shop}</h2>
            <TextField
                label=words.shop_name
                value=draft.shop
                error=problems.of("name")
                autofocus=true
                test_id="shop-name"
            />
            <TextField
                label=store.currency
                value=draft.currency
                hint=Some(store.currency_hint.to_owned())
                error=problems.of("currency")
                most=3
                test_id="shop-currency"
            />
            <Select
                label=store.zone
                choices=zones
                value=draft.zone
                test_id="shop-zone"
                on_choose=move |zone| draft.zone.set(zone)
            />
            <Select
                label=store.language
                choices=languages
                value=draft.language
                test_id="shop-language"
                on_choose=move |tag| draft.language.set(tag)
            />
            <TextField
                label=words.register
                value=draft.register
                error=problems.of("register")
                most=60
                test_id="shop-register"
            />
            <Foot step=Step::Shop draft=draft on=words.next />
        </form>
    }
}

/// What it sells.
#[component]
pub fn Goods(draft: Draft) -> impl IntoView {
    let (words, problems) = (t().first_run, draft.problems);
    let choices = vec![
        choice("sample", words.goods_sample),
        choice("typed", words.goods_typed),
        choice("table", words.goods_table),
        choice("none", words.goods_none),
    ];
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                problems.clear();
                draft.step.set(Step::Goods.after());
            }
        >
            <h2>{words.goods}</h2>
            <Select
                label=words.goods
                choices=choices
                value=draft.goods
                test_id="first-goods"
                on_choose=move |goods| draft.goods.set(goods)
            />
            <Show when=move || draft.goods.with(|goods| goods == "sample")>
                <p class="form-hint">{words.goods_sample_hint}</p>
            </Show>
            <Show when=move || draft.goods.with(|goods| goods == "table")>
                <p class="form-hint">{words.goods_table_hint}</p>
            </Show>
            <Show when=move || draft.goods.with(|goods| goods == "typed")>
                <TextArea
                    label=words.goods_lines
                    value=draft.goods_typed
                    lines=6
                    hint=Some(words.goods_lines_hint.to_owned())
                    error=problems.of("goods")
                    test_id="goods-lines"
                />
            </Show>
            <Foot step=Step::Goods draft=draft on=words.next />
        </form>
    }
}

/// Who works there.
#[component]
pub fn People(draft: Draft, on_found: Callback<bool>) -> impl IntoView {
    let (words, problems) = (t().first_run, draft.problems);
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                on_found.run(false);
            }
        >
            <h2>{words.people}</h2>
            <TextArea
                label=words.people_lines
                value=draft.people
                hint=Some(words.people_lines_hint.to_owned())
                error=problems.of("people")
                test_id="people-lines"
            />
            <Foot step=Step::People draft=draft on=words.found />
        </form>
    }
}
