//! Two registers, one sale, no network for one of them.

use super::{JO, SAM, add, in_both_browsers, nothing_waits, reopen, save};
use stories::{Browser, Shop};

in_both_browsers!(lines_added_apart_come_together);

/// C1, A1, B3: a register that was away brings its line, and gets the other's.
async fn lines_added_apart_come_together(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", JO).await;
    add(&a, "Flat white").await;
    save(&a, "Book club").await;
    nothing_waits(&a).await;
    reopen(&a, "Book club").await;
    reopen(&b, "Book club").await;

    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    add(&a, "Espresso").await;
    a.see_with("connection", "data-waiting", "1").await;
    add(&b, "Cappuccino").await;
    nothing_waits(&b).await;
    a.link.mend();

    for register in [&a, &b] {
        for line in ["Flat white", "Espresso", "Cappuccino"] {
            register.see_with("cart-line", "data-line-name", line).await;
        }
        nothing_waits(register).await;
    }
    let total = a.text("cart-total").await;
    assert_eq!(total, b.text("cart-total").await);
    shop.close(vec![a, b]).await;
}
