//! Devices that come and go: a phone that was lost, and a register that was let in by a picture.

use super::{ALEX, SAM, in_both_browsers};
use stories::{Browser, Shop};

in_both_browsers!(a_lost_phone_reads_no_more);
in_both_browsers!(a_register_is_let_in_by_its_address);

/// H6: a phone is given a name, is lost, and is taken out of use: from then on it shows nothing of the
/// shop, after a reload neither. The history says what was done.
async fn a_lost_phone_reads_no_more(browser: Browser) {
    let shop = Shop::open().await;
    let office = shop.backoffice(browser).await;
    let phone = shop.phone(browser, SAM).await;
    phone.see("pay-sale").await;
    office.goto("/backoffice/registers").await;
    let card = "[data-testid=device-card][data-device^='Pay phone']";
    office.see_text(card, "Connected").await;
    office.check_access("registers and phones").await;
    office
        .click_selector(&format!("{card} [data-testid=device-rename]"))
        .await;
    office.click("device-name-save").await;
    office
        .see_selector("[data-testid=device-name][aria-invalid]")
        .await;
    office.fill("device-name", "Phone of Sam").await;
    office.click("device-name-save").await;
    office.see_none("device-name").await;
    let card = "[data-testid=device-card][data-device='Phone of Sam']";
    office
        .click_selector(&format!("{card} [data-testid=device-out]"))
        .await;
    office
        .check_access("the question before a phone is out")
        .await;
    office.click("device-out-confirm").await;
    office.see_text(card, "Out of use").await;

    phone.see("activation-code").await;
    phone.see_none("pay-sale").await;
    phone.check_access("a phone that is out of use").await;
    phone.reload().await;
    phone.see("activation-code").await;
    phone.see_none("pay-sale").await;

    office
        .click_selector(&format!("{card} [data-testid=device-show-history]"))
        .await;
    office
        .see_text("[data-testid=device-history]", "Taken out of use")
        .await;
    office
        .see_text("[data-testid=device-history]", "Morgan")
        .await;
    office.check_access("the history of a phone").await;
    shop.close(vec![office, phone]).await;
}

/// F1: the address that the QR code holds leads to a door with the code in it; it does not stay in the
/// address.
async fn a_register_is_let_in_by_its_address(browser: Browser) {
    let shop = Shop::open().await;
    let office = shop.backoffice(browser).await;
    office.goto("/backoffice/registers").await;
    office.click("add-register").await;
    office.fill("register-name", "Roof bar").await;
    office.click("register-add").await;
    office.see_selector("[data-testid=code-qr] svg").await;
    let script = "const there = document.querySelector('[data-testid=code-qr]').dataset.address;
        return there.startsWith(location.origin) ? there.slice(location.origin.length) : null";
    let there = office.run(script, vec![]).await;
    let there = there.as_str().unwrap().to_owned();
    let (roof, _) = shop.unopened(browser, &there, "Garden").await;
    roof.see("activation-code").await;
    roof.holds(
        "the code is in the field and no more in the address",
        "return document.querySelector('[data-testid=activation-code]').value.length > 5
            && location.hash === '' && location.pathname === '/register'",
        vec![],
    )
    .await;
    roof.check_access("a door that knows the code").await;
    roof.click("activation-submit").await;
    roof.sign_in(ALEX.0, ALEX.1).await;
    let card = "[data-testid=register-card][data-register='Roof bar']";
    office.see_text(card, "Connected").await;
    shop.close(vec![office, roof]).await;
}
