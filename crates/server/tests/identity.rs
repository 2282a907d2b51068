//! A device that finds another at work under its identity gets one of its own.

use crate::support::till::add;
use crate::support::{Shop, Till};
use reqwest::Method;
use sale::DeviceId;
use serde_json::{Value, json};
use sync::protocol::{Identity, Mutation, PushAnswer, Readmission};
use uuid::Uuid;

async fn readmit(till: &Till, device_id: DeviceId) -> (u16, Value) {
    let asked = Readmission { device_id };
    till.browser
        .call(Method::POST, "/api/register/readmit", &asked)
        .await
}

/// A second browser with a copy of the till's cookies and counters.
fn copy(shop: &Shop, till: &Till) -> Till {
    let browser = shop.browser();
    let name = "sss_register_device";
    browser.set_cookie(name, &till.browser.cookie(name).unwrap());
    let mut copy = Till::new(browser, till.identity.clone(), till.employee);
    (copy.sequence, copy.cursor, copy.epoch) = (till.sequence, till.cursor, till.epoch);
    copy.rows = till.rows.clone();
    copy
}

/// A3, A4, C7: the copy's changes go in under its own identity, each once, and the first one's go
/// on under theirs.
#[tokio::test]
async fn a3_a_copied_device_gets_an_identity_of_its_own_and_loses_nothing() {
    let shop = Shop::open().await;
    let mut first = shop.till(0).await;
    let (sale_id, open) = first.open("0001", 1);
    first.make(&[open]).await;
    first.pull().await;
    let mut second = copy(&shop, &first);
    first.make(&[add(sale_id, "Tea", 200)]).await;
    let cake = second.next(&add(sale_id, "Cake", 300));
    let (status, fork) = second.send(std::slice::from_ref(&cake)).await;
    assert_eq!((status, fork), (409, json!({"Fork": {"sequence": 2}})));

    let fresh = DeviceId(Uuid::now_v7());
    let (status, answer) = readmit(&second, fresh).await;
    assert_eq!(status, 200, "{answer}");
    let identity: Identity = serde_json::from_value(answer).unwrap();
    assert_eq!(identity.device_id, fresh);
    assert_eq!(identity.register_id, first.identity.register_id);
    assert_ne!(identity.number_prefix, first.identity.number_prefix);
    let again = Mutation {
        sequence: 1,
        ..cake
    };
    let (status, answer) = second.send(&[again]).await;
    assert_eq!(status, 200, "{answer}");
    let answer: PushAnswer = serde_json::from_value(answer).unwrap();
    assert_eq!(answer.acknowledged, 1);
    first.make(&[add(sale_id, "Juice", 250)]).await;
    for till in [&mut first, &mut second] {
        till.pull().await;
        let row = till.rows.values().find(|row| row.id == sale_id.0).unwrap();
        let sale: sale::Sale = sync::codec::decode(row.text().unwrap()).unwrap();
        let names: Vec<&str> = sale.lines.iter().map(|line| line.name.as_str()).collect();
        assert_eq!(names, ["Item 0", "Tea", "Cake", "Juice"]);
    }
}

/// A3: an answer that was lost is asked for again with the same id; another device's id is not to
/// be had.
#[tokio::test]
async fn a3_asking_again_gets_the_same_identity_and_nobody_elses() {
    let shop = Shop::open().await;
    let mut first = shop.till(0).await;
    let other = shop.till(1).await;
    let (_, open) = first.open("0001", 1);
    first.make(&[open]).await;
    let second = copy(&shop, &first);
    let lost = copy(&shop, &first);
    let fresh = DeviceId(Uuid::now_v7());
    assert_eq!(readmit(&lost, fresh).await.0, 200);
    let (status, answer) = readmit(&second, fresh).await;
    assert_eq!((status, &answer["device_id"]), (200, &json!(fresh)));
    for taken in [first.identity.device_id, other.identity.device_id] {
        let third = copy(&shop, &first);
        assert_eq!(readmit(&third, taken).await.0, 409);
    }
    let nobody = Till::new(shop.browser(), first.identity.clone(), first.employee);
    assert_eq!(readmit(&nobody, DeviceId(Uuid::now_v7())).await.0, 401);
}
