//! Money on the phone: by card in two steps, undone until the screen is left, with a network and
//! without one.

use super::{ALEX, SAM, add, in_both_browsers, nothing_waits, pay_by_card, save};
use stories::{Browser, Device, Shop};

in_both_browsers!(what_was_taken_is_undone_until_the_screen_is_left);
in_both_browsers!(more_is_added_while_the_terminal_is_worked);
in_both_browsers!(a_tap_on_a_sale_that_changes_is_not_lost);
in_both_browsers!(a_phone_that_is_put_away_closes_what_it_took);

async fn open_bill(phone: &Device, title: &str) {
    phone.click_with("pay-sale", "data-title", title).await;
    phone.see_selector("[data-testid=pay-card]:enabled").await;
}

async fn is_closed_on(register: &Device, title: &str) {
    register.see_no("saved-sale", "data-title", title).await;
    register.see_none("show-reviews").await;
}

/// A1, A6, G3: a card is asked for on the terminal first, and nothing is taken before somebody says
/// that it was. What was taken, by card or in cash, goes back with one tap, offline too; the sale
/// closes once, when the screen is left.
async fn what_was_taken_is_undone_until_the_screen_is_left(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", ALEX).await;
    let phone = shop.phone(browser, SAM).await;
    add(&a, "Flat white").await;
    save(&a, "Window").await;
    a.click("show-saved").await;
    a.see_with("saved-sale", "data-title", "Window").await;

    open_bill(&phone, "Window").await;
    phone.click("pay-card").await;
    phone
        .see_text("[data-testid=terminal-amount]", "£3.40")
        .await;
    phone
        .see_text("[data-testid=pay-terminal]", "terminal first")
        .await;
    phone.check_access("the amount for the terminal").await;
    phone.click("terminal-back").await;
    phone.see_text("[data-testid=pay-due]", "£3.40").await;
    nothing_waits(&phone).await;

    pay_by_card(&phone).await;
    phone.see("pay-undo").await;
    phone.see_none("change-due").await;
    phone.check_access("paid by card").await;
    nothing_waits(&phone).await;
    // Still open for the others, with nothing due.
    a.see_with("saved-sale", "data-title", "Window").await;
    phone.click("pay-undo").await;
    phone
        .see_text("[data-testid=toast]", "£3.40 is due again")
        .await;
    phone.see_text("[data-testid=pay-due]", "£3.40").await;

    phone.click("pay-cash").await;
    for key in ["key-2", "key-00"] {
        phone.click(key).await;
    }
    phone.see_text(".pay-sum-change", "Still due£1.40").await;
    phone.click("tender-confirm").await;
    phone.see_text("[data-testid=pay-due]", "£1.40").await;
    phone
        .click_selector("[data-testid=toast]:last-child .toast-action")
        .await;
    phone.see_text("[data-testid=pay-due]", "£3.40").await;
    for key in ["key-5", "key-00"] {
        phone.click(key).await;
    }
    phone.see_text(".pay-sum-change", "Change£1.60").await;
    phone.click("tender-confirm").await;
    phone.see_text("[data-testid=change-due]", "£1.60").await;
    phone.see("pay-done").await;
    phone.click("pay-undo").await;
    phone.see_text("[data-testid=pay-due]", "£3.40").await;

    phone.link.cut();
    phone.see_with("connection", "data-link", "offline").await;
    pay_by_card(&phone).await;
    phone.click("pay-undo").await;
    phone.see_text("[data-testid=pay-due]", "£3.40").await;
    pay_by_card(&phone).await;
    phone.click("pay-next").await;
    phone.see("pay-sale").await;
    phone.see_no("pay-sale", "data-title", "Window").await;
    phone.link.mend();
    nothing_waits(&phone).await;
    is_closed_on(&a, "Window").await;

    let office = shop.backoffice(browser).await;
    office.goto("/backoffice/sales?status=closed").await;
    office.click_selector("[data-title=Window] a").await;
    for (said, times) in [("back by Card", 2), ("back by Cash", 2)] {
        office
            .holds(
                &format!("the history says {times} times: {said}"),
                "const h = document.querySelector('[data-testid=sale-history]');
                 return !!h && h.innerText.split(arguments[0]).length - 1 === arguments[1]",
                vec![said.into(), times.into()],
            )
            .await;
    }
    shop.close(vec![a, phone, office]).await;
}

/// C5, G2: the terminal has taken what it was asked for, whatever came onto the bill meanwhile. The
/// rest stays due.
async fn more_is_added_while_the_terminal_is_worked(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", ALEX).await;
    let phone = shop.phone(browser, SAM).await;
    add(&a, "Flat white").await;
    save(&a, "Window").await;
    super::reopen(&a, "Window").await;
    open_bill(&phone, "Window").await;
    phone.click("pay-card").await;
    phone.see("pay-terminal").await;
    add(&a, "Flat white").await;
    phone.see("total-changed").await;
    phone
        .see_text("[data-testid=terminal-amount]", "£3.40")
        .await;
    phone
        .check_access("more than the terminal was asked for")
        .await;
    phone.click("terminal-paid").await;
    phone.see_text("[data-testid=pay-due]", "£3.40").await;
    phone.see_none("pay-done").await;
    phone.click("total-go-on").await;

    // Not yet worked, it is asked for the new amount.
    phone.click("pay-card").await;
    phone.see("pay-terminal").await;
    add(&a, "Flat white").await;
    phone.click("total-go-on").await;
    phone
        .see_text("[data-testid=terminal-amount]", "£6.80")
        .await;
    phone.click("terminal-paid").await;
    phone.see("pay-done").await;
    phone.click("pay-next").await;
    nothing_waits(&phone).await;
    a.click("show-saved").await;
    is_closed_on(&a, "Window").await;
    shop.close(vec![a, phone]).await;
}

/// G3: nobody has to come back to the phone for the sale to be closed.
async fn a_phone_that_is_put_away_closes_what_it_took(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", ALEX).await;
    let phone = shop.phone(browser, SAM).await;
    for title in ["Window", "Door"] {
        add(&a, "Flat white").await;
        save(&a, title).await;
    }
    a.click("show-saved").await;
    open_bill(&phone, "Window").await;
    pay_by_card(&phone).await;
    let paid = phone.tab().await;
    phone.open_tab("/").await;
    is_closed_on(&a, "Window").await;
    phone.end_tab(&paid).await;
    phone.see("pay-done").await;
    phone.see_none("pay-undo").await;
    phone.click("pay-next").await;

    // Signing out leaves the screen, too.
    open_bill(&phone, "Door").await;
    pay_by_card(&phone).await;
    phone.click("sign-out").await;
    phone.see("employee-choice").await;
    is_closed_on(&a, "Door").await;
    shop.close(vec![a, phone]).await;
}

/// C1: somebody adds to a sale between the beginning and the end of a tap on it.
async fn a_tap_on_a_sale_that_changes_is_not_lost(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", ALEX).await;
    let phone = shop.phone(browser, SAM).await;
    add(&a, "Flat white").await;
    save(&a, "Window").await;
    super::reopen(&a, "Window").await;
    let sale = "[data-testid=pay-sale][data-title=Window]";
    phone.hold(sale).await;
    add(&a, "Flat white").await;
    phone.see_text(sale, "£6.80").await;
    phone.let_go().await;
    phone.see_text("[data-testid=pay-due]", "£6.80").await;
    shop.close(vec![a, phone]).await;
}
