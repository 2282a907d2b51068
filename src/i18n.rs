//! All words of the app, typed: a missing one does not compile. `languages/en.json` says which there
//! are and is built in; the other languages are files of the same shape that are fetched when
//! somebody wants them, and `build.rs` holds all to the same messages.
//!
//! Amounts, quantities and times are written by `platform::intl`; this must not know the browser.

pub mod choice;
mod format;
mod language;
mod message;
mod pseudo;

pub use language::Language;

use format::{Value, fill, fits, join};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::Deref;
use std::thread::LocalKey;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// The messages, in the language that is spoken now. What is read from them is a text of that
/// moment; screens are drawn anew when another language is chosen ([`choice::Spoken`]).
pub fn t() -> Messages {
    Messages::NEW
}

/// A language as it is fetched: groups of messages by key.
type File = BTreeMap<String, BTreeMap<String, String>>;

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
    /// What was fetched; each language once.
    static FILES: RefCell<Vec<(Language, File)>> = const { RefCell::new(Vec::new()) };
}

/// The language that is spoken now.
pub fn spoken() -> Language {
    SPOKEN.get()
}

/// Speaks `language` from now on; says whether its messages are here.
pub fn speak(language: Language) -> bool {
    let here = is_here(language);
    if here {
        SPOKEN.set(language);
    }
    here
}

/// Whether a language can be spoken without fetching anything.
pub fn is_here(language: Language) -> bool {
    let carried = matches!(language, Language::English | Language::Pseudo);
    carried || FILES.with_borrow(|files| files.iter().any(|file| file.0 == language))
}

/// Keeps the messages of a language; says whether the text was a language file.
pub fn keep(language: Language, text: &str) -> bool {
    let Ok(file) = sync::codec::decode::<File>(text) else {
        return false;
    };
    if !is_here(language) {
        FILES.with_borrow_mut(|files| files.push((language, file)));
    }
    true
}

/// A group of messages, such as what Pay says.
trait Group: Sized + 'static {
    /// As in the language files.
    const NAME: &'static str;
    /// What every program carries.
    const ENGLISH: &'static Self;
    /// The group, with what `of` makes of each key and its English.
    fn read(of: &dyn Fn(&str, &'static str) -> &'static str) -> Self;
    /// Where the group is kept in other languages.
    fn kept() -> &'static LocalKey<Kept<Self>>;
}

/// A group in each language that it was said in so far. Texts live as long as the app, so that they
/// can be handed round as they are: each language is made once.
struct Kept<G: 'static>(RefCell<Vec<(Language, &'static G)>>);

impl<G: Group> Kept<G> {
    const fn new() -> Kept<G> {
        Kept(RefCell::new(Vec::new()))
    }

    fn of(&self, language: Language) -> &'static G {
        let mut all = self.0.borrow_mut();
        if let Some((_, group)) = all.iter().find(|(of, _)| *of == language) {
            return group;
        }
        let group = Box::leak(Box::new(G::read(&|key, english| {
            translated(language, G::NAME, key, english)
        })));
        all.push((language, group));
        group
    }
}

/// One message; in English where a file of another build lacks it or means something else.
fn translated(language: Language, group: &str, key: &str, english: &'static str) -> &'static str {
    if language == Language::Pseudo {
        return pseudo::pseudo(english).leak();
    }
    FILES.with_borrow(|files| {
        let file = files.iter().find(|file| file.0 == language);
        let text = file.and_then(|file| file.1.get(group)?.get(key));
        match text {
            Some(text) if fits(text, english) => text.clone().leak(),
            _ => english,
        }
    })
}

/// The way to a group in the language that is spoken when something is read from it.
pub struct Words<G>(PhantomData<G>);

impl<G> Words<G> {
    const NEW: Words<G> = Words(PhantomData);
}

impl<G> Clone for Words<G> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<G> Copy for Words<G> {}

impl<G: Group> Deref for Words<G> {
    type Target = G;

    fn deref(&self) -> &G {
        match spoken() {
            Language::English => G::ENGLISH,
            language => G::kept().with(|kept| kept.of(language)),
        }
    }
}

/// A message with its values, in the language that is spoken.
fn filled(message: &str, values: &[(&str, Value)]) -> String {
    fill(message, values, is_mixed())
}

/// Whether names and amounts are set apart whatever letters they have.
fn is_mixed() -> bool {
    spoken().is_right_to_left() || spoken() == Language::Pseudo
}

/// Short facts on one line, in the order of the language's writing: `0012 · 4 guests`.
pub fn facts(facts: &[String]) -> String {
    join(facts, " · ", is_mixed())
}

impl Common {
    /// A length of time: `45 min`, `2 h`, `2 h 05`.
    pub fn span(&self, minutes: u64) -> String {
        match (minutes / 60, minutes % 60) {
            (0, minutes) => self.minutes(minutes),
            (hours, 0) => self.whole_hours(hours),
            (hours, minutes) => self.hours(hours, minutes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_spoken_once_it_is_here() {
        let words = t().common;
        assert!(!speak(Language::French));
        assert_eq!(words.cancel, "Cancel");
        assert!(keep(Language::French, include_str!("../languages/fr.json")));
        assert!(speak(Language::French));
        assert_eq!(words.cancel, "Annuler");
        assert_eq!(words.span(125), "2 h 05");
        assert!(speak(Language::English));
        assert_eq!(words.cancel, "Cancel");
    }

    #[test]
    fn names_stand_apart_in_arabic() {
        keep(Language::Arabic, include_str!("../languages/ar.json"));
        assert!(speak(Language::Arabic));
        assert_eq!(
            t().floor.added_by("Sam Patel"),
            "أضافه \u{2068}Sam Patel\u{2069}"
        );
    }

    #[test]
    fn a_file_of_another_build_says_the_rest_in_english() {
        let text = r#"{"common": {"cancel": "Anular", "being_paid": "En {room}"}}"#;
        assert!(keep(Language::Spanish, text));
        assert!(speak(Language::Spanish));
        assert_eq!(t().common.cancel, "Anular");
        assert_eq!(t().common.back, "Back");
        assert_eq!(t().common.being_paid("Bar"), "Being paid at Bar");
    }

    #[test]
    fn what_is_no_language_file_is_not_kept() {
        assert!(!keep(Language::Arabic, "<!doctype html>"));
        assert!(!speak(Language::Arabic));
    }
}
