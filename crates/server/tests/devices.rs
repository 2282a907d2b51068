//! Devices in BackOffice: what they say of themselves, taking one out of use, and what needs a person.

use crate::live::Stream;
use crate::support::{Browser, Shop, Till};
use reqwest::Method;
use sale::DeviceId;
use serde_json::{Value, json};
use sync::api::ActivationCode;
use sync::api::devices::{DeviceChange, DeviceEvent, DeviceOverview};
use sync::api::watch::{WatchAct, WatchDeed, WatchKind, WatchMatter, Watched};
use sync::protocol::{Identity, StatusReport};
use uuid::Uuid;

async fn devices(manager: &Browser) -> Vec<DeviceOverview> {
    manager.get("/api/backoffice/devices").await
}

async fn device(manager: &Browser, id: DeviceId) -> DeviceOverview {
    let all = devices(manager).await;
    all.into_iter().find(|one| one.id == id).unwrap()
}

async fn history(manager: &Browser, of: Uuid) -> Vec<DeviceChange> {
    let path = format!("/api/backoffice/devices/{of}/history");
    let events: Vec<DeviceEvent> = manager.get(&path).await;
    events.into_iter().map(|event| event.what).collect()
}

/// Nothing is read and nothing taken.
async fn is_shut_out(till: &Till) {
    let signed_out = (401, json!("SignedOut"));
    for path in ["pull", "live"] {
        let path = format!("/api/register/{path}");
        assert_eq!(till.browser.get_status(&path).await, signed_out);
    }
    let report = StatusReport::default();
    let (status, _) = till
        .browser
        .call(Method::POST, "/api/register/status", &report)
        .await;
    assert_eq!(status, 401);
    assert_eq!(till.send(&[]).await.0, 401);
    let session: Value = till.browser.get("/api/register/session").await;
    assert_eq!(session, json!({}));
}

/// H6: a lost register is shut out at once: its stream ends, and it neither reads nor sends. What it
/// had not sent is delivered when it is let in again for the same place (A4).
#[tokio::test]
async fn h6_a_lost_register_is_shut_out_at_once_and_may_come_back() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    till.pull().await;
    let register = till.identity.register_id.unwrap();
    let (_, open) = till.open("0001", 1);
    let unsent = till.next(&open);
    let mut stream = Stream::of(&till).await;
    stream.next().await.unwrap();

    let id = till.identity.device_id;
    let path = format!("/api/backoffice/devices/{id}/out");
    let (status, _) = manager.call(Method::POST, &path, &()).await;
    assert_eq!(status, 200);
    while stream.next().await.is_some() {}
    is_shut_out(&till).await;
    assert_eq!(till.send(std::slice::from_ref(&unsent)).await.0, 401);
    let out = device(&manager, id).await;
    assert!(out.out_ms.is_some() && !out.connected);
    let overview = &shop.registers(&manager).await[0];
    assert!(!overview.register.activated);
    // It is not found through a repeat, and not by another store's manager: there is none here.
    assert_eq!(manager.call(Method::POST, &path, &()).await.0, 200);

    let code = format!("/api/backoffice/registers/{register}/code");
    let code: ActivationCode = manager.post(&code, &()).await;
    let asked = sync::api::Activation {
        code: code.code,
        device_id: id,
    };
    let again: Identity = till.browser.post("/api/register/activate", &asked).await;
    assert_eq!(again.device_id, id);
    assert_eq!(till.send(&[unsent]).await.0, 200, "A4: it is delivered");
    assert_eq!(device(&manager, id).await.out_ms, None);
    let told = history(&manager, register.0).await;
    let activated = |change: &DeviceChange| matches!(change, DeviceChange::Activated(_));
    assert!(activated(&told[0]) && told[1] == DeviceChange::TakenOut && activated(&told[2]));
}

/// H6: asking to replace a register shuts the old device out before the new one is there, and no
/// other; the manager's own browser is never shut out by itself.
#[tokio::test]
async fn h6_a_replaced_register_is_shut_out_before_the_new_one_comes() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let till = shop.till_by(&manager, 0).await;
    let mut other = shop.till_by(&manager, 1).await;
    let register = till.identity.register_id.unwrap();
    let path = format!("/api/backoffice/registers/{register}/replace");
    let code: ActivationCode = manager.post(&path, &()).await;
    is_shut_out(&till).await;
    other.pull().await;
    let fresh = shop.browser();
    let asked = sync::api::Activation {
        code: code.code,
        device_id: DeviceId(Uuid::now_v7()),
    };
    let identity: Identity = fresh.post("/api/register/activate", &asked).await;
    assert_eq!(identity.register_id, Some(register));
    assert_eq!(fresh.get_status("/api/register/pull").await.0, 200);
    is_shut_out(&till).await;
    assert!(
        history(&manager, register.0)
            .await
            .contains(&DeviceChange::Replaced)
    );

    let own = devices(&manager).await;
    let own = own.iter().find(|one| one.register_id.is_none()).unwrap();
    let path = format!("/api/backoffice/devices/{}/out", own.id);
    let (status, problem) = manager.call(Method::POST, &path, &()).await;
    assert_eq!((status, &problem["code"]), (409, &json!("own_device")));
}

