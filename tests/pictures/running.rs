//! Running a shop: the first run, the people, the settings, the tables, and what needs a person.

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
    first.fill("owner-name", "Robin").await;
    first.fill("owner-email", "robin@quay.example").await;
    first.fill("owner-password", "correct horse").await;
    first.fill("owner-pin", "4711").await;
    first.click("first-next").await;
    first.see("shop-name").await;
    take(&first, "first-run-shop", &sizes).await;
    first.fill("shop-name", "Quay").await;
    first.click("first-next").await;
    // By its value, since the words are in many languages.
    let choose = "const list = document.querySelector(\"[data-testid='first-goods']\");
        if (!list) return false;
        list.value = 'table';
        list.dispatchEvent(new Event('change', { bubbles: true }));
        return true";
    first.holds("a table can be chosen", choose, vec![]).await;
    take(&first, "first-run-goods", &sizes).await;
    first.click("first-next").await;
    first.see("people-lines").await;
    take(&first, "first-run-people", &sizes).await;
    first.click("first-next").await;
    first.see("activation-code").await;
    take(&first, "first-run-register", &sizes).await;
    first
        .click_selector("[data-testid=first-device] [data-value=phone]")
        .await;
    first.see("activation-code").await;
    take(&first, "first-run-phone", &sizes).await;
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
    office.click("store-undo").await;
    office.goto("/backoffice/tables").await;
    office.see("table-spot").await;
    take(&office, "office-tables", &sizes).await;
    office.click("add-table").await;
    office.see("table-name").await;
    take(&office, "office-table", &sizes).await;
    office.goto("/backoffice/watch").await;
    office.see("matter").await;
    take(&office, "office-watch", &sizes).await;
    office.click("watch-take").await;
    office.click("watch-end").await;
    office.fill("end-how", "The guests are still here").await;
    take(&office, "office-watch-end", &sizes).await;
    office.click("end-confirm").await;
    office.see_none("end-how").await;
    office
        .click_selector("[data-testid=watch-show] [data-value=ended]")
        .await;
    office.see("ended-matter").await;
    take(&office, "office-watch-ended", &sizes).await;
    shop.close(vec![office]).await;
}
