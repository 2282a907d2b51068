//! Running a shop over the API: people, settings, and the first run.

use crate::support::Shop;
use reqwest::Method;
use sale::{Employee, EmployeeId, Role};
use serde_json::{Value, json};
use sync::api::PinSignIn;
use sync::api::people::Person;
use sync::api::settings::StoreSettings;
use uuid::Uuid;

const PEOPLE: &str = "/api/backoffice/people";
const STORE: &str = "/api/backoffice/store";

fn edit(field: &str, seen: Value, to: Value) -> Value {
    json!({ "fields": [{ "field": field, "seen": seen, "to": to }] })
}

fn at(id: EmployeeId, rest: &str) -> String {
    format!("{PEOPLE}/{id}{rest}")
}

/// H6: who is gone is signed out on every device at once, their PIN holds no more, and the row stays
/// with their name (rule H3).
#[tokio::test]
async fn h6_who_is_gone_is_signed_out_and_stays_in_the_history() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let till = shop.till(0).await;
    let new = json!({ "name": " Kim ", "role": "Cashier", "pin": "8642" });
    let kim: Person = manager.post(PEOPLE, &new).await;
    assert_eq!((kim.employee.name.as_str(), kim.has_pin), ("Kim", true));
    let id = kim.employee.id;
    let by_pin = PinSignIn {
        employee_id: id,
        pin: "8642".to_owned(),
    };
    let _: Employee = till
        .browser
        .post("/api/register/sign-in/pin", &by_pin)
        .await;
    let session = |who: &Value| who["employee"]["name"].clone();
    let (_, who) = till.browser.get_status("/api/register/session").await;
    assert_eq!(session(&who), "Kim");
    // A list says of a secret whether there is one, and nothing else.
    let shown: Value = manager.get(PEOPLE).await;
    for one in shown.as_array().unwrap() {
        let known = [
            "employee",
            "email",
            "has_pin",
            "has_password",
            "signed_in",
            "week_ms",
            "month_ms",
        ];
        let mut keys = one.as_object().unwrap().keys();
        assert!(keys.all(|key| known.contains(&key.as_str())), "{one}");
    }
    let people: Vec<Person> = manager.get(PEOPLE).await;
    assert!(
        people
            .iter()
            .any(|one| one.employee.id == id && one.signed_in)
    );

    let kim: Person = manager.post(&at(id, "/gone"), &()).await;
    assert!(kim.employee.gone && !kim.has_pin && !kim.signed_in);
    let (_, who) = till.browser.get_status("/api/register/session").await;
    assert_eq!(session(&who), Value::Null);
    let (status, _) = till
        .browser
        .call(Method::POST, "/api/register/sign-in/pin", &by_pin)
        .await;
    assert_eq!(status, 403);
    let again: Person = manager.post(&at(id, "/back"), &()).await;
    assert!(!again.employee.gone && !again.has_pin);
}

/// Somebody can always sign in to BackOffice: the last manager neither goes nor is demoted nor loses
/// their address; a second one may let the first go.
#[tokio::test]
async fn the_last_manager_stays() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let morgan = shop.employee(&manager, Role::BackOfficeManager).await;
    let role = edit("role", json!("BackOfficeManager"), json!("Cashier"));
    let email = edit("email", json!("morgan@harbour.example"), Value::Null);
    for body in [role.clone(), email] {
        let (status, said) = manager.call(Method::PUT, &at(morgan.id, ""), &body).await;
        assert_eq!((status, &said["code"]), (409, &json!("last_manager")));
    }
    let (status, _) = manager
        .call(Method::POST, &at(morgan.id, "/gone"), &())
        .await;
    assert_eq!(status, 409);
    // A manager without a password is none who could sign in.
    let idle = json!({ "name": "Idle", "role": "BackOfficeManager", "pin": "1111" });
    let _: Person = manager.post(PEOPLE, &idle).await;
    let (status, _) = manager.call(Method::PUT, &at(morgan.id, ""), &role).await;
    assert_eq!(status, 409);
    let second = json!({ "name": "Robin", "role": "BackOfficeManager", "pin": "1111",
        "email": "robin@harbour.example", "password": "correct horse" });
    let _: Person = manager.post(PEOPLE, &second).await;
    let (status, _) = manager.call(Method::PUT, &at(morgan.id, ""), &role).await;
    // They were demoted, and may not even see what became of it (H6).
    assert_eq!(status, 200);
    assert_eq!(manager.get_status(PEOPLE).await.0, 401);
    let browser = shop.browser();
    let demoted = browser
        .sign_in("morgan@harbour.example", "harbour-street")
        .await;
    assert_eq!(demoted.0, 403);
}

