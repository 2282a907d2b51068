//! How long it takes from the tap that saves a sale on one register until another register has
//! painted it: `cargo xtask test --only latency`. Prints, and judges nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use serde_json::{Value, json};
use stories::{Browser, Device, Shop};

const TIMES: usize = 12;

/// Remembers when the button was pressed.
const PRESSED: &str = "
    document.querySelector('[data-testid=save-confirm]').addEventListener('click', () => {
        window.__pressed = performance.timeOrigin + performance.now();
    }, { capture: true, once: true });
    return true";

/// Waits for the sale, and for the frame that shows it to be painted.
const PAINTED: &str = "
    const [title, done] = arguments;
    const there = () => document.querySelector(`[data-testid=saved-sale][data-title='${title}']`);
    const look = new MutationObserver(() => {
        if (!there()) return;
        look.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now())));
    });
    look.observe(document.body, { childList: true, subtree: true });";

async fn once(a: &Device, b: &Device, n: usize) -> f64 {
    a.click_with("product-tile", "data-product-name", "Flat white")
        .await;
    a.click("save-sale").await;
    let title = format!("Guest {n}");
    a.fill("save-name", &title).await;
    assert_eq!(a.run(PRESSED, vec![]).await, json!(true));
    let (painted, ()) = tokio::join!(
        b.run_until_done(PAINTED, vec![json!(title)]),
        a.click("save-confirm")
    );
    let pressed: Value = a.run("return window.__pressed", vec![]).await;
    a.see_none("save-confirm").await;
    painted.as_f64().unwrap() - pressed.as_f64().unwrap()
}

async fn measure(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop
        .register(browser, "Front counter", ("Sam Patel", "1357"))
        .await;
    let b = shop
        .register(browser, "Garden", ("Jo Lindqvist", "2468"))
        .await;
    b.click("show-saved").await;
    b.see("new-sale").await;
    let mut took_ms = Vec::new();
    for n in 1..=TIMES {
        took_ms.push(once(&a, &b, n).await);
    }
    took_ms.sort_by(f64::total_cmp);
    println!(
        "{browser:?}: from save to painted elsewhere, {TIMES} times: median {:.0} ms, best {:.0}, worst {:.0}",
        (took_ms[TIMES / 2 - 1] + took_ms[TIMES / 2]) / 2.0,
        took_ms[0],
        took_ms[TIMES - 1],
    );
    shop.close(vec![a, b]).await;
}

fn main() {
    for browser in [Browser::Chromium, Browser::Firefox] {
        stories::story("latency", measure(browser));
    }
}
