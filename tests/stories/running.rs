//! Running a shop from BackOffice: people come, change and go; settings reach every device.

use super::{ALEX, JO, SAM, add, in_both_browsers, nothing_waits, reopen, save};
use serde_json::json;
use stories::{Browser, Device, Key, Shop};

in_both_browsers!(somebody_comes_is_changed_and_goes);
in_both_browsers!(two_managers_change_one_setting_at_once);
in_both_browsers!(a_register_speaks_with_who_is_signed_in);
in_both_browsers!(a_reason_of_the_store_is_offered_everywhere);

/// H1, H2, H6: a new cashier signs in by PIN; what the manager lets them do they do without one; once
/// they are gone the register signs them out, and their PIN holds no more.
async fn somebody_comes_is_changed_and_goes(browser: Browser) {
    let shop = Shop::open().await;
    let office = shop.backoffice(browser).await;
    let till = shop.register(browser, "Garden", JO).await;
    office.goto("/backoffice/people").await;
    office
        .see_with("person-row", "data-name", "Sam Patel")
        .await;
    office.check_access("people").await;
    office.click("add-person").await;
    office.fill("person-pin", "12").await;
    office.click("person-save").await;
    office.see_text(".is-wrong", "This is needed.").await;
    office.fill("person-name", "Kim Weber").await;
    office.click("person-save").await;
    office
        .see_text(".is-wrong", "A PIN has 4 to 12 digits.")
        .await;
    office.fill("person-pin", "8642").await;
    office.check_access("a new person").await;
    office.click("person-save").await;
    office
        .see_with("person-row", "data-name", "Kim Weber")
        .await;

    till.click("sign-out").await;
    till.sign_in("Kim Weber", "8642").await;
    add(&till, "Flat white").await;
    save(&till, "By Kim").await;
    nothing_waits(&till).await;
    reopen(&till, "By Kim").await;
    till.click("sale-more").await;
    till.click("act-void").await;
    till.see("ask-manager").await;
    till.press("[data-testid=reason]", Key::Escape).await;

    office.holds(
        "the exception is May alone",
        "const list = document.querySelector(arguments[0]);
         list.value = 'may'; list.dispatchEvent(new Event('change', { bubbles: true })); return true",
        vec![json!("[data-testid=may-void]")],
    )
    .await;
    office.click("person-save").await;
    office
        .see_text(".toast-text", "Kim Weber was changed.")
        .await;
    nothing_waits(&till).await;
    till.click("sale-more").await;
    till.click("act-void").await;
    till.see("usual-reason").await;
    till.see_none("ask-manager").await;

    office.click("person-leave").await;
    office.see("leave-confirm").await;
    office
        .check_access("the question before somebody goes")
        .await;
    office.click("leave-confirm").await;
    office.see_no("person-row", "data-name", "Kim Weber").await;
    till.see_with("employee-choice", "data-employee-name", "Jo Lindqvist")
        .await;
    till.see_no("employee-choice", "data-employee-name", "Kim Weber")
        .await;
    office.goto("/backoffice/people?gone=shown").await;
    office
        .see_with("person-row", "data-name", "Kim Weber")
        .await;
    shop.close(vec![office, till]).await;
}

/// C4: the second is told what it is now, beside the field, and what was typed stays.
async fn two_managers_change_one_setting_at_once(browser: Browser) {
    let shop = Shop::open().await;
    let (one, other) = (
        shop.backoffice(browser).await,
        shop.backoffice(browser).await,
    );
    for office in [&one, &other] {
        office.goto("/backoffice/store").await;
        office.see("receipt.foot").await;
    }
    one.check_access("the store's settings").await;
    one.fill("receipt.foot", "See you").await;
    one.click("store-save").await;
    one.see_none("store-save").await;
    other.fill("receipt.foot", "Goodbye").await;
    other.fill("receipt.tax_number", "GB 123").await;
    other.click("store-save").await;
    other
        .see_text(".is-wrong", "Somebody changed this meanwhile to: See you.")
        .await;
    other
        .check_access("a setting that was changed meanwhile")
        .await;
    // Nothing of it was done, and saving again is meant.
    one.reload().await;
    let foot = "return document.querySelector(arguments[0])?.value === arguments[1]";
    let field = "[data-testid='receipt.foot']";
    one.holds("the foot stays", foot, vec![json!(field), json!("See you")])
        .await;
    let tax = "[data-testid='receipt.tax_number']";
    one.holds("so does the rest", foot, vec![json!(tax), json!("")])
        .await;
    other.click("store-save").await;
    other.see_none("store-save").await;
    one.reload().await;
    one.holds(
        "it is written over",
        foot,
        vec![json!(field), json!("Goodbye")],
    )
    .await;
    shop.close(vec![one, other]).await;
}

