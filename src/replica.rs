//! This device's copy of the store: signals in front, the sync engine behind, IndexedDB beneath,
//! the network beside. The only writer of shared state: screens read the signals and hand changes
//! in, nothing else.

mod driver;
mod live;
mod network;
mod shown;
mod store;

use crate::platform::{document, network as hints, storage};
use crate::signals::{Memo, Signal};
use driver::Driver;
use leptos::prelude::*;
use sale::{Change, Employee, Product, Register, Review, SaleId, Store};
use shown::Shown;
use std::rc::Rc;
use std::sync::Arc;
use store::DeviceStore;
use sync::device::{Engine, Input, Meta};
pub use sync::device::{NotSaved, SaleView};
use sync::protocol::{Identity, PushResult, Refusal};

/// Which of the three a replica serves; each is a device of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// A till.
    Register,
    /// A phone that closes sales.
    Pay,
    /// The manager's browser.
    BackOffice,
}

impl Surface {
    /// Its name in addresses and storage.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Surface::Register => "register",
            Surface::Pay => "pay",
            Surface::BackOffice => "backoffice",
        }
    }
}

/// How the device stands with the server, as a person should know it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkState {
    /// Nothing was asked yet.
    #[default]
    Starting,
    /// The server answers.
    Online,
    /// It does not; changes are kept here.
    Offline,
    /// It wants a sign-in; changes are kept here.
    SignedOut,
    /// Sync is being switched off: the register's sales go to the others (rules F2, F3).
    HandingOver,
    /// Sync is off: what is saved here stays here (rule F4).
    SyncOff,
}

/// The connection: what the badge shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// How it stands.
    pub link: LinkState,
    /// Changes in the outbox.
    pub waiting: u64,
    /// Whether the first snapshot is in (rule F1).
    pub snapshot_in: bool,
    /// When the server last said something, by this device's clock.
    pub last_heard_ms: Option<i64>,
}

/// A handle on the replica of a surface; cheap to copy.
#[derive(Clone, Copy)]
pub struct Replica {
    surface: Surface,
    shown: Shown,
    driver: StoredValue<Option<Rc<Driver>>, LocalStorage>,
    store: StoredValue<Option<DeviceStore>, LocalStorage>,
}

