//! Days in a shop, good and bad: whatever happens, nothing saved is lost (A1, A2, A4), nothing is
//! applied twice (A3), no open sale goes (A5), money and units are conserved (A6, A7), and in the
//! end all registers hold the same (B1, B2, B3, B5).
#![allow(missing_docs, clippy::panic)]

use simulator::{Plan, Report, held, run, run_twin};

fn runs(seeds: std::ops::Range<u64>) -> Report {
    let mut sum = Report::default();
    for seed in seeds {
        let run = run(&Plan::of(seed), false);
        if let Some(violation) = run.violation {
            panic!("seed {seed} breaks {violation}");
        }
        sum.add(&run.report);
    }
    sum
}

#[test]
fn nothing_is_lost_whatever_happens_a1_a2_a3_a4_a5_a6_a7_b1_b2_b3_b5_f2_f4_f5() {
    let sum = runs(0..1_000);
    assert!(sum.faults.len() > 20, "{:?}", sum.faults);
    assert_eq!(
        sum.unexercised(),
        Vec::<&str>::new(),
        "nothing happened about them"
    );
    let unknown: Vec<_> = sum
        .rules
        .keys()
        .filter(|id| !held().any(|rule| rule == **id))
        .collect();
    assert!(unknown.is_empty(), "counted, and no rule: {unknown:?}");
}

#[test]
fn the_same_seed_gives_the_same_day() {
    for seed in 0..20 {
        let plan = Plan::of(seed);
        assert_eq!(run(&plan, false).report, run(&plan, true).report);
    }
}

#[test]
fn everything_done_twice_comes_to_the_same_rows_and_log_a3() {
    for seed in (0..1_000).step_by(16) {
        let plan = Plan::of(seed);
        let twin = run_twin(&plan);
        assert_eq!(twin.violation, None, "seed {seed}");
        assert_eq!(
            twin.report.hash,
            run(&plan, false).report.hash,
            "seed {seed}"
        );
    }
}
