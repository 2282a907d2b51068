//! Several tabs of one surface in one browser: one leads, whatever happens to it.

use super::{JO, SAM, add, in_both_browsers, nothing_waits, save};
use serde_json::json;
use stories::{Browser, Shop};

in_both_browsers!(a_tab_that_ends_while_it_saves_loses_nothing);
in_both_browsers!(a_register_is_in_one_tab_at_a_time);
in_both_browsers!(tabs_of_backoffice_follow_one_another);

/// Saves, waits some milliseconds, and says whether the screen then calls it saved.
const SAVE_AND_LOOK: &str = "
    const [wait, done] = arguments;
    const confirm = '[data-testid=save-confirm]';
    document.querySelector(confirm).click();
    setTimeout(() => done(!document.querySelector(confirm)), wait);
";

/// A1, A3: the tab ends at all moments of saving. What it had called saved is there, whatever else
/// is there is whole, and the next tab goes on by itself.
async fn a_tab_that_ends_while_it_saves_loses_nothing(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", JO).await;
    let mut told = Vec::new();
    for n in 0..6 {
        let saving = a.tab().await;
        let next = a.open_tab("/register").await;
        a.see("elsewhere").await;
        a.to_tab(&saving).await;
        add(&a, "Flat white").await;
        a.click("save-sale").await;
        let name = format!("Guest {n}");
        a.fill("save-name", &name).await;
        let wait = json!(n * 4);
        if a.run_until_done(SAVE_AND_LOOK, vec![wait]).await == json!(true) {
            told.push(name);
        }
        a.kill_tab(&next).await;
        a.see("product-search").await;
    }
    nothing_waits(&a).await;
    assert!(!told.is_empty(), "some are saved before the tab ends");
    for register in [&a, &b] {
        register.click("show-saved").await;
        for name in &told {
            register.see_with("saved-sale", "data-title", name).await;
        }
    }
    let saved = "return [...document.querySelectorAll('[data-testid=saved-sale]')]
        .map((sale) => sale.dataset.title).filter((title) => title.startsWith('Guest ')).sort()";
    let on_a = a.run(saved, vec![]).await;
    let mut once = on_a.as_array().unwrap().clone();
    once.dedup();
    assert_eq!(json!(once), on_a, "each is there once");
    b.holds(
        "both registers have the same",
        &format!("return JSON.stringify((() => {{ {saved} }})()) === arguments[0]"),
        vec![json!(on_a.to_string())],
    )
    .await;
    shop.close(vec![a, b]).await;
}

/// A3, C7: a second tab says where the first is, and takes its place when asked to.
async fn a_register_is_in_one_tab_at_a_time(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let first = a.tab().await;
    add(&a, "Flat white").await;
    save(&a, "Window").await;
    let second = a.open_tab("/register").await;
    a.see("elsewhere").await;
    a.check_access("register in another tab").await;
    a.click("bring-here").await;
    a.click("show-saved").await;
    a.see_with("saved-sale", "data-title", "Window").await;
    a.click("new-sale").await;
    add(&a, "Espresso").await;
    save(&a, "Door").await;
    nothing_waits(&a).await;

    a.to_tab(&first).await;
    a.see("elsewhere").await;
    a.to_tab(&second).await;
    a.end_tab(&first).await;
    a.click("show-saved").await;
    for name in ["Window", "Door"] {
        a.see_with("saved-sale", "data-title", name).await;
    }
    shop.close(vec![a]).await;
}

/// A1, B3: a second tab shows what the first does and changes what it shows; when the first ends,
/// it goes on alone.
async fn tabs_of_backoffice_follow_one_another(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let office = shop.backoffice(browser).await;
    let first = office.tab().await;
    let second = office.open_tab("/backoffice/sales").await;
    for name in ["Window", "Door"] {
        a.click("show-saved").await;
        a.click("new-sale").await;
        add(&a, "Flat white").await;
        save(&a, name).await;
        office.see_with("sale-row", "data-title", name).await;
    }
    office.see_with("connection", "data-link", "online").await;
    office
        .click_selector("[data-testid=sale-row][data-title=Window] a")
        .await;
    office.click("void-sale").await;
    office.fill("void-reason", "Opened by mistake").await;
    office.click("void-confirm").await;
    nothing_waits(&office).await;
    a.click("show-saved").await;
    a.see_no("saved-sale", "data-title", "Window").await;

    office.to_tab(&first).await;
    office.see_no("sale-row", "data-title", "Window").await;
    office.end_tab(&second).await;
    // Opened anew without a network, it shows what it kept.
    office.is_kept().await;
    office.link.cut();
    office.goto("/backoffice/sales").await;
    office.see_with("sale-row", "data-title", "Door").await;
    office.see_with("connection", "data-link", "offline").await;
    office.link.mend();
    a.click("new-sale").await;
    add(&a, "Espresso").await;
    save(&a, "Garden").await;
    office.see_with("sale-row", "data-title", "Garden").await;
    office.see_with("connection", "data-link", "online").await;
    shop.close(vec![a, office]).await;
}
