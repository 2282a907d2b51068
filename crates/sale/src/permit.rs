//! Who may do what (rules H1, H2): asked by screens beforehand, and by `apply` on the server and on
//! every device alike (rule B4).
//!
//! It must not know how a manager's PIN is asked. An employee whom the store does not know counts
//! as a cashier: what they did is applied as far as a cashier may, since a row that has not arrived
//! yet is no ground to keep goods and money from their sale (rule A4).

use crate::{
    Books, Change, Context, Discount, EmployeeId, LineEdit, Money, NewLine, Permission, Quantity,
    Review, ReviewKind, Sale, Store,
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
    let (asked, reason) = asked(books, employee, change);
    Needs {
        reason,
        manager: asked.iter().any(|it| !may(books, employee, *it)),
    }
}

/// Whether `manager` can approve `change` for `employee`: they may do themselves whatever of it
/// `employee` may not (rules H1, H2).
#[must_use]
pub fn approves(
    books: &dyn Books,
    manager: EmployeeId,
    employee: EmployeeId,
    change: &Change,
) -> bool {
    let (asked, _) = asked(books, employee, change);
    asked
        .iter()
        .all(|it| may(books, employee, *it) || agrees(books, manager, *it))
}

/// What a change asks of whoever makes or approves it, and whether a reason.
fn asked(books: &dyn Books, employee: EmployeeId, change: &Change) -> (Vec<Permission>, bool) {
    let mut asked = Vec::new();
    let mut ask = |when: bool, permission| {
        if when {
            asked.push(permission);
        }
    };
    if let Change::ResolveReview { review_id, .. } = change {
        let review = books.review(*review_id);
        let about = review.as_ref().and_then(|r| books.sale(r.sale_id?));
        let foreign = about.is_some_and(|sale| is_foreign(books, employee, &sale));
        ask(foreign, Permission::OthersSales);
        let not_allowed = review.is_some_and(|r| r.kind == ReviewKind::NotAllowed);
        ask(not_allowed, Permission::Settle);
        return (asked, false);
    }
    ask(change.table_id().is_some(), Permission::Layout);
    let named = change.sale_id().and_then(|id| books.sale(id));
    let other = match change {
        Change::Merge { into, .. } => books.sale(*into),
        _ => None,
    };
    let guarded = guarded_by(books, change, named.as_ref());
    let foreign = [named, other]
        .iter()
        .flatten()
        .any(|sale| is_foreign(books, employee, sale));
    ask(foreign, Permission::OthersSales);
    asked.extend(guarded);
    (asked, guarded.is_some())
}

/// Whether `employee` sees the sale (rule H1).
#[must_use]
pub fn sees(books: &dyn Books, employee: EmployeeId, sale: &Sale) -> bool {
    !is_foreign(books, employee, sale) || may(books, employee, Permission::OthersSales)
}

/// The rule that keeps the person of `context` from this change to this sale, if one does.
pub(crate) fn refused(
    books: &dyn Books,
    context: &Context,
    change: &Change,
    sale: &Sale,
) -> Option<&'static str> {
    let foreign = is_foreign(books, context.employee_id, sale);
    if foreign && !is_managed(books, context, Permission::OthersSales) {
        return Some("H1");
    }
    let guarded = guarded_by(books, change, Some(sale)).filter(|_| sale.is_open());
    unguarded(books, context, change, guarded)
}

/// The rule that keeps the person of `context` from opening this sale as it is, if one does.
pub(crate) fn refused_opening(
    books: &dyn Books,
    context: &Context,
    change: &Change,
) -> Option<&'static str> {
    unguarded(books, context, change, guarded_by(books, change, None))
}

/// Rule H2, unless nothing guards the change, or a reason was said and it is managed.
fn unguarded(
    books: &dyn Books,
    context: &Context,
    change: &Change,
    guarded: Option<Permission>,
) -> Option<&'static str> {
    let permission = guarded?;
    let fits = is_managed(books, context, permission) && has_reason(books, change);
    (!fits).then_some("H2")
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
    let lacks = |permission| !is_managed(books, context, permission);
    let refused = foreign && lacks(Permission::OthersSales) || guarded && lacks(Permission::Settle);
    refused.then_some("H1")
}

/// The rule that keeps the person of `context` from changing the table layout, if one does.
pub(crate) fn refused_layout(books: &dyn Books, context: &Context) -> Option<&'static str> {
    (!is_managed(books, context, Permission::Layout)).then_some("H1")
}

/// Whether somebody made or approved it who may.
fn is_managed(books: &dyn Books, context: &Context, permission: Permission) -> bool {
    may(books, context.employee_id, permission)
        || context
            .approved_by
            .is_some_and(|by| agrees(books, by, permission))
}

fn may(books: &dyn Books, employee: EmployeeId, permission: Permission) -> bool {
    let employee = books.employee(employee);
    employee.is_some_and(|employee| employee.may(permission))
}

/// Whether a manager's approval counts for it.
fn agrees(books: &dyn Books, manager: EmployeeId, permission: Permission) -> bool {
    let manager = books.employee(manager);
    manager.is_some_and(|manager| manager.approves(permission))
}

/// Whether it is somebody else's sale in a store where cashiers do not share theirs (rule H1).
fn is_foreign(books: &dyn Books, employee: EmployeeId, sale: &Sale) -> bool {
    sale.owner != employee && !books.store().is_none_or(|store| store.cashiers_share_sales)
}

/// What rule H2 asks for: a reason, and who may do this, if it asks for anything.
fn guarded_by(books: &dyn Books, change: &Change, sale: Option<&Sale>) -> Option<Permission> {
    let line = |id| sale.and_then(|sale| sale.line(id));
    let (guarded, permission) = match change {
        Change::Void { .. } => (true, Permission::Void),
        Change::RemoveLine { .. } => (true, Permission::Remove),
        Change::ChangeQuantity { difference, .. } => {
            (*difference < Quantity::ZERO, Permission::Remove)
        }
        Change::SetQuantity { to, seen, .. } => (to < seen, Permission::Remove),
        Change::Discount { discount, .. } => {
            let of = sale.map_or(Money::ZERO, |sale| sale.totals().subtotal);
            let large = discount.is_some_and(|discount| is_large(books, discount, of));
            (large, Permission::Discount)
        }
        Change::EditLine {
            line_id,
            edit: LineEdit::Discount(Some(discount)),
            ..
        } => {
            let of = line(*line_id).map_or(Money::ZERO, crate::Line::gross);
            (is_large(books, *discount, of), Permission::Discount)
        }
        Change::AddLine { line, .. } => (is_large_on(books, line), Permission::Discount),
        Change::Open(open) => {
            let large = open.lines.iter().any(|line| is_large_on(books, line));
            (large, Permission::Discount)
        }
        _ => return None,
    };
    guarded.then_some(permission)
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
