//! Watch: what needs a person, who looks after it and how it ended.

use super::{SAM, in_both_browsers};
use stories::{Browser, Shop};

in_both_browsers!(what_needs_a_person_is_taken_and_ends);
in_both_browsers!(the_browser_tells_what_is_new_to_who_wants_it);

/// F6, E1: an old sale and a switch of sync that waits are found and counted on the rail; somebody
/// looks after one and says how it ended; the other ends by itself when its register does it.
async fn what_needs_a_person_is_taken_and_ends(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Garden", SAM).await;
    let office = shop.backoffice(browser).await;
    office
        .see_selector(".side a[href='/backoffice/watch'] .side-count")
        .await;
    // The old address leads to it.
    office.goto("/backoffice/reviews").await;
    let old = "[data-testid=matter][data-kind=old_sale]";
    office.see_selector(old).await;
    office.check_access("what needs a person").await;
    office
        .click_selector(&format!("{old} [data-testid=watch-take]"))
        .await;
    let mine = format!("{old}:has([data-testid=watch-release])");
    office.see_text(&mine, "Morgan").await;
    office
        .click_selector(&format!("{mine} [data-testid=watch-end]"))
        .await;
    office.click("end-confirm").await;
    office
        .see_selector("[data-testid=end-how][aria-invalid]")
        .await;
    office.check_access("how a matter ended").await;
    office.fill("end-how", "The guests are still here").await;
    office.click("end-confirm").await;
    office.see_none("end-how").await;
    office.see_none("watch-release").await;

    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    office.goto("/backoffice/registers").await;
    office
        .click_with("sync-switch", "data-register", "Garden")
        .await;
    office.click("sync-confirm").await;
    office.see_none("sync-confirm").await;
    office
        .click_selector(".side a[href='/backoffice/watch']")
        .await;
    let waits = "[data-testid=matter][data-kind=hand_over]";
    office.see_text(waits, "Garden").await;
    a.link.mend();
    a.see_with("connection", "data-link", "sync-off").await;
    office.see_no("matter", "data-kind", "hand_over").await;
    office
        .click_selector("[data-testid=watch-show] [data-value=ended]")
        .await;
    office
        .see_text("[data-testid=ended-matters]", "The guests are still here")
        .await;
    office
        .see_text(
            "[data-testid=ended-matter][data-kind=hand_over]",
            "Ended by itself",
        )
        .await;
    office.check_access("what has ended").await;
    shop.close(vec![a, office]).await;
}

/// Listens to what the browser is asked to show, and lets it show it.
const LISTEN: &str = "const Real = window.Notification;
    window.told = [];
    window.Notification = class extends Real {
        constructor(title, options) { super(title, options); window.told.push(options.body); }
    }";

/// Who has refused notifications is told so, and gets none; who allows them hears of what is new from
/// then on, and of nothing that was there before.
async fn the_browser_tells_what_is_new_to_who_wants_it(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Garden", SAM).await;
    let office = shop.backoffice(browser).await;
    office.goto("/backoffice/watch").await;
    office
        .see_selector("[data-testid=matter][data-kind=old_sale]")
        .await;
    office.may_notify(false).await;
    office.click("watch-notify").await;
    office.see_text(".toast-text", "The browser").await;
    office
        .see_selector("[data-testid=watch-notify][aria-checked=false]")
        .await;
    office.may_notify(true).await;
    office.run(LISTEN, vec![]).await;
    office.click("watch-notify").await;
    office
        .see_selector("[data-testid=watch-notify][aria-checked=true]")
        .await;
    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    office
        .click_selector(".side a[href='/backoffice/registers']")
        .await;
    office
        .click_with("sync-switch", "data-register", "Garden")
        .await;
    office.click("sync-confirm").await;
    office.see_none("sync-confirm").await;
    let told = "return window.told.length === 1 && window.told[0].includes('Garden')";
    office.holds("the browser has told it", told, vec![]).await;
    a.link.mend();
    shop.close(vec![a, office]).await;
}
