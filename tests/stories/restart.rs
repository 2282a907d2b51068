//! The server dies in the middle of it all.

use super::{ALEX, JO, add, in_both_browsers, nothing_waits};
use serde_json::json;
use stories::{Browser, Shop};

in_both_browsers!(nothing_saved_is_lost_when_the_server_dies);

/// A2, A3: what was told as saved is there after SIGKILL, once, and goes on from there.
async fn nothing_saved_is_lost_when_the_server_dies(browser: Browser) {
    let mut shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", ALEX).await;
    let b = shop.register(browser, "Garden", JO).await;
    for n in 1..=6 {
        add(&a, "Flat white").await;
        a.click("save-sale").await;
        a.fill("save-name", &format!("Guest {n}")).await;
        if n % 2 == 0 {
            // In the same moment: the change may be unsent, on its way, or committed and unanswered.
            tokio::join!(a.click("save-confirm"), shop.kill());
        } else {
            a.click("save-confirm").await;
        }
        // Told as saved, whether there is a server or not (rule A1).
        a.see_none("save-confirm").await;
        if n % 2 == 0 {
            shop.start().await;
            // While it is away, the register has a word before a sale is saved (rule F7).
            a.see_with("connection", "data-link", "online").await;
        }
    }
    nothing_waits(&a).await;
    b.click("show-saved").await;
    for n in 1..=6 {
        b.see_with("saved-sale", "data-title", &format!("Guest {n}"))
            .await;
    }
    let guests = "[data-testid=saved-sale][data-title^='Guest ']";
    b.holds(
        "each guest is there once",
        "return document.querySelectorAll(arguments[0]).length === 6",
        vec![json!(guests)],
    )
    .await;
    shop.close(vec![a, b]).await;
}
