//! Goods that are written a part at a time: what fails half-way, and what the server's end breaks off.

use crate::goods::{detail, ended, new, open, put, table};
use crate::support::{Browser, Shop, soon};
use reqwest::Method;
use sale::{GoodsLists, Money, Product, TaxRate};
use serde_json::json;
use sync::api::ProductsPage;
use sync::api::goods::{ImportPlan, ImportState, ImportStatus, ListsEdit, ListsEdited};
use sync::api::settings::StoreSettings;
use uuid::Uuid;

/// What went wrong with the disk, as the file says it: nothing is written that has this in it.
fn break_writing(shop: &Shop, text: &str) {
    let file = rusqlite::Connection::open(shop.data().join("saved-sales.sqlite")).unwrap();
    file.execute_batch(&format!(
        "CREATE TRIGGER full BEFORE INSERT ON entity WHEN NEW.body LIKE '%{text}%' \
         BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    ))
    .unwrap();
}

fn mend_writing(shop: &Shop) {
    let file = rusqlite::Connection::open(shop.data().join("saved-sales.sqlite")).unwrap();
    file.execute_batch("DROP TRIGGER full").unwrap();
}

/// Begins to write a table, and answers with the import.
async fn written(manager: &Browser, table: &str) -> Uuid {
    let found = open(manager, table).await;
    let path = format!("/api/backoffice/imports/{}", found.id);
    let _: ImportPlan = manager.post(&format!("{path}/plan"), &found.reading).await;
    let _: ImportStatus = manager.post(&format!("{path}/apply"), &json!({})).await;
    found.id
}

/// An import that fails half-way changes nothing: what was written before is as it was, and what was
/// new is gone, on every device.
#[tokio::test]
async fn an_import_that_fails_half_way_changes_nothing() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let known = new("I3", "Item three", 100);
    put(&manager, None, &known).await;
    break_writing(&shop, "Item 900");
    let found = open(&manager, &table(1_000)).await;
    let path = format!("/api/backoffice/imports/{}", found.id);
    let plan: ImportPlan = manager.post(&format!("{path}/plan"), &found.reading).await;
    assert_eq!((plan.new, plan.changed), (999, 1));
    let _: ImportStatus = manager.post(&format!("{path}/apply"), &json!({})).await;
    let status = ended(&manager, found.id).await;
    assert_eq!((status.state, status.done), (ImportState::Failed, 0));
    let page: ProductsPage = manager.get("/api/backoffice/products?search=item").await;
    assert_eq!(page.count, Some(1));
    assert_eq!(detail(&manager, known.id).await.product, known);
    let written = detail(&manager, known.id).await.prices.len();
    assert_eq!(written, 3, "it was written, and taken back");
    let faults = &server::verify(shop.data()).unwrap()[0].faults;
    assert_eq!(*faults, Vec::<String>::new());
}

/// How many products bear a rate.
async fn bear(manager: &Browser, rate: &TaxRate) -> usize {
    let (mut count, mut after) = (0, String::new());
    loop {
        let path = format!("/api/backoffice/products?search=item{after}");
        let page: ProductsPage = manager.get(&path).await;
        let bears = |product: &&Product| product.taxes.contains(rate);
        count += page.products.iter().filter(bears).count();
        match page.next {
            Some(next) => after = format!("&after={}", next.replace(' ', "+")),
            None => return count,
        }
    }
}

fn rate(name: &str, basis_points: u32) -> TaxRate {
    TaxRate {
        name: name.to_owned(),
        basis_points,
        included: true,
    }
}

async fn lists(manager: &Browser) -> GoodsLists {
    let settings: StoreSettings = manager.get("/api/backoffice/store").await;
    settings.store.goods
}

async fn put_rates(manager: &Browser, rates: &[TaxRate], replaced: &[(TaxRate, TaxRate)]) {
    let seen = lists(manager).await;
    let wanted = GoodsLists {
        tax_rates: rates.to_vec(),
        ..seen.clone()
    };
    let edit = ListsEdit {
        seen,
        wanted: wanted.clone(),
        replaced: replaced.to_vec(),
    };
    let path = "/api/backoffice/goods-lists";
    let (status, answer) = manager.call(Method::PUT, path, &edit).await;
    assert_eq!(status, 200, "{answer}");
    let done: ListsEdited = serde_json::from_value(answer).unwrap();
    assert_eq!(done, ListsEdited::Done(wanted));
}

/// A rate that changes is another one on every product, whatever fails on the way and although the
/// server is stopped: what is left is done after the start, in the order of the changes. A change that
/// is sent twice is done once.
#[tokio::test]
async fn no_product_stays_with_an_old_rate() {
    let mut shop = Shop::open().await;
    let manager = shop.manager().await;
    let (low, high) = (rate("Low", 700), rate("High", 1_900));
    put_rates(&manager, &[low.clone(), high.clone()], &[]).await;
    let heads = "Code;Name;Price;Tax\n".to_owned();
    let row = |n: usize| {
        format!(
            "I{n};Item {n};1,00;{}\n",
            if n < 400 { "Low" } else { "High" }
        )
    };
    let import = written(&manager, &(heads + &(0..600).map(row).collect::<String>())).await;
    assert_eq!(ended(&manager, import).await.state, ImportState::Done);
    assert_eq!(
        (bear(&manager, &low).await, bear(&manager, &high).await),
        (400, 200)
    );

    let swapped = [(low.clone(), high.clone()), (high.clone(), low.clone())];
    put_rates(&manager, &[high.clone(), low.clone()], &swapped).await;
    assert_eq!(
        (bear(&manager, &low).await, bear(&manager, &high).await),
        (200, 400)
    );
    put_rates(&manager, &[high.clone(), low.clone()], &swapped).await;
    assert_eq!(
        (bear(&manager, &low).await, bear(&manager, &high).await),
        (200, 400)
    );

    break_writing(&shop, "Item 320");
    let higher = rate("High", 2_000);
    let first = [(high.clone(), higher.clone())];
    put_rates(&manager, &[higher.clone(), low.clone()], &first).await;
    let lower = rate("Low", 500);
    let second = [(low.clone(), lower.clone()), (higher.clone(), high.clone())];
    put_rates(&manager, &[high.clone(), lower.clone()], &second).await;
    assert_eq!(
        bear(&manager, &low).await,
        200,
        "what comes first is not done"
    );
    shop.close().await;
    mend_writing(&shop);
    shop.start().await;
    let manager = shop.manager().await;
    soon("the new rates", async {
        while (bear(&manager, &lower).await, bear(&manager, &high).await) != (200, 400) {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(bear(&manager, &higher).await, 0);
}

/// A server that is stopped in the middle of an import goes on with it when it starts: nothing is left
/// out, nothing is there twice, and what fails then leaves everything as it was.
#[tokio::test]
async fn an_import_outlives_the_server() {
    const ROWS: usize = 6_000;
    for fails in [false, true] {
        let mut shop = Shop::open().await;
        let manager = shop.manager().await;
        let known = new("I3", "Item three", 100);
        put(&manager, None, &known).await;
        let import = written(&manager, &table(ROWS)).await;
        shop.close().await;
        let file = rusqlite::Connection::open(shop.data().join("saved-sales.sqlite")).unwrap();
        let done: u32 = file
            .query_row(
                "SELECT done FROM goods_import WHERE state = 'writing'",
                [],
                |row| row.get(0),
            )
            .expect("it was stopped in the middle");
        drop(file);
        assert!((done as usize) < ROWS);
        if fails {
            break_writing(&shop, "Item 5990");
        }
        shop.start().await;
        let manager = shop.manager().await;
        let state = soon("the end of the import", ended(&manager, import))
            .await
            .state;
        let page: ProductsPage = manager.get("/api/backoffice/products?search=item").await;
        let known_now = detail(&manager, known.id).await;
        if fails {
            assert_eq!((state, page.count), (ImportState::Failed, Some(1)));
            assert_eq!(known_now.product, known);
        } else {
            assert_eq!((state, page.count), (ImportState::Done, Some(ROWS as u64)));
            assert_eq!(known_now.product.price, Money(450));
            assert_eq!(known_now.prices.len(), 2, "it was written once");
        }
        shop.close().await;
        let faults = &server::verify(shop.data()).unwrap()[0].faults;
        assert_eq!(*faults, Vec::<String>::new());
    }
}
