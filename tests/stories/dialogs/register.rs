//! The register's dialogs.

use crate::{ALEX, JO, SAM, add, in_both_browsers, nothing_waits, pay, reopen, save};
use stories::{Browser, Device, Key, Shop};

in_both_browsers!(a_discount_is_given_and_taken_back);
in_both_browsers!(a_sale_is_moved_and_handed_over);
in_both_browsers!(sales_are_merged_and_split);
in_both_browsers!(a_sale_is_named);
in_both_browsers!(a_cashier_voids_with_a_managers_pin);
in_both_browsers!(a_manager_voids_with_a_reason);
in_both_browsers!(a_word_comes_first_while_the_server_is_away);
in_both_browsers!(sync_is_switched_off_and_on);
in_both_browsers!(the_keyboard_returns_to_the_menu);
in_both_browsers!(money_is_given_back_and_the_matter_settled);

/// Opens one of the things that can be done with the sale on the screen.
async fn begin(device: &Device, act: &str) {
    device.click("sale-more").await;
    device.click(act).await;
}

/// Waits for a message.
async fn told(device: &Device, text: &str) {
    device.see_text("[data-testid=toast]", text).await;
}

/// Waits for a message and takes back what it tells of.
async fn undo(device: &Device, text: &str) {
    told(device, text).await;
    device
        .click_selector("[data-testid=toast]:last-child .toast-action")
        .await;
}

/// Takes the messages off the screen.
async fn hush(device: &Device) {
    device
        .holds(
            "the messages are gone",
            "document.querySelector('[data-testid=toast] .icon-button')?.click();
             return !document.querySelector('[data-testid=toast]')",
            vec![],
        )
        .await;
}

/// Waits until nothing that a CSS selector names says this.
async fn says_no(device: &Device, selector: &str, text: &str) {
    device
        .holds(
            &format!("{selector} no longer says {text}"),
            "return ![...document.querySelectorAll(arguments[0])].some(e => e.textContent.includes(arguments[1]))",
            vec![selector.into(), text.into()],
        )
        .await;
}

/// A register whose sale on the screen is saved as "Corner".
async fn at_corner(shop: &Shop, browser: Browser, who: (&str, &str), goods: &[&str]) -> Device {
    let a = shop.register(browser, "Front counter", who).await;
    for product in goods {
        add(&a, product).await;
    }
    save(&a, "Corner").await;
    told(&a, "Corner is saved.").await;
    hush(&a).await;
    reopen(&a, "Corner").await;
    a
}

async fn key_in(device: &Device, keys: &[&str]) {
    for key in keys {
        device.click(key).await;
    }
}

/// H2: of the sale, of one line, and back again.
async fn a_discount_is_given_and_taken_back(browser: Browser) {
    let shop = Shop::open().await;
    let a = at_corner(&shop, browser, ALEX, &["Flat white", "Espresso"]).await;
    let said = "The discount on Corner is written.";
    begin(&a, "act-discount").await;
    key_in(&a, &["key-1", "key-0", "discount-confirm"]).await;
    a.see_text(".cart-facts", "10 % off").await;
    undo(&a, said).await;
    says_no(&a, ".cart-facts", "10 % off").await;

    a.click_selector("[data-line-name=Espresso] [data-testid=line-discount]")
        .await;
    key_in(&a, &["key-1", "key-0", "discount-confirm"]).await;
    a.see_text("[data-line-name=Espresso] .line-from", "10 % off")
        .await;
    undo(&a, said).await;
    says_no(&a, ".line-from", "10 % off").await;

    // Above the limit a reason is asked for in a second dialog.
    begin(&a, "act-discount").await;
    key_in(&a, &["key-2", "key-0", "discount-confirm", "usual-reason"]).await;
    a.see_text(".cart-facts", "20 % off").await;
    told(&a, said).await;
    hush(&a).await;
    begin(&a, "act-discount").await;
    a.click("discount-back").await;
    says_no(&a, ".cart-facts", "20 % off").await;
    undo(&a, said).await;
    a.click("usual-reason").await;
    a.see_text(".cart-facts", "20 % off").await;
    nothing_waits(&a).await;
    shop.close(vec![a]).await;
}

