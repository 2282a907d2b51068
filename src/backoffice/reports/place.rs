//! Which report BackOffice shows, of which days and of whom, as its address says it. Unknown
//! parameters are ignored, unreadable ones count as missing.
//!
//! Pure: it must not know the browser, nor what a report says.

use crate::routes::{Address, Query};
use sale::civil::{Date, Days, Period};
use sale::{EmployeeId, RegisterId};
use sync::api::reports::{Compare, ReportName, ReportQuery};

/// The reports in the order of their tabs, with their words in addresses.
pub const NAMES: [(ReportName, &str); 5] = [
    (ReportName::Open, "open"),
    (ReportName::OverTime, "over-time"),
    (ReportName::Takings, "takings"),
    (ReportName::Exceptions, "exceptions"),
    (ReportName::Sync, "sync"),
];

/// The word of a report on the wire and in addresses.
pub fn word(name: ReportName) -> &'static str {
    let known = NAMES.iter().find(|(one, _)| *one == name);
    known.map_or("home", |(_, word)| *word)
}

/// A part of a report: the sales that a figure is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The section that the figure stands in.
    pub section: String,
    /// Its row; none for the total.
    pub row: Option<RowKey>,
}

/// The second key of a row that has none, though others of its section do.
pub const NONE: &str = "-";

/// What a row is told apart by.
pub type RowKey = (Option<String>, Option<String>);

/// What a table is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorted {
    /// The section that the table belongs to.
    pub section: String,
    /// A measure, or `name`.
    pub column: String,
    /// Largest or last first.
    pub descending: bool,
}

/// A report, and what it is narrowed down to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportPlace {
    /// Which report.
    pub name: ReportName,
    /// Of which days.
    pub period: Period,
    /// Beside which others.
    pub compare: Option<Compare>,
    /// Of this register alone.
    pub register: Option<RegisterId>,
    /// Of this employee alone.
    pub employee: Option<EmployeeId>,
    /// Of this table alone, by name.
    pub table: Option<String>,
    /// Of this room alone.
    pub room: Option<String>,
    /// Opened there, such as `Webstore`.
    pub origin: Option<String>,
    /// Of this category alone.
    pub category: Option<String>,
    /// How one of its tables is sorted.
    pub sorted: Option<Sorted>,
    /// The sales behind one figure, in place of the report.
    pub part: Option<Part>,
}

impl ReportPlace {
    /// Where the reports are.
    pub const PATH: &'static str = "/backoffice/reports";

    /// A report of the usual days, of all the shop.
    pub fn of(name: ReportName) -> ReportPlace {
        ReportPlace {
            name,
            period: Period::Last30Days,
            compare: None,
            register: None,
            employee: None,
            table: None,
            room: None,
            origin: None,
            category: None,
            sorted: None,
            part: None,
        }
    }

    /// Reads an address; none when it leads to no report.
    pub fn read(path: &str, query: &Query) -> Option<ReportPlace> {
        let last = path.strip_prefix(ReportPlace::PATH)?.strip_prefix('/')?;
        let (name, _) = NAMES.iter().find(|(_, word)| *word == last)?;
        let text = |key: &str| query.get(key).map(str::to_owned);
        let usual = ReportPlace::of(*name);
        Some(ReportPlace {
            name: *name,
            period: query.read("days").unwrap_or(usual.period),
            compare: match query.get("compare") {
                Some("before") => Some(Compare::Before),
                Some("year") => Some(Compare::Year),
                _ => None,
            },
            register: query.read("register"),
            employee: query.read("employee"),
            table: text("table"),
            room: text("room"),
            origin: text("origin"),
            category: text("category"),
            sorted: query.get("sort").and_then(|sort| {
                let (section, column) = sort.rsplit_once('.')?;
                Some(Sorted {
                    section: section.to_owned(),
                    column: column.to_owned(),
                    descending: query.get("order") == Some("descending"),
                })
            }),
            part: query.get("section").map(|section| Part {
                section: section.to_owned(),
                row: (query.get("of") == Some("row")).then(|| (text("key"), text("second"))),
            }),
        })
    }

