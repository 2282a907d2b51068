//! Business days: from which moment to which each lasts, by a store's time zone and the hour at which
//! its days begin. The one place that knows time zones.

use chrono::{DateTime, Days as Count, NaiveTime, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;
use sale::Store;
use sale::civil::{BusinessDay, Calendar, Date, Days};

/// Minutes that are looked through for the first one that there is, where clocks are put forward.
const MOST_SKIPPED_MINUTES: i64 = 24 * 60;

/// The clock on a store's wall.
#[derive(Clone, Copy)]
pub(crate) struct Wall {
    zone: Tz,
    /// The hour at which a business day begins.
    begins: NaiveTime,
}

impl Wall {
    /// The store's. A time zone that is none counts as UTC.
    pub(crate) fn of(store: &Store) -> Wall {
        let hour = u32::from(store.day_begins_hour);
        Wall {
            zone: store.time_zone.parse().unwrap_or(Tz::UTC),
            begins: NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default(),
        }
    }

    /// That of a store without a row.
    pub(crate) fn utc() -> Wall {
        Wall {
            zone: Tz::UTC,
            begins: NaiveTime::default(),
        }
    }

    /// The business days from one date to another, as far as the calendar goes.
    pub(crate) fn days(self, days: Days) -> Vec<BusinessDay> {
        let dates = days.first.iter_days().take_while(|date| *date <= days.last);
        dates.filter_map(|date| self.day(date)).collect()
    }

    /// The business days around what is asked for, with the date that it is at a moment.
    pub(crate) fn calendar(self, now_ms: i64, days: Option<Days>) -> Option<Calendar> {
        let today = self.date_at(now_ms)?;
        let around = Days {
            first: today.checked_sub_days(Count::new(31))?,
            last: today.checked_add_days(Count::new(31))?,
        };
        Some(Calendar {
            today,
            days: self.days(days.unwrap_or(around)),
        })
    }

    /// The business day of a moment, and the hour that the clock on the wall shows.
    pub(crate) fn slot(self, at_ms: i64) -> Option<(Date, u8)> {
        let local = DateTime::from_timestamp_millis(at_ms)?.with_timezone(&self.zone);
        Some((self.date_at(at_ms)?, u8::try_from(local.hour()).ok()?))
    }

    /// The business day of a moment.
    pub(crate) fn date_at(self, at_ms: i64) -> Option<Date> {
        let local = DateTime::from_timestamp_millis(at_ms)?.with_timezone(&self.zone);
        let date = local.date_naive();
        // The day that begins on this date may begin only later, or have ended already.
        [date.pred_opt(), Some(date), date.succ_opt()]
            .into_iter()
            .flatten()
            .filter_map(|date| self.day(date))
            .find(|day| (day.from_ms..day.to_ms).contains(&at_ms))
            .map(|day| day.date)
    }

    pub(crate) fn day(self, date: Date) -> Option<BusinessDay> {
        Some(BusinessDay {
            date,
            from_ms: self.begin_ms(date)?,
            to_ms: self.begin_ms(date.succ_opt()?)?,
        })
    }

    /// When the clock shows the hour for the first time on a date; where it is put forward over the
    /// hour, when it is put forward.
    fn begin_ms(self, date: Date) -> Option<i64> {
        let wanted = date.and_time(self.begins);
        (0..=MOST_SKIPPED_MINUTES)
            .filter_map(|minutes| wanted.checked_add_signed(TimeDelta::minutes(minutes)))
            .find_map(|local| self.zone.from_local_datetime(&local).earliest())
            .map(|moment| moment.timestamp_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR_MS: i64 = 60 * 60 * 1000;
    /// Zones that put their clocks forward and back, at two, at midnight, by half an hour, and one
    /// that does not.
    const ZONES: [Tz; 8] = [
        Tz::Europe__London,
        Tz::America__New_York,
        Tz::Australia__Lord_Howe,
        Tz::Asia__Kathmandu,
        Tz::Africa__Cairo,
        Tz::America__Santiago,
        Tz::Asia__Tehran,
        Tz::Pacific__Auckland,
    ];

    fn wall(zone: Tz, hour: u32) -> Wall {
        Wall {
            zone,
            begins: NaiveTime::from_hms_opt(hour, 0, 0).unwrap(),
        }
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// By hand, from the published changes of clocks.
    #[test]
    fn days_on_which_clocks_change_are_as_long_as_they_are() {
        for (zone, hour, day, begins, minutes) in [
            (
                Tz::Europe__London,
                0,
                "2026-03-29",
                "2026-03-29T00:00:00Z",
                23 * 60,
            ),
            (
                Tz::Europe__London,
                4,
                "2026-03-28",
                "2026-03-28T04:00:00Z",
                23 * 60,
            ),
            (
                Tz::Europe__London,
                0,
                "2026-10-25",
                "2026-10-24T23:00:00Z",
                25 * 60,
            ),
            (
                Tz::Europe__London,
                0,
                "2026-11-28",
                "2026-11-28T00:00:00Z",
                24 * 60,
            ),
            // Two in the morning is skipped, and one comes twice.
            (
                Tz::America__New_York,
                2,
                "2026-03-08",
                "2026-03-08T07:00:00Z",
                23 * 60,
            ),
            (
                Tz::America__New_York,
                1,
                "2026-11-01",
                "2026-11-01T05:00:00Z",
                25 * 60,
            ),
            // Half an hour.
            (
                Tz::Australia__Lord_Howe,
                0,
                "2026-04-05",
                "2026-04-04T13:00:00Z",
                24 * 60 + 30,
            ),
            (
                Tz::Asia__Kathmandu,
                0,
                "2026-11-28",
                "2026-11-27T18:15:00Z",
                24 * 60,
            ),
            // Midnight itself is skipped.
            (
                Tz::Africa__Cairo,
                0,
                "2026-04-24",
                "2026-04-23T22:00:00Z",
                23 * 60,
            ),
        ] {
            let is = wall(zone, hour).day(date(day)).unwrap();
            let from: DateTime<chrono::Utc> = begins.parse().unwrap();
            let what = format!("{day} in {zone}, from {hour} on");
            assert_eq!(is.from_ms, from.timestamp_millis(), "{what}");
            assert_eq!((is.to_ms - is.from_ms) / 60_000, minutes, "{what}");
        }
    }

    proptest! {
        /// Every moment is on one business day and no other, days touch, and none is shorter than 23
        /// hours or longer than 25.
        #[test]
        fn every_moment_is_on_one_business_day(
            zone in 0..ZONES.len(),
            hour in 0_u32..24,
            // From 1990 to 2050.
            at_ms in 631_152_000_000_i64..2_524_608_000_000,
        ) {
            let wall = wall(ZONES[zone], hour);
            let today = wall.date_at(at_ms).unwrap();
            let days = Days {
                first: today - Count::new(300),
                last: today + Count::new(300),
            };
            let calendar = wall.calendar(at_ms, Some(days)).unwrap();
            prop_assert_eq!(calendar.today, today);
            prop_assert_eq!(calendar.day_of(at_ms), Some(today));
            let on = calendar.days.iter().filter(|day| (day.from_ms..day.to_ms).contains(&at_ms));
            prop_assert_eq!(on.count(), 1);
            prop_assert_eq!(calendar.days.len(), 601);
            for (day, next) in calendar.days.iter().zip(calendar.days.iter().skip(1)) {
                prop_assert_eq!(day.to_ms, next.from_ms);
                prop_assert_eq!(day.date.succ_opt(), Some(next.date));
                let long = day.to_ms - day.from_ms;
                prop_assert!((23 * HOUR_MS..=25 * HOUR_MS).contains(&long), "{day:?}");
            }
            let (from, to) = calendar.span(days).unwrap();
            prop_assert_eq!(calendar.days[0].from_ms, from);
            prop_assert_eq!(calendar.days[600].to_ms, to);
        }
    }
}