/// C4, H3: to a table, to another, off it, and to somebody else.
async fn a_sale_is_moved_and_handed_over(browser: Browser) {
    let shop = Shop::open().await;
    let a = at_corner(&shop, browser, SAM, &["Flat white"]).await;
    begin(&a, "act-move").await;
    a.click_with("table-pick", "data-table", "Table 4").await;
    a.click("move-confirm").await;
    a.see_text(".cart-facts", "Table 4").await;
    undo(&a, "Corner is on Table 4 now.").await;
    says_no(&a, ".cart-facts", "Table 4").await;

    begin(&a, "act-move").await;
    a.fill("move-table", "Terrace 5").await;
    a.press("[data-testid=move-table]", Key::Enter).await;
    a.see_text(".cart-facts", "Terrace 5").await;
    told(&a, "Corner is on Terrace 5 now.").await;
    hush(&a).await;
    begin(&a, "act-move").await;
    a.click("move-off").await;
    says_no(&a, ".cart-facts", "Terrace 5").await;
    undo(&a, "Corner is on No table now.").await;
    a.see_text(".cart-facts", "Terrace 5").await;

    begin(&a, "act-give").await;
    a.click_with("give-choice", "data-employee-name", JO.0)
        .await;
    a.see_text(".cart-facts", "With Jo Lindqvist").await;
    undo(&a, "Jo Lindqvist looks after Corner now.").await;
    says_no(&a, ".cart-facts", "Jo Lindqvist").await;
    nothing_waits(&a).await;
    shop.close(vec![a]).await;
}

/// D5, D6: another sale comes in, and items go to a new one, stayed at or opened.
async fn sales_are_merged_and_split(browser: Browser) {
    let shop = Shop::open().await;
    let a = at_corner(&shop, browser, ALEX, &["Flat white", "Espresso"]).await;
    begin(&a, "act-merge").await;
    a.click_with("merge-choice", "data-title", "Table 7").await;
    a.click("merge-confirm").await;
    let soup = "Soup of the day";
    a.see_with("cart-line", "data-line-name", soup).await;
    undo(&a, "Table 7 is part of Corner now.").await;
    a.see_no("cart-line", "data-line-name", soup).await;

    let to_split = "[data-testid=split-line][data-line-name=Espresso] [data-testid=split-all]";
    begin(&a, "act-split").await;
    a.click_selector(to_split).await;
    a.click("split-stay").await;
    a.see_no("cart-line", "data-line-name", "Espresso").await;
    a.see_text(".cart-title", "Corner").await;
    undo(&a, "Split off from Corner.").await;
    a.see_with("cart-line", "data-line-name", "Espresso").await;

    begin(&a, "act-split").await;
    a.click_selector(to_split).await;
    a.fill("split-name", "Window").await;
    a.click("split-open").await;
    a.see_text(".cart-title", "Window").await;
    a.see_no("cart-line", "data-line-name", "Flat white").await;
    undo(&a, "Split off from Corner.").await;
    a.see_text(".cart-title", "Corner").await;
    a.see_with("cart-line", "data-line-name", "Espresso").await;
    nothing_waits(&a).await;
    shop.close(vec![a]).await;
}

