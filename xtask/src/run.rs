//! `cargo xtask run`: from a fresh clone to a running shop.
//!
//! Owns the order, and the arguments of the server. It must not know what the server does with
//! them.

use std::path::{Path, PathBuf, absolute};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};
use clap::Args;

use crate::shell::{cargo, check, command};
use crate::steps::Steps;
use crate::{app, progress, setup, tree};

/// What `run` may be told.
#[derive(Args)]
pub struct Options {
    /// The port to serve on
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder that holds the stores [default: data/ in the clone]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Import the goods of the UCI Online Retail data set (the file or its folder) before serving
    #[arg(long, value_name = "PATH")]
    import: Option<PathBuf>,
    /// Open sales too: this many of the last invoices
    #[arg(long, value_name = "N", default_value_t = 0, requires = "import")]
    open_sales: u32,
}

/// Builds what is missing and becomes the server.
pub fn run(options: &Options, steps: &mut Steps) -> Result<()> {
    let root = tree::root()?;
    let data = match &options.data {
        Some(folder) => absolute(folder)?,
        None => root.join("data"),
    };
    let import = options.import.as_deref().map(absolute).transpose()?;
    if let Some(missing) = import.as_deref().filter(|path| !path.exists()) {
        bail!("there is no {} to import", missing.display());
    }
    steps.plan(setup::BUILDING);
    steps.plan(["app", "server"]);
    steps.plan(import.as_ref().map(|_| "import"));
    setup::for_building(steps)?;
    app::build(steps)?;
    steps.step("server", "builds it", || {
        progress::cargo(
            cargo()
                .args(["build", "--release", "--package", "server"])
                .args(["--bin", "saved-sales-server"])
                .current_dir(&root),
        )
    })?;
    let server = tree::target()?.join("release/saved-sales-server");
    if let Some(path) = import {
        steps.step("import", "reads the sales of Online Retail", || {
            check(
                command(&server)
                    .args(["import", "online-retail"])
                    .arg(&path)
                    .arg("--data")
                    .arg(&data)
                    .args(["--open-sales", &options.open_sales.to_string()]),
            )
        })?;
    }
    steps.print_table();
    println!();
    become_server(serve(&server, options.port, &data)?)
}

fn serve(server: &Path, port: u16, data: &Path) -> Result<Command> {
    let mut serve = command(server);
    serve
        .args(["serve", "--port", &port.to_string(), "--data"])
        .arg(data)
        .arg("--app")
        .arg(app::dist()?)
        .arg("--demo")
        .stdin(Stdio::inherit());
    Ok(serve)
}

/// Gives this process to the server, so that Ctrl-C and every other signal is the server's own.
#[cfg(unix)]
fn become_server(mut serve: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(serve.exec().into())
}

/// Waits for the server; Ctrl-C reaches it as it reaches us.
#[cfg(not(unix))]
fn become_server(mut serve: Command) -> Result<()> {
    check(&mut serve)
}
