//! Reports narrowed down by two things read the sales themselves, packed by day once a day is over. What
//! they say is set beside the sums that are kept of one thing, where the second leaves nothing out.

use crate::support::till::pay;
use crate::support::{Browser, Shop, Till, soon};
use rusqlite::Connection;
use sale::{Change, SaleId};
use serde_json::Value;
use std::time::Duration;
use sync::api::SalesPage;

/// The day on which tills make their changes.
const DAY: &str = "from=2023-11-14&to=2023-11-14";

async fn sell(till: &mut Till, number: &str) -> SaleId {
    let (sale_id, open) = till.open(number, 2);
    till.make(&[open, pay(sale_id, 500), Change::Close { sale_id }])
        .await;
    sale_id
}

fn packs(shop: &Shop) -> i64 {
    let file = Connection::open(shop.data().join("saved-sales.sqlite")).unwrap();
    let count = "SELECT count(*) FROM report_pack WHERE length(sales) > 0";
    file.query_row(count, [], |row| row.get(0)).unwrap()
}

/// The sections of both reports are the same narrowed down by the register, and by its origin too.
async fn agree(manager: &Browser, till: &Till) -> Value {
    let register = format!("{DAY}&register={}", till.identity.register_id.unwrap());
    let mut all = Value::Null;
    for name in ["over-time", "takings"] {
        let path = format!("/api/backoffice/reports/{name}?{register}");
        let one: Value = manager.get(&path).await;
        let two: Value = manager.get(&format!("{path}&origin=Register")).await;
        assert_eq!(one["sections"], two["sections"], "{name}");
        all = two["sections"].clone();
    }
    all
}

#[tokio::test]
async fn packed_days_say_what_the_sums_say_and_follow_late_changes() {
    let mut shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    let mut other = shop.till_by(&manager, 1).await;
    let first = sell(&mut till, "1").await;
    sell(&mut till, "2").await;
    sell(&mut other, "3").await;
    let loose = agree(&manager, &till).await;
    shop.reopen().await;
    let manager = shop.manager().await;
    till.browser.moved(manager.address);
    soon("the day is packed", async {
        while packs(&shop) == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    assert_eq!(agree(&manager, &till).await, loose);
    let register = till.identity.register_id.unwrap();
    let path =
        format!("/api/backoffice/reports/takings/takings_by_register/sales?{DAY}&key={register}");
    let page: SalesPage = manager.get(&path).await;
    assert_eq!(page.count, 2, "of this register alone");
    // D3: money for a sale that was closed is kept on it.
    till.make(&[pay(first, 100)]).await;
    assert_ne!(agree(&manager, &till).await, loose);
}
