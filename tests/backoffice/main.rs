//! How quick BackOffice's list of sales is, beside a page of plain script that shows the same sales
//! from the same server in the same browser: `cargo xtask bench backoffice`. With 20,000 open sales,
//! 50 changes a second and the processor four times slower. Prints, and judges nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use serde_json::{Value, json};
use std::path::Path;
use stories::{Browser, Device, Shop, named};

const SALES: u32 = 20_000;
const TIMES_SLOWER: u32 = 4;
const CHANGES_A_SECOND: u32 = 50;
const LIVE_S: u32 = 15;
const FRAMES: u32 = 120;
const ROUNDS: u32 = 3;

/// The page of plain script, put beside the app.
const PLAIN: [(&str, &str); 3] = [
    ("plain.html", include_str!("plain.html")),
    ("plain.css", include_str!("plain.css")),
    ("plain.js", include_str!("plain.js")),
];
const WATCH: &str = include_str!("watch.js");
const PUSH: &str = include_str!("push.js");

/// Sales that are not in view.
const OTHERS: &str = "
    const [seen, done] = arguments;
    fetch('/api/backoffice/sales?status=open&sort=number&limit=100')
        .then((answer) => answer.json())
        .then((page) => done(page.sales.map((one) => one.sale.id).filter((id) => !seen.includes(id))))";

/// What one page took, in milliseconds.
#[derive(Default)]
struct Took {
    first_list: Vec<f64>,
    filter: Vec<f64>,
    sort: Vec<f64>,
    open: Vec<f64>,
    live: Vec<f64>,
    scroll: Vec<f64>,
    long: Vec<f64>,
}

fn numbers(answer: &Value) -> Vec<f64> {
    let all = answer.as_array().unwrap();
    all.iter().map(|number| number.as_f64().unwrap()).collect()
}

async fn asked(device: &Device, what: &str) -> Vec<f64> {
    let script = format!("const done = arguments[arguments.length - 1]; {what}.then(done)");
    numbers(&device.run_until_done(&script, vec![]).await)
}

/// Everything on the page that is open, which has just drawn its first list.
async fn measure(device: &Device, shop: &Shop, took: &mut Took) {
    device.run(WATCH, vec![]).await;
    device.run("window.watch.begin()", vec![]).await;
    let keys = "window.watch.type(['7', '77', '777', '77', '7', ''])";
    took.filter.extend(asked(device, keys).await);
    took.sort
        .extend(asked(device, "window.watch.sort(4)").await);
    asked(device, "window.watch.settle()").await;
    let open = "window.watch.open(4)";
    took.open.extend(asked(device, open).await);
    let ids = device.run("return window.watch.ids()", vec![]).await;
    let others = device.run_until_done(OTHERS, vec![ids.clone()]).await;
    device.run("window.watch.follow()", vec![]).await;
    let pusher = shop.device(Browser::Chromium, "pusher").await;
    pusher.goto("/").await;
    let arguments = vec![ids, others, json!(CHANGES_A_SECOND), json!(LIVE_S)];
    let scrolling = format!("window.watch.scroll({FRAMES})");
    // The changes in view are awaited while nobody scrolls, and then somebody does.
    pusher.run_until_done(PUSH, arguments.clone()).await;
    took.live.extend(numbers(
        &device.run("return window.watch.live", vec![]).await,
    ));
    let (_, scrolled) = tokio::join!(
        pusher.run_until_done(PUSH, arguments),
        asked(device, &scrolling)
    );
    took.scroll.extend(scrolled);
    took.long.extend(numbers(
        &device.run("return window.watch.long", vec![]).await,
    ));
    pusher.close().await;
}

fn share(times: &[f64], per_cent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times
        .get((times.len() * per_cent / 100).min(times.len().saturating_sub(1)))
        .copied()
        .unwrap_or(f64::NAN)
}

fn line(what: &str, plain: f64, ours: f64) {
    let missed = if ours > 2.0 * plain { "  missed" } else { "" };
    let ratio = ours / plain;
    println!("{what:36}{plain:>9.0} ms{ours:>9.0} ms{ratio:>8.2}{missed}");
}

fn print(plain: &Took, ours: &Took) {
    println!(
        "Chromium, processor {TIMES_SLOWER} times slower, {SALES} open sales, {CHANGES_A_SECOND} \
         changes a second; {ROUNDS} rounds; goal: within 2 times of the plain page"
    );
    println!("{:36}{:>12}{:>12}{:>8}", "", "plain", "BackOffice", "ratio");
    for (what, of) in [
        (
            "first list",
            (|took: &Took| took.first_list.clone()) as fn(&Took) -> Vec<f64>,
        ),
        ("filter key", |took| took.filter.clone()),
        ("sort", |took| took.sort.clone()),
        ("open a sale", |took| took.open.clone()),
        ("live change to painted row", |took| took.live.clone()),
        ("scroll frame", |took| took.scroll.clone()),
    ] {
        for per_cent in [50, 95] {
            let name = format!("{what}, p{per_cent}");
            line(
                &name,
                share(&of(plain), per_cent),
                share(&of(ours), per_cent),
            );
        }
    }
    for (name, took) in [("plain", plain), ("BackOffice", ours)] {
        let over = took.long.iter().filter(|ms| **ms > 100.0).count();
        let longest = took.long.iter().copied().fold(0.0, f64::max);
        println!(
            "long tasks over 100 ms after the first list, {name}: {over}; longest {longest:.0} ms"
        );
    }
}

/// The app with the plain page in its folder.
fn beside(folder: &Path) {
    let dist = named("SAVED_SALES_DIST");
    copy(Path::new(&dist), folder);
    for (name, text) in PLAIN {
        std::fs::write(folder.join(name), text).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// Opens an address and says how long it took until the list was there.
async fn first_list(device: &Device, path: &str) -> f64 {
    device.goto(path).await;
    let there = format!(
        "return document.querySelector('[data-testid=open-sales-table]')?.getAttribute('aria-rowcount') > {} \
         && document.querySelectorAll('[data-testid=sale-row]').length > 0",
        SALES / 2
    );
    device.holds("the list is there", &there, vec![]).await;
    let now = device.run("return performance.now()", vec![]).await;
    now.as_f64().unwrap()
}

async fn both() {
    let folder = tempfile::TempDir::new().unwrap();
    beside(folder.path());
    let shop = Shop::open_with_sales_at(SALES, folder.path()).await;
    let (mut plain, mut ours) = (Took::default(), Took::default());
    let device = shop.backoffice(Browser::Chromium).await;
    for _ in 0..ROUNDS {
        for (path, took) in [
            ("/plain.html", &mut plain),
            ("/backoffice/sales", &mut ours),
        ] {
            device.slow_down(TIMES_SLOWER).await;
            took.first_list.push(first_list(&device, path).await);
            measure(&device, &shop, took).await;
            device.slow_down(1).await;
        }
    }
    print(&plain, &ours);
    device.close().await;
    shop.close(vec![]).await;
}

fn main() {
    stories::story("backoffice", both());
}
