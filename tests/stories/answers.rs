//! The server commits, and its answer is lost on the way.

use super::{JO, SAM, add, in_both_browsers, nothing_waits, reopen, save};
use serde_json::json;
use stories::{Browser, Shop};

in_both_browsers!(a_lost_answer_costs_nothing);

/// A3, A4: what was committed unanswered is sent again, and counts once.
async fn a_lost_answer_costs_nothing(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", JO).await;
    add(&a, "Flat white").await;
    save(&a, "Window").await;
    nothing_waits(&a).await;
    reopen(&a, "Window").await;
    reopen(&b, "Window").await;

    a.link.lose_answers();
    add(&a, "Espresso").await;
    // The server has it, and the register does not know.
    b.see_with("cart-line", "data-line-name", "Espresso").await;
    a.see_with("connection", "data-waiting", "1").await;
    a.link.cut();
    a.see_with("connection", "data-link", "offline").await;
    a.see_with("connection", "data-waiting", "1").await;
    a.link.mend();

    nothing_waits(&a).await;
    for register in [&a, &b] {
        register
            .holds(
                "each line is there once",
                "return document.querySelectorAll(arguments[0]).length === 2",
                vec![json!("[data-testid=cart-line]")],
            )
            .await;
    }
    assert_eq!(a.text("cart-total").await, b.text("cart-total").await);
    shop.close(vec![a, b]).await;
}
