//! Taking a merge back: the sale stands again with the lines of its part and their present
//! quantities. Only while no money was taken for either, so that no tender must be guessed a place.

use super::{Applied, Books, Context, Note, reviews::keep};
use crate::{Change, Line, Part, ReviewKind, Sale, SaleId, Status, permit};

pub(super) fn unmerge(
    books: &dyn Books,
    context: &Context,
    change: &Change,
    sale_id: SaleId,
) -> Applied {
    let Some(source) = books.sale(sale_id) else {
        return keep(context, change, ReviewKind::Unplaced, "A4", None);
    };
    let Status::Merged(into) = source.status else {
        return Applied::noted(Note::MergeStays);
    };
    let Some(target) = books.sale(into) else {
        return keep(context, change, ReviewKind::Unplaced, "A4", None);
    };
    for sale in [&source, &target] {
        if let Some(rule) = permit::refused(books, context, change, sale) {
            return keep(context, change, ReviewKind::NotAllowed, rule, Some(sale));
        }
    }
    let part = target.part(sale_id).filter(|part| !part.returned).cloned();
    match part {
        Some(part) if target.is_open() && target.tenders.is_empty() => Applied {
            sales: parted(part, target).into(),
            ..Applied::default()
        },
        _ => Applied::noted(Note::MergeStays),
    }
}

/// The merged sale, open again, and the one it had been merged into.
fn parted(part: Part, mut target: Sale) -> [Sale; 2] {
    let mut source = part.sale;
    source.status = Status::Open;
    let ids = with_inner_parts(&target, source.id);
    let belongs = |id: SaleId| ids.contains(&id);
    let (back, stay): (Vec<Line>, Vec<Line>) = std::mem::take(&mut target.lines)
        .into_iter()
        .partition(|line| line.part.is_some_and(belongs));
    target.lines = stay;
    source.lines = back;
    for line in &mut source.lines {
        line.part = line.part.filter(|part| *part != source.id);
    }
    let (inner, stay): (Vec<Part>, Vec<Part>) = std::mem::take(&mut target.parts)
        .into_iter()
        .filter(|part| part.sale.id != source.id)
        .partition(|part| belongs(part.sale.id));
    target.parts = stay;
    source.parts = inner;
    if part.gave_customer && target.customer == source.customer {
        target.customer = None;
    }
    target.guests = target
        .guests
        .map(|all| all.saturating_sub(source.guests.unwrap_or(0)))
        .filter(|left| *left > 0);
    target.note = without(target.note.as_deref(), source.note.as_deref());
    [source, target]
}

/// A joined note without the source's, where that still stands in it.
pub(super) fn without(joined: Option<&str>, source: Option<&str>) -> Option<String> {
    let joined = joined?;
    let Some(source) = source else {
        return Some(joined.to_owned());
    };
    let lines = format!("\n{joined}\n");
    let Some((before, after)) = lines.rsplit_once(&format!("\n{source}\n")) else {
        return Some(joined.to_owned());
    };
    let left = format!("{before}\n{after}");
    let left = left.trim_matches('\n');
    (!left.is_empty()).then(|| left.to_owned())
}

/// The id of a part, and of everything that had been merged into that before.
fn with_inner_parts(sale: &Sale, part: SaleId) -> Vec<SaleId> {
    let mut found = vec![part];
    let mut next = 0;
    while let Some(outer) = found.get(next).copied() {
        next += 1;
        for part in &sale.parts {
            if part.sale.status == Status::Merged(outer) && !found.contains(&part.sale.id) {
                found.push(part.sale.id);
            }
        }
    }
    found
}
