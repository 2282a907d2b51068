//! Activation, sign-in, cookies, limits, and where requests may come from.

use crate::support::{Browser, Shop};
use reqwest::Method;
use reqwest::header::{ORIGIN, SET_COOKIE};
use sale::{DeviceId, Employee, Role};
use serde_json::{Value, json};
use sync::api::{Activation, ActivationCode, PinSignIn, Session};
use sync::protocol::Identity;
use uuid::Uuid;

async fn register_code(shop: &Shop, manager: &Browser) -> String {
    let id = shop.registers(manager).await[0].register.id;
    let path = format!("/api/backoffice/registers/{id}/code");
    let code: ActivationCode = manager.post(&path, &()).await;
    code.code
}

fn activation(code: &str) -> Activation {
    Activation {
        code: code.to_owned(),
        device_id: DeviceId(Uuid::now_v7()),
    }
}

async fn activate(browser: &Browser, surface: &str, code: &str) -> (u16, Value) {
    let path = format!("/api/{surface}/activate");
    browser.call(Method::POST, &path, &activation(code)).await
}

/// A code holds once, for what it was made for, however it is typed.
#[tokio::test]
async fn a_code_activates_one_device() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let code = register_code(&shop, &manager).await;
    let browser = shop.browser();
    let empty: Session = browser.get("/api/register/session").await;
    assert_eq!(empty, Session::default());
    assert_eq!(
        activate(&browser, "pay", &code).await.0,
        403,
        "a register's code is not Pay's"
    );
    let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
    let (status, identity) = activate(&browser, "register", &typed).await;
    assert_eq!(status, 200);
    let identity: Identity = serde_json::from_value(identity).unwrap();
    assert_eq!(identity.number_prefix, "1-");
    let (status, answer) = activate(&shop.browser(), "register", &code).await;
    assert_eq!((status, &answer["code"]), (403, &json!("wrong_code")));
    let session: Session = browser.get("/api/register/session").await;
    assert_eq!((session.identity, session.employee), (Some(identity), None));
    let pay: ActivationCode = manager.post("/api/backoffice/pay/code", &()).await;
    let (status, identity) = activate(&shop.browser(), "pay", &pay.code).await;
    assert_eq!((status, &identity["number_prefix"]), (200, &json!("P1-")));
    assert_eq!(identity.get("register_id"), None);
}

