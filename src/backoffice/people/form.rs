//! The form of one person. Only what was changed is sent, with what was seen of it (rule C4).
//!
//! It must not keep a PIN or a password longer than the form is open.

use super::gone::{Back, Leave};
use super::known::{Known, hours, role_name};
use super::may::Permissions;
use super::place::{Looked, PeoplePlace, role_of, role_word};
use crate::api::{self, ApiError};
use crate::backoffice::problems::{Problems, plain};
use crate::i18n::{Language, t};
use crate::replica::Replica;
use crate::routes::Navigator;
use crate::ui::{Banner, Button, Choice, Icon, Look, Select, TextField, Toast, Toasts, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Employee, Role};
use sync::api::edit::FieldEdit;
use sync::api::people::{NewEmployee, PERSON_FIELDS, Person, PersonEdit};

const MOST_NAME: u32 = 200;

/// What is typed. Cheap to copy.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    role: RwSignal<Role>,
    exceptions: RwSignal<sale::Exceptions>,
    language: RwSignal<String>,
    email: RwSignal<String>,
    pin: RwSignal<String>,
    password: RwSignal<String>,
    present: RwSignal<String>,
}

impl Typed {
    fn of(person: Option<&Person>) -> Typed {
        let row = person.map(|one| &one.employee);
        let email = person.and_then(|one| one.email.clone());
        Typed {
            name: RwSignal::new(row.map(|row| row.name.clone()).unwrap_or_default()),
            role: RwSignal::new(row.map_or(Role::Cashier, |row| row.role)),
            exceptions: RwSignal::new(row.map(|row| row.exceptions.clone()).unwrap_or_default()),
            language: RwSignal::new(row.and_then(|row| row.language.clone()).unwrap_or_default()),
            email: RwSignal::new(email.unwrap_or_default()),
            pin: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
            present: RwSignal::new(String::new()),
        }
    }

    fn new_employee(self) -> NewEmployee {
        NewEmployee {
            name: self.name.get_untracked().trim().to_owned(),
            role: self.role.get_untracked(),
            exceptions: self.exceptions.get_untracked(),
            language: some(self.language),
            pin: some(self.pin),
            email: some(self.email),
            password: some(self.password),
        }
    }
}

/// What was typed, unless nothing was.
fn some(typed: RwSignal<String>) -> Option<String> {
    let text = typed.get_untracked().trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// A row as the fields of an edit name them: with the address, which is no part of it.
fn fields_of(employee: &Employee, email: Option<&str>) -> serde_json::Value {
    let mut row = serde_json::to_value(employee).unwrap_or_default();
    if let (Some(row), Some(email)) = (row.as_object_mut(), email) {
        row.insert("email".to_owned(), email.into());
    }
    row
}

/// The form, for somebody new or somebody who is there.
#[component]
pub fn PersonForm(
    /// Who; none for somebody new.
    person: Option<Person>,
    /// To be told of what was changed.
    known: Known,
    /// Closes the drawer.
    on_close: Callback<()>,
) -> impl IntoView {
    let words = t().people;
    let (navigator, toasts) = (Navigator::get(), Toasts::get());
    let typed = Typed::of(person.as_ref());
    let (problems, busy) = (Problems::new(), RwSignal::new(false));
    let seen = person
        .as_ref()
        .map(|one| fields_of(&one.employee, one.email.as_deref()));
    let seen = RwSignal::new(seen.unwrap_or_default());
    let before = StoredValue::new(person.clone());
    let me = Replica::expect().signed_in();
    let own = Memo::new(move |_| {
        let id = before.with_value(|one| one.as_ref().map(|one| one.employee.id));
        me.with(|me| me.as_ref().map(|me| me.id)) == id && id.is_some()
    });
    let told = move |answer: Result<Person, ApiError>, said: String| match answer {
        Ok(person) => {
            let id = person.employee.id;
            known.put(person);
            toasts.show(Toast::done(said));
            let place = PeoplePlace::read(&navigator.query());
            if place.looked == Some(Looked::New) {
                navigator.replace(place.looking(Some(Looked::At(id))).address());
            }
        }
        Err(error) => {
            let now = |field: &str, value: &serde_json::Value| {
                let _ = seen.try_update(|row| {
                    if let Some(row) = row.as_object_mut() {
                        row.insert(field.to_owned(), value.clone());
                    }
                });
            };
            problems.take(&error, in_words, now);
        }
    };
    let save = move || {
        if busy.get_untracked() {
            return;
        }
        problems.clear();
        let new = typed.new_employee();
        if new.name.is_empty() {
            problems.say("name", words.wrong_needed);
            return;
        }
        let (name, id) = (
            new.name.clone(),
            before.with_value(|one| one.as_ref().map(|one| one.employee.id)),
        );
        let Some(id) = id else {
            busy.set(true);
            spawn_local(async move {
                let answer = api::add_person(&new).await;
                let _ = busy.try_set(false);
                told(answer, words.added(&name));
            });
            return;
        };
        let Some(row) = before.with_value(|one| one.as_ref().map(|one| one.employee.clone()))
        else {
            return;
        };
        let wanted = Employee {
            name: new.name,
            role: new.role,
            exceptions: new.exceptions,
            language: new.language,
            ..row
        };
        let wanted = fields_of(&wanted, new.email.as_deref());
        let fields = seen.with_untracked(|seen| FieldEdit::between(seen, &wanted, &PERSON_FIELDS));
        let edit = PersonEdit {
            fields: fields.unwrap_or_default(),
            pin: new.pin,
            password: new.password,
            present_password: some(typed.present),
        };
        if edit.fields.is_empty() && edit.pin.is_none() && edit.password.is_none() {
            toasts.show(Toast::note(words.nothing_changed.to_owned()));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = api::change_person(id, &edit).await;
            let _ = busy.try_set(false);
            told(answer, words.saved(&name));
        });
    };
    if let Some(gone) = person.clone().filter(|one| one.employee.gone) {
        return view! { <Back person=gone known=known /> }.into_any();
    }
    let leave = person.clone().map(|person| {
        view! { <Leave person=person known=known on_gone=on_close /> }
    });
    view! {
        <form
            class="form drawer-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            {move || {
                problems
                    .general
                    .get()
                    .map(|text| view! { <Banner tone=Tone::Bad picture=Icon::Trouble text=text /> })
            }}
            <TextField
                label=words.name
                value=typed.name
                error=problems.of("name")
                required=true
                autofocus=person.is_none()
                most=MOST_NAME
                test_id="person-name"
            />
            <Fields typed=typed problems=problems />
            <Secrets typed=typed problems=problems person=person.clone() own=own />
            <Permissions role=typed.role exceptions=typed.exceptions />
            {person.as_ref().map(|person| view! { <Hours person=person.clone() /> })}
            <div class="form-foot">
                {leave} <Button look=Look::Primary submit=true busy=busy test_id="person-save">
                    {words.save}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

