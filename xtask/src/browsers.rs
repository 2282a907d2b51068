//! The browsers that the tests drive, and their drivers.
//!
//! Owns how they are found and which variables name them. It must not know what the tests do.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::debian::{self, Wanted};
use crate::shell::find;
use crate::steps::Steps;
use crate::tools::{Build, From, Tool};

const GECKODRIVER: Tool = Tool {
    name: "geckodriver",
    version: "0.37.1",
    says: Some("0.37.1"),
    file: "bin/geckodriver",
    from: From::Cargo(Build {
        arguments: &[],
        opt_level: "0",
    }),
};

const AXE: Tool = Tool {
    name: "axe-core",
    version: "4.14.1",
    says: None,
    file: "node_modules/axe-core/axe.min.js",
    from: From::Npm,
};

/// What the system brings: the variable that names it, where it may lie, and what brings it.
const PROGRAMS: [(&str, &[&str], Wanted); 3] = [
    (
        "CHROMIUM",
        &["chromium", "chromium-browser", "google-chrome"],
        Wanted {
            what: "Chromium",
            package: "chromium",
            elsewhere: "put it on the path or name it in CHROMIUM",
        },
    ),
    (
        "CHROMEDRIVER",
        &["chromedriver"],
        Wanted {
            what: "chromedriver",
            package: "chromium-driver",
            elsewhere: "put the one of your Chromium's version on the path or name it in CHROMEDRIVER",
        },
    ),
    (
        "FIREFOX",
        &["firefox-esr", "firefox"],
        Wanted {
            what: "Firefox",
            package: "firefox-esr",
            elsewhere: "put it on the path or name it in FIREFOX",
        },
    ),
];

/// Variables for the tests, each the path of a program or file.
pub type Browsers = Vec<(&'static str, PathBuf)>;

/// Makes sure of browsers, drivers and the accessibility checker. A variable that is set already
/// is believed when its file is there.
pub fn ensure(steps: &mut Steps) -> Result<Browsers> {
    let missing: Vec<Wanted> = PROGRAMS
        .into_iter()
        .filter(|(variable, names, _)| locate(variable, names).is_none())
        .map(|(_, _, wanted)| wanted)
        .collect();
    let ready = missing.is_empty();
    steps.ensure(
        "browsers",
        "installs Chromium with its driver, and Firefox",
        || ready,
        || debian::install(&missing),
    )?;
    let mut found = Browsers::new();
    for (variable, names, wanted) in PROGRAMS {
        let path = locate(variable, names);
        found.push((
            variable,
            path.with_context(|| format!("{} is still not there", wanted.what))?,
        ));
    }
    for (variable, tool) in [("GECKODRIVER", GECKODRIVER), ("AXE_JS", AXE)] {
        let path = match named(variable) {
            Some(path) => path,
            None => {
                tool.ensure(steps)?;
                tool.path()?
            }
        };
        found.push((variable, path));
    }
    Ok(found)
}

fn locate(variable: &str, names: &[&str]) -> Option<PathBuf> {
    named(variable).or_else(|| find(names))
}

fn named(variable: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env::var_os(variable)?);
    path.is_file().then_some(path)
}
