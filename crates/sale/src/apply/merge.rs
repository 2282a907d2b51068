//! Merging: one sale goes on with the lines and tenders of both (rules D5, D6). To the penny the
//! total of the two: each line keeps the sale discount it had, by the part it belongs to (rule A6).

use super::landing::follow;
use super::reviews::keep;
use super::{Applied, Books, Context, Note};
use crate::{
    Change, Customer, Discount, Line, LineId, Money, Part, Quantity, ReviewKind, Sale, SaleId,
    Status, permit,
};

pub(super) fn merge(
    books: &dyn Books,
    context: &Context,
    change: &Change,
    sale_id: SaleId,
    into: SaleId,
) -> Applied {
    let (Some(source), Some(landing)) = (books.sale(sale_id), follow(books, into)) else {
        return keep(context, change, ReviewKind::Unplaced, "A4", None);
    };
    let target = landing.sale;
    for sale in [&source, &target] {
        if let Some(rule) = permit::refused(books, context, change, sale) {
            return keep(context, change, ReviewKind::NotAllowed, rule, Some(sale));
        }
    }
    if let Status::Merged(into) = source.status {
        return Applied::noted(Note::AlreadyMerged { into });
    }
    if source.id == target.id {
        return Applied::noted(Note::IntoItself);
    }
    if !source.is_open() || !target.is_open() {
        return Applied::noted(Note::AlreadyFinished);
    }
    if share_an_id(&source, &target) {
        return keep(context, change, ReviewKind::Unplaced, "A3", Some(&target));
    }
    if source.lines.len() + target.lines.len() > Sale::MOST_LINES
        || source.tenders.len() + target.tenders.len() > Sale::MOST_TENDERS
        || source.parts.len() + target.parts.len() >= Sale::MOST_PARTS
    {
        return keep(context, change, ReviewKind::OverLimit, "A4", Some(&target));
    }
    let followed = landing.merged.is_some();
    let target_id = target.id;
    let listed = listed_customer(&source, &target);
    let (source, target) = joined(source, target);
    let mut applied = Applied {
        sales: vec![source, returned(target, sale_id)],
        ..Applied::default()
    };
    if let Some(listed) = listed {
        applied = applied.and(Note::CustomerKept { listed });
    }
    if followed {
        applied.outcome.elsewhere = Some(target_id);
        applied = applied.and(Note::FollowedMerge);
    }
    applied
}

/// Ids are unique unless a device has gone wrong; what it sent is then not to be mixed.
fn share_an_id(source: &Sale, target: &Sale) -> bool {
    let line = source.lines.iter().any(|l| target.line(l.id).is_some());
    let mut tenders = source.tenders.iter();
    line || tenders.any(|t| target.tenders.iter().any(|there| there.id == t.id))
}

fn listed_customer(source: &Sale, target: &Sale) -> Option<Customer> {
    let kept = target.customer.as_ref()?;
    source.customer.clone().filter(|other| other != kept)
}

/// The source as it stands from now on, and the target with everything of both.
fn joined(mut source: Sale, mut target: Sale) -> (Sale, Sale) {
    let (lines, tenders) = (
        std::mem::take(&mut source.lines),
        std::mem::take(&mut source.tenders),
    );
    let parts = std::mem::take(&mut source.parts);
    source.status = Status::Merged(target.id);
    target.lines.extend(lines.into_iter().map(|line| Line {
        part: line.part.or(Some(source.id)),
        ..line
    }));
    target.tenders.extend(tenders);
    target.note = joined_note(target.note.take(), source.note.as_deref());
    target.guests = match (target.guests, source.guests) {
        (Some(some), Some(more)) => Some(some.saturating_add(more)),
        (some, more) => some.or(more),
    };
    let gave_customer = target.customer.is_none() && source.customer.is_some();
    if gave_customer {
        target.customer.clone_from(&source.customer);
    }
    target.parts.extend(parts);
    target.parts.push(Part {
        sale: source.clone(),
        gave_customer,
        returned: false,
    });
    (source, target)
}

/// The notes of both, the target's first.
pub(super) fn joined_note(target: Option<String>, source: Option<&str>) -> Option<String> {
    match (target, source) {
        (Some(one), Some(other)) => Some(format!("{one}\n{other}")),
        (one, other) => one.or_else(|| other.map(str::to_owned)),
    }
}

/// A split that is taken back: units go to the lines that they were split off, where that is the
/// same to the penny; else every line stands for itself.
fn returned(sale: Sale, part: SaleId) -> Sale {
    match with_returned(&sale, part) {
        Some(back) if back.totals().total == sale.totals().total => back,
        _ => sale,
    }
}

fn with_returned(sale: &Sale, part: SaleId) -> Option<Sale> {
    let mut back = sale.clone();
    let mut stays = false;
    let mut home: Option<Option<SaleId>> = None;
    for line in sale.standing_lines().filter(|l| l.part == Some(part)) {
        let place = line.split_from.and_then(|from| place_of(sale, line, from));
        let Some(place) = place else {
            stays = true;
            continue;
        };
        // The lines' sale discount is one, so they have to go to one place.
        if *home.get_or_insert(place.part) != place.part {
            return None;
        }
        let discount = added(back.line(place.id)?.discount, line.discount)?;
        for there in &mut back.lines {
            if there.id == place.id {
                there.quantity = there.quantity + line.quantity;
                there.discount = discount;
            } else if there.id == line.id {
                there.quantity = Quantity::ZERO;
                there.discount = None;
            }
        }
    }
    let home = home?;
    let theirs = sale.part(part)?.sale.discount;
    let ours = discount_of(sale, home);
    let whole = added(ours, theirs)?;
    if whole != ours {
        if stays {
            return None;
        }
        set_discount(&mut back, home, whole);
        set_discount(&mut back, Some(part), None);
    }
    let part = back.parts.iter_mut().find(|p| p.sale.id == part)?;
    part.returned = true;
    Some(back)
}

/// The line that `line` was split off, where it is still the same thing.
fn place_of<'a>(sale: &'a Sale, line: &Line, from: LineId) -> Option<&'a Line> {
    let place = sale.line(from)?;
    let same = place.product_id == line.product_id
        && place.name == line.name
        && place.unit_price == line.unit_price
        && place.modifiers == line.modifiers
        && place.taxes == line.taxes
        && place.note == line.note
        && added(place.discount, line.discount).is_some();
    same.then_some(place)
}

/// One discount that takes off what both do, where there is one: the inner none is no discount.
fn added(one: Option<Discount>, other: Option<Discount>) -> Option<Option<Discount>> {
    match (one, other) {
        (one, other) if one == other && !matches!(one, Some(Discount::Amount(_))) => Some(one),
        (Some(Discount::Percent(_)), _) | (_, Some(Discount::Percent(_))) => None,
        (one, other) => {
            let amount = |discount| match discount {
                Some(Discount::Amount(amount)) => amount,
                _ => Money::ZERO,
            };
            Some(Some(Discount::Amount(amount(one) + amount(other))))
        }
    }
}

/// The sale discount that lines of a part are under; of no part, the sale's own.
pub(super) fn discount_of(sale: &Sale, part: Option<SaleId>) -> Option<Discount> {
    match part {
        Some(part) => sale.part(part)?.sale.discount,
        None => sale.discount,
    }
}

pub(super) fn set_discount(sale: &mut Sale, part: Option<SaleId>, discount: Option<Discount>) {
    match part {
        None => sale.discount = discount,
        Some(id) => {
            if let Some(part) = sale.parts.iter_mut().find(|p| p.sale.id == id) {
                part.sale.discount = discount;
            }
        }
    }
}
