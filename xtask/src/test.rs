//! `cargo xtask test`: everything that must hold before a change is done.
//!
//! Owns the checks and their order, quick ones first. It must not know what any of them looks at.

use std::path::Path;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::browsers::Browsers;
use crate::shell::{cargo, check};
use crate::steps::Steps;
use crate::{app, setup, size, tree};

/// What stands below the options in `--help`.
pub const HELP: &str = "\
NAME is a check (format, lint, lint-app, app, tests) or one of the test targets (tidy, stories, …).

The tests find what they need through variables, each set here to an absolute path:
  SAVED_SALES_DIST    the built app
  SAVED_SALES_SERVER  the server's program
  CHROMIUM, CHROMEDRIVER, FIREFOX, GECKODRIVER
                      browsers and drivers; what is set already is used as it is
  AXE_JS              the accessibility checker

To run one of them by hand, set the ones that it names and call cargo test.";

/// What `test` may be told.
#[derive(Args)]
pub struct Options {
    /// Only this check or test target, with what it needs
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Further arguments for the tests, such as part of a test's name
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Runs the checks until one fails.
pub fn run(options: &Options, steps: &mut Steps) -> Result<()> {
    let root = tree::root()?;
    match options.only.as_deref() {
        None => {
            steps.plan(["rustfmt", "clippy"]);
            steps.plan(setup::BUILDING);
            steps.plan(setup::TESTING);
            steps.plan([
                "format", "lint", "lint-app", "app", "size", "build", "tests",
            ]);
            let browsers = setup::for_tests(steps)?;
            format(steps, &root)?;
            lint(steps, &root)?;
            lint_app(steps, &root)?;
            app(steps)?;
            tests(steps, &root, &browsers, &[], &options.rest)?;
        }
        Some("format") => {
            setup::for_checks(steps)?;
            format(steps, &root)?;
        }
        Some("lint") => {
            setup::for_checks(steps)?;
            lint(steps, &root)?;
        }
        Some("lint-app") => {
            setup::for_checks(steps)?;
            lint_app(steps, &root)?;
        }
        Some("app") => {
            setup::for_building(steps)?;
            app(steps)?;
        }
        Some("tests") => {
            let browsers = setup::for_tests(steps)?;
            app(steps)?;
            tests(steps, &root, &browsers, &[], &options.rest)?;
        }
        Some("tidy") => {
            let only = ["--package", "stories", "--test", "tidy"];
            steps.step("tidy", "looks at the shape of the sources", || {
                check(
                    cargo_in(&root)
                        .arg("test")
                        .args(only)
                        .arg("--")
                        .args(&options.rest),
                )
            })?;
        }
        Some(target) => {
            let browsers = setup::for_tests(steps)?;
            app(steps)?;
            tests(steps, &root, &browsers, &["--test", target], &options.rest)?;
        }
    }
    steps.print_table();
    println!("\nAll is well.");
    Ok(())
}

fn format(steps: &mut Steps, root: &Path) -> Result<()> {
    steps.step("format", "cargo fmt leaves every file as it is", || {
        check(cargo_in(root).args(["fmt", "--all", "--check"]))
    })
}

fn lint(steps: &mut Steps, root: &Path) -> Result<()> {
    steps.step("lint", "clippy has nothing to say", || {
        check(
            cargo_in(root)
                .args(["clippy", "--workspace", "--all-targets"])
                .args(["--", "--deny", "warnings"]),
        )
    })
}

fn lint_app(steps: &mut Steps, root: &Path) -> Result<()> {
    let what = "clippy has nothing to say of the app as the browser gets it";
    steps.step("lint-app", what, || {
        check(
            cargo_in(root)
                .args(["clippy", "--package", "saved-sales-sync"])
                .args(["--target", "wasm32-unknown-unknown"])
                .args(["--", "--deny", "warnings"]),
        )
    })
}

fn app(steps: &mut Steps) -> Result<()> {
    app::build(steps)?;
    steps.step("size", "the app is as small as promised", || {
        size::check(&app::dist()?)
    })
}

/// Builds the server in the same breath as the tests: asked for by itself, Cargo would build what
/// both share twice, with different features.
fn tests(
    steps: &mut Steps,
    root: &Path,
    browsers: &Browsers,
    only: &[&str],
    rest: &[String],
) -> Result<()> {
    steps.step("build", "compiles the tests and the server", || {
        check(
            cargo_in(root)
                .args(["build", "--workspace", "--tests"])
                .args(["--bin", "saved-sales-server"]),
        )
    })?;
    let server = tree::target()?.join("debug/saved-sales-server");
    steps.step("tests", "every test, browsers included", || {
        check(
            cargo_in(root)
                .args(["test", "--workspace"])
                .args(only)
                .arg("--")
                .args(rest)
                .env("SAVED_SALES_DIST", app::dist()?)
                .env("SAVED_SALES_SERVER", server)
                .envs(browsers.iter().map(|(name, path)| (name, path))),
        )
    })
}

fn cargo_in(root: &Path) -> Command {
    let mut cargo = cargo();
    cargo.current_dir(root);
    cargo
}