/// H6: one's own password needs the present one, and a new one ends the sessions of the old one.
#[tokio::test]
async fn h6_a_new_password_ends_what_the_old_one_began() {
    let shop = Shop::open().await;
    let (here, there) = (shop.manager().await, shop.manager().await);
    let me = shop.employee(&here, Role::BackOfficeManager).await;
    let path = at(me.id, "");
    for present in [Value::Null, json!("wrong")] {
        let body = json!({ "password": "correct horse", "present_password": present });
        let (status, said) = here.call(Method::PUT, &path, &body).await;
        assert_eq!(status, 400);
        assert_eq!(said["fields"][0]["field"], "present_password");
    }
    assert_eq!(there.get_status(PEOPLE).await.0, 200);
    let body = json!({ "password": "correct horse", "present_password": "harbour-street" });
    let (status, _) = here.call(Method::PUT, &path, &body).await;
    assert_eq!(status, 200);
    assert_eq!(here.get_status(PEOPLE).await.0, 200);
    assert_eq!(there.get_status(PEOPLE).await.0, 401);
    let old = shop
        .browser()
        .sign_in("morgan@harbour.example", "harbour-street")
        .await;
    assert_eq!(old.0, 403);
}

/// What cannot be used is named field by field, and nothing of it is done.
#[tokio::test]
async fn what_is_wrong_with_a_person_is_named_by_field() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let new = json!({ "name": " ", "role": "Cashier", "pin": "12", "password": "short",
        "email": "nowhere" });
    let (status, said) = manager.call(Method::POST, PEOPLE, &new).await;
    let fields: Vec<&str> = said["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["field"].as_str().unwrap())
        .collect();
    assert_eq!(status, 400);
    assert_eq!(fields, ["name", "pin", "password", "email"]);
    let taken = json!({ "name": "Twin", "role": "Cashier", "email": " MORGAN@harbour.example " });
    let (status, said) = manager.call(Method::POST, PEOPLE, &taken).await;
    assert_eq!((status, &said["fields"][0]["code"]), (400, &json!("taken")));
    let people: Vec<Person> = manager.get(PEOPLE).await;
    assert_eq!(people.len(), 5);
}

/// C4: of two who change one field, the second is told what it holds; who changes another is not in
/// the way; and the currency stays once something was sold.
#[tokio::test]
async fn c4_two_who_change_one_setting_lose_nothing_unseen() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let foot = |seen: Value, to: &str| edit("receipt.foot", seen, json!(to));
    let (status, _) = manager
        .call(Method::PUT, STORE, &foot(Value::Null, "See you"))
        .await;
    assert_eq!(status, 200);
    let (status, said) = manager
        .call(Method::PUT, STORE, &foot(Value::Null, "Goodbye"))
        .await;
    assert_eq!(
        (status, &said["fields"][0]["now"]),
        (409, &json!("See you"))
    );
    let name = edit("name", json!("Harbour Street"), json!("Quay"));
    let (status, _) = manager.call(Method::PUT, STORE, &name).await;
    assert_eq!(status, 200);
    let now: StoreSettings = manager.get(STORE).await;
    assert_eq!(now.store.receipt.foot, "See you");
    assert_eq!(now.store.name, "Quay");
    assert!(now.has_sold && now.sessions.iter().filter(|one| one.here).count() == 1);
    let euro = json!({ "code": "EUR", "exponent": 2 });
    let pound = json!({ "code": "GBP", "exponent": 2 });
    for (field, seen, to, code) in [
        ("currency", pound, euro, "sold"),
        (
            "time_zone",
            json!("Europe/London"),
            json!("Mars/Base"),
            "unknown",
        ),
        ("day_begins_hour", Value::Null, json!(24), "too_large"),
        ("reasons.void", Value::Null, json!([" "]), "too_long"),
        ("receipt.logo", Value::Null, json!("x.png"), "unknown"),
        ("id", Value::Null, json!("x"), "unknown"),
    ] {
        let (status, said) = manager
            .call(Method::PUT, STORE, &edit(field, seen, to))
            .await;
        let problem = &said["fields"][0];
        assert_eq!((status, &problem["code"]), (400, &json!(code)), "{field}");
    }
}

