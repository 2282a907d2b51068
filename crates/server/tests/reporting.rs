//! How long each report over a year takes beside many closed sales, and beside few in the same run.
//! Both servers answer in turns, so that what else the machine does meets both alike; the ratio is
//! what means something.
//!
//! It must not judge: it prints. The arguments are a folder for the files, and how many are many.
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

use chrono::{DateTime, Days};
use filled::{Filled, Past, head, row, timed};
use sale::Employee;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use support::Browser;
use sync::api::RegisterOverview;

const FEW: u64 = 10_000;
const OPEN: u64 = 20_000;
/// Times that each report is asked for, after the first.
const ROUNDS: usize = 20;
const REPORTS: [&str; 6] = ["home", "open", "over-time", "takings", "exceptions", "sync"];
/// What reports are narrowed down by, as an address: `{register}` and the like stand for one of the shop.
const FILTERS: [(&str, &str); 8] = [
    ("of a register", "&register={register}"),
    ("of an employee", "&employee={employee}"),
    ("of an origin", "&origin=Register"),
    ("of a table", "&table=Table%201"),
    ("of a room", "&room=Dining%20room"),
    ("of a category", "&category=Coffee"),
    ("of two", "&register={register}&employee={employee}"),
    (
        "of three",
        "&register={register}&room=Dining%20room&category=Coffee",
    ),
];
/// Sales behind a number of a year, by section and row.
const BEHIND: [(&str, &str); 4] = [
    ("takings/takings_by_hour", "&key=12"),
    ("takings/takings_by_category", "&key=Coffee"),
    ("takings/takings_by_table", "&key=Table%201"),
    ("exceptions/exceptions_by_kind", "&key=void"),
];

fn main() {
    filled::measure(run);
}

/// So many closed sales in a year.
fn year(closed: u64) -> Past {
    Past {
        closed,
        open: OPEN,
        per_day: closed.div_ceil(365),
    }
}

async fn run(folder: PathBuf, many: u64) {
    let folder = folder.as_path();
    let pasts = [year(FEW), year(many)];
    let few = Filled::open(folder, pasts[0]).await;
    let more = Filled::open(folder, pasts[1]).await;
    head((&few, pasts[0]), (&more, pasts[1]));
    for name in REPORTS {
        compare(name, &few, &more, name, "").await;
        for (what, filter) in FILTERS {
            compare(&format!("  {what}"), &few, &more, name, filter).await;
        }
    }
    for (section, key) in BEHIND {
        let path = format!("{section}/sales");
        compare(section, &few, &more, &path, key).await;
    }
}

/// The first answer stands by itself: it may be put together from more than the later ones.
async fn compare(what: &str, few: &Filled, more: &Filled, name: &str, filter: &str) {
    let paths = [
        path(few, name, filter).await,
        path(more, name, filter).await,
    ];
    let first = (
        timed(&few.manager, &paths[0]).await,
        timed(&more.manager, &paths[1]).await,
    );
    let (mut one, mut other) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        one.push(timed(&few.manager, &paths[0]).await);
        other.push(timed(&more.manager, &paths[1]).await);
    }
    row(what, one, other);
    let ms = (
        first.0.as_secs_f64() * 1000.0,
        first.1.as_secs_f64() * 1000.0,
    );
    println!("{:34}{:>16.1}{:>20.1}", "    first", ms.0, ms.1);
}

/// A year that ends tomorrow, since the shop's day may have begun before ours.
async fn path(shop: &Filled, name: &str, filter: &str) -> String {
    let registers: Vec<RegisterOverview> = shop.manager.get("/api/backoffice/registers").await;
    let people: Vec<Employee> = shop.manager.get("/api/backoffice/employees").await;
    let filter = filter
        .replace("{register}", &registers[5].register.id.to_string())
        .replace("{employee}", &people[7].id.to_string());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = DateTime::from_timestamp_secs(now.as_secs() as i64).unwrap();
    let to = now.date_naive() + Days::new(1);
    let from = to - Days::new(365);
    format!("/api/backoffice/reports/{name}?from={from}&to={to}{filter}")
}
