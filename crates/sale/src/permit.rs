//! Who may do what (rules H1, H2): asked by screens beforehand, and by `apply` on the server and on
//! every device alike (rule B4).
//!
//! It must not know how a manager's PIN is asked. An employee whom the store does not know counts
//! as a cashier: what they did is applied as far as a cashier may, since a row that has not arrived
//! yet is no ground to keep goods and money from their sale (rule A4).

use crate::{
    Books, Change, Context, Discount, EmployeeId, LineEdit, Money, NewLine, Quantity, Review,
    ReviewKind, Role, Sale, Store,
};

/// What a change needs beside the person who makes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// A reason, said with the change (rule H2).
    pub reason: bool,
    /// A manager who approves it with their PIN (rules H1, H2).
    pub manager: bool,
}

/// What `change` needs when `employee` makes it, as far as this replica knows the sales.
#[must_use]
pub fn needs(books: &dyn Books, employee: EmployeeId, change: &Change) -> Needs {
    let manager = is_manager(books, employee);
    if let Change::ResolveReview { review_id, .. } = change {
        let review = books.review(*review_id);
        let about = review.as_ref().and_then(|r| books.sale(r.sale_id?));
        let foreign = about.is_some_and(|sale| is_foreign(books, employee, &sale));
        let not_allowed = review.is_some_and(|r| r.kind == ReviewKind::NotAllowed);
        return Needs {
            reason: false,
            manager: !manager && (foreign || not_allowed),
        };
    }
    if change.table_id().is_some() {
        return Needs {
            reason: false,
            manager: !manager,
        };
    }
    let named = change.sale_id().and_then(|id| books.sale(id));
    let other = match change {
        Change::Merge { into, .. } => books.sale(*into),
        _ => None,
    };
    let guarded = is_guarded(books, change, named.as_ref());
    let foreign = [named, other]
        .iter()
        .flatten()
        .any(|sale| is_foreign(books, employee, sale));
    Needs {
        reason: guarded,
        manager: !manager && (guarded || foreign),
    }
}

/// Whether `employee` sees the sale (rule H1).
#[must_use]
pub fn sees(books: &dyn Books, employee: EmployeeId, sale: &Sale) -> bool {
    !is_foreign(books, employee, sale) || is_manager(books, employee)
}

/// The rule that keeps the person of `context` from this change to this sale, if one does.
pub(crate) fn refused(
    books: &dyn Books,
    context: &Context,
    change: &Change,
    sale: &Sale,
) -> Option<&'static str> {
    let foreign = is_foreign(books, context.employee_id, sale);
    let guarded = sale.is_open() && is_guarded(books, change, Some(sale));
    if !foreign && !guarded {
        return None;
    }
    let managed = is_managed(books, context);
    if foreign && !managed {
        return Some("H1");
    }
    (guarded && !(managed && has_reason(books, change))).then_some("H2")
}

/// The rule that keeps the person of `context` from opening this sale as it is, if one does.
pub(crate) fn refused_opening(
    books: &dyn Books,
    context: &Context,
    change: &Change,
) -> Option<&'static str> {
    let guarded = is_guarded(books, change, None);
    (guarded && !(is_managed(books, context) && has_reason(books, change))).then_some("H2")
}

/// The rule that keeps the person of `context` from settling this review, if one does: nobody
/// settles what they were not allowed to do.
pub(crate) fn refused_review(
    books: &dyn Books,
    context: &Context,
    review: &Review,
    about: Option<&Sale>,
) -> Option<&'static str> {
    let foreign = about.is_some_and(|sale| is_foreign(books, context.employee_id, sale));
    let guarded = review.kind == ReviewKind::NotAllowed;
    ((foreign || guarded) && !is_managed(books, context)).then_some("H1")
}

/// The rule that keeps the person of `context` from changing the table layout, if one does.
pub(crate) fn refused_layout(books: &dyn Books, context: &Context) -> Option<&'static str> {
    (!is_managed(books, context)).then_some("H1")
}

/// Whether a manager made or approved it.
fn is_managed(books: &dyn Books, context: &Context) -> bool {
    is_manager(books, context.employee_id)
        || context.approved_by.is_some_and(|by| is_manager(books, by))
}

fn is_manager(books: &dyn Books, employee: EmployeeId) -> bool {
    let role = books.employee(employee).map(|employee| employee.role);
    role.is_some_and(Role::is_manager)
}

/// Whether it is somebody else's sale in a store where cashiers do not share theirs (rule H1).
fn is_foreign(books: &dyn Books, employee: EmployeeId, sale: &Sale) -> bool {
    sale.owner != employee && !books.store().is_none_or(|store| store.cashiers_share_sales)
}

/// Whether rule H2 asks for a reason, and of a cashier for a manager.
fn is_guarded(books: &dyn Books, change: &Change, sale: Option<&Sale>) -> bool {
    let line = |id| sale.and_then(|sale| sale.line(id));
    match change {
        Change::Void { .. } | Change::RemoveLine { .. } => true,
        Change::ChangeQuantity { difference, .. } => *difference < Quantity::ZERO,
        Change::SetQuantity { to, seen, .. } => to < seen,
        Change::Discount { discount, .. } => {
            let of = sale.map_or(Money::ZERO, |sale| sale.totals().subtotal);
            discount.is_some_and(|discount| is_large(books, discount, of))
        }
        Change::EditLine {
            line_id,
            edit: LineEdit::Discount(Some(discount)),
            ..
        } => {
            let of = line(*line_id).map_or(Money::ZERO, crate::Line::gross);
            is_large(books, *discount, of)
        }
        Change::AddLine { line, .. } => is_large_on(books, line),
        Change::Open(open) => open.lines.iter().any(|line| is_large_on(books, line)),
        _ => false,
    }
}

fn is_large_on(books: &dyn Books, line: &NewLine) -> bool {
    let each = line.modifiers.iter().map(|m| m.price).sum::<Money>() + line.unit_price;
    let gross = each.scale(line.quantity.0, Quantity::ONE.0);
    line.discount
        .is_some_and(|discount| is_large(books, discount, gross))
}

/// Whether a discount is above the store's limit.
fn is_large(books: &dyn Books, discount: Discount, of: Money) -> bool {
    let most = books
        .store()
        .map_or_else(Store::default_most_cashier_discount, |store| {
            store.most_cashier_discount
        });
    match discount {
        Discount::Percent(points) => points > most,
        Discount::Amount(amount) => amount > of.scale(i64::from(most), 10_000).max(Money::ZERO),
    }
}

/// Whether a reason was said wherever one is needed.
fn has_reason(books: &dyn Books, change: &Change) -> bool {
    let said = |reason: Option<&str>| reason.is_some_and(|reason| !reason.trim().is_empty());
    match change {
        Change::Open(open) => open
            .lines
            .iter()
            .all(|line| said(line.reason.as_deref()) || !is_large_on(books, line)),
        change => said(change.reason()),
    }
}