/// Cookies cannot be read by scripts or sent by other sites; with https they are bound to it.
#[tokio::test]
async fn cookies_are_kept_from_scripts_and_other_sites() {
    for (public_url, prefix, secure) in [
        (None, "", ""),
        (
            Some("https://shop.example".to_owned()),
            "__Host-",
            "; Secure",
        ),
    ] {
        let origin = public_url.clone();
        let shop = Shop::open_with(|settings| settings.public_url = public_url).await;
        let browser = shop.browser();
        let origin = origin.unwrap_or_else(|| format!("http://{}", shop.address));
        let request = browser
            .bare(Method::POST, "/api/backoffice/sign-in")
            .header(ORIGIN, origin);
        let body = json!({
            "email": " Morgan@Harbour.Example ", "password": "harbour-street",
            "device_id": Uuid::now_v7(),
        });
        let response = browser.send(request.json(&body)).await;
        assert_eq!(response.status(), 200);
        let given: Vec<&str> = response
            .headers()
            .get_all(SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect();
        assert_eq!(given.len(), 2);
        for (cookie, holder) in given.iter().zip(["device", "employee"]) {
            assert!(
                cookie.starts_with(&format!("{prefix}sss_backoffice_{holder}=")),
                "{cookie}"
            );
            let flags = cookie.split_once("; ").unwrap().1;
            assert!(
                flags.starts_with("HttpOnly; SameSite=Strict; Path=/; Max-Age="),
                "{flags}"
            );
            assert_eq!(flags.ends_with("; Secure"), !secure.is_empty());
            let token = cookie.split(['=', ';']).nth(1).unwrap();
            assert_eq!(token.len(), 43, "256 bits");
            assert!(!response.url().as_str().contains(token));
        }
    }
}

/// A PIN may be wrong five times on a device; then the device waits, whoever tries.
#[tokio::test]
async fn wrong_pins_are_limited_per_device() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let till = shop.till_by(&manager, 0).await;
    let cashier = shop.employee(&manager, Role::Cashier).await;
    let sign_in = async |pin: &str| {
        let asked = PinSignIn {
            employee_id: cashier.id,
            pin: pin.to_owned(),
        };
        till.browser
            .call(Method::POST, "/api/register/sign-in/pin", &asked)
            .await
    };
    for _ in 0..4 {
        let (status, answer) = sign_in("0000").await;
        assert_eq!((status, &answer["code"]), (403, &json!("wrong_pin")));
    }
    let (status, employee) = sign_in("1357").await;
    assert_eq!(status, 200);
    let employee: Employee = serde_json::from_value(employee).unwrap();
    assert_eq!(employee, cashier);
    let session: Session = till.browser.get("/api/register/session").await;
    assert_eq!(session.employee, Some(cashier.clone()));
    // Being right has forgotten the four.
    for _ in 0..5 {
        assert_eq!(sign_in("0000").await.0, 403);
    }
    let (status, answer) = sign_in("1357").await;
    assert_eq!(
        (status, &answer["code"]),
        (429, &json!("too_many_attempts"))
    );
    let retry_s = answer["retry_s"].as_u64().unwrap();
    assert!((1..=30).contains(&retry_s), "{retry_s} s");
    // Another device is not concerned.
    let other = shop.till_by(&manager, 1).await;
    let asked = json!({"employee_id": cashier.id, "pin": "1357"});
    let (status, _) = other
        .browser
        .call(Method::POST, "/api/register/sign-in/pin", &asked)
        .await;
    assert_eq!(status, 200);
    let out = other
        .browser
        .call(Method::POST, "/api/register/sign-out", &())
        .await;
    assert_eq!(out.0, 204);
    let session: Session = other.browser.get("/api/register/session").await;
    assert_eq!(session.employee, None);
    assert!(session.identity.is_some(), "the device stays activated");
}

/// H2: a manager approves with their PIN; the cashier stays signed in, and a cashier approves
/// nothing. Wrong ones count with those of signing in.
#[tokio::test]
async fn h2_a_manager_approves_without_signing_in() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let till = shop.till_by(&manager, 0).await;
    let cashier = shop.employee(&manager, Role::Cashier).await;
    let alex = shop.employee(&manager, Role::RegisterManager).await;
    let call = async |rest: &str, by: &Employee, pin: &str| {
        let asked = json!({"employee_id": by.id, "pin": pin});
        let path = format!("/api/register/{rest}");
        till.browser.call(Method::POST, &path, &asked).await
    };
    till.browser
        .call(Method::POST, "/api/register/sign-out", &())
        .await;
    let (status, answer) = call("approve", &alex, "2580").await;
    assert_eq!((status, answer), (401, json!("SignedOut")), "nobody asks");
    assert_eq!(call("sign-in/pin", &cashier, "1357").await.0, 200);
    let (status, answer) = call("approve", &alex, "2580").await;
    assert_eq!((status, answer), (200, json!(alex)));
    let session: Session = till.browser.get("/api/register/session").await;
    assert_eq!(session.employee, Some(cashier.clone()));
    for (by, pin) in [(&cashier, "1357"), (&alex, "0000")] {
        let (status, answer) = call("approve", by, pin).await;
        assert_eq!((status, &answer["code"]), (403, &json!("wrong_pin")));
    }
    for _ in 0..3 {
        assert_eq!(call("approve", &alex, "0000").await.0, 403);
    }
    assert_eq!(call("approve", &alex, "2580").await.0, 429);
    assert_eq!(call("sign-in/pin", &cashier, "1357").await.0, 429);
    let (status, _) = shop
        .manager()
        .await
        .call(
            Method::POST,
            "/api/backoffice/approve",
            &json!({"employee_id": alex.id, "pin": "2580"}),
        )
        .await;
    assert_eq!(status, 401, "BackOffice has no PINs");
}