/// A field's value in words, as the form says it.
fn in_words(field: &str, value: &serde_json::Value) -> String {
    let role = serde_json::from_value::<Role>(value.clone());
    match (field, role) {
        ("role", Ok(role)) => role_name(role).to_owned(),
        _ => plain(value),
    }
}

#[component]
fn Fields(typed: Typed, problems: Problems) -> impl IntoView {
    let words = t().people;
    let choice = |value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
    };
    let roles: Vec<Choice> = [
        Role::Cashier,
        Role::RegisterManager,
        Role::BackOfficeManager,
    ]
    .into_iter()
    .map(|role| choice(role_word(role), role_name(role)))
    .collect();
    let mut languages = vec![choice("", words.language_store)];
    languages.extend(Language::ALL.map(|one| choice(one.code(), one.name())));
    view! {
        <Select
            label=words.role
            choices=roles
            value=Signal::derive(move || role_word(typed.role.get()).to_owned())
            test_id="person-role"
            on_choose=move |word: String| {
                if let Some(role) = role_of(&word) {
                    typed.role.set(role);
                }
            }
        />
        <Wrong text=problems.of("role") />
        <Select
            label=words.language
            choices=languages
            value=typed.language
            test_id="person-language"
            on_choose=move |tag| typed.language.set(tag)
        />
        <Wrong text=problems.of("language") />
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

#[component]
fn Secrets(
    typed: Typed,
    problems: Problems,
    person: Option<Person>,
    own: Memo<bool>,
) -> impl IntoView {
    let words = t().people;
    let has_pin = person.as_ref().is_some_and(|one| one.has_pin);
    let has_password = person.as_ref().is_some_and(|one| one.has_password);
    let hint = |has: bool, kept: &str, new: &str| Some(if has { kept } else { new }.to_owned());
    let office = Memo::new(move |_| {
        typed.role.get() == Role::BackOfficeManager || !typed.email.with(String::is_empty)
    });
    view! {
        <TextField
            label=words.pin_set
            value=typed.pin
            kind="password"
            inputmode="numeric"
            autocomplete="new-password"
            hint=hint(has_pin, words.pin_kept, words.pin_hint)
            error=problems.of("pin")
            most=12
            test_id="person-pin"
        />
        <Show when=move || office.get()>
            <TextField
                label=words.email
                value=typed.email
                kind="email"
                inputmode="email"
                error=problems.of("email")
                most=MOST_NAME
                test_id="person-email"
            />
            <TextField
                label=words.password_set
                value=typed.password
                kind="password"
                autocomplete="new-password"
                hint=hint(has_password, words.password_kept, words.password_hint)
                error=problems.of("password")
                most=MOST_NAME
                test_id="person-password"
            />
            <Show when=move || own.get() && has_password>
                <TextField
                    label=words.present_password
                    value=typed.present
                    kind="password"
                    autocomplete="current-password"
                    hint=Some(words.present_hint.to_owned())
                    error=problems.of("present_password")
                    most=MOST_NAME
                    test_id="person-present"
                />
            </Show>
        </Show>
    }
}

#[component]
fn Hours(person: Person) -> impl IntoView {
    let words = t().people;
    view! {
        <dl class="form-facts">
            <div>
                <dt>{words.hours_week}</dt>
                <dd>{hours(person.week_ms)}</dd>
            </div>
            <div>
                <dt>{words.hours_month}</dt>
                <dd>{hours(person.month_ms)}</dd>
            </div>
        </dl>
    }
}
