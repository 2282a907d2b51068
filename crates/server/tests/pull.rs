//! Pull: a cursor never skips, and pages add up to the whole.

use crate::support::till::add;
use crate::support::{Shop, soon};
use serde_json::json;
use server::{Import, Region, import_online_retail};
use std::fmt::Write;
use std::time::Instant;
use sync::protocol::Patch;

/// B2, B3: a replica that read in steps and one that read all at once hold the same rows, byte for
/// byte, and both are what the server says.
#[tokio::test]
async fn b3_pages_and_steps_come_to_the_same() {
    let shop = Shop::open().await;
    let mut steps = shop.till(0).await;
    steps.pull().await;
    let mut writer = shop.till(1).await;
    let mut sales = Vec::new();
    for n in 0..5 {
        let (sale_id, open) = writer.open(&format!("{n:04}"), 3);
        writer.make(&[open]).await;
        sales.push(sale_id);
        steps.pull().await;
    }
    writer
        .make(&[
            add(sales[0], "Tea", 200),
            sale::Change::Void {
                sale_id: sales[1],
                reason: "gone".to_owned(),
            },
        ])
        .await;
    steps.pull().await;
    let mut whole = shop.till(2).await;
    whole.pull().await;
    steps.pull().await;
    assert_eq!(whole.rows, steps.rows);
    assert_eq!(whole.digest(), steps.digest());
}

/// B2: a snapshot of several pages is the whole, and what changes meanwhile is not lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b2_a_snapshot_of_many_pages_is_whole() {
    let mut shop = Shop::open_with(|settings| settings.demo = false).await;
    shop.close().await;
    let file = shop.folder.path().join("many.csv");
    let mut text =
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
            .to_owned();
    for n in 0..4_300 {
        writeln!(
            text,
            "{},{n},ITEM {n},1,2010-12-01 08:26:00,1.25,,France",
            n / 900 + 1
        )
        .unwrap();
    }
    std::fs::write(&file, text).unwrap();
    let import = Import {
        paths: vec![file],
        data: shop.data().to_owned(),
        open_sales: 0,
        store: None,
        region: Region::default(),
        password_cost: crate::support::shop::CHEAP,
    };
    let imported = tokio::task::spawn_blocking(move || import_online_retail(&import, |_| {}));
    assert_eq!(imported.await.unwrap().unwrap().products_written, 4_300);
    shop.settings.demo = true;
    shop.start().await;
    let mut till = shop.till(0).await;
    let pages = till.pull().await;
    assert!(pages >= 2, "{pages} pages");
    assert!(till.rows.len() > 4_300);
}

/// B5: a pull that waits is answered when something happens, and empty when nothing does.
#[tokio::test]
async fn b5_a_waiting_pull_is_answered_by_news() {
    let shop = Shop::open().await;
    let mut waiting = shop.till(0).await;
    let mut writer = shop.till(1).await;
    waiting.pull().await;
    let path = format!(
        "/api/register/pull?epoch={}&since={}&wait=25",
        waiting.epoch, waiting.cursor
    );
    let begun = Instant::now();
    let (_, open) = writer.open("0001", 1);
    let changes = [open];
    let (patch, answer) = soon("the news", async {
        tokio::join!(waiting.browser.get::<Patch>(&path), writer.make(&changes))
    })
    .await;
    assert!(
        begun.elapsed().as_secs() < 20,
        "it did not wait for its time to be over"
    );
    assert_eq!(patch.to, answer.head);
    waiting.apply(patch);
    let path = format!("/api/register/pull?since={}&wait=1", waiting.cursor);
    let patch: Patch = waiting.browser.get(&path).await;
    assert_eq!(
        (patch.from, patch.to, patch.rows.len()),
        (waiting.cursor, waiting.cursor, 0)
    );
}

/// A device of another epoch, or one that is ahead of the log, is told so.
#[tokio::test]
async fn another_epoch_is_refused() {
    let shop = Shop::open().await;
    let mut till = shop.till(0).await;
    till.pull().await;
    let epoch = json!({"Epoch": {"epoch": till.epoch.to_string(), "last_sequence": 0}});
    for query in ["epoch=5", "since=999999"] {
        let answer = till
            .browser
            .get_status(&format!("/api/register/pull?{query}"))
            .await;
        assert_eq!(answer, (409, epoch.clone()));
    }
    let wrong = till.browser.get_status("/api/register/pull?since=x").await;
    assert_eq!((wrong.0, &wrong.1["code"]), (400, &json!("unreadable")));
}

/// B2, F1: what went is told for 90 days; a device that was away for longer begins anew.
#[tokio::test]
async fn b2_a_device_that_was_away_for_long_begins_anew() {
    let mut shop = Shop::open().await;
    let mut away = shop.till(0).await;
    away.pull().await;
    let mut writer = shop.till(1).await;
    let (_, open) = writer.open("0001", 1);
    let last = writer.make(&[open]).await.head;
    shop.close().await;
    let file = rusqlite::Connection::open(shop.data().join("saved-sales.sqlite")).unwrap();
    let day_ms = 24 * 60 * 60 * 1000_i64;
    let aged = |days: i64, through: u64| {
        let sql = "UPDATE log SET server_ms = server_ms - ? WHERE position <= ?";
        file.execute(sql, rusqlite::params![days * day_ms, through.cast_signed()])
            .unwrap();
    };
    // Young enough: the same cursor goes on.
    aged(89, last);
    shop.start().await;
    away.browser.moved(shop.address);
    let path = |till: &crate::support::Till| {
        format!(
            "/api/register/pull?epoch={}&since={}",
            till.epoch, till.cursor
        )
    };
    let patch: Patch = away.browser.get(&path(&away)).await;
    assert_eq!(patch.from, away.cursor);
    shop.close().await;
    aged(2, last - 1);
    shop.start().await;
    away.browser.moved(shop.address);
    soon("the upkeep", async {
        while away.browser.get::<Patch>(&path(&away)).await.from != 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    away.rows.clear();
    away.cursor = 0;
    away.pull().await;
    // The last position is young: who has seen all before it goes on from there.
    writer.browser.moved(shop.address);
    (writer.epoch, writer.cursor) = (away.epoch, last - 1);
    let patch: Patch = writer.browser.get(&path(&writer)).await;
    assert_eq!((patch.from, patch.to), (last - 1, last));
}
