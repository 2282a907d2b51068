//! BackOffice: goods, one product, what they choose from, and a table that is brought in.

use crate::camera::{DESKTOP, HAND, PORTRAIT, take};
use stories::{Browser, Shop};

const TABLE: &str = "Code;Name;Price;Category;Barcode\nN1;Oat flat white;3,80;Coffee;\nN2;Diesel;1,459;Garden;\nN3;Jug;9,90;Garden;5,01E+12\nN4;Sourdough loaf;4,20;Bakery;4006381333931\nN5;\"Plate, 6 inch;4,20;Kitchen;\n";

pub async fn pictures() {
    let sizes = [DESKTOP, PORTRAIT, HAND];
    let shop = Shop::open().await;
    let office = shop.backoffice(Browser::Chromium).await;
    office.goto("/backoffice/goods").await;
    office.see("goods-table").await;
    take(&office, "goods", &sizes).await;
    office
        .click_selector("tr:nth-child(2) [data-testid=choose]")
        .await;
    office.click("bulk-edit").await;
    office.fill("bulk-value", "-10").await;
    take(&office, "goods-bulk", &[DESKTOP, HAND]).await;
    office.goto("/backoffice/goods").await;
    office.click_selector("tr:nth-child(2) .row-link").await;
    office.see("product-prices").await;
    office.fill("product-barcodes", "4006381333932").await;
    office.click("product-save").await;
    office.see("product-wrong").await;
    take(&office, "goods-product", &[DESKTOP, HAND]).await;
    office.goto("/backoffice/goods").await;
    office.click("goods-lists").await;
    office.click("add-group").await;
    take(&office, "goods-lists", &[DESKTOP, HAND]).await;
    office.goto("/backoffice/goods/import").await;
    take(&office, "goods-import", &[DESKTOP, HAND]).await;
    let file = shop.folder().join("goods.csv");
    std::fs::write(&file, TABLE).unwrap();
    office.choose_file("import-file", &file).await;
    office.see("import-columns").await;
    take(&office, "goods-import-columns", &[DESKTOP, HAND]).await;
    office.click("import-try").await;
    office.see("import-plan").await;
    take(&office, "goods-import-plan", &[DESKTOP, HAND]).await;
    shop.close(vec![office]).await;
}
