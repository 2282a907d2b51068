//! Takes pictures of every screen, in each size and theme, into `target/pictures`:
//! `cargo xtask test --only pictures`; further words after `--` name the surfaces and the languages
//! wanted (`pay ar`), and `readme` those of the README, into `docs/pictures`. Prints, judges nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod camera;
mod floor;
mod goods;
mod office;
mod pay;
mod readme;
mod register;
mod running;

use stories::LANGUAGE;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let languages: Vec<&'static str> = ["fr", "es", "ar", "pseudo"]
        .into_iter()
        .filter(|code| wanted.iter().any(|word| word == code))
        .collect();
    let wanted: Vec<String> = wanted
        .into_iter()
        .filter(|word| !languages.contains(&word.as_str()))
        .collect();
    if languages.is_empty() {
        walk(&wanted);
    }
    for language in languages {
        LANGUAGE.sync_scope(language, || walk(&wanted));
    }
}

fn walk(wanted: &[String]) {
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    if is_wanted("register") {
        stories::story("pictures.register", register::pictures());
    }
    if is_wanted("floor") {
        stories::story("pictures.floor", floor::pictures());
    }
    if is_wanted("office") {
        stories::story("pictures.office", office::pictures());
    }
    if is_wanted("goods") {
        stories::story("pictures.goods", goods::pictures());
    }
    if is_wanted("running") {
        stories::story("pictures.running", running::pictures());
    }
    if is_wanted("pay") {
        stories::story("pictures.pay", pay::pictures());
    }
    if wanted.iter().any(|word| word == "readme") {
        stories::story("pictures.readme", readme::pictures());
    }
}
