//! A server on a long past, for measuring: made up once and kept, so that the next run begins at once.

use super::Browser;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Another build's program, to be measured instead of this one's.
const OTHER: &str = "SAVED_SALES_SERVER";
const PAST: &str = "/api/backoffice/reports/home?from=2026-01-01&to=2026-01-01";

/// Measures with what the command line says: a folder for the files, and how many sales are many.
pub fn measure(run: impl AsyncFnOnce(PathBuf, u64)) {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let folder = arguments.first().map_or("target/pasts", String::as_str);
    let many = arguments
        .get(1)
        .map_or(1_000_000, |many| many.parse().unwrap());
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(run(folder.into(), many));
}

/// How many sales there are.
#[derive(Clone, Copy)]
pub struct Past {
    pub closed: u64,
    pub open: u64,
    pub per_day: u64,
}

/// A server on a data folder, with a manager signed in.
pub struct Filled {
    server: Child,
    pub started: Duration,
    pub manager: Arc<Browser>,
}

impl Filled {
    /// Below `folder`, made if it is not there.
    pub async fn open(folder: &Path, past: Past) -> Filled {
        let Past {
            closed,
            open,
            per_day,
        } = past;
        let data = folder.join(format!("{closed}-{open}-{per_day}"));
        if !data.exists() {
            make(&data, past);
        }
        // The second start: the first one may have had a file of another build.
        drop(Filled::start(&data).await);
        Filled::start(&data).await
    }

    async fn start(data: &Path) -> Filled {
        let begun = Instant::now();
        let mut server = Command::new(program())
            .args(["serve", "--port", "0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let address = lines
            .map(|line| line.unwrap())
            .find_map(|line| line.strip_prefix("listening on http://")?.parse().ok())
            .unwrap();
        let manager = Browser::new(address);
        let (status, _) = manager.get_status("/api/caps").await;
        assert_eq!(status, 200);
        let started = begun.elapsed();
        let (status, _) = manager
            .sign_in("morgan@harbour.example", "harbour-street")
            .await;
        assert_eq!(status, 200);
        while manager.get_status(PAST).await.0 == 503 {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        Filled {
            server,
            started,
            manager: Arc::new(manager),
        }
    }
}

impl Drop for Filled {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn program() -> PathBuf {
    let built = || env!("CARGO_BIN_EXE_saved-sales-server").into();
    std::env::var_os(OTHER).map_or_else(built, PathBuf::from)
}

/// Beside its place first, so that one that was broken off is not taken for a whole one.
fn make(data: &Path, past: Past) {
    let making = data.with_extension("making");
    let _ = std::fs::remove_dir_all(&making);
    let made = Command::new(program())
        .args(["generate", "--finished", &past.closed.to_string()])
        .args(["--open", &past.open.to_string()])
        .args(["--per-day", &past.per_day.to_string()])
        .arg("--data")
        .arg(&making)
        .status();
    assert!(made.unwrap().success());
    std::fs::rename(&making, data).unwrap();
}

/// Requests one path and reads the answer to its end.
pub async fn timed(browser: &Browser, path: &str) -> Duration {
    let begun = Instant::now();
    let request = browser.request(reqwest::Method::GET, path);
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let body = answer.bytes().await.unwrap();
    assert_eq!(status, 200, "{path} {}", String::from_utf8_lossy(&body));
    begun.elapsed()
}

/// The median and the 95th of a hundred, in milliseconds.
pub fn percentiles(mut took: Vec<Duration>) -> (f64, f64) {
    took.sort();
    let at = |share: usize| took[(took.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    (at(50), at(95))
}

/// A row of the table that is printed.
pub fn row(what: &str, few: Vec<Duration>, many: Vec<Duration>) {
    let (few, many) = (percentiles(few), percentiles(many));
    println!(
        "{what:34}{:>8.1}{:>8.1}{:>12.1}{:>8.1}{:>8.2}",
        few.0,
        few.1,
        many.0,
        many.1,
        many.1 / few.1
    );
}

/// The head of the table, and how long the two took to start.
pub fn head(few: (&Filled, Past), many: (&Filled, Past)) {
    println!(
        "{:34}{:>10} closed{:>16} closed",
        "milliseconds", few.1.closed, many.1.closed
    );
    println!(
        "{:34}{:>8}{:>8}{:>12}{:>8}{:>8}",
        "", "p50", "p95", "p50", "p95", "ratio"
    );
    let ms = |filled: &Filled| filled.started.as_secs_f64() * 1000.0;
    println!("{:34}{:>16.0}{:>20.0}", "start", ms(few.0), ms(many.0));
}
