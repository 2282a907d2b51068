//! Runs Cargo for minutes without leaving anybody to wonder: how many crates are done of how many.
//!
//! Owns how Cargo's own bar is read. It must not know what is built.

use std::collections::VecDeque;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::steps::human;

/// Lines of Cargo's that are shown when it fails.
const KEPT: usize = 60;
/// The longest time without a word.
const SILENCE: Duration = Duration::from_secs(20);

/// Runs a Cargo command that builds, saying how far it is; what else it says is shown if it fails.
pub fn cargo(command: &mut Command) -> Result<()> {
    let begun = Instant::now();
    let mut child = command
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "100")
        .env("CARGO_TERM_COLOR", "never")
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start Cargo")?;
    let mut told = Told::default();
    let mut kept = VecDeque::new();
    if let Some(stderr) = child.stderr.take() {
        pieces(stderr, |piece| match crates(piece) {
            Some(now) => {
                if told.is_worth_telling(now, begun.elapsed()) {
                    let (done, all) = now;
                    println!("    {done} of {all} crates, {}", human(begun.elapsed()));
                }
            }
            None => {
                if kept.len() == KEPT {
                    kept.pop_front();
                }
                kept.push_back(piece.to_owned());
            }
        })?;
    }
    let status = child.wait()?;
    if !status.success() {
        for line in kept {
            eprintln!("{line}");
        }
        bail!("Cargo ended with {status}");
    }
    Ok(())
}

/// Cuts what is read at line ends, and where a bar is drawn over the last one.
fn pieces(mut from: impl Read, mut each: impl FnMut(&str)) -> Result<()> {
    let mut piece = Vec::new();
    let mut bytes = [0; 4096];
    loop {
        let count = from.read(&mut bytes)?;
        for byte in bytes.iter().take(count) {
            if matches!(byte, b'\n' | b'\r') {
                let text = String::from_utf8_lossy(&piece);
                if !text.trim().is_empty() {
                    each(text.trim_end());
                }
                piece.clear();
            } else {
                piece.push(*byte);
            }
        }
        if count == 0 {
            return Ok(());
        }
    }
}

/// How many crates are done of how many, if this is Cargo's bar.
fn crates(bar: &str) -> Option<(u32, u32)> {
    let (_, rest) = bar
        .trim_start()
        .strip_prefix("Building [")?
        .split_once(']')?;
    let (done, rest) = rest.trim_start().split_once('/')?;
    let all = rest.split(|sign: char| !sign.is_ascii_digit()).next()?;
    Some((done.parse().ok()?, all.parse().ok()?))
}

/// What was said last.
#[derive(Default)]
struct Told {
    tenth: u32,
    at: Duration,
}

impl Told {
    /// Each tenth is, and that it still goes on.
    fn is_worth_telling(&mut self, (done, all): (u32, u32), at: Duration) -> bool {
        let tenth = done.saturating_mul(10).checked_div(all).unwrap_or(0);
        let worth = tenth > self.tenth || at.saturating_sub(self.at) >= SILENCE;
        if worth {
            *self = Told { tenth, at };
        }
        worth
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_s_bar_is_read() {
        let bar = "    Building [=====>                ] 87/342: syn, lightningcss(build)";
        assert_eq!(crates(bar), Some((87, 342)));
        assert_eq!(crates("    Building [=> ] 3/342"), Some((3, 342)));
        assert_eq!(crates("   Compiling syn v2.0.119"), None);
        assert_eq!(crates("    Building [=> ] some day"), None);
    }

    #[test]
    fn bars_and_lines_are_told_apart() {
        let said =
            "   Compiling a v1\n    Building [> ] 1/9: a\r    Building [> ] 2/9: b\r\nerror: no\n";
        let mut found = Vec::new();
        pieces(said.as_bytes(), |piece| found.push(crates(piece).is_some())).unwrap();
        assert_eq!(found, [false, true, true, false]);
    }

    #[test]
    fn a_tenth_is_told_once_and_nobody_waits_long() {
        let mut told = Told::default();
        let mut at =
            |done, seconds| told.is_worth_telling((done, 50), Duration::from_secs(seconds));
        assert!(!at(4, 1));
        assert!(at(5, 2));
        assert!(!at(6, 3));
        assert!(at(6, 22));
        assert!(!at(7, 41));
        assert!(at(10, 41));
    }
}
