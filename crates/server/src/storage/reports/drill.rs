//! The sales that a number is made of.

use super::cells::{self, Kept};
use super::facts::{Facts, Slot, State};
use super::section::AGES;
use super::wanted::{Wanted, categories, rooms};
use super::{gather, keys, packs, wall};
use crate::storage::sales as lists;
use crate::storage::{ReadError, StoreNo, stores};
use rusqlite::{Connection, params};
use sale::civil::Date;
use sale::{AgeSteps, Store};
use std::collections::HashSet;
use sync::api::SalesPage;
use sync::row::Kind;
use uuid::Uuid;

/// Sales of a page.
const MOST_ON_A_PAGE: usize = 100;
/// Sales that are counted; more are not told apart.
const MOST_COUNTED: u64 = 100_000;
const MINUTE_MS: i64 = 60_000;

/// A row's keys, as numbers where they have one; `None` stands for all.
struct Sought {
    key: Option<Vec<i64>>,
    second: Option<i64>,
}

/// One page of the sales behind a row of a section, or behind its total when no key is given; an empty
/// key stands for the row without one.
///
/// # Errors
/// When the file cannot be read. None where there is no such section, or its rows are of no sales.
#[expect(clippy::too_many_arguments, reason = "an address has that many parts")]
pub(crate) fn sales(
    connection: &Connection,
    store: StoreNo,
    section: &str,
    wanted: &Wanted,
    key: Option<&str>,
    second: Option<&str>,
    after: Option<&str>,
    now_ms: i64,
) -> Result<Option<SalesPage>, ReadError> {
    let Some(measured) = measured(section) else {
        return Ok(None);
    };
    let id = stores::id_of(connection, store)?;
    let row: Option<Store> = stores::row(connection, store, &Kind::Store, id.0)?;
    let today = super::facts::slot(wall::of(connection, store)?, now_ms).day;
    let wanted = match section.starts_with("home_") {
        true => Wanted {
            first: today,
            last: today,
            ..wanted.clone()
        },
        false => wanted.clone(),
    };
    let sought = Sought {
        key: key
            .map(|key| numbers(connection, store, section, key))
            .transpose()?,
        second: second
            .map(|second| match section.ends_with("_hour") {
                true => Ok(second.parse().unwrap_or(-1)),
                false => number(connection, store, second),
            })
            .transpose()?,
    };
    let begins = row.as_ref().map_or(0, |row| row.day_begins_hour);
    let steps = row.map(|row| row.age_steps);
    let after: i64 = after
        .and_then(|after| after.parse().ok())
        .unwrap_or(i64::MAX);
    let (mut found, mut count) = (Vec::new(), 0_u64);
    let mut take = |no: i64| {
        count = (count + 1).min(MOST_COUNTED);
        if no < after {
            found.push(no);
        }
    };
    if let Measured::Events(kinds) = measured {
        events(connection, store, &wanted, kinds, (section, key), &mut take)?;
    } else {
        let is = |facts: &Facts| match measured {
            Measured::Open => is_open(facts, section, &wanted, &sought, steps, now_ms),
            Measured::Cells(kept) => is_in(facts, section, kept, &wanted, &sought),
            Measured::Standing => stood(facts, &wanted, &sought, begins),
            Measured::Events(_) => false,
        };
        if !matches!(measured, Measured::Open) {
            let sifted = sifted(&wanted, section, &sought);
            packs::each(connection, store, &sifted, &mut |no, facts| {
                if is(facts) {
                    take(no);
                }
            })?;
        }
        gather::each_open(connection, store, |no, facts| {
            if is(&facts) {
                take(no);
            }
        })?;
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.dedup();
    let more = found.len() > MOST_ON_A_PAGE;
    found.truncate(MOST_ON_A_PAGE);
    let next = found.last().filter(|_| more).map(ToString::to_string);
    let mut page = SalesPage {
        sales: Vec::new(),
        next,
        count,
    };
    for no in found {
        let id: Uuid = connection
            .prepare_cached("SELECT id FROM entity WHERE store = ? AND no = ?")?
            .query_row(params![store.0, no], |row| row.get(0))?;
        page.sales.extend(lists::one(connection, store, id)?);
    }
    Ok(Some(page))
}

/// What is wanted, narrowed down to what a row may be made of, so that other sales are passed over.
fn sifted(wanted: &Wanted, section: &str, sought: &Sought) -> Wanted {
    let mut sifted = wanted.clone();
    let keys = sought.key.iter().flatten();
    let keys: Vec<u32> = keys.filter_map(|key| u32::try_from(*key).ok()).collect();
    match (section, keys.as_slice()) {
        ("takings_by_register", [key]) => sifted.register = Some(*key),
        ("takings_by_employee", [key]) => sifted.employee = Some(*key),
        ("takings_by_origin", [key]) => sifted.origin = Some(*key),
        ("takings_by_table" | "takings_by_room", [_, ..]) => sifted.tables = Some(keys),
        ("takings_by_product" | "takings_by_category" | "home_best_sellers", [_, ..]) => {
            sifted.products = Some(keys.into_iter().collect());
        }
        _ => {}
    }
    sifted
}

#[derive(Clone, Copy)]
enum Measured {
    Open,
    Cells(&'static [Kept]),
    /// Sales that were open at the end of an hour.
    Standing,
    /// Kinds of events, the first and the last of a span of numbers.
    Events((i64, i64)),
}

/// What a section is made of.
fn measured(section: &str) -> Option<Measured> {
    Some(match section {
        "home_open" | "home_needs" => Measured::Open,
        section if section.starts_with("open_") && section != "open_by_hour" => Measured::Open,
        "home_takings"
        | "home_takings_by_hour"
        | "takings_by_day"
        | "takings_by_hour"
        | "takings_by_weekday_hour" => Measured::Cells(&[Kept::Hour]),
        "home_best_sellers" | "takings_by_product" | "takings_by_category" => {
            Measured::Cells(&[Kept::Product])
        }
        "takings_by_register" => Measured::Cells(&[Kept::Register]),
        "takings_by_employee" => Measured::Cells(&[Kept::Employee]),
        "takings_by_origin" => Measured::Cells(&[Kept::Origin]),
        "takings_by_table" | "takings_by_room" => Measured::Cells(&[Kept::Table]),
        "taxes" => Measured::Cells(&[Kept::Tax]),
        "tenders" => Measured::Cells(&[Kept::Method]),
        "refunds_by_day" => Measured::Cells(&[Kept::Money]),
        "open_by_hour" => Measured::Standing,
        "saved_by_day" | "webstore_by_day" => Measured::Cells(&[Kept::Opened, Kept::Ended]),
        "time_to_close_by_day" => Measured::Cells(&[Kept::Duration]),
        "saved_on_closed_on" => Measured::Cells(&[Kept::Pair]),
        "late_by_day" => Measured::Events((7, 7)),
        "exceptions_by_kind" | "exceptions_by_employee" | "exceptions_by_day" => {
            Measured::Events((1, 6))
        }
        _ => return None,
    })
}

fn number(connection: &Connection, store: StoreNo, text: &str) -> Result<i64, ReadError> {
    if text.is_empty() {
        return Ok(0);
    }
    Ok(keys::known(connection, store, text)?.map_or(-1, i64::from))
}

/// The numbers of a row's key: of a room its tables', of a category its products'.
fn numbers(
    connection: &Connection,
    store: StoreNo,
    section: &str,
    key: &str,
) -> Result<Vec<i64>, ReadError> {
    let grouped = match section {
        "takings_by_room" | "open_by_room" => Some(rooms(connection, store)?),
        "takings_by_category" | "open_by_category" => Some(categories(connection, store)?),
        _ => None,
    };
    if let Some(groups) = grouped {
        let known = keys::texts(connection, store)?;
        let group = |text: &str| groups.get(text).map_or("", String::as_str);
        let within = known.iter().filter(|(_, text)| group(text) == key);
        let mut within: Vec<i64> = within.map(|(no, _)| *no).collect();
        if key.is_empty() {
            within.push(0);
        }
        return Ok(within);
    }
    if matches!(section, "open_by_age" | "home_needs") {
        let key = key.strip_prefix("sale_").unwrap_or(key);
        let age = AGES.iter().position(|age| *age == key);
        return Ok(vec![
            age.and_then(|age| i64::try_from(age).ok()).unwrap_or(-1),
        ]);
    }
    if section.ends_with("_by_day") || section == "open_by_hour" {
        let day = key.parse::<Date>().map(super::facts::day_number);
        return Ok(vec![day.map_or(i64::MIN, i64::from)]);
    }
    if section.ends_with("_hour") {
        return Ok(vec![key.parse().unwrap_or(-1)]);
    }
    Ok(vec![number(connection, store, key)?])
}

fn is_open(
    facts: &Facts,
    section: &str,
    wanted: &Wanted,
    sought: &Sought,
    steps: Option<AgeSteps>,
    now_ms: i64,
) -> bool {
    if !wanted.wants_open(facts) {
        return false;
    }
    let Some(keys) = &sought.key else {
        return true;
    };
    let has = |key: u32| keys.contains(&i64::from(key));
    match section {
        "open_by_register" => has(facts.who.register),
        "open_by_employee" => has(facts.who.employee),
        "open_by_origin" => has(facts.who.origin),
        "open_by_table" | "open_by_room" => has(facts.who.table),
        "open_by_product" | "open_by_category" => facts.goods.iter().any(|good| has(good.product)),
        "open_by_age" | "home_needs" => steps.is_some_and(|steps| {
            let age_ms = now_ms.saturating_sub(facts.opened_ms);
            let steps = [
                steps.ageing_minutes,
                steps.old_minutes,
                steps.very_old_minutes,
            ];
            let passed = steps
                .iter()
                .filter(|step| age_ms >= i64::from(**step) * MINUTE_MS);
            keys.contains(&i64::try_from(passed.count()).unwrap_or(0))
        }),
        _ => true,
    }
}

/// Whether a sale was open at the end of an hour of a day; without one at the end of the last day.
fn stood(facts: &Facts, wanted: &Wanted, sought: &Sought, begins: u8) -> bool {
    let place = |day: i64, hour: i64| (day, (hour - i64::from(begins)).rem_euclid(24));
    let of = |slot: Slot| place(i64::from(slot.day), i64::from(slot.hour));
    let days = sought.key.as_ref().and_then(|keys| keys.first());
    let day = days.copied().unwrap_or(i64::from(wanted.last));
    let at = sought.second.map_or((day, 23), |hour| place(day, hour));
    wanted.wants_open(facts)
        && (facts.ended.is_none() || facts.open_ms > 0)
        && of(facts.opened) <= at
        && facts.ended.is_none_or(|ended| of(ended) > at)
}

fn is_in(facts: &Facts, section: &str, kept: &[Kept], wanted: &Wanted, sought: &Sought) -> bool {
    let counts = |key: i64, second: i64, day: i32| {
        let (key, second) = match section {
            "takings_by_weekday_hour" => (i64::from((day + 3).rem_euclid(7)) + 1, key),
            section if section.ends_with("_by_day") => (i64::from(day), 0),
            "open_by_hour" => (i64::from(day), key),
            _ => (key, second),
        };
        sought.key.as_ref().is_none_or(|keys| keys.contains(&key))
            && sought.second.is_none_or(|wanted| wanted == second)
    };
    let cells = cells::of(facts, wanted.products.as_ref());
    cells.iter().any(|cell| {
        kept.contains(&cell.kept)
            && (wanted.first..=wanted.last).contains(&cell.at.day)
            && wanted.wants(cell)
            && counts(cell.at.key, cell.at.second, cell.at.day)
            && (section != "refunds_by_day" || cell.figures[cells::column::REFUNDS] > 0)
            && (section != "time_to_close_by_day" || facts.state == State::Closed)
    })
}

fn events(
    connection: &Connection,
    store: StoreNo,
    wanted: &Wanted,
    (first, last): (i64, i64),
    (section, key): (&str, Option<&str>),
    take: &mut dyn FnMut(i64),
) -> Result<(), ReadError> {
    let mut query = connection.prepare_cached(
        "SELECT DISTINCT report_event.kind, day, employee_id, register_id, sale_id, entity.no \
         FROM report_event JOIN entity ON entity.store = report_event.store \
         AND entity.kind = 'sale' AND entity.id = report_event.sale_id \
         WHERE report_event.store = ? AND report_event.kind BETWEEN ? AND ? AND day BETWEEN ? AND ? \
         AND worth IS NOT NULL",
    )?;
    let mut rows = query.query(params![store.0, first, last, wanted.first, wanted.last])?;
    let mut seen = HashSet::new();
    while let Some(row) = rows.next()? {
        let kind: i64 = row.get(0)?;
        let day: i32 = row.get(1)?;
        let employee: Uuid = row.get(2)?;
        let is = key.is_none_or(|key| match section {
            "exceptions_by_kind" => {
                let word = super::kinds::EXCEPTIONS
                    .iter()
                    .find(|(_, word)| *word == key);
                word.is_some_and(|(known, _)| known.number() == kind)
            }
            "exceptions_by_employee" => employee.to_string() == key,
            _ => key
                .parse::<Date>()
                .is_ok_and(|date| super::facts::day_number(date) == day),
        });
        let register = row.get::<_, Option<Uuid>>(3)?.map(sale::RegisterId);
        let sale = row.get::<_, Option<Uuid>>(4)?.map(sale::SaleId);
        let by = sale::EmployeeId(employee);
        let no: i64 = row.get(5)?;
        if is && !seen.contains(&no) && wanted.wants_event(connection, store, by, register, sale)? {
            seen.insert(no);
            take(no);
        }
    }
    Ok(())
}
