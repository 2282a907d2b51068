//! The harness is itself proved: each bug that somebody might make is found within the fixed set of
//! seeds, and `docs/SIMULATION.md` says by which invariant.
#![allow(missing_docs, clippy::panic, clippy::unwrap_used, clippy::expect_used)]

use simulator::{Plan, run, shrink};
use sync::bugs::{Bug, turn};

/// Seeds that a bug must show itself within.
const SEEDS: u64 = 600;

/// The first seed that finds a bug, and the invariant that it breaks.
fn found(bug: Bug) -> Option<(u64, String)> {
    turn(Some(bug));
    let found = (0..SEEDS).find_map(|seed| {
        let violation = run(&Plan::of(seed), false).violation?;
        Some((seed, violation.invariant.to_owned()))
    });
    turn(None);
    found
}

#[test]
fn every_bug_is_found_and_the_table_says_by_what() {
    let rows: Vec<String> = Bug::ALL
        .iter()
        .map(|bug| {
            let Some((seed, invariant)) = found(*bug) else {
                return format!("| {bug:?} | not found within {SEEDS} seeds | |");
            };
            format!("| {bug:?} | {invariant} | {seed} |")
        })
        .collect();
    println!("{}", rows.join("\n"));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/SIMULATION.md");
    let page = std::fs::read_to_string(path).expect("docs/SIMULATION.md");
    // The seed moves with every change of the engines; what it breaks is what the table is about.
    let wrong: Vec<&String> = rows
        .iter()
        .filter(|row| {
            let told = row.rsplitn(3, '|').nth(2).unwrap_or_default();
            row.contains("not found") || !page.contains(told)
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "not found, or not in the table: {wrong:?}"
    );
}

#[test]
fn a_failing_run_is_the_same_each_time_and_shrinks_to_a_short_one() {
    turn(Some(Bug::OutboxDeletedOnPush));
    let (plan, first) = (0..SEEDS)
        .map(Plan::of)
        .find_map(|plan| {
            let run = run(&plan, false);
            run.violation.is_some().then_some((plan, run))
        })
        .expect("a run that breaks");
    let again = run(&plan, true);
    assert_eq!(first.violation, again.violation);
    assert_eq!(first.report, again.report);
    let violation = first.violation.expect("a violation");
    let short = shrink(&plan, violation.invariant);
    let run = run(&short, true);
    turn(None);
    assert_eq!(
        run.violation.expect("still breaks").invariant,
        violation.invariant
    );
    assert!(short.deeds.len() * 5 < plan.deeds.len(), "{short:?}");
    assert!(run.lines.last().expect("lines").contains("BROKEN"));
}
