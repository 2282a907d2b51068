//! What changes do to a sale that is open (rules C1 to C5), and how one is opened.

use super::landing::Landing;
use super::reviews::{keep, review};
use super::{Applied, Books, Context, Note, fields, limits, split};
use crate::cash::counted;
use crate::{
    Change, Closing, FieldValue, Line, LineId, Money, NewLine, NewTender, OpenSale, Quantity,
    ReviewKind, Sale, SaleId, Status, Tender, permit,
};

pub(super) fn open_sale(
    books: &dyn Books,
    context: &Context,
    change: &Change,
    open: &OpenSale,
) -> Applied {
    if let Some(there) = books.sale(open.sale_id) {
        return keep(context, change, ReviewKind::Unplaced, "A3", Some(&there));
    }
    if let Some(rule) = permit::refused_opening(books, context, change) {
        return keep(context, change, ReviewKind::NotAllowed, rule, None);
    }
    let mut lines: Vec<Line> = Vec::with_capacity(open.lines.len());
    for line in &open.lines {
        let line = new_line(context, line, None);
        if lines.iter().any(|l| l.id == line.id) {
            return keep(context, change, ReviewKind::Unplaced, "A3", None);
        }
        if over_line_amount(&line) {
            return keep(context, change, ReviewKind::OverLimit, "A4", None);
        }
        lines.push(line);
    }
    Applied::changed(Sale {
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
        split_from: None,
        parts: Vec::new(),
        written: Vec::new(),
        closing: None,
    })
}

pub(super) fn change_open_sale(
    books: &dyn Books,
    landing: Landing,
    context: &Context,
    change: &Change,
) -> Applied {
    if let Some((line_id, value)) = change.writes() {
        return match line_id {
            Some(line_id) => edit_line(landing.sale, context, change, line_id, &value),
            None => fields::write(landing, context, &value),
        };
    }
    let part = landing.part();
    let merged = landing.merged.is_some();
    let sale = landing.sale;
    match change {
        Change::AddLine { line, .. } => add_line(sale, context, change, line, part),
        Change::ChangeQuantity {
            line_id,
            difference,
            ..
        } => change_quantity(sale, context, change, *line_id, *difference),
        Change::SetQuantity {
            line_id, to, seen, ..
        } => {
            let now = sale.line(*line_id).map(|line| line.quantity);
            let difference = *to - *seen;
            let applied = change_quantity(sale, context, change, *line_id, difference);
            match now {
                Some(now) if now != *seen => applied.and(Note::QuantityHadChanged {
                    now: (now + difference).max(Quantity::ZERO),
                }),
                _ => applied,
            }
        }
        Change::RemoveLine { line_id, seen, .. } => {
            let seen = (*seen).max(Quantity::ZERO);
            change_quantity(sale, context, change, *line_id, Quantity::ZERO - seen)
        }
        Change::Tender { tender, .. } => take_tender(books, sale, context, change, tender),
        Change::Close { .. } => close(sale, context, change),
        // Meant for one of the two, it must not take the other along.
        Change::Void { .. } if merged => {
            keep(context, change, ReviewKind::LateChange, "D1", Some(&sale))
        }
        Change::Void { reason, .. } => void(sale, context, change, reason),
        Change::Unvoid { .. } => Applied::noted(Note::NotVoided),
        Change::Split(what) => split::split(books, sale, context, change, what),
        _ => keep(context, change, ReviewKind::Unplaced, "A4", Some(&sale)),
    }
}

pub(super) fn new_line(context: &Context, line: &NewLine, part: Option<SaleId>) -> Line {
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
        part,
        split_from: None,
        written: Vec::new(),
    }
}

