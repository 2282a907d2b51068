//! The reports of days as they should be, from the sales that were replayed.

use super::deeds::Deed;
use super::history::History;
use super::replayed::{Came, Sale, Stands, rounded};
use super::times;
use super::wall::{day_of, hour_of};
use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

pub type Key = (Option<String>, Option<String>);
pub type Rows = BTreeMap<Key, Vec<i64>>;

/// The shop as the reports see it.
#[derive(Clone)]
pub struct Place {
    pub zone: Tz,
    pub begins: u32,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub categories: HashMap<Uuid, String>,
    /// Ages from which on a sale is another step older, in minutes.
    pub steps: [i64; 3],
}

impl Place {
    /// The business day of a moment, where it is one of those asked for.
    pub fn within(&self, at_ms: i64) -> Option<NaiveDate> {
        let day = day_of(at_ms, self.zone, self.begins);
        (self.first..=self.last).contains(&day).then_some(day)
    }

    pub fn on(&self, first: NaiveDate, last: NaiveDate) -> Place {
        Place {
            first,
            last,
            ..self.clone()
        }
    }

    pub fn category(&self, came: &Came) -> Option<String> {
        came.product
            .and_then(|id| self.categories.get(&id).cloned())
    }

    /// What a sale comes to, of the goods that are wanted; none without any of them.
    pub fn came(&self, sale: &Sale, only: &Only) -> Option<Vec<Came>> {
        let merged = matches!(sale.stands, Stands::Merged(_));
        let mut came = if merged { Vec::new() } else { sale.came() };
        if let Some(wanted) = &only.category {
            came.retain(|line| self.category(line).as_ref() == Some(wanted));
        }
        (only.category.is_none() || !came.is_empty()).then_some(came)
    }
}

/// Sections by id, each with its rows and what they come to.
#[derive(Default)]
pub struct Sections {
    pub rows: BTreeMap<&'static str, Rows>,
    /// Of those whose total is not the sum of their rows.
    pub totals: BTreeMap<&'static str, Vec<i64>>,
}

impl Sections {
    pub fn add(&mut self, id: &'static str, key: Key, values: &[i64]) {
        add(self.rows.entry(id).or_default(), key, values);
    }

    /// A section's rows, but for those where there was nothing.
    pub fn of(&self, id: &str) -> Rows {
        let rows = self.rows.get(id).into_iter().flatten();
        rows.filter(|(_, values)| values.iter().any(|value| *value != 0))
            .map(|(key, values)| (key.clone(), values.clone()))
            .collect()
    }

    /// With every day told as the one so many days later.
    pub fn later(mut self, days: Days) -> Sections {
        for (id, rows) in &mut self.rows {
            if id.ends_with("_by_day") || *id == "open_by_hour" {
                *rows = std::mem::take(rows)
                    .into_iter()
                    .map(|((day, second), values)| {
                        let day = day.unwrap().parse::<NaiveDate>().unwrap() + days;
                        ((Some(day.to_string()), second), values)
                    })
                    .collect();
            }
        }
        self
    }

    pub fn total(&self, id: &str) -> Vec<i64> {
        let own = self.totals.get(id).cloned();
        own.unwrap_or_else(|| total(&self.of(id)))
    }
}

/// What a report is narrowed down by.
#[derive(Clone, Debug, Default)]
pub struct Only {
    pub register: Option<Uuid>,
    pub employee: Option<Uuid>,
    pub table: Option<String>,
    pub room: Option<String>,
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
            ("room", self.room.clone()),
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

    pub fn wants(&self, register: Option<Uuid>, employee: Uuid, sale: &Sale) -> bool {
        self.register.is_none_or(|is| Some(is) == register)
            && self.employee.is_none_or(|is| is == employee)
            && self
                .table
                .as_ref()
                .is_none_or(|is| Some(is) == sale.table.as_ref())
            && (self.room.is_none() || self.room == room(sale.table.as_ref()))
            && self.origin.as_ref().is_none_or(|is| is == sale.origin)
    }

    fn wants_deed(&self, history: &History, place: &Place, deed: &Deed) -> bool {
        let sale = &history.sales[&deed.sale];
        self.wants(deed.on, deed.by, sale) && place.came(sale, self).is_some()
    }
}

