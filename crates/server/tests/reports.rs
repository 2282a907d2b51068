//! The agreement: every figure of the reports beside the same got from the log by code of its own, to
//! the cent, over months that were made up and over real goods.

mod expected;
mod history;
mod month;
mod replayed;
mod wall;

use crate::support::{Browser, Shop, soon};
use chrono_tz::Tz;
use expected::{Only, Place, Rows, sections, total};
use history::{Entry, History};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;
use sync::api::ProductsPage;
use sync::api::reports::{ExceptionsPage, Report, ReportSection};

const REPORTS: [&str; 4] = ["open", "over-time", "takings", "exceptions"];
/// Sections that the replay has nothing to say of.
const OTHERS: [&str; 5] = [
    "open_by_age",
    "open_by_hour",
    "time_to_close_by_day",
    "webstore_by_day",
    "exceptions_by_employee",
];

fn file(data: &Path) -> Connection {
    Connection::open(data.join("saved-sales.sqlite")).unwrap()
}

fn log(data: &Path) -> Vec<Entry> {
    let connection = file(data);
    let mut query = connection
        .prepare(
            "SELECT at_ms, server_ms, employee_id, register_id, change, outcome, \
             coalesce((SELECT json_extract(body, '$.kind') NOT IN \
             ('Overpaid', 'LateTender', 'VoidedWithTender') FROM entity \
             WHERE entity.store = log.store AND kind = 'review' \
             AND lower(hex(entity.id)) = replace(json_extract(outcome, '$.review'), '-', '')), 0) \
             FROM log WHERE store = 1 ORDER BY position",
        )
        .unwrap();
    let rows = query.query_map([], |row| {
        let change: String = row.get(4)?;
        let outcome: String = row.get(5)?;
        Ok(serde_json::from_str(&change).ok().map(|change| Entry {
            at_ms: row.get(0).unwrap(),
            server_ms: row.get(1).unwrap(),
            by: row.get(2).unwrap(),
            on: row.get(3).unwrap(),
            change,
            outcome: serde_json::from_str(&outcome).unwrap(),
            refused: row.get(6).unwrap(),
        }))
    });
    rows.unwrap().filter_map(Result::unwrap).collect()
}

