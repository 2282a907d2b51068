//! The reports as they should be, from the sales that were replayed.

use super::history::History;
use super::replayed::{Came, Sale, Stands, rounded};
use super::wall::{day_of, hour_of};
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

pub type Key = (Option<String>, Option<String>);
pub type Rows = BTreeMap<Key, Vec<i64>>;

/// The shop as the reports see it.
pub struct Place {
    pub zone: Tz,
    pub begins: u32,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub categories: HashMap<Uuid, String>,
}

/// What a report is narrowed down by.
#[derive(Clone, Debug, Default)]
pub struct Only {
    pub register: Option<Uuid>,
    pub employee: Option<Uuid>,
    pub table: Option<String>,
    pub origin: Option<String>,
    pub category: Option<String>,
}

impl Only {
    pub fn query(&self) -> String {
        let mut query = String::new();
        for (name, value) in [
            ("register", self.register.map(|id| id.to_string())),
            ("employee", self.employee.map(|id| id.to_string())),
            ("table", self.table.clone()),
            ("origin", self.origin.clone()),
            ("category", self.category.clone()),
        ] {
            if let Some(value) = value {
                query.push_str(&format!(
                    "&{name}={}",
                    value.replace(' ', "%20").replace('&', "%26")
                ));
            }
        }
        query
    }

    fn wants(&self, register: Option<Uuid>, employee: Uuid, sale: &Sale) -> bool {
        self.register.is_none_or(|is| Some(is) == register)
            && self.employee.is_none_or(|is| is == employee)
            && self
                .table
                .as_ref()
                .is_none_or(|is| Some(is) == sale.table.as_ref())
            && self.origin.as_ref().is_none_or(|is| is == sale.origin)
    }
}

fn text(id: Option<Uuid>) -> Option<String> {
    id.map(|id| id.to_string())
}

fn room(table: Option<&String>) -> Option<String> {
    let table = table?;
    let room = if table.starts_with("Garden") {
        "Garden"
    } else {
        "Dining room"
    };
    Some(room.to_owned())
}

fn add(rows: &mut Rows, key: Key, values: &[i64]) {
    let row = rows.entry(key).or_insert_with(|| vec![0; values.len()]);
    for (sum, value) in row.iter_mut().zip(values) {
        *sum += value;
    }
}

