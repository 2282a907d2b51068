//! BackOffice: lists, histories, registers, and who may.

use crate::support::browser::form;
use crate::support::till::{add, pay};
use crate::support::{Shop, Till};
use reqwest::Method;
use sale::civil::Calendar;
use sale::{Change, SaleId, Status};
use serde_json::json;
use std::collections::BTreeSet;
use sync::api::views::{SaleThen, SavedView};
use sync::api::{Done, ProductsPage, SaleDetail, SalesPage};

/// H3: every change is in the sale's history with who, where, when by both clocks, and what became
/// of it.
#[tokio::test]
async fn h3_a_history_says_who_where_and_when() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    let (sale_id, open) = till.open("0001", 1);
    let name = Change::Name {
        sale_id,
        name: Some("Window".to_owned()),
    };
    till.make(&[open.clone(), name]).await;
    let path = format!("/api/backoffice/sales/{sale_id}");
    let done: Done = manager
        .post(&format!("{path}/void"), &json!({"reason": " walked out "}))
        .await;
    let detail: SaleDetail = manager.get(&path).await;
    assert_eq!(detail.sale.status, Status::Voided);
    assert_eq!(detail.sale.closing.unwrap().reason.unwrap(), "walked out");
    let [opened, named, voided] = &detail.history[..] else {
        panic!("three entries, not {}", detail.history.len());
    };
    for entry in [opened, named] {
        assert_eq!(entry.employee_id, till.employee);
        assert_eq!(entry.register_id, till.identity.register_id);
        assert_eq!(entry.device_id, till.identity.device_id);
        assert_eq!(entry.at_ms, 1_700_000_000_000);
        assert!(entry.server_ms > 1_700_000_000_000);
    }
    assert_eq!(
        opened.change.get(),
        serde_json::to_string(&open).unwrap(),
        "verbatim"
    );
    assert_eq!((voided.position, voided.register_id), (done.position, None));
    assert_ne!(voided.employee_id, till.employee);
    let again: Done = manager.post(&format!("{path}/close"), &()).await;
    assert_eq!(again.outcome.notes, [sale::Note::AlreadyFinished]);
    let (status, answer) = manager
        .call(
            Method::POST,
            &format!("{path}/void"),
            &json!({"reason": " "}),
        )
        .await;
    assert_eq!((status, &answer["code"]), (400, &json!("reason_needed")));
}

async fn fill(till: &mut Till, count: usize) -> Vec<SaleId> {
    let mut sales = Vec::new();
    for n in 0..count {
        let (sale_id, open) = till.open(&format!("{n:04}"), n % 3 + 1);
        till.make(&[
            open,
            add(sale_id, &format!("Zebra {}", n % 7), 10 * n as i64 + 10),
        ])
        .await;
        sales.push(sale_id);
    }
    sales
}

/// Pages of a list, by every sorting, show each sale once, in order.
#[tokio::test]
async fn pages_of_a_list_show_each_sale_once() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    let sales = fill(&mut till, 13).await;
    for sale_id in &sales[..6] {
        let path = format!("/api/backoffice/sales/{sale_id}");
        let detail: SaleDetail = manager.get(&path).await;
        till.make(&[
            pay(*sale_id, detail.totals.due.0),
            Change::Close { sale_id: *sale_id },
        ])
        .await;
    }
    for (status, expected) in [("open", 17), ("closed", 6), ("all", 23), ("voided", 0)] {
        for sort in [
            "opened", "closed", "changed", "total", "number", "name", "register", "employee",
        ] {
            for descending in [false, true] {
                let mut seen = BTreeSet::new();
                let mut totals = Vec::new();
                let mut after = String::new();
                loop {
                    let path = format!(
                        "/api/backoffice/sales?status={status}&sort={sort}&descending={descending}&limit=4{after}"
                    );
                    let page: SalesPage = manager.get(&path).await;
                    assert_eq!(page.count, expected, "{path}");
                    for listed in &page.sales {
                        assert!(seen.insert(listed.sale.id), "{path} shows a sale twice");
                        totals.push(listed.totals.total);
                    }
                    match page.next {
                        Some(next) => after = format!("&after={next}"),
                        None => break,
                    }
                }
                assert_eq!(seen.len() as u64, expected, "{status} by {sort}");
                if sort == "total" {
                    if descending {
                        totals.reverse();
                    }
                    assert!(totals.is_sorted(), "{status} {descending}");
                }
            }
        }
    }
}