pub fn text(id: Option<Uuid>) -> Option<String> {
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

/// What the reports of days say, with the open sales at a moment.
pub fn sections(history: &History, place: &Place, only: &Only, now_ms: i64) -> Sections {
    let mut all = Sections::default();
    let within = |at_ms: i64| place.within(at_ms);
    let hour = |at_ms: i64| Some(hour_of(at_ms, place.zone).to_string());
    let category = |came: &Came| place.category(came);
    for sale in history.sales.values() {
        let merged = matches!(sale.stands, Stands::Merged(_));
        let Some(came) = place.came(sale, only) else {
            continue;
        };
        let value: i64 = came.iter().map(|line| line.net + line.tax()).sum();
        let mut put = |id, key: Option<String>, second, values: &[i64]| {
            all.add(id, (key, second), values);
        };
        if only.wants(sale.opened_on, sale.owner, sale) {
            if let Some(day) = within(sale.opened_ms) {
                let split = i64::from(sale.split);
                let values = [1 - split, 0, 0, 0, split, 0];
                put("saved_by_day", Some(day.to_string()), None, &values);
                if sale.origin == "Webstore" {
                    let values = [1 - split, 0, 0];
                    put("webstore_by_day", Some(day.to_string()), None, &values);
                }
            }
            if let Some(day) = sale.ended.and_then(|(at_ms, ..)| within(at_ms)) {
                let is = |stands: bool| i64::from(stands);
                let closed = is(sale.stands == Stands::Closed);
                let voided = is(sale.stands == Stands::Voided);
                let values = [0, closed, voided, is(merged), 0, 0];
                put("saved_by_day", Some(day.to_string()), None, &values);
                if sale.origin == "Webstore" {
                    let values = [0, closed, closed * value];
                    put("webstore_by_day", Some(day.to_string()), None, &values);
                }
            }
            if sale.stands == Stands::Open {
                let paid = if only.category.is_none() {
                    sale.paid()
                } else {
                    0
                };
                let values = [1, value, value - paid, paid, i64::from(paid != 0)];
                put("open_total", None, None, &values);
                let age = times::age(sale, place, now_ms).to_owned();
                put("open_by_age", Some(age), None, &values);
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
    let deeds = history.deeds.iter().filter(|deed| deed.worth.is_some());
    for deed in deeds.filter(|deed| only.wants_deed(history, place, deed)) {
        let (Some(day), Some(worth)) = (within(deed.at_ms), deed.worth) else {
            continue;
        };
        let day = (Some(day.to_string()), None);
        match deed.kind {
            "late" => all.add("late_by_day", day, &[1, deed.amount, worth]),
            "handed_over" => all.add("saved_by_day", day, &[0, 0, 0, 0, 0, 1]),
            kind => {
                let kind_key = (Some(kind.to_owned()), None);
                all.add("exceptions_by_kind", kind_key, &[1, worth]);
                all.add("exceptions_by_day", day, &[1, worth]);
                let person = (text(Some(deed.by)), None);
                all.add("exceptions_by_employee", person, &[1, worth, 0, 0]);
            }
        }
        // Nothing else that the Sync report shows is in the log.
        if let ("review", Some(on)) = (deed.kind, deed.on) {
            let register = (text(Some(on)), None);
            all.add("sync_by_register", register, &[0, 0, 0, 0, 1]);
        }
    }
    beside_the_average(&mut all);
    times::standing(&mut all, history, place, only, now_ms);
    times::until_closed(&mut all, history, place, only);
    for rows in all.rows.values_mut() {
        rows.values_mut().for_each(|row| finished(row));
    }
    all
}

/// Puts what the shop's employees did on average beside what each did.
fn beside_the_average(all: &mut Sections) {
    let Some(rows) = all.rows.get_mut("exceptions_by_employee") else {
        return;
    };
    let mut sums = total(rows);
    let heads = i64::try_from(rows.len()).unwrap();
    (sums[2], sums[3]) = (sums[0].div_euclid(heads), sums[1].div_euclid(heads));
    for row in rows.values_mut() {
        row[2..].copy_from_slice(&sums[2..]);
    }
    all.totals.insert("exceptions_by_employee", sums);
}

/// Puts the average where a row has one.
pub fn finished(row: &mut [i64]) {
    if matches!(row.len(), 9 | 10) && row[0] != 0 {
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
