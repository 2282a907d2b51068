//! What was answered is there after a restart, and what was tampered with shows.

use crate::support::till::add;
use crate::support::{Browser, Shop, soon};
use rusqlite::Connection;
use sync::api::{SaleDetail, Session};

/// A2: what was acknowledged is there after a restart; so are devices, sessions and cursors.
#[tokio::test]
async fn a2_a_restart_keeps_everything() {
    let mut shop = Shop::open().await;
    let mut till = shop.till(0).await;
    let mut manager = shop.manager().await;
    let (sale_id, open) = till.open("0001", 2);
    let sent = till.next(&open);
    let (_, first) = till.send(std::slice::from_ref(&sent)).await;
    till.pull().await;
    let (cursor, rows) = (till.cursor, till.rows.clone());
    shop.reopen().await;
    till.browser.moved(shop.address);
    manager.moved(shop.address);
    let session: Session = till.browser.get("/api/register/session").await;
    assert_eq!(session.identity, Some(till.identity.clone()));
    let (_, again) = till.send(&[sent]).await;
    assert_eq!(
        again["results"], first["results"],
        "A3: a repeat after a restart, too"
    );
    till.cursor = 0;
    till.rows.clear();
    till.pull().await;
    assert_eq!((till.cursor, &till.rows), (cursor, &rows));
    let detail: SaleDetail = manager
        .get(&format!("/api/backoffice/sales/{sale_id}"))
        .await;
    assert_eq!(detail.history.len(), 1);
    let overview = &shop.registers(&manager).await[0];
    assert!(overview.last_seen_ms.is_some(), "what was last heard of it");
}

/// H3: entries are chained, so that a missing, altered or exchanged one shows.
#[tokio::test]
async fn h3_a_missing_or_altered_entry_shows() {
    let mut shop = Shop::open().await;
    let mut till = shop.till(0).await;
    let (sale_id, open) = till.open("0001", 1);
    till.make(&[open, add(sale_id, "Tea", 200), add(sale_id, "Cake", 300)])
        .await;
    shop.close().await;
    let verified = server::verify(shop.data()).unwrap();
    assert_eq!(verified[0].faults, Vec::<String>::new());
    let head = verified[0].entries;
    let file = shop.data().join("saved-sales.sqlite");
    let altered = |sql: &str, expected: &[String]| {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("saved-sales.sqlite");
        std::fs::copy(&file, &copy).unwrap();
        let connection = Connection::open(&copy).unwrap();
        connection.execute_batch(sql).unwrap();
        drop(connection);
        assert_eq!(
            server::verify(folder.path()).unwrap()[0].faults,
            expected,
            "{sql}"
        );
    };
    let at = head - 1;
    altered(
        &format!("UPDATE log SET change = replace(change, 'Tea', 'Gin') WHERE position = {at}"),
        &[format!("entry {at} of the log was altered")],
    );
    altered(
        &format!("UPDATE log SET employee_id = randomblob(16) WHERE position = {at}"),
        &[format!("entry {at} of the log was altered")],
    );
    altered(
        &format!("DELETE FROM log WHERE position = {at}"),
        &[format!("entry {at} of the log is missing")],
    );
    altered(
        &format!("DELETE FROM log WHERE position = {head}"),
        &[format!("the log ends at entry {at}, not at {head}")],
    );
    let rows = verified[0].rows;
    altered(
        "UPDATE entity SET body = replace(body, 'Tea', 'Gin') WHERE kind = 'sale'",
        &[format!(
            "the rows are not those of the log: {rows} rows, {rows} expected"
        )],
    );
}

/// A damaged file is not opened, and not touched.
#[tokio::test]
async fn a_damaged_file_is_left_alone() {
    let mut shop = Shop::open().await;
    shop.close().await;
    let file = shop.data().join("saved-sales.sqlite");
    let whole = std::fs::read(&file).unwrap();
    for damaged in [
        b"no database at all, only text of some length".to_vec(),
        cut(&whole),
    ] {
        std::fs::write(&file, &damaged).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let served = server::serve_with_listener(shop.settings.clone(), listener, async {}).await;
        let error = served.unwrap_err().to_string();
        assert!(error.contains("is damaged"), "{error}");
        assert_eq!(std::fs::read(&file).unwrap(), damaged);
    }
}

/// A2: damage that opening the file does not meet is found beside the work: the health says so, and
/// nothing more is taken, so that devices keep what they have.
#[tokio::test]
async fn a2_damage_deep_in_the_file_is_found_and_nothing_more_is_taken() {
    let mut shop = Shop::open().await;
    let mut till = shop.till(0).await;
    let manager = shop.manager().await;
    let mut sales = Vec::new();
    for n in 0..40 {
        let (sale_id, open) = till.open(&format!("{n:04}"), 20);
        till.make(&[open]).await;
        sales.push(sale_id);
    }
    let file_is = async |browser: &Browser| loop {
        let (status, health) = browser.get_status("/api/health").await;
        match status {
            200 if health["file"] == "running" => {}
            200 => return health["file"].clone(),
            _ => return health["code"].clone(),
        }
    };
    assert_eq!(soon("the check", file_is(&manager)).await, "whole");
    shop.close().await;
    let file = shop.data().join("saved-sales.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    let marked = sales[20].0.to_string();
    // A leaf of the log: nothing that a start needs.
    let page = bytes
        .chunks_mut(4096)
        .find(|page| {
            page[0] == 0x0d
                && page.windows(36).any(|at| at == marked.as_bytes())
                && page.windows(11).any(|at| at == b"sale.open.1")
        })
        .unwrap();
    page[3..7].fill(0xff);
    std::fs::write(&file, &bytes).unwrap();
    shop.serve().await;
    till.browser.moved(shop.address);
    assert_eq!(soon("the check", file_is(&till.browser)).await, "damaged");
    let (_, open) = till.open("0099", 1);
    let sent = till.next(&open);
    let (status, answer) = till.send(&[sent]).await;
    assert_eq!((status, &answer["code"]), (503, &"damaged".into()));
    shop.close().await;
}

/// The file with the middle of it overwritten.
fn cut(whole: &[u8]) -> Vec<u8> {
    let mut cut = whole.to_vec();
    let middle = cut.len() / 2;
    cut[4096..middle].fill(0xA5);
    cut
}
