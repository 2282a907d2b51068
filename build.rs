//! Makes the typed catalogue of messages from `languages/`, and fails the build for a message that
//! one language lacks or has too many, for a placeholder that does not fit, and for a plural without
//! a form that the language needs.
//!
//! It must not know where a message is said.

#[path = "src/i18n/message.rs"]
mod message;

use message::{Part, When};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

type Wrong = Box<dyn Error>;
/// The messages of a language: its groups, each by key.
type Language = BTreeMap<String, BTreeMap<String, String>>;

/// Each language and the categories of whole numbers that CLDR gives it.
const LANGUAGES: [(&str, &[&str]); 4] = [
    ("en", &["one", "other"]),
    ("fr", &["one", "many", "other"]),
    ("es", &["one", "many", "other"]),
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
];

/// What a message takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
}

fn main() -> Result<(), Wrong> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/i18n/message.rs");
    println!("cargo::rerun-if-changed=languages");
    if env::var("CARGO_CFG_TARGET_FAMILY")? == "wasm" {
        // What `xtask parts` takes BackOffice apart by.
        println!("cargo::rustc-link-arg-bin=backoffice=--emit-relocs");
    }
    let mut wrong = Vec::new();
    let english = read("en")?;
    for (name, categories) in LANGUAGES {
        check(name, categories, &english, &read(name)?, &mut wrong);
    }
    if !wrong.is_empty() {
        return Err(format!("messages that do not fit:\n  {}", wrong.join("\n  ")).into());
    }
    let target = env::var("OUT_DIR")?;
    fs::write(Path::new(&target).join("messages.rs"), catalogue(&english)?)?;
    Ok(())
}

fn read(language: &str) -> Result<Language, Wrong> {
    let path = format!("languages/{language}.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    Ok(serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?)
}

/// Notes all that is wrong with a language beside English.
fn check(
    name: &str,
    categories: &[&str],
    english: &Language,
    language: &Language,
    wrong: &mut Vec<String>,
) {
    let at = |group: &str, key: &str| format!("languages/{name}.json: {group}.{key}");
    for (group, messages) in english {
        for (key, text) in messages {
            let Some(own) = language.get(group).and_then(|own| own.get(key)) else {
                wrong.push(format!("{} is missing", at(group, key)));
                continue;
            };
            let compared = arguments(text, LANGUAGES[0].1)
                .and_then(|wanted| Ok((wanted, arguments(own, categories)?)));
            match compared {
                Ok((wanted, given)) if wanted == given => {}
                Ok((wanted, given)) => wrong.push(format!(
                    "{} has {given:?}, where English has {wanted:?}",
                    at(group, key)
                )),
                Err(why) => wrong.push(format!("{}: {why}", at(group, key))),
            }
        }
    }
    for (group, messages) in language {
        for key in messages.keys() {
            if english.get(group).is_none_or(|own| !own.contains_key(key)) {
                wrong.push(format!("{} is not in English", at(group, key)));
            }
        }
    }
}

/// What a message takes, in the order of the names: whoever words a message anew never swaps what
/// its callers give.
fn arguments<'a>(text: &'a str, categories: &[&str]) -> Result<Vec<(&'a str, Kind)>, String> {
    // A program of translators takes these for a quotation.
    if ["'{", "'}", "'#"].iter().any(|quote| text.contains(quote)) {
        return Err("a straight apostrophe before a brace".into());
    }
    let mut found = Vec::new();
    gather(&message::parse(text)?, categories, &mut found)?;
    found.sort_unstable_by_key(|argument| argument.0);
    Ok(found)
}

