//! The import: twice is once, and nothing is left out silently.

use crate::support::Shop;
use crate::support::shop::CHEAP;
use server::{Import, Imported, Region, import_online_retail};
use std::path::Path;
use sync::api::{ProductsPage, SalesPage};

const HEADER: &str =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
const FIRST_DAY: &str = "\
536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536365,22086,\"PAPER CHAIN KIT, 50'S CHRISTMAS \",1,2010-12-01 08:26:00,2.95,17850.0,United Kingdom
C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom
536414,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom
536415,22140,FREE THING,1,2010-12-01 11:52:00,0.0,,United Kingdom
536416,22141,LOST THING,-4,2010-12-01 11:52:00,1.0,,United Kingdom
536417,22142,ODD THING,1,2010-12-01 11:52:00,1e3,,United Kingdom
536418,22143
536418,22144,THIN THING,1,2010-12-01 11:52:00,0.005,,United Kingdom
A536419,B,Adjust bad debt,1,2010-12-01 11:52:00,11062.06,,United Kingdom
";
const SECOND_DAY: &str = "\
536420,85123a,WHITE HANGING HEART T-LIGHT HOLDER,2,2010-12-02 08:26:00,2.95,,France
536421,POST,POSTAGE,3,2010-12-02 08:26:00,18.0,12583.0,France
";

fn import(shop: &Shop, open_sales: usize, second_day: &str) -> Imported {
    let folder = shop.folder.path().join("retail");
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: &str| {
        std::fs::write(folder.join(name), format!("{HEADER}\n{text}")).unwrap();
    };
    write("2010-12-01.csv", FIRST_DAY);
    write("2010-12-02.csv", second_day);
    std::fs::write(folder.join("README.md"), "no data").unwrap();
    run(shop.data(), &folder, open_sales, &Region::default())
}

fn run(data: &Path, folder: &Path, open_sales: usize, region: &Region) -> Imported {
    let import = Import {
        paths: vec![folder.to_owned()],
        data: data.to_owned(),
        open_sales,
        store: None,
        region: region.clone(),
        password_cost: CHEAP,
    };
    std::thread::scope(|threads| {
        let importing = threads.spawn(|| import_online_retail(&import, |_| {}));
        importing.join().unwrap().unwrap()
    })
}

