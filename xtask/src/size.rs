//! How large the app may be for somebody who opens it for the first time.
//!
//! Owns the budgets and the table that shows them. It must not know how the app is built.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::tree;

/// One share of the first load, in bytes as they travel: brotli where the server sends brotli.
struct Budget {
    share: Share,
    /// Above this the table says so.
    goal: u64,
    /// Above this the check fails.
    limit: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Share {
    Wasm,
    OfficeWasm,
    Glue,
    OfficeGlue,
    Start,
    Style,
    Page,
}

impl Share {
    fn words(self) -> &'static str {
        match self {
            Self::Wasm => "shop floor",
            Self::OfficeWasm => "BackOffice",
            Self::Glue => "its JavaScript",
            Self::OfficeGlue => "BackOffice's",
            Self::Start => "boot.js, sw.js",
            Self::Style => "style sheets",
            Self::Page => "page, manifest",
        }
    }

    /// The share that a file belongs to; pictures and compressed copies belong to none.
    fn of(file: &Path) -> Option<Self> {
        let name = file.file_name()?.to_str()?;
        let (_, extension) = name.rsplit_once('.')?;
        match (name, extension) {
            ("boot.js" | "sw.js", _) => Some(Self::Start),
            ("backoffice_bg.wasm", _) => Some(Self::OfficeWasm),
            ("backoffice.js", _) => Some(Self::OfficeGlue),
            (_, "wasm") => Some(Self::Wasm),
            (_, "js") => Some(Self::Glue),
            (_, "css") => Some(Self::Style),
            (_, "html" | "webmanifest") => Some(Self::Page),
            _ => None,
        }
    }
}

const BUDGETS: [Budget; 7] = [
    // The goal is what is promised; the limit is where it stands, and only ever comes down.
    budget(Share::Wasm, 300_000, 300_000),
    budget(Share::OfficeWasm, 300_000, 297_000),
    budget(Share::Glue, 8_000, 8_000),
    budget(Share::OfficeGlue, 8_000, 8_000),
    budget(Share::Start, 5_000, 5_000),
    budget(Share::Style, 15_000, 15_000),
    budget(Share::Page, 4_000, 4_000),
];

/// The first load as a whole, of whichever program is the larger.
const TOTAL: u64 = 326_000;

const fn budget(share: Share, goal: u64, limit: u64) -> Budget {
    Budget { share, goal, limit }
}

/// Prints what each share of the first load weighs, and fails when one is over its budget.
pub fn check(dist: &Path) -> Result<()> {
    let mut weights = Vec::new();
    for file in tree::files(dist)? {
        if let Some(share) = Share::of(&file) {
            weights.push((share, weight(&file)?));
        }
    }
    if weights.is_empty() {
        bail!("{} holds no app", dist.display());
    }
    println!("    {:16}{:>9}{:>9}", "first load, kB", "now", "limit");
    let mut over = Vec::new();
    for budget in BUDGETS {
        let now = sum(&weights, |share| share == budget.share);
        let words = budget.share.words();
        println!("    {}", row(words, now, budget.goal, budget.limit));
        if now > budget.limit {
            over.push(words);
        }
    }
    let floor = [Share::Wasm, Share::Glue];
    let office = [Share::OfficeWasm, Share::OfficeGlue];
    // Nobody loads both.
    let total = sum(&weights, |share| !floor.contains(&share))
        .max(sum(&weights, |share| !office.contains(&share)));
    println!("    {}", row("together", total, TOTAL, TOTAL));
    if total > TOTAL {
        over.push("the first load together");
    }
    if !over.is_empty() {
        bail!("over budget: {}", over.join("; "));
    }
    Ok(())
}

fn sum(weights: &[(Share, u64)], wanted: impl Fn(Share) -> bool) -> u64 {
    let wanted = weights.iter().filter(|(share, _)| wanted(*share));
    wanted.map(|(_, weight)| weight).sum()
}

fn weight(file: &Path) -> Result<u64> {
    let mut compressed = file.as_os_str().to_owned();
    compressed.push(".br");
    let compressed = Path::new(&compressed);
    let sent = if compressed.exists() {
        compressed
    } else {
        file
    };
    Ok(fs::metadata(sent)?.len())
}

fn row(words: &str, now: u64, goal: u64, limit: u64) -> String {
    let remark = if now > limit {
        "  OVER BUDGET"
    } else if now > goal {
        "  above the goal"
    } else {
        ""
    };
    format!("{words:16}{:>9}{:>9}{remark}", kilo(now), kilo(limit))
}

fn kilo(bytes: u64) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_first_load_has_a_share() {
        let of = |name: &str| Share::of(Path::new(name));
        assert_eq!(of("dist/app-1f_bg.wasm"), Some(Share::Wasm));
        assert_eq!(of("dist/app-1f.js"), Some(Share::Glue));
        assert_eq!(of("dist/backoffice_bg.wasm"), Some(Share::OfficeWasm));
        assert_eq!(of("dist/backoffice.js"), Some(Share::OfficeGlue));
        assert_eq!(of("dist/boot.js"), Some(Share::Start));
        assert_eq!(of("dist/tokens-2a.css"), Some(Share::Style));
        assert_eq!(of("dist/index.html"), Some(Share::Page));
        assert_eq!(of("dist/app-1f_bg.wasm.br"), None);
        assert_eq!(of("dist/icons/icon-512.png"), None);
    }

    #[test]
    fn the_table_tells_a_goal_from_a_limit() {
        assert!(row("a", 100, 250, 300).ends_with("0.3"));
        assert!(row("a", 251, 250, 300).ends_with("above the goal"));
        assert!(row("a", 301, 250, 300).ends_with("OVER BUDGET"));
    }
}
