//! Takes pictures of every screen, in each size and theme, into `target/pictures`:
//! `cargo xtask test --only pictures`; further words after `--` name the surfaces and the
//! languages wanted (`pay ar`), and `readme` those of the README, into `docs/pictures`. Prints, and judges nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod floor;
mod office;
mod pay;
mod readme;
mod register;

use serde_json::json;
use std::path::Path;
use stories::{Device, LANGUAGE, PHONE, Size, TABLET};

const DESKTOP: (&str, Size) = ("desktop", Size(1440, 900));
const LANDSCAPE: (&str, Size) = ("landscape", TABLET);
const PORTRAIT: (&str, Size) = ("portrait", Size(820, 1180));
const HAND: (&str, Size) = ("phone", PHONE);
const SMALL: (&str, Size) = ("small", Size(360, 640));

const SAM: (&str, &str) = ("Sam Patel", "1357");
const JO: (&str, &str) = ("Jo Lindqvist", "2468");
const ALEX: (&str, &str) = ("Alex Carter", "2580");

/// Takes a screen in these sizes, light and dark.
async fn take(device: &Device, screen: &str, sizes: &[(&str, Size)]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("pictures");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, size) in sizes {
        device.resize(*size).await;
        for theme in ["light", "dark"] {
            device.settle_in(theme).await;
            let language = LANGUAGE
                .try_with(|code| format!("{code}-"))
                .unwrap_or_default();
            let file = folder.join(format!("{language}{screen}-{name}-{theme}.png"));
            device.picture(&file).await;
        }
        device.settle_in("light").await;
        for told in [device.run(CUT, vec![]).await, device.barriers().await] {
            if told != json!([]) {
                println!("{screen} at {name}: {told}");
            }
        }
    }
    device.resize(sizes[0].1).await;
    println!("{screen}");
}

/// What sticks out of the page, what is too small for a finger where fingers are used, and text
/// that is cut off without a mark.
const CUT: &str = r"
    const told = [];
    const name = (e) => e.tagName.toLowerCase() + '.' + e.className + ' ' + (e.textContent || '').trim().slice(0, 30);
    if (document.documentElement.scrollWidth > innerWidth) told.push('the page is wider than the screen');
    const fingers = !!document.querySelector('.till, .phone, .door');
    for (const e of document.querySelectorAll('body *')) {
        if (!e.checkVisibility({ visibilityProperty: true })) continue;
        if (e.closest('.visually-hidden, .skip') || getComputedStyle(e).clipPath !== 'none') continue;
        const box = e.getBoundingClientRect();
        if (!box.width || !box.height) continue;
        if (fingers && e.matches('button, a, select, input, [role=switch]') && !e.matches('.search-input')
            && (box.width < 48 || box.height < 48))
            told.push('small ' + Math.round(box.width) + '×' + Math.round(box.height) + ': ' + name(e));
        const style = getComputedStyle(e);
        if (e.scrollWidth > e.clientWidth + 1 && style.overflowX !== 'auto' && style.overflowX !== 'scroll'
            && style.display !== 'inline' && style.textOverflow !== 'ellipsis' && e.children.length === 0)
            told.push('cut: ' + name(e));
        if (style.textOverflow === 'ellipsis' && e.scrollWidth > e.clientWidth + 1) told.push('shortened: ' + name(e));
    }
    return told;
";

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
        stories::story(register::pictures());
    }
    if is_wanted("floor") {
        stories::story(floor::pictures());
    }
    if is_wanted("office") {
        stories::story(office::pictures());
    }
    if is_wanted("pay") {
        stories::story(pay::pictures());
    }
    if wanted.iter().any(|word| word == "readme") {
        stories::story(readme::pictures());
    }
}
