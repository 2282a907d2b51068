//! What every part of a report's screen needs: where it is, what was asked, and the way from a
//! figure to the sales that it is made of.
//!
//! It must not know how anything is drawn.

use super::super::facts::Facts;
use super::super::places::{Age, SalesPlace};
use super::place::{NONE, Part, ReportPlace, Sorted};
use crate::routes::Address;
use leptos::prelude::*;
use sync::api::reports::{Dimension, ReportName, ReportQuery, ReportRow, ReportSection};

/// A report's screen. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Look {
    /// Which report, and what it is narrowed down to.
    pub place: Memo<ReportPlace>,
    /// What is asked of the server; none before it is known which day it is.
    pub query: Memo<Option<ReportQuery>>,
    /// Names and formats.
    pub facts: Facts,
}

/// What the way of a figure needs to know of its section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The section's word.
    pub id: String,
    /// What its rows are told apart by.
    pub by: Dimension,
    /// By something else too.
    pub is_paired: bool,
}

impl Behind {
    /// Of a section.
    pub fn of(section: &ReportSection) -> Behind {
        Behind {
            id: section.id.clone(),
            by: section.by,
            is_paired: section.and_by.is_some(),
        }
    }
}

impl Look {
    /// Where the sales behind a row are; behind the total, without one.
    pub fn way(self, behind: &Behind, row: Option<&ReportRow>) -> Option<Address> {
        way(&self.place.get(), behind, row)
    }

    /// How the table of a section is sorted.
    pub fn sorted(self, section: &str) -> Option<Sorted> {
        let sorted = self.place.with(|place| place.sorted.clone());
        sorted.filter(|sorted| sorted.section == section)
    }
}

/// Open sales are in their list; what syncs is on the registers' screen; all else is asked for.
fn way(place: &ReportPlace, behind: &Behind, row: Option<&ReportRow>) -> Option<Address> {
    match place.name {
        ReportName::Home => None,
        ReportName::Sync => Some(Address::at("/backoffice/registers")),
        ReportName::Open => {
            let list = open_sales(place, behind, row).map(|list| list.address());
            list.or_else(|| Some(asked_for(place, behind, row)))
        }
        _ => Some(asked_for(place, behind, row)),
    }
}

/// The sales of a row as the server tells them.
fn asked_for(place: &ReportPlace, behind: &Behind, row: Option<&ReportRow>) -> Address {
    let none = || behind.is_paired.then(|| NONE.to_owned());
    let part = Part {
        section: behind.id.clone(),
        row: row.map(|row| (row.key.clone(), row.second.clone().or_else(none))),
    };
    let place = ReportPlace {
        part: Some(part),
        ..place.clone()
    };
    place.address()
}

/// The list of open sales of a row, which is live; none where the list has no filter for it.
fn open_sales(place: &ReportPlace, behind: &Behind, row: Option<&ReportRow>) -> Option<SalesPlace> {
    if place.room.is_some() || place.origin.is_some() || place.category.is_some() {
        return None;
    }
    let whole = SalesPlace {
        register: place.register,
        employee: place.employee,
        search: place.table.clone().unwrap_or_default(),
        ..SalesPlace::default()
    };
    let Some(row) = row else {
        return Some(whole);
    };
    let key = row.key.as_deref();
    match behind.by {
        Dimension::All => Some(whole),
        Dimension::Register => Some(SalesPlace {
            register: Some(key?.parse().ok()?),
            ..whole
        }),
        Dimension::Employee => Some(SalesPlace {
            employee: Some(key?.parse().ok()?),
            ..whole
        }),
        Dimension::Table => Some(SalesPlace {
            search: key?.to_owned(),
            ..whole
        }),
        Dimension::Product => Some(SalesPlace {
            search: row.label.clone().or(row.key.clone())?,
            ..whole
        }),
        Dimension::Age => Some(SalesPlace {
            age: Age::named(&key?.replace('_', "-")),
            ..whole
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: Option<&str>) -> ReportRow {
        ReportRow {
            key: key.map(str::to_owned),
            second: None,
            label: None,
            values: vec![],
            before: vec![],
        }
    }

    fn leads(name: ReportName, by: Dimension, key: Option<&str>) -> Option<String> {
        let behind = Behind {
            id: "some".to_owned(),
            by,
            is_paired: false,
        };
        let way = way(&ReportPlace::of(name), &behind, Some(&row(key)));
        way.map(|way| way.to_string())
    }

    #[test]
    fn every_figure_leads_to_its_sales() {
        let id = "00000000-0000-0000-0000-000000000007";
        let takings = "/backoffice/reports/takings?section=some&of=row";
        for (name, by, key, way) in [
            (
                ReportName::Open,
                Dimension::Register,
                Some(id),
                Some(format!("/backoffice/sales?register={id}")),
            ),
            (
                ReportName::Open,
                Dimension::Age,
                Some("very_old"),
                Some("/backoffice/sales?age=very-old".to_owned()),
            ),
            (
                ReportName::Open,
                Dimension::Category,
                Some("Tea"),
                Some("/backoffice/reports/open?section=some&of=row&key=Tea".to_owned()),
            ),
            (
                ReportName::Takings,
                Dimension::Day,
                Some("2026-11-28"),
                Some(format!("{takings}&key=2026-11-28")),
            ),
            (
                ReportName::Takings,
                Dimension::Register,
                None,
                Some(takings.to_owned()),
            ),
        ] {
            assert_eq!(leads(name, by, key), way, "{name:?} {by:?}");
        }
    }
}
