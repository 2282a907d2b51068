//! The one place that turns wire types and rows into bytes and back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// Bytes that could not be read, with why in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "could not be read: {}", self.0)
    }
}

impl std::error::Error for Unreadable {}

/// The text of a value.
///
/// # Errors
/// When the value has no JSON form; none of ours lacks one.
pub fn encode<T: Serialize>(value: &T) -> Result<String, Unreadable> {
    serde_json::to_string(value).map_err(|error| Unreadable(error.to_string()))
}

/// The value of a text.
///
/// # Errors
/// When the text is not of that type.
pub fn decode<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|error| Unreadable(error.to_string()))
}

/// The value of a text; `whole` turns false when the text says something that the type has no place
/// for.
///
/// # Errors
/// When the text is not of that type.
#[cfg(feature = "server")]
pub(crate) fn decode_noting<T: DeserializeOwned>(
    text: &str,
    whole: &mut bool,
) -> Result<T, Unreadable> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut note = |_: serde_ignored::Path<'_>| *whole = false;
    let noting = serde_ignored::Deserializer::new(&mut reader, &mut note);
    T::deserialize(noting)
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| Unreadable(error.to_string()))
}

/// The text of a value, kept as it is from here on.
///
/// # Errors
/// When the value has no JSON form; none of ours lacks one.
pub fn encode_raw<T: Serialize>(value: &T) -> Result<Box<RawValue>, Unreadable> {
    serde_json::value::to_raw_value(value).map_err(|error| Unreadable(error.to_string()))
}

/// A text that is JSON already, kept as it is from here on.
///
/// # Errors
/// When it is not JSON.
pub fn raw(text: String) -> Result<Box<RawValue>, Unreadable> {
    RawValue::from_string(text).map_err(|error| Unreadable(error.to_string()))
}

/// 64-bit numbers as decimal text, for those that use all their bits.
pub(crate) mod u64_as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(value: &u64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(D::Error::custom)
    }
}