/// A finished sale is on the business day of its closing and on no other; days are counted in the
/// store's time zone.
#[tokio::test]
async fn finished_sales_are_listed_by_business_day() {
    let shop = Shop::open_with(|settings| {
        settings.region.time_zone = Some("Asia/Kathmandu".to_owned());
        settings.region.day_begins_hour = Some(4);
    })
    .await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    let sale_id = fill(&mut till, 1).await[0];
    let path = format!("/api/backoffice/sales/{sale_id}");
    let detail: SaleDetail = manager.get(&path).await;
    till.make(&[pay(sale_id, detail.totals.due.0), Change::Close { sale_id }])
        .await;
    let detail: SaleDetail = manager.get(&path).await;
    let closed_ms = detail.sale.closing.unwrap().at_ms;
    let around: Calendar = manager.get("/api/backoffice/days").await;
    assert_eq!(around.days.len(), 63);
    assert!(around.days.iter().any(|day| day.date == around.today));
    // The till's clock stands at 3:58 of 15 November in Kathmandu, two minutes before the day ends.
    let date = ["2023-11-13", "2023-11-14", "2023-11-15"];
    let path = format!("/api/backoffice/days?from={}&to={}", date[0], date[2]);
    let calendar: Calendar = manager.get(&path).await;
    assert_eq!(calendar.days.len(), 3);
    let mut found = Vec::new();
    for day in &calendar.days {
        // Four o'clock there is a quarter past ten in the evening in Greenwich.
        assert_eq!(day.from_ms % 86_400_000, 80_100_000, "{day:?}");
        let path = format!(
            "/api/backoffice/sales?status=closed&closed_from_ms={}&closed_before_ms={}",
            day.from_ms, day.to_ms
        );
        let page: SalesPage = manager.get(&path).await;
        found.push((day.date.to_string(), page.count));
        let is_on = (day.from_ms..day.to_ms).contains(&closed_ms);
        assert_eq!(page.count == 1, is_on, "{day:?}");
    }
    let expected = [(date[0], 0), (date[1], 1), (date[2], 0)];
    assert_eq!(
        found,
        expected.map(|(date, count)| (date.to_owned(), count))
    );
    let (status, _) = manager
        .get_status("/api/backoffice/days?from=2020-01-01&to=2026-01-01")
        .await;
    assert_eq!(status, 400);
}

/// A5: a search finds open and finished sales by their words, and filters narrow it.
#[tokio::test]
async fn a_search_finds_open_and_finished_sales() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 2).await;
    let sales = fill(&mut till, 8).await;
    let void = json!({"reason": "test"});
    let voided = format!("/api/backoffice/sales/{}/void", sales[3]);
    let _: Done = manager.post(&voided, &void).await;
    let count = async |query: &str| -> u64 {
        let page: SalesPage = manager.get(&format!("/api/backoffice/sales?{query}")).await;
        assert_eq!(page.sales.len() as u64, page.count);
        page.count
    };
    assert_eq!(count("search=zebra").await, 7);
    assert_eq!(count("status=all&search=Zebra+-0003").await, 1);
    assert_eq!(count("status=voided&search=zeb").await, 1);
    assert_eq!(count("status=voided&search=%22%27%2A%20OR").await, 0);
    assert_eq!(count("search=owing").await, 1, "part of a name");
    let register = till.identity.register_id.unwrap();
    assert_eq!(count(&format!("register={register}&search=zebra")).await, 7);
    assert_eq!(
        count(&format!("employee={}&search=zebra", till.employee)).await,
        7
    );
    let nobody = uuid::Uuid::now_v7();
    assert_eq!(count(&format!("employee={nobody}")).await, 0);
    assert_eq!(count("after=nonsense&search=zebra").await, 7);
}

