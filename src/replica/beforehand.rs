//! What screens ask before anything is done: who may do and see what, what a change would leave, and
//! whether somebody else takes money for the same sale.
//!
//! It must not save anything.

use super::{Replica, SaleView};
use leptos::prelude::*;
use sale::{Change, Employee, EmployeeId, Money, Needs, Permission, Sale, SaleId};
use std::sync::Arc;
use sync::device::Input;

impl Replica {
    /// What a change of the employee who is signed in needs beside them (rules H1, H2).
    #[must_use]
    pub fn needs(self, change: &Change) -> Needs {
        let employee = self.shown.employee.get_untracked();
        match (self.driver(), employee) {
            (Some(driver), Some(employee)) => driver.engine(|e| e.needs(employee.id, change)),
            _ => Needs::default(),
        }
    }

    /// Who can approve a change of the employee who is signed in, by name (rules H1, H2).
    #[must_use]
    pub fn approvers(self, change: &Change) -> Vec<(EmployeeId, String)> {
        let employee = self.shown.employee.get_untracked();
        let (Some(driver), Some(employee)) = (self.driver(), employee) else {
            return Vec::new();
        };
        let mut approvers: Vec<(EmployeeId, String)> = self.shown.employees.with_untracked(|all| {
            let approves =
                |one: &&Arc<Employee>| driver.engine(|e| e.approves(one.id, employee.id, change));
            let found = all.iter().filter(approves);
            found.map(|one| (one.id, one.name.clone())).collect()
        });
        approvers.sort_by(|a, b| a.1.cmp(&b.1));
        approvers
    }

    /// Whether the employee who is signed in may do something (rules H1, H2), as the store has them
    /// now.
    #[must_use]
    pub fn may(self, permission: Permission) -> Signal<bool> {
        let (me, all) = (self.shown.employee, self.shown.employees);
        Signal::derive(move || {
            me.with(|me| {
                let Some(me) = me else {
                    return false;
                };
                all.with(|all| {
                    let row = all.iter().find(|one| one.id == me.id);
                    row.map_or_else(|| me.may(permission), |row| row.may(permission))
                })
            })
        })
    }

    /// Signs out whoever is signed in once the store says that they are gone (rule H6).
    pub(super) fn let_go_of_who_is_gone(self) {
        let (me, all) = (self.shown.employee, self.shown.employees);
        Effect::new(move |_| {
            let id = me.with(|me| me.as_ref().map(|me| me.id));
            let gone = all.with(|all| all.iter().any(|one| Some(one.id) == id && one.gone));
            if gone {
                leptos::task::spawn_local(async move { self.set_employee(None).await });
            }
        });
    }

    /// Whether the employee who is signed in sees a sale (rule H1).
    #[must_use]
    pub fn sees(self, sale: &Sale) -> bool {
        self.shown.store.track();
        self.shown.employees.track();
        let employee = self.shown.employee.get();
        match (self.driver(), employee) {
            (Some(driver), Some(employee)) => driver.engine(|e| e.sees(employee.id, sale)),
            _ => false,
        }
    }

    /// The open sales that the employee who is signed in sees, by id (rule H1).
    #[must_use]
    pub fn seen_sales(self) -> Signal<Vec<Arc<SaleView>>> {
        let open = self.open_sales();
        Memo::new(move |_| {
            let seen = |view: &&Arc<SaleView>| self.sees(&view.sale);
            open.with(|open| open.iter().filter(seen).cloned().collect::<Vec<_>>())
        })
        .into()
    }

    /// The sales as a change would leave them, were it made now and approved: to show the money
    /// before anything is done.
    #[must_use]
    pub fn preview(self, change: &Change) -> Vec<Sale> {
        let employee = self.shown.employee.get_untracked();
        let (Some(driver), Some(employee)) = (self.driver(), employee) else {
            return Vec::new();
        };
        let manager = self.shown.employees.with_untracked(|all| {
            let manager = all.iter().find(|one| one.role.is_manager());
            manager.map(|one| one.id)
        });
        driver.engine(|engine| engine.preview(employee.id, manager, change))
    }

    /// A screen that takes money for a sale opens (rule G1); the sale's view says how it stands.
    pub fn take_lease(self, id: SaleId) {
        if let Some(driver) = self.driver() {
            driver.feed(Input::TakeLease(id));
        }
    }

    /// That screen closes.
    pub fn release_lease(self, id: SaleId) {
        if let Some(driver) = self.driver() {
            driver.feed(Input::ReleaseLease(id));
        }
    }

    /// Whether a sale is here and open.
    #[must_use]
    pub fn holds_open(self, id: SaleId) -> bool {
        let sales = self.shown.sales;
        sales.with(|sales| sales.get(id).is_some_and(|view| view.sale.is_open()))
    }

    /// What a sale comes to, if it is here.
    #[must_use]
    pub fn total_of(self, id: SaleId) -> Option<Money> {
        let sales = self.shown.sales;
        sales.with_untracked(|sales| sales.get(id).map(|view| view.totals.total))
    }
}
