//! What happens by chance: each fault and each draw has a stream of its own for everybody it may
//! strike.

use super::World;
use crate::chance::{Chance, number};
use crate::plan::Fault;

impl World {
    /// Whether a fault happens now; each has a stream of its own for everybody it may strike.
    pub(crate) fn fault(&mut self, fault: Fault, who: usize) -> bool {
        if self.calm {
            return false;
        }
        let Some(strength) = self.plan.faults.get(&fault).copied() else {
            return false;
        };
        let kind = 100 + number(Fault::ALL.iter().position(|f| *f == fault).unwrap_or(0));
        let (mut chance, n) = self.draw(kind, who);
        let id = (fault, who, n);
        let happens = chance.below(1_000) < strength && !self.plan.silenced.contains(&id);
        if happens {
            self.struck.push(id);
            self.report.fault(fault.name());
        }
        happens
    }

    /// The next stream of chance of a kind for somebody, and its number.
    pub(crate) fn draw(&mut self, kind: u64, who: usize) -> (Chance, u64) {
        let n = self.draws.entry((kind, who)).or_default();
        *n += 1;
        (Chance::of(self.plan.seed, [kind, number(who), *n]), *n)
    }

    /// How long a message from or to somebody takes.
    pub(crate) fn delay(&mut self, who: usize) -> u64 {
        let slow = self.fault(Fault::SlowMessage, who);
        let (mut chance, _) = self.draw(50, who);
        1 + chance.below(if slow { 60_000 } else { 40 })
    }
}
