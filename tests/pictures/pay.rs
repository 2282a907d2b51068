//! The phone, from the door to the thanks.

use crate::camera::{HAND, LANDSCAPE, PORTRAIT, SAM, SMALL, take};
use stories::{Browser, Shop};

pub async fn pictures() {
    let sizes = [HAND, SMALL, PORTRAIT, LANDSCAPE];
    let shop = Shop::open().await;
    let (a, code) = shop.unopened(Browser::Chromium, "/pay", "Pay").await;
    a.see("activation-code").await;
    take(&a, "pay-activation", &sizes).await;
    a.activate(&code).await;
    a.see("employee-choice").await;
    take(&a, "pay-employees", &sizes).await;
    a.click_with("employee-choice", "data-employee-name", SAM.0)
        .await;
    a.click("pin-key-1").await;
    take(&a, "pay-pin", &sizes).await;
    a.click("pin-key-backspace").await;
    a.type_pin(SAM.1).await;
    a.see("pay-sale").await;
    take(&a, "pay-list", &sizes).await;
    a.click_with("pay-sale", "data-title", "Rowing club").await;
    a.see("pay-due").await;
    take(&a, "pay-bill", &sizes).await;
    a.click("pay-card").await;
    a.see("pay-terminal").await;
    take(&a, "pay-terminal", &sizes).await;
    a.click("terminal-back").await;
    a.click("pay-cash").await;
    take(&a, "pay-cash", &sizes).await;
    for key in ["key-9", "key-9", "key-00"] {
        a.click(key).await;
    }
    take(&a, "pay-cash-typed", &[HAND, SMALL]).await;
    a.click("tender-confirm").await;
    a.see("pay-done").await;
    take(&a, "pay-done", &sizes).await;
    a.click("pay-next").await;
    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    take(&a, "pay-offline", &[HAND, SMALL]).await;
    a.link.mend();
    a.see_with("connection", "data-link", "online").await;
    shop.close(vec![a]).await;
}
