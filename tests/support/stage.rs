//! The story that plays: whom it has on stage, kept until it is over, and what a failing one leaves
//! in its folder: of each tab of each device the picture, the page and the console, and the server's
//! log. It must not know what a story is about.

use crate::watch::{COMPLAINTS, SAID};
use serde_json::json;
use std::any::Any;
use std::cell::RefCell;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use thirtyfour::prelude::*;
use tokio::process::Child;
use tokio::time::timeout;

/// A process that ends with the last who holds it.
pub(crate) type Process = Arc<tokio::sync::Mutex<Child>>;

/// How long a device may take over each thing that it leaves.
const LEAVING: Duration = Duration::from_secs(15);

#[derive(Clone)]
struct Actor {
    name: String,
    driver: WebDriver,
    _process: Process,
}

struct Stage {
    folder: PathBuf,
    actors: Vec<Actor>,
    servers: Vec<Process>,
}

thread_local! {
    /// Each story plays on the thread of its test, and so do those that it has on stage.
    static STAGE: RefCell<Option<Stage>> = const { RefCell::new(None) };
}

fn on_stage<T>(act: impl FnOnce(&mut Stage) -> T) -> Option<T> {
    STAGE.with_borrow_mut(|stage| stage.as_mut().map(act))
}

/// A device comes on; it is asked what it shows if the story fails.
pub(crate) fn enter(name: &str, driver: &WebDriver, process: &Process) {
    on_stage(|stage| {
        let name = name.replace(|c: char| !c.is_alphanumeric(), "-");
        stage.actors.push(Actor {
            name: format!("{}-{}", stage.actors.len() + 1, name.to_lowercase()),
            driver: driver.clone(),
            _process: process.clone(),
        });
    });
}

/// A device was looked at and goes.
pub(crate) fn leave(driver: &WebDriver) {
    on_stage(|stage| {
        stage
            .actors
            .retain(|actor| actor.driver.session_id() != driver.session_id());
    });
}

/// A server comes on; it is not killed before the devices were asked.
pub(crate) fn enter_server(process: &Process) {
    on_stage(|stage| stage.servers.push(process.clone()));
}

/// Where a server of the story writes what it has to say.
pub(crate) fn server_log() -> Option<File> {
    let log = on_stage(|stage| stage.folder.join("server.log"))?;
    let log = File::options().create(true).append(true).open(log);
    Some(log.unwrap())
}

/// Runs one story. It fails for what any page complained of, too, whether the story looked at it or
/// not. As many play at once as there are test threads: each has a shop and browsers of its own.
pub fn story<F: Future<Output = ()>>(name: &str, story: F) {
    let name = name.trim_start_matches("stories::").replace("::", ".");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/stories");
    std::fs::create_dir_all(&folder).unwrap();
    let folder = folder.canonicalize().unwrap().join(&name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).unwrap();
    STAGE.set(Some(Stage {
        folder: folder.clone(),
        actors: Vec::new(),
        servers: Vec::new(),
    }));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let played = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            story.await;
            let complaints = complaints().await;
            assert!(complaints.is_empty(), "a page complained");
        });
    }));
    let failed = played.err().map(|why| {
        let complaints = runtime.block_on(async {
            let complaints = complaints().await;
            gather(&folder).await;
            complaints
        });
        (said(why.as_ref()), complaints)
    });
    // With whoever is still on it; their processes end.
    drop(STAGE.take());
    if let Some((why, complaints)) = failed {
        let folder = folder.display();
        panic!(
            "{why}\nwhat the pages complained of: {complaints:#?}\nwhat there was to see: {folder}"
        );
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

fn said(why: &(dyn Any + Send)) -> String {
    let owned = why.downcast_ref::<String>().cloned();
    let said = owned.or_else(|| why.downcast_ref::<&str>().map(|why| (*why).to_owned()));
    said.unwrap_or_else(|| "the story failed".to_owned())
}

fn actors() -> Vec<Actor> {
    on_stage(|stage| stage.actors.clone()).unwrap_or_default()
}

/// What the pages in front complained of.
async fn complaints() -> Vec<String> {
    let mut all = Vec::new();
    for actor in actors() {
        let asked = timeout(LEAVING, actor.driver.execute_async(COMPLAINTS, vec![])).await;
        let of_one = asked.ok().and_then(Result::ok);
        let of_one = of_one.map_or_else(|| json!(["does not answer"]), |r| r.json().clone());
        let of_one = of_one.as_array().cloned().unwrap_or_default();
        all.extend(of_one.iter().map(|what| format!("{}: {what}", actor.name)));
    }
    all
}

/// Writes down what each tab of each device shows and said, and ends them.
async fn gather(folder: &Path) {
    for actor in actors() {
        let (name, driver) = (&actor.name, &actor.driver);
        let tabs = timeout(LEAVING, driver.windows()).await;
        let tabs = tabs.ok().and_then(Result::ok).unwrap_or_default();
        for (n, tab) in tabs.iter().enumerate() {
            let _ = timeout(LEAVING, driver.switch_to_window(tab.clone())).await;
            let file = |ending| match tabs.len() {
                1 => folder.join(format!("{name}.{ending}")),
                _ => folder.join(format!("{name}-tab-{}.{ending}", n + 1)),
            };
            let picture = timeout(LEAVING, driver.screenshot_as_png()).await;
            let page = timeout(LEAVING, driver.source()).await;
            let console = timeout(LEAVING, driver.execute(SAID, vec![])).await;
            if let Ok(Ok(picture)) = picture {
                std::fs::write(file("png"), picture).unwrap();
            }
            if let Ok(Ok(page)) = page {
                std::fs::write(file("html"), page).unwrap();
            }
            if let Ok(Ok(console)) = console {
                let said = console.json().as_str().unwrap_or_default().to_owned();
                std::fs::write(file("console.txt"), said).unwrap();
            }
        }
        let _ = timeout(LEAVING, actor.driver.quit()).await;
    }
}
