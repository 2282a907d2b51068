//! What changes do to a sale that is open (rules C1 to C5), and how one is opened.

use super::{Applied, Context, Note, Outcome, Sales, changed, keep, limits, review};
use crate::{
    Change, Closing, Line, LineEdit, LineId, Money, NewLine, NewTender, OpenSale, Quantity,
    ReviewKind, Sale, Status, Tender,
};

pub(super) fn open_sale(
    sales: &dyn Sales,
    context: &Context,
    change: &Change,
    open: &OpenSale,
) -> Applied {
    if let Some(there) = sales.sale(open.sale_id) {
        return keep(context, change, ReviewKind::Unplaced, "A3", Some(&there));
    }
    let mut lines: Vec<Line> = Vec::with_capacity(open.lines.len());
    for line in &open.lines {
        let line = new_line(context, line);
        if lines.iter().any(|l| l.id == line.id) {
            return keep(context, change, ReviewKind::Unplaced, "A3", None);
        }
        if over_line_amount(&line) {
            return keep(context, change, ReviewKind::OverLimit, "A4", None);
        }
        lines.push(line);
    }
    changed(Sale {
        id: open.sale_id,
        number: open.number.clone(),
        name: open.name.clone(),
        status: Status::Open,
        source: open.source,
        owner: context.employee_id,
        opened_by: context.employee_id,
        register_id: context.register_id,
        opened_at_ms: context.at_ms,
        table: open.table.clone(),
        customer: open.customer.clone(),
        guests: open.guests,
        note: open.note.clone(),
        discount: None,
        lines,
        tenders: Vec::new(),
        follows: None,
        closing: None,
    })
}

pub(super) fn change_open_sale(mut sale: Sale, context: &Context, change: &Change) -> Applied {
    match change {
        Change::Open(_) => keep(context, change, ReviewKind::Unplaced, "A3", Some(&sale)),
        Change::AddLine { line, .. } => add_line(sale, context, change, line),
        Change::ChangeQuantity {
            line_id,
            difference,
            ..
        } => change_quantity(sale, context, change, *line_id, *difference, Vec::new()),
        Change::SetQuantity {
            line_id, to, seen, ..
        } => {
            let now = sale.line(*line_id).map(|line| line.quantity);
            let difference = *to - *seen;
            let notes = match now {
                Some(now) if now != *seen => vec![Note::QuantityHadChanged {
                    now: (now + difference).max(Quantity::ZERO),
                }],
                _ => Vec::new(),
            };
            change_quantity(sale, context, change, *line_id, difference, notes)
        }
        Change::RemoveLine { line_id, seen, .. } => {
            let seen = (*seen).max(Quantity::ZERO);
            change_quantity(
                sale,
                context,
                change,
                *line_id,
                Quantity::ZERO - seen,
                Vec::new(),
            )
        }
        Change::EditLine { line_id, edit, .. } => edit_line(sale, context, change, *line_id, edit),
        Change::Name { name, .. } => {
            sale.name.clone_from(name);
            changed(sale)
        }
        Change::Note { note, .. } => {
            sale.note.clone_from(note);
            changed(sale)
        }
        Change::Guests { guests, .. } => {
            sale.guests = *guests;
            changed(sale)
        }
        Change::Table { table, .. } => {
            sale.table.clone_from(table);
            changed(sale)
        }
        Change::Customer { customer, .. } => {
            sale.customer.clone_from(customer);
            changed(sale)
        }
        Change::Owner { owner, .. } => {
            sale.owner = *owner;
            changed(sale)
        }
        Change::Discount { discount, .. } => {
            sale.discount = *discount;
            changed(sale)
        }
        Change::Tender { tender, .. } => take_tender(sale, context, change, tender),
        Change::Close { .. } => close(sale, context),
        Change::Void { reason, .. } => void(sale, context, change, reason),
    }
}

pub(super) fn new_line(context: &Context, line: &NewLine) -> Line {
    Line {
        id: line.id,
        product_id: line.product_id,
        name: line.name.clone(),
        unit_price: line.unit_price,
        quantity: line.quantity,
        modifiers: line.modifiers.clone(),
        discount: line.discount,
        taxes: line.taxes.clone(),
        note: line.note.clone(),
        added_by: context.employee_id,
        added_on: context.register_id,
    }
}

pub(super) fn new_tender(context: &Context, tender: &NewTender) -> Tender {
    Tender {
        id: tender.id,
        method: tender.method.clone(),
        amount: tender.amount,
        tip: tender.tip,
        change: tender.change,
        seen_total: tender.seen_total,
        taken_by: context.employee_id,
        taken_on: context.register_id,
        taken_at_ms: context.at_ms,
    }
}