fn gather<'a>(
    parts: &[Part<'a>],
    categories: &[&str],
    found: &mut Vec<(&'a str, Kind)>,
) -> Result<(), String> {
    for part in parts {
        let argument = match part {
            Part::Literal(_) | Part::Hash => continue,
            Part::Text(name) => (*name, Kind::Text),
            Part::Number { name, .. } | Part::Plural { name, .. } => (*name, Kind::Number),
        };
        if found
            .iter()
            .any(|one| one.0 == argument.0 && one.1 != argument.1)
        {
            return Err(format!("{} is a text and a number", argument.0));
        }
        if !found.contains(&argument) {
            found.push(argument);
        }
        if let Part::Plural { name, branches } = part {
            let has = |category: &str| branches.iter().any(|b| b.0 == When::Category(category));
            if let Some(lacks) = categories.iter().find(|category| !has(category)) {
                return Err(format!("the plural of {name} has no form for {lacks}"));
            }
            for (when, branch) in branches {
                match when {
                    When::Category(other) if !categories.contains(other) => {
                        return Err(format!("the plural of {name} needs no form for {other}"));
                    }
                    _ => gather(branch, categories, found)?,
                }
            }
        }
    }
    Ok(())
}

/// Rust for all groups: a field for each fixed text, and for each other message a field that only
/// this file sees, with a method that says it.
fn catalogue(english: &Language) -> Result<String, Wrong> {
    let mut rust = String::new();
    let (mut groups, mut all) = (String::new(), String::new());
    for (group, messages) in english {
        let name = camel(group);
        let [mut fields, mut values, mut reads, mut methods] = [const { String::new() }; 4];
        for (key, text) in messages {
            let takes = arguments(text, LANGUAGES[0].1)?;
            let seen = if takes.is_empty() { "pub " } else { "" };
            writeln!(fields, "#[doc = {text:?}] {seen}{key}: &'static str,")?;
            writeln!(values, "{key}: {text:?},")?;
            writeln!(reads, "{key}: of({key:?}, Self::ENGLISH.{key}),")?;
            if !takes.is_empty() {
                method(&mut methods, key, text, &takes)?;
            }
        }
        write!(
            rust,
            "/// The messages of `{group}` in one language.\n\
             pub struct {name} {{ {fields} }}\n\
             impl {name} {{ {methods} }}\n\
             impl Group for {name} {{\n\
             const NAME: &'static str = {group:?};\n\
             const ENGLISH: &'static {name} = &{name} {{ {values} }};\n\
             fn read(of: &dyn Fn(&str, &'static str) -> &'static str) -> {name} {{\n\
             {name} {{ {reads} }}\n}}\n\
             fn kept() -> &'static LocalKey<Kept<{name}>> {{\n\
             thread_local! {{ static KEPT: Kept<{name}> = const {{ Kept::new() }}; }}\n\
             &KEPT\n}}\n}}\n"
        )?;
        writeln!(groups, "/// See [`{name}`].\npub {group}: Words<{name}>,")?;
        writeln!(all, "{group}: Words::NEW,")?;
    }
    write!(
        rust,
        "/// Every message, in groups; a program holds those alone that it says.\n\
         pub struct Messages {{ {groups} }}\n\
         impl Messages {{ const NEW: Messages = Messages {{ {all} }}; }}\n"
    )?;
    Ok(rust)
}

/// A method that says a message.
fn method(rust: &mut String, key: &str, text: &str, takes: &[(&str, Kind)]) -> Result<(), Wrong> {
    write!(rust, "#[doc = {text:?}] pub fn {key}(&self")?;
    for (name, kind) in takes {
        let kind = match kind {
            Kind::Text => "impl AsRef<str>",
            Kind::Number => "u64",
        };
        write!(rust, ", {name}: {kind}")?;
    }
    write!(rust, ") -> String {{ filled(self.{key}, &[")?;
    for (name, kind) in takes {
        match kind {
            Kind::Text => write!(rust, "({name:?}, Value::Text({name}.as_ref())),")?,
            Kind::Number => write!(rust, "({name:?}, Value::Number({name})),")?,
        }
    }
    writeln!(rust, "]) }}")?;
    Ok(())
}

/// `back_office` is `BackOffice`.
fn camel(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            [first.to_uppercase(), rest.to_owned()]
        })
        .collect()
}
