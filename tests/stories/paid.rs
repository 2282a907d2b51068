//! One sale, two who take the money.

use super::{ALEX, SAM, add, in_both_browsers, nothing_waits, pay_by_card, reopen, save};
use stories::{Browser, Shop};

in_both_browsers!(two_online_devices_take_turns);
in_both_browsers!(money_taken_twice_is_given_back);

/// G1, G2: while one device takes money the other says who does and waits; a total that changes
/// meanwhile is told before money is taken.
async fn two_online_devices_take_turns(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let phone = shop.phone(browser, ALEX).await;
    add(&a, "Flat white").await;
    save(&a, "In a hurry").await;
    reopen(&a, "In a hurry").await;
    a.click("charge").await;
    a.see("tender-confirm").await;
    a.check_access("charge").await;
    phone
        .see_text(
            "[data-testid=pay-sale][data-title='In a hurry'] .chip",
            "Being paid at Front counter",
        )
        .await;
    phone.check_access("a list with a sale being paid").await;
    phone
        .click_with("pay-sale", "data-title", "In a hurry")
        .await;
    phone.see("being-paid").await;
    let said = phone.text("being-paid").await;
    assert!(said.contains("Front counter by Sam Patel"), "{said}");
    phone.see_selector("[data-testid=pay-card]:disabled").await;
    phone.check_access("a bill being paid elsewhere").await;

    a.click("charge-back").await;
    phone.see_none("being-paid").await;
    phone.see_selector("[data-testid=pay-card]:enabled").await;
    a.see("being-paid").await;
    // The lease never blocks adding lines.
    add(&a, "Espresso").await;
    phone.see("total-changed").await;
    phone.see_selector("[data-testid=pay-card]:disabled").await;
    phone.check_access("a total that changed").await;
    phone.click("total-go-on").await;
    pay_by_card(&phone).await;
    phone.click("pay-next").await;
    nothing_waits(&phone).await;
    shop.close(vec![a, phone]).await;
}

/// D3, E2: a phone without a network takes money that the register took too. Nothing is lost: the
/// till says so, the money goes back, and the matter is settled.
async fn money_taken_twice_is_given_back(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", ALEX).await;
    let phone = shop.phone(browser, SAM).await;
    let office = shop.backoffice(browser).await;
    add(&a, "Flat white").await;
    save(&a, "Paid twice").await;
    phone
        .click_with("pay-sale", "data-title", "Paid twice")
        .await;
    phone.see_selector("[data-testid=pay-card]:enabled").await;
    phone.link.cut();
    phone.see_with("connection", "data-link", "offline").await;
    pay_by_card(&phone).await;
    phone.click("pay-next").await;

    reopen(&a, "Paid twice").await;
    a.click("charge").await;
    // The phone's turn ends by itself, since nobody renews it.
    a.click("tender-exact").await;
    a.click_selector("[data-testid=tender-confirm]:enabled")
        .await;
    a.see("sale-done").await;
    nothing_waits(&a).await;
    a.see_none("show-reviews").await;
    phone.link.mend();
    nothing_waits(&phone).await;

    a.click("show-reviews").await;
    a.see_with("review", "data-rule", "D3").await;
    a.check_access("things to check").await;
    a.click("review-refund").await;
    a.check_access("giving money back").await;
    a.click("refund-cash").await;
    a.see_none("refund-cash").await;
    nothing_waits(&a).await;
    a.click("review-settle").await;
    a.fill("review-note", "Gave the cash back").await;
    a.click("review-settle-confirm").await;
    a.see_none("review").await;
    a.see_none("show-reviews").await;
    nothing_waits(&a).await;
    office.goto("/backoffice/reviews").await;
    office.see_none("review").await;
    shop.close(vec![a, phone, office]).await;
}
