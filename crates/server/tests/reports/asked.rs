//! What a report is asked for, and its sections as rows of figures. It must not know what they are made
//! of.

use super::history::History;
use super::replayed::{Came, Deed, Sale, Stands, rounded};
use super::wall::day_of;
use chrono::{Days, NaiveDate};
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

    pub fn wants_deed(&self, history: &History, place: &Place, deed: &Deed) -> bool {
        let sale = &history.sales[&deed.sale];
        self.wants(deed.on, deed.by, sale) && place.came(sale, self).is_some()
    }
}

pub fn text(id: Option<Uuid>) -> Option<String> {
    id.map(|id| id.to_string())
}

pub fn room(table: Option<&String>) -> Option<String> {
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
