//! The choice of a language for this device: one, or as the store and the browser have it.
//!
//! It must not know how a language comes to the device.

use super::icon::Icon;
use super::menu::{Menu, MenuItem};
use crate::i18n::choice::LanguageChoice;
use crate::i18n::{Language, t};
use leptos::prelude::*;

/// A menu of languages, each called as those who speak it call it.
#[component]
pub fn LanguageMenu() -> impl IntoView {
    let choice = LanguageChoice::expect();
    let (chosen, spoken) = (choice.chosen(), choice.spoken());
    let name = move || spoken.get().unwrap_or_default().name();
    // What the store offers, and what is spoken although it does not.
    let offered = move || {
        let mut languages = choice.offered().get();
        languages.extend(spoken.get().filter(|one| !languages.contains(one)));
        let languages = languages.into_iter();
        let named = languages.map(|language| (Some(language), language.test_id()));
        std::iter::once((None, "language-auto")).chain(named)
    };
    view! {
        <Menu
            id="language-menu"
            label=Signal::derive(move || t().common.language_is(name()))
            picture=Signal::derive(|| Icon::Languages)
            text=Signal::derive(move || name().to_owned())
        >
            {move || offered()
                .map(|(language, test_id)| {
                    view! {
                        <MenuItem
                            picture=Icon::Languages
                            text=language.map_or(t().common.language_auto, Language::name)
                            chosen=Signal::derive(move || Some(chosen.get() == language))
                            test_id=test_id
                            on_press=move || choice.choose(language)
                        />
                    }
                })
                .collect_view()}
        </Menu>
    }
}
