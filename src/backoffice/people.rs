//! The people who work in the store: who they are, what they may do, and how they sign in (rules H1,
//! H2, H6).
//!
//! It must not know what a permission is asked for; `sale` does.

mod form;
mod gone;
mod known;
mod may;
mod place;

use crate::api::ApiError;
use crate::i18n::t;
use crate::platform::focus;
use crate::platform::intl;
use crate::routes::{Navigator, use_query};
use crate::ui::{
    Button, Chip, Choice, Drawer, EmptyState, ErrorState, Icon, Look, ScreenTitle, SearchField,
    Select, Skeleton, SkeletonShape, Switch, Tone,
};
use form::PersonForm;
use known::{Known, role_name};
use leptos::prelude::*;
use place::{Looked, PeoplePlace, role_of, role_word};
use sale::{EmployeeId, Role};
use sync::api::people::Person;

/// The people.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let words = t().people;
    let (navigator, query) = (Navigator::get(), use_query());
    let place = Memo::new(move |_| query.with(PeoplePlace::read));
    let known = Known::new();
    known.ask();
    let shown = Memo::new(move |_| shown(&known.all.get(), &place.get()));
    let state = Memo::new(move |_| {
        let failed = known.failed.with(Option::is_some);
        (known.ready.get(), failed, shown.with(Vec::is_empty))
    });
    let looked = Memo::new(move |_| place.with(|place| place.looked));
    let close = Callback::new(move |()| {
        let before = place.get_untracked();
        let row = before.looked;
        navigator.go(before.looking(None).address());
        if let Some(Looked::At(id)) = row {
            focus::focus_id(&row_id(id));
        }
    });
    view! {
        <div class="sales" class:has-drawer=move || looked.get().is_some()>
            <div class="people-page">
                <header class="page-head">
                    <div>
                        <ScreenTitle title=words.title />
                        <p class="page-hint">{words.hint}</p>
                    </div>
                    <div class="page-actions">
                        <Button
                            look=Look::Primary
                            picture=Icon::Plus
                            test_id="add-person"
                            on_press=move || {
                                navigator
                                    .go(place.get_untracked().looking(Some(Looked::New)).address());
                            }
                        >
                            {words.add}
                        </Button>
                    </div>
                </header>
                <Filters place=place />
                {move || match state.get() {
                    (false, true, _) => {
                        let text = known.failed.with(|e| e.as_ref().map(ApiError::text));
                        view! {
                            <ErrorState
                                title=words.failed
                                text=text.unwrap_or_default()
                                on_retry=move || known.ask()
                            />
                        }
                            .into_any()
                    }
                    (false, false, _) => {
                        view! { <Skeleton shape=SkeletonShape::Rows count=6 /> }.into_any()
                    }
                    (true, _, true) => {
                        view! {
                            <EmptyState picture=Icon::People title=words.none_title text=words.none />
                        }
                            .into_any()
                    }
                    (true, _, false) => view! { <People shown=shown place=place /> }.into_any(),
                }}
            </div>
            {move || {
                let looked = looked.get()?;
                let person = match looked {
                    Looked::New => None,
                    Looked::At(id) => Some(known.person(id)?),
                };
                let title = person
                    .as_ref()
                    .map_or(words.new_title.to_owned(), |one| one.employee.name.clone());
                Some(
                    view! {
                        <Drawer title=title test_id="person-drawer" on_close=close>
                            <PersonForm person=person known=known on_close=close />
                        </Drawer>
                    },
                )
            }}
        </div>
    }
}

/// Those whom the place shows, by name, those who are gone last.
fn shown(all: &[Person], place: &PeoplePlace) -> Vec<Person> {
    let search = intl::folded(place.search.trim());
    let fits = |person: &&Person| {
        let employee = &person.employee;
        let email = person.email.as_deref().unwrap_or_default();
        let found = [employee.name.as_str(), email]
            .iter()
            .any(|text| intl::folded(text).contains(&search));
        found
            && place.role.is_none_or(|role| role == employee.role)
            && (place.with_gone || !employee.gone)
    };
    let mut shown: Vec<Person> = all.iter().filter(fits).cloned().collect();
    shown.sort_by(|one, other| {
        let gone = one.employee.gone.cmp(&other.employee.gone);
        gone.then_with(|| intl::compare(&one.employee.name, &other.employee.name))
    });
    shown
}

