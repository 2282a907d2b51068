//! How open sales came and went.

use crate::storage::ReadError;
use crate::storage::reports::cells::{At, Figures, Kept, column::*};
use crate::storage::reports::desk::{Desk, Made};
use crate::storage::reports::gather;
use crate::storage::reports::kinds::Kind;
use crate::storage::reports::section::{Spec, Table};
use crate::storage::reports::{facts, keys, wanted::Wanted};
use std::collections::BTreeMap;
use sync::api::reports::{Dimension, Unit};

const MINUTE_MS: i64 = 60_000;
/// Days of which every hour is shown.
const MOST_BY_HOUR: i32 = 31;
/// Of figures of a day, where they go in the order of the measures.
const HANDED_OVER: usize = 5;

fn section(id: &'static str, by: Dimension, measures: &'static [(&'static str, Unit)]) -> Spec {
    Spec {
        id,
        by,
        and_by: None,
        measures,
        values: |f| f.iter().copied().map(Some).collect(),
    }
}

/// The sections of some days.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn made(desk: &mut Desk<'_>, wanted: &Wanted, shift: i32) -> Result<Made, ReadError> {
    let kept = [Kept::Opened, Kept::Ended, Kept::Duration, Kept::Pair];
    let cells = gather::cells(desk.connection, desk.store, wanted, &kept)?;
    let (first, last) = (wanted.first + shift, wanted.last.min(desk.today) + shift);
    let mut days = Table::default();
    let mut put = |day: i32, at: usize, count: i64| {
        let mut figures = Figures::default();
        if let Some(figure) = figures.get_mut(at) {
            *figure = count;
        }
        days.add((i64::from(day + shift), 0), figures);
    };
    for (at, opened) in cells.of(Kept::Opened) {
        put(at.day, 0, opened[SAVED]);
        put(at.day, 4, opened[SPLIT]);
    }
    for (at, ended) in cells.of(Kept::Ended) {
        put(at.day, 1, ended[CLOSED]);
        put(at.day, 2, ended[VOIDED]);
        put(at.day, 3, ended[MERGED]);
    }
    super::exceptions::events(desk, wanted, &[Kind::HandedOver], |event| {
        put(event.day, HANDED_OVER, 1);
    })?;
    let by_day = Spec {
        values: |f| f.iter().take(6).copied().map(Some).collect(),
        ..section(
            "saved_by_day",
            Dimension::Day,
            &[
                ("saved", Unit::Count),
                ("closed", Unit::Count),
                ("voided", Unit::Count),
                ("merged", Unit::Count),
                ("split", Unit::Count),
                ("handed_over", Unit::Count),
            ],
        )
    };
    let pairs = Spec {
        and_by: Some(Dimension::Register),
        values: |f| vec![Some(f[COUNT]), Some(f[VALUE])],
        ..section(
            "saved_on_closed_on",
            Dimension::Register,
            &[("sales", Unit::Count), ("value", Unit::Money)],
        )
    };
    let pair = Table::of(cells.of(Kept::Pair), |at| (at.key, at.second));
    Ok(vec![
        (by_day, days.daily(first, last)),
        open_by_hour(desk, wanted, shift)?,
        durations(cells.of(Kept::Duration), shift, first, last),
        (pairs, pair),
        webstore(desk, wanted, shift)?,
    ])
}

/// How many sales were open at the end of each hour: those that are open now, less what was opened
/// since, and what has ended since.
fn open_by_hour(desk: &Desk<'_>, wanted: &Wanted, shift: i32) -> Result<(Spec, Table), ReadError> {
    let since = Wanted {
        last: desk.today.max(wanted.last),
        ..wanted.clone()
    };
    let kept = [Kept::Opened, Kept::Ended];
    let cells = gather::cells(desk.connection, desk.store, &since, &kept)?;
    let begins = i64::from(desk.begins_hour);
    // Hours in the order in which a business day has them.
    let place = |day: i32, hour: i64| (day, (hour - begins).rem_euclid(24));
    let mut moves: BTreeMap<(i32, i64), (i64, i64)> = BTreeMap::new();
    let mut shift_by = |at: (i32, i64), count: i64, value: i64| {
        let (counted, valued) = moves.entry(at).or_default();
        *counted += count;
        *valued += value;
    };
    for (at, opened) in cells.of(Kept::Opened) {
        shift_by(place(at.day, at.key), opened[COUNT], opened[VALUE]);
    }
    for (at, ended) in cells.of(Kept::Ended) {
        shift_by(place(at.day, at.key), -ended[COUNT], -ended[VALUE]);
    }
    let (mut count, mut value) = (0, 0);
    for (_, facts) in gather::open(desk.connection, desk.store, wanted)? {
        let sums = facts.sums_of(wanted.products.as_ref()).unwrap_or_default();
        count += 1;
        value += sums.net + sums.tax;
        let opened = place(facts.opened.day, i64::from(facts.opened.hour));
        shift_by(opened, 0, sums.net + sums.tax);
    }
    let now = facts::slot(desk.wall, desk.now_ms);
    let now = place(now.day, i64::from(now.hour));
    let every = wanted.last - wanted.first < MOST_BY_HOUR;
    let mut table = Table::default();
    let mut later = moves.into_iter().rev().peekable();
    for day in (wanted.first..=wanted.last.min(desk.today)).rev() {
        for hour in (0..24).rev().filter(|hour| (day, *hour) <= now) {
            while let Some((_, (counted, valued))) = later.next_if(|(at, _)| *at > (day, hour)) {
                count -= counted;
                value -= valued;
            }
            let last = hour == 23 || (day, hour) == now;
            if every || last {
                let mut figures = Figures::default();
                figures[0] = count;
                figures[1] = value;
                let wall_hour = (hour + begins).rem_euclid(24);
                table
                    .rows
                    .insert((i64::from(day + shift), wall_hour), figures);
                // From the last hour backwards: the first is how it stands at the end.
                if table.rows.len() == 1 {
                    table.total = figures;
                }
            }
        }
    }
    let spec = Spec {
        and_by: Some(Dimension::Hour),
        values: |f| vec![Some(f[0]), Some(f[1])],
        ..section(
            "open_by_hour",
            Dimension::Day,
            &[("open_sales", Unit::Count), ("open_value", Unit::Money)],
        )
    };
    Ok((spec, table))
}

/// How long closed sales were open.
fn durations(
    cells: impl Iterator<Item = (At, Figures)>,
    shift: i32,
    first: i32,
    last: i32,
) -> (Spec, Table) {
    let mut days: BTreeMap<i32, BTreeMap<i64, i64>> = BTreeMap::new();
    let mut whole: BTreeMap<i64, i64> = BTreeMap::new();
    for (at, figures) in cells {
        let day = days.entry(at.day + shift).or_default();
        *day.entry(at.key).or_default() += figures[COUNT];
        *whole.entry(at.key).or_default() += figures[COUNT];
    }
    let mut table = Table {
        total: percentiles(&whole),
        ..Table::default()
    };
    for (day, steps) in &days {
        table.rows.insert((i64::from(*day), 0), percentiles(steps));
    }
    let spec = Spec {
        values: |f| {
            let some = f[2] > 0;
            vec![some.then_some(f[0]), some.then_some(f[1]), Some(f[2])]
        },
        ..section(
            "time_to_close_by_day",
            Dimension::Day,
            &[
                ("p50_ms", Unit::DurationMs),
                ("p90_ms", Unit::DurationMs),
                ("sales", Unit::Count),
            ],
        )
    };
    (spec, table.daily(first, last))
}

/// The steps within which half and nine in ten lie, and how many there are.
fn percentiles(steps: &BTreeMap<i64, i64>) -> Figures {
    let all: i64 = steps.values().sum();
    let within = |tenths: i64| {
        let mut sum = 0;
        let step = steps.iter().find(|(_, count)| {
            sum += **count;
            sum * 10 >= all * tenths && all > 0
        });
        step.map_or(0, |(minutes, _)| minutes * MINUTE_MS)
    };
    let mut figures = Figures::default();
    figures[0] = within(5);
    figures[1] = within(9);
    figures[2] = all;
    figures
}

/// What the webstore brought.
fn webstore(desk: &Desk<'_>, wanted: &Wanted, shift: i32) -> Result<(Spec, Table), ReadError> {
    let origin = keys::known(desk.connection, desk.store, "Webstore")?;
    // Narrowed down to another origin, there is nothing.
    let none = wanted.origin.is_some() && wanted.origin != origin;
    let of_webstore = Wanted {
        origin: origin.filter(|_| !none).or(Some(u32::MAX)),
        ..wanted.clone()
    };
    let kept = [Kept::Opened, Kept::Ended];
    let cells = gather::cells(desk.connection, desk.store, &of_webstore, &kept)?;
    let mut table = Table::default();
    for (at, opened) in cells.of(Kept::Opened) {
        let mut figures = Figures::default();
        figures[0] = opened[SAVED];
        table.add((i64::from(at.day + shift), 0), figures);
    }
    for (at, ended) in cells.of(Kept::Ended) {
        let mut figures = Figures::default();
        figures[1] = ended[CLOSED];
        figures[2] = ended[CLOSED_VALUE];
        table.add((i64::from(at.day + shift), 0), figures);
    }
    let (first, last) = (wanted.first + shift, wanted.last.min(desk.today) + shift);
    let spec = Spec {
        values: |f| f.iter().take(3).copied().map(Some).collect(),
        ..section(
            "webstore_by_day",
            Dimension::Day,
            &[
                ("saved", Unit::Count),
                ("closed", Unit::Count),
                ("value", Unit::Money),
            ],
        )
    };
    Ok((spec, table.daily(first, last)))
}
