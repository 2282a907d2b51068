//! Writes to single-valued fields: the later in the log stands, and what it took away unseen is
//! said to both (rule C4). A field of a sale that was merged since is written where its effect is
//! (rules D1, D6).

use super::landing::Landing;
use super::merge::joined_note;
use super::unmerge::without;
use super::{Applied, Context, Note};
use crate::{EmployeeId, FieldValue, Line, Overwritten, RegisterId, Sale, Written};

/// Writes a field of a sale.
pub(super) fn write(landing: Landing, context: &Context, value: &FieldValue) -> Applied {
    let part = landing.part();
    let mut sale = landing.sale;
    let Some(part) = part else {
        let over = write_sale(&mut sale, context, value);
        return said(Applied::changed(sale), over);
    };
    let before = sale.part(part).map(|part| part.sale.clone());
    let Some(place) = sale.parts.iter_mut().find(|p| p.sale.id == part) else {
        return Applied::changed(sale);
    };
    let over = write_sale(&mut place.sale, context, value);
    match value {
        FieldValue::Guests(guests) => {
            let was = before.and_then(|before| before.guests).unwrap_or(0);
            let others = sale.guests.unwrap_or(0).saturating_sub(was);
            sale.guests = Some(others.saturating_add(guests.unwrap_or(0))).filter(|all| *all > 0);
            return said(Applied::changed(sale), over);
        }
        FieldValue::Note(note) => {
            let was = before.as_ref().and_then(|before| before.note.as_deref());
            let others = without(sale.note.as_deref(), was);
            sale.note = joined_note(others, note.as_deref());
            return said(Applied::changed(sale), over);
        }
        FieldValue::Customer(customer) => {
            if sale.customer.is_some() && !place.gave_customer {
                return said(Applied::changed(sale), over);
            }
            place.gave_customer = customer.is_some();
        }
        // Its share of the whole is its own.
        FieldValue::Discount(_) => return said(Applied::changed(sale), over),
        _ => {}
    }
    let over = write_sale(&mut sale, context, value);
    said(Applied::changed(sale), over)
}

/// With the person told what their write took away.
pub(super) fn said(applied: Applied, over: Option<Overwritten>) -> Applied {
    match over {
        Some(over) => applied.and(Note::Overwrote(over)),
        None => applied,
    }
}

fn write_sale(sale: &mut Sale, context: &Context, value: &FieldValue) -> Option<Overwritten> {
    let before = sale.field(None, value.field())?;
    match value.clone() {
        FieldValue::Name(name) => sale.name = name,
        FieldValue::Note(note) => sale.note = note,
        FieldValue::Guests(guests) => sale.guests = guests,
        FieldValue::Table(table) => sale.table = table,
        FieldValue::Customer(customer) => sale.customer = customer,
        FieldValue::Owner(owner) => sale.owner = owner,
        FieldValue::Discount(discount) => sale.discount = discount,
        FieldValue::UnitPrice(_) | FieldValue::Modifiers(_) => return None,
    }
    let opened = (sale.opened_by, sale.register_id);
    trace(&mut sale.written, context, before, value, opened)
}

/// Writes a field of a line; says what that took away unseen.
pub(super) fn write_line(
    line: &mut Line,
    context: &Context,
    value: &FieldValue,
) -> Option<Overwritten> {
    let before = line.field(value.field())?;
    match value.clone() {
        FieldValue::Note(note) => line.note = note,
        FieldValue::Discount(discount) => line.discount = discount,
        FieldValue::UnitPrice(price) => line.unit_price = price,
        FieldValue::Modifiers(modifiers) => line.modifiers = modifiers,
        _ => return None,
    }
    let added = (line.added_by, line.added_on);
    trace(&mut line.written, context, before, value, added)
}

/// Notes who wrote the field. Where the writer saw another value than the one that was there, and
/// somebody else had written that one, it is kept with the write.
fn trace(
    written: &mut Vec<Written>,
    context: &Context,
    before: FieldValue,
    value: &FieldValue,
    first: (EmployeeId, Option<RegisterId>),
) -> Option<Overwritten> {
    let field = value.field();
    let place = written.iter().position(|w| w.field == field);
    let (by, on) = place
        .and_then(|place| written.get(place))
        .map_or(first, |w| (w.by, w.on));
    let was = context.was.as_ref().filter(|was| was.field() == field);
    let unseen = was.is_some_and(|was| *was != before) && before != *value;
    let other = (by, on) != (context.employee_id, context.register_id);
    let over = (unseen && other).then_some(Overwritten {
        value: before,
        by,
        on,
    });
    let now = Written {
        field,
        by: context.employee_id,
        on: context.register_id,
        at_ms: context.at_ms,
        over: over.clone(),
    };
    match place.and_then(|place| written.get_mut(place)) {
        Some(known) => *known = now,
        None => written.push(now),
    }
    over
}