/// A1, C4: before it is saved and afterwards.
async fn a_sale_is_named(browser: Browser) {
    let shop = Shop::open().await;
    let a = at_corner(&shop, browser, SAM, &["Flat white"]).await;
    begin(&a, "act-details").await;
    a.fill("save-name", "Corner sofa").await;
    a.click_with("table-pick", "data-table", "Table 4").await;
    a.click("save-confirm").await;
    a.see_none("save-confirm").await;
    told(&a, "Corner sofa is saved.").await;
    a.see_text(".cart-title", "Corner sofa").await;
    a.see_text(".cart-facts", "Table 4").await;
    nothing_waits(&a).await;
    // What was said to one person is not left to the next.
    begin(&a, "act-give").await;
    a.click_with("give-choice", "data-employee-name", JO.0)
        .await;
    told(&a, "Jo Lindqvist looks after Corner sofa now.").await;
    // Pointed at, it would stay for ever.
    let point = "document.querySelector('.toasts').dispatchEvent(new MouseEvent('mouseenter'))";
    a.run(point, vec![]).await;
    a.click("sign-out").await;
    a.see("employee-choice").await;
    a.see_none("toast").await;
    shop.close(vec![a]).await;
}

async fn type_pin(device: &Device, pin: &str) {
    for digit in pin.chars() {
        device.click(&format!("pin-key-{digit}")).await;
    }
}

/// H2: a wrong PIN does nothing, a right one does it, and a request leaves the sale as it is.
async fn a_cashier_voids_with_a_managers_pin(browser: Browser) {
    let shop = Shop::open().await;
    let a = at_corner(&shop, browser, SAM, &["Flat white", "Espresso"]).await;
    let off = "[data-line-name=Espresso] [data-testid=line-remove]";
    let choose = async || {
        a.click_selector(off).await;
        a.click("usual-reason").await;
        a.click_with("manager-choice", "data-employee-name", ALEX.0)
            .await;
        a.see("pin-key-1").await;
    };
    choose().await;
    // A PIN that is still being checked when the question is given up answers no other.
    let give_up = "for (const digit of arguments[0])
            document.querySelector(`[data-testid=pin-key-${digit}]`).click();
        document.querySelector('dialog[open] .dialog-head .icon-button').click()";
    a.run(give_up, vec![ALEX.1.into()]).await;
    a.see_none("usual-reason").await;
    choose().await;
    type_pin(&a, "0000").await;
    a.see_selector(".pin.is-wrong").await;
    a.see_selector("[data-testid=pin-key-1]:enabled").await;
    type_pin(&a, ALEX.1).await;
    a.see_no("cart-line", "data-line-name", "Espresso").await;
    undo(&a, "Taken off.").await;
    a.see_with("cart-line", "data-line-name", "Espresso").await;

    begin(&a, "act-void").await;
    a.click("usual-reason").await;
    a.click("ask-manager").await;
    told(&a, "A manager is asked.").await;
    a.see_text(".cart-title", "Corner").await;
    hush(&a).await;

    begin(&a, "act-void").await;
    a.click("usual-reason").await;
    a.click_with("manager-choice", "data-employee-name", ALEX.0)
        .await;
    type_pin(&a, ALEX.1).await;
    a.see_with("saved-sale", "data-title", "Table 7").await;
    a.see_no("saved-sale", "data-title", "Corner").await;
    undo(&a, "Corner is voided.").await;
    a.see_text(".cart-title", "Corner").await;
    nothing_waits(&a).await;
    shop.close(vec![a]).await;
}

/// H2: a reason of one's own, and nothing at all when it is given up.
async fn a_manager_voids_with_a_reason(browser: Browser) {
    let shop = Shop::open().await;
    let a = at_corner(&shop, browser, ALEX, &["Flat white"]).await;
    begin(&a, "act-void").await;
    a.press("[data-testid=reason]", Key::Escape).await;
    a.see_none("reason").await;
    a.see_text(".cart-title", "Corner").await;
    begin(&a, "act-void").await;
    a.fill("reason", "Fire drill").await;
    a.click("reason-confirm").await;
    a.see_no("saved-sale", "data-title", "Corner").await;
    undo(&a, "Corner is voided.").await;
    a.see_text(".cart-title", "Corner").await;
    nothing_waits(&a).await;
    shop.close(vec![a]).await;
}

