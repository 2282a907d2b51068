//! What every screen of BackOffice needs to say a thing in words: the store's currency, clock and
//! steps of age, and the names of its people and registers.
//!
//! It must not know what the screens show.

use crate::i18n::t;
use crate::platform::intl::{self, Shown};
use crate::replica::{Replica, Sales};
use leptos::prelude::*;
use sale::{
    AgeSteps, Currency, Employee, EmployeeId, Money, Register, RegisterId, SaleId, Source, Store,
};
use std::sync::Arc;

/// The store, its people and its registers, for words. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Facts {
    store: Signal<Option<Arc<Store>>>,
    employees: Signal<Vec<Arc<Employee>>>,
    registers: Signal<Vec<Arc<Register>>>,
    sales: Signal<Sales>,
    currency: Memo<Option<Currency>>,
    steps: Memo<Option<AgeSteps>>,
    zone: Memo<String>,
}

impl Facts {
    /// Reads them from the replica and gives them to everything below.
    pub fn provide(replica: Replica) {
        provide_context(Facts::of(replica));
    }

    fn of(replica: Replica) -> Facts {
        let store = replica.store();
        Facts {
            store,
            employees: replica.employees(),
            registers: replica.registers(),
            sales: replica.sales(),
            currency: Memo::new(move |_| {
                store.with(|store| store.as_ref().map(|store| store.currency.clone()))
            }),
            steps: Memo::new(move |_| {
                store.with(|store| store.as_ref().map(|store| store.age_steps))
            }),
            zone: Memo::new(move |_| {
                store.with(|store| {
                    store
                        .as_ref()
                        .map(|store| store.time_zone.clone())
                        .unwrap_or_default()
                })
            }),
        }
    }

    /// The ones that [`Facts::provide`] gave.
    pub fn get() -> Facts {
        use_context().unwrap_or_else(|| Facts::of(Replica::expect()))
    }

    /// The store's name.
    pub fn store_name(self) -> String {
        self.store
            .with(|store| store.as_ref().map(|store| store.name.clone()))
            .unwrap_or_default()
    }

    /// The store's steps of age.
    pub fn steps(self) -> Signal<Option<AgeSteps>> {
        self.steps.into()
    }

    /// The people.
    pub fn employees(self) -> Signal<Vec<Arc<Employee>>> {
        self.employees
    }

    /// The registers.
    pub fn registers(self) -> Signal<Vec<Arc<Register>>> {
        self.registers
    }

    /// Somebody's name.
    pub fn employee(self, id: EmployeeId) -> String {
        self.employees.with(|all| {
            all.iter()
                .find(|employee| employee.id == id)
                .map_or_else(|| t().common.somebody.to_owned(), |e| e.name.clone())
        })
    }

    /// A register's name; what it was instead, when it was none.
    pub fn place(self, id: Option<RegisterId>, source: Option<Source>) -> String {
        let words = t().common;
        let known = id.and_then(|id| {
            self.registers.with(|all| {
                all.iter()
                    .find(|register| register.id == id)
                    .map(|register| register.name.clone())
            })
        });
        known.unwrap_or_else(|| {
            let word = match source {
                Some(Source::Register) => words.source_register,
                Some(Source::Pay) => words.source_pay,
                Some(Source::BackOffice) => words.source_backoffice,
                Some(Source::Webstore) => words.source_webstore,
                None => t().backoffice.no_register,
            };
            word.to_owned()
        })
    }

    /// What a sale of the copy is called; none when it is not here.
    pub fn sale_title(self, id: SaleId) -> Option<String> {
        self.sales.with_untracked(|sales| {
            let view = sales.get(id);
            view.map(|view| view.sale.title().to_owned())
        })
    }

    /// An amount in the store's currency.
    pub fn money(self, amount: Money) -> String {
        self.currency.with(|currency| {
            currency
                .as_ref()
                .map(|currency| intl::money(amount, currency))
                .unwrap_or_default()
        })
    }

    /// An amount as programs read it: digits and a point, without the currency's sign.
    pub fn decimal(self, amount: Money) -> String {
        self.currency.with_untracked(|currency| {
            let currency = currency.as_ref();
            currency.map_or_else(String::new, |currency| currency.decimal(amount))
        })
    }

    /// The same without cents, where there are none.
    pub fn round_money(self, amount: Money) -> String {
        let whole = self.currency.with(|currency| {
            let currency = currency.as_ref()?;
            let units = currency.whole().0;
            (units > 1 && amount.0 % units == 0).then(|| {
                let plain = Currency {
                    exponent: 0,
                    ..currency.clone()
                };
                intl::money(Money(amount.0 / units), &plain)
            })
        });
        whole.unwrap_or_else(|| self.money(amount))
    }
    /// The store's smallest coin; nothing where cash is not rounded (rule G4).
    pub fn smallest_coin(self) -> Signal<Money> {
        let store = self.store;
        Signal::derive(move || {
            store.with(|store| store.as_ref().map_or(Money::ZERO, |s| s.cash_rounding))
        })
    }

    /// A moment on the store's clock.
    pub fn time(self, ms: i64, shown: Shown) -> String {
        self.zone.with(|zone| intl::time(ms, zone, shown))
    }
}
