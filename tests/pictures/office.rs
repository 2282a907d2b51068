//! BackOffice, and what the devices of a day leave there; and the way in to all three.

use crate::camera::{DESKTOP, HAND, JO, LANDSCAPE, PORTRAIT, SAM, SMALL, take};
use stories::{Browser, Shop};

pub async fn pictures() {
    let sizes = [DESKTOP, LANDSCAPE, PORTRAIT, HAND, SMALL];
    let shop = Shop::open().await;
    let (guest, _) = shop.unopened(Browser::Chromium, "/", "Pay").await;
    take(&guest, "chooser", &sizes).await;
    guest.goto("/backoffice").await;
    guest.see("sign-in-email").await;
    take(&guest, "office-sign-in", &sizes).await;
    guest.goto("/nowhere").await;
    take(&guest, "nowhere", &[DESKTOP, HAND]).await;
    let office = shop.backoffice(Browser::Chromium).await;
    take(&office, "office-open", &sizes).await;
    let a = shop.register(Browser::Chromium, "Garden", JO).await;
    let phone = shop.phone(Browser::Chromium, SAM).await;
    for title in ["Garden 5", "Table 3"] {
        a.click("show-saved").await;
        a.click_with("saved-sale", "data-title", title).await;
        a.click_with("product-tile", "data-product-name", "Espresso")
            .await;
        a.see_with("cart-line", "data-line-name", "Espresso").await;
        a.see_with("connection", "data-waiting", "0").await;
    }
    // Goods that come late, for a review: the sale is paid while its register is away.
    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    a.click_with("product-tile", "data-product-name", "Chips")
        .await;
    a.see_with("connection", "data-waiting", "1").await;
    for title in ["Table 3", "Garden 2"] {
        phone.click_with("pay-sale", "data-title", title).await;
        // Once it is the phone's turn to take money.
        phone.see_selector("[data-testid=pay-card]:enabled").await;
        phone.click("pay-card").await;
        phone.click("terminal-paid").await;
        phone.see("pay-done").await;
        phone.click("pay-next").await;
    }
    a.link.mend();
    a.see_with("connection", "data-waiting", "0").await;

    office.see_with("sale-row", "data-title", "Garden 5").await;
    office
        .click_selector("[data-testid=sale-row][data-title='Garden 5'] .row-link")
        .await;
    office.see("sale-history").await;
    take(&office, "office-sale", &sizes).await;
    office.click("merge-sale").await;
    office.choose("merge-into", "Garden 1").await;
    take(&office, "office-merge", &[DESKTOP, HAND]).await;
    office.click("merge-confirm").await;
    office.see("sale-part").await;
    take(&office, "office-merged", &[DESKTOP, HAND]).await;
    office.click("drawer-close").await;
    office.see_none("sale-drawer").await;
    office.fill("search", "zzz").await;
    office.see("empty").await;
    take(&office, "office-nothing-found", &[DESKTOP, HAND]).await;
    office.goto("/backoffice/sales?list=closed").await;
    office.click_selector("[data-value=closed]").await;
    office.see("finished-sales-table").await;
    take(&office, "office-finished", &sizes).await;
    office
        .click_selector("[data-testid=sale-row] .row-link")
        .await;
    office.see("sale-history").await;
    take(&office, "office-finished-sale", &[DESKTOP, HAND]).await;
    office.goto("/backoffice/sales").await;
    office.click_selector("[data-value=voided]").await;
    office.see("finished-sales").await;
    take(&office, "office-voided", &[DESKTOP, HAND]).await;
    office.goto("/backoffice/registers").await;
    office.see("register-card").await;
    take(&office, "office-registers", &sizes).await;
    office
        .click_with("sync-switch", "data-register", "Garden")
        .await;
    office.see("sync-confirm").await;
    take(&office, "office-switch", &sizes).await;
    office
        .click_selector("dialog[open] .dialog-actions .button:first-child")
        .await;
    office
        .click_selector("[data-register='Bar'] [data-testid=register-code]")
        .await;
    take(&office, "office-code", &[DESKTOP, HAND]).await;
    office.goto("/backoffice/reviews").await;
    office.see("review").await;
    take(&office, "office-reviews", &sizes).await;
    office.click("review-settle").await;
    office.see("settle-note").await;
    take(&office, "office-settle", &[DESKTOP, HAND]).await;
    office
        .click_selector("dialog[open] .dialog-actions .button:first-child")
        .await;
    office.goto("/backoffice/home").await;
    office.see("chart").await;
    take(&office, "office-home", &sizes).await;
    for (report, shows) in [
        ("open", "chart"),
        ("takings", "chart"),
        ("over-time", "chart"),
        ("exceptions", "exceptions"),
        ("sync", "report"),
    ] {
        let days = "days=this-week&compare=before";
        office
            .goto(&format!("/backoffice/reports/{report}?{days}"))
            .await;
        office.see(shows).await;
        take(
            &office,
            &format!("office-report-{report}"),
            &[DESKTOP, HAND],
        )
        .await;
    }
    a.open_tab("/register").await;
    a.see("elsewhere").await;
    take(&a, "register-elsewhere", &[DESKTOP, HAND]).await;
    office.link.cut();
    office.see_with("connection", "data-link", "offline").await;
    take(&office, "office-offline", &[DESKTOP, HAND]).await;
    shop.close(vec![guest, office, a, phone]).await;
}
