//! What a shop is told in the language of each device.

use super::{ALEX, JO, add, in_both_browsers, nothing_waits, pay, reopen, save};
use serde_json::json;
use stories::{Browser, Device, Shop};

in_both_browsers!(a_device_changes_its_language_in_the_middle_of_work);
in_both_browsers!(a_language_that_does_not_come_is_said);
in_both_browsers!(a_lunch_is_sold_in_each_language);

async fn choose(device: &Device, code: &str) {
    device.click("language-menu").await;
    device.click(&format!("language-{code}")).await;
}

/// Waits until the page is in a language, written in that direction.
async fn speaks(device: &Device, code: &str, direction: &str) {
    device
        .holds(
            &format!("the page is in {code}, {direction}"),
            "const { lang, dir } = document.documentElement;
             return lang === arguments[0] && dir === arguments[1]",
            vec![json!(code), json!(direction)],
        )
        .await;
}

/// Switched without a reload, for this device alone; kept over a reload, and without a network.
async fn a_device_changes_its_language_in_the_middle_of_work(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Bar", ALEX).await;
    let b = shop.register(browser, "Garden", JO).await;
    a.is_kept().await;
    a.run("window.sameProgram = true", vec![]).await;
    a.click("settings").await;
    choose(&a, "fr").await;
    speaks(&a, "fr", "ltr").await;
    a.see_text("h1", "Réglages").await;
    choose(&a, "ar").await;
    speaks(&a, "ar", "rtl").await;
    a.see_text("h1", "الإعدادات").await;
    let same = a.run("return window.sameProgram === true", vec![]).await;
    assert_eq!(same, json!(true), "nothing was loaded anew");
    speaks(&b, "en", "ltr").await;
    // The worker may have come after the language; the page then fetches it once more.
    a.holds(
        "the language is kept",
        "window.kept ??= caches.match('/languages/ar.json').then((had) => {
             if (had) window.isKept = true; else delete window.kept;
         }); return window.isKept === true",
        vec![],
    )
    .await;
    a.link.cut();
    a.goto("/register").await;
    speaks(&a, "ar", "rtl").await;
    a.see_with("connection", "data-link", "offline").await;
    shop.close(vec![a, b]).await;
}

/// The app goes on in the language that it has, says so, and gets the other when it is asked to.
async fn a_language_that_does_not_come_is_said(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Bar", ALEX).await;
    a.click("settings").await;
    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    choose(&a, "es").await;
    a.see_text(".toast-text", "Español could not be fetched")
        .await;
    speaks(&a, "en", "ltr").await;
    a.link.mend();
    a.see_with("connection", "data-link", "online").await;
    choose(&a, "es").await;
    speaks(&a, "es", "ltr").await;
    a.see_text("h1", "Ajustes").await;
    shop.close(vec![a]).await;
}

/// A sale is made, saved, taken up elsewhere and paid, without an English word in its buttons.
async fn a_lunch_is_sold_in_each_language(browser: Browser) {
    for (code, direction, charge) in [
        ("fr", "ltr", "Encaisser"),
        ("es", "ltr", "Cobrar"),
        ("ar", "rtl", "قبض"),
    ] {
        let lunch = async {
            let shop = Shop::open().await;
            let a = shop.register(browser, "Bar", ALEX).await;
            let b = shop.register(browser, "Garden", JO).await;
            speaks(&a, code, direction).await;
            add(&a, "Flat white").await;
            add(&a, "Espresso").await;
            a.see_text("[data-testid=charge]", charge).await;
            a.check_access(&format!("selling in {code}")).await;
            save(&a, "Noor").await;
            nothing_waits(&a).await;
            reopen(&b, "Noor").await;
            b.see_text(".line-from", "Alex Carter").await;
            pay(&b).await;
            nothing_waits(&b).await;
            shop.close(vec![a, b]).await;
        };
        stories::LANGUAGE.scope(code, lunch).await;
    }
}
