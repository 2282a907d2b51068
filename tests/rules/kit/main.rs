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

use http::Http;
use memory::Memory;
use scenario::Scenario;
use server::{Founding, Server};
use shop::{BESIDE, Beside, Shop, founding};
use std::path::PathBuf;

/// Makes a test for each rule and each server.
macro_rules! scenarios {
    ($($rule:ident)*) => {
        const RULES: &[&str] = &[$(stringify!($rule)),*];

        #[allow(non_snake_case, reason = "a rule is called as in docs/RULES.md")]
        mod on_the_engines {
            $(#[test] fn $rule() {
                crate::play_file(stringify!($rule), crate::on_the_engines);
            })*
        }

        #[allow(non_snake_case, reason = "a rule is called as in docs/RULES.md")]
        mod over_http {
            $(#[test] fn $rule() {
                crate::play_file(stringify!($rule), crate::over_http);
            })*
        }
    };
}

scenarios!(A1 A2 A3 A4 A5 A6 A7 B1 B2 B3 B4 B5 C1 C2 C3 C4 C5 C6 C7 D1 D2 D3 D4 D5 D6 E1 E2 F1 F2 F3 F4 F5 F6 F7 F8 G1 G2 G3 G4 H1 H2 H3 H4);

fn on_the_engines(founding: &Founding) -> Box<dyn Server> {
    Box::new(Memory::found(founding))
}

fn over_http(founding: &Founding) -> Box<dyn Server> {
    Box::new(Http::found(founding))
}

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
    if let Err(wrong) = play(scenario, found, Beside::Nothing) {
        panic!("{what}\n  {}", wrong.join("\n  "));
    }
}

/// Plays a scenario; says what was otherwise than it is to be.
fn play(
    mut scenario: Scenario,
    found: fn(&Founding) -> Box<dyn Server>,
    beside: Beside,
) -> Result<(), Vec<String>> {
    let mut shop = Shop::open(found(&founding(&scenario)), &scenario, beside);
    scenario.expects.reviews.get_or_insert_default();
    for (number, mut step) in (1..).zip(scenario.steps) {
        assert!(
            step.is_whole(),
            "step {number} says what happens, and where"
        );
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

/// What cannot be told with this beside it: who hears late hears at once after a power cut, and
/// whose streams are blocked learns only when asking that somebody else takes money.
const NOT_BESIDE: [(&str, &[Beside]); 4] = [
    ("B5", &BESIDE),
    ("G1", &[Beside::NoStream]),
    ("G2", &[Beside::PowerCuts, Beside::NoStream]),
    ("H4", &[Beside::NoStream]),
];

/// Whatever happens beside a scenario, it ends as it says.
#[test]
fn scenarios_end_alike_whatever_happens_beside() {
    let mut wrong = Vec::new();
    for beside in BESIDE {
        let told = |rule: &str| {
            !NOT_BESIDE
                .iter()
                .any(|(not, which)| *not == rule && which.contains(&beside))
        };
        for rule in RULES.iter().filter(|rule| told(rule)) {
            if let Err(what) = play(read(rule), on_the_engines, beside) {
                wrong.push(format!("{rule} with {beside:?}: {}", what.join("; ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
