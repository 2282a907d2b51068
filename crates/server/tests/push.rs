//! Push: each change exactly once, in one order, on stable storage before it is answered.

use crate::support::till::{add, pay};
use crate::support::{Shop, Till, soon};
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;
use sale::{Note, Status};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use sync::api::SaleDetail;
use sync::protocol::{Mutation, PushAnswer};

/// A3: however often and in whatever pieces changes are sent, each is applied once, and a repeat
/// gets the same answer as the first.
#[tokio::test]
async fn a3_a_repeat_gets_the_first_answer_and_changes_nothing() {
    let shop = Shop::open().await;
    let mut till = shop.till(0).await;
    let (sale_id, open) = till.open("0001", 1);
    let sent = [till.next(&open), till.next(&add(sale_id, "Tea", 200))];
    let (_, first) = till.send(&sent).await;
    let third = till.next(&add(sale_id, "Cake", 300));
    for pieces in [&sent[..], &sent[..1], &sent[1..], &sent[..]] {
        let (status, again) = till.send(pieces).await;
        assert_eq!(status, 200);
        for result in again["results"].as_array().unwrap() {
            assert!(first["results"].as_array().unwrap().contains(result));
        }
        assert_eq!(again["head"], first["head"]);
    }
    // A repeat together with something new.
    let (_, more) = till.send(&[sent[1].clone(), third]).await;
    assert_eq!(more["acknowledged"], 3);
    till.pull().await;
    let detail: SaleDetail = detail(&shop, &sale_id.to_string()).await;
    assert_eq!(detail.sale.lines.len(), 3);
    assert_eq!(detail.history.len(), 3);
}

async fn detail(shop: &Shop, id: &str) -> SaleDetail {
    let manager = shop.manager().await;
    manager.get(&format!("/api/backoffice/sales/{id}")).await
}

/// A3: a gap is not jumped, and the same number with other content is told, not overwritten.
#[tokio::test]
async fn a3_gap_and_fork_are_refused() {
    let shop = Shop::open().await;
    let mut till = shop.till(0).await;
    let (sale_id, open) = till.open("0001", 1);
    let first = till.next(&open);
    let second = till.next(&add(sale_id, "Tea", 200));
    let (status, gap) = till.send(std::slice::from_ref(&second)).await;
    assert_eq!((status, gap), (409, json!({"Gap": {"expected": 1}})));
    let (status, _) = till.send(&[first.clone(), second.clone()]).await;
    assert_eq!(status, 200);
    let other = Mutation {
        change: sync::codec::encode_raw(&add(sale_id, "Coffee", 300)).unwrap(),
        ..second
    };
    let (status, fork) = till.send(&[first, other]).await;
    assert_eq!((status, fork), (409, json!({"Fork": {"sequence": 2}})));
    let detail = detail(&shop, &sale_id.to_string()).await;
    assert_eq!(detail.sale.lines[1].name, "Tea");
}

