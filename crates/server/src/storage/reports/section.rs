//! One section: its rows as figures under numbers, and how they are told: keys as texts, in order, with
//! what they are compared with.

use super::cells::{At, Figures};
use super::keys;
use crate::storage::{ReadError, SqliteStorage, StoreNo};
use rusqlite::Connection;
use sale::civil::Date;
use std::collections::{BTreeMap, HashMap};
use sync::api::reports::{Dimension, Measure, ReportRow, ReportSection, Unit};
use sync::row::Kind;
use sync::server::Storage;
use uuid::Uuid;

/// Rows of a section in one answer.
const MOST_ROWS: usize = 500;
/// The ages of an open sale, in their order.
pub(super) const AGES: [&str; 4] = ["fresh", "ageing", "old", "very_old"];

/// What a section is: its words, and how figures become values.
#[derive(Clone, Copy)]
pub(super) struct Spec {
    pub id: &'static str,
    pub by: Dimension,
    pub and_by: Option<Dimension>,
    pub measures: &'static [(&'static str, Unit)],
    pub values: fn(&Figures) -> Vec<Option<i64>>,
}

/// Rows of figures, and what they come to.
#[derive(Default)]
pub(super) struct Table {
    pub rows: BTreeMap<(i64, i64), Figures>,
    pub total: Figures,
}

impl Table {
    /// Sums cells by a key.
    pub(super) fn of(
        cells: impl Iterator<Item = (At, Figures)>,
        key: impl Fn(At) -> (i64, i64),
    ) -> Table {
        let mut table = Table::default();
        for (at, figures) in cells {
            table.add(key(at), figures);
        }
        table
    }

    pub(super) fn add(&mut self, key: (i64, i64), figures: Figures) {
        let row = self.rows.entry(key).or_default();
        for (sum, figure) in row.iter_mut().zip(figures) {
            *sum += figure;
        }
        for (sum, figure) in self.total.iter_mut().zip(figures) {
            *sum += figure;
        }
    }

    /// With a row for each day, also where there was nothing.
    pub(super) fn daily(mut self, first: i32, last: i32) -> Table {
        for day in first..=last {
            self.rows.entry((i64::from(day), 0)).or_default();
        }
        self
    }
}

/// A whole section, with all its rows.
pub(crate) struct Raw {
    pub(crate) section: ReportSection,
}

/// The texts of keys. Texts that no figure is keyed by get numbers below nought, the same each time, so
/// that rows stand beside those that they are compared with.
pub(super) struct Names {
    texts: HashMap<i64, String>,
    own: HashMap<String, i64>,
}

impl Names {
    pub(super) fn of(connection: &Connection, store: StoreNo) -> Result<Names, ReadError> {
        Ok(Names {
            texts: keys::texts(connection, store)?,
            own: HashMap::new(),
        })
    }

    /// A number for a text that has none.
    pub(super) fn number(&mut self, text: &str) -> i64 {
        if let Some(known) = self.own.get(text) {
            return *known;
        }
        let next = -1 - i64::try_from(self.own.len()).unwrap_or(i64::MAX - 1);
        self.texts.insert(next, text.to_owned());
        self.own.insert(text.to_owned(), next);
        next
    }

    /// A number for each text of a map, for its keys that have one.
    pub(super) fn numbers(&mut self, of: &HashMap<String, String>) -> HashMap<i64, i64> {
        let keys = self.texts.iter().filter(|(no, _)| **no > 0);
        let keys: Vec<(i64, &String)> = keys
            .filter_map(|(no, text)| Some((*no, of.get(text)?)))
            .collect();
        keys.into_iter()
            .map(|(no, group)| (no, self.number(group)))
            .collect()
    }

    fn key(&self, by: Dimension, number: i64) -> Option<String> {
        match by {
            Dimension::All => None,
            Dimension::Day => i32::try_from(number)
                .ok()
                .and_then(Date::from_epoch_days)
                .map(|date| date.to_string()),
            Dimension::Hour | Dimension::Weekday => Some(number.to_string()),
            Dimension::Age => {
                let age = usize::try_from(number).ok();
                age.and_then(|age| AGES.get(age))
                    .map(|age| (*age).to_owned())
            }
            _ => self.texts.get(&number).cloned(),
        }
    }
}

