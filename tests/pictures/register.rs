//! The register, from the door to the change.

use crate::camera::{ALEX, DESKTOP, HAND, LANDSCAPE, PORTRAIT, SMALL, take};
use stories::{Browser, Shop};

pub async fn pictures() {
    let sizes = [LANDSCAPE, PORTRAIT, DESKTOP, HAND, SMALL];
    let shop = Shop::open().await;
    let other = shop.phone(Browser::Chromium, ALEX).await;
    let (a, code) = shop.unopened(Browser::Chromium, "/register", "Bar").await;
    a.see("activation-code").await;
    take(&a, "register-activation", &sizes).await;
    a.activate(&code).await;
    a.see("employee-choice").await;
    take(&a, "register-employees", &sizes).await;
    a.click_with("employee-choice", "data-employee-name", ALEX.0)
        .await;
    a.click("pin-key-2").await;
    take(&a, "register-pin", &sizes).await;
    a.click("pin-key-clear").await;
    a.click("pin-key-1").await;
    for _ in 0..3 {
        a.click("pin-key-9").await;
    }
    a.click_selector(".pin.is-wrong [data-testid=pin-key-1]:enabled")
        .await;
    a.click("pin-key-clear").await;
    take(&a, "register-pin-wrong", &[LANDSCAPE, SMALL]).await;
    a.type_pin(ALEX.1).await;
    take(&a, "register-new", &sizes).await;
    for product in [
        "Flat white",
        "Flat white",
        "Fish finger sandwich",
        "House blend beans, 250 g",
    ] {
        a.click_with("product-tile", "data-product-name", product)
            .await;
    }
    take(&a, "register-selling", &sizes).await;
    a.fill("product-search", "zzz").await;
    take(&a, "register-nothing-found", &[LANDSCAPE, HAND]).await;
    a.fill("product-search", "").await;
    a.run("document.activeElement.blur()", vec![]).await;
    a.click("save-sale").await;
    a.fill("save-name", "Mrs Featherstonehaugh, window seat")
        .await;
    take(&a, "register-save", &sizes).await;
    a.click("save-confirm").await;
    a.see("toast").await;
    take(&a, "register-saved-toast", &[LANDSCAPE, HAND]).await;
    a.click("show-saved").await;
    take(&a, "register-saved", &sizes).await;
    a.click_with("saved-sale", "data-title", "Garden 2").await;
    a.see("cart-line").await;
    take(&a, "register-reopened", &sizes).await;
    a.click("charge").await;
    a.see("tender-confirm").await;
    take(&a, "register-charge", &sizes).await;
    for key in ["key-9", "key-9", "key-00"] {
        a.click(key).await;
    }
    take(&a, "register-charge-typed", &[LANDSCAPE, SMALL]).await;
    a.click("tender-confirm").await;
    a.see("sale-done").await;
    take(&a, "register-done", &sizes).await;
    a.click("new-sale").await;
    a.click("settings").await;
    a.see("sync-switch").await;
    take(&a, "register-settings", &sizes).await;
    a.click("sync-switch").await;
    take(&a, "register-sync-off", &sizes).await;
    a.click_selector("dialog[open] .dialog-actions .button:first-child")
        .await;
    a.click("show-saved").await;
    a.click_with("saved-sale", "data-title", "Table 7").await;
    a.see("cart-line").await;
    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    a.click("line-plus").await;
    a.see_with("connection", "data-waiting", "1").await;
    take(&a, "register-offline", &sizes).await;
    a.click("show-saved").await;
    take(&a, "register-saved-offline", &[LANDSCAPE, SMALL]).await;
    a.link.mend();
    a.see_with("connection", "data-link", "online").await;
    shop.close(vec![a, other]).await;
}
