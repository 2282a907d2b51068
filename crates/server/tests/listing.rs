//! How long lists of sales take beside many closed sales and beside few, a register's pull while four
//! managers search and sort, and the start with such a file. Both servers answer in turns, so that
//! what else the machine does meets both alike; the ratio is what means something.
//!
//! It must not judge: it prints.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    dead_code,
    unused_imports,
    reason = "a measurement that cannot go on has failed; it uses a part of what tests share"
)]

mod support;

use futures_util::future::join_all;
use sale::{DeviceId, Employee};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use support::Browser;
use support::browser::form;
use sync::api::{Activation, ActivationCode, RegisterOverview, SalesPage};
use sync::protocol::{Identity, Patch};
use uuid::Uuid;

const FEW: u64 = 10_000;
const OPEN: u64 = 2_000;
/// Requests of each kind, after some that do not count.
const ROUNDS: usize = 30;
const WARMING: usize = 3;
const PULLS: usize = 300;
const MANAGERS: usize = 4;
/// Builds that are measured: this one, or another's program.
const OTHER: &str = "SAVED_SALES_SERVER";

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let folder = arguments.first().map_or("target/lists", String::as_str);
    let many = arguments
        .get(1)
        .map_or(1_000_000, |many| many.parse().unwrap());
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(run(Path::new(folder), many));
}

fn program() -> PathBuf {
    let built = || env!("CARGO_BIN_EXE_saved-sales-server").into();
    std::env::var_os(OTHER).map_or_else(built, PathBuf::from)
}

/// A server on a data folder, with a manager signed in.
struct Shop {
    server: Child,
    started: Duration,
    manager: Arc<Browser>,
    registers: Vec<RegisterOverview>,
    people: Vec<Employee>,
}

impl Shop {
    async fn open(folder: &Path, closed: u64) -> Shop {
        if !folder.exists() {
            let made = Command::new(program())
                .args(["generate", "--finished", &closed.to_string()])
                .args(["--open", &OPEN.to_string()])
                .arg("--data")
                .arg(folder)
                .status();
            assert!(made.unwrap().success());
        }
        let begun = Instant::now();
        let mut server = Command::new(program())
            .args(["serve", "--port", "0", "--data"])
            .arg(folder)
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
        Shop {
            server,
            started,
            registers: manager.get("/api/backoffice/registers").await,
            people: manager.get("/api/backoffice/employees").await,
            manager: Arc::new(manager),
        }
    }

    /// A kind of list, as an address: `{register}` and the like stand for one of this shop.
    async fn path(&self, kind: &str) -> String {
        let (query, pages) = kind.split_once(" page ").unwrap_or((kind, "1"));
        let latest: SalesPage = self
            .manager
            .get("/api/backoffice/sales?status=closed&sort=closed&descending=true&limit=1")
            .await;
        let closed_ms = latest.sales[0].sale.closing.as_ref().unwrap().at_ms;
        let day_ms = 24 * 60 * 60 * 1000;
        let query = query
            .replace("{register}", &self.registers[5].register.id.to_string())
            .replace("{idle}", &self.registers[3].register.id.to_string())
            .replace("{employee}", &self.people[7].id.to_string())
            .replace("{number}", &form(&latest.sales[0].sale.number))
            .replace("{day}", &format!("closed_from_ms={}", closed_ms - day_ms))
            .replace(
                "{nine days}",
                &format!("closed_from_ms={}", closed_ms - 9 * day_ms),
            );
        let path = format!("/api/backoffice/sales?{query}");
        let mut after = String::new();
        for _ in 1..pages.parse().unwrap() {
            let page: SalesPage = self.manager.get(&format!("{path}{after}")).await;
            after = format!("&after={}", form(&page.next.unwrap()));
        }
        path + &after
    }

    async fn ask(&self, path: &str) -> Duration {
        timed(&self.manager, path).await
    }

