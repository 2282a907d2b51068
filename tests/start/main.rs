//! How long it takes until a surface is painted and until it can be used, on a slow device and a slow
//! line: `cargo xtask bench start`. Cold, in a browser that was never here, and warm, from the
//! service worker; beside an older build, in the same run. Prints, and judges nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use serde_json::Value;
use stories::{Browser, Build, Device, Shop};

const RUNS: usize = 5;
const TIMES_SLOWER: u32 = 4;
const BITS_A_SECOND: u32 = 1_600_000;
const LATENCY_MS: u32 = 150;

const SURFACES: [&str; 3] = ["register", "pay", "backoffice"];

/// What is measured, and what is hoped for, in milliseconds.
const MEASURES: [(&str, Option<f64>); 4] = [
    ("cold, first paint", Some(1_000.0)),
    ("cold, usable", Some(6_000.0)),
    ("warm, first paint", None),
    ("warm, usable", Some(1_000.0)),
];

/// Notes when the first control of the way in is there, enabled and painted.
const WATCH: &str = "
    (() => {
        const first = '[data-testid=activation-code], [data-testid=sign-in-email]';
        const look = () => {
            const control = document.querySelector(first);
            if (control && !control.disabled && control.getClientRects().length) {
                setTimeout(() => { window.__usable = performance.now(); });
            } else {
                requestAnimationFrame(look);
            }
        };
        requestAnimationFrame(look);
    })()";

/// First paint and usable, once both are known.
const TIMES: &str = "
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return paint && window.__usable ? [paint.startTime, window.__usable] : null";

const IS_KEPT: &str = "
    return !!navigator.serviceWorker.controller";

/// Opens an address and says when it was painted and when it could be used, in milliseconds.
async fn open(device: &Device, path: &str) -> [f64; 2] {
    device.goto(path).await;
    device
        .holds(
            "the first screen is there",
            &format!("return !!(() => {{ {TIMES} }})()"),
            vec![],
        )
        .await;
    let times: Value = device.run(TIMES, vec![]).await;
    [0, 1].map(|at| times[at].as_f64().unwrap())
}

async fn slow(device: &Device, on: bool) {
    device.slow_down(if on { TIMES_SLOWER } else { 1 }).await;
    if on {
        device.narrow(BITS_A_SECOND, LATENCY_MS).await;
    } else {
        device.narrow(u32::MAX, 0).await;
    }
}

/// One browser that was never here: cold, then warm.
async fn once(shop: &Shop, surface: &str) -> [f64; 4] {
    let path = format!("/{surface}");
    let device = shop.device(Browser::Chromium, "start").await;
    device.before_each_page(WATCH).await;
    slow(&device, true).await;
    let [cold_paint, cold_usable] = open(&device, &path).await;
    slow(&device, false).await;
    device
        .holds("the worker is in charge", IS_KEPT, vec![])
        .await;
    // The second start is the first from what the worker keeps, the third what a day is made of.
    open(&device, &path).await;
    slow(&device, true).await;
    let [warm_paint, warm_usable] = open(&device, &path).await;
    device.close().await;
    [cold_paint, cold_usable, warm_paint, warm_usable]
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn seconds(ms: f64) -> String {
    format!("{:.2} s", ms / 1000.0)
}

async fn measure() {
    let builds = [
        Build::named("SAVED_SALES_SERVER_BEFORE", "SAVED_SALES_DIST_BEFORE"),
        Build::named("SAVED_SALES_SERVER", "SAVED_SALES_DIST"),
    ];
    println!(
        "Chromium, processor {TIMES_SLOWER} times slower, {} Mbit/s, {LATENCY_MS} ms; medians of {RUNS}",
        f64::from(BITS_A_SECOND) / 1e6
    );
    println!(
        "{:32}{:>9}{:>9}{:>7}{:>9}",
        "", "before", "now", "ratio", "goal"
    );
    for surface in SURFACES {
        let mut found = [vec![], vec![]];
        for _ in 0..RUNS {
            for (build, found) in builds.iter().zip(&mut found) {
                let shop = Shop::open_of(build).await;
                found.push(once(&shop, surface).await);
                shop.close(vec![]).await;
            }
        }
        for (at, (measure, goal)) in MEASURES.into_iter().enumerate() {
            let [before, now] = [0, 1]
                .map(|build| median(found[build].iter().map(|run: &[f64; 4]| run[at]).collect()));
            println!(
                "{:32}{:>9}{:>9}{:>7.2}{:>9}{}",
                format!("{surface}, {measure}"),
                seconds(before),
                seconds(now),
                now / before,
                goal.map(seconds).unwrap_or_default(),
                if goal.is_some_and(|goal| now > goal) {
                    "  missed"
                } else {
                    ""
                },
            );
        }
    }
}

fn main() {
    stories::story("start", measure());
}
