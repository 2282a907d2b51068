//! Running a shop: the first run, the people, the settings.

use crate::camera::{DESKTOP, HAND, take};
use stories::{Browser, Shop};

pub async fn pictures() {
    let sizes = [DESKTOP, HAND];
    let empty = Shop::open_empty().await;
    let first = empty.device(Browser::Chromium, "First").await;
    first.goto(&empty.first_run()).await;
    first.see("first-own").await;
    take(&first, "first-run", &sizes).await;
    first.click("first-own").await;
    first.click("first-next").await;
    first.see_selector(".is-wrong").await;
    take(&first, "first-run-you", &sizes).await;
    first.click("first-back").await;
    first.click("first-demo").await;
    first.see("activation-code").await;
    take(&first, "first-run-register", &sizes).await;
    empty.close(vec![first]).await;

    let shop = Shop::open().await;
    let office = shop.backoffice(Browser::Chromium).await;
    office.goto("/backoffice/people").await;
    office.see("person-row").await;
    take(&office, "office-people", &sizes).await;
    office
        .click_selector("[data-testid=person-row][data-name='Sam Patel'] .row-link")
        .await;
    office.see("person-save").await;
    take(&office, "office-person", &sizes).await;
    office.click("person-leave").await;
    office.see("leave-confirm").await;
    take(&office, "office-person-leaves", &sizes).await;
    office.goto("/backoffice/store").await;
    office.see("receipt.foot").await;
    office.fill("receipt.foot", "See you").await;
    take(&office, "office-store", &sizes).await;
    shop.close(vec![office]).await;
}
