//! The scenarios beside this folder, one a rule of `docs/RULES.md`, each played twice: on the
//! engines of devices and server, and on the real server over HTTP. One player, two servers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a scenario that cannot go on has failed"
)]

mod check;
mod device;
mod driver;
mod failing;
mod http;
mod memory;
mod scenario;
mod server;
mod shop;

use scenario::Scenario;
use server::{Founding, Server};
use shop::{Shop, founding};
use std::path::PathBuf;

/// Makes a test for each rule and each server.
macro_rules! scenarios {
    ($($rule:ident)*) => {
        const RULES: &[&str] = &[$(stringify!($rule)),*];

        #[allow(non_snake_case, reason = "a rule is called as in docs/RULES.md")]
        mod on_the_engines {
            use crate::memory::Memory;
            $(#[test] fn $rule() {
                crate::play_file(stringify!($rule), |founding| Box::new(Memory::found(founding)));
            })*
        }

        #[allow(non_snake_case, reason = "a rule is called as in docs/RULES.md")]
        mod over_http {
            use crate::http::Http;
            $(#[test] fn $rule() {
                crate::play_file(stringify!($rule), |founding| Box::new(Http::found(founding)));
            })*
        }
    };
}

scenarios!(A1 A2 A3 A4 A5 A6 A7 B1 B2 B3 B4 B5 C1 C2 C3 C4 C5 C6 C7 D1 D2 D3 D4 D5 D6 E1 E2 F1 F2 F3 F4 F5 F6 F7 G1 G2 G3 H1 H2 H3 H4);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(rule: &str) -> Scenario {
    let path = folder().join(format!("{rule}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path:?}: {e}"));
    let scenario = parsed(&text).unwrap_or_else(|e| panic!("{path:?}: {e}"));
    assert_eq!(scenario.rule, rule, "the file is called after its rule");
    scenario
}

fn parsed(text: &str) -> serde_json::Result<Scenario> {
    serde_json::from_str(text)
}

fn play_file(rule: &str, found: fn(&Founding) -> Box<dyn Server>) {
    let scenario = read(rule);
    let what = format!("{rule}: {}", scenario.tells);
    if let Err(wrong) = play(scenario, found) {
        panic!("{what}\n  {}", wrong.join("\n  "));
    }
}

/// Plays a scenario; says what was otherwise than it is to be.
fn play(
    mut scenario: Scenario,
    found: fn(&Founding) -> Box<dyn Server>,
) -> Result<(), Vec<String>> {
    let mut shop = Shop::open(found(&founding(&scenario)), &scenario);
    scenario.expects.reviews.get_or_insert_default();
    for (number, mut step) in (1..).zip(scenario.steps) {
        let expects = step.expects.take();
        shop.play(step);
        if let Some(expects) = expects {
            shop.expect(&format!("after step {number}"), &expects)?;
        }
    }
    shop.expect("at the end", &scenario.expects)?;
    // H3: the log is whole, and its entries are chained.
    match shop.server.faults() {
        faults if faults.is_empty() => Ok(()),
        faults => Err(faults),
    }
}

/// Every file beside this folder is played.
#[test]
fn every_scenario_is_played() {
    let entries = std::fs::read_dir(folder()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut rules: Vec<String> = names
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .collect();
    rules.sort_unstable();
    assert_eq!(rules, RULES);
}
