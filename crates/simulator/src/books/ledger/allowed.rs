//! Who may do what (rules H1, H2), and whether what is kept in a review had to be (rule A4).

use super::{Checked, Ledger, Page, Told, agree};
use crate::server::{PEOPLE, number_of};
use sale::{Change, EmployeeId, Quantity, Review, ReviewKind, SaleId, Status};

fn is_manager(employee: EmployeeId) -> bool {
    let person = PEOPLE.get(number_of(employee.0).wrapping_sub(1));
    person.is_some_and(|(_, role)| role.is_manager())
}

/// Whether units are taken off, or the sale with all of them: of discounts the ledger says nothing.
fn takes_off(change: &Change) -> bool {
    match change {
        Change::Void { .. } | Change::RemoveLine { .. } => true,
        Change::ChangeQuantity { difference, .. } => *difference < Quantity::ZERO,
        Change::SetQuantity { to, seen, .. } => to < seen,
        _ => false,
    }
}

fn may_be_a_discount(change: &Change) -> bool {
    matches!(
        change,
        Change::Discount { .. }
            | Change::EditLine { .. }
            | Change::AddLine { .. }
            | Change::Open(_)
            | Change::ResolveReview { .. }
    )
}

impl Ledger {
    /// The sales that somebody must be allowed to change for this.
    fn concerned(&self, change: &Change) -> Vec<&Page> {
        let followed = |id: SaleId| self.follow(id).ok().and_then(|id| self.pages.get(&id));
        let (first, second) = match change {
            Change::Open(_) | Change::ResolveReview { .. } => (None, None),
            Change::Merge { sale_id, into } => (self.pages.get(sale_id), followed(*into)),
            Change::Unmerge { sale_id } => {
                let source = self.pages.get(sale_id);
                let into = source.and_then(|source| match source.status {
                    Status::Merged(into) => self.pages.get(&into),
                    _ => None,
                });
                (source, into)
            }
            change => (change.sale_id().and_then(followed), None),
        };
        first.into_iter().chain(second).collect()
    }

    /// The rule that keeps this person from it, if one does.
    fn forbids(&self, told: &Told<'_>) -> Option<&'static str> {
        let approved = told.outcome.approved_by.is_some_and(is_manager);
        let managed = is_manager(told.by) || approved;
        if told.change.table_id().is_some() {
            return (!managed).then_some("H1");
        }
        let owner = sale::FieldValue::Owner(told.by);
        let pages = self.concerned(told.change);
        let foreign =
            |page: &&Page| !self.shared && page.fields.value(sale::Field::Owner) != Some(&owner);
        if pages.iter().any(foreign) && !managed {
            return Some("H1");
        }
        let open = pages.iter().any(|page| page.status == Status::Open);
        let reason = told
            .change
            .reason()
            .is_some_and(|why| !why.trim().is_empty());
        (open && takes_off(told.change) && !(managed && reason)).then_some("H2")
    }

    pub(super) fn check_allowed(&self, told: &Told<'_>) -> Checked {
        match self.forbids(told) {
            Some(rule) => Err(("I2", rule, "somebody did what they may not".to_owned())),
            None => Ok(()),
        }
    }

    /// What is kept could not be done.
    pub(super) fn check_kept(&self, told: &Told<'_>, review: &Review) -> Checked {
        let change = told.change;
        match review.kind {
            ReviewKind::NotAllowed if may_be_a_discount(change) => Ok(()),
            ReviewKind::NotAllowed => agree(
                "somebody is kept from what they may do",
                "H1 H2",
                self.forbids(told) == Some(review.rule.as_str()),
            ),
            ReviewKind::Unplaced => agree(
                "what has a place is kept",
                "A4",
                !self.has_place(change) || self.is_there(change),
            ),
            ReviewKind::LateChange => {
                let at = change.sale_id().and_then(|id| self.follow(id).ok());
                let open = at.and_then(|at| self.pages.get(&at));
                let open = open.is_some_and(|page| page.status == Status::Open);
                let void = matches!(change, Change::Void { .. }) && at != change.sale_id();
                agree("what is in time is kept as late", "A4", !open || void)
            }
            _ => Ok(()),
        }
    }

    /// Whether the sale and the line are there that a change names.
    fn has_place(&self, change: &Change) -> bool {
        let line = match change {
            Change::Open(_) | Change::PutTable(_) => return true,
            Change::EditTable { table_id, .. } => return self.layout.has(*table_id),
            Change::ResolveReview { .. } => return false,
            Change::ChangeQuantity { line_id, .. }
            | Change::SetQuantity { line_id, .. }
            | Change::EditLine { line_id, .. }
            | Change::RemoveLine { line_id, .. } => Some(*line_id),
            Change::Merge { into, .. } if !self.pages.contains_key(into) => return false,
            _ => None,
        };
        let at = change.sale_id().and_then(|id| self.follow(id).ok());
        let page = at.and_then(|at| self.pages.get(&at));
        page.is_some_and(|page| line.is_none_or(|line| page.has(line)))
    }

    /// Whether what a change makes is there already (rule A3).
    fn is_there(&self, change: &Change) -> bool {
        let page = |id: SaleId| self.follow(id).ok().and_then(|id| self.pages.get(&id));
        match change {
            Change::Open(open) => self.pages.contains_key(&open.sale_id),
            Change::Split(split) => {
                let there = page(split.sale_id);
                let line =
                    |moved: &sale::SplitMove| there.is_some_and(|page| page.has(moved.new_line_id));
                self.pages.contains_key(&split.new_sale_id) || split.moves.iter().any(line)
            }
            Change::AddLine { line, .. } => self.pages.values().any(|page| page.has(line.id)),
            Change::Tender { tender, .. } => self
                .pages
                .values()
                .any(|page| page.tenders.iter().any(|(id, ..)| *id == tender.id)),
            Change::Merge { sale_id, into } => {
                let (one, other) = (page(*sale_id), page(*into));
                let share = |one: &Page, other: &Page| one.lines.keys().any(|id| other.has(*id));
                one.zip(other).is_some_and(|(one, other)| share(one, other))
            }
            _ => false,
        }
    }
}
