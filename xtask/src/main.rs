//! `cargo xtask`: everything that a person or a machine does with a fresh clone.
//!
//! Owns the command line. It must not know how a step is done; each module beside it owns one.

mod app;
mod bench;
mod browsers;
mod debian;
mod parts;
mod progress;
mod run;
mod setup;
mod shell;
mod simulate;
mod size;
mod steps;
mod test;
mod tools;
mod tree;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::steps::Steps;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Runs and tests Saved Sales Sync", long_about = None)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything that is missing, then serve the app with a demonstration store
    Run(run::Options),
    /// Check format, lints and size, then run every test, browsers included
    #[command(after_long_help = test::HELP)]
    Test(test::Options),
    /// Measure how fast it is, as ratios of one run
    Bench(bench::Options),
    /// Run days of a simulated shop, good and bad, and hold them against the invariants
    Simulate(simulate::Options),
    /// Get the tools that `run` and `test` need, and nothing else
    Setup,
    /// Take the built BackOffice apart; Trunk calls this
    #[command(hide = true)]
    Parts,
}

fn main() -> ExitCode {
    let line = Line::parse();
    let mut steps = Steps::new();
    let outcome = match line.command {
        Command::Run(options) => run::run(&options, &mut steps),
        Command::Test(options) => test::run(&options, &mut steps),
        Command::Bench(options) => bench::run(&options, &mut steps),
        Command::Simulate(options) => simulate::run(&options),
        Command::Parts => parts::run(),
        Command::Setup => setup::for_tests(&mut steps).map(|_| steps.print_table()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            steps.print_table();
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
