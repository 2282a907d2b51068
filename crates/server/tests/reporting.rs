//! How long each report over a year takes beside many closed sales, and beside few in the same run. On
//! a shared machine only the ratio means anything.
//!
//! It must not judge: it prints. `CLOSED` and `OPEN` say how many sales there are.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    dead_code,
    reason = "a measurement that cannot go on has failed; it uses a part of what tests share"
)]

mod support;

use chrono::{DateTime, Days};
use reqwest::Method;
use sale::{
    Change, Employee, LineId, Money, NewLine, OpenSale, Product, Quantity, RegisterId, SaleId,
    Source, TableRef,
};
use serde_json::Value;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use support::till::pay;
use support::{Browser, Shop, Till};
use sync::api::{NewRegister, ProductsPage, RegisterOverview};
use uuid::Uuid;

/// Closed sales of the shop that the other is set beside.
const FEW: usize = 10_000;
/// Sales of one push; each is three changes.
const AT_ONCE: usize = 33;
const REGISTERS: usize = 5;
const TABLES: usize = 30;
/// Times that each report is asked for.
const ROUNDS: usize = 20;
const YEAR_MS: i64 = 365 * 24 * 60 * 60 * 1000;
const REPORTS: [&str; 6] = ["home", "open", "over-time", "takings", "exceptions", "sync"];

fn main() {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(run());
}

fn asked(name: &str, otherwise: usize) -> usize {
    let given = std::env::var(name).ok().and_then(|text| text.parse().ok());
    given.unwrap_or(otherwise)
}

async fn run() {
    let (closed, open) = (asked("CLOSED", 1_000_000), asked("OPEN", 20_000));
    let few = Filled::open(FEW.min(closed), open).await;
    let many = Filled::open(closed, open).await;
    println!("\na report over a year, in ms; {open} open sales, {ROUNDS} times each\n");
    let beside = format!("beside {closed} closed");
    println!(
        "{:34}{:>22}{:>22}{:>8}",
        "",
        beside,
        format!("beside {}", FEW.min(closed)),
        "ratio"
    );
    println!(
        "{:34}{:>11}{:>11}{:>11}{:>11}{:>8}",
        "", "p50", "p95", "p50", "p95", "p95"
    );
    for name in REPORTS {
        for filter in [
            "", "register", "employee", "table", "origin", "category", "two",
        ] {
            if !filter.is_empty() && !matches!(name, "takings" | "over-time") {
                continue;
            }
            let (a, b) = (
                many.times(name, filter).await,
                few.times(name, filter).await,
            );
            let what = match filter {
                "" => name.to_owned(),
                filter => format!("{name}, of one {filter}"),
            };
            println!(
                "{what:34}{:>11.1}{:>11.1}{:>11.1}{:>11.1}{:>8.2}",
                a.0,
                a.1,
                b.0,
                b.1,
                a.1 / b.1
            );
        }
    }
}

/// A shop with a year behind it.
struct Filled {
    shop: Shop,
    manager: Browser,
    register: RegisterId,
    employee: sale::EmployeeId,
    category: String,
}

impl Filled {
    async fn open(closed: usize, open: usize) -> Filled {
        let shop = Shop::open().await;
        let manager = shop.manager().await;
        let mut tills = Vec::new();
        for n in 0..REGISTERS {
            let name = format!("Till {n}");
            let _: RegisterOverview = manager
                .post("/api/backoffice/registers", &NewRegister { name })
                .await;
            let at = shop.registers(&manager).await.len() - 1;
            tills.push(shop.till_by(&manager, at).await);
        }
        let people: Vec<Employee> = manager.get("/api/backoffice/employees").await;
        let page: ProductsPage = manager.get("/api/backoffice/products?limit=100").await;
        let begun = Instant::now();
        let mut made = 0;
        while made < closed + open {
            let count = AT_ONCE.min(closed + open - made);
            let till = &mut tills[made / AT_ONCE % REGISTERS];
            let mut mutations = Vec::new();
            for n in made..made + count {
                // Open ones are the last week's.
                let is_closed = n < closed;
                let back = match is_closed {
                    true => YEAR_MS * (closed - n) as i64 / closed.max(1) as i64,
                    false => 7 * 24 * 60 * 60 * 1000 * (n - closed) as i64 / open as i64,
                };
                till.employee = people[n % people.len()].id;
                let at_ms = now_ms() - back - 20 * 60 * 1000;
                let (id, total, opened) = opening(till, n, &page.products);
                let mut put = |change: &Change, minutes: i64| {
                    let mut mutation = till.next(change);
                    mutation.at_ms = at_ms + minutes * 60_000;
                    mutations.push(mutation);
                };
                put(&opened, 0);
                if is_closed {
                    put(&pay(id, total), (n % 90) as i64 / 6);
                    put(&Change::Close { sale_id: id }, (n % 90) as i64 / 5);
                }
            }
            let (status, value) = till.send(&mutations).await;
            assert_eq!(status, 200, "{value}");
            made += count;
            if made % 66_000 == 0 {
                eprintln!(
                    "  {made} sales, {:.0} a second",
                    made as f64 / begun.elapsed().as_secs_f64()
                );
            }
        }
        Filled {
            register: tills[0].identity.register_id.unwrap(),
            employee: people[0].id,
            category: page.products[0].category.clone(),
            shop,
            manager,
        }
    }

    /// The median and the 95th of a hundred.
    async fn times(&self, name: &str, filter: &str) -> (f64, f64) {
        let today = DateTime::from_timestamp_millis(now_ms())
            .unwrap()
            .date_naive();
        let register = format!("&register={}", self.register);
        let filter = match filter {
            "register" => register,
            "employee" => format!("&employee={}", self.employee),
            "table" => "&table=Table%201".to_owned(),
            "origin" => "&origin=Register".to_owned(),
            "category" => format!("&category={}", self.category.replace(' ', "%20")),
            "two" => format!("{register}&employee={}", self.employee),
            _ => String::new(),
        };
        let from = today - Days::new(364);
        let path = format!("/api/backoffice/reports/{name}?from={from}&to={today}{filter}");
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let answer = self
                .manager
                .send(self.manager.request(Method::GET, &path))
                .await;
            assert_eq!(answer.status(), 200);
            let _: Value = answer.json().await.unwrap();
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        (times[times.len() / 2], times[times.len() * 95 / 100])
    }
}

fn opening(till: &Till, n: usize, products: &[Product]) -> (SaleId, i64, Change) {
    let sale_id = SaleId(Uuid::now_v7());
    let lines: Vec<NewLine> = (0..3)
        .map(|line| {
            let product = &products[(n * 7 + line * 13) % products.len()];
            NewLine {
                id: LineId(Uuid::now_v7()),
                product_id: Some(product.id),
                name: product.name.clone(),
                unit_price: product.price,
                quantity: Quantity::ONE,
                modifiers: Vec::new(),
                discount: None,
                taxes: product
                    .taxes
                    .iter()
                    .filter(|tax| tax.included)
                    .cloned()
                    .collect(),
                note: None,
                reason: None,
            }
        })
        .collect();
    let total = lines.iter().map(|line| line.unit_price).sum::<Money>();
    let open = OpenSale {
        sale_id,
        number: format!("{}{n}", till.identity.number_prefix),
        source: Source::Register,
        name: None,
        table: Some(TableRef {
            id: None,
            name: format!("Table {}", n * 11 % TABLES),
        }),
        customer: None,
        guests: Some(2),
        note: None,
        lines,
    };
    (sale_id, total.0, Change::Open(open))
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}
