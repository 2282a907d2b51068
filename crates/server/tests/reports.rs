//! The agreement: every figure of the reports beside the same got from the log by code of its own, to
//! the cent, over months that were made up and over real goods.

mod agreement;
mod asked;
mod deeds;
mod expected;
mod history;
mod home;
mod month;
mod replayed;
mod times;
mod wall;

use crate::support::till::pay;
use crate::support::{PATIENCE, Shop, soon};
use crate::switch::hand_over;
use agreement::{agree, agree_before, file, log, only_each, place, report};
use asked::Only;
use chrono::{DateTime, Days};
use history::History;
use reqwest::Method;
use sale::Change;
use std::collections::BTreeSet;
use std::path::Path;
use sync::api::devices::{DeviceChange, DeviceEvent};
use sync::api::edit::FieldEdit;
use sync::api::reports::{ExceptionsPage, Report};
use sync::api::settings::{STORE_FIELDS, StoreEdit, StoreSettings};
use sync::protocol::StatusAnswer;

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
        month::lately(&shop, &manager, seed).await;
        let place = place(&manager, zone, begins, ("2025-10-18", "2025-11-12")).await;
        let history = History::of(&log(shop.data()), place.zone, place.begins);
        for only in only_each(&history, &place) {
            let compared = agree(&shop, &manager, &place, &only).await;
            assert!(compared > 20, "{compared} rows for {only:?}");
        }
        // Half of the days beside the other half, whole and narrowed down.
        let half = place.on("2025-10-31".parse().unwrap(), place.last);
        for only in only_each(&history, &place).iter().take(3) {
            let compared = agree_before(&shop, &manager, &half, only).await;
            assert!(compared > 20, "{compared} rows for {only:?}");
        }
        let kinds: BTreeSet<_> = history.deeds.iter().map(|deed| deed.kind).collect();
        assert_eq!(kinds.len(), 8, "{kinds:?}");
        let people: BTreeSet<_> = history.deeds.iter().map(|deed| deed.by).collect();
        assert!(people.len() > 1, "{people:?}");
        assert!(!history.reviews.is_empty());
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
    let days = lately_days(60);
    let place = place(&manager, "Europe/London", 0, (&days.0, &days.1)).await;
    let compared = agree(&shop, &manager, &place, &Only::default()).await;
    assert!(compared > 0, "{compared}");
}

/// The last hour is what the hours come to, also when nothing is left open by then.
#[tokio::test]
async fn the_total_of_hours_is_how_it_stands_at_the_end() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    let (sale_id, open) = till.open("1", 2);
    for (change, hours) in [
        (open, 0),
        (pay(sale_id, 500), 3),
        (Change::Close { sale_id }, 3),
    ] {
        let mut mutation = till.next(&change);
        mutation.at_ms += hours * 60 * 60 * 1000;
        assert_eq!(till.send(&[mutation]).await.0, 200);
    }
    let days = ("2023-11-14", "2023-11-16");
    let place = place(&manager, "Europe/London", 0, days).await;
    agree(&shop, &manager, &place, &Only::default()).await;
    let report = report(&manager, "over-time", &place, &Only::default()).await;
    let hours = report.sections.iter().find(|one| one.id == "open_by_hour");
    let hours = hours.unwrap();
    let open = hours.rows.iter().filter(|row| row.values[0] == Some(1));
    assert_eq!(open.count(), 3, "22, 23 and 0 o'clock");
    assert_eq!(hours.total, [Some(0), Some(0)]);
}

/// F2: a hand-over counts for its register on the day on which it is done, and the register can be asked
/// for alone, though no sale was opened on it.
#[tokio::test]
async fn f2_hand_overs_count_for_their_register() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    for _ in 0..2 {
        till.pull().await;
        let (status, said) = hand_over(&till).await;
        assert_eq!(status, 200, "{said}");
        let _: StatusAnswer = till.browser.post("/api/register/resume", &()).await;
    }
    let registers = shop.registers(&manager).await;
    let [register, other] = [registers[0].register.id, registers[1].register.id];
    let path = format!("/api/backoffice/devices/{register}/history");
    let history: Vec<DeviceEvent> = manager.get(&path).await;
    let off = history
        .iter()
        .filter(|event| event.what == DeviceChange::SyncReported(false));
    let handed_over = i64::try_from(off.count()).unwrap();
    assert_eq!(handed_over, 2);
    let days = lately_days(1);
    let path = format!("/api/backoffice/reports/sync?from={}&to={}", days.0, days.1);
    for (only, shown) in [
        (String::new(), true),
        (format!("&register={register}"), true),
        (format!("&register={other}"), false),
    ] {
        let report: Report = manager.get(&format!("{path}{only}")).await;
        let rows = &report.sections[0].rows;
        let row = rows
            .iter()
            .find(|row| row.key == Some(register.to_string()));
        let told = row.map(|row| row.values[3].unwrap());
        assert_eq!(told, shown.then_some(handed_over), "{only}");
    }
}

