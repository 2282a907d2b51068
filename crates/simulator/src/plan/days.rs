//! Days by chance: how many registers, who taps what when, which faults and how strong (a random
//! subset each time, so that every mixture comes up).

use super::{Deed, Fault, Plan, What};
use crate::chance::{Chance, number};

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;

impl Plan {
    /// The plan of a seed: a random shop, random people, and a random subset of all faults in
    /// random strength.
    #[must_use]
    pub fn of(seed: u64) -> Plan {
        plan(seed)
    }
}

fn plan(seed: u64) -> Plan {
    let mut chance = Chance::of(seed, [1, 0, 0]);
    let mut plan = Plan::quiet(seed, 2 + tail(&mut chance, 10));
    plan.processes = 1 + chance.place(3);
    plan.tabs = 1 + chance.below(3);
    plan.phones = usize::from(chance.percent(60));
    plan.offices = usize::from(chance.percent(60));
    plan.strangers = usize::from(chance.percent(40)) * (1 + chance.place(2));
    plan.page_rows = *chance.one_of(&[3, 7, 20, 2_000]).unwrap_or(&7);
    let bad = !chance.percent(10);
    if bad {
        for fault in Fault::ALL {
            let chance = &mut Chance::of(seed, [1, 1, position(fault)]);
            if chance.percent(40) {
                let most = if is_crash(fault) { 40 } else { 250 };
                let strength = *chance.one_of(&[5, 20, 60, most]).unwrap_or(&20);
                plan.faults.insert(fault, strength);
            }
        }
    }
    let span = (2 + chance.below(8)) * MINUTE;
    let taps = 60 + chance.below(160);
    for n in 0..taps {
        let mut own = Chance::of(seed, [2, n, 0]);
        let what = if own.percent(3) {
            What::DoubleTap
        } else {
            What::Tap
        };
        let who = own.place(plan.devices());
        put(&mut plan, &mut own, span, who, what);
    }
    if bad {
        mishaps(&mut plan, span);
    }
    plan.deeds.sort_by_key(|deed| deed.at_ms);
    plan
}

/// Each fault has a chance of its own, so that another one changes no day without it.
fn position(fault: Fault) -> u64 {
    let place = Fault::ALL.iter().position(|one| *one == fault);
    place.map_or(0, number)
}

fn is_crash(fault: Fault) -> bool {
    matches!(
        fault,
        Fault::CrashBefore | Fault::CrashAt | Fault::CrashAfter
    )
}

/// Mostly small, sometimes up to `most`.
fn tail(chance: &mut Chance, most: usize) -> usize {
    if chance.percent(75) {
        chance.place(4)
    } else {
        chance.place(most + 1)
    }
}

fn put(plan: &mut Plan, chance: &mut Chance, span: u64, who: usize, what: What) {
    plan.deeds.push(Deed {
        at_ms: SECOND + chance.below(span),
        who,
        seed: chance.bits(),
        what,
    });
}

/// A random subset of what happens beside the tapping, each several times.
fn mishaps(plan: &mut Plan, span: u64) {
    const KINDS: u64 = 21;
    let devices = plan.devices();
    for kind in 0..KINDS {
        let mut own = Chance::of(plan.seed, [3, kind, 0]);
        if !own.percent(if (14..17).contains(&kind) { 10 } else { 35 }) {
            continue;
        }
        for _ in 0..1 + own.below(if kind >= 12 { 2 } else { 5 }) {
            let short = 100 + own.below(60 * SECOND);
            let till = own.place(plan.tills);
            let device = own.place(devices);
            let (who, what) = match kind {
                0 => (till, What::Switch(own.percent(50))),
                1 => (till, What::Ask(own.percent(50))),
                2 => (own.place(2), What::Order(1 + own.below(3))),
                3 => (device, What::KillTab),
                4 => (device, What::PowerLoss),
                5 => (till, What::SecondLeader),
                6 => (device, What::Outage(short * (1 + own.below(4)))),
                7 => (device, What::Clock(own.amount(172_800_000) - 86_400_000)),
                8 => (device, What::Freeze(short)),
                9 => (device, What::HandleLost(short / 4)),
                10 => (device, What::NewerChange),
                11 => (own.place(plan.processes), What::ServerDown(short)),
                12 => (0, What::DiskFull(short / 2)),
                13 => (till, What::Cleared),
                14 => (0, What::Weeks),
                15 => (till, What::Cloned),
                16 => {
                    put(plan, &mut own, span / 2, 0, What::Backup);
                    (0, What::Restore)
                }
                17 => (device, What::ClearedUnder),
                18 => (till, What::ActivatedTwice),
                19 => (device, What::Gap),
                _ => (till, What::Layout(own.percent(50))),
            };
            put(plan, &mut own, span, who, what);
            if matches!(what, What::Ask(_)) && own.percent(40) {
                away_when_asked(plan, short);
            }
        }
    }
}

/// The register that is asked for something is away by then (rule F6).
fn away_when_asked(plan: &mut Plan, for_ms: u64) {
    if let Some(asked) = plan.deeds.last().copied() {
        plan.deeds.push(Deed {
            at_ms: asked.at_ms.saturating_sub(200),
            what: What::Outage(for_ms),
            ..asked
        });
    }
}
