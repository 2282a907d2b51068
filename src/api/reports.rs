//! Reports as BackOffice asks for them, and the addresses of their files.
//!
//! It must not know what a report says.

use super::{ApiError, get};
use crate::routes::Address;
use sync::api::SalesPage;
use sync::api::reports::{Compare, ExceptionsPage, ExportFormat, Report, ReportQuery};

const PATH: &str = "/api/backoffice/reports";

/// The report with this word.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn report(name: &str, query: &ReportQuery) -> Result<Report, ApiError> {
    get(&with(Address::at(&format!("{PATH}/{name}")), query).to_string()).await
}

/// One page of what a manager wants to know the reason of, the latest first.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn exceptions(
    query: &ReportQuery,
    after: Option<u64>,
) -> Result<ExceptionsPage, ApiError> {
    let after = after.map(|after| after.to_string());
    let address = with(Address::at("/api/backoffice/exceptions"), query);
    get(&address.with("after", after.as_deref()).to_string()).await
}

/// One page of the sales that a row of a section is made of; without a row, of its total.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn sales_behind(
    name: &str,
    section: &str,
    row: Option<(Option<&str>, Option<&str>)>,
    query: &ReportQuery,
    after: Option<&str>,
) -> Result<SalesPage, ApiError> {
    let path = format!("{PATH}/{name}/{section}/sales");
    let address = with(Address::at(&path), query).with("after", after);
    // An empty key stands for the row without one; none, for all rows.
    let address = match row {
        Some((key, second)) => {
            let address = address.stating("key", key.unwrap_or_default());
            match second {
                Some(second) => address.stating("second", second),
                None => address,
            }
        }
        None => address,
    };
    get(&address.to_string()).await
}

/// Where a section is as a file.
pub fn export(name: &str, section: &str, query: &ReportQuery, format: ExportFormat) -> String {
    let format = match format {
        ExportFormat::Csv => "csv",
        ExportFormat::CsvComma => "csv_comma",
        ExportFormat::Xlsx => "xlsx",
    };
    with(
        Address::at(&format!("{PATH}/{name}/{section}/export")),
        query,
    )
    .with("format", Some(format))
    .to_string()
}

fn with(address: Address, query: &ReportQuery) -> Address {
    let id = |id: Option<uuid::Uuid>| id.map(|id| id.to_string());
    address
        .with("from", Some(&query.from.to_string()))
        .with("to", Some(&query.to.to_string()))
        .with(
            "compare",
            query.compare.map(|compare| match compare {
                Compare::Before => "before",
                Compare::Year => "year",
            }),
        )
        .with("register", id(query.register.map(|r| r.0)).as_deref())
        .with("employee", id(query.employee.map(|e| e.0)).as_deref())
        .with("table", query.table.as_deref())
        .with("room", query.room.as_deref())
        .with("origin", query.origin.as_deref())
        .with("category", query.category.as_deref())
}
