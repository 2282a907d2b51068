//! A large store over a slow line.

use super::in_both_browsers;
use serde_json::json;
use stories::{Browser, Shop};

in_both_browsers!(a_large_store_comes_over_a_slow_line);

/// So slow that two thousand sales at once would take longer than a silence may.
const BYTES_A_SECOND: u32 = 12_000;

/// Notes whatever the page says of the open sales from now on.
const LISTEN: &str = "
    window.said = [];
    const note = () => {
        const open = document.querySelector('[data-testid=kpi-open]');
        const badge = document.querySelector('[data-testid=connection]');
        if (open && badge) {
            window.said.push([open.textContent.trim(), badge.dataset.link]);
        }
    };
    new MutationObserver(note).observe(document.body, {
        subtree: true, childList: true, characterData: true, attributes: true,
    });";

/// Whether the badge says that so many of them are there, or the page shows them all.
const THERE: &str = "
    const said = document.querySelector('[data-testid=connection]').textContent;
    const told = said.match(/Loading ([0-9,]+) of 5,0[0-9][0-9]/);
    const open = document.querySelector('[data-testid=kpi-open]').textContent;
    const number = (text) => Number(text.replace(',', ''));
    return told ? number(told[1]) >= arguments[0] : number(open) >= 5000;";

/// F1, B5: how far it is can be seen, nothing is drawn as nought, and in the end all is there.
async fn a_large_store_comes_over_a_slow_line(browser: Browser) {
    let shop = Shop::open_with_sales(5_000).await;
    let (office, _) = shop.unopened(browser, "/backoffice/sales", "Pay").await;
    office.see("sign-in-email").await;
    office.run(LISTEN, Vec::new()).await;
    office.link.slow(BYTES_A_SECOND);
    office.fill("sign-in-email", "morgan@harbour.example").await;
    office.fill("sign-in-password", "harbour-street").await;
    office.click("sign-in-submit").await;
    office.see_with("connection", "data-link", "loading").await;
    office.see_text("[data-testid=loading]", "Loading").await;
    for sales in [300, 1_500, 3_000, 5_000] {
        office
            .holds("more sales have come", THERE, vec![json!(sales)])
            .await;
    }
    office.see_with("connection", "data-link", "online").await;
    office.see("open-sales-table").await;
    let unknown =
        "return window.said.some(([open, link]) => open === '\u{2013}' && link === 'loading')";
    assert_eq!(office.run(unknown, Vec::new()).await, json!(true));
    let noughts = "return window.said.filter(([open]) => open === '0')";
    assert_eq!(office.run(noughts, Vec::new()).await, json!([]));
    let too_early = "return window.said.filter(([open, link]) => link === 'online' && !/^(5,0|\u{2013})/.test(open))";
    assert_eq!(office.run(too_early, Vec::new()).await, json!([]));
    shop.close(vec![office]).await;
}