/// Registers can be made and named, and the catalogue be looked through.
#[tokio::test]
async fn registers_are_made_and_the_catalogue_is_listed() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let made: sync::api::RegisterOverview = manager
        .post("/api/backoffice/registers", &json!({"name": " Terrace "}))
        .await;
    assert_eq!(made.register.name, "Terrace");
    assert!(
        made.register.sync_asked && !made.register.activated,
        "F1: sync is on for a new one"
    );
    assert_eq!(made.number_prefix, "5-");
    let path = format!("/api/backoffice/registers/{}", made.register.id);
    let (status, _) = manager
        .call(Method::PUT, &path, &json!({"name": "Roof"}))
        .await;
    assert_eq!(status, 200);
    let mut till = shop.till_by(&manager, 4).await;
    assert_eq!(till.identity.number_prefix, "5-");
    till.pull().await;
    let (status, _) = manager.call(Method::PUT, &path, &json!({"name": ""})).await;
    assert_eq!(status, 400);
    assert_eq!(shop.registers(&manager).await[4].register.name, "Roof");

    let mut names = Vec::new();
    let mut after = String::new();
    loop {
        let page: ProductsPage = manager
            .get(&format!("/api/backoffice/products?limit=10{after}"))
            .await;
        names.extend(
            page.products
                .iter()
                .map(|product| product.name.to_lowercase()),
        );
        let Some(next) = page.next else { break };
        let next: String = form(&next);
        after = format!("&after={next}");
    }
    assert_eq!(names.len(), 43);
    assert!(names.is_sorted());
    let found: ProductsPage = manager.get("/api/backoffice/products?search=LATTE").await;
    assert_eq!(found.products.len(), 3);
}

/// H1: BackOffice is a manager's; a register's device and a stranger get nothing of it.
#[tokio::test]
async fn h1_backoffice_needs_a_manager() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let till = shop.till_by(&manager, 0).await;
    for path in ["sales", "registers", "products", "employees", "days"] {
        let path = format!("/api/backoffice/{path}");
        assert_eq!(till.browser.get_status(&path).await.0, 401);
        assert_eq!(shop.browser().get_status(&path).await.0, 401);
        assert_eq!(manager.get_status(&path).await.0, 200);
    }
}

/// H3: a sale as it stood after each entry of its history, with the sales that were merged into it
/// and split off it; the last entry is the sale as it is.
#[tokio::test]
async fn h3_a_sale_is_told_as_it_stood() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let mut till = shop.till_by(&manager, 0).await;
    let (sale_id, open) = till.open("0001", 1);
    let (other, open_other) = till.open("0002", 2);
    let merge = Change::Merge {
        sale_id: other,
        into: sale_id,
    };
    let name = Change::Name {
        sale_id,
        name: Some("Window".to_owned()),
    };
    let changes = [open, open_other, add(sale_id, "Tea", 250), merge, name];
    till.make(&changes).await;
    let path = format!("/api/backoffice/sales/{sale_id}");
    let detail: SaleDetail = manager.get(&path).await;
    let mut seen = Vec::new();
    for entry in &detail.history {
        let then: SaleThen = manager.get(&format!("{path}/at/{}", entry.position)).await;
        assert!(then.exact);
        seen.push((then.sale.lines.len(), then.sale.name.clone()));
        if entry.position == detail.history.last().unwrap().position {
            assert_eq!(
                (then.sale, then.totals),
                (detail.sale.clone(), detail.totals.clone())
            );
        }
    }
    let name = Some("Window".to_owned());
    assert_eq!(seen, [(1, None), (2, None), (4, None), (4, name)]);
    let (status, _) = manager
        .call(Method::GET, &format!("{path}/at/0"), &json!({}))
        .await;
    assert_eq!(status, 404, "before it was opened there was none");
}

/// H1, H4: a saved list is its owner's, whoever else is told of it; another name is another list, the
/// same name the same.
#[tokio::test]
async fn lists_are_saved_under_a_name() {
    let shop = Shop::open().await;
    let manager = shop.manager().await;
    let save = |name: &str, place: &str| json!({"name": name, "shared": false, "place": place});
    let path = "/api/backoffice/views";
    let first: SavedView = manager.post(path, &save(" Bar ", "sort=total")).await;
    let again: SavedView = manager.post(path, &save("Bar", "age=old")).await;
    assert_eq!((first.id, first.name.as_str()), (again.id, "Bar"));
    let views: Vec<SavedView> = manager.get(path).await;
    assert_eq!(views, [again]);
    for wrong in [save(" ", ""), save("Long", &"x".repeat(1_001))] {
        let (status, _) = manager.call(Method::POST, path, &wrong).await;
        assert_eq!(status, 400);
    }
    let one = format!("{path}/{}", first.id);
    let (status, _) = manager.call(Method::DELETE, &one, &json!({})).await;
    assert_eq!(status, 204);
    let (status, _) = manager.call(Method::DELETE, &one, &json!({})).await;
    assert_eq!(status, 404);
    let views: Vec<SavedView> = manager.get(path).await;
    assert_eq!(views, []);
}
