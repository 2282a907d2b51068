//! Goods in BackOffice: two who change one product, several changed at once, a table brought in, and
//! the list.

use crate::support::{Browser, Shop};
use reqwest::Method;
use sale::{Money, Product, ProductId, Role};
use serde_json::json;
use std::time::Duration;
use sync::api::ProductsPage;
use sync::api::goods::{
    BulkChange, BulkEdit, BulkEdited, Fate, ImportFound, ImportPlan, ImportState, ImportStatus,
    PictureKept, PriceWay, ProductDetail, ProductEdit, ProductEdited,
};
use uuid::Uuid;

pub async fn put(
    manager: &Browser,
    seen: Option<&Product>,
    wanted: &Product,
) -> (u16, ProductEdited) {
    let path = format!("/api/backoffice/products/{}", wanted.id);
    let edit = ProductEdit {
        seen: seen.cloned(),
        wanted: wanted.clone(),
    };
    let (status, answer) = manager.call(Method::PUT, &path, &edit).await;
    (status, serde_json::from_value(answer).unwrap())
}

pub async fn detail(manager: &Browser, id: ProductId) -> ProductDetail {
    manager.get(&format!("/api/backoffice/products/{id}")).await
}

pub fn new(code: &str, name: &str, price: i64) -> Product {
    let id = ProductId(Uuid::now_v7());
    Product::plain(id, code, name, "Test", Money(price))
}

/// C4: of two managers who change one product each keeps what they changed; where both changed the
/// same field the later is told what it is, and nothing of theirs is done.
#[tokio::test]
async fn c4_two_managers_change_one_product() {
    let shop = Shop::open().await;
    let (one, other) = (shop.manager().await, shop.manager().await);
    let seen = new("T1", "Tea", 250);
    assert_eq!(put(&one, None, &seen).await.0, 200);
    let named = Product {
        name: "Green tea".to_owned(),
        ..seen.clone()
    };
    let priced = Product {
        price: Money(275),
        ..seen.clone()
    };
    assert_eq!(put(&one, Some(&seen), &named).await.0, 200);
    assert_eq!(put(&other, Some(&seen), &priced).await.0, 200);
    let now = detail(&one, seen.id).await.product;
    assert_eq!((now.name.as_str(), now.price), ("Green tea", Money(275)));
    let both = Product {
        price: Money(300),
        code: "T2".to_owned(),
        ..seen.clone()
    };
    let (status, answer) = put(&one, Some(&seen), &both).await;
    let ProductEdited::ChangedMeanwhile { now, fields } = answer else {
        panic!("{answer:?}");
    };
    assert_eq!((status, fields), (409, vec!["price".to_owned()]));
    assert_eq!((now.price, now.code.as_str()), (Money(275), "T1"));
    assert_eq!(
        detail(&one, seen.id).await.product,
        *now,
        "nothing was changed"
    );
    let prices = detail(&one, seen.id).await.prices;
    let morgan = shop.employee(&one, Role::BackOfficeManager).await.id;
    assert!(prices.iter().all(|p| p.employee_id == Some(morgan)));
    let prices: Vec<_> = prices
        .iter()
        .map(|p| (p.price.0, p.before, p.way))
        .collect();
    let first = (250, None, PriceWay::One);
    assert_eq!(prices, [(275, Some(Money(250)), PriceWay::One), first]);
}

#[tokio::test]
async fn a_product_that_cannot_stand_is_named_by_field() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let wrong = Product {
        barcodes: vec!["4006381333932".to_owned()],
        ..new("T1", " ", 250)
    };
    let (status, answer) = put(&manager, None, &wrong).await;
    let ProductEdited::Wrong(faults) = answer else {
        panic!("{answer:?}");
    };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!((status, fields), (400, vec!["name", "barcodes"]));
    // A code that another has is taken, with a warning.
    let scanned = |name: &str| Product {
        barcodes: vec!["4006381333931".to_owned()],
        ..new("", name, 100)
    };
    let (one, two) = (scanned("One"), scanned("Two"));
    put(&manager, None, &one).await;
    let (_, answer) = put(&manager, None, &two).await;
    let ProductEdited::Done(done) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(done.same_barcode[0].product_id, one.id);
}

#[tokio::test]
async fn goods_are_found_and_changed_together() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let products = [
        new("X1", "Crème brûlée", 600),
        new("X2", "Brûlot", 300),
        new("X3", "Tea", -25),
    ];
    for product in &products {
        assert_eq!(put(&manager, None, product).await.0, 200);
    }
    let found = async |query: &str| -> Vec<String> {
        let page: ProductsPage = manager
            .get(&format!("/api/backoffice/products?{query}"))
            .await;
        assert_eq!(page.count.unwrap(), page.products.len() as u64);
        page.products
            .into_iter()
            .map(|product| product.code)
            .collect()
    };
    assert_eq!(found("search=BRULE").await, ["X1"]);
    assert_eq!(found("search=rul+test").await, ["X2", "X1"]);
    assert_eq!(
        found("category=Test&sort=price&descending=true").await,
        ["X1", "X2", "X3"]
    );
    let edit = BulkEdit {
        products: products.iter().map(|product| product.id).collect(),
        change: BulkChange::PricePercent(1_000),
    };
    let done: BulkEdited = manager.post("/api/backoffice/products/bulk", &edit).await;
    assert_eq!(done.changed, 3);
    assert_eq!(
        detail(&manager, products[0].id).await.product.price,
        Money(660)
    );
    assert_eq!(
        detail(&manager, products[2].id).await.product.price,
        Money(-28)
    );
    let off = BulkEdit {
        products: vec![products[0].id],
        change: BulkChange::OnSale(false),
    };
    let _: BulkEdited = manager.post("/api/backoffice/products/bulk", &off).await;
    assert_eq!(found("category=Test&on_sale=true").await, ["X2", "X3"]);
    assert_eq!(found("category=Test&on_sale=false").await, ["X1"]);
}

