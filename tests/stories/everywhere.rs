//! One sale on every device: saved on one, changed on another, paid on a third.

use super::{JO, SAM, add, in_both_browsers, reopen, save};
use stories::{Browser, Shop};

in_both_browsers!(a_sale_is_on_every_device);

/// B3, C1: what one saves, the others see without a reload.
async fn a_sale_is_on_every_device(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", JO).await;
    let office = shop.backoffice(browser).await;
    let phone = shop.phone(browser, SAM).await;

    add(&a, "Flat white").await;
    a.check_access("register").await;
    save(&a, "Table by the door").await;
    office
        .see_with("sale-row", "data-title", "Table by the door")
        .await;
    office.check_access("open sales").await;
    reopen(&b, "Table by the door").await;
    add(&b, "Espresso").await;
    reopen(&a, "Table by the door").await;
    a.see_with("cart-line", "data-line-name", "Espresso").await;

    phone
        .click_with("pay-sale", "data-title", "Table by the door")
        .await;
    phone.see("pay-due").await;
    phone.check_access("bill").await;
    phone.click("pay-card").await;
    phone.see("pay-done").await;
    office
        .see_no("sale-row", "data-title", "Table by the door")
        .await;
    for register in [&a, &b] {
        register.click("show-saved").await;
        register
            .see_no("saved-sale", "data-title", "Table by the door")
            .await;
    }
    shop.close(vec![a, b, office, phone]).await;
}
