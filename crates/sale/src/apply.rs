//! `apply`: what a change does. Total: any change on any state gives an answer, never a panic, and
//! nothing is dropped (rule A4): it lands here, elsewhere, or whole in a review.
//!
//! It must not know who calls it. What is there is read through [`Books`]; what comes out is to be
//! written by the caller, all of it or nothing.

mod fields;
mod finished;
mod landing;
mod layout;
mod limits;
mod merge;
mod open;
mod outcome;
mod reviews;
mod split;
mod unmerge;

pub use landing::{Books, Context};
pub use outcome::{Applied, Note, Outcome};
pub use reviews::unreadable;

use crate::{Change, ReviewKind, permit};
use landing::follow;
use reviews::keep;

/// What `change` does to the sales as they stand (rules A4, B4, C, D, E, H). Total and
/// deterministic.
#[must_use]
pub fn apply(books: &dyn Books, context: &Context, change: &Change) -> Applied {
    let mut applied = if limits::is_over(change) {
        keep(context, change, ReviewKind::OverLimit, "A4", None)
    } else {
        place(books, context, change)
    };
    applied.outcome.approved_by = context.approved_by;
    applied
}

fn place(books: &dyn Books, context: &Context, change: &Change) -> Applied {
    match change {
        Change::Open(open) => return open::open_sale(books, context, change, open),
        Change::Merge { sale_id, into } => {
            return merge::merge(books, context, change, *sale_id, *into);
        }
        Change::Unmerge { sale_id } => return unmerge::unmerge(books, context, change, *sale_id),
        Change::ResolveReview { review_id, note } => {
            return reviews::resolve(books, context, change, *review_id, note);
        }
        _ => {}
    }
    if let Some(table_id) = change.table_id() {
        return layout::change_layout(books, context, change, table_id);
    }
    let Some(landing) = change.sale_id().and_then(|id| follow(books, id)) else {
        return keep(context, change, ReviewKind::Unplaced, "A4", None);
    };
    let sale_id = landing.sale.id;
    let merged = landing.merged;
    let mut applied = match permit::refused(books, context, change, &landing.sale) {
        Some(rule) => {
            let kind = ReviewKind::NotAllowed;
            keep(context, change, kind, rule, Some(&landing.sale))
        }
        None if landing.sale.is_open() => open::change_open_sale(books, landing, context, change),
        None => finished::change_finished_sale(books, landing, context, change),
    };
    if merged.is_some() {
        applied.outcome.notes.push(Note::FollowedMerge);
        applied.outcome.elsewhere.get_or_insert(sale_id);
    }
    applied
}

#[cfg(test)]
mod tests;
