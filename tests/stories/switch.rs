//! Sync switched off for one register from BackOffice, and on again.

use super::{JO, SAM, add, in_both_browsers, nothing_waits, save};
use stories::{Browser, Shop};

in_both_browsers!(a_register_hands_over_and_comes_back);

/// F2, F4, F5: its sales go to the others, later ones stay, and all come together again.
async fn a_register_hands_over_and_comes_back(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", JO).await;
    let office = shop.backoffice(browser).await;
    add(&a, "Flat white").await;
    save(&a, "Before").await;
    nothing_waits(&a).await;

    office.goto("/backoffice/registers").await;
    office
        .click_with("sync-switch", "data-register", "Front counter")
        .await;
    office.see("sync-confirm").await;
    office
        .check_access("the question before sync goes off")
        .await;
    office.click("sync-confirm").await;
    office.check_access("registers").await;
    a.see_with("connection", "data-link", "sync-off").await;
    a.click("show-saved").await;
    a.see_no("saved-sale", "data-title", "Before").await;
    b.click("show-saved").await;
    b.see_with("saved-sale", "data-title", "Before").await;

    a.click("new-sale").await;
    add(&a, "Espresso").await;
    save(&a, "Alone").await;
    a.click("show-saved").await;
    a.see_with("saved-sale", "data-title", "Alone").await;
    b.see_no("saved-sale", "data-title", "Alone").await;

    office
        .click_with("sync-switch", "data-register", "Front counter")
        .await;
    b.see_with("saved-sale", "data-title", "Alone").await;
    a.see_with("saved-sale", "data-title", "Before").await;
    shop.close(vec![a, b, office]).await;
}
