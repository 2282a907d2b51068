//! Leases while money is taken, over real connections.

use crate::live::Stream;
use crate::support::till::{add, pay};
use crate::support::{Shop, Till};
use reqwest::Method;
use sale::{Role, SaleId};
use serde_json::Value;
use sync::api::PinSignIn;
use sync::protocol::{LEASE_MS, Lease, LeaseAnswer, LeaseRequest, Live};
use uuid::Uuid;

async fn ask(till: &Till, request: LeaseRequest) -> (u16, Value) {
    till.browser
        .call(Method::POST, "/api/register/lease", &request)
        .await
}

async fn take(till: &Till, sale_id: SaleId) -> (u16, Value) {
    ask(till, LeaseRequest::Take { sale_id }).await
}

async fn leases(stream: &mut Stream) -> Vec<Lease> {
    loop {
        if let Live::Leases { leases } = stream.next().await.unwrap().2 {
            return leases;
        }
    }
}

async fn sign_in(shop: &Shop, till: &Till) -> sale::EmployeeId {
    let manager = shop.manager().await;
    let employee_id = shop.employee(&manager, Role::RegisterManager).await.id;
    let asked = PinSignIn {
        employee_id,
        pin: "2580".to_owned(),
    };
    let path = "/api/register/sign-in/pin";
    let (status, answer) = till.browser.call(Method::POST, path, &asked).await;
    assert_eq!(status, 200, "{answer}");
    employee_id
}

/// G1: one device at a time; the other is told who and where; everybody who listens sees it, and
/// who comes later, too.
#[tokio::test]
async fn g1_one_device_at_a_time_takes_money_and_all_see_it() {
    let shop = Shop::open().await;
    let (mut a, mut b) = (shop.till(0).await, shop.till(1).await);
    let (sale_id, open) = a.open("0001", 1);
    a.make(&[open]).await;
    a.pull().await;
    b.pull().await;
    let who = sign_in(&shop, &a).await;
    let mut listening = Stream::of(&b).await;
    listening.next().await.unwrap();

    let (status, answer) = take(&a, sale_id).await;
    assert_eq!(status, 200);
    let answer: LeaseAnswer = serde_json::from_value(answer).unwrap();
    assert_eq!((answer.for_ms, answer.head), (LEASE_MS, a.cursor));
    let (status, refusal) = take(&b, sale_id).await;
    assert_eq!(status, 409);
    let by: Lease = serde_json::from_value(refusal["BeingPaid"]["by"].clone()).unwrap();
    assert_eq!(by.place, "Front counter");
    assert_eq!(by.employee_id, Some(who));
    assert_eq!(by.device_id, a.identity.device_id);
    assert!(by.for_ms > 0 && by.for_ms <= LEASE_MS);
    let seen = leases(&mut listening).await;
    assert_eq!((seen.len(), seen[0].sale_id), (1, sale_id));
    let mut late = Stream::of(&b).await;
    assert_eq!(leases(&mut late).await[0].place, "Front counter");

    // Renewed by its holder, given back by nobody else.
    assert_eq!(take(&a, sale_id).await.0, 200);
    let release = LeaseRequest::Release { sale_id };
    assert_eq!(ask(&b, release).await.0, 200);
    assert_eq!(take(&b, sale_id).await.0, 409);
    assert_eq!(ask(&a, release).await.0, 200);
    assert!(leases(&mut listening).await.is_empty());
    assert_eq!(take(&b, sale_id).await.0, 200);
}

/// G1, C5: a lease blocks neither lines nor money that was taken without it; and the answer names
/// the end of the log, so that the total is today's before money is taken (G2).
#[tokio::test]
async fn g1_a_lease_binds_nobodys_changes() {
    let shop = Shop::open().await;
    let (mut a, mut b) = (shop.till(0).await, shop.till(1).await);
    let (sale_id, open) = a.open("0001", 1);
    a.make(&[open]).await;
    b.pull().await;
    assert_eq!(take(&a, sale_id).await.0, 200);
    let made = b.make(&[add(sale_id, "Tea", 200), pay(sale_id, 100)]).await;
    assert!(made.results.iter().all(|r| r.outcome.review.is_none()));
    let (_, again) = take(&a, sale_id).await;
    assert_eq!(again["head"], made.head, "G2: there is more than was seen");
}

/// G1: a lease does not outlive its holder: sign-out and hand-over end it.
#[tokio::test]
async fn g1_a_lease_ends_with_its_holder() {
    let shop = Shop::open().await;
    let (mut a, b) = (shop.till(0).await, shop.till(1).await);
    let sale_id = SaleId(Uuid::now_v7());
    sign_in(&shop, &a).await;
    assert_eq!(take(&a, sale_id).await.0, 200);
    let out = a
        .browser
        .call(Method::POST, "/api/register/sign-out", &())
        .await;
    assert_eq!(out.0, 204);
    assert_eq!(take(&b, sale_id).await.0, 200);
    let other = SaleId(Uuid::now_v7());
    assert_eq!(take(&a, other).await.0, 200);
    a.pull().await;
    assert_eq!(crate::switch::hand_over(&a).await.0, 200);
    assert_eq!(take(&b, other).await.0, 200);
    // A register that works alone asks for none.
    assert_eq!(take(&a, SaleId(Uuid::now_v7())).await.0, 403);
}

/// G1, H4: whoever is no device of a store takes no lease in it.
#[tokio::test]
async fn g1_a_lease_wants_a_device() {
    let shop = Shop::open().await;
    let sale_id = SaleId(Uuid::now_v7());
    let request = LeaseRequest::Take { sale_id };
    let browser = shop.browser();
    let (status, _) = browser
        .call(Method::POST, "/api/register/lease", &request)
        .await;
    assert_eq!(status, 401);
}