/// What a device says of itself is kept, over a restart of the server too; a report that leaves
/// something out takes nothing back.
#[tokio::test]
async fn what_a_device_says_of_itself_is_kept() {
    let mut shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    let id = till.identity.device_id;
    let report = StatusReport {
        unsent: 3,
        build: Some("9.9.9".into()),
        storage_kept: Some(true),
        at_ms: Some(0),
        ..StatusReport::default()
    };
    let _: Value = till.browser.post("/api/register/status", &report).await;
    let _: Value = till
        .browser
        .post("/api/register/status", &json!({"unsent": 2, "cursor": 0}))
        .await;
    shop.reopen().await;
    let mut manager = shop.manager().await;
    manager.moved(shop.address);
    let kept = device(&manager, id).await;
    assert_eq!((kept.unsent, kept.build.as_deref()), (2, Some("9.9.9")));
    assert_eq!(kept.storage_kept, Some(true));
    assert!(kept.clock_ahead_ms.unwrap() < -1_000_000_000_000);
    till.browser.moved(shop.address);
    till.pull().await;
    assert_eq!(device(&manager, id).await.build.as_deref(), Some("9.9.9"));
}

fn of_kind(watched: &Watched, kind: WatchKind) -> Vec<&WatchMatter> {
    watched
        .matters
        .iter()
        .filter(|one| one.kind == kind && one.ended.is_none())
        .collect()
}

async fn act(manager: &Browser, one: &WatchMatter, deed: WatchDeed) -> (u16, Value) {
    let act = WatchAct {
        kind: one.kind,
        subject: one.subject,
        deed,
    };
    manager
        .call(Method::POST, "/api/backoffice/watch", &act)
        .await
}

/// A clock that is off and a switch that waits are found; somebody looks after one; it ends by
/// itself when what it is about has gone, and another may come then. One that a person ended stays so.
#[tokio::test]
async fn f6_what_needs_a_person_is_found_taken_and_ended() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let till = shop.till_by(&manager, 0).await;
    let says = async |at_ms: i64| {
        let report = StatusReport {
            at_ms: Some(at_ms),
            ..StatusReport::default()
        };
        let _: Value = till.browser.post("/api/register/status", &report).await;
        manager.get::<Watched>("/api/backoffice/watch").await
    };
    let watched = says(0).await;
    let clocks = of_kind(&watched, WatchKind::Clock);
    assert_eq!(clocks.len(), 1);
    assert_eq!(clocks[0].subject, till.identity.device_id.0);
    assert!(clocks[0].name.is_some() && clocks[0].taken_by.is_none());
    assert_eq!(act(&manager, clocks[0], WatchDeed::Take).await.0, 200);
    let again = says(0).await;
    let clock = of_kind(&again, WatchKind::Clock)[0].clone();
    assert_eq!(clock.no, clocks[0].no, "found twice, it is one");
    assert!(clock.taken_by.is_some());

    let now_ms = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let now_ms = i64::try_from(now_ms.as_millis()).unwrap();
    let right = says(now_ms).await;
    assert_eq!(of_kind(&right, WatchKind::Clock).len(), 0);
    let over = right.matters.iter().find(|one| one.no == clock.no).unwrap();
    assert!(over.ended.as_ref().unwrap().by.is_none(), "by itself");
    assert_eq!(act(&manager, &clock, WatchDeed::Take).await.0, 409);

    let off = says(0).await;
    let clock = of_kind(&off, WatchKind::Clock)[0].clone();
    assert_ne!(clock.no, over.no, "it is a new one");
    let (status, _) = act(&manager, &clock, WatchDeed::End(" ".into())).await;
    assert_eq!(status, 400, "how is to be said");
    let (status, _) = act(&manager, &clock, WatchDeed::End("Set it".into())).await;
    assert_eq!(status, 200);
    let watched = says(0).await;
    assert_eq!(of_kind(&watched, WatchKind::Clock).len(), 0, "it stays so");
    let ended = watched.matters.iter().find(|one| one.no == clock.no);
    assert_eq!(ended.unwrap().ended.as_ref().unwrap().how, "Set it");

    let register = till.identity.register_id.unwrap();
    let path = format!("/api/backoffice/registers/{register}/sync");
    let (status, _) = manager
        .call(Method::PUT, &path, &json!({"on": false}))
        .await;
    assert_eq!(status, 200);
    let watched: Watched = manager.get("/api/backoffice/watch").await;
    let waits = of_kind(&watched, WatchKind::HandOver);
    assert_eq!(waits[0].subject, register.0);
    let told = history(&manager, register.0).await;
    assert_eq!(told[0], DeviceChange::SyncAsked(false));
}

/// The demonstration has sales that are older than the store's last step; each is a matter, until it
/// is voided.
#[tokio::test]
async fn an_old_sale_is_a_matter_until_it_is_finished() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let watched: Watched = manager.get("/api/backoffice/watch").await;
    let old = of_kind(&watched, WatchKind::OldSale);
    let (sale, count) = (old[0].subject, old.len());
    let path = format!("/api/backoffice/sales/{sale}/void");
    let (status, _) = manager
        .call(Method::POST, &path, &json!({"reason": "Opened by mistake"}))
        .await;
    assert_eq!(status, 200);
    let watched: Watched = manager.get("/api/backoffice/watch").await;
    assert_eq!(of_kind(&watched, WatchKind::OldSale).len(), count - 1);
    let over = watched.matters.iter().find(|one| one.subject == sale);
    assert!(over.unwrap().ended.is_some());
}
