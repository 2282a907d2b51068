//! The browser's storage refuses, or is emptied under the app.

use super::{JO, SAM, add, in_both_browsers, nothing_waits, reopen, save};
use serde_json::json;
use stories::{Browser, Shop};

in_both_browsers!(deleted_storage_is_noticed_and_written_again);

/// A1, A4: what was kept is deleted while the register works offline. It says so, writes again what
/// it knows, and holds it after the next start.
async fn deleted_storage_is_noticed_and_written_again(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", JO).await;
    a.is_kept().await;
    add(&a, "Flat white").await;
    save(&a, "Window").await;
    nothing_waits(&a).await;
    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    a.click("show-saved").await;
    a.click("away-go-on").await;
    a.click_with("saved-sale", "data-title", "Window").await;
    add(&a, "Espresso").await;
    let deleted = "const [name, done] = arguments;
        const asked = indexedDB.deleteDatabase(name);
        asked.onsuccess = () => done(true);
        asked.onerror = () => done(false);";
    let name = json!("saved-sales-register");
    assert_eq!(a.run_until_done(deleted, vec![name]).await, json!(true));
    add(&a, "Cappuccino").await;
    a.see_with("connection", "data-waiting", "2").await;
    a.holds(
        "it is said",
        "return document.body.innerText.includes('was deleted')",
        vec![],
    )
    .await;
    a.check_access("a register whose storage was deleted").await;

    a.goto("/register/saved").await;
    a.see_with("connection", "data-waiting", "2").await;
    a.click_with("saved-sale", "data-title", "Window").await;
    a.link.mend();
    nothing_waits(&a).await;
    reopen(&b, "Window").await;
    for register in [&a, &b] {
        for line in ["Flat white", "Espresso", "Cappuccino"] {
            register.see_with("cart-line", "data-line-name", line).await;
        }
    }
    shop.close(vec![a, b]).await;
}