/// WCAG 2.4.3: wherever a dialog came from, Escape leads back to there.
async fn the_keyboard_returns_to_the_menu(browser: Browser) {
    let shop = Shop::open().await;
    let a = at_corner(&shop, browser, ALEX, &["Flat white"]).await;
    for act in [
        "act-details",
        "act-discount",
        "act-merge",
        "act-split",
        "act-give",
        "act-move",
        "act-void",
    ] {
        begin(&a, act).await;
        a.press("dialog[open] .dialog-head .icon-button", Key::Escape)
            .await;
        a.holds(
            &format!("after {act} the keyboard is on the menu"),
            "return !document.querySelector('dialog[open]') && document.activeElement.id === 'sale-more'",
            vec![],
        )
        .await;
    }
    shop.close(vec![a]).await;
}

/// F7: given up, nothing is done; gone on from, it is.
async fn a_word_comes_first_while_the_server_is_away(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    add(&a, "Flat white").await;
    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    a.click("save-sale").await;
    a.press("[data-testid=away-go-on]", Key::Escape).await;
    a.see_none("away-go-on").await;
    a.see_none("save-name").await;
    // Somebody who types on and presses Enter means to go on.
    a.click("save-sale").await;
    a.see("away-go-on").await;
    a.press("dialog[open] :focus", Key::Enter).await;
    a.fill("save-name", "Corner").await;
    a.click("save-confirm").await;
    told(&a, "Corner is saved.").await;
    hush(&a).await;
    // The word holds for the task at hand.
    reopen(&a, "Corner").await;
    begin(&a, "act-give").await;
    a.click_with("give-choice", "data-employee-name", JO.0)
        .await;
    undo(&a, "Jo Lindqvist looks after Corner now.").await;
    a.link.mend();
    nothing_waits(&a).await;
    says_no(&a, ".cart-facts", "Jo Lindqvist").await;
    shop.close(vec![a]).await;
}

/// F2, F3, F5, F7: from the word while the server is away, and back.
async fn sync_is_switched_off_and_on(browser: Browser) {
    let shop = Shop::open().await;
    let a = at_corner(&shop, browser, ALEX, &["Flat white"]).await;
    nothing_waits(&a).await;
    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    a.click("show-saved").await;
    a.click("away-switch").await;
    a.click("sync-switch").await;
    a.press("[data-testid=sync-confirm]", Key::Escape).await;
    a.see_none("sync-confirm").await;
    a.see_selector("[data-testid=sync-switch][aria-checked=true]")
        .await;
    a.click("sync-switch").await;
    a.click("sync-confirm").await;
    told(&a, "The sales of this register are being handed over.").await;
    a.link.mend();
    a.see_with("connection", "data-link", "sync-off").await;
    a.click("sync-switch").await;
    told(&a, "Sync is on again.").await;
    a.see_with("connection", "data-link", "online").await;
    reopen(&a, "Corner").await;
    shop.close(vec![a]).await;
}

/// D3, E2, G4: what was paid twice goes back, and a manager says what was done.
async fn money_is_given_back_and_the_matter_settled(browser: Browser) {
    let shop = Shop::open().await;
    let a = at_corner(&shop, browser, ALEX, &["Flat white"]).await;
    let b = shop.register(browser, "Garden", SAM).await;
    nothing_waits(&a).await;
    reopen(&b, "Corner").await;
    b.link.cut();
    b.see_with("connection", "data-link", "offline").await;
    pay(&b).await;
    pay(&a).await;
    nothing_waits(&a).await;
    b.link.mend();
    nothing_waits(&b).await;

    a.click("show-reviews").await;
    a.see_with("review", "data-rule", "D3").await;
    a.click("review-refund").await;
    a.click("refund-card").await;
    told(&a, "Given back.").await;
    a.click("review-settle").await;
    a.fill("review-note", "Back on the card").await;
    a.click("review-settle-confirm").await;
    told(&a, "Settled.").await;
    a.see_none("review").await;
    nothing_waits(&a).await;
    shop.close(vec![a, b]).await;
}
