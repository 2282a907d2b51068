//! Exceptions one by one, as a manager looks through them. It must not know how they came about, nor
//! what they are worth.

use super::kinds::EXCEPTIONS;
use super::wanted::Wanted;
use super::worth::stands;
use crate::storage::{ReadError, StoreNo};
use rusqlite::{Connection, params};
use sale::{EmployeeId, Money, RegisterId, SaleId};
use sync::api::reports::{Exception, ExceptionsPage};
use uuid::Uuid;

/// Exceptions of a page.
const MOST_ON_A_PAGE: usize = 100;

/// One page of exceptions, the latest first.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn page(
    connection: &Connection,
    store: StoreNo,
    wanted: &Wanted,
    after: Option<u64>,
) -> Result<ExceptionsPage, ReadError> {
    let mut query = connection.prepare_cached(
        "SELECT position, kind, server_ms, sale_id, employee_id, approved_by, register_id, reason, \
         worth FROM report_event WHERE store = ? AND day BETWEEN ? AND ? AND kind <= 6 \
         AND worth IS NOT NULL AND position < ? ORDER BY position DESC, kind",
    )?;
    let after = after.map_or(i64::MAX, u64::cast_signed);
    let mut rows = query.query(params![store.0, wanted.first, wanted.last, after])?;
    let mut page = ExceptionsPage {
        exceptions: Vec::new(),
        next: None,
    };
    while let Some(row) = rows.next()? {
        let sale_id = row.get::<_, Option<Uuid>>(3)?.map(SaleId);
        let employee_id = EmployeeId(row.get(4)?);
        let register_id = row.get::<_, Option<Uuid>>(6)?.map(RegisterId);
        if !wanted.wants_event(connection, store, employee_id, register_id, sale_id)? {
            continue;
        }
        let position = row.get::<_, i64>(0)?.cast_unsigned();
        if page.exceptions.len() >= MOST_ON_A_PAGE {
            let last = page.exceptions.last().map(|last| last.position);
            // Two of one entry stay on one page.
            if last != Some(position) {
                page.next = last;
                break;
            }
        }
        let kind: i64 = row.get(1)?;
        let kind = EXCEPTIONS.iter().find(|(known, _)| known.number() == kind);
        let sale = sale_id
            .map(|id| stands(connection, store, id))
            .transpose()?;
        page.exceptions.push(Exception {
            position,
            kind: kind.map_or("", |(_, word)| word).to_owned(),
            at_ms: row.get(2)?,
            sale_id,
            sale_title: sale.flatten().map(|(_, sale)| sale.title().to_owned()),
            employee_id,
            approved_by: row.get::<_, Option<Uuid>>(5)?.map(EmployeeId),
            register_id,
            reason: row.get(7)?,
            value: Money(row.get(8)?),
        });
    }
    Ok(page)
}