/// Tells a section: its rows beside those that they are compared with.
///
/// # Errors
/// When the names cannot be read.
pub(super) fn raw(
    connection: &Connection,
    store: StoreNo,
    names: &Names,
    spec: &Spec,
    now: &Table,
    before: Option<&Table>,
) -> Result<Raw, ReadError> {
    let nothing = Figures::default();
    let mut all: Vec<(i64, i64)> = now.rows.keys().copied().collect();
    let only_before = before.iter().flat_map(|before| before.rows.keys());
    all.extend(only_before.filter(|key| !now.rows.contains_key(key)));
    let mut rows = Vec::with_capacity(all.len());
    for (key, second) in all {
        let figures = |table: &Table| *table.rows.get(&(key, second)).unwrap_or(&nothing);
        rows.push(ReportRow {
            key: names.key(spec.by, key),
            second: spec.and_by.and_then(|by| names.key(by, second)),
            label: None,
            values: (spec.values)(&figures(now)),
            before: before.map_or_else(Vec::new, |before| (spec.values)(&figures(before))),
        });
    }
    let in_order = matches!(
        spec.by,
        Dimension::Day | Dimension::Hour | Dimension::Weekday | Dimension::Age
    );
    if !in_order {
        // The largest first; equal ones by name, so that the order is the same each time.
        let largest = |row: &ReportRow| row.values.first().copied().flatten();
        let rank = usize::from(
            spec.measures
                .first()
                .is_some_and(|(id, _)| *id == "quantity"),
        );
        let rank = |row: &ReportRow| row.values.get(rank).copied().flatten().or(largest(row));
        rows.sort_by(|a, b| {
            let keys = || (&a.key, &a.second).cmp(&(&b.key, &b.second));
            rank(b).cmp(&rank(a)).then_with(keys)
        });
    }
    for row in rows.iter_mut().take(MOST_ROWS) {
        row.label = label(connection, store, spec.by, row.key.as_deref())?;
    }
    Ok(Raw {
        section: ReportSection {
            id: spec.id.to_owned(),
            by: spec.by,
            and_by: spec.and_by,
            measures: spec
                .measures
                .iter()
                .map(|(id, unit)| Measure {
                    id: (*id).to_owned(),
                    unit: *unit,
                })
                .collect(),
            rows,
            more: 0,
            total: (spec.values)(&now.total),
            total_before: before.map_or_else(Vec::new, |before| (spec.values)(&before.total)),
        },
    })
}

/// The section as it is sent: its first rows, and how many more there are.
pub(crate) fn told(raw: Raw) -> ReportSection {
    let mut section = raw.section;
    let more = section.rows.len().saturating_sub(MOST_ROWS);
    section.rows.truncate(MOST_ROWS);
    section.more = u64::try_from(more).unwrap_or(0);
    section
}

impl Raw {
    /// Gives every row its name.
    ///
    /// # Errors
    /// When the names cannot be read.
    pub(crate) fn named(
        mut self,
        connection: &Connection,
        store: StoreNo,
    ) -> Result<Raw, ReadError> {
        for row in self.section.rows.iter_mut().skip(MOST_ROWS) {
            row.label = label(connection, store, self.section.by, row.key.as_deref())?;
        }
        Ok(self)
    }

    /// What the second key of a row is called.
    ///
    /// # Errors
    /// When the name cannot be read.
    pub(crate) fn second_label(
        &self,
        connection: &Connection,
        store: StoreNo,
        row: &ReportRow,
    ) -> Result<Option<String>, ReadError> {
        let Some(by) = self.section.and_by else {
            return Ok(None);
        };
        let found = label(connection, store, by, row.second.as_deref())?;
        Ok(found.or_else(|| row.second.clone()))
    }
}

/// What an id is called.
fn label(
    connection: &Connection,
    store: StoreNo,
    by: Dimension,
    key: Option<&str>,
) -> Result<Option<String>, ReadError> {
    let kind = match by {
        Dimension::Register => Kind::Register,
        Dimension::Employee => Kind::Employee,
        Dimension::Product => Kind::Product,
        _ => return Ok(None),
    };
    let Some(id) = key.and_then(|key| Uuid::parse_str(key).ok()) else {
        return Ok(None);
    };
    #[derive(serde::Deserialize)]
    struct Named {
        name: String,
    }
    let row = SqliteStorage::new(connection, store).row(&kind, id)?;
    let named = row.and_then(|row| serde_json::from_str::<Named>(row.body.get()).ok());
    Ok(named.map(|named| named.name))
}
