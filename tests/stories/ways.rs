//! What a screen shows is in its address: links, back, forward, reload, and an address that leads
//! nowhere.

use super::{SAM, add, in_both_browsers, save};
use serde_json::json;
use stories::{Browser, Device, Shop};

in_both_browsers!(a_manager_finds_the_way);
in_both_browsers!(a_till_and_a_phone_find_the_way);

/// Waits for a screen that somebody came to: its heading has the keyboard and names the tab, and
/// the address bar says where it is.
async fn arrived(device: &Device, title: &str, path: &str) {
    device
        .holds(
            &format!("the screen {title} at {path}"),
            "return document.activeElement?.tagName === 'H1'
                && document.title.startsWith(arguments[0] + ' ·')
                && location.pathname === arguments[1]",
            vec![json!(title), json!(path)],
        )
        .await;
}

/// Waits until the address bar says this, parameters and all.
async fn is_at(device: &Device, address: &str) {
    device
        .holds(
            &format!("the address is {address}"),
            "return location.pathname + location.search === arguments[0]",
            vec![json!(address)],
        )
        .await;
}

async fn holds_the_text(device: &Device, id: &str, text: &str) {
    device
        .holds(
            &format!("{id} holds {text}"),
            "return document.querySelector(arguments[0])?.value === arguments[1]",
            vec![json!(format!("[data-testid='{id}']")), json!(text)],
        )
        .await;
}

async fn run(device: &Device, script: &str) -> serde_json::Value {
    device.run(script, vec![]).await
}

async fn a_manager_finds_the_way(browser: Browser) {
    let shop = Shop::open().await;
    let office = shop.backoffice(browser).await;
    is_at(&office, "/backoffice/sales").await;
    let (sales, registers) = (
        ".side a[href='/backoffice/sales']",
        ".side a[href='/backoffice/registers']",
    );
    office.click_selector(registers).await;
    arrived(&office, "Registers", "/backoffice/registers").await;
    office
        .see_selector(&format!("{registers}[aria-current=page]"))
        .await;
    run(&office, "history.back()").await;
    arrived(&office, "Sales", "/backoffice/sales").await;
    run(&office, "history.forward()").await;
    arrived(&office, "Registers", "/backoffice/registers").await;
    // A step that was made before is written down when it is made again.
    office.click_selector(sales).await;
    arrived(&office, "Sales", "/backoffice/sales").await;
    run(&office, "history.back()").await;
    arrived(&office, "Registers", "/backoffice/registers").await;

    // Typing on another screen leads to the list, and goes on there.
    office.fill("search", "%41 & b").await;
    is_at(&office, "/backoffice/sales?q=%2541+%26+b").await;
    let typing = "return document.activeElement?.dataset.testid === 'search'";
    office
        .holds("the search keeps the keyboard", typing, vec![])
        .await;
    let steps = run(&office, "return history.length").await;
    office.fill("search", "a").await;
    is_at(&office, "/backoffice/sales?q=a").await;
    assert_eq!(run(&office, "return history.length").await, steps);

    office.choose("register-filter", "Garden").await;
    let chosen = "return document.querySelector('[data-testid=register-filter]')?.selectedOptions[0]?.text === 'Garden'
        && new URLSearchParams(location.search).has('register')";
    office
        .holds("the filter is in the address", chosen, vec![])
        .await;
    office.reload().await;
    office
        .holds("the filter is still there", chosen, vec![])
        .await;
    holds_the_text(&office, "search", "a").await;
    run(&office, "history.back()").await;
    is_at(&office, "/backoffice/sales?q=a").await;
    holds_the_text(&office, "search", "a").await;

    office.goto("/backoffice/elsewhere").await;
    office.see("way-back").await;
    office.check_access("an address that leads nowhere").await;
    office.click("way-back").await;
    arrived(&office, "Sales", "/backoffice/sales").await;
    office.goto("/nowhere").await;
    office.click("way-back").await;
    is_at(&office, "/").await;
    shop.close(vec![office]).await;
}

async fn a_till_and_a_phone_find_the_way(browser: Browser) {
    let shop = Shop::open().await;
    let till = shop.register(browser, "Front counter", SAM).await;
    let phone = shop.phone(browser, SAM).await;
    add(&till, "Flat white").await;
    save(&till, "Window").await;
    till.click("show-saved").await;
    arrived(&till, "Saved sales", "/register/saved").await;
    till.click_with("saved-sale", "data-title", "Window").await;
    arrived(&till, "Window", "/register").await;
    till.click("charge").await;
    arrived(&till, "Take the money", "/register/charge").await;
    till.reload().await;
    till.see("tender-exact").await;
    run(&till, "history.back()").await;
    arrived(&till, "Window", "/register").await;
    till.see_with("cart-line", "data-line-name", "Flat white")
        .await;
    till.goto("/register/elsewhere").await;
    till.click("way-back").await;
    till.see("product-search").await;
    is_at(&till, "/register").await;

    phone.click_with("pay-sale", "data-title", "Window").await;
    phone.see("pay-due").await;
    phone.reload().await;
    phone.see("pay-due").await;
    run(&phone, "history.back()").await;
    phone.see_with("pay-sale", "data-title", "Window").await;
    arrived(&phone, "Open sales", "/pay").await;
    phone.goto("/pay/elsewhere").await;
    phone.click("way-back").await;
    arrived(&phone, "Open sales", "/pay").await;
    shop.close(vec![till, phone]).await;
}