#[tokio::test]
async fn an_import_twice_is_an_import_once() {
    let mut shop = Shop::open_with(|settings| settings.demo = false).await;
    shop.close().await;
    let first = import(&shop, 2, SECOND_DAY);
    assert_eq!(
        (first.rows, first.products, first.products_written),
        (12, 3, 3)
    );
    assert_eq!((first.sales_opened, first.sales_known), (2, 0));
    assert_eq!(first.store, "Harbour Street");
    let skipped: Vec<(&str, u64, &str)> = first
        .skipped
        .iter()
        .map(|skipped| {
            (
                skipped.reason.as_str(),
                skipped.rows,
                skipped.places[0].as_str(),
            )
        })
        .collect();
    assert_eq!(
        skipped,
        [
            ("cancellations", 1, "2010-12-01.csv:4"),
            ("without a description", 2, "2010-12-01.csv:5"),
            ("price of nought", 1, "2010-12-01.csv:6"),
            ("quantity not above nought", 1, "2010-12-01.csv:7"),
            ("unreadable", 1, "2010-12-01.csv:8"),
            (
                "a price with more decimals than GBP has (2)",
                1,
                "2010-12-01.csv:10"
            ),
            ("no ordinary invoice number", 1, "2010-12-01.csv:11"),
        ]
    );
    let before = server::verify(shop.data()).unwrap();
    assert_eq!(before[0].faults, Vec::<String>::new());
    let second = import(&shop, 2, SECOND_DAY);
    assert_eq!(
        (
            second.products_written,
            second.sales_opened,
            second.sales_known
        ),
        (0, 0, 2)
    );
    assert_eq!(
        server::verify(shop.data()).unwrap(),
        before,
        "A3: the second changes nothing"
    );
    // One price has changed, and one more sale is wanted.
    let third = import(&shop, 3, &SECOND_DAY.replace("18.0", "19.010"));
    assert_eq!(
        (
            third.products_written,
            third.sales_opened,
            third.sales_known
        ),
        (1, 1, 2)
    );

    shop.settings.demo = true;
    shop.start().await;
    let manager = shop.manager().await;
    let page: ProductsPage = manager.get("/api/backoffice/products").await;
    let seen: Vec<(&str, &str, &str, i64)> = page
        .products
        .iter()
        .map(|p| {
            (
                p.code.as_str(),
                p.name.as_str(),
                p.category.as_str(),
                p.price.0,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("22086", "Paper chain kit, 50's christmas", "Christmas", 295),
            ("POST", "Postage", "Charges", 1901),
            (
                "85123A",
                "White hanging heart t-light holder",
                "Candles & lights",
                295
            ),
        ]
    );
    let sales: SalesPage = manager.get("/api/backoffice/sales?sort=number").await;
    let seen: Vec<(&str, i64, &str)> = sales
        .sales
        .iter()
        .map(|listed| {
            (
                listed.sale.number.as_str(),
                listed.totals.total.0,
                listed.sale.title(),
            )
        })
        .collect();
    // The opened sale keeps the price of its invoice, not the catalogue's of today.
    assert_eq!(
        seen,
        [
            ("536365", 6 * 255 + 295, "Customer 17850"),
            ("536420", 2 * 295, "536420"),
            ("536421", 3 * 1800, "Customer 12583"),
        ]
    );
    let registers: std::collections::BTreeSet<_> = sales
        .sales
        .iter()
        .map(|listed| listed.sale.register_id)
        .collect();
    assert!(registers.len() > 1, "spread over the registers");
}

#[tokio::test]
async fn an_import_says_what_it_cannot_use() {
    let folder = tempfile::tempdir().unwrap();
    let import = |paths: Vec<std::path::PathBuf>, store: Option<&str>| {
        let import = Import {
            paths,
            data: folder.path().join("data"),
            open_sales: 1,
            store: store.map(str::to_owned),
            region: Region::default(),
            password_cost: CHEAP,
        };
        std::thread::spawn(move || {
            import_online_retail(&import, |_| {})
                .unwrap_err()
                .to_string()
        })
        .join()
        .unwrap()
    };
    let missing = folder.path().join("missing.csv");
    assert!(import(vec![missing], None).contains("missing.csv cannot be read"));
    assert!(import(vec![folder.path().to_owned()], None).contains("no .csv file"));
    let wrong = folder.path().join("wrong.csv");
    std::fs::write(&wrong, "A,B\n1,2\n").unwrap();
    assert!(
        import(vec![wrong.clone()], None)
            .contains("the column InvoiceNo of Online Retail is missing")
    );
    let answer = import(vec![wrong], Some("Nowhere"));
    assert!(answer.contains("no store called \"Nowhere\""), "{answer}");
}

/// What a price in a file comes to in each store, in minor units; none where it is refused. By hand.
const PRICES: [(&str, [Option<i64>; 3]); 8] = [
    // As written, in EUR, JPY, BHD.
    ("1200", [Some(120_000), Some(1_200), Some(1_200_000)]),
    ("450.00", [Some(45_000), Some(450), Some(450_000)]),
    ("100.5", [Some(10_050), None, Some(100_500)]),
    ("4.20", [Some(420), None, Some(4_200)]),
    ("1.250", [Some(125), None, Some(1_250)]),
    ("1.459", [None, None, Some(1_459)]),
    ("0.004", [None, None, Some(4)]),
    ("0.0004", [None, None, None]),
];

/// The prices of an import into a new store of this currency, in the order of [`PRICES`].
async fn imported(code: &str, places: usize) -> Vec<Option<i64>> {
    let mut shop = Shop::open_with(|settings| settings.demo = false).await;
    shop.close().await;
    shop.settings.region.currency = Some(code.to_owned());
    let mut text = HEADER.to_owned();
    for (n, (price, ..)) in PRICES.iter().enumerate() {
        text += &format!("\n7701,P{n},Thing {n},1,2026-11-20 10:00:00,{price},,Japan");
    }
    let file = shop.folder.path().join("prices.csv");
    std::fs::write(&file, text).unwrap();
    let done = run(shop.data(), &file, 0, &shop.settings.region);
    let refused = done.skipped.first().map_or(0, |skipped| {
        let reason = format!("a price with more decimals than {code} has ({places})");
        assert_eq!(skipped.reason, reason);
        skipped.rows
    });
    assert!(done.skipped.len() <= 1, "{:?}", done.skipped);
    shop.settings.demo = true;
    shop.start().await;
    let page: ProductsPage = shop.manager().await.get("/api/backoffice/products").await;
    let prices: Vec<Option<i64>> = (0..PRICES.len())
        .map(|n| {
            let mut products = page.products.iter();
            let product = products.find(|product| product.code == format!("P{n}"));
            product.map(|product| product.price.0)
        })
        .collect();
    let missing = prices.iter().filter(|price| price.is_none()).count();
    assert_eq!(u64::try_from(missing).unwrap(), refused, "all are named");
    prices
}

#[tokio::test]
async fn prices_are_read_in_the_stores_currency_and_never_rounded() {
    for (at, (code, places)) in [("EUR", 2), ("JPY", 0), ("BHD", 3)].iter().enumerate() {
        let expected: Vec<Option<i64>> = PRICES.iter().map(|(_, prices)| prices[at]).collect();
        assert_eq!(imported(code, *places).await, expected, "{code}");
    }
}

#[tokio::test]
async fn a_store_that_is_there_is_not_taken_for_another() {
    let mut shop = Shop::open().await;
    shop.close().await;
    let file = shop.folder.path().join("one.csv");
    std::fs::write(&file, format!("{HEADER}\n")).unwrap();
    let import = Import {
        paths: vec![file],
        data: shop.data().to_owned(),
        open_sales: 0,
        store: None,
        region: Region {
            currency: Some("JPY".to_owned()),
            ..Region::default()
        },
        password_cost: CHEAP,
    };
    let importing = std::thread::spawn(move || import_online_retail(&import, |_| {}));
    let why = importing.join().unwrap().unwrap_err().to_string();
    assert!(why.contains("is there already, with GBP"), "{why}");
}
