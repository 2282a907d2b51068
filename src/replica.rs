//! This device's copy of the store: signals in front, the sync engine behind, IndexedDB beneath,
//! the network beside. The only writer of shared state: screens read the signals and hand changes
//! in, nothing else.

mod beforehand;
mod connection;
mod driver;
mod live;
mod network;
mod sales;
mod shown;
mod shut_out;
mod store;
mod tab;
mod turn;
mod words;

use crate::platform::{clock, document, ids, network as hints, storage};
pub use connection::{Connection, LinkState, Surface};
use driver::Driver;
use leptos::prelude::*;
use sale::{
    Change, Employee, EmployeeId, MutationId, Product, Register, Review, SaleId, Store, Table,
};
pub use sales::Sales;
use shown::Shown;
use std::rc::Rc;
use std::sync::Arc;
pub use sync::device::{FirstCopy, NotSaved, SaleView, Tendering};
use sync::device::{Input, NewChange};
pub use sync::protocol::Lease;
use sync::protocol::{Identity, PushResult, Refusal};
use tab::Tab;
pub use turn::Turn;

/// A handle on the replica of a surface; cheap to copy.
#[derive(Clone, Copy)]
pub struct Replica {
    surface: Surface,
    shown: Shown,
    /// None outside a surface.
    tab: StoredValue<Option<Rc<Tab>>, LocalStorage>,
}

impl Replica {
    /// Opens the replica of a surface and puts it into the context. It lives as long as the page:
    /// call it once a surface, above its screens.
    pub fn provide(surface: Surface) -> Replica {
        let shown = Shown::new();
        shut_out::read(surface.as_str(), shown);
        let tab = Tab::open(surface, shown);
        let replica = Replica {
            surface,
            shown,
            tab: StoredValue::new_local(Some(tab.clone())),
        };
        provide_context(replica);
        storage::is_persisted(move |kept| {
            // Whether it refuses is known only once it was asked.
            if kept {
                shown.kept_safe.set(Some(true));
            }
        });
        let hinted = tab.clone();
        hints::on_change(move |up| match up {
            true => hinted.wake(),
            false => hinted.doubt(),
        });
        document::on_visibility(Callback::new(move |visible| {
            if visible {
                replica.retry();
            }
        }));
        document::on_return(Callback::new(move |()| replica.retry()));
        replica.let_go_of_who_is_gone();
        on_cleanup(move || {
            if let Some(tab) = replica.tab() {
                tab.close();
            }
        });
        replica
    }

    /// The replica of the surface that this screen is part of.
    /// Outside a surface it is one that holds nothing.
    #[must_use]
    pub fn expect() -> Replica {
        use_context::<Replica>().unwrap_or_else(|| Replica {
            surface: Surface::Register,
            shown: Shown::new(),
            tab: StoredValue::new_local(None),
        })
    }

    fn tab(self) -> Option<Rc<Tab>> {
        self.tab.try_get_value().flatten()
    }

    fn driver(self) -> Option<Rc<Driver>> {
        self.tab()?.driver()
    }

    /// Whether the device's storage has been read.
    #[must_use]
    pub fn ready(self) -> Signal<bool> {
        self.shown.ready.into()
    }

    /// Who the device is; none before activation, and once it was taken out of use.
    #[must_use]
    pub fn identity(self) -> Signal<Option<Identity>> {
        let (identity, shut_out) = (self.shown.identity, self.shown.shut_out);
        Memo::new(move |_| identity.get().filter(|_| !shut_out.get())).into()
    }

    /// Whether the device was taken out of use (rule H6).
    #[must_use]
    pub fn shut_out(self) -> Signal<bool> {
        self.shown.shut_out.into()
    }

    /// Who is signed in.
    #[must_use]
    pub fn signed_in(self) -> Signal<Option<Employee>> {
        self.shown.employee.into()
    }

    /// The open sales, waiting changes of this device included, by id.
    #[must_use]
    pub fn open_sales(self) -> Signal<Vec<Arc<SaleView>>> {
        let sales = self.shown.sales;
        Memo::new(move |_| sales.with(|sales| sales.all_open().cloned().collect::<Vec<_>>())).into()
    }

    /// All sales of the copy with what changed lately, for who keeps a long list of them up.
    #[must_use]
    pub fn sales(self) -> Signal<Sales> {
        self.shown.sales.into()
    }

    /// One sale; none when it is not here. A sale that this device has just finished stays for as
    /// long as that change waits.
    #[must_use]
    pub fn sale(self, id: SaleId) -> Signal<Option<Arc<SaleView>>> {
        let sales = self.shown.sales;
        Memo::new(move |_| sales.with(|sales| sales.get(id).cloned())).into()
    }

    /// The store.
    #[must_use]
    pub fn store(self) -> Signal<Option<Arc<Store>>> {
        self.shown.store.into()
    }

