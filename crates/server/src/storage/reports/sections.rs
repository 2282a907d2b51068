//! The reports: which sections each has, and which figures they show. `docs/REPORTS.md` defines them.

mod exceptions;
mod open;
mod over_time;
mod takings;

use super::desk::{Desk, Made};
use super::section::{Names, Raw, raw};
use super::wanted::Wanted;
use super::{facts, wall};
use crate::storage::{ReadError, StoreNo, stores};
use rusqlite::Connection;
use sale::civil::Days;
use sale::{AgeSteps, Store};
use sync::api::reports::ReportName;
use sync::row::Kind;

/// All sections of a report with all their rows.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn all(
    connection: &Connection,
    store: StoreNo,
    name: ReportName,
    wanted: &Wanted,
    before: Option<Days>,
    now_ms: i64,
) -> Result<Vec<Raw>, ReadError> {
    let id = stores::id_of(connection, store)?;
    let row: Option<Store> = stores::row(connection, store, &Kind::Store, id.0)?;
    let wall = wall::of(connection, store)?;
    let mut desk = Desk {
        connection,
        store,
        now_ms,
        wall,
        today: facts::slot(wall, now_ms).day,
        begins_hour: row.as_ref().map_or(0, |row| row.day_begins_hour),
        steps: row.map_or(
            AgeSteps {
                ageing_minutes: 60,
                old_minutes: 240,
                very_old_minutes: 1_440,
            },
            |row| row.age_steps,
        ),
        names: Names::of(connection, store)?,
    };
    if name == ReportName::Home {
        return home(&mut desk, wanted);
    }
    let now = made(&mut desk, name, wanted, 0)?;
    let before = before.map(|days| wanted.on(days));
    let before = before
        .map(|before| made(&mut desk, name, &before, wanted.first - before.first))
        .transpose()?;
    let mut sections = Vec::new();
    for (place, (spec, table)) in now.iter().enumerate() {
        let compared = before.as_ref().filter(|_| name != ReportName::Open);
        let before = compared
            .and_then(|before| before.get(place))
            .map(|(_, table)| table);
        sections.push(raw(connection, store, &desk.names, spec, table, before)?);
    }
    Ok(sections)
}

/// One section of a report, with all its rows.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn one(
    connection: &Connection,
    store: StoreNo,
    name: ReportName,
    id: &str,
    wanted: &Wanted,
    before: Option<Days>,
    now_ms: i64,
) -> Result<Option<Raw>, ReadError> {
    let all = all(connection, store, name, wanted, before, now_ms)?;
    let found = all.into_iter().find(|raw| raw.section.id == id);
    found.map(|raw| raw.named(connection, store)).transpose()
}

fn made(
    desk: &mut Desk<'_>,
    name: ReportName,
    wanted: &Wanted,
    shift: i32,
) -> Result<Made, ReadError> {
    match name {
        ReportName::Home => Ok(Vec::new()),
        ReportName::Open => open::made(desk, wanted),
        ReportName::OverTime => over_time::made(desk, wanted, shift),
        ReportName::Takings => takings::made(desk, wanted, shift),
        ReportName::Exceptions => exceptions::made(desk, wanted, shift),
        ReportName::Sync => exceptions::sync(desk, wanted),
    }
}

/// The first screen: now, and today beside the same weekday a week ago.
fn home(desk: &mut Desk<'_>, wanted: &Wanted) -> Result<Vec<Raw>, ReadError> {
    let day = |day| Wanted {
        first: day,
        last: day,
        ..wanted.clone()
    };
    let (today, before) = (day(desk.today), day(desk.today - 7));
    let mut sections = vec![(open::home(desk, wanted)?, None)];
    let now = takings::home(desk, &today)?;
    for (now, (_, before)) in now.into_iter().zip(takings::home(desk, &before)?) {
        sections.push((now, Some(before)));
    }
    sections.push((open::needs(desk, wanted)?, None));
    let told = sections.iter().map(|((spec, table), before)| {
        let before = before.as_ref();
        raw(
            desk.connection,
            desk.store,
            &desk.names,
            spec,
            table,
            before,
        )
    });
    told.collect()
}