pub async fn open(manager: &Browser, table: &str) -> ImportFound {
    let request = manager.request(Method::POST, "/api/backoffice/imports");
    let answer = manager.send(request.body(table.to_owned())).await;
    assert_eq!(answer.status().as_u16(), 200);
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

pub async fn ended(manager: &Browser, id: Uuid) -> ImportStatus {
    let path = format!("/api/backoffice/imports/{id}");
    loop {
        let status: ImportStatus = manager.get(&path).await;
        if !matches!(status.state, ImportState::Writing | ImportState::Undoing) {
            return status;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub fn table(rows: usize) -> String {
    let rows = (0..rows).map(|n| format!("I{n};Item {n};{},50\n", n % 90 + 1));
    std::iter::once("Code;Name;Price\n".to_owned())
        .chain(rows)
        .collect()
}

#[tokio::test]
async fn a_table_is_tried_and_then_written() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let found = open(&manager, &(table(600) + "I0;Item 0;free\n")).await;
    assert_eq!(
        (found.delimiter, found.rows, found.decimal_told),
        (';', 601, true)
    );
    let path = format!("/api/backoffice/imports/{}", found.id);
    let plan: ImportPlan = manager.post(&format!("{path}/plan"), &found.reading).await;
    assert_eq!((plan.new, plan.refused), (600, 1));
    let before: ProductsPage = manager.get("/api/backoffice/products?search=item").await;
    assert_eq!(before.count, Some(0), "a dry run changes nothing");
    let _: ImportStatus = manager.post(&format!("{path}/apply"), &json!({})).await;
    let status = ended(&manager, found.id).await;
    assert_eq!((status.state, status.done), (ImportState::Done, 600));
    let after: ProductsPage = manager.get("/api/backoffice/products?search=item").await;
    assert_eq!(after.count, Some(600));
    // Once more, with one price changed: how the columns were matched is known.
    let again = open(&manager, &table(600).replace("Item 7;8,50", "Item 7;9,00")).await;
    assert!(again.remembered);
    let path = format!("/api/backoffice/imports/{}/plan", again.id);
    let plan: ImportPlan = manager.post(&path, &again.reading).await;
    assert_eq!((plan.new, plan.changed, plan.same), (0, 1, 599));
    assert_eq!(plan.rows[0].price_before, Some(Money(850)));
}

/// What the dry run said of each row is what is there afterwards: with the doubtful ones or without, as
/// it was asked, and nothing of a row that was refused.
#[tokio::test]
async fn what_is_written_is_what_the_dry_run_showed() {
    const TABLE: &str =
        "Code;Name;Price\nK1;Known;2,80\nN1;New;1.234,50\nL1;Leap;90,00\nR1;Refused;free\n";
    for doubtful in [false, true] {
        let shop = Shop::open().await;
        let manager = shop.manager().await;
        for known in [new("K1", "Known", 250), new("L1", "Leap", 900)] {
            put(&manager, None, &known).await;
        }
        let found = open(&manager, TABLE).await;
        let path = format!("/api/backoffice/imports/{}", found.id);
        let plan: ImportPlan = manager.post(&format!("{path}/plan"), &found.reading).await;
        let asked = json!({ "doubtful": doubtful });
        let _: ImportStatus = manager.post(&format!("{path}/apply"), &asked).await;
        ended(&manager, found.id).await;
        for row in &plan.rows {
            let path = format!("/api/backoffice/products?search={}", row.code);
            let page: ProductsPage = manager.get(&path).await;
            let there: Vec<_> = page.products.iter().map(|p| p.price).collect();
            let expected = match row.fate {
                Fate::Doubtful if !doubtful => row.price_before,
                Fate::Refused => row.price_before,
                _ => row.price,
            };
            assert_eq!(there, Vec::from_iter(expected), "{row:?}");
        }
        assert_eq!(
            (plan.new, plan.changed, plan.doubtful, plan.refused),
            (1, 1, 1, 1)
        );
    }
}

#[tokio::test]
async fn a_picture_is_made_small_and_stays_in_its_store() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let till = shop.till_by(&manager, 0).await;
    let mut png = Vec::new();
    image::RgbaImage::from_pixel(1_200, 600, image::Rgba([200, 10, 10, 255]))
        .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
        .unwrap();
    let send = async |bytes: Vec<u8>| {
        let request = manager.request(Method::POST, "/api/backoffice/pictures");
        let answer = manager.send(request.body(bytes)).await;
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let (status, text) = send(png).await;
    assert_eq!(status, 200, "{text}");
    let kept: PictureKept = serde_json::from_str(&text).unwrap();
    let path = format!("/api/register/pictures/{}", kept.hash);
    let answer = till
        .browser
        .send(till.browser.request(Method::GET, &path))
        .await;
    assert_eq!(answer.status().as_u16(), 200);
    let cached = answer.headers()["cache-control"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(cached.contains("immutable"), "{cached}");
    let small = image::load_from_memory(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!((small.width(), small.height()), (480, 240));
    assert_eq!(send(b"<svg onload=alert(1)>".to_vec()).await.0, 400);
    assert_eq!(shop.browser().get_status_only(&path).await, 401);
    let nothing = format!("/api/register/pictures/{}", "0".repeat(64));
    assert_eq!(till.browser.get_status_only(&nothing).await, 404);
}
