//! Cells for a report: from the sums that were kept, or, where none were kept for what is asked, from
//! the facts of each sale.

use super::cells::{self, At, Figures, Kept, is_kept, month_of};
use super::facts::Facts;
use super::packs;
use super::wanted::Wanted;
use crate::storage::{ReadError, StoreNo};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::collections::HashMap;

/// The cells of each dimension.
#[derive(Default)]
pub(super) struct Cells {
    by: HashMap<Kept, Vec<(At, Figures)>>,
}

impl Cells {
    /// The cells of a dimension.
    pub(super) fn of(&self, kept: Kept) -> impl Iterator<Item = (At, Figures)> + '_ {
        self.by.get(&kept).into_iter().flatten().copied()
    }
}

/// Gathers the cells of some dimensions.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn cells(
    connection: &Connection,
    store: StoreNo,
    wanted: &Wanted,
    dimensions: &[Kept],
) -> Result<Cells, ReadError> {
    let mut gathered = Cells::default();
    let kept = wanted.kept();
    let mut rest = Vec::new();
    let mut found: HashMap<(Kept, At), Figures> = HashMap::new();
    for dimension in dimensions {
        match &kept {
            Some((narrowed, keys)) if is_kept(*dimension, *narrowed) => {
                for key in keys {
                    let by = (narrowed.number(), *key);
                    let rows = gathered.by.entry(*dimension).or_default();
                    summed(connection, store, wanted, by, *dimension, rows)?;
                }
            }
            _ => rest.push(*dimension),
        }
    }
    if !rest.is_empty() {
        each(connection, store, wanted, &mut |facts| {
            for cell in cells::of(facts, wanted.products.as_ref()) {
                let within = (wanted.first..=wanted.last).contains(&cell.at.day);
                if within && rest.contains(&cell.kept) && wanted.wants(&cell) {
                    let mut at = cell.at;
                    if !is_by_day(cell.kept) {
                        at.day = wanted.first;
                    }
                    let sums = found.entry((cell.kept, at)).or_default();
                    for (sum, figure) in sums.iter_mut().zip(cell.figures) {
                        *sum += figure;
                    }
                }
            }
        })?;
    }
    for ((kept, at), figures) in found {
        gathered.by.entry(kept).or_default().push((at, figures));
    }
    Ok(gathered)
}

/// Whether the cells of a dimension are wanted day by day; of others, one for each key will do.
fn is_by_day(kept: Kept) -> bool {
    matches!(
        kept,
        Kept::Hour | Kept::Money | Kept::Opened | Kept::Ended | Kept::Duration
    )
}

/// Reads kept sums.
fn summed(
    connection: &Connection,
    store: StoreNo,
    wanted: &Wanted,
    by: (i64, u32),
    kept: Kept,
    rows: &mut Vec<(At, Figures)>,
) -> Result<(), ReadError> {
    let by_day = is_by_day(kept);
    let (day, group) = match by_day {
        true => ("day", ""),
        false => ("min(day)", "GROUP BY key, second"),
    };
    let columns = match by_day {
        true => "a, b, c, d, e, f, g, h, i, j",
        false => "sum(a), sum(b), sum(c), sum(d), sum(e), sum(f), sum(g), sum(h), sum(i), sum(j)",
    };
    let sql = format!(
        "SELECT {day}, key, second, {columns} FROM report_figure WHERE store = ? AND narrowed = ? \
         AND by_key = ? AND dimension = ? AND day BETWEEN ? AND ? {group}"
    );
    let mut query = connection.prepare_cached(&sql)?;
    for (dimension, first, last) in spans(kept, wanted.first, wanted.last) {
        let by = [
            store.0,
            by.0,
            i64::from(by.1),
            dimension.number(),
            i64::from(first),
            i64::from(last),
        ];
        let found = query.query_map(params_from_iter(by.map(Value::Integer)), |row| {
            let at = At {
                day: row.get(0)?,
                key: row.get(1)?,
                second: row.get(2)?,
            };
            let mut figures = Figures::default();
            for (column, figure) in figures.iter_mut().enumerate() {
                *figure = row.get(column + 3)?;
            }
            Ok((at, figures))
        })?;
        for row in found {
            rows.push(row?);
        }
    }
    Ok(())
}

/// Where the sums of some days lie: goods by whole months, and by days at the ends.
fn spans(kept: Kept, first: i32, last: i32) -> Vec<(Kept, i32, i32)> {
    if kept != Kept::Product {
        return vec![(kept, first, last)];
    }
    let begins = match month_of(first) == first {
        true => first,
        false => month_of(month_of(first) + 31),
    };
    let ends = month_of(last + 1);
    if begins >= ends {
        return vec![(kept, first, last)];
    }
    vec![
        (kept, first, begins - 1),
        (Kept::ProductMonth, begins, ends - 1),
        (kept, ends, last),
    ]
}

/// Shows the facts of every sale that has to do with the days and may be wanted.
fn each(
    connection: &Connection,
    store: StoreNo,
    wanted: &Wanted,
    show: &mut dyn FnMut(&Facts),
) -> Result<(), ReadError> {
    packs::each(connection, store, wanted, &mut |_, facts| show(facts))?;
    each_open(connection, store, |_, facts| {
        let (first, last) = facts.days();
        if first <= wanted.last && last >= wanted.first {
            show(&facts);
        }
    })
}

/// Shows the facts of every open sale, with its number in the list.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn each_open(
    connection: &Connection,
    store: StoreNo,
    mut show: impl FnMut(i64, Facts),
) -> Result<(), ReadError> {
    let mut query = connection
        .prepare_cached("SELECT no, facts FROM report_sale WHERE store = ? AND open = 1")?;
    let mut rows = query.query([store.0])?;
    while let Some(row) = rows.next()? {
        let packed = row.get_ref(1)?.as_blob().unwrap_or_default();
        if let Ok(facts) = postcard::from_bytes(packed) {
            show(row.get(0)?, facts);
        }
    }
    Ok(())
}

/// The facts of every open sale that is wanted, with its number in the list.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn open(
    connection: &Connection,
    store: StoreNo,
    wanted: &Wanted,
) -> Result<Vec<(i64, Facts)>, ReadError> {
    let mut open = Vec::new();
    each_open(connection, store, |no, facts| {
        if wanted.wants_open(&facts) {
            open.push((no, facts));
        }
    })?;
    Ok(open)
}
