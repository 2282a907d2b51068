//! What changes do that arrive for a sale which is finished (rules D2 to D4): goods go to its
//! follow-up, money stays with it, everything else is kept for a person to look at.

use super::landing::{Landing, MOST_STEPS, follow};
use super::open::{add_line, new_tender, over_line_amount};
use super::reviews::{keep, review, settled};
use super::{Applied, Books, Context, Note};
use crate::{
    Change, Discount, Line, LineId, Money, NewLine, Quantity, ReviewKind, Sale, SaleId, Status,
};

pub(super) fn change_finished_sale(
    books: &dyn Books,
    landing: Landing,
    context: &Context,
    change: &Change,
) -> Applied {
    let merged = landing.merged.is_some();
    let sale = landing.sale;
    match change {
        // The second of two taps, after somebody closed the sale between them.
        Change::AddLine { line, .. } if sale.line(line.id).is_some() => {
            keep(context, change, ReviewKind::Unplaced, "A3", Some(&sale))
        }
        Change::AddLine { line, .. } => late_goods(books, &sale, context, change, |open, part| {
            add_line(open, context, change, line, part)
        }),
        Change::ChangeQuantity {
            line_id,
            difference,
            ..
        } if *difference > Quantity::ZERO => {
            late_units(books, &sale, context, change, *line_id, *difference)
        }
        Change::SetQuantity {
            line_id, to, seen, ..
        } if *to > *seen => late_units(books, &sale, context, change, *line_id, *to - *seen),
        Change::Tender { .. } => late_tender(books, sale, context, change),
        Change::Close { .. } => Applied::noted(Note::AlreadyFinished),
        Change::Void { .. } | Change::Unvoid { .. } if merged => {
            keep(context, change, ReviewKind::LateChange, "D1", Some(&sale))
        }
        Change::Void { .. } if sale.status == Status::Voided => {
            Applied::noted(Note::AlreadyFinished)
        }
        Change::Unvoid { .. } if sale.status == Status::Voided => unvoid(books, sale, context),
        Change::Unvoid { .. } => Applied::noted(Note::NotVoided),
        _ => keep(context, change, ReviewKind::LateChange, "A4", Some(&sale)),
    }
}

/// The rule that says where goods and money go that come after the sale was finished.
fn rule_of(sale: &Sale, closed: &'static str) -> &'static str {
    if sale.status == Status::Voided {
        "D4"
    } else {
        closed
    }
}

/// Money for a finished sale stays on it, and somebody is to give it back (rules D3, D4). Money
/// given back needs nobody, unless it is more than there was to give.
fn late_tender(books: &dyn Books, mut sale: Sale, context: &Context, change: &Change) -> Applied {
    let Change::Tender { tender, .. } = change else {
        return keep(context, change, ReviewKind::Unplaced, "A4", Some(&sale));
    };
    if sale.tenders.iter().any(|t| t.id == tender.id) {
        return keep(context, change, ReviewKind::Unplaced, "A3", Some(&sale));
    }
    if sale.tenders.len() >= Sale::MOST_TENDERS {
        return keep(context, change, ReviewKind::OverLimit, "A4", Some(&sale));
    }
    let rule = rule_of(&sale, "D3");
    let totals = sale.totals();
    let too_much = if sale.status == Status::Voided {
        totals.paid
    } else {
        totals.paid - totals.total
    };
    let tender = new_tender(books, &sale, context, tender);
    let gives_back = tender.amount < Money::ZERO;
    if gives_back && too_much + tender.amount < Money::ZERO {
        return keep(
            context,
            change,
            ReviewKind::RefundTooLarge,
            rule,
            Some(&sale),
        );
    }
    sale.tenders.push(tender);
    if gives_back {
        return Applied::changed(sale);
    }
    let review = review(context, change, ReviewKind::LateTender, rule, Some(&sale));
    Applied::changed(sale).raising(review)
}

/// A voided sale is open again, with its tenders; the review that voiding raised is settled.
fn unvoid(books: &dyn Books, mut sale: Sale, context: &Context) -> Applied {
    sale.status = Status::Open;
    let closing = sale.closing.take();
    let review = closing
        .and_then(|closing| books.review(closing.review?))
        .filter(|review| review.resolution.is_none());
    let mut applied = Applied::changed(sale);
    applied
        .reviews
        .extend(review.map(|review| settled(review, context, "")));
    applied
}

/// Goods for a finished sale: they land on its follow-up, and a person is told (rules D2, D4).
fn late_goods(
    books: &dyn Books,
    sale: &Sale,
    context: &Context,
    change: &Change,
    place: impl FnOnce(Sale, Option<SaleId>) -> Applied,
) -> Applied {
    let Some(place_for) = follow_up(books, sale, context) else {
        return keep(context, change, ReviewKind::OverLimit, "A4", Some(sale));
    };
    let (part, follow_up_id) = (place_for.part(), place_for.sale.id);
    let mut applied = place(place_for.sale, part);
    if applied.sales.is_empty() {
        return applied;
    }
    let rule = rule_of(sale, "D2");
    let mut review = review(context, change, ReviewKind::LateGoods, rule, Some(sale));
    review.follow_up = Some(follow_up_id);
    applied.outcome.elsewhere = Some(follow_up_id);
    applied.raising(review)
}

/// More units of a line of a finished sale: they are goods too, on a line of the follow-up.
fn late_units(
    books: &dyn Books,
    sale: &Sale,
    context: &Context,
    change: &Change,
    line_id: LineId,
    units: Quantity,
) -> Applied {
    let Some(line) = sale.line(line_id) else {
        return keep(context, change, ReviewKind::Unplaced, "A4", Some(sale));
    };
    late_goods(books, sale, context, change, |mut follow_up, part| {
        let id = line_id.on_follow_up(follow_up.id);
        if let Some(there) = follow_up.lines.iter_mut().find(|l| l.id == id) {
            there.quantity = there.quantity + units;
            if over_line_amount(there) {
                return keep(context, change, ReviewKind::OverLimit, "A4", Some(sale));
            }
            return Applied::changed(follow_up);
        }
        add_line(follow_up, context, change, &as_new(line, id, units), part)
    })
}

/// The same thing again. A fixed discount was for the units that were there.
fn as_new(line: &Line, id: LineId, quantity: Quantity) -> NewLine {
    NewLine {
        id,
        product_id: line.product_id,
        name: line.name.clone(),
        unit_price: line.unit_price,
        quantity,
        modifiers: line.modifiers.clone(),
        discount: line.discount.filter(|d| matches!(d, Discount::Percent(_))),
        taxes: line.taxes.clone(),
        note: line.note.clone(),
        reason: None,
    }
}

/// The open sale that takes late goods: the first one after `sale` that is open, made if need be.
fn follow_up(books: &dyn Books, sale: &Sale, context: &Context) -> Option<Landing> {
    let mut after = sale.clone();
    for _ in 0..MOST_STEPS {
        let id = after.id.follow_up();
        if books.sale(id).is_none() {
            return Some(Landing {
                sale: new_follow_up(&after, id, context),
                merged: None,
            });
        }
        let landing = follow(books, id)?;
        if landing.sale.is_open() {
            return Some(landing);
        }
        after = landing.sale;
    }
    None
}

fn new_follow_up(after: &Sale, id: SaleId, context: &Context) -> Sale {
    Sale {
        id,
        number: format!("{}+", after.number),
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
        split_from: None,
        parts: Vec::new(),
        written: Vec::new(),
        closing: None,
    }
}
