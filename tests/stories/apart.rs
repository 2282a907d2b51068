//! A sale is merged or split while somebody without a network goes on with it.

use super::{ALEX, SAM, add, in_both_browsers, nothing_waits, reopen, save};
use stories::{Browser, Device, Shop};

in_both_browsers!(what_is_added_to_a_merged_sale_follows_it);
in_both_browsers!(a_split_takes_what_is_there);
in_both_browsers!(a_cashier_takes_off_with_a_managers_pin);

async fn leave(device: &Device) {
    device.link.cut();
    device.see_with("connection", "data-link", "offline").await;
}

/// D1, D6: the line lands on the sale that the other was merged into, and its maker is told.
async fn what_is_added_to_a_merged_sale_follows_it(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", ALEX).await;
    for (name, product) in [("Window seat", "Flat white"), ("At the bar", "Cappuccino")] {
        add(&a, product).await;
        save(&a, name).await;
    }
    nothing_waits(&a).await;
    reopen(&b, "At the bar").await;
    leave(&b).await;
    add(&b, "Espresso").await;
    b.see_with("connection", "data-waiting", "1").await;

    reopen(&a, "Window seat").await;
    a.click("sale-more").await;
    a.check_access("the menu of a sale").await;
    a.click("act-merge").await;
    a.click_with("merge-choice", "data-title", "At the bar")
        .await;
    a.click("merge-confirm").await;
    a.see_with("cart-line", "data-line-name", "Cappuccino")
        .await;
    nothing_waits(&a).await;
    b.link.mend();
    a.see_with("cart-line", "data-line-name", "Espresso").await;
    b.see_text(
        ".toast-text",
        "The sale had been merged; the change is on the other one.",
    )
    .await;
    reopen(&b, "Window seat").await;
    for line in ["Flat white", "Cappuccino", "Espresso"] {
        b.see_with("cart-line", "data-line-name", line).await;
    }
    shop.close(vec![a, b]).await;
}

/// D5, A7: of three, two were to be taken off by one and two split off by the other. What comes
/// second takes the one that is left and says so.
async fn a_split_takes_what_is_there(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", ALEX).await;
    add(&a, "Flat white").await;
    for units in ["2", "3"] {
        a.click("line-plus").await;
        a.see_with("cart-line", "data-quantity", units).await;
    }
    save(&a, "Three of one").await;
    nothing_waits(&a).await;
    reopen(&b, "Three of one").await;
    leave(&b).await;
    for left in ["2", "1"] {
        b.click("line-minus").await;
        b.click("usual-reason").await;
        b.see_with("cart-line", "data-quantity", left).await;
    }

    reopen(&a, "Three of one").await;
    a.click("sale-more").await;
    a.click("act-split").await;
    for _ in 0..2 {
        a.click("split-more").await;
    }
    a.fill("split-name", "Two of them").await;
    a.check_access("splitting").await;
    a.click("split-open").await;
    a.see_text(".cart-title", "Two of them").await;
    a.see_with("cart-line", "data-quantity", "2").await;
    nothing_waits(&a).await;
    b.link.mend();
    b.see_text(".toast-text", "Fewer were left than you took off.")
        .await;
    b.see_none("cart-line").await;
    nothing_waits(&b).await;
    reopen(&b, "Two of them").await;
    b.see_with("cart-line", "data-quantity", "2").await;
    shop.close(vec![a, b]).await;
}

/// H2, F7: a cashier needs a reason and a manager's PIN; without a server that is said before
/// anything is managed, and a manager is asked for later.
async fn a_cashier_takes_off_with_a_managers_pin(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", ALEX).await;
    add(&a, "Flat white").await;
    add(&a, "Espresso").await;
    save(&a, "Spilt").await;
    reopen(&a, "Spilt").await;
    let espresso = "[data-line-name=Espresso] [data-testid=line-remove]";
    a.click_selector(espresso).await;
    a.click("usual-reason").await;
    a.click_with("manager-choice", "data-employee-name", ALEX.0)
        .await;
    a.check_access("a manager's PIN").await;
    for digit in ALEX.1.chars() {
        a.click(&format!("pin-key-{digit}")).await;
    }
    a.see_no("cart-line", "data-line-name", "Espresso").await;
    a.click_selector(".toast-action").await;
    a.see_with("cart-line", "data-line-name", "Espresso").await;
    nothing_waits(&a).await;

    leave(&a).await;
    a.click("sale-more").await;
    a.click("act-void").await;
    a.see_text("[data-testid=away-prompt]", "Offline").await;
    a.check_access("a word while the server is away").await;
    a.go_on_if_away().await;
    a.click("usual-reason").await;
    a.check_access("no server to check a PIN").await;
    a.click("ask-manager").await;
    a.see_with("connection", "data-waiting", "1").await;
    a.see_with("cart-line", "data-line-name", "Espresso").await;
    a.link.mend();
    nothing_waits(&a).await;
    b.click("show-reviews").await;
    b.see_with("review", "data-rule", "H2").await;
    shop.close(vec![a, b]).await;
}
