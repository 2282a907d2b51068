//! Civil dates: business days and periods of them. Where a day begins and ends is told by the server,
//! which knows time zones; everything here is counting.
//!
//! It must not know clocks, time zones, nor how a date is written for people.

pub use chrono::NaiveDate as Date;

use chrono::{Datelike, Days as Count, Months};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One day of business: its date, and the moments from which and up to which it lasts. It begins at
/// the store's hour, so what is sold at one in the morning may belong to the evening before; where
/// clocks are put forward or back it has 23 or 25 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BusinessDay {
    /// The date on the wall when it begins, such as `2026-11-28`.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    /// Its first moment, in milliseconds since 1970.
    pub from_ms: i64,
    /// The first moment of the next one.
    pub to_ms: i64,
}

/// Business days of a store, one after the other without a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Calendar {
    /// The date of the business day that it is.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub today: Date,
    /// The days, the earliest first.
    pub days: Vec<BusinessDay>,
}

impl Calendar {
    /// The business day of a moment; none when it is on no day of these.
    #[must_use]
    pub fn day_of(&self, at_ms: i64) -> Option<Date> {
        let day = self
            .days
            .iter()
            .find(|day| (day.from_ms..day.to_ms).contains(&at_ms));
        day.map(|day| day.date)
    }

    /// From when to before when some days last, in milliseconds since 1970; none when one of them is
    /// missing here.
    #[must_use]
    pub fn span(&self, days: Days) -> Option<(i64, i64)> {
        let day = |date| self.days.iter().find(|day| day.date == date);
        Some((day(days.first)?.from_ms, day(days.last)?.to_ms))
    }
}

/// Days in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first one.
    pub first: Date,
    /// The last one, which is one of them.
    pub last: Date,
}

impl Days {
    /// The days from one to another, whichever comes first.
    #[must_use]
    pub fn between(one: Date, other: Date) -> Days {
        Days {
            first: one.min(other),
            last: one.max(other),
        }
    }

    /// How many they are; at least one.
    #[must_use]
    pub fn count(self) -> u64 {
        u64::try_from((self.last - self.first).num_days())
            .unwrap_or(0)
            .saturating_add(1)
    }

    /// The days to compare with, right before these: of a whole month the month before, else as many
    /// days. None before the calendar begins.
    #[must_use]
    pub fn before(self) -> Option<Days> {
        let last = self.first.pred_opt()?;
        let first = match month_of(self.first) == Some(self) {
            true => self.first.checked_sub_months(Months::new(1))?,
            false => self.first.checked_sub_days(Count::new(self.count()))?,
        };
        Some(Days { first, last })
    }

    /// The same days a year before, 52 weeks back: a shop's Saturday is compared with a Saturday.
    #[must_use]
    pub fn a_year_before(self) -> Option<Days> {
        let back = |date: Date| date.checked_sub_days(Count::new(52 * 7));
        Some(Days {
            first: back(self.first)?,
            last: back(self.last)?,
        })
    }
}

/// The month that a date is in.
fn month_of(date: Date) -> Option<Days> {
    let first = date.with_day(1)?;
    let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
    Some(Days { first, last })
}

/// So many days, the last of which is `last`.
fn up_to(last: Date, count: u64) -> Option<Days> {
    let first = last.checked_sub_days(Count::new(count.saturating_sub(1)))?;
    Some(Days { first, last })
}

/// Which days a person means. As text it is a word, a date, or two dates with `..` between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// The business day that it is.
    Today,
    /// The one before.
    Yesterday,
    /// Monday to Sunday.
    ThisWeek,
    /// The week before.
    LastWeek,
    /// The whole month.
    ThisMonth,
    /// The month before.
    LastMonth,
    /// Thirty days, up to today.
    Last30Days,
    /// Ninety days, up to today.
    Last90Days,
    /// The whole year.
    ThisYear,
    /// From one date to another.
    Custom(Days),
}

/// The periods that have a word.
const WORDS: [(Period, &str); 9] = [
    (Period::Today, "today"),
    (Period::Yesterday, "yesterday"),
    (Period::ThisWeek, "this-week"),
    (Period::LastWeek, "last-week"),
    (Period::ThisMonth, "this-month"),
    (Period::LastMonth, "last-month"),
    (Period::Last30Days, "last-30-days"),
    (Period::Last90Days, "last-90-days"),
    (Period::ThisYear, "this-year"),
];

impl Period {
    /// One day.
    #[must_use]
    pub fn on(date: Date) -> Period {
        Period::Custom(Days::between(date, date))
    }