/// Sections by id, each row with its sums; averages are put in by [`finished`].
pub fn sections(history: &History, place: &Place, only: &Only) -> BTreeMap<&'static str, Rows> {
    let mut all: BTreeMap<&'static str, Rows> = BTreeMap::new();
    let within = |at_ms: i64| {
        let day = day_of(at_ms, place.zone, place.begins);
        (place.first..=place.last).contains(&day).then_some(day)
    };
    let hour = |at_ms: i64| Some(hour_of(at_ms, place.zone).to_string());
    let category = |came: &Came| {
        came.product
            .and_then(|id| place.categories.get(&id).cloned())
    };
    for sale in history.sales.values() {
        let merged = matches!(sale.stands, Stands::Merged(_));
        let mut came = if merged { Vec::new() } else { sale.came() };
        if let Some(wanted) = &only.category {
            came.retain(|line| category(line).as_ref() == Some(wanted));
            if came.is_empty() {
                continue;
            }
        }
        let value: i64 = came.iter().map(|line| line.net + line.tax()).sum();
        let mut put = |id, key: Option<String>, second, values: &[i64]| {
            add(all.entry(id).or_default(), (key, second), values);
        };
        if only.wants(sale.opened_on, sale.owner, sale) {
            if let Some(day) = within(sale.opened_ms) {
                let split = i64::from(sale.split);
                let values = [1 - split, 0, 0, 0, split, 0];
                put("saved_by_day", Some(day.to_string()), None, &values);
            }
            if let Some(day) = sale.ended.and_then(|(at_ms, ..)| within(at_ms)) {
                let is = |stands: bool| i64::from(stands);
                let closed = is(sale.stands == Stands::Closed);
                let voided = is(sale.stands == Stands::Voided);
                let values = [0, closed, voided, is(merged), 0, 0];
                put("saved_by_day", Some(day.to_string()), None, &values);
            }
            if sale.stands == Stands::Open {
                let paid = if only.category.is_none() {
                    sale.paid()
                } else {
                    0
                };
                let values = [1, value, value - paid, paid, i64::from(paid != 0)];
                put("open_total", None, None, &values);
                put("open_by_register", text(sale.opened_on), None, &values);
                put("open_by_employee", text(Some(sale.owner)), None, &values);
                put("open_by_table", sale.table.clone(), None, &values);
                put("open_by_room", room(sale.table.as_ref()), None, &values);
                put(
                    "open_by_origin",
                    Some(sale.origin.to_owned()),
                    None,
                    &values,
                );
                for line in &came {
                    let values = [line.quantity, line.net + line.tax()];
                    put("open_by_product", text(line.product), None, &values);
                    put("open_by_category", category(line), None, &values);
                }
            }
        }
        if let (Stands::Closed, Some((at_ms, _, on))) = (sale.stands, sale.ended)
            && let Some(day) = within(at_ms)
            && only.wants(on, sale.owner, sale)
        {
            let sum = |of: fn(&Came) -> i64| came.iter().map(of).sum::<i64>();
            let guests = if only.category.is_none() {
                sale.guests
            } else {
                0
            };
            let values = [
                1,
                sum(|l| l.gross),
                sum(|l| l.discounts),
                sum(|l| l.net),
                sum(Came::tax),
                value,
                0,
                sum(|l| l.quantity),
                guests,
            ];
            put("takings_by_day", Some(day.to_string()), None, &values);
            put("takings_by_hour", hour(at_ms), None, &values);
            let weekday = day.weekday().number_from_monday().to_string();
            put(
                "takings_by_weekday_hour",
                Some(weekday),
                hour(at_ms),
                &values,
            );
            put("takings_by_register", text(on), None, &values);
            put("takings_by_employee", text(Some(sale.owner)), None, &values);
            put(
                "takings_by_origin",
                Some(sale.origin.to_owned()),
                None,
                &values,
            );
            put("takings_by_table", sale.table.clone(), None, &values);
            put("takings_by_room", room(sale.table.as_ref()), None, &values);
            put(
                "saved_on_closed_on",
                text(sale.opened_on),
                text(on),
                &[1, value],
            );
            for line in &came {
                let values = [
                    line.quantity,
                    line.gross,
                    line.discounts,
                    line.net,
                    line.tax(),
                ];
                put("takings_by_product", text(line.product), None, &values);
                put("takings_by_category", category(line), None, &values);
                for ((name, points, included), tax) in &line.taxes {
                    if only.category.is_none() {
                        let key = format!("{name}|{points}|{included}");
                        put("taxes", Some(key), None, &[line.net, *tax, line.net + tax]);
                    }
                }
            }
        }
        for tender in sale.tenders.iter().filter(|_| only.category.is_none()) {
            let Some(day) = within(tender.at_ms) else {
                continue;
            };
            if !only.wants(tender.on, tender.by, sale) {
                continue;
            }
            let back = (-tender.amount).max(0);
            let values = [tender.amount, tender.tip, 1, tender.rounding, back];
            put("tenders", Some(tender.method.clone()), None, &values);
            if back > 0 {
                put("refunds_by_day", Some(day.to_string()), None, &[1, back]);
            }
        }
    }
    let all_of_it = only.query().is_empty();
    if all_of_it {
        for (at_ms, closed) in &history.late {
            if let Some(day) = within(*at_ms) {
                let values = [1, i64::from(closed.is_some()), closed.unwrap_or(0)];
                let rows = all.entry("late_by_day").or_default();
                add(rows, (Some(day.to_string()), None), &values);
            }
        }
        for at_ms in &history.handed_over {
            if let Some(day) = within(*at_ms) {
                let rows = all.entry("saved_by_day").or_default();
                add(rows, (Some(day.to_string()), None), &[0, 0, 0, 0, 0, 1]);
            }
        }
        for odd in &history.odd {
            if let Some(day) = within(odd.at_ms) {
                let values = [1, odd.worth];
                let rows = all.entry("exceptions_by_kind").or_default();
                add(rows, (Some(odd.kind.to_owned()), None), &values);
                let rows = all.entry("exceptions_by_day").or_default();
                add(rows, (Some(day.to_string()), None), &values);
            }
        }
    }
    for rows in all.values_mut() {
        rows.values_mut().for_each(|row| finished(row));
    }
    all
}

/// Puts the average where a row has one.
fn finished(row: &mut [i64]) {
    if row.len() == 9 && row[0] != 0 {
        row[6] = rounded(i128::from(row[5]), i128::from(row[0]));
    }
}

/// What the rows come to.
pub fn total(rows: &Rows) -> Vec<i64> {
    let mut total = Vec::new();
    for row in rows.values() {
        total.resize(row.len(), 0);
        total
            .iter_mut()
            .zip(row)
            .for_each(|(sum, value)| *sum += value);
    }
    finished(&mut total);
    total
}
