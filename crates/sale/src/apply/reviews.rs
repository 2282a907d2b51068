//! Reviews: how one is raised, and how one is settled (rules A4, E1).

use super::{Applied, Books, Context, Note};
use crate::{Change, EmployeeId, Resolution, Review, ReviewId, ReviewKind, Sale, SaleId, permit};

/// Keeps a change whole in a review and touches nothing else (rule A4).
pub(super) fn keep(
    context: &Context,
    change: &Change,
    kind: ReviewKind,
    rule: &str,
    about: Option<&Sale>,
) -> Applied {
    Applied::default().raising(review(context, change, kind, rule, about))
}

/// The review that this change raises (rule E1).
pub(super) fn review(
    context: &Context,
    change: &Change,
    kind: ReviewKind,
    rule: &str,
    about: Option<&Sale>,
) -> Review {
    Review {
        sale_id: about.map(|sale| sale.id).or(change.sale_id()),
        other_employee: about.map(|sale| other(context, change, sale)),
        ..bare(
            context,
            kind,
            rule,
            serde_json::to_string(change).unwrap_or_default(),
        )
    }
}

/// The review that keeps a change which this build cannot read, as it came (rule A4).
#[must_use]
pub fn unreadable(context: &Context, change: &str) -> Applied {
    Applied::default().raising(Review {
        sale_id: sale_named(change),
        ..bare(context, ReviewKind::Unreadable, "A4", change.to_owned())
    })
}

fn bare(context: &Context, kind: ReviewKind, rule: &str, change: String) -> Review {
    Review {
        id: context.mutation_id.review(),
        kind,
        rule: rule.to_owned(),
        mutation_id: context.mutation_id,
        sale_id: None,
        follow_up: None,
        employee_id: context.employee_id,
        register_id: context.register_id,
        other_employee: None,
        made_at_ms: context.at_ms,
        change,
        resolution: None,
    }
}

/// The other person: who finished the sale; else, where it is about money, who took some before;
/// else who looks after it.
fn other(context: &Context, change: &Change, sale: &Sale) -> EmployeeId {
    let mine = match change {
        Change::Tender { tender, .. } => Some(tender.id),
        _ => None,
    };
    let about_money = mine.is_some() || matches!(change, Change::Void { .. } | Change::Split(_));
    let took = sale
        .tenders
        .iter()
        .rfind(|tender| about_money && Some(tender.id) != mine)
        .map(|tender| tender.taken_by);
    sale.closing
        .as_ref()
        .map(|closing| closing.by)
        .filter(|by| *by != context.employee_id)
        .or(took)
        .unwrap_or(sale.owner)
}

/// The sale that a change of a newer build names, where it names one as ours do.
fn sale_named(change: &str) -> Option<SaleId> {
    let change: serde_json::Value = serde_json::from_str(change).ok()?;
    let (_, body) = change.as_object()?.iter().next()?;
    serde_json::from_value(body.get("sale_id")?.clone()).ok()
}

/// Settles a review. The first to settle it stands (rule E1).
pub(super) fn resolve(
    books: &dyn Books,
    context: &Context,
    change: &Change,
    review_id: ReviewId,
    note: &str,
) -> Applied {
    let Some(review) = books.review(review_id) else {
        return keep(context, change, ReviewKind::Unplaced, "A4", None);
    };
    if let Some(resolution) = &review.resolution {
        return Applied::noted(Note::AlreadyResolved { by: resolution.by });
    }
    let about = review.sale_id.and_then(|id| books.sale(id));
    if let Some(rule) = permit::refused_review(books, context, &review, about.as_ref()) {
        let mut kept = keep(
            context,
            change,
            ReviewKind::NotAllowed,
            rule,
            about.as_ref(),
        );
        for raised in &mut kept.reviews {
            raised.other_employee = Some(review.employee_id);
        }
        return kept;
    }
    Applied {
        reviews: vec![settled(review, context, note)],
        ..Applied::default()
    }
}

/// A review settled by this mutation.
pub(super) fn settled(mut review: Review, context: &Context, note: &str) -> Review {
    review.resolution = Some(Resolution {
        by: context.employee_id,
        at_ms: context.at_ms,
        note: note.to_owned(),
    });
    review
}
