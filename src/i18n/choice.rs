//! Which language is spoken on this device: what was chosen here, else that of the person who is signed
//! in, else the store's, else the browser's. Another one is fetched; if it does not come, the app goes on in the one that it has.
//!
//! It must not know where a choice is offered, nor what is said.

use super::{Language, is_here, keep, speak};
use crate::platform::http::{self, Method};
use crate::platform::storage::{preference, set_preference};
use crate::platform::{document, intl};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::{Employee, Store};
use std::sync::Arc;

/// What a person chose on this device.
const CHOSEN: &str = "language";
/// What the store spoke when it was last heard of, so that the next start is in it at once.
const OF_STORE: &str = "store-language";
/// What the store offers, with blanks in between; nothing for all of them.
const OFFERED: &str = "store-languages";
/// What the person spoke who was signed in, for the next start.
const OF_PERSON: &str = "person-language";
/// How long a language file may take.
const PATIENCE_MS: u32 = 10_000;

/// The choice, shared by every screen.
#[derive(Clone, Copy)]
pub struct LanguageChoice {
    /// None until the first one is here.
    spoken: RwSignal<Option<Language>>,
    /// What was chosen here; None follows the person, the store and the browser.
    chosen: RwSignal<Option<Language>>,
    /// What the store offers.
    offered: RwSignal<Vec<Language>>,
    /// What did not come.
    missing: RwSignal<Option<Language>>,
}

impl LanguageChoice {
    /// Speaks what was chosen last time and gives the choice to everything below.
    pub fn provide() -> LanguageChoice {
        let choice = LanguageChoice {
            spoken: RwSignal::new(None),
            chosen: RwSignal::new(preferred(CHOSEN)),
            offered: RwSignal::new(offered(preference(OFFERED).unwrap_or_default().split(' '))),
            missing: RwSignal::new(None),
        };
        provide_context(choice);
        choice.follow();
        choice
    }

    /// The choice that [`LanguageChoice::provide`] gave.
    pub fn expect() -> LanguageChoice {
        expect_context()
    }

    /// What is spoken; None while the first one is still on its way.
    pub fn spoken(self) -> Signal<Option<Language>> {
        self.spoken.into()
    }

    /// What was chosen on this device; None follows the person, the store and the browser.
    pub fn chosen(self) -> Signal<Option<Language>> {
        self.chosen.into()
    }

    /// What the store offers, in its order.
    pub fn offered(self) -> Signal<Vec<Language>> {
        self.offered.into()
    }

    /// A language that did not come.
    pub fn missing(self) -> Signal<Option<Language>> {
        self.missing.into()
    }

    /// Chooses and remembers. None follows the person, the store and the browser.
    pub fn choose(self, language: Option<Language>) {
        set_preference(CHOSEN, language.map(Language::code));
        self.chosen.set(language);
        self.follow();
    }

    /// The store speaks this, and offers those.
    fn follow_store(self, store: &Store) {
        let offers = offered(store.languages.iter().map(String::as_str));
        let others = self.offered.get_untracked() != offers;
        if others {
            let tags = store.languages.join(" ");
            set_preference(OFFERED, (!tags.is_empty()).then_some(tags.as_str()));
            self.offered.set(offers);
        }
        if remember(OF_STORE, store.language.as_deref()) || others {
            self.follow();
        }
    }

    /// Who is signed in speaks this.
    fn follow_person(self, person: Option<&Employee>) {
        if remember(OF_PERSON, person.and_then(|one| one.language.as_deref())) {
            self.follow();
        }
    }

    /// Tries again to get what did not come.
    pub fn follow(self) {
        let wanted = self.wanted();
        self.missing.set(None);
        if is_here(wanted) {
            self.say(wanted);
            return;
        }
        spawn_local(async move {
            let path = format!("/languages/{}.json", wanted.code());
            let answer = http::ask(Method::GET, &path, None, PATIENCE_MS).await;
            let came = answer
                .filter(http::Answer::is_good)
                .is_some_and(|answer| keep(wanted, &answer.text));
            // Something else may have been chosen meanwhile.
            if self.wanted() != wanted {
                return;
            }
            if came {
                self.say(wanted);
            } else {
                self.say(super::spoken());
                self.missing.set(Some(wanted));
            }
        });
    }

    fn wanted(self) -> Language {
        let offered = self.offered.get_untracked();
        let browsers = || {
            let tags = intl::languages().into_iter();
            tags.filter_map(|tag| Language::of(&tag))
                .find(|language| *language == Language::Pseudo || offered.contains(language))
        };
        self.chosen
            .get_untracked()
            .or_else(|| preferred(OF_PERSON))
            .or_else(|| preferred(OF_STORE))
            .or_else(browsers)
            .or_else(|| offered.first().copied())
            .unwrap_or_default()
    }

    fn say(self, language: Language) {
        if self.spoken.get_untracked() == Some(language) || !speak(language) {
            return;
        }
        let wanted = intl::languages();
        intl::set_locale(language.locale(wanted.iter().map(String::as_str)));
        document::set_language(language.code(), language.is_right_to_left());
        self.spoken.set(Some(language));
    }
}

/// The languages of these tags; all where there are none.
fn offered<'a>(tags: impl Iterator<Item = &'a str>) -> Vec<Language> {
    let named: Vec<Language> = tags.filter_map(Language::of).collect();
    match named.is_empty() {
        true => Language::ALL.to_vec(),
        false => named,
    }
}

/// Remembers a language for the next start; whether it is another one.
fn remember(key: &str, tag: Option<&str>) -> bool {
    let language = tag.and_then(Language::of);
    let is_other = language != preferred(key);
    if is_other {
        set_preference(key, language.map(Language::code));
    }
    is_other
}

fn preferred(key: &str) -> Option<Language> {
    preference(key).as_deref().and_then(Language::of)
}

/// Draws what is in it anew whenever another language is spoken. What must outlive that, such as the
/// replica, is provided above it.
#[component]
pub fn Spoken(
    /// What is known of the store, whose languages are followed.
    store: Signal<Option<Arc<Store>>>,
    /// Who is signed in, whose language goes before the store's.
    person: Signal<Option<Employee>>,
    /// Whether it is known by now who is.
    ready: Signal<bool>,
    /// The screens.
    children: ChildrenFn,
) -> impl IntoView {
    let choice = LanguageChoice::expect();
    Effect::new(move |_| {
        store.with(|store| {
            if let Some(store) = store {
                choice.follow_store(store);
            }
        });
    });
    Effect::new(move |_| {
        if ready.get() {
            person.with(|person| choice.follow_person(person.as_ref()));
        }
    });
    move || choice.spoken.get().map(|_| children())
}
