//! What one unit of a line cost before an entry of the log, read back from the log itself. It must not
//! know what is made of that.

use crate::storage::StoreNo;
use rusqlite::{Connection, Row, params};
use sale::{Change, LineEdit, LineId, Money, Outcome, SaleId};
use sync::codec;

/// Splits and merges that a line is followed back through.
const MOST_FOLLOWED: usize = 64;

/// The price of one unit of a line before an entry of the log, as the log has it.
pub(super) fn before(
    connection: &Connection,
    store: StoreNo,
    sale: SaleId,
    line: LineId,
    position: u64,
    depth: usize,
) -> rusqlite::Result<Option<Money>> {
    if depth > MOST_FOLLOWED {
        return Ok(None);
    }
    let mut query = connection.prepare_cached(
        "SELECT log.position, log.change, log.outcome FROM log_sale JOIN log USING (store, position) \
         WHERE log_sale.store = ? AND log_sale.sale_id = ? AND log_sale.position < ? \
         ORDER BY log_sale.position DESC",
    )?;
    let by = params![store.0, sale.0, position.cast_signed()];
    let read = |row: &Row<'_>| -> rusqlite::Result<(i64, String, String)> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    };
    let entries: Vec<(i64, String, String)> =
        query.query_map(by, read)?.collect::<Result<_, _>>()?;
    for (at, change, outcome) in entries {
        let refused =
            codec::decode::<Outcome>(&outcome).is_ok_and(|outcome| outcome.review.is_some());
        let Ok(change) = codec::decode::<Change>(&change) else {
            continue;
        };
        let new = |lines: &[sale::NewLine]| {
            lines
                .iter()
                .find(|new| new.id == line)
                .map(|new| new.unit_price)
        };
        let found = match &change {
            Change::EditLine {
                line_id,
                edit: LineEdit::UnitPrice(price),
                ..
            } if *line_id == line && !refused => Some(*price),
            Change::AddLine { line: added, .. } => new(std::slice::from_ref(added)),
            Change::Open(open) => new(&open.lines),
            Change::Split(split) => match split.moves.iter().find(|m| m.new_line_id == line) {
                Some(moved) => {
                    let (from, of) = (split.sale_id, moved.line_id);
                    before(connection, store, from, of, at.cast_unsigned(), depth + 1)?
                }
                None => None,
            },
            Change::Merge { sale_id, into } if *into == sale => {
                let at = at.cast_unsigned();
                before(connection, store, *sale_id, line, at, depth + 1)?
            }
            _ => None,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
