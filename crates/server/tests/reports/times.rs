//! Figures of how long: sales that were open hour by hour, ages, and how long until they were closed.
//! It must not know how a report is asked for.

use super::asked::{Only, Place, Sections};
use super::history::History;
use super::replayed::{Sale, Stands};
use super::wall::{day_of, hour_of};
use chrono::NaiveDate;
use std::collections::BTreeMap;

const MINUTE_MS: i64 = 60_000;

/// How old an open sale is.
pub fn age(sale: &Sale, place: &Place, now_ms: i64) -> &'static str {
    let old_ms = now_ms - sale.opened_ms;
    match place.steps.map(|minutes| minutes * MINUTE_MS) {
        [ageing, ..] if old_ms < ageing => "fresh",
        [_, old, _] if old_ms < old => "ageing",
        [.., very] if old_ms < very => "old",
        _ => "very_old",
    }
}

/// The hours of the business days, each by its place in the day.
type Hour = (NaiveDate, u32);

/// Sales that were open at the end of each hour, for at most 31 days; longer, of each day's last.
pub fn standing(all: &mut Sections, history: &History, place: &Place, only: &Only, now_ms: i64) {
    let hour = |at_ms: i64| -> Hour {
        let day = day_of(at_ms, place.zone, place.begins);
        let hour = hour_of(at_ms, place.zone);
        (day, (hour + 24 - place.begins) % 24)
    };
    let stood: Vec<(Hour, Option<Hour>, i64)> = history
        .sales
        .values()
        .filter(|sale| only.wants(sale.opened_on, sale.owner, sale))
        // What was closed before it was opened, by another clock, was never open.
        .filter(|sale| sale.ended.is_none_or(|(at_ms, ..)| at_ms > sale.opened_ms))
        .filter_map(|sale| {
            let came = place.came(sale, only)?;
            let ended = sale.ended.map(|(at_ms, ..)| hour(at_ms));
            let value = came.iter().map(|line| line.net + line.tax()).sum();
            Some((hour(sale.opened_ms), ended, value))
        })
        .collect();
    let now = hour(now_ms);
    let each = (place.last - place.first).num_days() < 31;
    let mut last = vec![0, 0];
    for day in place.first.iter_days().take_while(|day| *day <= place.last) {
        for at in (0..24).filter(|at| each || *at == 23 || (day, *at) == now) {
            let end = (day, at);
            if end > now {
                continue;
            }
            let open = stood
                .iter()
                .filter(|(opened, ended, _)| *opened <= end && ended.is_none_or(|is| is > end));
            let (mut count, mut value) = (0, 0);
            for (.., worth) in open {
                count += 1;
                value += worth;
            }
            let wall = (at + place.begins) % 24;
            let key = (Some(day.to_string()), Some(wall.to_string()));
            last = vec![count, value];
            all.add("open_by_hour", key, &last);
        }
    }
    all.totals.insert("open_by_hour", last);
}

/// How long the sales of each day had been open when they were closed.
pub fn until_closed(all: &mut Sections, history: &History, place: &Place, only: &Only) {
    let mut days: BTreeMap<NaiveDate, Vec<i64>> = BTreeMap::new();
    for sale in history.sales.values() {
        let (Stands::Closed, Some((at_ms, _, on))) = (sale.stands, sale.ended) else {
            continue;
        };
        let wanted = only.wants(on, sale.owner, sale) && place.came(sale, only).is_some();
        if let Some(day) = place.within(at_ms).filter(|_| wanted) {
            let minutes = up_to(at_ms - sale.opened_ms, MINUTE_MS).max(0);
            let step = match minutes {
                ..=60 => 1,
                61..=360 => 5,
                361..=10_080 => 60,
                _ => 1_440,
            };
            days.entry(day)
                .or_default()
                .push(up_to(minutes, step) * step);
        }
    }
    let whole: Vec<i64> = days.values().flatten().copied().collect();
    for (day, minutes) in days {
        let key = (Some(day.to_string()), None);
        all.add("time_to_close_by_day", key, &within(minutes));
    }
    all.totals
        .insert("time_to_close_by_day", within(whole).to_vec());
}

/// How many steps it takes to get there.
fn up_to(amount: i64, step: i64) -> i64 {
    -((-amount).div_euclid(step))
}

/// Within which time half and nine in ten were closed, and how many there are.
fn within(mut minutes: Vec<i64>) -> [i64; 3] {
    minutes.sort_unstable();
    let count = minutes.len();
    let share = |tenths: usize| match (count * tenths).div_ceil(10) {
        0 => 0,
        nth => minutes[nth - 1] * MINUTE_MS,
    };
    [share(5), share(9), i64::try_from(count).unwrap()]
}
