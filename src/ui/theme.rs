//! The choice between light, dark and what the device prefers.
//!
//! It must not know colours.

use super::icon::Icon;
use super::menu::{Menu, MenuItem};
use crate::i18n::t;
use crate::platform::theme::{Theme, ThemeChoice};
use leptos::prelude::*;

fn picture(theme: Theme) -> Icon {
    match theme {
        Theme::System => Icon::System,
        Theme::Light => Icon::Light,
        Theme::Dark => Icon::Dark,
    }
}

fn word(theme: Theme) -> &'static str {
    let words = t().common;
    match theme {
        Theme::System => words.theme_system,
        Theme::Light => words.theme_light,
        Theme::Dark => words.theme_dark,
    }
}

/// A menu of themes.
#[component]
pub fn ThemeMenu() -> impl IntoView {
    let choice = ThemeChoice::get();
    view! {
        <Menu
            id="theme-menu"
            label=Signal::derive(move || t().common.theme_is(word(choice.theme().get())))
            picture=Signal::derive(move || picture(choice.theme().get()))
            text=Signal::derive(move || word(choice.theme().get()).to_owned())
        >
            {[Theme::System, Theme::Light, Theme::Dark]
                .into_iter()
                .map(|theme| {
                    view! {
                        <MenuItem
                            picture=picture(theme)
                            text=word(theme)
                            chosen=Signal::derive(move || Some(choice.theme().get() == theme))
                            on_press=move || choice.choose(theme)
                        />
                    }
                })
                .collect_view()}
        </Menu>
    }
}
