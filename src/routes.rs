//! Addresses as values: what a screen shows is in its address, so that going back, reloading and
//! sending a link all work. Each surface says in its table of routes which addresses it has, and
//! reads their parameters on its own; `leptos_router` does the rest.
//!
//! Pure: it must not know the browser (that is `routes::navigator`) nor what a screen draws.

mod navigator;

pub use navigator::{Navigator, use_query};
use std::fmt;

/// The parameters of an address. Read from its text, and not from the router's own map, which
/// takes escapes away twice and would find `A` for `%41`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what follows the question mark; anything can be read.
    pub fn parse(text: &str) -> Query {
        Query(
            form_urlencoded::parse(text.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// The value of a parameter, unless it is missing or empty.
    pub fn get(&self, key: &str) -> Option<&str> {
        let found = self.0.iter().find(|(k, v)| k == key && !v.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// The value of a parameter as a type of ours; what cannot be read counts as missing.
    pub fn read<T: std::str::FromStr>(&self, key: &str) -> Option<T> {
        self.get(key).and_then(|text| text.parse().ok())
    }
}

/// An address to go to: a path and parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The address with this path, which needs no escapes, and no parameters.
    pub fn at(path: &str) -> Address {
        Address(path.to_owned())
    }

    /// The address that a link leads to.
    pub fn read(href: &str) -> Address {
        Address(href.to_owned())
    }

    /// With a parameter, if there is a value for it.
    #[must_use]
    pub fn with(self, key: &str, value: Option<&str>) -> Address {
        match value.filter(|value| !value.is_empty()) {
            Some(value) => self.stating(key, value),
            None => self,
        }
    }

    /// With a parameter, though its value may be empty.
    #[must_use]
    pub fn stating(mut self, key: &str, value: &str) -> Address {
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0
            .extend(form_urlencoded::byte_serialize(key.as_bytes()));
        self.0.push('=');
        self.0
            .extend(form_urlencoded::byte_serialize(value.as_bytes()));
        self
    }

    /// Its path, without the parameters.
    pub fn path(&self) -> &str {
        self.0.split('?').next().unwrap_or_default()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn query_of(address: &Address) -> Query {
        let text = address.to_string();
        Query::parse(text.split_once('?').map_or("", |(_, query)| query))
    }

    #[test]
    fn parameters_without_a_value_are_left_out() {
        let address = Address::at("/backoffice/sales")
            .with("q", Some("flat white & co"))
            .with("empty", Some(""))
            .with("none", None);
        assert_eq!(address.to_string(), "/backoffice/sales?q=flat+white+%26+co");
        assert_eq!(address.path(), "/backoffice/sales");
    }

    #[test]
    fn broken_escapes_are_read_as_they_are() {
        assert_eq!(Query::parse("q=100%&r=%zz").get("r"), Some("%zz"));
        assert_eq!(Query::parse("q=100%").get("q"), Some("100%"));
        assert_eq!(Query::parse("q=%2541").get("q"), Some("%41"));
        assert_eq!(Query::parse("q=a%20b+c").get("q"), Some("a b c"));
        assert_eq!(Query::parse("n=7&m=x").read::<u32>("n"), Some(7));
        assert_eq!(Query::parse("n=7&m=x").read::<u32>("m"), None);
    }

    proptest! {
        /// Whatever is put into an address comes out of it again.
        #[test]
        fn parameters_round_trip(
            first in "\\PC{1,12}",
            second in "\\PC{1,12}",
            key in "[a-z&=%? ]{1,6}",
        ) {
            let address = Address::at("/pay").with("q", Some(&first)).with(&key, Some(&second));
            let query = query_of(&address);
            prop_assert_eq!(query.get("q"), Some(first.as_str()));
            if key != "q" {
                prop_assert_eq!(query.get(&key), Some(second.as_str()));
            }
        }
    }
}