    /// How long pulls of a register take that has everything.
    async fn pulls(&self) -> Vec<Duration> {
        let register = self.registers[1].register.id;
        let code: ActivationCode = self
            .manager
            .post(&format!("/api/backoffice/registers/{register}/code"), &())
            .await;
        let till = Browser::new(self.manager.address);
        let device_id = DeviceId(Uuid::now_v7());
        let activation = Activation {
            code: code.code,
            device_id,
        };
        let _: Identity = till.post("/api/register/activate", &activation).await;
        let patch: Patch = till.get("/api/register/pull").await;
        let path = format!(
            "/api/register/pull?epoch={}&since={}",
            patch.epoch, patch.to
        );
        let mut took = Vec::new();
        for _ in 0..PULLS {
            took.push(timed(&till, &path).await);
        }
        took
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

async fn timed(browser: &Browser, path: &str) -> Duration {
    let begun = Instant::now();
    let answer = browser
        .request(reqwest::Method::GET, path)
        .send()
        .await
        .unwrap();
    let status = answer.status();
    let body = answer.bytes().await.unwrap();
    assert_eq!(status, 200, "{path} {}", String::from_utf8_lossy(&body));
    begun.elapsed()
}

const KINDS: [(&str, &str); 36] = [
    (
        "closed, latest",
        "status=closed&sort=closed&descending=true",
    ),
    (
        "  page 6",
        "status=closed&sort=closed&descending=true page 6",
    ),
    ("closed by opening", "status=closed&sort=opened"),
    (
        "closed by change",
        "status=closed&sort=changed&descending=true",
    ),
    ("closed by number", "status=closed&sort=number"),
    (
        "closed by total",
        "status=closed&sort=total&descending=true",
    ),
    (
        "  page 6",
        "status=closed&sort=total&descending=true page 6",
    ),
    ("closed by name", "status=closed&sort=name"),
    ("closed by register", "status=closed&sort=register"),
    (
        "closed by employee",
        "status=closed&sort=employee&descending=true",
    ),
    ("voided by total", "status=voided&sort=total"),
    ("all, latest", "status=all&sort=opened&descending=true"),
    ("all by total", "status=all&sort=total&descending=true"),
    ("open by total", "status=open&sort=total&descending=true"),
    (
        "of a register",
        "status=closed&register={register}&sort=closed&descending=true",
    ),
    ("  by total", "status=closed&register={register}&sort=total"),
    (
        "  by employee",
        "status=closed&register={register}&sort=employee",
    ),
    (
        "of a register without sales",
        "status=closed&register={idle}&sort=closed&descending=true",
    ),
    (
        "of an employee",
        "status=closed&employee={employee}&sort=closed&descending=true",
    ),
    ("  by name", "status=closed&employee={employee}&sort=name"),
    (
        "of both, by total",
        "status=closed&register={register}&employee={employee}&sort=total",
    ),
    ("of a day", "status=closed&{day}&sort=closed"),
    ("  by total", "status=closed&{day}&sort=total"),
    (
        "of nine days by total",
        "status=closed&{nine days}&sort=total",
    ),
    ("search, one hit", "status=closed&search=zanzibar+7714"),
    (
        "search, another script",
        "status=closed&search=%E0%AE%A8%E0%AF%80%E0%AE%B0%E0%AF%8D",
    ),
    ("search, a number", "status=closed&search={number}"),
    ("search, no hit", "status=closed&search=lattte"),
    (
        "search, many hits",
        "status=closed&search=latte&sort=closed&descending=true",
    ),
    (
        "  by total",
        "status=closed&search=latte&sort=total&descending=true",
    ),
    ("  by register", "status=closed&search=latte&sort=register"),
    ("  voided", "status=voided&search=latte"),
    (
        "  of a register without sales",
        "status=closed&search=latte&register={idle}",
    ),
    ("  of a day", "status=closed&search=latte&{day}"),
    ("search, two letters", "status=closed&search=mu"),
    ("search, open", "status=open&search=latte"),
];

async fn run(folder: &Path, many: u64) {
    let few = Shop::open(&folder.join("few"), FEW).await;
    let more = Shop::open(&folder.join("many"), many).await;
    println!("{:34}{:>10} closed{:>16} closed", "milliseconds", FEW, many);
    println!(
        "{:34}{:>8}{:>8}{:>12}{:>8}{:>8}",
        "", "p50", "p95", "p50", "p95", "ratio"
    );
    let ms = |took: Duration| took.as_secs_f64() * 1000.0;
    println!(
        "{:34}{:>16.0}{:>20.0}",
        "start",
        ms(few.started),
        ms(more.started)
    );
    for (what, kind) in KINDS {
        let paths = [few.path(kind).await, more.path(kind).await];
        let (mut one, mut other) = (Vec::new(), Vec::new());
        for round in 0..WARMING + ROUNDS {
            let took = (few.ask(&paths[0]).await, more.ask(&paths[1]).await);
            if round >= WARMING {
                one.push(took.0);
                other.push(took.1);
            }
        }
        row(what, one, other);
    }
    let quiet = (few.pulls().await, more.pulls().await);
    row("pull", quiet.0, quiet.1);
    let beside = (busy(&few).await, busy(&more).await);
    row("pull beside four managers", beside.0, beside.1);
}

/// Pulls while managers search and sort without a pause.
async fn busy(shop: &Shop) -> Vec<Duration> {
    let stop = Arc::new(AtomicBool::new(false));
    let mut paths = Vec::new();
    for (_, kind) in KINDS {
        paths.push(shop.path(kind).await);
    }
    let managers = (0..MANAGERS).map(|first| {
        let (stop, manager) = (Arc::clone(&stop), Arc::clone(&shop.manager));
        let mut paths = paths.clone();
        paths.rotate_left(first * KINDS.len() / MANAGERS);
        tokio::spawn(async move {
            for path in paths.iter().cycle() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                timed(&manager, path).await;
            }
        })
    });
    let managers: Vec<_> = managers.collect();
    let took = shop.pulls().await;
    stop.store(true, Ordering::Relaxed);
    join_all(managers).await;
    took
}

fn row(what: &str, few: Vec<Duration>, many: Vec<Duration>) {
    let of = |mut took: Vec<Duration>| {
        took.sort();
        let at = |share: usize| took[(took.len() - 1) * share / 100].as_secs_f64() * 1000.0;
        (at(50), at(95))
    };
    let (few, many) = (of(few), of(many));
    println!(
        "{what:34}{:>8.1}{:>8.1}{:>12.1}{:>8.1}{:>8.2}",
        few.0,
        few.1,
        many.0,
        many.1,
        many.1 / few.1
    );
}
