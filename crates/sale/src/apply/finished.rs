//! What changes do that arrive for a sale which is finished (rules D2 to D4): goods go to its
//! follow-up, money stays with it, everything else is kept for a person to look at.

use super::open::{add_line, new_tender, over_line_amount};
use super::{Applied, Context, MOST_STEPS, Note, Outcome, Sales, changed, keep, review};
use crate::{Change, Line, LineId, NewLine, Quantity, ReviewKind, Sale, SaleId, Status};

pub(super) fn change_finished_sale(
    sales: &dyn Sales,
    mut sale: Sale,
    context: &Context,
    change: &Change,
) -> Applied {
    match change {
        Change::AddLine { line, .. } => late_goods(sales, &sale, context, change, |follow_up| {
            add_line(follow_up, context, change, line)
        }),
        Change::ChangeQuantity {
            line_id,
            difference,
            ..
        } if *difference > Quantity::ZERO => {
            late_units(sales, &sale, context, change, *line_id, *difference)
        }
        Change::SetQuantity {
            line_id, to, seen, ..
        } if *to > *seen => late_units(sales, &sale, context, change, *line_id, *to - *seen),
        Change::Tender { tender, .. } => {
            if sale.tenders.iter().any(|t| t.id == tender.id) {
                return keep(context, change, ReviewKind::Unplaced, "A3", Some(&sale));
            }
            if sale.tenders.len() >= Sale::MOST_TENDERS {
                return keep(context, change, ReviewKind::OverLimit, "A4", Some(&sale));
            }
            let rule = if sale.status == Status::Voided {
                "D4"
            } else {
                "D3"
            };
            let review = review(context, change, ReviewKind::LateTender, rule, Some(&sale));
            sale.tenders.push(new_tender(context, tender));
            let mut applied = changed(sale);
            applied.outcome.review = Some(review.id);
            applied.reviews.push(review);
            applied
        }
        Change::Close { .. } => noted(),
        Change::Void { .. } if sale.status == Status::Voided => noted(),
        _ => keep(context, change, ReviewKind::LateChange, "A4", Some(&sale)),
    }
}

fn noted() -> Applied {
    Applied {
        outcome: Outcome {
            notes: vec![Note::AlreadyFinished],
            ..Outcome::default()
        },
        ..Applied::default()
    }
}

/// Goods for a finished sale: they land on its follow-up, and a person is told (rules D2, D4).
fn late_goods(
    sales: &dyn Sales,
    sale: &Sale,
    context: &Context,
    change: &Change,
    place: impl FnOnce(Sale) -> Applied,
) -> Applied {
    let Some(follow_up) = follow_up(sales, sale, context) else {
        return keep(context, change, ReviewKind::OverLimit, "A4", Some(sale));
    };
    let follow_up_id = follow_up.id;
    let mut applied = place(follow_up);
    if applied.sales.is_empty() {
        return applied;
    }
    let rule = if sale.status == Status::Voided {
        "D4"
    } else {
        "D2"
    };
    let mut review = review(context, change, ReviewKind::LateGoods, rule, Some(sale));
    review.follow_up = Some(follow_up_id);
    applied.outcome.elsewhere = Some(follow_up_id);
    applied.outcome.review = Some(review.id);
    applied.reviews.push(review);
    applied
}

/// More units of a line of a finished sale: they are goods too, under the line's own id.
fn late_units(
    sales: &dyn Sales,
    sale: &Sale,
    context: &Context,
    change: &Change,
    line_id: LineId,
    units: Quantity,
) -> Applied {
    let Some(line) = sale.line(line_id) else {
        return keep(context, change, ReviewKind::Unplaced, "A4", Some(sale));
    };
    let line = Line {
        quantity: units,
        added_by: context.employee_id,
        added_on: context.register_id,
        ..line.clone()
    };
    late_goods(sales, sale, context, change, |mut follow_up| {
        if let Some(there) = follow_up.lines.iter_mut().find(|l| l.id == line_id) {
            there.quantity = there.quantity + units;
            if over_line_amount(there) {
                return keep(context, change, ReviewKind::OverLimit, "A4", Some(sale));
            }
            return changed(follow_up);
        }
        add_line(follow_up, context, change, &as_new(line))
    })
}

fn as_new(line: Line) -> NewLine {
    NewLine {
        id: line.id,
        product_id: line.product_id,
        name: line.name,
        unit_price: line.unit_price,
        quantity: line.quantity,
        modifiers: line.modifiers,
        discount: line.discount,
        taxes: line.taxes,
        note: line.note,
    }
}

/// The open sale that takes late goods: the first one after `sale` that is open, made if need be.
fn follow_up(sales: &dyn Sales, sale: &Sale, context: &Context) -> Option<Sale> {
    let mut after = sale.clone();
    let mut id = sale.id.follow_up();
    let mut number = format!("{}+", sale.number);
    for _ in 0..MOST_STEPS {
        match sales.sale(id) {
            None => return Some(new_follow_up(&after, id, number, context)),
            Some(there) => match there.status {
                Status::Open => return Some(there),
                Status::Merged(into) => id = into,
                Status::Closed | Status::Voided => {
                    id = there.id.follow_up();
                    number = format!("{}+", there.number);
                    after = there;
                }
            },
        }
    }
    None
}

fn new_follow_up(after: &Sale, id: SaleId, number: String, context: &Context) -> Sale {
    Sale {
        id,
        number,
        name: None,
        status: Status::Open,
        source: after.source,
        owner: after.owner,
        opened_by: context.employee_id,
        register_id: context.register_id,
        opened_at_ms: context.at_ms,
        table: after.table.clone(),
        customer: after.customer.clone(),
        guests: None,
        note: None,
        discount: None,
        lines: Vec::new(),
        tenders: Vec::new(),
        follows: Some(after.id),
        closing: None,
    }
}