#[component]
fn Filters(place: Memo<PeoplePlace>) -> impl IntoView {
    let words = t().people;
    let navigator = Navigator::get();
    let go = move |change: &dyn Fn(&mut PeoplePlace)| {
        let mut to = place.get_untracked();
        change(&mut to);
        navigator.replace(to.address());
    };
    let choice = |value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
    };
    let mut roles = vec![choice("", words.every_role)];
    for role in [
        Role::Cashier,
        Role::RegisterManager,
        Role::BackOfficeManager,
    ] {
        roles.push(choice(role_word(role), role_name(role)));
    }
    view! {
        <div class="filters">
            <SearchField
                label=words.search
                value=Signal::derive(move || place.with(|place| place.search.clone()))
                test_id="people-search"
                on_input=move |text: String| go(&|to| to.search.clone_from(&text))
            />
            <Select
                label=words.role
                quiet=true
                choices=roles
                value=Signal::derive(move || {
                    place.with(|place| place.role.map_or("", role_word)).to_owned()
                })
                test_id="people-role"
                on_choose=move |word: String| go(&|to| to.role = role_of(&word))
            />
            <Switch
                label=words.show_gone
                on=Signal::derive(move || place.with(|place| place.with_gone))
                test_id="people-gone"
                on_switch=move |on| go(&|to| to.with_gone = on)
            />
        </div>
    }
}

fn row_id(id: EmployeeId) -> String {
    format!("person-{id}")
}

#[component]
fn People(shown: Memo<Vec<Person>>, place: Memo<PeoplePlace>) -> impl IntoView {
    let words = t().people;
    view! {
        <table class="table people-table" data-testid="people">
            <caption class="visually-hidden">{words.title}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.name}</th>
                    <th scope="col">{words.role}</th>
                    <th scope="col">{words.signs_in}</th>
                    <th scope="col" class="cell-hours">
                        {words.hours_week}
                    </th>
                </tr>
            </thead>
            <tbody>
                {move || {
                    let row = |person| view! { <Row person=person place=place /> };
                    shown.get().into_iter().map(row).collect_view()
                }}
            </tbody>
        </table>
    }
}

#[component]
fn Row(person: Person, place: Memo<PeoplePlace>) -> impl IntoView {
    let words = t().people;
    let id = person.employee.id;
    let href = move || {
        let place = place.with(|place| place.looking(Some(Looked::At(id))));
        place.address().to_string()
    };
    let ways: Vec<&str> = [
        person.has_pin.then_some(words.pin),
        person.has_password.then_some(words.password),
    ]
    .into_iter()
    .flatten()
    .collect();
    let ways = match ways.is_empty() {
        true => words.no_way_in.to_owned(),
        false => ways.join(", "),
    };
    let chip = match (person.employee.gone, person.signed_in) {
        (true, _) => Some((Tone::Neutral, Icon::Void, words.gone)),
        (_, true) => Some((Tone::Good, Icon::Success, words.here_now)),
        _ => None,
    };
    let selected = move || place.with(|place| place.looked == Some(Looked::At(id)));
    view! {
        <tr class="row" class:is-selected=selected data-testid="person-row" data-name=person.employee.name.clone()>
            <th scope="row" class="cell-sale">
                <a class="row-link" id=row_id(id) href=href>
                    {person.employee.name.clone()}
                </a>
                {chip.map(|(tone, picture, text)| view! { <Chip tone picture text /> })}
                <span class="row-number" translate="no">{person.email.clone()}</span>
            </th>
            <td>{role_name(person.employee.role)}</td>
            <td>{(!person.employee.gone).then_some(ways)}</td>
            <td class="cell-hours">{known::hours(person.week_ms)}</td>
        </tr>
    }
}
