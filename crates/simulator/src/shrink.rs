//! Shrinking: from a plan that breaks something to the shortest one found that breaks the same.
//! Every deed and fault has a stream of chance of its own, so what is left out changes nothing else.

use crate::plan::Plan;
use crate::world::run;
use std::collections::BTreeSet;

/// The shortest plan found that still breaks this invariant.
#[must_use]
pub fn shrink(plan: &Plan, invariant: &str) -> Plan {
    let breaks = |plan: &Plan| {
        let violation = run(plan, false).violation;
        violation.is_some_and(|violation| violation.invariant == invariant)
    };
    let mut best = plan.clone();
    loop {
        let before = size(&best);
        drop_deeds(&mut best, &breaks);
        for fault in plan.faults.keys() {
            let mut less = best.clone();
            if less.faults.remove(fault).is_some() && breaks(&less) {
                best = less;
            }
        }
        for less in smaller(&best) {
            if breaks(&less) {
                best = less;
            }
        }
        silence(&mut best, &breaks);
        if size(&best) >= before {
            return best;
        }
    }
}

fn size(plan: &Plan) -> usize {
    let faults = if plan.faults.is_empty() {
        0
    } else {
        run(plan, false).struck.len()
    };
    plan.deeds.len() + plan.faults.len() + plan.processes + plan.devices() + faults
}

/// Leaves out halves, quarters and so on of the deeds, down to single ones.
fn drop_deeds(best: &mut Plan, breaks: &impl Fn(&Plan) -> bool) {
    let mut chunk = best.deeds.len().div_ceil(2);
    while chunk > 0 {
        let mut from = 0;
        while from < best.deeds.len() {
            let mut less = best.clone();
            let to = (from + chunk).min(less.deeds.len());
            less.deeds.drain(from..to);
            if breaks(&less) {
                *best = less;
            } else {
                from += chunk;
            }
        }
        chunk = if chunk == 1 { 0 } else { chunk.div_ceil(2) };
    }
}

/// The same in a smaller shop.
fn smaller(plan: &Plan) -> Vec<Plan> {
    let with = |change: &dyn Fn(&mut Plan)| {
        let mut less = plan.clone();
        change(&mut less);
        less
    };
    let mut found = vec![
        with(&|plan| plan.processes = 1),
        with(&|plan| plan.tabs = 1),
        with(&|plan| plan.page_rows = 2_000),
        with(&|plan| plan.strangers = 0),
        with(&|plan| plan.offices = 0),
        with(&|plan| plan.phones = 0),
    ];
    found.extend((1..plan.tills).map(|tills| with(&|plan| plan.tills = tills)));
    found.retain(|less| less != plan && less.devices() > 0);
    found
}

/// Leaves out single faults that happened and do not matter.
fn silence(best: &mut Plan, breaks: &impl Fn(&Plan) -> bool) {
    let struck = run(best, false).struck;
    let mut chunk = struck.len().div_ceil(2);
    while chunk > 0 {
        for some in struck.chunks(chunk) {
            let mut less = best.clone();
            let known: BTreeSet<_> = some.iter().copied().collect();
            less.silenced.extend(known);
            if less.silenced != best.silenced && breaks(&less) {
                *best = less;
            }
        }
        chunk = if chunk == 1 { 0 } else { chunk.div_ceil(2) };
    }
}