/// H2: one list of reasons, on the register and in BackOffice.
async fn a_reason_of_the_store_is_offered_everywhere(browser: Browser) {
    let shop = Shop::open().await;
    let office = shop.backoffice(browser).await;
    let till = shop.register(browser, "Garden", SAM).await;
    add(&till, "Flat white").await;
    save(&till, "Rained off").await;
    nothing_waits(&till).await;
    office.goto("/backoffice/store").await;
    office.fill("reasons.void", "Rain\nPower cut").await;
    office.click("store-save").await;
    office.see_none("store-save").await;
    // The register hears of it as it hears of a sale.
    reopen(&till, "Rained off").await;
    till.holds(
        "the store's reason is offered",
        "const q = (s) => document.querySelector(s);
         const said = [...document.querySelectorAll('[data-testid=usual-reason]')].map((e) => e.textContent);
         if (said.includes('Power cut')) return said.length === 2;
         if (said.length) { q('dialog[open] .dialog-actions button').click(); return false; }
         if (q('[data-testid=act-void]')?.offsetParent) q('[data-testid=act-void]').click();
         else q('[data-testid=sale-more]')?.click();
         return false",
        vec![],
    )
    .await;
    office.goto("/backoffice/sales").await;
    office
        .click_selector("[data-testid=sale-row][data-title='Rained off'] .row-link")
        .await;
    office.click("void-sale").await;
    office.see_text(".presets", "Power cut").await;
    shop.close(vec![office, till]).await;
}

async fn speaks(device: &Device, code: &str) {
    let script = "return document.documentElement.lang === arguments[0]";
    let what = format!("it speaks {code}");
    device.holds(&what, script, vec![json!(code)]).await;
}

/// A person's language goes before the store's while they are signed in, and what was chosen on the
/// device before both; the store says which languages are offered.
async fn a_register_speaks_with_who_is_signed_in(browser: Browser) {
    let shop = Shop::open().await;
    let office = shop.backoffice(browser).await;
    let till = shop.register(browser, "Garden", SAM).await;
    office.goto("/backoffice/people").await;
    office
        .click_selector("[data-testid=person-row][data-name='Alex Carter'] .row-link")
        .await;
    office.choose("person-language", "Français").await;
    office.click("person-save").await;
    office.see_text(".toast-text", "Alex Carter").await;
    office.goto("/backoffice/store").await;
    for code in ["es", "ar"] {
        let switch = format!("[data-testid=languages] [data-testid=language-{code}]");
        office.click_selector(&switch).await;
    }
    office.choose("language", "العربية").await;
    office.click("store-save").await;
    office
        .see_text(".is-bad", "must be among those offered")
        .await;
    office.choose("language", "English").await;
    office.click("store-save").await;
    office.see_none("store-save").await;
    office.check_access("the languages of the store").await;

    speaks(&till, "en").await;
    till.click("sign-out").await;
    till.sign_in(ALEX.0, ALEX.1).await;
    speaks(&till, "fr").await;
    till.reload().await;
    till.see("settings").await;
    speaks(&till, "fr").await;
    till.click("settings").await;
    till.click("language-menu").await;
    till.see("language-fr").await;
    till.see_none("language-ar").await;
    till.click("language-en").await;
    speaks(&till, "en").await;
    till.click("language-menu").await;
    till.click("language-auto").await;
    speaks(&till, "fr").await;
    till.click("sign-out").await;
    till.see("employee-choice").await;
    speaks(&till, "en").await;
    shop.close(vec![office, till]).await;
}
