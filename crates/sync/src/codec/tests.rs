//! The reader takes what JSON's own does, and nothing else.

use super::decode;
use proptest::prelude::*;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::fmt::Debug;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Thing {
    Plain,
    Held(String),
    Pair(u8, i64),
    Told { name: String, more: Box<Whole> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Whole {
    yes: bool,
    small: u16,
    #[serde(default)]
    below: i64,
    large: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    perhaps: Option<String>,
    list: Vec<Thing>,
    pair: (u32, ()),
}

fn thing() -> impl Strategy<Value = Thing> {
    let leaf = prop_oneof![
        Just(Thing::Plain),
        any::<String>().prop_map(Thing::Held),
        any::<(u8, i64)>().prop_map(|(one, other)| Thing::Pair(one, other)),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        (any::<String>(), whole(inner)).prop_map(|(name, whole)| Thing::Told {
            name,
            more: Box::new(whole),
        })
    })
}

fn whole(things: impl Strategy<Value = Thing>) -> impl Strategy<Value = Whole> {
    let list = prop::collection::vec(things, 0..3);
    let numbers = any::<(bool, u16, i64, u64, u32)>();
    (numbers, any::<Option<String>>(), list).prop_map(
        |((yes, small, below, large, one), perhaps, list)| Whole {
            yes,
            small,
            below,
            large,
            perhaps,
            list,
            pair: (one, ()),
        },
    )
}

fn alike<T: DeserializeOwned + PartialEq + Debug>(text: &str) -> Result<(), TestCaseError> {
    let ours = decode::<T>(text).ok();
    prop_assert_eq!(ours, serde_json::from_str::<T>(text).ok(), "{}", text);
    Ok(())
}

/// Not only whether it is JSON: what is kept verbatim is the same bytes.
fn kept_alike(text: &str) -> Result<(), TestCaseError> {
    let kept = |raw: Box<RawValue>| raw.get().to_owned();
    let ours = decode::<Box<RawValue>>(text).ok().map(kept);
    let theirs = serde_json::from_str::<Box<RawValue>>(text).ok().map(kept);
    prop_assert_eq!(&ours, &theirs, "{}", text);
    prop_assert_eq!(decode::<IgnoredAny>(text).is_ok(), ours.is_some());
    Ok(())
}

proptest! {
    #[test]
    fn what_is_written_is_read(whole in whole(thing())) {
        let text = serde_json::to_string(&whole).unwrap();
        prop_assert_eq!(decode::<Whole>(&text), Ok(whole.clone()));
        let text = serde_json::to_string_pretty(&whole).unwrap();
        prop_assert_eq!(decode::<Whole>(&text), Ok(whole));
    }

    /// With something cut off, put in or put in place of something else.
    #[test]
    fn what_is_damaged_is_read_or_refused_as_json_s_own_reader_does(
        whole in whole(thing()),
        at in any::<prop::sample::Index>(),
        cut in 0_usize..3,
        put in "[\\[\\]{}:,\"\\\\0-9a-z \n.eE+-]{0,2}",
    ) {
        let mut text: Vec<char> = serde_json::to_string(&whole).unwrap().chars().collect();
        let from = at.index(text.len());
        let to = (from + cut).min(text.len());
        text.splice(from..to, put.chars());
        let text = String::from_iter(text);
        alike::<Whole>(&text)?;
        kept_alike(&text)?;
    }

    #[test]
    fn texts_are_read_alike(inside in "[\"\\\\/bfnrtu0-9a-fA-F\u{1}\u{7f}ü𝄞 ]{0,12}") {
        let text = format!("\"{inside}\"");
        alike::<String>(&text)?;
        kept_alike(&text)?;
    }

    #[test]
    fn numbers_are_read_alike(text in "-?[0-9]{0,20}(\\.[0-9]{0,2})?([eE][+-]?[0-9]{0,2})?") {
        kept_alike(&text)?;
        // There, nought with a sign is no whole number.
        if text != "-0" {
            alike::<i64>(&text)?;
            alike::<u64>(&text)?;
            alike::<u8>(&text)?;
        }
    }
}

#[test]
fn characters_of_two_units_are_read_and_halves_refused() {
    assert_eq!(
        decode(r#""\ud834\udd1e\u00fc""#),
        Ok("\u{1d11e}ü".to_owned())
    );
    for half in [
        r#""\ud834""#,
        r#""\ud834 \udd1e""#,
        r#""\udd1e""#,
        r#""\ud834\u0061""#,
    ] {
        assert!(decode::<String>(half).is_err(), "{half}");
    }
}

#[test]
fn what_lies_too_deep_is_refused() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(decode::<IgnoredAny>(&deep(100)).is_ok());
    assert!(decode::<IgnoredAny>(&deep(100_000)).is_err());
}

#[test]
fn it_says_how_far_it_came() {
    let refused = decode::<Vec<u8>>("[1, 2, 300]").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "could not be read: not what was expected at byte 10"
    );
}