/// The report, once its figures are whole.
async fn report(manager: &Browser, name: &str, place: &Place, only: &Only) -> Report {
    let path = format!(
        "/api/backoffice/reports/{name}?from={}&to={}{}",
        place.first,
        place.last,
        only.query()
    );
    soon("whole figures", async {
        loop {
            let (status, value) = manager.get_status(&path).await;
            if status == 200 {
                return serde_json::from_value(value).unwrap();
            }
            assert_eq!(value["code"], "reports_rebuilding", "{path}: {value}");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    })
    .await
}

fn rows(section: &ReportSection) -> Rows {
    let figures = |values: &[Option<i64>]| values.iter().map(|v| v.unwrap_or(0)).collect();
    let told = section.rows.iter().map(|row| {
        let values: Vec<i64> = figures(&row.values);
        ((row.key.clone(), row.second.clone()), values)
    });
    told.filter(|(_, values)| values.iter().any(|value| *value != 0))
        .collect()
}

async fn agree(shop: &Shop, manager: &Browser, place: &Place, only: &Only) -> usize {
    let history = History::of(&log(shop.data()), place.zone, place.begins);
    let expected = sections(&history, place, only);
    let narrowed = !only.query().is_empty();
    let mut compared = 0;
    for name in REPORTS {
        for section in report(manager, name, place, only).await.sections {
            let id = section.id.as_str();
            let by_events = matches!(id, "late_by_day" | "saved_by_day") || name == "exceptions";
            if OTHERS.contains(&id) || (narrowed && by_events) {
                continue;
            }
            let nothing = BTreeMap::new();
            let should = expected.get(id).unwrap_or(&nothing);
            let should: Rows = should
                .iter()
                .filter(|(_, values)| values.iter().any(|value| *value != 0))
                .map(|(key, values)| (key.clone(), values.clone()))
                .collect();
            assert_eq!(section.more, 0, "{id} {only:?}");
            assert_eq!(rows(&section), should, "{id} {only:?}");
            if !should.is_empty() {
                let sums: Vec<i64> = section.total.iter().map(|v| v.unwrap_or(0)).collect();
                assert_eq!(sums, total(&should), "total of {id} {only:?}");
                compared += should.len();
            }
        }
    }
    compared
}

async fn place(manager: &Browser, zone: &str, begins: u32, days: (&str, &str)) -> Place {
    let mut categories = std::collections::HashMap::new();
    let mut after = String::new();
    loop {
        let path = format!("/api/backoffice/products?limit=100{after}");
        let page: ProductsPage = manager.get(&path).await;
        for product in page.products {
            if !product.category.is_empty() {
                categories.insert(product.id.0, product.category);
            }
        }
        match page.next {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    Place {
        zone: zone.parse::<Tz>().unwrap(),
        begins,
        first: days.0.parse().unwrap(),
        last: days.1.parse().unwrap(),
        categories,
    }
}

/// What comes up most often.
fn most<T: Ord>(all: impl Iterator<Item = T>) -> T {
    let mut counts = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_insert(0) += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .unwrap()
        .0
}

/// Each narrowing, to what the shop has most of, so that rows are left to compare.
fn only_each(history: &History, place: &Place) -> Vec<Only> {
    let sales = || history.sales.values();
    let register = Some(most(sales().filter_map(|sale| sale.opened_on)));
    let employee = Some(most(sales().map(|sale| sale.owner)));
    let table = Some(most(sales().filter_map(|sale| sale.table.clone())));
    let products = sales()
        .flat_map(|sale| &sale.lines)
        .filter_map(|line| line.product);
    let category = Some(most(
        products.filter_map(|id| place.categories.get(&id).cloned()),
    ));
    let none = Only::default();
    vec![
        none.clone(),
        Only {
            register,
            ..none.clone()
        },
        Only {
            employee,
            ..none.clone()
        },
        Only {
            table,
            ..none.clone()
        },
        Only {
            origin: Some("Register".to_owned()),
            ..none.clone()
        },
        Only {
            category: category.clone(),
            ..none.clone()
        },
        Only {
            register,
            employee,
            ..none.clone()
        },
        Only {
            register,
            category,
            ..none
        },
    ]
}

/// Figures by their texts, so that two files compare though their numbers differ.
fn figures(data: &Path) -> Vec<String> {
    let connection = file(data);
    let mut all = Vec::new();
    for sql in [
        "SELECT json_array(narrowed, (SELECT text FROM report_key WHERE no = by_key), dimension, day, \
         CASE WHEN dimension IN (1, 10, 11, 12, 13) THEN key ELSE (SELECT text FROM report_key \
         WHERE no = key) END, (SELECT text FROM report_key WHERE no = second), \
         a, b, c, d, e, f, g, h, i, j) FROM report_figure \
         WHERE (a, b, c, d, e, f, g, h, i, j) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
        "SELECT json_array(position, kind, day, made_ms, hex(sale_id), hex(part), amount, worth) \
         FROM report_event",
    ] {
        let mut query = connection.prepare(sql).unwrap();
        let found = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        all.extend(found.map(Result::unwrap));
    }
    all.sort();
    all
}

/// A6, D1, D3, D4, D5, D6: with refunds, voids taken back, merges taken back, splits, money that came
/// late, and clocks put back in between.
#[tokio::test]
async fn every_figure_is_what_the_log_says() {
    for (zone, begins, seed) in [("Europe/London", 4, 11), ("America/New_York", 1, 12)] {
        let mut shop = Shop::open_with(|settings| {
            settings.region.time_zone = Some(zone.to_owned());
            settings.region.day_begins_hour = Some(u8::try_from(begins).unwrap());
        })
        .await;
        let manager = shop.manager().await;
        month::play(&shop, &manager, seed).await;
        let place = place(&manager, zone, begins, ("2025-10-18", "2025-11-12")).await;
        let history = History::of(&log(shop.data()), place.zone, place.begins);
        for only in only_each(&history, &place) {
            let compared = agree(&shop, &manager, &place, &only).await;
            assert!(compared > 20, "{compared} rows for {only:?}");
        }
        let kinds = history.odd.iter().map(|odd| odd.kind);
        let kinds: std::collections::BTreeSet<_> = kinds.collect();
        assert_eq!(kinds.len(), 5, "{kinds:?}");
        assert!(history.odd.iter().any(|odd| odd.by != history.odd[0].by));
        let page: ExceptionsPage = manager
            .get("/api/backoffice/exceptions?from=2025-10-18&to=2025-11-12")
            .await;
        assert!(!page.exceptions.is_empty());
        // Adding up anew comes to the same, also after a table was lost.
        shop.close().await;
        let kept = figures(shop.data());
        let data = shop.data().to_owned();
        let rebuilding = std::thread::spawn(move || server::rebuild_reports(&data, |_, _| {}));
        rebuilding.join().unwrap().unwrap();
        assert_eq!(figures(shop.data()), kept);
        file(shop.data())
            .execute_batch("DROP TABLE report_figure")
            .unwrap();
        shop.start().await;
        let manager = shop.manager().await;
        agree(&shop, &manager, &place, &Only::default()).await;
        shop.close().await;
        assert_eq!(figures(shop.data()), kept);
    }
}

/// What a number is made of: as many sales as it says.
#[tokio::test]
async fn every_number_leads_to_its_sales() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    month::play(&shop, &manager, 5).await;
    let place = place(&manager, "Europe/London", 0, ("2025-10-18", "2025-11-12")).await;
    let mut looked = 0;
    for name in ["open", "takings"] {
        for section in report(&manager, name, &place, &Only::default())
            .await
            .sections
        {
            if section.measures[0].id != "sales" {
                continue;
            }
            for row in section.rows.iter().filter(|row| row.values[0] != Some(0)) {
                let key = row.key.clone().unwrap_or_default().replace(' ', "%20");
                let second = row
                    .second
                    .as_ref()
                    .map_or(String::new(), |s| format!("&second={s}"));
                let path = format!(
                    "/api/backoffice/reports/{name}/{}/sales?from={}&to={}&key={key}{second}",
                    section.id, place.first, place.last
                );
                let page: sync::api::SalesPage = match section.id.ends_with("_total") {
                    true => manager.get(&path.replace("&key=", "")).await,
                    false => manager.get(&path).await,
                };
                let count = i64::try_from(page.count).unwrap();
                assert_eq!(Some(count), row.values[0], "{path}");
                looked += 1;
            }
            let path = format!(
                "/api/backoffice/reports/{name}/{}/export?from={}&to={}",
                section.id, place.first, place.last
            );
            let csv = manager.request(reqwest::Method::GET, &format!("{path}&format=csv"));
            let csv = manager.send(csv).await.text().await.unwrap();
            assert_eq!(csv.matches("\r\n").count(), section.rows.len() + 2, "{csv}");
            let xlsx = manager.request(reqwest::Method::GET, &format!("{path}&format=xlsx"));
            let xlsx = manager.send(xlsx).await.bytes().await.unwrap();
            assert!(xlsx.starts_with(b"PK"), "{path}");
        }
    }
    assert!(looked > 50, "{looked}");
}

/// Over real goods, where the data set is at hand; else over a few of its rows.
#[tokio::test]
async fn figures_of_real_goods_are_what_the_log_says() {
    let mut shop = Shop::open().await;
    shop.close().await;
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut around = here
        .ancestors()
        .map(|at| at.join("shared/data/online-retail"));
    let data = around.find(|data| data.is_dir()).unwrap_or_else(|| {
        let data = shop.folder.path().join("retail");
        std::fs::create_dir_all(&data).unwrap();
        std::fs::write(data.join("2010-12-01.csv"), SAMPLE).unwrap();
        data
    });
    let import = server::Import {
        paths: vec![data],
        data: shop.data().to_owned(),
        open_sales: 150,
        store: None,
        region: server::Region::default(),
        password_cost: crate::support::shop::CHEAP,
    };
    let importing = std::thread::spawn(move || server::import_online_retail(&import, |_| {}));
    let imported = importing.join().unwrap().unwrap();
    assert!(imported.sales_opened > 0);
    shop.start().await;
    let manager = shop.manager().await;
    month::close_all(&shop, &manager).await;
    let now = chrono::DateTime::from_timestamp_millis(month::now_ms());
    let today = now.unwrap().date_naive();
    let days = (today - chrono::Days::new(60), today + chrono::Days::new(1));
    let days = (days.0.to_string(), days.1.to_string());
    let place = place(&manager, "Europe/London", 0, (&days.0, &days.1)).await;
    let compared = agree_most(&shop, &manager, &place).await;
    assert!(compared > 0, "{compared}");
}

/// As [`agree`], where a section may have more rows than are sent: then by its total.
async fn agree_most(shop: &Shop, manager: &Browser, place: &Place) -> usize {
    let history = History::of(&log(shop.data()), place.zone, place.begins);
    let expected = sections(&history, place, &Only::default());
    let mut compared = 0;
    for name in ["open", "takings"] {
        for section in report(manager, name, place, &Only::default())
            .await
            .sections
        {
            let Some(should) = expected.get(section.id.as_str()) else {
                continue;
            };
            let sums: Vec<i64> = section.total.iter().map(|v| v.unwrap_or(0)).collect();
            assert_eq!(sums, total(should), "total of {}", section.id);
            for (key, values) in rows(&section) {
                assert_eq!(Some(&values), should.get(&key), "{} {key:?}", section.id);
                compared += 1;
            }
        }
    }
    compared
}

const SAMPLE: &str = "\
InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536366,22086,\"PAPER CHAIN KIT, 50'S CHRISTMAS \",1,2010-12-01 08:26:00,2.95,17850.0,United Kingdom
";
