//! Tests of what is noted of registers: two days made up minute by minute, and the Sync report of them.

use super::{Observed, heard_of};
use crate::demo;
use crate::metrics::Metrics;
use crate::password::Hasher;
use crate::region::Region;
use crate::settings::PasswordCost;
use crate::storage::reports::{Wanted, put_heard, report, told};
use crate::storage::{Database, StoreNo};
use sale::RegisterId;
use sale::civil::Days;
use std::sync::Arc;
use sync::api::reports::{ReportName, ReportQuery, ReportSection};
use uuid::Uuid;

const MINUTE_MS: i64 = 60_000;
/// The 12th of January 2026, nine in the morning in London.
const BEGIN_MS: i64 = 1_768_208_400_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

fn id(n: u128) -> RegisterId {
    RegisterId(Uuid::from_u128(n))
}

/// Ten hours from a moment on, of two registers: one whose stream is away for `away` minutes, with what
/// its device was before still in the books, and one that was never heard of again.
fn ten_hours(database: &Database, store: StoreNo, begin_ms: i64, away: std::ops::Range<i64>) {
    for minute in 1..=600 {
        let observed = |register, is_live, silent: i64, unsent| Observed {
            store,
            register_id: id(register),
            is_live,
            silence_ms: silent * MINUTE_MS,
            unsent,
        };
        let is_away = away.contains(&minute);
        // Whoever listens says nothing for long.
        let silent = if is_away { minute - away.start } else { 45 };
        let devices = [
            observed(1, false, 9_999, 99),
            observed(1, !is_away, silent, if is_away { silent.min(7) } else { 0 }),
            observed(2, false, minute, 3),
        ];
        let heard = heard_of(devices.into_iter(), MINUTE_MS);
        let at_ms = begin_ms + minute * MINUTE_MS;
        database
            .writer
            .run_blocking(move |unit| put_heard(unit.connection(), &heard, at_ms))
            .unwrap();
    }
}

fn sync(
    database: &Database,
    store: StoreNo,
    days: (&str, &str),
    only: Option<u128>,
) -> ReportSection {
    let query = ReportQuery {
        from: days.0.parse().unwrap(),
        to: days.1.parse().unwrap(),
        compare: None,
        register: only.map(id),
        employee: None,
        table: None,
        room: None,
        origin: None,
        category: None,
    };
    let days = Days::between(query.from, query.to);
    let told = database.readers.read_blocking(|connection| {
        let wanted = Wanted::of(connection, store, &query, days)?;
        let now_ms = BEGIN_MS + 2 * DAY_MS;
        let all = report(connection, store, ReportName::Sync, &wanted, None, now_ms)?;
        Ok(all.into_iter().map(told).collect::<Vec<_>>())
    });
    told.unwrap().remove(0)
}

/// Share of time live, longest silence and most unsent, of a day, of two, and of one register alone.
#[test]
fn what_is_heard_of_registers_is_told_by_the_minute() {
    let folder = tempfile::tempdir().unwrap();
    let metrics = Arc::new(Metrics::new());
    let database = Database::open(folder.path(), &metrics, Arc::new(|_, _| {})).unwrap();
    let cheap = PasswordCost {
        memory_kib: 8,
        passes: 1,
    };
    let hasher = Hasher::new(cheap).unwrap();
    let store = demo::store(&database, &hasher, demo::NAME, &Region::default())
        .unwrap()
        .no;
    ten_hours(&database, store, BEGIN_MS, 100..160);
    ten_hours(&database, store, BEGIN_MS + DAY_MS, 0..0);
    let (first, second) = ("2026-01-12", "2026-01-13");
    let row = |section: &ReportSection, register| {
        let key = Some(id(register).0.to_string());
        let row = section.rows.iter().find(|row| row.key == key);
        row.map(|row| row.values.clone())
    };
    let values = |live, silent_minutes: i64, unsent| {
        Some(vec![
            Some(live),
            Some(silent_minutes * MINUTE_MS),
            Some(unsent),
            Some(0),
            Some(0),
        ])
    };
    // 540 of 600 minutes; 59 minutes after it was last heard of it was looked at for the last time.
    let day = sync(&database, store, (first, first), None);
    assert_eq!(row(&day, 1), values(9_000, 59, 7));
    assert_eq!(row(&day, 2), values(0, 600, 3));
    // 540 of 1200 minutes of both.
    assert_eq!(Some(day.total.clone()), values(4_500, 600, 7));
    let day = sync(&database, store, (second, second), None);
    assert_eq!(row(&day, 1), values(10_000, 0, 0));
    let both = sync(&database, store, (first, second), None);
    assert_eq!(row(&both, 1), values(9_500, 59, 7));
    // Alone, though no sale was ever opened on it.
    let alone = sync(&database, store, (first, second), Some(1));
    assert_eq!(row(&alone, 1), values(9_500, 59, 7));
    assert_eq!(alone.rows.len(), 1);
    assert_eq!(Some(alone.total), values(9_500, 59, 7));
    let before = sync(&database, store, ("2026-01-01", "2026-01-11"), None);
    assert!(before.rows.is_empty());
    assert_eq!(
        before.total[0], None,
        "of what was never observed there is no share"
    );
}
