//! Days and hours on the wall, got by code of its own. It must not know what is counted by them.

use chrono::{DateTime, Days, NaiveDate, Timelike};
use chrono_tz::Tz;

/// The business day of a moment: its date on the wall, or the day before until the hour of change.
pub fn day_of(at_ms: i64, zone: Tz, begins: u32) -> NaiveDate {
    let wall = DateTime::from_timestamp_millis(at_ms)
        .unwrap()
        .with_timezone(&zone);
    match wall.hour() >= begins {
        true => wall.date_naive(),
        false => wall.date_naive() - Days::new(1),
    }
}

pub fn hour_of(at_ms: i64, zone: Tz) -> u32 {
    let wall = DateTime::from_timestamp_millis(at_ms)
        .unwrap()
        .with_timezone(&zone);
    wall.hour()
}
