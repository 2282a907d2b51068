//! The dialogs of BackOffice. Settling and giving back for a late change are in `reviews`, sync in
//! `switch`, voiding beside a second tab in `tabs`.

use crate::{ALEX, JO, SAM, add, in_both_browsers, nothing_waits, reopen, save};
use stories::{Browser, Device, Shop};

in_both_browsers!(a_sale_is_handed_on_joined_and_voided);
in_both_browsers!(a_voided_sale_gives_its_money_back);
in_both_browsers!(a_register_and_a_phone_are_added);
in_both_browsers!(a_table_is_put_up_changed_and_taken_away);
in_both_browsers!(what_is_half_typed_stays_while_the_list_changes);

async fn open_sale(office: &Device, title: &str) {
    office
        .click_selector(&format!("[data-testid=sale-row][data-title='{title}'] a"))
        .await;
    office.see("sale-drawer").await;
}

async fn says(office: &Device, text: &str) {
    office.see_text("[data-testid=toast]", text).await;
}

/// Takes back what was done last, and waits for the word that it was.
async fn undo(office: &Device) {
    office
        .click_selector("[data-testid=toast]:last-child .toast-action")
        .await;
    says(office, "Taken back").await;
}

/// D6, H2, H3: a sale is given to somebody, merged and taken out again, and voided, each undone once.
async fn a_sale_is_handed_on_joined_and_voided(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let office = shop.backoffice(browser).await;
    for (title, product) in [("Window", "Flat white"), ("Door", "Espresso")] {
        add(&a, product).await;
        save(&a, title).await;
    }
    a.click("show-saved").await;
    open_sale(&office, "Window").await;
    let about = "[data-testid=sale-drawer] .about";

    for again in [true, false] {
        office.click("transfer-sale").await;
        office.choose("transfer-to", JO.0).await;
        office.click("transfer-confirm").await;
        office.see_none("transfer-confirm").await;
        office.see_text(about, JO.0).await;
        if again {
            undo(&office).await;
            office
                .holds(
                    "it is Sam's again",
                    "return !document.querySelector(arguments[0]).innerText.includes(arguments[1])",
                    vec![about.into(), JO.0.into()],
                )
                .await;
            nothing_waits(&office).await;
            office
                .see_text("[data-testid=sale-history]", "gave it to Sam Patel")
                .await;
        }
    }

    for again in [true, false] {
        office.click("merge-sale").await;
        office.choose("merge-into", "Door").await;
        office.check_access("merging").await;
        office.click("merge-confirm").await;
        office.see_none("merge-confirm").await;
        office.see_with("sale-part", "data-title", "Window").await;
        a.see_no("saved-sale", "data-title", "Window").await;
        if again {
            undo(&office).await;
        } else {
            office.click("unmerge").await;
        }
        a.see_with("saved-sale", "data-title", "Window").await;
        if again {
            open_sale(&office, "Window").await;
        }
    }

    open_sale(&office, "Window").await;
    for again in [true, false] {
        office.click("void-sale").await;
        office.click("void-confirm").await;
        office
            .see_selector("[data-testid=void-reason][aria-invalid]")
            .await;
        office.fill("void-reason", "Rang twice").await;
        office.click("void-confirm").await;
        office.see_none("void-confirm").await;
        a.see_no("saved-sale", "data-title", "Window").await;
        office.see_text(".sale-reason", "Rang twice").await;
        if again {
            undo(&office).await;
            a.see_with("saved-sale", "data-title", "Window").await;
        }
    }
    office.click("unvoid-sale").await;
    office.click("unvoid-confirm").await;
    a.see_with("saved-sale", "data-title", "Window").await;
    nothing_waits(&office).await;
    shop.close(vec![a, office]).await;
}

/// D4, E1: what was paid on a sale that is voided is given back, from its review and without one.
async fn a_voided_sale_gives_its_money_back(browser: Browser) {
    let shop = Shop::open().await;
    let office = shop.backoffice(browser).await;
    open_sale(&office, "Rowing club").await;
    office.click("void-sale").await;
    office.fill("void-reason", "Guests left").await;
    office.click("void-confirm").await;
    office.see_none("void-confirm").await;
    office.see_with("review", "data-rule", "D4").await;
    office.click("review-settle").await;
    office.fill("settle-note", "They come back tomorrow").await;
    office.click("settle-confirm").await;
    office.see_none("settle-confirm").await;
    office.see_none("review").await;
    office.click("give-back").await;
    office.click("give-back-confirm").await;
    office.see_none("give-back-confirm").await;
    office.see_none("give-back").await;
    nothing_waits(&office).await;
    for said in ["They come back tomorrow", "gave £40.00 back"] {
        office.see_text("[data-testid=sale-history]", said).await;
    }
    shop.close(vec![office]).await;
}

