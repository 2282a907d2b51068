//! What no rule could settle without guessing, settled by a manager.

use super::{JO, SAM, add, in_both_browsers, nothing_waits, pay, reopen, save};
use stories::{Browser, Shop};

in_both_browsers!(a_manager_settles_what_came_too_late);

/// D2, D3, E1, E2: a sale is paid twice and added to after it was closed. Both are kept and told; the
/// manager gives the money back, settles the goods, and the history says so.
async fn a_manager_settles_what_came_too_late(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", JO).await;
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
    add(&a, "Espresso").await;
    pay(&a).await;
    pay(&b).await;
    nothing_waits(&b).await;
    a.link.mend();
    nothing_waits(&a).await;

    office.goto("/backoffice/reviews").await;
    office.see_with("review", "data-rule", "D2").await;
    office.see_with("review", "data-rule", "D3").await;
    office.check_access("reviews").await;
    office
        .click_selector("[data-testid=review][data-rule=D3] [data-testid=review-give-back]")
        .await;
    office.see("give-back-confirm").await;
    office.check_access("giving money back").await;
    office.click("give-back-confirm").await;
    office.see_no("review", "data-rule", "D3").await;
    office.click("review-settle").await;
    office.see("settle-note").await;
    office.check_access("settling a review").await;
    office.fill("settle-note", "On the house").await;
    office.click("settle-confirm").await;
    office.see_none("review").await;
    nothing_waits(&office).await;

    office.goto("/backoffice/sales?status=closed").await;
    office.click_selector("[data-title=Window] a").await;
    for said in ["On the house", "given back (Cash)"] {
        office
            .holds(
                &format!("the history says: {said}"),
                "const h = document.querySelector('[data-testid=sale-history]');
                 return !!h && h.innerText.includes(arguments[0])",
                vec![said.into()],
            )
            .await;
    }
    office.check_access("a closed sale").await;
    shop.close(vec![a, b, office]).await;
}
