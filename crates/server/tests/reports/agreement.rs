//! The reports that the server tells beside those that the replay tells. It must not know how either
//! comes to them.

use super::asked::{Only, Place, Rows, Sections};
use super::expected::sections;
use super::history::{Entry, History};
use super::home::home;
use super::wall::day_of;
use crate::support::{Browser, Shop, soon};
use chrono::Days;
use chrono_tz::Tz;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;
use sync::api::ProductsPage;
use sync::api::reports::{Report, ReportRow, ReportSection};
use sync::api::settings::StoreSettings;

const REPORTS: [&str; 5] = ["open", "over-time", "takings", "exceptions", "sync"];

pub fn file(data: &Path) -> Connection {
    Connection::open(data.join("saved-sales.sqlite")).unwrap()
}

pub fn log(data: &Path) -> Vec<Entry> {
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
pub async fn report(manager: &Browser, name: &str, place: &Place, only: &Only) -> Report {
    asked(manager, name, place, &only.query()).await
}

async fn asked(manager: &Browser, name: &str, place: &Place, more: &str) -> Report {
    let (first, last) = (place.first, place.last);
    let path = format!("/api/backoffice/reports/{name}?from={first}&to={last}{more}");
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

/// The rows that say anything, by what they say.
fn rows(section: &ReportSection, said: fn(&ReportRow) -> &[Option<i64>]) -> Rows {
    let told = section.rows.iter().map(|row| {
        let key = (row.key.clone(), row.second.clone());
        (key, figures(said(row)))
    });
    told.filter(|(_, values)| values.iter().any(|value| *value != 0))
        .collect()
}

fn figures(values: &[Option<i64>]) -> Vec<i64> {
    values.iter().map(|value| value.unwrap_or(0)).collect()
}

/// Compares every section of a report, row by row and in total; answers with how many rows there were.
/// Where there are more than are sent, the total speaks for the others.
fn compare(report: &Report, now: &Sections, before: Option<&Sections>, what: &str) -> usize {
    let mut compared = 0;
    for section in &report.sections {
        let id = section.id.as_str();
        let mut beside = |is: Rows, total: &[Option<i64>], should: &Sections, when: &str| {
            let mut rows = should.of(id);
            if section.more > 0 {
                rows.retain(|key, _| is.contains_key(key));
            }
            assert_eq!(is, rows, "{id} {when} {what}");
            let sums = should.total(id);
            match sums.is_empty() {
                true => assert!(total.iter().all(|sum| sum.unwrap_or(0) == 0), "{id} {what}"),
                false => assert_eq!(figures(total), sums, "total of {id} {when} {what}"),
            }
            compared += rows.len();
        };
        beside(rows(section, |row| &row.values), &section.total, now, "now");
        if let (Some(before), false) = (before, section.total_before.is_empty()) {
            let is = rows(section, |row| &row.before);
            beside(is, &section.total_before, before, "before");
        }
    }
    compared
}

/// Compares every report; answers with how many rows there were.
pub async fn agree(shop: &Shop, manager: &Browser, place: &Place, only: &Only) -> usize {
    let history = History::of(&log(shop.data()), place.zone, place.begins);
    let what = format!("{only:?}");
    let mut compared = 0;
    for name in REPORTS {
        let report = report(manager, name, place, only).await;
        let should = sections(&history, place, only, report.at_ms);
        compared += compare(&report, &should, None, &what);
    }
    let report = report(manager, "home", place, only).await;
    let today = day_of(report.at_ms, place.zone, place.begins);
    assert_eq!((report.from, report.to), (today, today));
    let on = |day| home(&history, &place.on(day, day), only, report.at_ms);
    let before = on(today - Days::new(7));
    compared + compare(&report, &on(today), Some(&before), &what)
}

/// Compares every report that has days with the days right before.
pub async fn agree_before(shop: &Shop, manager: &Browser, place: &Place, only: &Only) -> usize {
    let history = History::of(&log(shop.data()), place.zone, place.begins);
    let more = format!("{}&compare=before", only.query());
    let days = (place.last - place.first).num_days() + 1;
    let days = Days::new(u64::try_from(days).unwrap());
    let earlier = place.on(place.first - days, place.last - days);
    let mut compared = 0;
    for name in ["over-time", "takings", "exceptions", "sync"] {
        let report = asked(manager, name, place, &more).await;
        assert_eq!(report.before_from, Some(earlier.first), "{name}");
        let now = sections(&history, place, only, report.at_ms);
        let before = sections(&history, &earlier, only, report.at_ms).later(days);
        compared += compare(&report, &now, Some(&before), &more);
    }
    compared
}

pub async fn place(manager: &Browser, zone: &str, begins: u32, days: (&str, &str)) -> Place {
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
    let settings: StoreSettings = manager.get("/api/backoffice/store").await;
    let steps = settings.store.age_steps;
    Place {
        zone: zone.parse::<Tz>().unwrap(),
        begins,
        first: days.0.parse().unwrap(),
        last: days.1.parse().unwrap(),
        categories,
        steps: [
            steps.ageing_minutes,
            steps.old_minutes,
            steps.very_old_minutes,
        ]
        .map(i64::from),
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
pub fn only_each(history: &History, place: &Place) -> Vec<Only> {
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
            room: Some("Dining room".to_owned()),
            ..none.clone()
        },
        Only {
            room: Some("Garden".to_owned()),
            employee,
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
