//! The first copy of a large store on a line that breaks: pages are small as they travel, and what
//! came is kept (rules B2, F1).

use crate::support::{Browser, Shop, Till};
use reqwest::Method;
use reqwest::header::ACCEPT_ENCODING;
use sale::{Change, LineId, ProductId};
use std::collections::VecDeque;
use std::net::SocketAddr;
use sync::codec;
use sync::device::{Engine, Failure, Input, Meta, Output};
use sync::protocol::{Patch, Pull};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

const SALES: usize = 1_200;
const LINES: usize = 20;
/// Each connection breaks after so many bytes: more than a page, less than two.
const BREAKS_AFTER: u64 = 1_200_000;
/// What a page may come to as it travels.
const MOST_PACKED_BYTES: usize = 256 * 1024;

/// A line to the server on which each connection breaks.
async fn breaking(server: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            tokio::spawn(async move {
                let far = TcpStream::connect(server).await.unwrap();
                let (mut from_near, mut to_near) = near.into_split();
                let (from_far, mut to_far) = far.into_split();
                let mut from_far = from_far.take(BREAKS_AFTER);
                tokio::select! {
                    _ = copy(&mut from_near, &mut to_far) => {}
                    _ = copy(&mut from_far, &mut to_near) => {}
                }
                let _ = to_near.shutdown().await;
            });
        }
    });
    address
}

fn path(pull: &Pull) -> String {
    let page = pull.page.map_or(String::new(), |page| {
        format!("&first_head={}&version={}", page.first_head, page.version)
    });
    format!(
        "/api/register/pull?epoch={}&since={}{page}",
        pull.epoch, pull.since
    )
}

async fn ask(browser: &Browser, pull: &Pull) -> Option<Patch> {
    let asked = browser.request(Method::GET, &path(pull)).send().await;
    codec::decode(&asked.ok()?.text().await.ok()?).ok()
}

/// What a day's sale is: ids that do not repeat, goods that do.
fn opening(writer: &Till, n: usize) -> Change {
    let (_, mut opened) = writer.open(&format!("{n:05}"), LINES);
    if let Change::Open(sale) = &mut opened {
        for (place, line) in sale.lines.iter_mut().enumerate() {
            let ware = (n * 31 + place * 7) % 900;
            line.id = LineId(spread(n * LINES + place));
            line.product_id = Some(ProductId(spread(1_000_000 + ware)));
            line.name = format!("{} ITEM {ware}", spread(ware).as_fields().0);
        }
    }
    opened
}

/// As good as chance to whoever packs it.
fn spread(n: usize) -> Uuid {
    const ODD: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
    let mixed = (n as u128 + 1).wrapping_mul(ODD);
    Uuid::from_u128((mixed ^ (mixed >> 61)).wrapping_mul(ODD))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f1_a_large_store_comes_over_a_line_that_breaks() {
    let shop = Shop::open().await;
    let mut writer = shop.till(0).await;
    for first in (0..SALES).step_by(40) {
        let opened: Vec<Change> = (first..first + 40).map(|n| opening(&writer, n)).collect();
        writer.make(&opened).await;
    }
    let mut newcomer = shop.till(1).await;
    newcomer.browser.moved(breaking(shop.address).await);
    let meta = Meta::new(newcomer.identity.clone());
    let mut engine = Engine::new(meta, Vec::new(), Vec::new(), "0.1.0".to_owned());
    let mut inputs = VecDeque::from([Input::Tick(0), Input::Wake]);
    let (mut asked, mut lost, mut told) = (Vec::new(), 0, Vec::new());
    while let Some(input) = inputs.pop_front() {
        for output in engine.handle(input) {
            match output {
                Output::Write(write) => inputs.push_back(Input::Written(write.id)),
                Output::Wait { .. } => inputs.push_back(Input::Wake),
                Output::Pull(pull) => {
                    assert!(asked.len() < 100, "it never ends: {told:?}");
                    let answer = ask(&newcomer.browser, &pull).await;
                    lost += u32::from(answer.is_none());
                    asked.push(pull);
                    inputs.push_back(Input::Pulled(answer.ok_or(Failure::Unreachable)));
                }
                _ => {}
            }
        }
        told.extend(engine.first_copy());
        told.dedup();
    }
    assert!(lost > 1, "the line broke");
    assert!(engine.has_copy());
    assert!(told.len() > 3 && told.is_sorted_by_key(|told| told.sales));
    let all = engine.open_sales().count() as u64;
    assert!(told.iter().all(|told| told.of == all), "{told:?}");
    let began = asked.iter().filter(|pull| pull.page.is_none()).count();
    assert_eq!(began, 1, "it never begins anew");
    writer.pull().await;
    assert_eq!(engine.base().1, writer.digest(), "B3");

    // As they travel.
    asked.dedup();
    let mut sizes = Vec::new();
    for pull in &asked {
        let packed = writer.browser.request(Method::GET, &path(pull));
        let packed = packed.header(ACCEPT_ENCODING, "gzip").send().await.unwrap();
        sizes.push(packed.bytes().await.unwrap().len());
    }
    println!("pages of {sizes:?} bytes");
    assert!(sizes.iter().all(|size| *size <= MOST_PACKED_BYTES));
}
