//! `cargo xtask bench`: how fast it is, as ratios of one run.
//!
//! Owns what each benchmark needs to be there. It must not know how anything is measured.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::shell::{cargo, check, command};
use crate::steps::Steps;
use crate::{app, progress, setup, tree};

/// The build that starting is measured beside: the last one of two programs and no crates but the
/// framework.
const BEFORE: &str = "48062f9";

/// What `bench` may be told.
#[derive(Args)]
pub struct Options {
    /// What to measure
    #[arg(value_enum, default_value_t = Name::Push)]
    name: Name,
    /// For `lists` and `reports`: how many closed sales are many. A million takes minutes to make and
    /// 5 GB, which stay in the target folder for the next run
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    many: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    /// How many sales a second the server takes, beside a bare floor
    Push,
    /// How long a surface takes to be painted and usable on a slow device, beside an older build
    Start,
    /// How long lists take beside many closed sales and beside few, and pulls beside managers
    Lists,
    /// How quick BackOffice's list is with 20,000 open sales, beside a page of plain script
    Backoffice,
    /// How long a report over a year takes beside a million closed sales and beside ten thousand
    Reports,
}

/// Measures one thing and prints it.
pub fn run(options: &Options, steps: &mut Steps) -> Result<()> {
    match options.name {
        Name::Push => push(steps),
        Name::Start => start(steps),
        Name::Lists => lists(options, steps),
        Name::Backoffice => backoffice(steps),
        Name::Reports => reports(options, steps),
    }
}

fn push(steps: &mut Steps) -> Result<()> {
    let what = "pushes sales to the server and to a bare floor";
    steps.step("bench", what, || {
        check(
            cargo()
                .args(["bench", "--quiet", "--package", "server"])
                .args(["--bench", "pushing"])
                .current_dir(tree::root()?),
        )
    })
}

fn lists(options: &Options, steps: &mut Steps) -> Result<()> {
    let what = "lists sales beside few and beside many";
    beside_many("lists", what, options, steps)
}

fn reports(options: &Options, steps: &mut Steps) -> Result<()> {
    let what = "asks for every report beside many sales and beside few";
    beside_many("reporting", what, options, steps)
}

/// Both have the same files of many sales.
fn beside_many(name: &str, what: &str, options: &Options, steps: &mut Steps) -> Result<()> {
    let files = tree::target()?.join("pasts");
    steps.step("bench", what, || {
        check(
            cargo()
                .args(["bench", "--quiet", "--package", "server"])
                .args(["--bench", name, "--"])
                .arg(&files)
                .arg(options.many.to_string())
                .current_dir(tree::root()?),
        )
    })
}

fn start(steps: &mut Steps) -> Result<()> {
    let root = tree::root()?;
    steps.plan(["rustfmt", "clippy"]);
    steps.plan(setup::BUILDING);
    steps.plan(setup::TESTING);
    steps.plan(["app", "server", "before", "bench"]);
    let browsers = setup::for_tests(steps)?;
    app::build(steps)?;
    steps.step("server", "builds it", || {
        progress::cargo(&mut server(&root))
    })?;
    let before = tree::target()?.join("before");
    let what = format!("builds {BEFORE}, once, to measure beside");
    let ready = [app_of(&before), server_of(&before)];
    let there = ready.iter().all(|part| part.exists());
    steps.ensure("before", &what, || there, || build(&root, &before))?;
    steps.step("bench", "opens each surface, cold and warm", || {
        check(
            cargo()
                .args(["test", "--quiet", "--package", "stories", "--test", "start"])
                .current_dir(&root)
                .env("SAVED_SALES_DIST", app::dist()?)
                .env("SAVED_SALES_SERVER", tree::target()?.join(SERVER))
                .env("SAVED_SALES_DIST_BEFORE", app_of(&before))
                .env("SAVED_SALES_SERVER_BEFORE", server_of(&before))
                .envs(browsers.iter().map(|(name, path)| (name, path))),
        )
    })
}

fn backoffice(steps: &mut Steps) -> Result<()> {
    let root = tree::root()?;
    steps.plan(["rustfmt", "clippy"]);
    steps.plan(setup::BUILDING);
    steps.plan(setup::TESTING);
    steps.plan(["app", "server", "bench"]);
    let browsers = setup::for_tests(steps)?;
    app::build(steps)?;
    steps.step("server", "builds it", || {
        progress::cargo(&mut server(&root))
    })?;
    steps.step("bench", "shows 20,000 open sales on both pages", || {
        check(
            cargo()
                .args(["test", "--quiet", "--package", "stories"])
                .args(["--test", "backoffice"])
                .current_dir(&root)
                .env("SAVED_SALES_DIST", app::dist()?)
                .env("SAVED_SALES_SERVER", tree::target()?.join(SERVER))
                .envs(browsers.iter().map(|(name, path)| (name, path))),
        )
    })
}

const SERVER: &str = "release/saved-sales-server";

fn app_of(clone: &Path) -> PathBuf {
    clone.join("dist")
}

fn server_of(clone: &Path) -> PathBuf {
    clone.join("target").join(SERVER)
}

fn server(clone: &Path) -> Command {
    let mut build = cargo();
    build
        .args(["build", "--release", "--package", "server"])
        .args(["--bin", "saved-sales-server"])
        .current_dir(clone);
    build
}

/// Checks that build out beside this one and has it build itself, as it did then.
fn build(root: &Path, before: &Path) -> Result<()> {
    if !before.join("Cargo.toml").exists() {
        let git = || {
            let mut git = command("git");
            git.current_dir(root);
            git
        };
        check(git().args(["worktree", "prune"]))?;
        let add = ["worktree", "add", "--detach", "--quiet"];
        check(git().args(add).arg(before).arg(BEFORE))
            .with_context(|| format!("this clone does not have {BEFORE}: git fetch --unshallow"))?;
    }
    check(
        cargo()
            .args(["xtask", "test", "--only", "app"])
            .current_dir(before)
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    progress::cargo(server(before).env_remove("CARGO_TARGET_DIR"))
}