    /// Its address.
    pub fn address(&self) -> Address {
        let id = |id: Option<uuid::Uuid>| id.map(|id| id.to_string());
        let usual = ReportPlace::of(self.name).period;
        let days = (self.period != usual).then(|| self.period.to_string());
        let sorted = self.sorted.as_ref();
        let part = self.part.as_ref();
        let (key, second) = part.and_then(|part| part.row.clone()).unwrap_or_default();
        Address::at(&format!("{}/{}", ReportPlace::PATH, word(self.name)))
            .with("days", days.as_deref())
            .with("compare", self.compare.map(compare_word))
            .with("register", id(self.register.map(|r| r.0)).as_deref())
            .with("employee", id(self.employee.map(|e| e.0)).as_deref())
            .with("table", self.table.as_deref())
            .with("room", self.room.as_deref())
            .with("origin", self.origin.as_deref())
            .with("category", self.category.as_deref())
            .with(
                "sort",
                sorted
                    .map(|s| format!("{}.{}", s.section, s.column))
                    .as_deref(),
            )
            .with(
                "order",
                sorted.filter(|s| s.descending).map(|_| "descending"),
            )
            .with("section", part.map(|part| part.section.as_str()))
            .with("of", part.and_then(|part| part.row.as_ref()).map(|_| "row"))
            .with("key", key.as_deref())
            .with("second", second.as_deref())
    }

    /// What is asked of the server when it is this day; none before the calendar begins.
    pub fn asked(&self, today: Date) -> Option<ReportQuery> {
        let Days { first, last } = self.period.days(today)?;
        // A year and a month is as much as a report is of.
        let most = first.checked_add_days(chrono::Days::new(399))?;
        Some(ReportQuery {
            from: first,
            to: last.min(most),
            compare: self.compare,
            register: self.register,
            employee: self.employee,
            table: self.table.clone(),
            room: self.room.clone(),
            origin: self.origin.clone(),
            category: self.category.clone(),
        })
    }

    /// Whether it is of less than the whole shop.
    pub fn is_narrowed(&self) -> bool {
        self.register.is_some()
            || self.employee.is_some()
            || self.table.is_some()
            || self.room.is_some()
            || self.origin.is_some()
            || self.category.is_some()
    }

    /// Of the whole shop.
    #[must_use]
    pub fn widened(&self) -> ReportPlace {
        ReportPlace {
            period: self.period,
            compare: self.compare,
            ..ReportPlace::of(self.name)
        }
    }
}

/// The word of a comparison.
pub fn compare_word(compare: Compare) -> &'static str {
    match compare {
        Compare::Before => "before",
        Compare::Year => "year",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    const DAYS: [&str; 4] = [
        "today",
        "last-month",
        "2026-11-28",
        "2026-11-01..2026-11-09",
    ];

    fn texts() -> impl Strategy<Value = Option<String>> {
        prop::option::of("\\PC{1,8}")
    }

    fn places() -> impl Strategy<Value = ReportPlace> {
        let id = || prop::option::of(any::<u128>().prop_map(Uuid::from_u128));
        let compare = prop_oneof![
            Just(None),
            Just(Some(Compare::Before)),
            Just(Some(Compare::Year))
        ];
        let sorted = prop::option::of(("[a-z_]{1,8}", "[a-z_]{1,8}", any::<bool>()));
        let part = prop::option::of(("[a-z_]{1,8}", prop::option::of((texts(), texts()))));
        (
            (0..NAMES.len(), 0..DAYS.len(), compare, sorted, part),
            (id(), id()),
            (texts(), texts(), texts(), texts()),
        )
            .prop_map(
                |((name, days, compare, sorted, part), ids, texts)| ReportPlace {
                    name: NAMES[name].0,
                    period: DAYS[days].parse().unwrap(),
                    compare,
                    register: ids.0.map(RegisterId),
                    employee: ids.1.map(EmployeeId),
                    table: texts.0,
                    room: texts.1,
                    origin: texts.2,
                    category: texts.3,
                    sorted: sorted.map(|(section, column, descending)| Sorted {
                        section,
                        column,
                        descending,
                    }),
                    part: part.map(|(section, row)| Part { section, row }),
                },
            )
    }

    fn read(address: &str) -> Option<ReportPlace> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        ReportPlace::read(path, &Query::parse(query))
    }

    proptest! {
        /// A link that is sent shows the receiver the same report.
        #[test]
        fn places_round_trip(place in places()) {
            prop_assert_eq!(read(&place.address().to_string()), Some(place));
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let plain = ReportPlace::of(ReportName::Takings);
        let odd = "/backoffice/reports/takings?days=soon&sort=x&compare=moon&register=7";
        assert_eq!(read(odd), Some(plain.clone()));
        assert_eq!(plain.address().to_string(), "/backoffice/reports/takings");
        assert_eq!(read("/backoffice/reports/magic"), None);
        assert_eq!(read("/backoffice/reports"), None);
    }

    #[test]
    fn no_report_is_of_more_days_than_the_server_takes() {
        let place = ReportPlace {
            period: "2020-01-01..2026-01-01".parse().unwrap(),
            ..ReportPlace::of(ReportName::Takings)
        };
        let asked = place.asked("2026-11-28".parse().unwrap()).unwrap();
        assert_eq!((asked.to - asked.from).num_days(), 399);
    }
}
