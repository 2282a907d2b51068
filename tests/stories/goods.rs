//! Goods: brought in from a table, changed by two at once, and changed while a register is open.

use super::{SAM, add, in_both_browsers};
use stories::{Browser, Device, Shop};

/// A table as a shop saves it, in Windows-1252, with some of what goes wrong in one.
fn table(rows: usize) -> Vec<u8> {
    let mut table = String::from("Artikelnummer;Bezeichnung;Preis;Kategorie;EAN\r\n");
    for n in 0..rows {
        let row = match n {
            10 => "X10;\"Teller, 6 Zoll;4,20;Küche;\r\n".to_owned(),
            20 => "X20;Diesel;1,459;Garten;\r\n".to_owned(),
            30 => "X30;Gießkanne;9,90;Garten;5,01E+12\r\n".to_owned(),
            40 => "X1;Müsli 1;99,00;Küche;\r\n".to_owned(),
            n => format!("X{n};Müsli {n};{},50;Küche;\r\n", n % 90 + 1),
        };
        table.push_str(&row);
    }
    table
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect()
}

async fn look_at(office: &Device, name: &str) {
    office.goto("/backoffice/goods").await;
    office.fill("goods-search", name).await;
    office
        .click_selector("[data-testid=product-row]:only-child .row-link")
        .await;
    office.see("product-price").await;
}

in_both_browsers!(a_table_of_5000_goods_is_brought_in);

async fn a_table_of_5000_goods_is_brought_in(browser: Browser) {
    let shop = Shop::open().await;
    let till = shop.register(browser, "Front counter", SAM).await;
    let office = shop.backoffice(browser).await;
    let file = shop.folder().join("goods.csv");
    std::fs::write(&file, table(5_000)).unwrap();
    office.goto("/backoffice/goods").await;
    office.see("goods-table").await;
    office.check_access("the goods").await;
    office.click("goods-import").await;
    office.choose_file("import-file", &file).await;
    office
        .see_text("[data-testid=import-found]", "windows-1252")
        .await;
    office.check_access("the columns of a table").await;
    office.click("import-try").await;
    office.see_text("[data-testid=fate-new]", "4,996").await;
    office.see_text("[data-testid=fate-doubtful]", "2").await;
    office.see_text("[data-testid=fate-refused]", "2").await;
    office.see_text("[data-testid=planned-row]", "1,459").await;
    office.check_access("a dry run").await;
    office.click("fate-doubtful").await;
    office
        .see_text("[data-testid=planned-row]", "5,01E+12")
        .await;
    office.click("import-write").await;
    office.see_with("import-status", "data-ended", "true").await;
    office.click("import-end").await;
    // Found without the dots.
    office.fill("goods-search", "musli 4999").await;
    office.see_with("product-row", "data-code", "X4999").await;
    office.see_text("[data-testid=product-row]", "£50.50").await;
    add(&till, "Müsli 4999").await;
    till.see_text("[data-testid=cart-line]", "£50.50").await;
    shop.close(vec![till, office]).await;
}

in_both_browsers!(c4_two_managers_change_one_product);

/// C4: the later is told beside the field what it is now, keeps what they typed, and decides.
async fn c4_two_managers_change_one_product(browser: Browser) {
    let shop = Shop::open().await;
    let one = shop.backoffice(browser).await;
    let other = shop.backoffice(browser).await;
    look_at(&one, "Flat white").await;
    look_at(&other, "Flat white").await;
    one.check_access("a product").await;
    one.fill("product-price", "3.75").await;
    one.fill("product-station", "Bar").await;
    one.click("product-save").await;
    one.see_text(".price-entry", "£3.75").await;
    other.fill("product-price", "3.90").await;
    other.fill("product-code", "FW").await;
    other.click("product-save").await;
    other.see("product-wrong").await;
    other.see_text(".is-wrong .field-note", "3.75").await;
    let kept = "return ['product-price', 'product-code', 'product-station'].map(id =>
        document.querySelector(`[data-testid=${id}]`).value).join(' ')";
    let kept = format!("{kept} === '3.90 FW Bar'");
    other.holds("what was typed is kept", &kept, vec![]).await;
    other.click("product-save").await;
    other.see_text(".price-entry", "£3.90").await;
    other.see_none("product-wrong").await;
    shop.close(vec![one, other]).await;
}

in_both_browsers!(a_new_price_reaches_an_open_register);

/// A price that is changed is on the register at once; what is in its cart keeps the one it had.
async fn a_new_price_reaches_an_open_register(browser: Browser) {
    let shop = Shop::open().await;
    let till = shop.register(browser, "Front counter", SAM).await;
    let office = shop.backoffice(browser).await;
    add(&till, "Flat white").await;
    office.goto("/backoffice/goods").await;
    office.fill("goods-search", "flat white").await;
    office
        .click_selector("[data-testid=product-row]:only-child [data-testid=choose]")
        .await;
    office.click("bulk-edit").await;
    office.fill("bulk-value", "10").await;
    office.see_text(".field-note", "£3.74").await;
    office.check_access("one change of several").await;
    office.click("bulk-confirm").await;
    till.see_text(
        "[data-testid=product-tile][data-product-name='Flat white']",
        "£3.74",
    )
    .await;
    till.see_text("[data-testid=cart-line]", "£3.40").await;
    // Taken off sale it is offered no more.
    office.see_text("[data-testid=product-row]", "£3.74").await;
    look_at(&office, "Flat white").await;
    office.click("product-on-sale").await;
    office.click("product-save").await;
    till.see_no("product-tile", "data-product-name", "Flat white")
        .await;
    shop.close(vec![till, office]).await;
}