/// Figures follow the clock on the store's wall: with another zone or hour of change they are added up
/// anew, and are right by it.
#[tokio::test]
async fn figures_follow_the_clock_on_the_wall() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    month::play(&shop, &manager, 7).await;
    let days = ("2025-10-18", "2025-11-12");
    let mut seen = BTreeSet::new();
    for (zone, begins) in [
        ("Europe/London", 0),
        ("Europe/London", 5),
        ("Pacific/Auckland", 5),
        ("America/New_York", 0),
    ] {
        let mut settings: StoreSettings = manager.get("/api/backoffice/store").await;
        let before = settings.store.clone();
        settings.store.time_zone = zone.to_owned();
        settings.store.day_begins_hour = begins;
        let fields = FieldEdit::between(&before, &settings.store, &STORE_FIELDS).unwrap();
        let (status, said) = manager
            .call(Method::PUT, "/api/backoffice/store", &StoreEdit { fields })
            .await;
        assert_eq!(status, 200, "{said}");
        let place = place(&manager, zone, u32::from(begins), days).await;
        let compared = agree(&shop, &manager, &place, &Only::default()).await;
        assert!(compared > 20, "{compared} rows");
        let takings = report(&manager, "takings", &place, &Only::default()).await;
        seen.insert(serde_json::to_string(&takings.sections[0].rows).unwrap());
    }
    assert_eq!(seen.len(), 4, "each clock has days of its own");
}

/// A table of figures that is lost while the server runs: reports say that they are added up anew, the
/// shop goes on, and then they are right.
#[tokio::test]
async fn a_report_over_a_damaged_table_says_so_and_rebuilds() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    month::lately(&shop, &manager, 9).await;
    let days = lately_days(10);
    let place = place(&manager, "Europe/London", 0, (&days.0, &days.1)).await;
    for lost in [
        "TABLE report_figure",
        "TABLE report_sale",
        "TABLE report_event",
        "TABLE report_key",
        "TABLE report_state",
        "TABLE report_heard",
        "INDEX report_sale_days",
    ] {
        // Until it was asked for before it was put in place again.
        let said = soon("the answer that figures are added up", async {
            loop {
                let connection = file(shop.data());
                connection.busy_timeout(PATIENCE).unwrap();
                connection
                    .execute_batch(&format!("PRAGMA foreign_keys = OFF; DROP {lost}"))
                    .unwrap();
                let path = format!(
                    "/api/backoffice/reports/takings?from={}&to={}",
                    days.0, days.1
                );
                let (status, value) = manager.get_status(&path).await;
                assert!(matches!(status, 200 | 503), "{lost}: {status} {value}");
                if status == 503 {
                    return value;
                }
            }
        });
        assert_eq!(said.await["code"], "reports_rebuilding", "{lost}");
        let compared = agree(&shop, &manager, &place, &Only::default()).await;
        assert!(compared > 20, "{compared} rows after {lost}");
    }
    month::lately(&shop, &manager, 3).await;
    agree(&shop, &manager, &place, &Only::default()).await;
}

/// So many days, up to tomorrow.
fn lately_days(count: u64) -> (String, String) {
    let now = DateTime::from_timestamp_millis(month::now_ms());
    let today = now.unwrap().date_naive();
    let (first, last) = (today - Days::new(count), today + Days::new(1));
    (first.to_string(), last.to_string())
}

const SAMPLE: &str = "\
InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536366,22086,\"PAPER CHAIN KIT, 50'S CHRISTMAS \",1,2010-12-01 08:26:00,2.95,17850.0,United Kingdom
";
