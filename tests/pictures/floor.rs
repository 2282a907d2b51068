//! What is done with saved sales on the register, and what is said of who else is at them.

use crate::camera::{ALEX, HAND, JO, LANDSCAPE, PORTRAIT, SAM, take};
use stories::{Browser, Device, Shop};

async fn begin(device: &Device, act: &str) {
    device.click("sale-more").await;
    device.click(act).await;
}

async fn close_dialog(device: &Device) {
    device
        .click_selector("dialog[open] .dialog-head button")
        .await;
}

pub async fn pictures() {
    let sizes = [LANDSCAPE, PORTRAIT, HAND];
    let shop = Shop::open().await;
    let a = shop.register(Browser::Chromium, "Bar", SAM).await;
    let b = shop.register(Browser::Chromium, "Garden", JO).await;
    let phone = shop.phone(Browser::Chromium, ALEX).await;
    for (device, name, products) in [
        (&b, "Berg wedding", ["Espresso", "Cappuccino"]),
        (&a, "Family Berg", ["Flat white", "Fish finger sandwich"]),
    ] {
        for product in products {
            device.fill("product-search", product).await;
            device
                .click_with("product-tile", "data-product-name", product)
                .await;
        }
        device.click("line-plus").await;
        device.click("save-sale").await;
        device.fill("save-name", name).await;
        device.fill("save-table", "Terrace 5").await;
        device.click("save-confirm").await;
        device.see_none("save-confirm").await;
    }
    a.click("show-saved").await;
    a.see_with("saved-sale", "data-title", "Berg wedding").await;
    take(&a, "floor-saved", &sizes).await;
    a.click_with("saved-sale", "data-title", "Berg wedding")
        .await;
    a.see("same-table").await;
    take(&a, "floor-same-table", &sizes).await;
    a.click("sale-more").await;
    take(&a, "floor-menu", &sizes).await;
    a.click("act-merge").await;
    a.see("merge-choice").await;
    take(&a, "floor-merge", &sizes).await;
    a.click_with("merge-choice", "data-title", "Family Berg")
        .await;
    a.see("merge-confirm").await;
    take(&a, "floor-merge-money", &sizes).await;
    close_dialog(&a).await;
    begin(&a, "act-split").await;
    a.click("split-more").await;
    take(&a, "floor-split", &sizes).await;
    close_dialog(&a).await;
    begin(&a, "act-give").await;
    a.see("give-choice").await;
    take(&a, "floor-give", &sizes).await;
    close_dialog(&a).await;
    begin(&a, "act-move").await;
    a.fill("move-table", "Terrace 5").await;
    take(&a, "floor-move", &sizes).await;
    close_dialog(&a).await;
    begin(&a, "act-discount").await;
    a.click("key-2").await;
    a.click("key-5").await;
    take(&a, "floor-discount", &sizes).await;
    close_dialog(&a).await;
    begin(&a, "act-void").await;
    a.click("usual-reason").await;
    a.click_with("manager-choice", "data-employee-name", ALEX.0)
        .await;
    take(&a, "floor-void", &sizes).await;
    a.click("ask-manager").await;
    a.see("show-reviews").await;
    take(&a, "floor-asked", &sizes).await;
    a.click("show-reviews").await;
    a.see("review").await;
    take(&a, "floor-check", &sizes).await;
    phone
        .click_with("pay-sale", "data-title", "Berg wedding")
        .await;
    phone.see_selector("[data-testid=pay-card]:enabled").await;
    a.click("show-saved").await;
    a.click_with("saved-sale", "data-title", "Berg wedding")
        .await;
    a.see("being-paid").await;
    take(&a, "floor-being-paid", &sizes).await;
    a.click("charge").await;
    a.see("being-paid").await;
    take(&a, "floor-charge-held", &sizes).await;
    a.click("charge-back").await;
    a.click("line-plus").await;
    phone.see("total-changed").await;
    take(&phone, "floor-pay-total", &[HAND]).await;
    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    a.click("line-plus").await;
    a.click("show-saved").await;
    a.see("away-prompt").await;
    take(&a, "floor-away", &sizes).await;
    a.click("away-go-on").await;
    a.click_with("saved-sale", "data-title", "Berg wedding")
        .await;
    begin(&a, "act-void").await;
    a.click("usual-reason").await;
    take(&a, "floor-void-away", &sizes).await;
    shop.close(vec![a, b, phone]).await;
}
