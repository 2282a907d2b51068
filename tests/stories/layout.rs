//! The table layout: arranged in BackOffice, offered on the registers.

use super::{ALEX, SAM, add, in_both_browsers, nothing_waits};
use stories::{Browser, Device, Key, Shop};

in_both_browsers!(a_table_is_put_up_and_sold_at);
in_both_browsers!(a_plan_has_walls_and_rooms_in_an_order);

/// F8: a table that BackOffice adds is on the registers at once; what is sold at it shows on the plan;
/// moving it and taking it away go through, and taking it away can be taken back.
async fn a_table_is_put_up_and_sold_at(browser: Browser) {
    let shop = Shop::open().await;
    let a = shop.register(browser, "Front counter", SAM).await;
    let b = shop.register(browser, "Garden", ALEX).await;
    let office = shop.backoffice(browser).await;
    office.goto("/backoffice/tables").await;
    office.see_with("table-spot", "data-table", "Bar").await;
    office.check_access("the tables").await;
    office.click("add-table").await;
    office.see("table-name").await;
    office.check_access("one more table").await;
    office.fill("table-name", "Terrace 9").await;
    office.fill("table-room", "Garden").await;
    office.click("table-save").await;
    office
        .see_with("table-spot", "data-table", "Terrace 9")
        .await;
    office.see_none("table-save").await;
    // It is a draft until it is published: after a reload it is still there, and on no register.
    office.see("tables-draft").await;
    office.check_access("a draft of the tables").await;
    office.goto("/backoffice/tables?room=Garden").await;
    office
        .see_with("table-spot", "data-table", "Terrace 9")
        .await;
    add(&b, "Flat white").await;
    b.click("save-sale").await;
    b.see_with("table-pick", "data-table", "Bar").await;
    b.see_no("table-pick", "data-table", "Terrace 9").await;
    b.press("dialog[open]", Key::Escape).await;
    // Going elsewhere asks first.
    office
        .click_selector(".side a[href='/backoffice/registers']")
        .await;
    office.see("leave-confirm").await;
    office
        .press("[data-testid=leave-dialog]", Key::Escape)
        .await;
    office.see_none("leave-confirm").await;
    office.click("tables-publish").await;
    office.see_none("tables-draft").await;
    nothing_waits(&office).await;

    add(&a, "Flat white").await;
    a.click("save-sale").await;
    a.click_with("table-pick", "data-table", "Terrace 9").await;
    a.check_access("saving at a table").await;
    a.click("save-confirm").await;
    a.see_none("save-confirm").await;
    nothing_waits(&a).await;
    office.see_text("[data-table='Terrace 9']", "£3.40").await;
    // The other register says that somebody sits there.
    add(&b, "Espresso").await;
    b.click("save-sale").await;
    b.see_text(
        "[data-testid=table-pick][data-table='Terrace 9']",
        "an open sale",
    )
    .await;

    let left = "return document.querySelector(\"[data-table='Terrace 9']\").style.left";
    let before = office.run(left, vec![]).await;
    office.press("[data-table='Terrace 9']", Key::Right).await;
    office
        .holds(
            "the table has moved",
            &format!("{left} !== arguments[0]"),
            vec![before],
        )
        .await;
    // The message offers to take just that back.
    office.click_selector(".toast-action").await;
    office.see_none("tables-draft").await;
    // With Shift it grows; onto another table only once that was said.
    office
        .press_shift("[data-table='Terrace 9']", Key::Right)
        .await;
    office.see("tables-draft").await;
    office.click("tables-undo").await;
    office.see_none("tables-draft").await;
    for _ in 0..2 {
        office.press("[data-table='Terrace 9']", Key::Right).await;
    }
    office
        .see_text("[data-testid=overlap-said]", "Terrace 9")
        .await;
    office.check_access("what would stand on what").await;
    office.click("overlap-keep").await;
    office
        .see_text(
            "[data-testid=table-spot][data-table='Terrace 9']",
            "Overlaps",
        )
        .await;
    office
        .click_selector("[data-testid=table-spot][data-table='Terrace 9']")
        .await;
    office.see("table-sales").await;
    office.check_access("changing a table").await;
    office.click("table-remove").await;
    office.see_no("table-spot", "data-table", "Terrace 9").await;
    office.click("tables-undo").await;
    office
        .see_with("table-spot", "data-table", "Terrace 9")
        .await;
    nothing_waits(&office).await;
    shop.close(vec![a, b, office]).await;
}