impl Replica {
    /// Opens the replica of a surface and puts it into the context. It lives as long as the page:
    /// call it once a surface, above its screens.
    pub fn provide(surface: Surface) -> Replica {
        let replica = Replica {
            surface,
            shown: Shown::new(),
            driver: StoredValue::new_local(None),
            store: StoredValue::new_local(None),
        };
        provide_context(replica);
        replica.open();
        hints::on_change(move |up| {
            let Some(driver) = replica.driver() else {
                return;
            };
            if up {
                driver.wake();
            } else {
                // The browser's word is a hint only: ask the server.
                driver.check();
            }
        });
        document::on_visibility(Callback::new(move |visible| {
            if visible && let Some(driver) = replica.driver() {
                driver.wake();
            }
        }));
        on_cleanup(move || {
            if let Some(driver) = replica.driver() {
                driver.stop();
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
            driver: StoredValue::new_local(None),
            store: StoredValue::new_local(None),
        })
    }

    fn driver(self) -> Option<Rc<Driver>> {
        self.driver.try_get_value().flatten()
    }

    fn open(self) {
        leptos::task::spawn_local(async move {
            let opened = match DeviceStore::open(self.surface.as_str()).await {
                Ok(store) => store.load().await.map(|stored| (store, stored)),
                Err(refused) => Err(refused),
            };
            match opened {
                Ok((store, stored)) => {
                    self.store.set_value(Some(store.clone()));
                    self.shown.employee.set(stored.employee);
                    if let Some(meta) = stored.meta {
                        let engine = Engine::new(meta, stored.rows, stored.outbox, build());
                        self.start(store, engine);
                    }
                }
                Err(refused) => self.shown.storage_refused(&refused),
            }
            self.shown.ready.set(true);
        });
    }

    fn start(self, store: DeviceStore, engine: Engine) {
        if let Some(before) = self.driver() {
            before.stop();
        }
        let driver = Driver::start(self.surface.as_str(), store, engine, self.shown);
        self.driver.set_value(Some(driver));
    }

    /// Whether the device's storage has been read.
    #[must_use]
    pub fn ready(self) -> Signal<bool> {
        self.shown.ready.into()
    }

    /// Who the device is; none before activation.
    #[must_use]
    pub fn identity(self) -> Signal<Option<Identity>> {
        self.shown.identity.into()
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
        Memo::new(move |_| {
            sales.with(|sales| {
                sales
                    .values()
                    .filter(|view| view.sale.is_open())
                    .cloned()
                    .collect::<Vec<_>>()
            })
        })
        .into()
    }

    /// One sale; none when it is not here. A sale that this device has just finished stays for as
    /// long as that change waits.
    #[must_use]
    pub fn sale(self, id: SaleId) -> Signal<Option<Arc<SaleView>>> {
        let sales = self.shown.sales;
        Memo::new(move |_| sales.with(|sales| sales.get(&id).cloned())).into()
    }

    /// The store.
    #[must_use]
    pub fn store(self) -> Signal<Option<Arc<Store>>> {
        self.shown.store.into()
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

    /// What the device's storage refused last, in the browser's words.
    #[must_use]
    pub fn storage_trouble(self) -> Signal<Option<String>> {
        let storage = self.shown.storage;
        Signal::derive(move || storage.get().map(|refused| refused.0))
    }

    /// Saves a change of the employee who is signed in. Answers once it is on stable storage;
    /// only then may a screen call it saved (rule A1).
    ///
    /// # Errors
    /// When it was not saved: nothing of it is left, and it may be done again.
    pub async fn change(self, change: Change) -> Result<(), NotSaved> {
        let employee = self.shown.employee.get_untracked();
        let (Some(driver), Some(employee)) = (self.driver(), employee) else {
            return Err(NotSaved::NotHere);
        };
        driver.change(employee.id, change).await
    }

    /// Switches this register's sync off or on (rule F6); the hand-over follows by itself.
    pub fn switch_sync(self, on: bool) {
        if let Some(driver) = self.driver() {
            driver.feed(Input::SwitchSync(on));
        }
    }

    /// Tries at once to reach the server.
    pub fn retry(self) {
        if let Some(driver) = self.driver() {
            driver.wake();
        }
    }

    /// Makes this browser the device that the server activated. Another device's copy goes; the
    /// same device's stays.
    ///
    /// # Errors
    /// When the device's storage refused, in the browser's words.
    pub async fn set_identity(self, identity: Identity) -> Result<(), String> {
        let known = self.shown.identity.get_untracked();
        if let (Some(known), Some(driver)) = (known, self.driver()) {
            if known.device_id == identity.device_id {
                self.retry();
                return Ok(());
            }
            let place = |one: &Identity| (one.store_id, one.register_id);
            if place(&known) == place(&identity) {
                // The same place under another name: what waits here goes with it.
                self.shown.known_as(&identity);
                driver.feed(Input::Readmitted(Ok(identity)));
                return Ok(());
            }
        }
        let store = self
            .store
            .get_value()
            .ok_or_else(|| "the browser's storage is not open".to_owned())?;
        let meta = Meta::new(identity);
        store.begin(&meta).await.map_err(|refused| refused.0)?;
        // From now on changes may wait here; the browser is not to drop them.
        storage::persist();
        let engine = Engine::new(meta, Vec::new(), Vec::new(), build());
        self.start(store, engine);
        Ok(())
    }

    /// Keeps who is signed in; none signs out. The device's copy stays.
    pub async fn set_employee(self, employee: Option<Employee>) {
        if let Some(store) = self.store.get_value()
            && let Err(refused) = store.keep_employee(employee.as_ref()).await
        {
            self.shown.storage_refused(&refused);
        }
        self.shown.employee.set(employee);
        self.retry();
    }
}

fn build() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
