//! BackOffice's list of sales: long ones, keys, several at once.

use crate::in_both_browsers;
use stories::{Browser, Shop};

in_both_browsers!(a_long_list_is_walked_by_keys);

const FOCUSED: &str = "return document.activeElement?.closest('[data-sale-id]')?.getAttribute('aria-rowindex') === arguments[0]";

/// Of thousands of rows those in view are drawn, and the keyboard and screen readers get to all.
async fn a_long_list_is_walked_by_keys(browser: Browser) {
    let shop = Shop::open_with_sales(1_500).await;
    let office = shop.backoffice(browser).await;
    office
        .holds(
            "screen readers hear of all rows, and few are drawn",
            "const table = document.querySelector('[data-testid=open-sales-table]');
             const drawn = document.querySelectorAll('[data-testid=sale-row]').length;
             return Number(table.getAttribute('aria-rowcount')) > 1500 && drawn > 10 && drawn < 80",
            vec![],
        )
        .await;
    for (key, row) in [("j", "2"), ("j", "3"), ("k", "2")] {
        office.type_on(key).await;
        office
            .holds("the keyboard is on the row", FOCUSED, vec![row.into()])
            .await;
    }
    office.close().await;
    shop.close(vec![]).await;
}