/// How wide something on the plan is, as a share of its room.
async fn width(office: &Device, table: &str) -> f64 {
    let script = "return parseFloat(document.querySelector(arguments[0]).style.width)";
    let spot = format!("[data-testid=table-spot][data-table='{table}']");
    office
        .run(script, vec![spot.into()])
        .await
        .as_f64()
        .unwrap()
}

async fn becomes_wide(office: &Device, table: &str, how: &str, than: f64) {
    let script = format!(
        "return parseFloat(document.querySelector(arguments[0]).style.width) {how} arguments[1]"
    );
    let spot = format!("[data-testid=table-spot][data-table='{table}']");
    let what = format!("the width of {table} is {how} {than}");
    office
        .holds(&what, &script, vec![spot.into(), than.into()])
        .await;
}

async fn put_up(office: &Device, kind: &str, name: &str) {
    office.click("add-table").await;
    let kind = format!("[data-testid=table-kind] [data-value={kind}]");
    office.click_selector(&kind).await;
    office.fill("table-name", name).await;
    office.click("table-save").await;
    office.see_with("table-spot", "data-table", name).await;
}

/// F8: what is in the way and what divides a room are given their size by hand and by keys, and sold at
/// on no register; rooms stand in the order that they were given, for everybody.
async fn a_plan_has_walls_and_rooms_in_an_order(browser: Browser) {
    let shop = Shop::open().await;
    let till = shop.register(browser, "Garden", SAM).await;
    let office = shop.backoffice(browser).await;
    office.goto("/backoffice/tables").await;
    office.see("table-spot").await;
    office.click("add-room").await;
    office.fill("room-name", "Cellar").await;
    office.click("room-save").await;
    office
        .see_selector("[data-testid=rooms] [data-value=Cellar][aria-pressed=true]")
        .await;
    put_up(&office, "obstacle", "Pillar").await;
    let small = width(&office, "Pillar").await;
    office
        .drag("[data-testid=table-handle][data-of=Pillar]", 60, 30)
        .await;
    becomes_wide(&office, "Pillar", ">", small).await;
    office.click("tables-undo").await;
    becomes_wide(&office, "Pillar", "===", small).await;
    let pillar = "[data-testid=table-spot][data-table=Pillar]";
    office.press_shift(pillar, Key::Right).await;
    becomes_wide(&office, "Pillar", ">", small).await;
    office.press_shift(pillar, Key::Left).await;
    becomes_wide(&office, "Pillar", "===", small).await;
    let left = format!("return document.querySelector(\"{pillar}\").style.left");
    let before = office.run(&left, vec![]).await;
    office.drag(pillar, 80, 60).await;
    let moved = format!("{left} !== arguments[0]");
    office
        .holds("a hand has moved it", &moved, vec![before])
        .await;
    put_up(&office, "divider", "Rail").await;
    put_up(&office, "table", "Cellar 1").await;
    office.check_access("what is no table").await;
    let is_first = "return document.querySelector('[data-testid=rooms] [data-value]').dataset.value === 'Cellar'";
    while office.run(is_first, vec![]).await != true {
        office.click("room-earlier").await;
    }
    office.see_none("room-earlier").await;
    office.click("tables-publish").await;
    office.see_none("tables-draft").await;
    nothing_waits(&office).await;
    let other = shop.backoffice(browser).await;
    other.goto("/backoffice/tables").await;
    other.see("table-spot").await;
    other
        .holds("the order is everybody's", is_first, vec![])
        .await;
    add(&till, "Flat white").await;
    till.click("save-sale").await;
    till.see_with("table-pick", "data-table", "Cellar 1").await;
    till.see_no("table-pick", "data-table", "Pillar").await;
    till.see_no("table-pick", "data-table", "Rail").await;
    shop.close(vec![till, office, other]).await;
}
