//! From an empty folder to the first sale.

use super::{add, in_both_browsers, nothing_waits, save};
use stories::{Browser, Device, Shop};

in_both_browsers!(an_empty_folder_becomes_a_shop_that_sells);
in_both_browsers!(the_demonstration_is_one_of_the_choices);

async fn says(device: &Device, id: &str, text: &str) {
    let script = "return document.querySelector(arguments[0])?.value === arguments[1]";
    let hook = format!("[data-testid='{id}']");
    let arguments = vec![hook.into(), text.into()];
    device
        .holds(&format!("{id} says {text}"), script, arguments)
        .await;
}

/// A1, H6: the owner founds the shop, going back and loading the page anew on the way; the first
/// register is activated by its code, and what it saves is in BackOffice. The key holds no more then.
async fn an_empty_folder_becomes_a_shop_that_sells(browser: Browser) {
    let shop = Shop::open_empty().await;
    let office = shop.device(browser, "BackOffice").await;
    office.goto(&shop.first_run()).await;
    office.see("first-own").await;
    office.check_access("the first choice").await;
    office.click("first-own").await;
    office.fill("owner-name", "Robin Vale").await;
    office.fill("owner-email", "robin@quay.example").await;
    office.fill("owner-password", "short").await;
    office.fill("owner-pin", "12").await;
    office.click("first-next").await;
    office
        .see_text(".is-wrong", "A PIN has 4 to 12 digits.")
        .await;
    says(&office, "owner-name", "Robin Vale").await;
    office.check_access("the owner, with what is wrong").await;
    office.fill("owner-password", "correct horse").await;
    office.fill("owner-pin", "4711").await;
    office.click("first-next").await;
    office.fill("shop-name", "Quay").await;
    office.click("first-back").await;
    says(&office, "owner-password", "correct horse").await;
    office.click("first-next").await;
    says(&office, "shop-name", "Quay").await;
    // A reload goes on where it was; secrets are typed again.
    office.reload().await;
    says(&office, "shop-name", "Quay").await;
    office.fill("shop-currency", "GBP").await;
    office.click("first-next").await;
    office.choose("first-goods", "Type").await;
    office.fill("goods-lines", "Coffee, 2.50").await;
    office.click("first-next").await;
    office.fill("people-lines", "Sam, 1357").await;
    office.click("first-next").await;
    office
        .see_text(".banner", "Type password and PIN again")
        .await;
    office.fill("owner-password", "correct horse").await;
    office.fill("owner-pin", "4711").await;
    for _ in 0..3 {
        office.click("first-next").await;
    }
    office.fill("people-lines", "Sam, 1357").await;
    office.click("first-next").await;
    office.see("activation-code").await;
    office.see_selector("svg.qr").await;
    office.check_access("the first register").await;
    let code = office.text("activation-code").await;

    let till = shop.device(browser, "Counter").await;
    till.goto("/register").await;
    till.activate(&code).await;
    till.sign_in("Sam", "1357").await;
    add(&till, "Coffee").await;
    save(&till, "First of all").await;
    nothing_waits(&till).await;
    office.click("first-done").await;
    office
        .click_selector(".side-items a[href='/backoffice/sales']")
        .await;
    office
        .see_with("sale-row", "data-title", "First of all")
        .await;

    // The key was used up.
    let late = shop.device(browser, "Late").await;
    late.goto(&shop.first_run()).await;
    late.see_text("h1", "There is a shop here already").await;
    shop.close(vec![office, till, late]).await;
}

async fn the_demonstration_is_one_of_the_choices(browser: Browser) {
    let shop = Shop::open_empty().await;
    let office = shop.device(browser, "BackOffice").await;
    office.goto(&shop.first_run()).await;
    office.click("first-demo").await;
    office.see("activation-code").await;
    office.click("first-done").await;
    office
        .see_text("[data-testid=store-name]", "Harbour Street")
        .await;
    shop.close(vec![office]).await;
}
