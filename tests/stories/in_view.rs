//! What a person came to a screen for stays in view, however much is said above it.

use super::{SAM, add, in_both_browsers, reopen, save};
use stories::{Browser, Shop, Size};

in_both_browsers!(money_can_be_taken_without_scrolling);

/// F7, G1: offline, with every warning on the screen, on tablets that lie and stand.
async fn money_can_be_taken_without_scrolling(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    for product in [
        "Flat white",
        "Espresso",
        "Cappuccino",
        "Fish finger sandwich",
        "Carrot cake",
        "Cheese scone",
        "Lemon drizzle",
        "Chips",
    ] {
        add(&a, product).await;
    }
    save(&a, "Corner").await;
    reopen(&a, "Corner").await;
    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    a.click("charge").await;
    a.see_text(".banner", "Offline").await;
    a.see_text(".charge-take .banner", "").await;
    for size in [Size(1180, 820), Size(1024, 768), Size(820, 1180)] {
        a.resize(size).await;
        a.holds(
            &format!("the money can be taken at {size:?}"),
            "const button = document.querySelector('[data-testid=tender-confirm]');
             const box = button.getBoundingClientRect();
             const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
             return box.top >= 0 && box.left >= 0
                 && box.bottom <= innerHeight && box.right <= innerWidth
                 && button.contains(document.elementFromPoint(...middle))",
            vec![],
        )
        .await;
    }
    shop.close(vec![a]).await;
}
