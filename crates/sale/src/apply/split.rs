//! Splitting: units go to a new sale, by line and by part of a line's quantity (rule D5).
//!
//! The money rule: percentages stay on both sides; fixed amounts are shared by what goes over,
//! rounded half away from zero, and the old side keeps the rest. Where what goes over was under
//! several sale discounts, since sales had been merged, each line takes its share along as an
//! amount of its own. So the two come to what the one did: exactly for whole units without
//! percentages and added taxes; else to within three minor units for each line that is cut, one for
//! each sale discount and one for each added tax of each line.

use super::merge::{discount_of, set_discount};
use super::reviews::{keep, review};
use super::{Applied, Books, Context, Note};
use crate::{
    Change, Discount, Line, LineId, Money, Quantity, ReviewKind, Sale, SaleId, SplitSale, Status,
    Totals,
};

pub(super) fn split(
    books: &dyn Books,
    mut sale: Sale,
    context: &Context,
    change: &Change,
    split: &SplitSale,
) -> Applied {
    if let Some(there) = books.sale(split.new_sale_id) {
        return keep(context, change, ReviewKind::Unplaced, "A3", Some(&there));
    }
    let ids: Vec<LineId> = split.moves.iter().map(|m| m.new_line_id).collect();
    let is_taken = |(place, id): (usize, &LineId)| {
        sale.line(*id).is_some() || ids.iter().take(place).any(|other| other == id)
    };
    if ids.iter().enumerate().any(is_taken) {
        return keep(context, change, ReviewKind::Unplaced, "A3", Some(&sale));
    }
    let due = sale.totals().due;
    let before = sale.clone();
    let mut new = opened(&sale, context, split);
    let mut notes = Vec::new();
    for moved in &split.moves {
        let asked = moved.quantity;
        let place = sale.lines.iter_mut().find(|line| line.id == moved.line_id);
        let there = place.as_ref().map_or(Quantity::ZERO, |line| line.quantity);
        let taken = asked.min(there);
        if taken < asked {
            notes.push(Note::TookWhatWasThere { asked, taken });
        }
        if let Some(line) = place
            && taken > Quantity::ZERO
        {
            let cut = cut(line, taken);
            new.lines.push(Line {
                id: moved.new_line_id,
                split_from: Some(line.id),
                ..cut
            });
        }
    }
    if new.lines.is_empty() {
        return Applied::noted(Note::NothingToSplit);
    }
    share_discounts(&before, &mut sale, &mut new);
    let now = sale.totals().due;
    let overpaid = (now < Money::ZERO && now < due)
        .then(|| review(context, change, ReviewKind::Overpaid, "D5", Some(&sale)));
    let mut applied = Applied {
        sales: vec![sale, new],
        ..Applied::default()
    };
    applied.outcome.notes = notes;
    match overpaid {
        Some(review) => applied.raising(review),
        None => applied,
    }
}

fn opened(old: &Sale, context: &Context, split: &SplitSale) -> Sale {
    Sale {
        id: split.new_sale_id,
        number: split.number.clone(),
        name: split.name.clone(),
        status: Status::Open,
        source: old.source,
        owner: old.owner,
        opened_by: context.employee_id,
        register_id: context.register_id,
        opened_at_ms: context.at_ms,
        table: old.table.clone(),
        customer: old.customer.clone(),
        guests: None,
        note: None,
        discount: None,
        lines: Vec::new(),
        tenders: Vec::new(),
        follows: None,
        split_from: Some(old.id),
        parts: Vec::new(),
        written: Vec::new(),
        closing: None,
    }
}

/// Takes units off a line, with their share of a fixed discount.
fn cut(line: &mut Line, taken: Quantity) -> Line {
    let mut cut = line.clone();
    if let Some(Discount::Amount(amount)) = line.discount {
        let share = amount.scale(taken.0, line.quantity.0);
        cut.discount = fixed(share);
        line.discount = fixed(amount - share);
    }
    cut.quantity = taken;
    line.quantity = line.quantity - taken;
    cut
}

fn fixed(amount: Money) -> Option<Discount> {
    (amount != Money::ZERO).then_some(Discount::Amount(amount))
}

/// Shares out the sale discounts that were on what went over.
fn share_discounts(before: &Sale, old: &mut Sale, new: &mut Sale) {
    let mut parts: Vec<Option<SaleId>> = Vec::new();
    for line in &new.lines {
        if !parts.contains(&line.part) {
            parts.push(line.part);
        }
    }
    let offs = (parts.len() > 1).then(|| Totals::shares(before));
    for part in parts {
        if let Some(discount) = discount_of(before, part) {
            share_discount(before, offs.as_deref(), (old, new), part, discount);
        }
    }
    for line in &mut new.lines {
        line.part = None;
    }
}

fn share_discount(
    before: &Sale,
    offs: Option<&[Money]>,
    (old, new): (&mut Sale, &mut Sale),
    part: Option<SaleId>,
    discount: Discount,
) {
    let of_part = before.lines.iter().filter(|line| line.part == part);
    let amounts: Vec<Money> = of_part.map(Line::amount).collect();
    let subtotal: Money = amounts.iter().copied().sum();
    let whole = discount.of(subtotal);
    // A percentage of goods and of goods given back does not come apart into two percentages.
    let mixed = amounts.iter().any(|amount| *amount < Money::ZERO);
    let percent = matches!(discount, Discount::Percent(_)) && !mixed;
    let mut gone = Money::ZERO;
    let mut shared = Money::ZERO;
    for line in new.lines.iter_mut().filter(|line| line.part == part) {
        gone = gone + line.amount();
        if let Some(offs) = offs {
            let from = before.lines.iter().zip(offs);
            let off = from
                .filter(|(there, _)| Some(there.id) == line.split_from)
                .map(|(there, off)| off.scale(line.quantity.0, there.quantity.0))
                .sum::<Money>();
            line.discount = fixed(line.gross() - line.amount() + off);
            shared = shared + off;
        }
    }
    if offs.is_none() {
        shared = whole.scale(gone.0, subtotal.0).clamp(Money::ZERO, whole);
        new.discount = if percent {
            Some(discount)
        } else {
            fixed(shared)
        };
    }
    if percent {
        return;
    }
    let left = match discount {
        // What is more than there was stays for what comes later.
        Discount::Amount(amount) if gone >= Money::ZERO => amount - shared,
        _ => whole - shared,
    };
    set_discount(old, part, fixed(left.max(Money::ZERO)));
}
