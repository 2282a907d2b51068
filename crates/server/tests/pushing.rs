//! How many sales a second the server takes, beside a bare floor in the same run: axum over SQLite
//! with group commit that stores what it is sent and does nothing else. On a shared machine only
//! the ratio means anything.
//!
//! It must not judge: it prints.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    dead_code,
    reason = "a measurement that cannot go on has failed; it uses a part of what tests share"
)]

mod floor;
mod support;

use floor::Floor;
use futures_util::future::join_all;
use reqwest::{Client, Method};
use std::time::{Duration, Instant};
use support::{Browser, Shop, Till};
use sync::api::{NewRegister, RegisterOverview};
use sync::protocol::Push;

/// Lines of a sale.
const LINES: usize = 5;
/// Rounds; the median is printed.
const ROUNDS: usize = 3;

fn main() {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(run());
}

async fn run() {
    let (shop, floor) = (Shop::open().await, Floor::open().await);
    let manager = shop.manager().await;
    let mut tills = Vec::new();
    for n in 0..16 {
        let name = format!("Till {n}");
        let _: RegisterOverview = manager
            .post("/api/backoffice/registers", &NewRegister { name })
            .await;
        let at = shop.registers(&manager).await.len() - 1;
        tills.push(shop.till_by(&manager, at).await);
    }
    println!("sales a second, {LINES} lines a sale; median of {ROUNDS}\n");
    println!("{:26}{:>10}{:>10}{:>8}", "", "server", "floor", "ratio");
    for (what, senders, each, requests) in [
        ("one a request, serial", 1, 1, 1_000),
        ("one a request, 16 at once", 16, 1, 200),
        ("100 a request", 1, 100, 50),
    ] {
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let work: Vec<Vec<Push>> = tills[..senders]
                .iter_mut()
                .map(|till| pushes(till, each, requests))
                .collect();
            ours.push(rate(senders * each * requests, server(&tills, &work)).await);
            bare.push(rate(senders * each * requests, floor.take(&work)).await);
        }
        let (ours, bare) = (median(ours), median(bare));
        println!("{what:26}{ours:>10.0}{bare:>10.0}{:>8.2}", ours / bare);
    }
}

fn pushes(till: &mut Till, each: usize, requests: usize) -> Vec<Push> {
    (0..requests)
        .map(|_| {
            let mutations: Vec<_> = (0..each)
                .map(|_| {
                    let number = till.sequence.to_string();
                    let (_, change) = till.open(&number, LINES);
                    till.next(&change)
                })
                .collect();
            till.push_of(&mutations)
        })
        .collect()
}

async fn server(tills: &[Till], work: &[Vec<Push>]) {
    let sending = tills.iter().zip(work).map(|(till, pushes)| async move {
        for push in pushes {
            send(&till.browser, push).await;
        }
    });
    join_all(sending).await;
}

async fn send(browser: &Browser, push: &Push) {
    let request = browser
        .request(Method::POST, "/api/register/push")
        .json(push);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
}

async fn rate(sales: usize, work: impl Future<Output = ()>) -> f64 {
    let begun = Instant::now();
    work.await;
    let took: Duration = begun.elapsed();
    sales as f64 / took.as_secs_f64()
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}
