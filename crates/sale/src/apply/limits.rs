//! How much one change may carry. A change over a limit is kept whole in a review.

use crate::{Change, LineEdit, Modifier, Money, NewLine, Quantity, Sale, Table, TableEdit};

/// Most characters of a name, a number or a reason.
const MOST_NAME_CHARS: usize = 200;
/// Most characters of a note.
const MOST_NOTE_CHARS: usize = 2_000;
/// Most extras or taxes on a line.
const MOST_ON_A_LINE: usize = 32;
/// The largest amount of one line, either sign, in minor units: with the most lines that a sale
/// may have, its total stays far from the end of `i64`.
pub(super) const LINE_AMOUNT: Money = Money(1_000_000_000_000);

pub(super) fn is_over(change: &Change) -> bool {
    match change {
        Change::Open(open) => {
            open.lines.len() > Sale::MOST_LINES
                || long(&open.number, MOST_NAME_CHARS)
                || any_long(open.name.as_deref(), MOST_NAME_CHARS)
                || any_long(open.note.as_deref(), MOST_NOTE_CHARS)
                || any_long(
                    open.table.as_ref().map(|t| t.name.as_str()),
                    MOST_NAME_CHARS,
                )
                || customer_is_over(open.customer.as_ref())
                || open.lines.iter().any(line_is_over)
        }
        Change::AddLine { line, .. } => line_is_over(line),
        Change::ChangeQuantity {
            difference, reason, ..
        } => !difference.within_limit() || any_long(reason.as_deref(), MOST_NAME_CHARS),
        Change::SetQuantity {
            to, seen, reason, ..
        } => {
            *to < Quantity::ZERO
                || !to.within_limit()
                || !seen.within_limit()
                || any_long(reason.as_deref(), MOST_NAME_CHARS)
        }
        Change::EditLine { edit, .. } => {
            (match edit {
                LineEdit::UnitPrice(price) => !price.within_limit(),
                LineEdit::Modifiers(modifiers) => modifiers_are_over(modifiers),
                LineEdit::Discount(_) => false,
                LineEdit::Note(note) => any_long(note.as_deref(), MOST_NOTE_CHARS),
            }) || any_long(change.reason(), MOST_NAME_CHARS)
        }
        Change::RemoveLine { seen, reason, .. } => {
            !seen.within_limit() || any_long(reason.as_deref(), MOST_NAME_CHARS)
        }
        Change::Name { name, .. } => any_long(name.as_deref(), MOST_NAME_CHARS),
        Change::Note { note, .. } => any_long(note.as_deref(), MOST_NOTE_CHARS),
        Change::Table { table, .. } => {
            any_long(table.as_ref().map(|t| t.name.as_str()), MOST_NAME_CHARS)
        }
        Change::Customer { customer, .. } => customer_is_over(customer.as_ref()),
        Change::Tender { tender, .. } => {
            !tender.amount.within_limit()
                || !tender.rounding.within_limit()
                || !tender.tip.within_limit()
                || !tender.change.within_limit()
                || matches!(&tender.method, crate::Method::Other(name) if long(name, MOST_NAME_CHARS))
        }
        Change::Void { reason, .. } => long(reason, MOST_NAME_CHARS),
        Change::Split(split) => {
            split.moves.len() > Sale::MOST_LINES
                || long(&split.number, MOST_NAME_CHARS)
                || any_long(split.name.as_deref(), MOST_NAME_CHARS)
                || split
                    .moves
                    .iter()
                    .any(|m| m.quantity <= Quantity::ZERO || !m.quantity.within_limit())
        }
        Change::ResolveReview { note, .. } => long(note, MOST_NOTE_CHARS),
        Change::Discount { reason, .. } => any_long(reason.as_deref(), MOST_NAME_CHARS),
        Change::PutTable(table) => {
            long(&table.name, MOST_NAME_CHARS)
                || long(&table.room, MOST_NAME_CHARS)
                || table.seats > Table::MOST_SEATS
                || !table.place.is_inside()
        }
        Change::EditTable { edit, .. } => match edit {
            TableEdit::Name(text) | TableEdit::Room(text) => long(text, MOST_NAME_CHARS),
            TableEdit::Seats(seats) => *seats > Table::MOST_SEATS,
            TableEdit::Place(place) => !place.is_inside(),
            TableEdit::Round(_) | TableEdit::RoomOrder(_) => false,
        },
        Change::Guests { .. }
        | Change::RemoveTable { .. }
        | Change::Owner { .. }
        | Change::Close { .. }
        | Change::Unvoid { .. }
        | Change::Merge { .. }
        | Change::Unmerge { .. } => false,
    }
}

fn line_is_over(line: &NewLine) -> bool {
    line.quantity <= Quantity::ZERO
        || !line.quantity.within_limit()
        || !line.unit_price.within_limit()
        || long(&line.name, MOST_NAME_CHARS)
        || any_long(line.note.as_deref(), MOST_NOTE_CHARS)
        || any_long(line.reason.as_deref(), MOST_NAME_CHARS)
        || line.taxes.len() > MOST_ON_A_LINE
        || line
            .taxes
            .iter()
            .any(|tax| tax.basis_points > 100_000 || long(&tax.name, MOST_NAME_CHARS))
        || modifiers_are_over(&line.modifiers)
        || line.unit_price.scale(line.quantity.0, 1000).abs() > LINE_AMOUNT
}

fn modifiers_are_over(modifiers: &[Modifier]) -> bool {
    modifiers.len() > MOST_ON_A_LINE
        || modifiers
            .iter()
            .any(|m| !m.price.within_limit() || long(&m.name, MOST_NAME_CHARS))
}

fn customer_is_over(customer: Option<&crate::Customer>) -> bool {
    customer.is_some_and(|c| {
        long(&c.name, MOST_NAME_CHARS) || any_long(c.reference.as_deref(), MOST_NAME_CHARS)
    })
}

fn any_long(text: Option<&str>, most: usize) -> bool {
    text.is_some_and(|text| long(text, most))
}

fn long(text: &str, most: usize) -> bool {
    // Bytes first: counting characters is only worth it near the limit.
    text.len() > most && text.chars().count() > most
}
