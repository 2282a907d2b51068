//! Switching sync off and on for a register.

use crate::live::Stream;
use crate::support::{Shop, Till};
use reqwest::Method;
use sale::Role;
use serde_json::{Value, json};
use sync::api::{PinSignIn, RegisterOverview, SyncSwitch};
use sync::protocol::{HandOver, StatusAnswer, StatusReport};

pub async fn hand_over(till: &Till) -> (u16, Value) {
    let asked = HandOver {
        final_sequence: till.sequence,
        cursor: till.cursor,
        digest: till.digest(),
    };
    till.browser
        .call(Method::POST, "/api/register/hand-over", &asked)
        .await
}

/// F2, F4, F5: the receipt comes when everything is here, a repeat gets the same one, nothing is
/// taken or given while sync is off, and switching on again brings what was saved meanwhile.
#[tokio::test]
async fn f2_a_register_hands_over_and_comes_back() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    let (_, open) = till.open("0001", 1);
    let unsent = till.next(&open);
    till.pull().await;
    let (status, answer) = hand_over(&till).await;
    assert_eq!(status, 409);
    assert_eq!(
        answer["NotYet"]["last_sequence"], 0,
        "the change has not arrived"
    );
    till.send(&[unsent]).await;
    let (status, _) = hand_over(&till).await;
    assert_eq!(status, 409, "its rows are not the server's yet");
    till.pull().await;
    let mut stream = Stream::of(&till).await;
    stream.next().await.unwrap();
    let (status, receipt) = hand_over(&till).await;
    assert_eq!((status, &receipt["final_sequence"]), (200, &json!(1)));
    assert_eq!(receipt["open_sales"], 11);
    while stream.next().await.is_some() {}
    assert_eq!(
        hand_over(&till).await,
        (200, receipt),
        "F2: a repeat gets the same receipt"
    );

    let (saved, open) = till.open("0002", 1);
    let meanwhile = till.next(&open);
    let off = (403, json!("SyncOff"));
    assert_eq!(till.send(std::slice::from_ref(&meanwhile)).await, off);
    for path in ["pull", "live"] {
        assert_eq!(
            till.browser
                .get_status(&format!("/api/register/{path}"))
                .await,
            off
        );
    }
    let report = StatusReport {
        unsent: 1,
        cursor: till.cursor,
        ..StatusReport::default()
    };
    let status: StatusAnswer = till.browser.post("/api/register/status", &report).await;
    assert_eq!((status.sync_asked, status.sync_reported), (false, false));
    let overview = &shop.registers(&manager).await[0];
    assert!(!overview.register.sync_reported);
    assert_eq!(
        overview.unsent, 1,
        "F6: BackOffice sees what it last reported"
    );

    let status: StatusAnswer = till.browser.post("/api/register/resume", &()).await;
    assert!(status.sync_asked && status.sync_reported);
    assert_eq!(till.send(&[meanwhile]).await.0, 200);
    till.pull().await;
    assert!(till.rows.values().any(|row| row.id == saved.0));
}

/// F6: what was asked for and what the register has done are two things, and BackOffice sees both.
#[tokio::test]
async fn f6_backoffice_asks_and_the_register_does() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 1).await;
    let id = shop.registers(&manager).await[1].register.id;
    let path = format!("/api/backoffice/registers/{id}/sync");
    let (status, overview) = manager
        .call(Method::PUT, &path, &SyncSwitch { on: false })
        .await;
    assert_eq!(status, 200);
    let overview: RegisterOverview = serde_json::from_value(overview).unwrap();
    assert!(!overview.register.sync_asked && overview.register.sync_reported);
    till.pull().await;
    let report = StatusReport {
        unsent: 0,
        cursor: till.cursor,
        ..StatusReport::default()
    };
    let answer: StatusAnswer = till.browser.post("/api/register/status", &report).await;
    assert!(!answer.sync_asked && answer.sync_reported);
    assert_eq!(hand_over(&till).await.0, 200);
    let register = shop.registers(&manager).await.remove(1).register;
    assert!(!register.sync_asked && !register.sync_reported);
}

/// F6, H1: on the register a register manager may ask, a cashier may not, and nobody when nobody is
/// signed in.
#[tokio::test]
async fn h1_only_a_manager_flips_the_switch_on_the_register() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let till = shop.till_by(&manager, 0).await;
    let ask = || {
        till.browser.call(
            Method::POST,
            "/api/register/ask-sync",
            &SyncSwitch { on: false },
        )
    };
    assert_eq!(ask().await.0, 401);
    for (role, pin, expected) in [
        (Role::Cashier, "1357", 403),
        (Role::RegisterManager, "2580", 200),
    ] {
        let asked = PinSignIn {
            employee_id: shop.employee(&manager, role).await.id,
            pin: pin.to_owned(),
        };
        let (status, answer) = till
            .browser
            .call(Method::POST, "/api/register/sign-in/pin", &asked)
            .await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(ask().await.0, expected);
    }
    assert!(!shop.registers(&manager).await[0].register.sync_asked);
}

/// F1: sync is on for a register that is activated, also where it was off before.
#[tokio::test]
async fn f1_a_replaced_register_has_sync_on_and_gets_everything() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut before = shop.till_by(&manager, 0).await;
    before.pull().await;
    assert_eq!(hand_over(&before).await.0, 200);
    let mut after = shop.till_by(&manager, 0).await;
    let register = shop.registers(&manager).await.remove(0).register;
    assert!(register.activated && register.sync_asked && register.sync_reported);
    after.pull().await;
    let sales = after
        .rows
        .values()
        .filter(|row| row.kind.as_str() == "sale")
        .count();
    assert_eq!(sales, 10);
    // C7: the new device counts under a prefix of its own.
    assert_eq!(before.identity.number_prefix, "1-");
    assert_eq!(after.identity.number_prefix, "1b-");
}
