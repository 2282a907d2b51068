//! Changes to the table layout (rule F8). The later in the log stands, field by field.

use super::reviews::keep;
use super::{Applied, Books, Context};
use crate::{Change, Laid, ReviewKind, TableId, permit};

/// What a change makes of the table that it is about.
pub(super) fn change_layout(
    books: &dyn Books,
    context: &Context,
    change: &Change,
    id: TableId,
) -> Applied {
    if let Some(rule) = permit::refused_layout(books, context) {
        return keep(context, change, ReviewKind::NotAllowed, rule, None);
    }
    let table = match change {
        Change::PutTable(table) => Some(table.clone()),
        Change::EditTable { edit, .. } => {
            let Some(mut table) = books.table(id) else {
                // Somebody has taken it away meanwhile: what was wanted is for a person.
                return keep(context, change, ReviewKind::Unplaced, "A4", None);
            };
            table.edit(edit);
            Some(table)
        }
        _ => None,
    };
    Applied {
        tables: vec![Laid { id, table }],
        ..Applied::default()
    }
}
