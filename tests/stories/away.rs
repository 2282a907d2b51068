//! Money is taken where there is no network, while somebody else changes the sale.

use super::{JO, SAM, add, in_both_browsers, nothing_waits, pay, reopen, save};
use stories::{Browser, Shop};

in_both_browsers!(paid_offline_while_another_adds);

/// C5, A6, G3: the money is kept, the sale stays open with what was added, and is then paid.
async fn paid_offline_while_another_adds(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", JO).await;
    a.is_kept().await;
    let office = shop.backoffice(browser).await;
    add(&a, "Flat white").await;
    save(&a, "Window").await;
    nothing_waits(&a).await;
    reopen(&a, "Window").await;
    reopen(&b, "Window").await;
    b.see_with("cart-line", "data-line-name", "Flat white")
        .await;

    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    pay(&a).await;
    add(&b, "Espresso").await;
    nothing_waits(&b).await;
    // The tab is opened anew without a network, and back comes the network.
    a.goto("/register").await;
    a.see("product-search").await;
    a.link.mend();
    nothing_waits(&a).await;

    for register in [&a, &b] {
        register.click("show-saved").await;
        register
            .see_with("saved-sale", "data-title", "Window")
            .await;
    }
    office
        .click_selector("[data-testid=sale-row][data-title=Window] a")
        .await;
    office
        .holds(
            "what was paid and what is due is said",
            "const drawer = document.querySelector('[data-testid=sale-drawer]');
             return !!drawer && /Paid/.test(drawer.innerText) && /Due/.test(drawer.innerText)",
            vec![],
        )
        .await;
    office.check_access("a sale that is partly paid").await;
    reopen(&b, "Window").await;
    pay(&b).await;
    nothing_waits(&b).await;
    office.see_no("sale-row", "data-title", "Window").await;
    a.see_no("saved-sale", "data-title", "Window").await;
    shop.close(vec![a, b, office]).await;
}
