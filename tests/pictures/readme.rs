//! The pictures of the README, small ones, into `docs/pictures`.

use crate::camera::{ALEX, DESKTOP, LANDSCAPE, SAM};
use std::path::Path;
use stories::{Browser, Device, PHONE, Shop, Size};

async fn keep(device: &Device, name: &str, theme: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("docs");
    let file = folder.join("pictures").join(format!("{name}.webp"));
    device.settle_in(theme).await;
    device.small_picture(&file).await;
    let bytes = std::fs::metadata(&file).unwrap().len();
    println!("{}: {bytes} bytes", file.display());
}

pub async fn pictures() {
    let shop = Shop::open().await;
    let a = shop
        .register(Browser::Chromium, "Front counter", ALEX)
        .await;
    a.resize(LANDSCAPE.1).await;
    for product in [
        "Flat white",
        "Flat white",
        "Lemon drizzle",
        "Eggs on sourdough",
    ] {
        a.click_with("product-tile", "data-product-name", product)
            .await;
    }
    let to_start = "document.querySelector('.tiles-box').scrollTop = 0";
    a.run(to_start, vec![]).await;
    keep(&a, "register", "light").await;

    let office = shop.backoffice(Browser::Chromium).await;
    office.resize(Size(1280, 800)).await;
    keep(&office, "backoffice", "light").await;
    office.resize(DESKTOP.1).await;
    office
        .click_selector("[data-title='Rowing club'] .row-link")
        .await;
    office.see("sale-history").await;
    keep(&office, "backoffice-dark", "dark").await;

    let phone = shop.phone(Browser::Chromium, SAM).await;
    phone.resize(PHONE).await;
    phone
        .click_with("pay-sale", "data-title", "Rowing club")
        .await;
    phone.see("pay-due").await;
    keep(&phone, "pay", "light").await;
    shop.close(vec![a, office, phone]).await;
}
