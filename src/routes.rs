//! The map of screens: an address is parsed into the surface that it belongs to and the rest,
//! which the surface reads on its own; what a screen shows is in its address, so that going back,
//! reloading and sending a link all work. Unknown parameters are ignored.
//!
//! Pure: it must not know the browser (that is `routes::navigator`) nor what a screen draws.

mod navigator;

pub use navigator::Navigator;
use std::fmt::{self, Write};

/// An address within the app: decoded path segments and query parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    path: Vec<String>,
    query: Vec<(String, String)>,
}

/// The programs that the app is built into; going from one to another loads a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// `/register/…`
    Register,
    /// `/pay/…`
    Pay,
    /// `/backoffice/…`
    BackOffice,
}

impl Address {
    /// The address with these path segments and no parameters.
    pub fn at(path: &[&str]) -> Address {
        Address {
            path: path.iter().map(|segment| (*segment).to_owned()).collect(),
            query: Vec::new(),
        }
    }

    /// Reads path and query; anything can be read.
    pub fn parse(text: &str) -> Address {
        let text = text.split('#').next().unwrap_or_default();
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let pair = |part: &str| {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            (decode(key), decode(value))
        };
        Address {
            path: path
                .split('/')
                .filter(|segment| !segment.is_empty())
                .map(decode)
                .collect(),
            query: query
                .split('&')
                .filter(|part| !part.is_empty())
                .map(pair)
                .collect(),
        }
    }

    /// The path segment at `index`; the first names the surface.
    pub fn segment(&self, index: usize) -> Option<&str> {
        self.path.get(index).map(String::as_str)
    }

    /// How many path segments there are.
    pub fn depth(&self) -> usize {
        self.path.len()
    }

    /// The value of a parameter, unless it is missing or empty.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(k, v)| k == key && !v.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// The value of a parameter as a type of ours; what cannot be read counts as missing.
    pub fn read<T: std::str::FromStr>(&self, key: &str) -> Option<T> {
        self.get(key).and_then(|text| text.parse().ok())
    }

    /// With a parameter set, or without it.
    #[must_use]
    pub fn with(mut self, key: &str, value: Option<&str>) -> Address {
        self.query.retain(|(k, _)| k != key);
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.query.push((key.to_owned(), value.to_owned()));
        }
        self
    }

    /// The program that it is in; none for the first page and what leads nowhere, which the server
    /// has pages for.
    pub fn program(&self) -> Option<Program> {
        match self.segment(0) {
            Some("register") => Some(Program::Register),
            Some("pay") => Some(Program::Pay),
            Some("backoffice") => Some(Program::BackOffice),
            _ => None,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_char('/')?;
        }
        for segment in &self.path {
            f.write_char('/')?;
            encode(segment, f)?;
        }
        for (i, (key, value)) in self.query.iter().enumerate() {
            f.write_char(if i == 0 { '?' } else { '&' })?;
            encode(key, f)?;
            f.write_char('=')?;
            encode(value, f)?;
        }
        Ok(())
    }
}

fn encode(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                f.write_char(char::from(byte))?;
            }
            _ => write!(f, "%{byte:02X}")?,
        }
    }
    Ok(())
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let hex = after
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', _) => bytes.push(b' '),
            (other, _) => bytes.push(*other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn programs_are_told_apart() {
        for (text, program) in [
            ("/", None),
            ("", None),
            ("/?utm=x", None),
            ("/register", Some(Program::Register)),
            ("/backoffice/sales?q=a#b", Some(Program::BackOffice)),
            ("//pay/", Some(Program::Pay)),
            ("/registers", None),
        ] {
            assert_eq!(Address::parse(text).program(), program, "{text}");
        }
    }

    #[test]
    fn parameters_are_set_and_taken_away() {
        let address = Address::at(&["backoffice"])
            .with("q", Some("flat white & co"))
            .with("q", Some("tea"))
            .with("empty", Some(""));
        assert_eq!(address.to_string(), "/backoffice?q=tea");
        assert_eq!(address.with("q", None).to_string(), "/backoffice");
    }

    #[test]
    fn broken_escapes_are_read_as_they_are() {
        assert_eq!(Address::parse("/pay?q=100%&r=%zz").get("r"), Some("%zz"));
        assert_eq!(Address::parse("/pay?q=100%").get("q"), Some("100%"));
        assert_eq!(Address::parse("/pay?n=7&m=x").read::<u32>("m"), None);
    }

    proptest! {
        /// Whatever is put into an address comes out of it again.
        #[test]
        fn addresses_round_trip(
            path in prop::collection::vec("[^/]{1,8}", 0..4),
            query in prop::collection::vec(("\\PC{1,6}", "\\PC{0,12}"), 0..4),
        ) {
            let address = Address { path, query };
            prop_assert_eq!(Address::parse(&address.to_string()), address);
        }

        /// Anything typed into the address bar can be read.
        #[test]
        fn any_text_is_an_address(text in "\\PC{0,40}") {
            let once = Address::parse(&text);
            prop_assert_eq!(Address::parse(&once.to_string()), once);
        }
    }
}