    /// The days that are meant when it is this date.
    #[must_use]
    pub fn days(self, today: Date) -> Option<Days> {
        let one = |date| Days::between(date, date);
        match self {
            Period::Today => Some(one(today)),
            Period::Yesterday => today.pred_opt().map(one),
            Period::ThisWeek => {
                let gone = u64::from(today.weekday().num_days_from_monday());
                let first = today.checked_sub_days(Count::new(gone))?;
                let last = first.checked_add_days(Count::new(6))?;
                Some(Days { first, last })
            }
            Period::LastWeek => Period::ThisWeek.days(today)?.before(),
            Period::ThisMonth => month_of(today),
            Period::LastMonth => month_of(today)?.before(),
            Period::Last30Days => up_to(today, 30),
            Period::Last90Days => up_to(today, 90),
            Period::ThisYear => Some(Days {
                first: Date::from_ymd_opt(today.year(), 1, 1)?,
                last: Date::from_ymd_opt(today.year(), 12, 31)?,
            }),
            Period::Custom(days) => Some(days),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, WORDS.iter().find(|(period, _)| period == self)) {
            (_, Some((_, word))) => to.write_str(word),
            (Period::Custom(days), _) if days.first == days.last => days.first.fmt(to),
            (Period::Custom(days), _) => write!(to, "{}..{}", days.first, days.last),
            _ => Ok(()),
        }
    }
}

impl FromStr for Period {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Period, Self::Err> {
        if let Some((period, _)) = WORDS.iter().find(|(_, word)| *word == text) {
            return Ok(*period);
        }
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        Ok(Period::Custom(Days::between(first.parse()?, last.parse()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days(text: &str) -> Days {
        let Ok(Period::Custom(days)) = text.parse() else {
            panic!("{text} is no days");
        };
        days
    }

    #[test]
    fn periods_are_what_people_mean() {
        // A Saturday.
        let today = days("2026-11-28").first;
        for (period, meant, before, a_year_before) in [
            ("today", "2026-11-28", "2026-11-27", "2025-11-29"),
            ("yesterday", "2026-11-27", "2026-11-26", "2025-11-28"),
            (
                "this-week",
                "2026-11-23..2026-11-29",
                "2026-11-16..2026-11-22",
                "2025-11-24..2025-11-30",
            ),
            (
                "this-month",
                "2026-11-01..2026-11-30",
                "2026-10-01..2026-10-31",
                "2025-11-02..2025-12-01",
            ),
            (
                "last-week",
                "2026-11-16..2026-11-22",
                "2026-11-09..2026-11-15",
                "2025-11-17..2025-11-23",
            ),
            (
                "last-month",
                "2026-10-01..2026-10-31",
                "2026-09-01..2026-09-30",
                "2025-10-02..2025-11-01",
            ),
            (
                "last-30-days",
                "2026-10-30..2026-11-28",
                "2026-09-30..2026-10-29",
                "2025-10-31..2025-11-29",
            ),
            (
                "last-90-days",
                "2026-08-31..2026-11-28",
                "2026-06-02..2026-08-30",
                "2025-09-01..2025-11-29",
            ),
            (
                "this-year",
                "2026-01-01..2026-12-31",
                "2025-01-01..2025-12-31",
                "2025-01-02..2026-01-01",
            ),
            (
                "2024-02-01..2024-02-29",
                "2024-02-01..2024-02-29",
                "2024-01-01..2024-01-31",
                "2023-02-02..2023-03-02",
            ),
            (
                "2026-03-05..2026-03-01",
                "2026-03-01..2026-03-05",
                "2026-02-24..2026-02-28",
                "2025-03-02..2025-03-06",
            ),
        ] {
            let is = period.parse::<Period>().unwrap().days(today).unwrap();
            assert_eq!(is, days(meant), "{period}");
            assert_eq!(is.before(), Some(days(before)), "before {period}");
            assert_eq!(is.a_year_before(), Some(days(a_year_before)), "{period}");
        }
        for text in ["", "soon", "2026-02-30", "2026-11-28..", "28.11.2026"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn periods_round_trip_and_what_is_before_touches(
            first in 0_u64..40_000, count in 1_u64..400,
        ) {
            let date = |day| Date::from_ymd_opt(1970, 1, 1).unwrap() + Count::new(day);
            let days = Days::between(date(first + 400), date(first + 399 + count));
            let period = Period::Custom(days);
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
            prop_assert_eq!(days.count(), count);
            let before = days.before().unwrap();
            prop_assert_eq!(before.last.succ_opt(), Some(days.first));
            let year = days.a_year_before().unwrap();
            prop_assert_eq!(year.count(), count);
            prop_assert_eq!(year.first.weekday(), days.first.weekday());
        }
    }
}