/// A logo is kept when its bytes are a picture's, and given out under a name made of them.
#[tokio::test]
async fn a_logo_is_a_picture_and_has_a_name_of_its_own() {
    use base64::Engine;
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let sent =
        |bytes: &[u8]| json!({ "base64": base64::engine::general_purpose::STANDARD.encode(bytes) });
    let logo = format!("{STORE}/logo");
    for (bytes, code) in [
        (b"<svg onload='x'>".to_vec(), "unreadable"),
        (
            [&b"\x89PNG\r\n\x1a\n"[..], &[0; 151_000]].concat(),
            "too_large",
        ),
    ] {
        let (status, said) = manager.call(Method::POST, &logo, &sent(&bytes)).await;
        assert_eq!((status, &said["fields"][0]["code"]), (400, &json!(code)));
    }
    let picture = b"\x89PNG\r\n\x1a\nrest";
    let (_, kept) = manager.call(Method::POST, &logo, &sent(picture)).await;
    let name = kept["name"].clone();
    let (status, _) = manager
        .call(
            Method::PUT,
            STORE,
            &edit("receipt.logo", Value::Null, name.clone()),
        )
        .await;
    assert_eq!(status, 200);
    let path = format!("/logo/{}", name.as_str().unwrap());
    let answer = shop
        .browser()
        .send(manager.request(Method::GET, &path))
        .await;
    let headers = answer.headers().clone();
    assert_eq!(headers["content-type"], "image/png");
    assert!(
        headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert_eq!(answer.bytes().await.unwrap(), picture.as_slice());
}

/// H6: everybody but who asks is signed out of BackOffice; registers are not.
#[tokio::test]
async fn h6_everybody_else_is_signed_out_of_backoffice() {
    let shop = Shop::open().await;
    let (here, there) = (shop.manager().await, shop.manager().await);
    let now: StoreSettings = here.post("/api/backoffice/sessions/end", &()).await;
    assert_eq!(now.sessions.len(), 1);
    assert_eq!(there.get_status(PEOPLE).await.0, 401);
    assert_eq!(here.get_status(PEOPLE).await.0, 200);
}

/// H1: none of it is for cashiers or for nobody.
#[tokio::test]
async fn h1_people_and_settings_are_the_managers() {
    let shop = Shop::open().await;
    let nobody = shop.browser();
    let id = EmployeeId(Uuid::nil());
    for path in [PEOPLE, STORE] {
        assert_eq!(nobody.get_status(path).await.0, 401, "{path}");
    }
    for path in [
        at(id, "/gone"),
        format!("{STORE}/logo"),
        "/api/backoffice/sessions/end".into(),
    ] {
        let (status, _) = nobody.call(Method::POST, &path, &json!({})).await;
        assert_eq!(status, 401, "{path}");
    }
}

/// Only who holds the key that was printed founds the store, and nobody does where there is one.
#[tokio::test]
async fn the_first_run_needs_its_key() {
    let shop = Shop::open_with(|settings| settings.demo = false).await;
    let browser = shop.browser();
    let (_, state) = browser.get_status("/api/first-run").await;
    assert_eq!(state["open"], true);
    let asked = json!({ "key": "guessed", "device_id": Uuid::now_v7() });
    let (status, said) = browser.call(Method::POST, "/api/first-run", &asked).await;
    assert_eq!((status, &said["code"]), (403, &json!("wrong_key")));
    let demo = Shop::open().await;
    let browser = demo.browser();
    let (_, state) = browser.get_status("/api/first-run").await;
    assert_eq!(state["open"], false);
    let (status, _) = browser.call(Method::POST, "/api/first-run", &asked).await;
    assert_eq!(status, 403);
}
