//! Says what is being done and how long each thing took.
//!
//! Owns the wording and the table at the end. It must not know what any step does.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The steps taken so far, with their times.
pub struct Steps {
    begun: Instant,
    rows: Vec<Row>,
    /// What is still to come, in order.
    plan: Vec<&'static str>,
}

struct Row {
    name: String,
    took: Duration,
    ended: Ended,
}

#[derive(Clone, Copy)]
enum Ended {
    Ready,
    Done,
    Failed,
}

impl Ended {
    fn word(self) -> &'static str {
        match self {
            Self::Ready => "was ready",
            Self::Done => "done",
            Self::Failed => "FAILED",
        }
    }
}

impl Steps {
    /// Starts the clock.
    pub fn new() -> Self {
        Self {
            begun: Instant::now(),
            rows: Vec::new(),
            plan: Vec::new(),
        }
    }

    /// Says which steps will come, so that each can say what comes after it. A step is meant by the
    /// first word of its name.
    pub fn plan(&mut self, steps: impl IntoIterator<Item = &'static str>) {
        self.plan.extend(steps);
    }

    /// What comes after a step; it and what comes before it are over.
    fn begin(&mut self, name: &str) -> Option<String> {
        let word = name.split(' ').next();
        if let Some(at) = self.plan.iter().position(|step| word == Some(step)) {
            self.plan.drain(..=at);
        }
        (!self.plan.is_empty()).then(|| self.plan.join(", "))
    }

    fn announce(&mut self, name: &str, what: &str) {
        println!("==> {name}: {what}");
        if let Some(next) = self.begin(name) {
            println!("    then: {next}");
        }
    }

    /// Does one step, saying before what it does and after how long it took.
    pub fn step<T>(
        &mut self,
        name: &str,
        what: &str,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        self.announce(name, what);
        self.timed(name, Instant::now(), work)
    }

    /// Makes sure of one thing: nothing but a look when `ready`, otherwise `make`.
    pub fn ensure(
        &mut self,
        name: &str,
        what: &str,
        ready: impl FnOnce() -> bool,
        make: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let begun = Instant::now();
        if ready() {
            self.begin(name);
            self.rows.push(Row {
                name: name.to_owned(),
                took: begun.elapsed(),
                ended: Ended::Ready,
            });
            println!("    {name}: ready ({})", human(begun.elapsed()));
            return Ok(());
        }
        self.announce(name, what);
        self.timed(name, begun, make)
    }

    fn timed<T>(
        &mut self,
        name: &str,
        begun: Instant,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        let result = work();
        let took = begun.elapsed();
        let ended = if result.is_ok() {
            Ended::Done
        } else {
            Ended::Failed
        };
        println!("    {name}: {} in {}", ended.word(), human(took));
        self.rows.push(Row {
            name: name.to_owned(),
            took,
            ended,
        });
        result.with_context(|| format!("step \"{name}\" failed"))
    }

    /// Prints every step with its time, and the total.
    pub fn print_table(&self) {
        if self.rows.is_empty() {
            return;
        }
        let width = self.rows.iter().map(|row| row.name.len()).max();
        let width = width.unwrap_or(0).max("total".len());
        println!();
        for row in &self.rows {
            let took = human(row.took);
            println!("{:width$}  {took:>9}  {}", row.name, row.ended.word());
        }
        println!("{:width$}  {:>9}", "total", human(self.begun.elapsed()));
    }
}

/// A duration as a person would say it.
pub fn human(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds >= 60 {
        format!("{} m {:02} s", seconds / 60, seconds % 60)
    } else if seconds >= 1 {
        format!("{}.{} s", seconds, took.subsec_millis() / 100)
    } else {
        format!("{} ms", took.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(human(Duration::from_millis(7)), "7 ms");
        assert_eq!(human(Duration::from_millis(1_940)), "1.9 s");
        assert_eq!(human(Duration::from_secs(61)), "1 m 01 s");
    }

    #[test]
    fn a_step_knows_what_comes_next() {
        let mut steps = Steps::new();
        steps.plan(["trunk", "app"]);
        steps.plan(["server"]);
        assert_eq!(steps.begin("node").as_deref(), Some("trunk, app, server"));
        assert_eq!(steps.begin("trunk 0.21.14").as_deref(), Some("app, server"));
        assert_eq!(steps.begin("server"), None);
    }

    #[test]
    fn a_ready_thing_is_not_made_again() {
        let mut steps = Steps::new();
        let made = steps.ensure("a", "makes a", || true, || anyhow::bail!("made"));
        assert!(made.is_ok());
        let made = steps.ensure("b", "makes b", || false, || anyhow::bail!("made"));
        assert!(made.is_err());
    }
}