/// An unknown address and a wrong password are answered alike, and limited alike.
#[tokio::test]
async fn wrong_passwords_tell_nothing_and_are_limited() {
    let shop = Shop::open().await;
    let browser = shop.browser();
    let mut answers = Vec::new();
    for email in ["morgan@harbour.example", "nobody@harbour.example"] {
        let mut statuses = Vec::new();
        for _ in 0..6 {
            let (status, answer) = browser.sign_in(email, "wrong").await;
            statuses.push((status, answer["code"].clone()));
        }
        answers.push(statuses);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0][4], (403, json!("wrong_password")));
    assert_eq!(answers[0][5], (429, json!("too_many_attempts")));
    let (status, _) = browser
        .sign_in("morgan@harbour.example", "harbour-street")
        .await;
    assert_eq!(status, 429, "also with the right one");
}

/// Codes cannot be guessed: an address may be wrong a few times.
#[tokio::test]
async fn wrong_codes_are_limited_per_address() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let code = register_code(&shop, &manager).await;
    for _ in 0..5 {
        assert_eq!(
            activate(&shop.browser(), "register", "ABCD-EFGH").await.0,
            403
        );
    }
    let (status, answer) = activate(&shop.browser(), "register", &code).await;
    assert_eq!(
        (status, &answer["code"]),
        (429, &json!("too_many_attempts"))
    );
}

/// A change comes from a page of this server: with its origin, and not from another site.
#[tokio::test]
async fn changes_come_from_our_own_pages() {
    let shop = Shop::open().await;
    let browser = shop.browser();
    let own = format!("http://{}", shop.address);
    let other_port = format!("http://{}:1", shop.address.ip());
    for (origin, site, expected) in [
        (None, None, 403),
        (Some("https://evil.example"), None, 403),
        (Some("null"), None, 403),
        (Some(other_port.as_str()), None, 403),
        (Some(own.as_str()), Some("cross-site"), 403),
        (Some(own.as_str()), Some("same-site"), 403),
        (Some(own.as_str()), Some("same-origin"), 204),
        (Some(own.as_str()), None, 204),
    ] {
        let mut request = browser.bare(Method::POST, "/api/register/sign-out");
        if let Some(origin) = origin {
            request = request.header(ORIGIN, origin);
        }
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let response = browser.send(request).await;
        assert_eq!(response.status().as_u16(), expected, "{origin:?} {site:?}");
    }
}

/// H1: a session of one surface or device is none on another.
#[tokio::test]
async fn h1_a_session_holds_on_its_own_device() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let till = shop.till_by(&manager, 0).await;
    let session = manager.cookie("sss_backoffice_employee").unwrap();
    till.browser.set_cookie("sss_register_employee", &session);
    let found: Session = till.browser.get("/api/register/session").await;
    assert_eq!(found.employee, None);
    let device = till.browser.cookie("sss_register_device").unwrap();
    let stranger = shop.browser();
    stranger.set_cookie("sss_backoffice_device", &device);
    stranger.set_cookie("sss_backoffice_employee", &session);
    assert_eq!(stranger.get_status("/api/backoffice/sales").await.0, 401);
    assert_eq!(stranger.get_status("/api/backoffice/pull").await.0, 401);
    // Without its employee BackOffice's device reads nothing.
    manager.set_cookie("sss_backoffice_employee", "gone");
    assert_eq!(
        manager.get_status("/api/backoffice/pull").await,
        (401, json!("SignedOut"))
    );
}