pub(super) fn over_line_amount(line: &Line) -> bool {
    line.gross().abs() > limits::LINE_AMOUNT || !line.quantity.within_limit()
}

pub(super) fn add_line(
    mut sale: Sale,
    context: &Context,
    change: &Change,
    line: &NewLine,
) -> Applied {
    if sale.line(line.id).is_some() {
        return keep(context, change, ReviewKind::Unplaced, "A3", Some(&sale));
    }
    let line = new_line(context, line);
    if sale.lines.len() >= Sale::MOST_LINES || over_line_amount(&line) {
        return keep(context, change, ReviewKind::OverLimit, "A4", Some(&sale));
    }
    sale.lines.push(line);
    changed(sale)
}

fn change_quantity(
    mut sale: Sale,
    context: &Context,
    change: &Change,
    line_id: LineId,
    difference: Quantity,
    mut notes: Vec<Note>,
) -> Applied {
    let Some(line) = sale.lines.iter_mut().find(|line| line.id == line_id) else {
        return keep(context, change, ReviewKind::Unplaced, "A4", Some(&sale));
    };
    let before = line.quantity;
    line.quantity = (before + difference).max(Quantity::ZERO);
    if over_line_amount(line) {
        return keep(context, change, ReviewKind::OverLimit, "A4", Some(&sale));
    }
    let taken = before - line.quantity;
    let asked = Quantity::ZERO - difference;
    if asked > taken {
        notes.push(Note::TookWhatWasThere { asked, taken });
    }
    let mut applied = changed(sale);
    applied.outcome.notes = notes;
    applied
}

fn edit_line(
    mut sale: Sale,
    context: &Context,
    change: &Change,
    line_id: LineId,
    edit: &LineEdit,
) -> Applied {
    let Some(line) = sale.lines.iter_mut().find(|line| line.id == line_id) else {
        return keep(context, change, ReviewKind::Unplaced, "A4", Some(&sale));
    };
    match edit {
        LineEdit::UnitPrice(price) => line.unit_price = *price,
        LineEdit::Modifiers(modifiers) => line.modifiers.clone_from(modifiers),
        LineEdit::Discount(discount) => line.discount = *discount,
        LineEdit::Note(note) => line.note.clone_from(note),
    }
    if over_line_amount(line) {
        return keep(context, change, ReviewKind::OverLimit, "A4", Some(&sale));
    }
    changed(sale)
}

fn take_tender(mut sale: Sale, context: &Context, change: &Change, tender: &NewTender) -> Applied {
    if sale.tenders.iter().any(|t| t.id == tender.id) {
        return keep(context, change, ReviewKind::Unplaced, "A3", Some(&sale));
    }
    if sale.tenders.len() >= Sale::MOST_TENDERS {
        return keep(context, change, ReviewKind::OverLimit, "A4", Some(&sale));
    }
    sale.tenders.push(new_tender(context, tender));
    let totals = sale.totals();
    let mut applied = Applied::default();
    if totals.total != tender.seen_total {
        applied
            .outcome
            .notes
            .push(Note::TotalHadChanged { now: totals.total });
    }
    if totals.due < Money::ZERO && tender.amount > Money::ZERO {
        let review = review(context, change, ReviewKind::Overpaid, "C5", Some(&sale));
        applied.outcome.review = Some(review.id);
        applied.reviews.push(review);
    }
    applied.sales.push(sale);
    applied
}

fn close(mut sale: Sale, context: &Context) -> Applied {
    let due = sale.totals().due;
    if due > Money::ZERO {
        return Applied {
            outcome: Outcome {
                notes: vec![Note::StillDue { due }],
                ..Outcome::default()
            },
            ..Applied::default()
        };
    }
    sale.status = Status::Closed;
    sale.closing = Some(closing(context, None));
    changed(sale)
}

fn void(mut sale: Sale, context: &Context, change: &Change, reason: &str) -> Applied {
    let paid = sale.totals().paid;
    sale.status = Status::Voided;
    sale.closing = Some(closing(context, Some(reason.to_owned())));
    let mut applied = Applied::default();
    if paid != Money::ZERO {
        let kind = ReviewKind::VoidedWithTender;
        let review = review(context, change, kind, "D4", Some(&sale));
        applied.outcome.review = Some(review.id);
        applied.reviews.push(review);
    }
    applied.sales.push(sale);
    applied
}

fn closing(context: &Context, reason: Option<String>) -> Closing {
    Closing {
        by: context.employee_id,
        on: context.register_id,
        at_ms: context.at_ms,
        reason,
    }
}
