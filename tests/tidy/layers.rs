//! Which part may know which: arrows point down only.
//!
//! Owns the arrows between crates and between the folders of the app. It must not know how Rust
//! is read.

use crate::sources::{Source, bare, below, every, named, none, one};

/// Each crate and what it may depend on of ours. Tests may reach further.
const CRATES: [(&str, &[&str]); 5] = [
    ("crates/sale", &[]),
    ("crates/sync", &["sale"]),
    ("crates/server", &["sale", "sync"]),
    ("crates/simulator", &["sale", "sync"]),
    (".", &["sale", "sync"]),
];

const OURS: [&str; 8] = [
    "rules",
    "sale",
    "sync",
    "server",
    "simulator",
    "saved-sales-sync",
    "stories",
    "xtask",
];

/// What only `src/platform/` may name.
const BROWSER: [&str; 3] = ["web_sys", "js_sys", "wasm_bindgen"];

const SURFACES: [&str; 3] = ["backoffice", "register", "pay"];

#[test]
fn crates_depend_downwards() {
    let mut wrong = Vec::new();
    for (folder, allowed) in CRATES {
        let path = format!("{folder}/Cargo.toml");
        let Some(manifest) = one(&path) else {
            wrong.push(format!("{path} is missing"));
            continue;
        };
        for needed in dependencies(&manifest.text) {
            if OURS.contains(&needed.as_str()) && !allowed.contains(&needed.as_str()) {
                wrong.push(format!("{path} depends on {needed}"));
            }
        }
    }
    none("arrows between crates that point up", wrong);
}

/// The names under every `dependencies` heading but that of the tests.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix('[') {
            let heading = heading.trim_end_matches(']');
            let workspace = heading.starts_with("workspace");
            let tests = heading.contains("dev-dependencies");
            inside = heading.ends_with("dependencies") && !workspace && !tests;
            let own = heading.split_once("dependencies.");
            if let Some((_, name)) = own.filter(|_| !workspace && !tests) {
                found.push(name.to_owned());
            }
        } else if inside && !line.starts_with('#') {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            found.push(name.trim_matches('"').to_owned());
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn app(below: &str) -> Vec<Source> {
    let folder = format!("src/{below}");
    let mut files = every(&["rs"]);
    files.retain(|file| file.path.starts_with(&folder));
    files
}

fn is_in(file: &Source, part: &str) -> bool {
    file.path.starts_with(&format!("src/{part}/")) || file.path == format!("src/{part}.rs")
}

#[test]
fn only_the_platform_names_the_browser() {
    let mut wrong = Vec::new();
    for file in app("") {
        if is_in(&file, "platform") {
            continue;
        }
        let code = bare(&file.text);
        for name in BROWSER {
            if named(&code, name).next().is_some() {
                wrong.push(format!("{} names {name}", file.path));
            }
        }
        if names_idb(&code) {
            wrong.push(format!("{} names idb", file.path));
        }
    }
    none("browser APIs outside src/platform/", wrong);
}

/// Whether bare Rust names the crate `idb`, rather than the platform's module of that name.
fn names_idb(code: &str) -> bool {
    let own = below(code, "platform::").iter().any(|name| name == "idb");
    named(code, "idb").any(|(before, after)| {
        let imported = before.ends_with("use ") || before.ends_with("use ::");
        let path = after.starts_with("::") && !before.ends_with("::");
        imported || (path && !own)
    })
}

#[test]
fn components_know_no_surface() {
    let mut wrong = Vec::new();
    for file in app("ui") {
        for part in below(&bare(&file.text), "crate::") {
            if SURFACES.contains(&part.as_str()) {
                wrong.push(format!("{} uses {part}", file.path));
            }
        }
    }
    none("shared components that know where they are used", wrong);
}

#[test]
fn surfaces_know_only_what_lies_below() {
    let mut wrong = Vec::new();
    for surface in SURFACES {
        for file in app(surface).iter().filter(|file| is_in(file, surface)) {
            let code = bare(&file.text);
            for part in below(&code, "crate::") {
                if SURFACES.contains(&part.as_str()) && part != surface {
                    wrong.push(format!("{} uses {part}", file.path));
                }
            }
            if below(&code, "platform::").iter().any(|name| name == "idb") {
                wrong.push(format!("{} uses the database of the device", file.path));
            }
            if named(&code, "gloo_net").next().is_some() {
                wrong.push(format!("{} uses the network", file.path));
            }
        }
    }
    none("surfaces that reach past ui, replica and api", wrong);
}

/// What belongs to a dialog is gone before an answer is here, so the till waits for it.
#[test]
fn dialogs_of_the_register_wait_for_nothing() {
    let mut wrong = Vec::new();
    for file in app("register") {
        let code = bare(&file.text);
        let asks = is_in(&file, "register/acts") || draws_a_dialog(&code);
        if asks && waits(&code) {
            wrong.push(format!("{} waits for an answer", file.path));
        }
    }
    none("dialogs that wait; `Till::act` does so for them", wrong);
}

fn draws_a_dialog(code: &str) -> bool {
    named(code, "Dialog").any(|(before, _)| before.ends_with('<'))
}

fn waits(code: &str) -> bool {
    let later = ["await", "spawn_local", "Action"];
    later.iter().any(|name| named(code, name).next().is_some())
}

#[test]
fn a_dialog_that_waits_is_seen() {
    let code = bare("view! { <Dialog open> }; spawn_local(async move { till.change(change) })");
    assert!(draws_a_dialog(&code) && waits(&code));
    assert!(!draws_a_dialog(&bare("use crate::ui::Dialog;")));
    assert!(!waits(&bare("till.act(Act::new(change, said))")));
}

#[test]
fn dependencies_are_read_from_every_heading() {
    let manifest = "[package]\nname = \"a\"\n[dependencies]\nsale.workspace = true\n\
        # server = 1\n[dev-dependencies]\nsimulator = 1\n[dependencies.sync]\npath = \"x\"\n\
        [target.'cfg(unix)'.dependencies]\nxtask = { path = \"y\" }\n";
    assert_eq!(dependencies(manifest), ["sale", "sync", "xtask"]);
}

#[test]
fn the_crate_idb_is_told_from_our_module() {
    assert!(names_idb(&bare("use idb::Factory;")));
    assert!(names_idb(&bare("let a = idb::Factory::new();")));
    assert!(!names_idb(&bare("use crate::platform::idb::Store;")));
    assert!(!names_idb(&bare(
        "use crate::platform::{clock, idb};\nidb::open()"
    )));
}
