//! Days in a shop, good and bad: whatever happens, nothing saved is lost (A1, A2, A4), nothing is
//! applied twice (A3), no open sale goes (A5), and in the end all registers hold the same (B1, B2, B3, B5).
#![allow(missing_docs, clippy::panic)]

use simulator::{Plan, Report, Shop};

const GOOD: Plan = Plan {
    tills: 3,
    taps: 60,
    lost_requests: 0,
    lost_answers: 0,
    broken_streams: 0,
    refused_writes: 0,
    crashes: 0,
    outages: 0,
    switches: 0,
};

fn run(seeds: std::ops::Range<u64>, plan: Plan) -> Vec<Report> {
    seeds
        .map(|seed| match Shop::run(seed, plan) {
            Ok(report) => report,
            Err(violation) => panic!("seed {seed} breaks {}: {}", violation.rule, violation.what),
        })
        .collect()
}

#[test]
fn a_good_day_brings_all_registers_to_the_same_rows_b3_c7() {
    for report in run(0..20, GOOD) {
        assert!(report.saved > 0);
    }
}

#[test]
fn answers_lost_after_the_commit_are_given_again_and_nothing_happens_twice_a2_a3() {
    let plan = Plan {
        lost_requests: 10,
        lost_answers: 20,
        ..GOOD
    };
    assert!(
        run(0..60, plan)
            .iter()
            .any(|r| r.faults.contains_key("lost answer"))
    );
}

#[test]
fn streams_that_break_cost_time_and_nothing_else_b2_b5() {
    let plan = Plan {
        broken_streams: 40,
        ..GOOD
    };
    run(0..60, plan);
}

#[test]
fn registers_that_crash_offline_and_with_sick_disks_lose_nothing_they_called_saved_a1_a4() {
    let plan = Plan {
        crashes: 10,
        outages: 15,
        refused_writes: 10,
        lost_answers: 10,
        ..GOOD
    };
    run(0..100, plan);
}

#[test]
fn sync_switched_off_and_on_hands_everything_over_and_brings_it_back_f2_f4_f5() {
    let plan = Plan {
        switches: 15,
        ..GOOD
    };
    run(0..100, plan);
    let worse = Plan {
        lost_requests: 5,
        lost_answers: 10,
        broken_streams: 10,
        crashes: 5,
        outages: 10,
        refused_writes: 5,
        ..plan
    };
    run(100..250, worse);
}

#[test]
fn the_same_seed_gives_the_same_day() {
    let plan = Plan {
        lost_answers: 10,
        crashes: 10,
        outages: 10,
        ..GOOD
    };
    assert_eq!(run(7..8, plan), run(7..8, plan));
}
