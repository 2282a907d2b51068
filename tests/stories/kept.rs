//! What a device keeps of the app, and what an address leads to.

use super::{SAM, in_both_browsers};
use serde_json::json;
use stories::wait::until;
use stories::{Browser, Shop};

in_both_browsers!(a_phone_keeps_pay_and_no_till);
in_both_browsers!(a_screen_that_does_not_arrive_is_asked_for_again);

const KEPT: &str = "
    const [path, done] = arguments;
    caches.match(path).then((found) => done(!!found))";

/// A phone opens Pay and the first page without a network, and was never sent a till.
async fn a_phone_keeps_pay_and_no_till(browser: Browser) {
    let shop = Shop::open().await;
    let phone = shop.phone(browser, SAM).await;
    phone.is_kept().await;
    for (path, is_kept) in [
        ("/pay_bg.wasm", true),
        ("/pay.css", true),
        ("/start.html", true),
        ("/register_bg.wasm", false),
        ("/backoffice_bg.wasm", false),
    ] {
        let kept = phone.run_until_done(KEPT, vec![json!(path)]).await;
        assert_eq!(kept, json!(is_kept), "{path}");
    }
    phone.link.cut();
    phone.goto("/pay").await;
    phone.see_with("connection", "data-link", "offline").await;
    phone.goto("/").await;
    phone.see_selector("a[href='/register']").await;
    phone.check_access("the first page").await;
    phone.goto("/nothing").await;
    phone.see_text("h1", "There is nothing here").await;
    phone.check_access("nowhere").await;
    phone.link.mend();
    phone.click_selector("a[href='/']").await;
    // Chosen on the first page, it holds on every screen.
    phone.see_selector("#theme").await;
    phone
        .holds(
            "dark is chosen",
            "const list = document.getElementById('theme');
             list.value = 'dark';
             list.dispatchEvent(new Event('change'));
             return document.documentElement.dataset.theme === 'dark'",
            vec![],
        )
        .await;
    phone.click_selector("a[href='/backoffice']").await;
    phone.see("sign-in-email").await;
    phone.see_selector("[data-theme=dark]").await;
    // What is opened once is there from then on.
    let soon = vec![json!("/backoffice_bg.wasm")];
    until("BackOffice is kept", || async {
        phone.run_until_done(KEPT, soon.clone()).await == json!(true)
    })
    .await;
    phone.link.cut();
    phone.goto("/backoffice").await;
    phone.see("sign-in-email").await;
    phone.link.mend();
    shop.close(vec![phone]).await;
}

/// The code of a screen comes when it is first opened: what is kept opens without a network, and
/// what does not arrive says so and comes when it is asked for again.
async fn a_screen_that_does_not_arrive_is_asked_for_again(browser: Browser) {
    let shop = Shop::open().await;
    let office = shop.backoffice(browser).await;
    office.is_kept().await;
    office.link.cut();
    office
        .click_selector(".side a[href='/backoffice/people']")
        .await;
    office.see_text("h1", "People").await;

    let lose = "const done = arguments[0];
        caches.keys().then((all) => Promise.all(all.map((one) => caches.delete(one)))).then(done)";
    office.run_until_done(lose, vec![]).await;
    office
        .click_selector(".side a[href='/backoffice/tables']")
        .await;
    office.see("error").await;
    office
        .see_text(".state-title", "This screen did not arrive")
        .await;
    office.check_access("a screen that did not arrive").await;
    office.link.mend();
    office.click_selector("[data-testid=error] button").await;
    office.see_text("h1", "Tables").await;
    // The loader told the console of what it could not fetch, and of nothing else.
    let told = "const all = JSON.parse(localStorage.getItem('story-complaints') || '[]');
        localStorage.removeItem('story-complaints');
        return all.map(({ what }) => what)";
    let told = office.run(told, vec![]).await;
    let told = told.as_array().unwrap();
    assert!(!told.is_empty());
    for what in told {
        assert!(what.as_str().unwrap().starts_with("TypeError"), "{what}");
    }
    shop.close(vec![office]).await;
}
