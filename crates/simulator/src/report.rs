//! What a run came to.

use std::collections::BTreeMap;

/// Something that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The invariant, such as `I1`.
    pub invariant: &'static str,
    /// The rules that it stands for.
    pub rules: &'static str,
    /// What was found.
    pub what: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}): {}", self.invariant, self.rules, self.what)
    }
}

/// A storage that fails where none was told to.
pub(crate) fn sick(error: &dyn std::fmt::Display) -> Violation {
    broken("storage", "A2", format!("failed: {error}"))
}

/// A violation.
pub(crate) fn broken(invariant: &'static str, rules: &'static str, what: String) -> Violation {
    Violation {
        invariant,
        rules,
        what,
    }
}

/// The figures of a run, or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Events carried out.
    pub events: u64,
    /// Changes that a person was told are saved.
    pub saved: u64,
    /// Positions of the server's logs.
    pub positions: u64,
    /// Faults that happened, by kind.
    pub faults: BTreeMap<&'static str, u64>,
    /// Times that each invariant was checked.
    pub checks: BTreeMap<&'static str, u64>,
    /// Times that something happened which a rule is about.
    pub rules: BTreeMap<String, u64>,
    /// Over everything that happened: the same plan gives the same.
    pub hash: u64,
}

impl Report {
    pub(crate) fn fault(&mut self, name: &'static str) {
        *self.faults.entry(name).or_default() += 1;
    }

    pub(crate) fn check(&mut self, invariant: &'static str) {
        *self.checks.entry(invariant).or_default() += 1;
    }

    pub(crate) fn rule(&mut self, id: &str) {
        if let Some(count) = self.rules.get_mut(id) {
            *count += 1;
        } else {
            self.rules.insert(id.to_owned(), 1);
        }
    }

    /// The rules that nothing happened about.
    #[must_use]
    pub fn unexercised(&self) -> Vec<&'static str> {
        let exercised = |id: &&str| self.rules.contains_key(*id);
        crate::rules::held().filter(|id| !exercised(id)).collect()
    }

    /// Adds another run's figures to these.
    pub fn add(&mut self, other: &Report) {
        self.events += other.events;
        self.saved += other.saved;
        self.positions += other.positions;
        for (name, count) in &other.faults {
            *self.faults.entry(name).or_default() += count;
        }
        for (name, count) in &other.checks {
            *self.checks.entry(name).or_default() += count;
        }
        for (name, count) in &other.rules {
            *self.rules.entry(name.clone()).or_default() += count;
        }
        self.hash = crate::chance::mix(self.hash ^ other.hash);
    }
}