    /// Whether the device has had a copy of the store; until then no figure is known.
    #[must_use]
    pub fn is_known(self) -> Signal<bool> {
        let store = self.shown.store;
        // The store's own row comes with the first copy.
        Memo::new(move |_| store.with(Option::is_some)).into()
    }

    /// The people who work here.
    #[must_use]
    pub fn employees(self) -> Signal<Vec<Arc<Employee>>> {
        self.shown.employees.into()
    }

    /// The tills.
    #[must_use]
    pub fn registers(self) -> Signal<Vec<Arc<Register>>> {
        self.shown.registers.into()
    }

    /// The catalogue.
    #[must_use]
    pub fn products(self) -> Signal<Vec<Arc<Product>>> {
        self.shown.products.into()
    }

    /// Open reviews (rule E2).
    #[must_use]
    pub fn reviews(self) -> Signal<Vec<Arc<Review>>> {
        self.shown.reviews.into()
    }

    /// The tables of the layout (rule F8).
    #[must_use]
    pub fn tables(self) -> Signal<Vec<Arc<Table>>> {
        self.shown.tables.into()
    }

    /// How the device stands with the server.
    #[must_use]
    pub fn connection(self) -> Signal<Connection> {
        self.shown.connection.into()
    }

    /// What became of changes lately sent, when it is worth telling.
    #[must_use]
    pub fn results(self) -> Signal<Vec<PushResult>> {
        self.shown.results.into()
    }

    /// Something that needs a person, such as an identity used twice.
    #[must_use]
    pub fn trouble(self) -> Signal<Option<Refusal>> {
        self.shown.trouble.into()
    }

    /// What is wrong with the device's storage, what was kept, and what to do; none when nothing is.
    #[must_use]
    pub fn storage_trouble(self) -> Signal<Option<String>> {
        self.shown.storage.into()
    }

    /// Whether the browser has promised to keep the device's storage; none before it was asked.
    #[must_use]
    pub fn kept_safe(self) -> Signal<Option<bool>> {
        self.shown.kept_safe.into()
    }

    /// The title of the other tab in which this register or phone is open; none when it is here.
    #[must_use]
    pub fn elsewhere(self) -> Signal<Option<String>> {
        self.shown.elsewhere.into()
    }

    /// Asks that tab to let this one.
    pub fn bring_here(self) {
        if let Some(tab) = self.tab() {
            tab.bring_here();
        }
    }

    /// Which surface it serves.
    #[must_use]
    pub fn surface(self) -> Surface {
        self.surface
    }

    /// Saves a change of the employee who is signed in. Answers once it is on stable storage;
    /// only then may a screen call it saved (rule A1).
    ///
    /// # Errors
    /// When it was not saved: nothing of it is left, and it may be done again.
    pub async fn change(self, change: Change) -> Result<(), NotSaved> {
        self.change_approved(change, None).await
    }

    /// The same, approved by a manager whose PIN the server found right (rule H2).
    ///
    /// # Errors
    /// As [`Replica::change`].
    pub async fn change_approved(
        self,
        change: Change,
        approved_by: Option<EmployeeId>,
    ) -> Result<(), NotSaved> {
        let employee = self.shown.employee.get_untracked();
        let (Some(tab), Some(employee)) = (self.tab(), employee) else {
            return Err(NotSaved::NotHere);
        };
        tab.change(NewChange {
            ticket: 0,
            mutation_id: MutationId(ids::new_uuid()),
            at_ms: clock::now_ms(),
            employee_id: employee.id,
            approved_by,
            change,
        })
        .await
    }

    /// Switches this register's sync off or on (rule F6); the hand-over follows by itself.
    pub fn switch_sync(self, on: bool) {
        if let Some(driver) = self.driver() {
            driver.feed(Input::SwitchSync(on));
        }
    }

    /// Tries at once to reach the server.
    pub fn retry(self) {
        if let Some(tab) = self.tab() {
            tab.wake();
        }
    }

    /// Makes this browser the device that the server activated. Another device's copy goes; the
    /// same device's stays.
    ///
    /// # Errors
    /// When the device's storage refused, in words for a person.
    pub async fn set_identity(self, identity: Identity) -> Result<(), String> {
        let done = match self.tab() {
            Some(tab) => tab.set_identity(identity).await,
            None => Err(NotSaved::NotHere),
        };
        if done.is_ok() {
            shut_out::keep(self.surface.as_str(), self.shown, false);
        }
        done.map_err(|_| self.shown.storage.get_untracked().unwrap_or_default())
    }

    /// Keeps who is signed in; none signs out. The device's copy stays.
    pub async fn set_employee(self, employee: Option<Employee>) {
        if let Some(tab) = self.tab() {
            tab.set_employee(employee).await;
        }
    }
}