/// The tender as it counts for a sale (rule G4).
pub(super) fn new_tender(
    books: &dyn Books,
    sale: &Sale,
    context: &Context,
    tender: &NewTender,
) -> Tender {
    let coin = books.store().map_or(Money::ZERO, |s| s.cash_rounding);
    let (amount, rounding) = counted(sale, tender, coin);
    Tender {
        id: tender.id,
        method: tender.method.clone(),
        amount,
        rounding,
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
    part: Option<SaleId>,
) -> Applied {
    if sale.line(line.id).is_some() {
        return keep(context, change, ReviewKind::Unplaced, "A3", Some(&sale));
    }
    let line = new_line(context, line, part);
    if sale.lines.len() >= Sale::MOST_LINES || over_line_amount(&line) {
        return keep(context, change, ReviewKind::OverLimit, "A4", Some(&sale));
    }
    sale.lines.push(line);
    Applied::changed(sale)
}

fn change_quantity(
    mut sale: Sale,
    context: &Context,
    change: &Change,
    line_id: LineId,
    difference: Quantity,
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
    let applied = Applied::changed(sale);
    if asked > taken {
        return applied.and(Note::TookWhatWasThere { asked, taken });
    }
    applied
}

fn edit_line(
    mut sale: Sale,
    context: &Context,
    change: &Change,
    line_id: LineId,
    value: &FieldValue,
) -> Applied {
    let Some(line) = sale.lines.iter_mut().find(|line| line.id == line_id) else {
        return keep(context, change, ReviewKind::Unplaced, "A4", Some(&sale));
    };
    let over = fields::write_line(line, context, value);
    if over_line_amount(line) {
        return keep(context, change, ReviewKind::OverLimit, "A4", Some(&sale));
    }
    fields::said(Applied::changed(sale), over)
}

fn take_tender(
    books: &dyn Books,
    mut sale: Sale,
    context: &Context,
    change: &Change,
    tender: &NewTender,
) -> Applied {
    if sale.tenders.iter().any(|t| t.id == tender.id) {
        return keep(context, change, ReviewKind::Unplaced, "A3", Some(&sale));
    }
    if sale.tenders.len() >= Sale::MOST_TENDERS {
        return keep(context, change, ReviewKind::OverLimit, "A4", Some(&sale));
    }
    let tender = new_tender(books, &sale, context, tender);
    let (amount, seen_total) = (tender.amount, tender.seen_total);
    sale.tenders.push(tender);
    let totals = sale.totals();
    let overpaid = (totals.due < Money::ZERO && amount > Money::ZERO)
        .then(|| review(context, change, ReviewKind::Overpaid, "C5", Some(&sale)));
    let mut applied = Applied::changed(sale);
    if totals.total != seen_total {
        applied = applied.and(Note::TotalHadChanged { now: totals.total });
    }
    match overpaid {
        Some(review) => applied.raising(review),
        None => applied,
    }
}

fn close(mut sale: Sale, context: &Context, change: &Change) -> Applied {
    let due = sale.totals().due;
    if due > Money::ZERO {
        return Applied::noted(Note::StillDue { due });
    }
    sale.status = Status::Closed;
    sale.closing = Some(closing(context));
    // Goods taken off after the tender: the guest's money must not end with the sale (rule A6).
    let owed = (due < Money::ZERO)
        .then(|| review(context, change, ReviewKind::Overpaid, "A6", Some(&sale)));
    match owed {
        Some(owed) => Applied::changed(sale).raising(owed),
        None => Applied::changed(sale),
    }
}

fn void(mut sale: Sale, context: &Context, change: &Change, reason: &str) -> Applied {
    let kind = ReviewKind::VoidedWithTender;
    let raised = (sale.totals().paid != Money::ZERO)
        .then(|| review(context, change, kind, "D4", Some(&sale)));
    sale.status = Status::Voided;
    sale.closing = Some(Closing {
        reason: Some(reason.to_owned()),
        review: raised.as_ref().map(|review| review.id),
        ..closing(context)
    });
    let applied = Applied::changed(sale);
    match raised {
        Some(review) => applied.raising(review),
        None => applied,
    }
}

fn closing(context: &Context) -> Closing {
    Closing {
        by: context.employee_id,
        on: context.register_id,
        at_ms: context.at_ms,
        reason: None,
        review: None,
    }
}
