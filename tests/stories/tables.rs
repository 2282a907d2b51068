//! Two waiters at one table: on one sale, and on two that become one.

use super::{JO, SAM, add, in_both_browsers, nothing_waits, reopen, save_at};
use stories::{Browser, Device, Shop};

in_both_browsers!(two_waiters_serve_one_table);
in_both_browsers!(two_sales_on_one_table_become_one);

async fn total(device: &Device, id: &str) -> i64 {
    let script = "return document.querySelector(`[data-testid='${arguments[0]}']`).dataset.minor";
    let minor = device.run(script, vec![id.into()]).await;
    minor.as_str().unwrap().parse().unwrap()
}

/// C1, C4: what both add is there, each line says from whom, and a name that was written over says
/// so to who wrote it.
async fn two_waiters_serve_one_table(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", JO).await;
    add(&a, "Flat white").await;
    save_at(&a, "Family Berg", "Terrace 5").await;
    nothing_waits(&a).await;
    reopen(&a, "Family Berg").await;
    reopen(&b, "Family Berg").await;
    b.see_text(".line-from", "Added by Sam Patel, Front counter")
        .await;
    b.check_access("a sale from elsewhere").await;

    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    add(&a, "Espresso").await;
    rename(&a, "Berg, six people").await;
    add(&b, "Cappuccino").await;
    rename(&b, "Berg wedding").await;
    nothing_waits(&b).await;
    a.link.mend();

    for register in [&a, &b] {
        for line in ["Flat white", "Espresso", "Cappuccino"] {
            register.see_with("cart-line", "data-line-name", line).await;
        }
        nothing_waits(register).await;
        register.see_text(".cart-title", "Berg, six people").await;
        register.see("written-over").await;
    }
    b.see_text(
        ".toast-text",
        "Name: Sam Patel wrote over your \u{201c}Berg wedding\u{201d} at the same time.",
    )
    .await;
    a.see_text(".line-from", "Added by Jo Lindqvist, Garden")
        .await;
    b.check_access("a name written over").await;
    shop.close(vec![a, b]).await;
}

async fn rename(device: &Device, name: &str) {
    device.click("sale-more").await;
    device.click("act-details").await;
    device.go_on_if_away().await;
    device.fill("save-name", name).await;
    device.click("save-confirm").await;
    device.see_none("save-confirm").await;
}

/// C6, D6: two sales on one table both stand and say so; merged they come to what both did, and
/// the merge can be taken back.
async fn two_sales_on_one_table_become_one(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", JO).await;
    add(&a, "Flat white").await;
    save_at(&a, "Came first", "Terrace 5").await;
    add(&b, "Espresso").await;
    save_at(&b, "Came later", "terrace 5").await;
    nothing_waits(&b).await;
    for (register, own, other) in [
        (&b, "Came later", "Came first"),
        (&a, "Came first", "Came later"),
    ] {
        reopen(register, own).await;
        register.see("same-table").await;
        let said = register.text("same-table").await;
        assert!(said.contains(other), "{said}");
    }
    a.check_access("a table with two sales").await;
    a.click("same-table-merge").await;
    a.see("merge-confirm").await;
    a.check_access("merging").await;
    let both = total(&a, "merge-this").await + total(&a, "merge-other").await;
    assert_eq!(total(&a, "merge-after").await, both);
    a.click("merge-confirm").await;
    a.see_with("cart-line", "data-line-name", "Espresso").await;
    a.see_none("same-table").await;
    b.click("show-saved").await;
    b.see_no("saved-sale", "data-title", "Came later").await;
    b.see_with("saved-sale", "data-title", "Came first").await;

    a.click_selector(".toast-action").await;
    a.see("same-table").await;
    a.see_no("cart-line", "data-line-name", "Espresso").await;
    b.see_with("saved-sale", "data-title", "Came later").await;
    b.check_access("saved sales on one table").await;
    nothing_waits(&a).await;
    shop.close(vec![a, b]).await;
}
