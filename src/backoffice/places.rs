//! What BackOffice's list of sales shows, as its address says it. Unknown parameters are ignored,
//! unreadable ones count as missing.
//!
//! Pure: it must not know the browser nor the replica.

use crate::routes::{Address, Query};
use sale::civil::Period;
use sale::{EmployeeId, RegisterId, SaleId};

/// Which sales a list is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listed {
    /// Those that can be changed and paid.
    #[default]
    Open,
    /// Paid and finished.
    Closed,
    /// Cancelled.
    Voided,
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// When they were opened.
    #[default]
    Opened,
    /// Their names.
    Name,
    /// The register that they were opened on.
    Register,
    /// Who looks after them.
    Employee,
    /// Their tables.
    Table,
    /// How many units are on them.
    Lines,
    /// What they come to.
    Total,
    /// What is still to be paid.
    Due,
}

/// From which step of age on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Age {
    /// Any.
    #[default]
    Any,
    /// The store's first step.
    Ageing,
    /// Its second.
    Old,
    /// Its third.
    VeryOld,
}

/// A parameter's words; the first stands for what is meant when it is missing.
trait Words: Copy + PartialEq + Default + 'static {
    const WORDS: &'static [(Self, &'static str)];

    fn word(self) -> &'static str {
        let known = Self::WORDS.iter().find(|(value, _)| *value == self);
        known.map_or("", |(_, word)| word)
    }

    fn read(text: Option<&str>) -> Self {
        let known = Self::WORDS.iter().find(|(_, word)| Some(*word) == text);
        known.map_or_else(Self::default, |(value, _)| *value)
    }
}

impl Words for Listed {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Listed::Open, ""),
        (Listed::Closed, "closed"),
        (Listed::Voided, "voided"),
    ];
}

impl Words for Sort {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Sort::Opened, ""),
        (Sort::Name, "name"),
        (Sort::Register, "register"),
        (Sort::Employee, "employee"),
        (Sort::Table, "table"),
        (Sort::Lines, "lines"),
        (Sort::Total, "total"),
        (Sort::Due, "due"),
    ];
}

impl Words for Age {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Age::Any, ""),
        (Age::Ageing, "ageing"),
        (Age::Old, "old"),
        (Age::VeryOld, "very-old"),
    ];
}

impl Listed {
    /// Its word in addresses; none for the usual one.
    pub fn as_str(self) -> &'static str {
        self.word()
    }

    /// The one with this word.
    pub fn named(word: &str) -> Listed {
        Listed::read(Some(word))
    }
}

impl Age {
    /// Its word in addresses; none for the usual one.
    pub fn as_str(self) -> &'static str {
        self.word()
    }

    /// The one with this word.
    pub fn named(word: &str) -> Age {
        Age::read(Some(word))
    }
}

/// A list of sales, with what narrows it down and the sale that is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SalesPlace {
    /// Which sales.
    pub listed: Listed,
    /// Part of a name, number, customer, table or item.
    pub search: String,
    /// Opened on this register.
    pub register: Option<RegisterId>,
    /// Looked after by this employee.
    pub employee: Option<EmployeeId>,
    /// At least this old.
    pub age: Age,
    /// Finished on these business days.
    pub days: Option<Period>,
    /// Sorted by.
    pub sort: Sort,
    /// The other way round: latest, last or largest first.
    pub descending: bool,
    /// The sale that is looked at.
    pub sale: Option<SaleId>,
}

impl SalesPlace {
    /// Where the list of sales is, whatever it shows.
    pub const PATH: &'static str = "/backoffice/sales";

    /// Reads what an address shows of the list.
    pub fn read(query: &Query) -> SalesPlace {
        SalesPlace {
            listed: Listed::read(query.get("status")),
            search: query.get("q").unwrap_or_default().to_owned(),
            register: query.read("register"),
            employee: query.read("employee"),
            age: Age::read(query.get("age")),
            days: query.read("days"),
            sort: Sort::read(query.get("sort")),
            descending: query.get("order") == Some("descending"),
            sale: query.read("sale"),
        }
    }

    /// Its address.
    pub fn address(&self) -> Address {
        let id = |id: Option<uuid::Uuid>| id.map(|id| id.to_string());
        Address::at(SalesPlace::PATH)
            .with("status", Some(self.listed.word()))
            .with("q", Some(&self.search))
            .with("register", id(self.register.map(|r| r.0)).as_deref())
            .with("employee", id(self.employee.map(|e| e.0)).as_deref())
            .with("age", Some(self.age.word()))
            .with("days", self.days.map(|days| days.to_string()).as_deref())
            .with("sort", Some(self.sort.word()))
            .with("order", self.descending.then_some("descending"))
            .with("sale", id(self.sale.map(|s| s.0)).as_deref())
    }

    /// Whether anything narrows the list down.
    pub fn is_narrowed(&self) -> bool {
        !self.search.trim().is_empty()
            || self.register.is_some()
            || self.employee.is_some()
            || self.age != Age::Any
            || self.days.is_some()
    }

    /// With nothing to narrow it down.
    #[must_use]
    pub fn widened(&self) -> SalesPlace {
        SalesPlace {
            listed: self.listed,
            sort: self.sort,
            descending: self.descending,
            ..SalesPlace::default()
        }
    }
}

/// The address of one open sale in its list.
pub fn sale_address(id: SaleId) -> Address {
    let place = SalesPlace {
        sale: Some(id),
        ..SalesPlace::default()
    };
    place.address()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    const DAYS: [&str; 4] = [
        "today",
        "this-month",
        "2026-11-28",
        "2026-11-01..2026-11-09",
    ];

    fn places() -> impl Strategy<Value = SalesPlace> {
        let id = || prop::option::of(any::<u128>().prop_map(Uuid::from_u128));
        (
            (
                0..Listed::WORDS.len(),
                0..Age::WORDS.len(),
                0..Sort::WORDS.len(),
            ),
            "\\PC{0,12}",
            (id(), id(), id()),
            (any::<bool>(), prop::option::of(0..DAYS.len())),
        )
            .prop_map(|((listed, age, sort), search, ids, (descending, days))| {
                SalesPlace {
                    listed: Listed::WORDS[listed].0,
                    search,
                    register: ids.0.map(RegisterId),
                    employee: ids.1.map(EmployeeId),
                    age: Age::WORDS[age].0,
                    days: days.map(|at| DAYS[at].parse().unwrap()),
                    sort: Sort::WORDS[sort].0,
                    descending,
                    sale: ids.2.map(SaleId),
                }
            })
    }

    fn read(address: &str) -> SalesPlace {
        SalesPlace::read(&Query::parse(
            address.split_once('?').map_or("", |(_, query)| query),
        ))
    }

    proptest! {
        /// A link that is sent shows the receiver the same screen.
        #[test]
        fn places_round_trip(place in places()) {
            prop_assert_eq!(read(&place.address().to_string()), place);
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let plain = SalesPlace::default();
        assert_eq!(read("/backoffice/sales?sort=x&register=7&new=1"), plain);
        assert_eq!(plain.address().to_string(), "/backoffice/sales");
    }
}
