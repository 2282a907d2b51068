//! Reports of BackOffice: figures over business days, by one or two dimensions, each with the sales
//! that it is made of. What each figure means is defined in `docs/REPORTS.md`.
//!
//! One shape serves all reports, so that a screen, a chart and an export read every one alike.

use sale::civil::Date;
use sale::{EmployeeId, RegisterId, SaleId};
use serde::{Deserialize, Serialize};

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReportName {
    /// What BackOffice opens on.
    #[serde(rename = "home")]
    Home,
    /// The open sales, now.
    #[serde(rename = "open")]
    Open,
    /// How open sales came and went.
    #[serde(rename = "over-time")]
    OverTime,
    /// Closed sales and the money that they brought.
    #[serde(rename = "takings")]
    Takings,
    /// What a manager wants to know the reason of.
    #[serde(rename = "exceptions")]
    Exceptions,
    /// How registers stood with the server.
    #[serde(rename = "sync")]
    Sync,
}

/// What a period is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Compare {
    /// The days right before: [`sale::civil::Days::before`].
    #[serde(rename = "before")]
    Before,
    /// The same days a year before: [`sale::civil::Days::a_year_before`].
    #[serde(rename = "year")]
    Year,
}

/// `GET /api/backoffice/reports/{name}?…`: over which days, narrowed down by what; answered with a
/// [`Report`]. A report of what is open now ignores the days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ReportQuery {
    /// The first business day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    #[cfg_attr(feature = "openapi", param(value_type = String, format = Date))]
    pub from: Date,
    /// The last one, which counts too; at most 400 days on.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    #[cfg_attr(feature = "openapi", param(value_type = String, format = Date))]
    pub to: Date,
    /// What it is compared with; none for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare: Option<Compare>,
    /// Of this register alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<RegisterId>,
    /// Of this employee alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee: Option<EmployeeId>,
    /// Of the table with this name alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Of this room alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// Of this origin alone: `Register`, `Pay`, `BackOffice` or `Webstore`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Of this category alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
}

/// What rows of a section are told apart by. Keys are dates (`2026-11-28`), hours of the clock on the
/// wall (`0` to `23`), days of the week (`1` is Monday, to `7`), ids, or names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Nothing: one row for all.
    All,
    /// The business day.
    Day,
    /// The hour by the clock on the wall.
    Hour,
    /// The day of the week.
    Weekday,
    /// The register; without a key where there was none.
    Register,
    /// The employee.
    Employee,
    /// The table, by name; without a key where there was none.
    Table,
    /// The room; without a key where there was none.
    Room,
    /// Where the sale was opened.
    Origin,
    /// The category of the goods; without a key where they have none.
    Category,
    /// The product.
    Product,
    /// The step of age: `fresh`, `ageing`, `old`, `very_old`.
    Age,
    /// How it was paid: `Cash`, `Card`, or another method's name.
    Method,
    /// The tax, as `name|basis points|included`.
    Tax,
    /// The kind of exception.
    Exception,
}

/// What a figure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Minor units of the store's currency.
    Money,
    /// Things.
    Count,
    /// Thousandths of a unit of goods.
    Quantity,
    /// Milliseconds.
    DurationMs,
    /// Hundredths of a per cent.
    BasisPoints,
}

/// One column of figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Measure {
    /// Its word, as `docs/REPORTS.md` defines it.
    pub id: String,
    /// What it is counted in.
    pub unit: Unit,
}

/// One row of figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportRow {
    /// What it is about, by the section's dimension; none where the sales have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The same by the section's second dimension, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<String>,
    /// What the key is called, where it is an id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// A figure for each measure; none where there is none, such as the average of nothing.
    pub values: Vec<Option<i64>>,
    /// The same of what it is compared with; empty without a comparison.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Option<i64>>,
}

/// Figures by one or two dimensions: one chart with its table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportSection {
    /// Its word, as `docs/REPORTS.md` defines it.
    pub id: String,
    /// What its rows are told apart by.
    pub by: Dimension,
    /// And by what else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub and_by: Option<Dimension>,
    /// Its columns.
    pub measures: Vec<Measure>,
    /// Its rows: by day, hour and the like in their order, else the largest first; at most 500.
    pub rows: Vec<ReportRow>,
    /// How many more rows there are; all are in the export and in the total.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub more: u64,
    /// Over all rows, a figure for each measure.
    pub total: Vec<Option<i64>>,
    /// The same of what it is compared with; empty without a comparison.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub total_before: Vec<Option<i64>>,
}

fn is_nought(count: &u64) -> bool {
    *count == 0
}

/// One report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// When the server computed it.
    pub at_ms: i64,
    /// Its first business day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Date,
    /// Its last business day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to: Date,
    /// The first day that it is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub before_from: Option<Date>,
    /// The last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub before_to: Option<Date>,
    /// What it shows.
    pub sections: Vec<ReportSection>,
}

/// `GET /api/backoffice/reports/{name}/{section}/export?…` with the fields of a [`ReportQuery`] beside:
/// a section as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// RFC 4180, with a point in amounts.
    Csv,
    /// The same with semicolons and a comma in amounts.
    CsvComma,
    /// A workbook.
    Xlsx,
}

/// One thing that a manager wants to know the reason of; `GET /api/backoffice/exceptions?…` with the
/// fields of a [`ReportQuery`] and `after`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exception {
    /// Where it stands in the log.
    pub position: u64,
    /// Its kind, as [`Dimension::Exception`] names it.
    pub kind: String,
    /// When, by the server's clock.
    pub at_ms: i64,
    /// On which sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale_id: Option<SaleId>,
    /// What the sale is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale_title: Option<String>,
    /// Who did it.
    pub employee_id: EmployeeId,
    /// Who approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<EmployeeId>,
    /// On which register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register_id: Option<RegisterId>,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What it was worth, in minor units.
    pub value: sale::Money,
}

/// One page of exceptions, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExceptionsPage {
    /// The exceptions.
    pub exceptions: Vec<Exception>,
    /// Asks for the next page as `after`; none on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}
