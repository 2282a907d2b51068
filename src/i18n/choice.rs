//! Which language is spoken on this device: what a person chose here, else the store's, else the
//! browser's. Another one is fetched; if it does not come, the app goes on in the one that it has.
//!
//! It must not know where a choice is offered, nor what is said.

use super::{Language, is_here, keep, speak};
use crate::platform::http::{self, Method};
use crate::platform::storage::{preference, set_preference};
use crate::platform::{document, intl};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::Store;
use std::sync::Arc;

/// What a person chose on this device.
const CHOSEN: &str = "language";
/// What the store spoke when it was last heard of, so that the next start is in it at once.
const OF_STORE: &str = "store-language";
/// How long a language file may take.
const PATIENCE_MS: u32 = 10_000;

/// The choice, shared by every screen.
#[derive(Clone, Copy)]
pub struct LanguageChoice {
    /// None until the first one is here.
    spoken: RwSignal<Option<Language>>,
    /// What was chosen here; None follows the store and the browser.
    chosen: RwSignal<Option<Language>>,
    /// What did not come.
    missing: RwSignal<Option<Language>>,
}

impl LanguageChoice {
    /// Speaks what was chosen last time and gives the choice to everything below.
    pub fn provide() -> LanguageChoice {
        let choice = LanguageChoice {
            spoken: RwSignal::new(None),
            chosen: RwSignal::new(preferred(CHOSEN)),
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

    /// What was chosen on this device; None follows the store and the browser.
    pub fn chosen(self) -> Signal<Option<Language>> {
        self.chosen.into()
    }

    /// A language that did not come.
    pub fn missing(self) -> Signal<Option<Language>> {
        self.missing.into()
    }

    /// Chooses and remembers. None follows the store and the browser.
    pub fn choose(self, language: Option<Language>) {
        set_preference(CHOSEN, language.map(Language::code));
        self.chosen.set(language);
        self.follow();
    }

    /// The store speaks this.
    pub fn follow_store(self, tag: Option<&str>) {
        let language = tag.and_then(Language::of);
        if language == preferred(OF_STORE) {
            return;
        }
        set_preference(OF_STORE, language.map(Language::code));
        self.follow();
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
        self.chosen
            .get_untracked()
            .or_else(|| preferred(OF_STORE))
            .or_else(|| intl::languages().iter().find_map(|tag| Language::of(tag)))
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

fn preferred(key: &str) -> Option<Language> {
    preference(key).as_deref().and_then(Language::of)
}

/// Draws what is in it anew whenever another language is spoken. What must outlive that, such as the
/// replica, is provided above it.
#[component]
pub fn Spoken(
    /// What is known of the store, whose language is followed.
    #[prop(optional, into)]
    store: Signal<Option<Arc<Store>>>,
    /// The screens.
    children: ChildrenFn,
) -> impl IntoView {
    let choice = LanguageChoice::expect();
    Effect::new(move |_| {
        store.with(|store| {
            if let Some(store) = store {
                choice.follow_store(store.language.as_deref());
            }
        });
    });
    move || choice.spoken.get().map(|_| children())
}
