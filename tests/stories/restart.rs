//! The server dies in the middle of it all.

use super::{ALEX, JO, add, in_both_browsers, nothing_waits, save};
use stories::{Browser, Shop};

in_both_browsers!(nothing_saved_is_lost_when_the_server_dies);

/// A2, A3: what was told as saved is there after SIGKILL, once.
async fn nothing_saved_is_lost_when_the_server_dies(browser: Browser) {
    let mut shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", ALEX).await;
    let b = shop.register(browser, "Garden", JO).await;
    for n in 1..=6 {
        if n == 4 {
            shop.kill().await;
        }
        add(&a, "Flat white").await;
        save(&a, &format!("Guest {n}")).await;
    }
    shop.start().await;
    nothing_waits(&a).await;
    b.click("show-saved").await;
    for n in 1..=6 {
        b.see_with("saved-sale", "data-title", &format!("Guest {n}"))
            .await;
    }
    shop.close(vec![a, b]).await;
}
