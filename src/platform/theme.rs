//! Light or dark: what the device prefers, or what somebody chose here.
//!
//! It must not know colours; the style sheets do.

use super::storage::{preference, set_preference};
use leptos::prelude::*;

const KEY: &str = "theme";

/// Which theme is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device prefers.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    fn name(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }

    fn show(self) {
        if let Some(root) = document().document_element() {
            let _ = match self.name() {
                Some(name) => root.set_attribute("data-theme", name),
                None => root.remove_attribute("data-theme"),
            };
        }
    }
}

/// The choice, shared by every screen.
#[derive(Clone, Copy)]
pub struct ThemeChoice(RwSignal<Theme>);

impl ThemeChoice {
    /// Shows what was chosen last time and gives the choice to everything below.
    pub fn provide() {
        let theme = match preference(KEY).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        theme.show();
        provide_context(ThemeChoice(RwSignal::new(theme)));
    }

    /// The choice that [`ThemeChoice::provide`] gave.
    pub fn get() -> ThemeChoice {
        use_context().unwrap_or_else(|| ThemeChoice(RwSignal::new(Theme::System)))
    }

    /// What is chosen.
    pub fn theme(self) -> Signal<Theme> {
        self.0.into()
    }

    /// Chooses, shows and remembers.
    pub fn choose(self, theme: Theme) {
        theme.show();
        set_preference(KEY, theme.name());
        self.0.set(theme);
    }
}
