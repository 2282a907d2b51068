//! What a list is asked for, and what the sales in it come to.
//!
//! Pure: it must not know the list.

use super::super::super::places::Sort;
use sale::{EmployeeId, Money, RegisterId, Source};
use sync::device::SaleView;

/// What a list is sorted by, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: Sort,
    /// The other way round; what is alike stays with the oldest first.
    pub descending: bool,
}

/// Which sales a list lets through, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words, folded; each must be somewhere in what a sale is known by.
    pub needles: Vec<String>,
    /// Opened on this register.
    pub register: Option<RegisterId>,
    /// Looked after by this employee.
    pub employee: Option<EmployeeId>,
    /// Opened at this moment or before.
    pub opened_until_ms: Option<i64>,
    /// In which order.
    pub order: Order,
}

/// How texts are folded, and names found: the browser's and the store's matter.
pub trait Names {
    /// The text without case and accents.
    fn folded(&self, text: &str) -> String;
    /// The text as names are put in order: letter by letter, as the language has its letters.
    fn ordered(&self, text: &str) -> String;
    /// Where a sale was opened.
    fn place(&self, register: Option<RegisterId>, source: Source) -> String;
    /// Who somebody is.
    fn employee(&self, id: EmployeeId) -> String;
}

/// What sales come to together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many.
    pub sales: u64,
    /// How many items are on them.
    pub items: u64,
    /// What they come to.
    pub total: Money,
    /// What is still to be paid.
    pub due: Money,
}

impl Sums {
    /// What one sale comes to.
    pub fn of(view: &SaleView) -> Sums {
        Sums {
            sales: 1,
            items: view.sale.items(),
            total: view.totals.total,
            due: view.totals.due,
        }
    }

    /// These too.
    pub fn add(&mut self, more: Sums) {
        self.sales += more.sales;
        self.items += more.items;
        self.total = self.total + more.total;
        self.due = self.due + more.due;
    }

    pub(super) fn take(&mut self, less: Sums) {
        self.sales = self.sales.saturating_sub(less.sales);
        self.items = self.items.saturating_sub(less.items);
        self.total = self.total - less.total;
        self.due = self.due - less.due;
    }
}

impl Wanted {
    /// Whether whatever `other` lets through this does too, in the same order: typing on.
    pub(super) fn narrows_to(&self, other: &Wanted) -> bool {
        let same = Wanted {
            needles: self.needles.clone(),
            ..other.clone()
        };
        let goes_on = |needle: &String| other.needles.iter().any(|one| one.contains(needle));
        same == *self && self.needles.iter().all(goes_on)
    }
}