/// F1, F6: a register and a phone are added, and their codes let devices in.
async fn a_register_and_a_phone_are_added(browser: Browser) {
    let shop = Shop::open().await;
    let office = shop.backoffice(browser).await;
    office.goto("/backoffice/registers").await;
    office.click("add-register").await;
    office.click("register-add").await;
    office
        .see_selector("[data-testid=register-name][aria-invalid]")
        .await;
    office.fill("register-name", "Roof bar").await;
    office.click("register-add").await;
    office.see_none("register-name").await;
    let code = office.text("activation-code").await;
    office.check_access("the code of a register").await;
    let (roof, _) = shop.unopened(browser, "/register", "Garden").await;
    roof.activate(&code).await;
    roof.sign_in(ALEX.0, ALEX.1).await;
    office
        .press("[data-testid=code-dialog]", stories::Key::Escape)
        .await;
    office.see_none("activation-code").await;
    let card = "[data-testid=register-card][data-register='Roof bar']";
    office.see_text(card, "Connected").await;

    // Another code for it replaces the device that it is.
    office
        .click_selector(&format!("{card} [data-testid=register-code]"))
        .await;
    office
        .see_text("[data-testid=code-dialog]", "Roof bar")
        .await;
    office
        .check_access("the question before a register is replaced")
        .await;
    office.click("replace-confirm").await;
    assert_ne!(office.text("activation-code").await, code);
    // The old one is shut out at once: it shows nothing of the shop any more (H6).
    roof.see("activation-code").await;
    office
        .press("[data-testid=code-dialog]", stories::Key::Escape)
        .await;
    office.see_none("activation-code").await;

    office.click("add-pay-phone").await;
    let code = office.text("activation-code").await;
    let (phone, _) = shop.unopened(browser, "/pay", "Pay").await;
    phone.activate(&code).await;
    phone.sign_in(ALEX.0, ALEX.1).await;
    phone.see("pay-sale").await;
    shop.close(vec![office, roof, phone]).await;
}

/// C4, F8: each field of a table is written, and taking it away is undone.
async fn a_table_is_put_up_changed_and_taken_away(browser: Browser) {
    let shop = Shop::open().await;
    let office = shop.backoffice(browser).await;
    let spot = |name: &str| format!("[data-testid=table-spot][data-table='{name}']");
    office.goto("/backoffice/tables").await;
    office.click("add-table").await;
    office.fill("table-name", "Terrace 9").await;
    office.fill("table-room", "Roof").await;
    office.fill("table-seats", "many").await;
    office.click("table-save").await;
    office
        .see_selector("[data-testid=table-seats][aria-invalid]")
        .await;
    office.fill("table-seats", "6").await;
    office.click("table-save").await;
    office.see_none("table-save").await;
    office.see_text(&spot("Terrace 9"), "6").await;

    office.click_selector(&spot("Terrace 9")).await;
    office.fill("table-name", "Terrace 10").await;
    office.fill("table-room", "Cellar").await;
    office.fill("table-seats", "8").await;
    office.click("table-round").await;
    office.click("table-save").await;
    office.see_none("table-save").await;
    office
        .see_text(&format!("{}.is-round", spot("Terrace 10")), "8")
        .await;
    office
        .see_text("[data-testid=rooms] [aria-pressed=true]", "Cellar")
        .await;

    office.click_selector(&spot("Terrace 10")).await;
    office.click("table-remove").await;
    office
        .see_no("table-spot", "data-table", "Terrace 10")
        .await;
    office.click("tables-undo").await;
    office.see_selector(&spot("Terrace 10")).await;
    office.click("tables-publish").await;
    office.see_none("tables-draft").await;
    nothing_waits(&office).await;
    shop.close(vec![office]).await;
}

/// Offline, a cashier voids the sale in the cart and asks for a manager, who finds it in a review.
async fn void_without_a_manager(register: &Device) {
    register.link.cut();
    register
        .see_with("connection", "data-link", "offline")
        .await;
    register.click("sale-more").await;
    register.click("act-void").await;
    register.go_on_if_away().await;
    register.click("usual-reason").await;
    register.click("ask-manager").await;
    register.see_with("connection", "data-waiting", "1").await;
    register.link.mend();
    nothing_waits(register).await;
}

/// E1: a live list draws itself anew under a dialog that is half filled in. What was typed stays, the
/// keyboard stays where it is, and the confirmation is for what was asked about.
async fn what_is_half_typed_stays_while_the_list_changes(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", JO).await;
    let office = shop.backoffice(browser).await;
    for (register, title) in [(&a, "Window"), (&b, "Door")] {
        add(register, "Flat white").await;
        save(register, title).await;
        nothing_waits(register).await;
        reopen(register, title).await;
    }
    void_without_a_manager(&a).await;

    office.goto("/backoffice/reviews").await;
    office
        .see_text("[data-testid=review]", "Front counter")
        .await;
    office.click("review-settle").await;
    office.fill("settle-note", "On the").await;
    void_without_a_manager(&b).await;
    office.see_text("[data-testid=review]", "Garden").await;
    office.type_on(" house").await;
    office
        .holds(
            "what was typed stays, and is gone on with",
            "return document.querySelector('[data-testid=settle-note]').value === 'On the house'",
            vec![],
        )
        .await;
    office.click("settle-confirm").await;
    office.see_none("settle-confirm").await;
    office
        .holds(
            "the other review is left",
            "const left = [...document.querySelectorAll('[data-testid=review]')];
             return left.length === 1 && left[0].innerText.includes('Garden')",
            vec![],
        )
        .await;
    nothing_waits(&office).await;
    shop.close(vec![a, b, office]).await;
}
