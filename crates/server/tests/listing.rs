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

mod filled;
mod support;

use filled::{Filled, Past, head, row, timed};
use futures_util::future::join_all;
use sale::{DeviceId, Employee};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use support::Browser;
use support::browser::form;
use sync::api::{Activation, ActivationCode, RegisterOverview, SalesPage};
use sync::protocol::{Identity, Patch};
use uuid::Uuid;

const FEW: u64 = 10_000;
const OPEN: u64 = 20_000;
/// Requests of each kind, after some that do not count.
const ROUNDS: usize = 30;
const WARMING: usize = 3;
const PULLS: usize = 300;
const MANAGERS: usize = 4;
/// Closed sales of the days that are more than a page can be sorted from.
const SOME_DAYS: u64 = 9_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn main() {
    filled::measure(run);
}

/// A shop whose lists are asked for.
struct Shop {
    filled: Filled,
    past: Past,
    registers: Vec<RegisterOverview>,
    people: Vec<Employee>,
}

impl Shop {
    /// The days are as full in both, so that a day's list is as long.
    async fn open(folder: &Path, closed: u64, per_day: u64) -> Shop {
        let past = Past {
            closed,
            open: OPEN,
            per_day,
        };
        let filled = Filled::open(folder, past).await;
        Shop {
            registers: filled.manager.get("/api/backoffice/registers").await,
            people: filled.manager.get("/api/backoffice/employees").await,
            past,
            filled,
        }
    }

    /// A kind of list, as an address: `{register}` and the like stand for one of this shop.
    async fn path(&self, kind: &str) -> String {
        let manager = &self.filled.manager;
        let (query, pages) = kind.split_once(" page ").unwrap_or((kind, "1"));
        let latest: SalesPage = manager
            .get("/api/backoffice/sales?status=closed&sort=closed&descending=true&limit=1")
            .await;
        let closed_ms = latest.sales[0].sale.closing.as_ref().unwrap().at_ms;
        let some_ms = DAY_MS * SOME_DAYS as i64 / self.past.per_day as i64;
        let since = |ms: i64| format!("closed_from_ms={}", closed_ms - ms);
        let query = query
            .replace("{register}", &self.registers[5].register.id.to_string())
            .replace("{idle}", &self.registers[3].register.id.to_string())
            .replace("{employee}", &self.people[7].id.to_string())
            .replace("{number}", &form(&latest.sales[0].sale.number))
            .replace("{day}", &since(DAY_MS))
            .replace("{some days}", &since(some_ms));
        let path = format!("/api/backoffice/sales?{query}");
        let mut after = String::new();
        for _ in 1..pages.parse().unwrap() {
            let page: SalesPage = manager.get(&format!("{path}{after}")).await;
            after = format!("&after={}", form(&page.next.unwrap()));
        }
        path + &after
    }

    async fn ask(&self, path: &str) -> Duration {
        timed(&self.filled.manager, path).await
    }

    /// How long pulls of a register take that has everything.
    async fn pulls(&self) -> Vec<Duration> {
        let manager = &self.filled.manager;
        let register = self.registers[1].register.id;
        let code: ActivationCode = manager
            .post(&format!("/api/backoffice/registers/{register}/code"), &())
            .await;
        let till = Browser::new(manager.address);
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
        "of some days by total",
        "status=closed&{some days}&sort=total",
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

async fn run(folder: PathBuf, many: u64) {
    let folder = folder.as_path();
    let per_day = many.div_ceil(365);
    let few = Shop::open(folder, FEW, per_day).await;
    let more = Shop::open(folder, many, per_day).await;
    head((&few.filled, few.past), (&more.filled, more.past));
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
        let (stop, manager) = (Arc::clone(&stop), Arc::clone(&shop.filled.manager));
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
