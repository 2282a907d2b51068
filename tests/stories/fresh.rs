//! A register that is activated while the shop is busy.

use super::{JO, in_both_browsers};
use serde_json::json;
use stories::{Browser, Shop};

in_both_browsers!(a_fresh_register_holds_all_open_sales);

/// F1 in its large form, B3: 200 open sales, all on the new register.
async fn a_fresh_register_holds_all_open_sales(browser: Browser) {
    let shop = Shop::open_with_sales(200).await;
    let a = shop.register(browser, "Garden", JO).await;
    a.click("show-saved").await;
    a.holds(
        "200 saved sales are listed",
        "return document.querySelectorAll(arguments[0]).length === 200",
        vec![json!("[data-testid=saved-sale]")],
    )
    .await;
    shop.close(vec![a]).await;
}
