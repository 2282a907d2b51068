//! One sale on every device: saved on one, changed on another, paid on a third.

use super::{JO, SAM, add, in_both_browsers, pay_by_card, reopen};
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
    a.click("save-sale").await;
    a.check_access("saving").await;
    a.fill("save-name", "Table by the door").await;
    a.click("save-confirm").await;
    a.see_none("save-confirm").await;
    office
        .see_with("sale-row", "data-title", "Table by the door")
        .await;
    office.check_access("open sales").await;
    b.click("show-saved").await;
    b.check_access("saved sales").await;
    reopen(&b, "Table by the door").await;
    add(&b, "Espresso").await;
    reopen(&a, "Table by the door").await;
    a.see_with("cart-line", "data-line-name", "Espresso").await;

    phone
        .see_with("pay-sale", "data-title", "Table by the door")
        .await;
    phone.check_access("sales to pay").await;
    phone
        .click_with("pay-sale", "data-title", "Table by the door")
        .await;
    phone.see("pay-due").await;
    phone.check_access("bill").await;
    pay_by_card(&phone).await;
    phone.check_access("paid").await;
    phone.click("pay-next").await;
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