/// A4: a change of a newer build is kept whole in a review, and later changes still go through.
#[tokio::test]
async fn a4_what_cannot_be_read_is_kept_and_the_rest_goes_on() {
    let shop = Shop::open().await;
    let mut till = shop.till(0).await;
    let (sale_id, open) = till.open("0001", 1);
    let mut strange = till.next(&open);
    strange.change = sync::codec::raw(r#"{"sale.sing.9":{"aria":[1, 2]}}"#.to_owned()).unwrap();
    let plain = till.next(&open);
    let (status, answer) = till.send(&[strange, plain]).await;
    assert_eq!(status, 200);
    let answer: PushAnswer = serde_json::from_value(answer).unwrap();
    assert!(answer.results[0].outcome.review.is_some());
    assert!(answer.results[1].outcome.review.is_none());
    till.pull().await;
    let review = till
        .rows
        .values()
        .find(|row| row.kind.as_str() == "review")
        .unwrap();
    let review: sale::Review = sync::codec::decode(review.text().unwrap()).unwrap();
    assert_eq!(review.change, r#"{"sale.sing.9":{"aria":[1, 2]}}"#);
    assert!(till.rows.values().any(|row| row.id == sale_id.0));
}

/// B1, B2, A2, A3: many write at once; positions have no gap, each change is there once, and every
/// answer is true of what a reader sees afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b2_many_writers_leave_no_gap() {
    const TILLS: usize = 32;
    const PUSHES: usize = 12;
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut reader = shop.till_by(&manager, 0).await;
    reader.pull().await;
    let before = reader.cursor;
    let mut tills = Vec::new();
    for n in 0..TILLS {
        tills.push(shop.till_by(&manager, n % 4).await);
    }
    reader.pull().await;
    let activations = reader.cursor - before;
    let mut pushing = tokio::task::JoinSet::new();
    for mut till in tills {
        pushing.spawn(async move {
            let (sale_id, open) = till.open("0001", 2);
            let mut positions = vec![till.make(&[open]).await.results[0].position];
            for n in 1..PUSHES {
                let answer = till.make(&[add(sale_id, &format!("Item {n}"), 100)]).await;
                positions.push(answer.results[0].position);
                // A lost answer: the same again.
                till.sequence -= 1;
                let last = till.next(&add(sale_id, "never", 1));
                let (status, _) = till.send(&[last]).await;
                assert_eq!(status, 409, "other content under a used number is a fork");
            }
            assert!(positions.is_sorted(), "B1: later pushes come later");
            positions
        });
    }
    let mut positions = BTreeSet::new();
    while let Some(done) = soon("the pushes", pushing.join_next()).await {
        for position in done.unwrap() {
            assert!(positions.insert(position), "two changes at one position");
        }
    }
    let first = before + activations + 1;
    let expected: BTreeSet<u64> = (first..first + (TILLS * PUSHES) as u64).collect();
    assert_eq!(positions, expected);
    reader.pull().await;
    assert_eq!(reader.cursor, first + (TILLS * PUSHES) as u64 - 1);
    let verified = server::verify(shop.data()).unwrap();
    assert_eq!(verified[0].faults, Vec::<String>::new());
}

/// A push may come packed; packed or not it has a limit.
#[tokio::test]
async fn a_push_may_be_packed_and_has_a_limit() {
    let shop = Shop::open().await;
    let mut till = shop.till(0).await;
    let (sale_id, open) = till.open("0001", 1);
    let sent = till.next(&open);
    let json = serde_json::to_vec(&till.push_of(&[sent])).unwrap();
    assert_eq!(packed(&till, &json).await.0, 200);
    let large = too_large(&mut till, sale_id);
    let (status, answer) = till.send(&[large]).await;
    assert_eq!(status, 413, "{answer}");
    till.sequence -= 1;
    let large = too_large(&mut till, sale_id);
    let json = serde_json::to_vec(&till.push_of(&[large])).unwrap();
    let (status, answer) = packed(&till, &json).await;
    assert_eq!(status, 413, "{answer}");
    assert!(answer["TooMuch"]["what"].is_string());
    let (status, answer) = till
        .browser
        .call(Method::POST, "/api/register/push", &json!({"protocol": 1}))
        .await;
    assert_eq!((status, &answer["code"]), (400, &json!("unreadable")));
}

fn too_large(till: &mut Till, sale_id: sale::SaleId) -> Mutation {
    till.next(&sale::Change::Note {
        sale_id,
        note: Some("x".repeat(300_000)),
    })
}

async fn packed(till: &Till, json: &[u8]) -> (u16, Value) {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(json).unwrap();
    let request = till
        .browser
        .request(Method::POST, "/api/register/push")
        .header("content-type", "application/json")
        .header("content-encoding", "gzip")
        .body(encoder.finish().unwrap());
    let response = till.browser.send(request).await;
    let status = response.status().as_u16();
    (status, response.json().await.unwrap_or(Value::Null))
}

/// G3, C5: a sale with something due stays open, and the answer says how much.
#[tokio::test]
async fn g3_a_sale_closes_when_nothing_is_due() {
    let shop = Shop::open().await;
    let mut till = shop.till(0).await;
    let (sale_id, open) = till.open("0001", 2);
    let close = sale::Change::Close { sale_id };
    let answer = till.make(&[open, pay(sale_id, 200), close.clone()]).await;
    let notes = &answer.results[2].outcome.notes;
    assert!(matches!(
        notes[..],
        [Note::StillDue {
            due: sale::Money(300)
        }]
    ));
    till.make(&[pay(sale_id, 300), close]).await;
    assert_eq!(
        detail(&shop, &sale_id.to_string()).await.sale.status,
        Status::Closed
    );
    till.pull().await;
    assert!(
        !till.rows.values().any(|row| row.id == sale_id.0),
        "closed sales leave devices"
    );
}

/// A4: changes of an employee whom the store does not know are kept too: a change is never dropped
/// for who made it.
#[tokio::test]
async fn a4_changes_of_an_unknown_employee_are_kept() {
    let shop = Shop::open().await;
    let mut till = shop.till(0).await;
    till.employee = sale::EmployeeId(uuid::Uuid::now_v7());
    let (sale_id, open) = till.open("0001", 1);
    till.make(&[open]).await;
    let detail = detail(&shop, &sale_id.to_string()).await;
    assert_eq!(detail.history[0].employee_id, till.employee);
}

/// H2, H3, B4: what a cashier may not do alone is kept and not applied; with a manager's approval it
/// is, and the history names both.
#[tokio::test]
async fn h2_a_cashier_needs_a_manager_to_void() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    let alex = shop.employee(&manager, sale::Role::RegisterManager).await;
    let (sale_id, open) = till.open("0001", 1);
    let reason = "walked out".to_owned();
    let void = sale::Change::Void { sale_id, reason };
    let answer = till.make(&[open, void.clone()]).await;
    assert!(answer.results[1].outcome.review.is_some());
    let path = sale_id.to_string();
    assert_eq!(detail(&shop, &path).await.sale.status, Status::Open);
    let mut approved = till.next(&void);
    approved.approved_by = Some(alex.id);
    let (status, _) = till.send(&[approved]).await;
    assert_eq!(status, 200);
    let detail = detail(&shop, &path).await;
    assert_eq!(detail.sale.status, Status::Voided);
    let last = detail.history.last().unwrap();
    assert_eq!(last.employee_id, till.employee);
    assert_eq!(last.outcome.approved_by, Some(alex.id));
}
