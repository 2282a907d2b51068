//! What a manager wants to know the reason of, and how registers stood with the server.

use crate::storage::ReadError;
use crate::storage::reports::cells::Figures;
use crate::storage::reports::cells::column::{COUNT, VALUE};
use crate::storage::reports::desk::{Desk, Made};
use crate::storage::reports::kinds::{EXCEPTIONS, Kind};
use crate::storage::reports::section::{Spec, Table};
use crate::storage::reports::wanted::Wanted;
use rusqlite::params;
use sale::{EmployeeId, RegisterId, SaleId};
use std::collections::HashMap;
use sync::api::reports::{Dimension, Unit};
use uuid::Uuid;

/// An entry of the log that stands.
pub(super) struct Event {
    pub kind: i64,
    pub day: i32,
    pub amount: i64,
    pub worth: i64,
    pub employee: Uuid,
    pub register: Option<Uuid>,
}

/// Shows the events of some kinds that are wanted.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn events(
    desk: &Desk<'_>,
    wanted: &Wanted,
    kinds: &[Kind],
    mut show: impl FnMut(&Event),
) -> Result<(), ReadError> {
    let mut query = desk.connection.prepare_cached(
        "SELECT kind, day, amount, worth, employee_id, register_id, sale_id FROM report_event \
         WHERE store = ? AND kind = ? AND day BETWEEN ? AND ? AND worth IS NOT NULL",
    )?;
    for kind in kinds {
        let by = params![desk.store.0, kind.number(), wanted.first, wanted.last];
        let mut rows = query.query(by)?;
        while let Some(row) = rows.next()? {
            let event = Event {
                kind: row.get(0)?,
                day: row.get(1)?,
                amount: row.get(2)?,
                worth: row.get(3)?,
                employee: row.get(4)?,
                register: row.get(5)?,
            };
            let sale = row.get::<_, Option<Uuid>>(6)?.map(SaleId);
            let (by, on) = (EmployeeId(event.employee), event.register.map(RegisterId));
            if wanted.wants_event(desk.connection, desk.store, by, on, sale)? {
                show(&event);
            }
        }
    }
    Ok(())
}

fn section(id: &'static str, by: Dimension) -> Spec {
    Spec {
        id,
        by,
        and_by: None,
        measures: &[("count", Unit::Count), ("value", Unit::Money)],
        values: |f| vec![Some(f[COUNT]), Some(f[VALUE])],
    }
}

/// The sections of some days.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn made(desk: &mut Desk<'_>, wanted: &Wanted, shift: i32) -> Result<Made, ReadError> {
    let kinds: Vec<(i64, i64)> = EXCEPTIONS
        .iter()
        .map(|(kind, word)| (kind.number(), desk.names.number(word)))
        .collect();
    let kinds: HashMap<i64, i64> = kinds.into_iter().collect();
    let (mut by_kind, mut by_day) = (Table::default(), Table::default());
    let mut people: HashMap<Uuid, Figures> = HashMap::new();
    let all = EXCEPTIONS.map(|(kind, _)| kind);
    events(desk, wanted, &all, |event| {
        let mut figures = Figures::default();
        figures[COUNT] = 1;
        figures[VALUE] = event.worth;
        by_kind.add((kinds.get(&event.kind).copied().unwrap_or(0), 0), figures);
        by_day.add((i64::from(event.day + shift), 0), figures);
        let person = people.entry(event.employee).or_default();
        person[COUNT] += 1;
        person[VALUE] += event.worth;
    })?;
    let mut by_employee = Table::default();
    let heads = i64::try_from(people.len()).unwrap_or(1).max(1);
    let (count, value) = (by_kind.total[COUNT], by_kind.total[VALUE]);
    for (person, mut figures) in people {
        figures[2] = count.div_euclid(heads);
        figures[3] = value.div_euclid(heads);
        by_employee.add((desk.names.number(&person.to_string()), 0), figures);
    }
    by_employee.total[2] = count.div_euclid(heads);
    by_employee.total[3] = value.div_euclid(heads);
    let of_people = Spec {
        measures: &[
            ("count", Unit::Count),
            ("value", Unit::Money),
            ("average_count", Unit::Count),
            ("average_value", Unit::Money),
        ],
        values: |f| vec![Some(f[COUNT]), Some(f[VALUE]), Some(f[2]), Some(f[3])],
        ..section("exceptions_by_employee", Dimension::Employee)
    };
    let (first, last) = (wanted.first + shift, wanted.last.min(desk.today) + shift);
    Ok(vec![
        (section("exceptions_by_kind", Dimension::Exception), by_kind),
        (of_people, by_employee),
        (
            section("exceptions_by_day", Dimension::Day),
            by_day.daily(first, last),
        ),
    ])
}

/// How registers stood with the server.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn sync(desk: &mut Desk<'_>, wanted: &Wanted) -> Result<Made, ReadError> {
    let mut registers: HashMap<Uuid, Figures> = HashMap::new();
    let mut query = desk.connection.prepare_cached(
        "SELECT register_id, sum(observed_ms), sum(live_ms), max(silence_ms), max(unsent), \
         sum(hand_overs) FROM report_heard WHERE store = ? AND day BETWEEN ? AND ? \
         GROUP BY register_id",
    )?;
    let mut rows = query.query(params![desk.store.0, wanted.first, wanted.last])?;
    while let Some(row) = rows.next()? {
        let figures = registers.entry(row.get(0)?).or_default();
        for (column, figure) in figures.iter_mut().take(5).enumerate() {
            *figure = row.get(column + 1)?;
        }
    }
    drop(rows);
    drop(query);
    events(desk, wanted, &[Kind::Review], |event| {
        if let Some(register) = event.register {
            registers.entry(register).or_default()[5] += 1;
        }
    })?;
    let mut table = Table::default();
    for (register, figures) in registers {
        // By its id: a register on which no sale was opened has no key.
        if wanted
            .register_id
            .is_some_and(|wanted| wanted.0 != register)
        {
            continue;
        }
        let silence = table.total[2].max(figures[2]);
        let unsent = table.total[3].max(figures[3]);
        table.add((desk.names.number(&register.to_string()), 0), figures);
        table.total[2] = silence;
        table.total[3] = unsent;
    }
    let spec = Spec {
        measures: &[
            ("live", Unit::BasisPoints),
            ("silence_ms", Unit::DurationMs),
            ("unsent", Unit::Count),
            ("hand_overs", Unit::Count),
            ("reviews", Unit::Count),
        ],
        values: |f| {
            let observed = f[0] > 0;
            let live = sale::Money(f[1]).scale(10_000, f[0].max(1)).0;
            vec![
                observed.then_some(live),
                observed.then_some(f[2]),
                observed.then_some(f[3]),
                Some(f[4]),
                Some(f[5]),
            ]
        },
        ..section("sync_by_register", Dimension::Register)
    };
    Ok(vec![(spec, table)])
}
