//! From an empty folder to the first sale.

use super::{add, in_both_browsers, nothing_waits, save};
use stories::{Browser, Device, Shop};

in_both_browsers!(an_empty_folder_becomes_a_shop_that_sells);
in_both_browsers!(goods_from_a_table_are_brought_in_once_the_shop_is_open);
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
    let begun = std::time::Instant::now();
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
    // Said, not judged: what a person reads and types slower is their own.
    println!(
        "from the key to the first sale in {browser:?}: {:.1?}",
        begun.elapsed()
    );
    office
        .click_selector("[data-testid=first-device] [data-value=phone]")
        .await;
    office
        .see_selector("[data-testid=first-code][data-address*='/pay#code=']")
        .await;
    office.see_selector("svg.qr").await;
    let code = office.text("activation-code").await;
    let phone = shop.device(browser, "Phone").await;
    phone.goto("/pay").await;
    phone.activate(&code).await;
    phone.sign_in("Sam", "1357").await;
    phone
        .see_with("pay-sale", "data-title", "First of all")
        .await;
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
    shop.close(vec![office, till, phone, late]).await;
}

/// Who chose a table is led to the import as soon as there is a shop.
async fn goods_from_a_table_are_brought_in_once_the_shop_is_open(browser: Browser) {
    let shop = Shop::open_empty().await;
    let office = shop.device(browser, "BackOffice").await;
    office.goto(&shop.first_run()).await;
    office.click("first-own").await;
    for (field, text) in [
        ("owner-name", "Robin Vale"),
        ("owner-email", "robin@quay.example"),
        ("owner-password", "correct horse"),
        ("owner-pin", "4711"),
    ] {
        office.fill(field, text).await;
    }
    office.click("first-next").await;
    office.fill("shop-name", "Quay").await;
    office.click("first-next").await;
    office.choose("first-goods", "From a file").await;
    office.click("first-next").await;
    office.see("people-lines").await;
    office.click("first-next").await;
    office.see("activation-code").await;
    office.check_access("the way to the goods").await;
    office.click("first-import").await;
    let file = shop.folder().join("goods.csv");
    std::fs::write(&file, "Name;Price\nCoffee;2,50\nTea;1,80\n").unwrap();
    office.choose_file("import-file", &file).await;
    office.click("import-try").await;
    office.click("import-write").await;
    office
        .see_selector("[data-testid=import-status][data-ended=true]")
        .await;
    office.click("import-end").await;
    office.see_text("[data-testid=goods-table]", "Coffee").await;
    shop.close(vec![office]).await;
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
