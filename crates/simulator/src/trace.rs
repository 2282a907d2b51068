//! What happened in a run, as a hash that two runs of one plan must share, and as lines that a
//! person can read when somebody wants them.

use crate::chance::mix;

/// The record of a run.
#[derive(Debug, Default)]
pub struct Trace {
    hash: u64,
    lines: Option<Vec<String>>,
}

impl Trace {
    /// A record; with lines when `readable`.
    #[must_use]
    pub fn new(readable: bool) -> Trace {
        Trace {
            hash: 0,
            lines: readable.then(Vec::new),
        }
    }

    /// Notes numbers that only the same run gives.
    pub fn note(&mut self, numbers: &[u64]) {
        for number in numbers {
            self.hash = mix(self.hash ^ *number);
        }
    }

    /// Says what happens, to whom ever reads.
    pub fn say(&mut self, now_ms: u64, line: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.lines {
            lines.push(format!("{} {}", clock(now_ms), line()));
        }
    }

    /// The hash so far.
    #[must_use]
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The lines so far.
    #[must_use]
    pub fn into_lines(self) -> Vec<String> {
        self.lines.unwrap_or_default()
    }
}

/// Virtual time as a clock that starts at noon.
fn clock(now_ms: u64) -> String {
    let seconds = now_ms / 1_000;
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (hours, minutes, seconds) = (rest / 3_600 + 12, rest / 60 % 60, rest % 60);
    let day = if days > 0 {
        format!("day {} ", days + 1)
    } else {
        String::new()
    };
    format!(
        "{day}{hours:02}:{minutes:02}:{seconds:02}.{:03}",
        now_ms % 1_000
    )
}
