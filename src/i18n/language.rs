//! The languages of the app.
//!
//! It must not know who chose one, nor what is said in it.

/// A language that the app speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// What every program carries.
    #[default]
    English,
    /// Fetched when somebody wants it.
    French,
    /// Fetched when somebody wants it.
    Spanish,
    /// Fetched when somebody wants it; from right to left.
    Arabic,
    /// English made longer, accented and marked at both ends, for tests: what is drawn without
    /// marks does not come from the catalogue. Nobody is offered it.
    Pseudo,
}

impl Language {
    /// Those that a person can choose.
    pub const ALL: [Language; 4] = [
        Language::English,
        Language::French,
        Language::Spanish,
        Language::Arabic,
    ];

    /// As in `lang`, and as its file is called.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
            Language::Spanish => "es",
            Language::Arabic => "ar",
            Language::Pseudo => "pseudo",
        }
    }

    /// What those who speak it call it.
    pub fn name(self) -> &'static str {
        match self {
            Language::English | Language::Pseudo => "English",
            Language::French => "Français",
            Language::Spanish => "Español",
            Language::Arabic => "العربية",
        }
    }

    /// For tests: what chooses it.
    pub fn test_id(self) -> &'static str {
        match self {
            Language::English | Language::Pseudo => "language-en",
            Language::French => "language-fr",
            Language::Spanish => "language-es",
            Language::Arabic => "language-ar",
        }
    }

    /// Whether it is written from right to left.
    pub fn is_right_to_left(self) -> bool {
        self == Language::Arabic
    }

    /// The language of a tag such as `fr-CA`, if the app speaks it.
    pub fn of(tag: &str) -> Option<Language> {
        let code = tag.split(['-', '_']).next().unwrap_or_default();
        [Language::Pseudo]
            .into_iter()
            .chain(Language::ALL)
            .find(|language| code.eq_ignore_ascii_case(language.code()))
    }

    /// The locale that amounts and times are written in: the first of those `wanted` that is of
    /// this language, so that a page is never half in another.
    pub fn locale<'a>(self, wanted: impl IntoIterator<Item = &'a str>) -> String {
        let usual = match self {
            Language::English | Language::Pseudo => "en-GB",
            Language::French => "fr-FR",
            Language::Spanish => "es-ES",
            Language::Arabic => "ar",
        };
        let same =
            |tag: &&str| Language::of(tag).is_some_and(|one| one.locale_of() == self.locale_of());
        let tag = wanted.into_iter().find(same).unwrap_or(usual);
        match self {
            // Tills from the Maghreb to the Gulf show these digits, whatever a newspaper prints.
            Language::Arabic if !tag.contains("-u-") => format!("{tag}-u-nu-latn"),
            _ => tag.to_owned(),
        }
    }

    /// Whose amounts and times it has.
    fn locale_of(self) -> Language {
        match self {
            Language::Pseudo => Language::English,
            language => language,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_its_language_whatever_the_country() {
        for (tag, language) in [
            ("fr-CA", Some(Language::French)),
            ("AR", Some(Language::Arabic)),
            ("es_MX", Some(Language::Spanish)),
            ("frr", None),
            ("de", None),
            ("", None),
        ] {
            assert_eq!(Language::of(tag), language, "{tag}");
        }
    }

    #[test]
    fn amounts_are_written_as_the_browser_writes_that_language() {
        let wanted = ["de-AT", "fr-CA", "fr"];
        assert_eq!(Language::French.locale(wanted), "fr-CA");
        assert_eq!(Language::Spanish.locale(wanted), "es-ES");
        assert_eq!(Language::Arabic.locale(["ar-MA"]), "ar-MA-u-nu-latn");
        assert_eq!(Language::Pseudo.locale(["en-US"]), "en-US");
    }
}
