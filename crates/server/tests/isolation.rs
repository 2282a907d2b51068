//! H4: one store never sees another's anything.

use crate::support::shop::CHEAP;
use crate::support::{Browser, Shop};
use reqwest::Method;
use serde_json::json;
use server::{NewStore, Region, found_store};
use sync::api::{RegisterOverview, SaleDetail, SalesPage};
use sync::row::Kind;

async fn second_store(shop: &Shop) -> Browser {
    let new = NewStore {
        data: shop.data().to_owned(),
        name: "Mill Lane".to_owned(),
        region: Region {
            currency: Some("JPY".to_owned()),
            time_zone: Some("Asia/Tokyo".to_owned()),
            ..Region::default()
        },
        manager: "Robin Vale".to_owned(),
        email: "robin@mill.example".to_owned(),
        password: "mill-lane-secret".to_owned(),
        pin: "8080".to_owned(),
        people: Vec::new(),
        cashiers_share_sales: true,
        registers: vec!["Only till".to_owned()],
        password_cost: CHEAP,
    };
    let founded = tokio::task::spawn_blocking(move || found_store(&new))
        .await
        .unwrap();
    founded.unwrap();
    let browser = shop.browser();
    let (status, _) = browser
        .sign_in("robin@mill.example", "mill-lane-secret")
        .await;
    assert_eq!(status, 200);
    browser
}

#[tokio::test]
async fn h4_one_store_never_sees_anothers() {
    let shop = Shop::open().await;
    let ours = shop.manager().await;
    let theirs = second_store(&shop).await;
    let mut our_till = shop.till_by(&ours, 0).await;
    let mut their_till = shop.till_by(&theirs, 0).await;
    assert_ne!(our_till.identity.store_id, their_till.identity.store_id);

    let (sale_id, open) = our_till.open("0001", 2);
    our_till.make(&[open]).await;
    their_till.pull().await;
    let foreign = their_till
        .rows
        .values()
        .filter(|row| row.kind == Kind::Sale || row.kind == Kind::Product);
    assert_eq!(foreign.count(), 0);

    // By id, through every way that takes one.
    let sale = format!("/api/backoffice/sales/{sale_id}");
    let detail: SaleDetail = ours.get(&sale).await;
    assert_eq!(detail.sale.id, sale_id);
    assert_eq!(theirs.get_status(&sale).await.0, 404);
    for way in ["close", "void"] {
        let (status, _) = theirs
            .call(
                Method::POST,
                &format!("{sale}/{way}"),
                &json!({"reason": "x"}),
            )
            .await;
        assert_eq!(status, 404);
    }
    let all: SalesPage = theirs.get("/api/backoffice/sales?status=all").await;
    assert_eq!((all.sales.len(), all.count), (0, 0));
    let found: SalesPage = theirs
        .get("/api/backoffice/sales?status=all&search=item")
        .await;
    assert_eq!(found.count, 0);
    // Devices and what needs a person, too (H6): theirs are other ones, and ours are not taken out.
    let device = our_till.identity.device_id;
    let path = format!("/api/backoffice/devices/{device}");
    let (status, _) = theirs
        .call(Method::POST, &format!("{path}/out"), &json!(null))
        .await;
    assert_eq!(status, 404);
    let (status, _) = theirs
        .call(Method::PUT, &path, &json!({"name": "Mine"}))
        .await;
    assert_eq!(status, 404);
    let events: Vec<serde_json::Value> = theirs
        .get(&format!(
            "/api/backoffice/devices/{}/history",
            our_till.identity.register_id.unwrap()
        ))
        .await;
    assert_eq!(events.len(), 0);
    let devices: Vec<serde_json::Value> = theirs.get("/api/backoffice/devices").await;
    assert!(devices.iter().all(|one| one["id"] != json!(device)));
    our_till.pull().await;
    let registers: Vec<RegisterOverview> = theirs.get("/api/backoffice/registers").await;
    assert_eq!(registers.len(), 1);
    let our_register = shop.registers(&ours).await[0].register.id;
    for (method, way, body) in [
        (Method::PUT, "", json!({"name": "Taken over"})),
        (Method::PUT, "/sync", json!({"on": false})),
        (Method::POST, "/code", json!(null)),
    ] {
        let path = format!("/api/backoffice/registers/{our_register}{way}");
        assert_eq!(theirs.call(method, &path, &body).await.0, 404, "{way}");
    }
    let products: sync::api::ProductsPage = theirs.get("/api/backoffice/products").await;
    assert_eq!(products.products.len(), 0);

    // A change that names another store's sale finds none, and is kept for a person to look at.
    their_till.pull().await;
    let answer = their_till
        .make(&[crate::support::till::add(sale_id, "Foreign", 100)])
        .await;
    assert!(answer.results[0].outcome.review.is_some());
    let after: SaleDetail = ours.get(&sale).await;
    assert_eq!(after.sale, detail.sale);
    assert_eq!(after.history.len(), 1);

    // A device id of one store is not taken over by the other.
    let asked = json!({
        "email": "robin@mill.example", "password": "mill-lane-secret",
        "device_id": our_till.identity.device_id,
    });
    let (status, answer) = theirs
        .call(Method::POST, "/api/backoffice/sign-in", &asked)
        .await;
    assert_eq!((status, &answer["code"]), (409, &json!("device_taken")));
    our_till.pull().await;
    // An employee of one store does not sign in on a device of the other.
    let employee = shop.employee(&ours, sale::Role::Cashier).await;
    let asked = json!({"employee_id": employee.id, "pin": "1357"});
    let (status, _) = their_till
        .browser
        .call(Method::POST, "/api/register/sign-in/pin", &asked)
        .await;
    assert_eq!(status, 403);
}
