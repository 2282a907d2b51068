//! `cargo xtask simulate`: days of a simulated shop, one for each seed.
//!
//! Owns the command line. It must not know what a day is; the simulator does.

use anyhow::Result;
use clap::Args;

use crate::shell::{cargo, check};
use crate::tree;

/// What `simulate` may be told.
#[derive(Args)]
pub struct Options {
    /// From this seed on, up to and without that one; of a single seed everything is told
    #[arg(long, value_name = "A..B", default_value = "0..1000")]
    seeds: String,
}

/// Builds the simulator for speed and runs it.
pub fn run(options: &Options) -> Result<()> {
    check(
        cargo()
            .current_dir(tree::root()?)
            .args(["run", "--release", "--quiet", "--package", "simulator"])
            .args(["--bin", "simulate", "--", &options.seeds]),
    )
}
