//! Sales as BackOffice asks for them: those that are finished, and what was done to one.
//!
//! It must not serve open sales to a list: those are in the replica.

use super::{ApiError, get};
use crate::routes::Address;
use chrono::NaiveDate;
use sale::SaleId;
use sale::civil::Calendar;
use sync::api::{SaleDetail, SalesOrder, SalesPage, SalesQuery, StatusFilter};

/// One page of sales.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn sales(query: &SalesQuery) -> Result<SalesPage, ApiError> {
    get(&address(query).to_string()).await
}

/// Which business day it is, and from when to when days last: those from one date to another, or
/// those around today.
///
/// # Errors
/// When nobody is signed in, or the server is out of reach.
pub async fn days(dates: Option<(NaiveDate, NaiveDate)>) -> Result<Calendar, ApiError> {
    let text = |date: Option<NaiveDate>| date.map(|date| date.to_string());
    let address = Address::at("/api/backoffice/days")
        .with("from", text(dates.map(|(from, _)| from)).as_deref())
        .with("to", text(dates.map(|(_, to)| to)).as_deref());
    get(&address.to_string()).await
}

/// A sale, whatever its status, with everything that was done to it.
///
/// # Errors
/// When there is none, nobody is signed in, or the server is out of reach.
pub async fn sale(id: SaleId) -> Result<SaleDetail, ApiError> {
    let path = format!("/api/backoffice/sales/{id}");
    let mut sale: SaleDetail = get(&path).await?;
    while let Some(after) = sale.next {
        let more: SaleDetail = get(&format!("{path}?after={after}")).await?;
        sale.history.extend(more.history);
        sale.next = more.next;
    }
    Ok(sale)
}

fn address(query: &SalesQuery) -> Address {
    let status = match query.status {
        StatusFilter::Open => "open",
        StatusFilter::Closed => "closed",
        StatusFilter::Voided => "voided",
        StatusFilter::Merged => "merged",
        StatusFilter::All => "all",
    };
    let sort = match query.sort {
        SalesOrder::Opened => "opened",
        SalesOrder::Closed => "closed",
        SalesOrder::Name => "name",
        SalesOrder::Register => "register",
        SalesOrder::Employee => "employee",
        SalesOrder::Changed => "changed",
        SalesOrder::Number => "number",
        SalesOrder::Total => "total",
    };
    let number = |ms: Option<i64>| ms.map(|ms| ms.to_string());
    Address::at("/api/backoffice/sales")
        .with("status", Some(status))
        .with("search", query.search.as_deref())
        .with(
            "register",
            query.register.map(|id| id.to_string()).as_deref(),
        )
        .with(
            "employee",
            query.employee.map(|id| id.to_string()).as_deref(),
        )
        .with("closed_from_ms", number(query.closed_from_ms).as_deref())
        .with(
            "closed_before_ms",
            number(query.closed_before_ms).as_deref(),
        )
        .with("sort", Some(sort))
        .with("descending", query.descending.then_some("true"))
        .with("after", query.after.as_deref())
        .with("limit", query.limit.map(|most| most.to_string()).as_deref())
}
