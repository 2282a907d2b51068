//! What screens read of the replica: signals, set from the engine and from nowhere else.
//!
//! It must not know storage or the network.

use super::connection::{Connection, LinkState};
use super::sales::Sales;
use crate::i18n::t;
use crate::platform::idb::{StorageRefused, Why};
use leptos::prelude::*;
use sale::{Employee, Product, Register, Review, SaleId, Store, Table};
use std::sync::Arc;
use sync::device::{Engine, Link, SyncMode};
use sync::protocol::{Identity, PushResult, Refusal};
use sync::row::{Key, Kind};

/// The signals of one replica.
#[derive(Clone, Copy)]
pub struct Shown {
    pub ready: RwSignal<bool>,
    pub identity: RwSignal<Option<Identity>>,
    pub employee: RwSignal<Option<Employee>>,
    pub sales: RwSignal<Sales>,
    pub store: RwSignal<Option<Arc<Store>>>,
    pub employees: RwSignal<Vec<Arc<Employee>>>,
    pub registers: RwSignal<Vec<Arc<Register>>>,
    pub products: RwSignal<Vec<Arc<Product>>>,
    pub reviews: RwSignal<Vec<Arc<Review>>>,
    pub tables: RwSignal<Vec<Arc<Table>>>,
    /// Whether the device was taken out of use (rule H6).
    pub shut_out: RwSignal<bool>,
    pub connection: RwSignal<Connection>,
    pub results: RwSignal<Vec<PushResult>>,
    pub trouble: RwSignal<Option<Refusal>>,
    /// What the storage refused, in words for a person.
    pub storage: RwSignal<Option<String>>,
    /// Whether the browser has promised to keep the storage; none before it was asked.
    pub kept_safe: RwSignal<Option<bool>>,
    /// The title of the other tab that this surface is open in.
    pub elsewhere: RwSignal<Option<String>>,
}

impl Shown {
    /// Signals of a replica that has not been read yet.
    pub fn new() -> Shown {
        Shown {
            ready: RwSignal::new(false),
            identity: RwSignal::new(None),
            employee: RwSignal::new(None),
            sales: RwSignal::new(Sales::default()),
            store: RwSignal::new(None),
            employees: RwSignal::new(Vec::new()),
            registers: RwSignal::new(Vec::new()),
            products: RwSignal::new(Vec::new()),
            reviews: RwSignal::new(Vec::new()),
            tables: RwSignal::new(Vec::new()),
            shut_out: RwSignal::new(false),
            connection: RwSignal::new(Connection::default()),
            results: RwSignal::new(Vec::new()),
            trouble: RwSignal::new(None),
            storage: RwSignal::new(None),
            kept_safe: RwSignal::new(None),
            elsewhere: RwSignal::new(None),
        }
    }

    /// Everything, when an engine starts.
    pub fn show_all(&self, engine: &Engine) {
        self.show_rows(engine);
        self.show_link(engine);
    }

    /// All rows, and who the device is.
    pub fn show_rows(&self, engine: &Engine) {
        self.identity.set(Some(engine.meta().identity.clone()));
        let sales = engine
            .open_sales()
            .map(|view| (view.sale.id, Arc::new(view)))
            .collect();
        self.sales.update(|shown| shown.replace(sales));
        for kind in [
            Kind::Store,
            Kind::Employee,
            Kind::Register,
            Kind::Product,
            Kind::Review,
            Kind::Table,
        ] {
            self.show_kind(engine, &kind);
        }
    }

    /// The rows that changed.
    pub fn show(&self, engine: &Engine, keys: &[Key]) {
        let sales: Vec<SaleId> = keys
            .iter()
            .filter(|key| key.kind == Kind::Sale)
            .map(|key| SaleId(key.id))
            .collect();
        if !sales.is_empty() {
            self.sales.update(|shown| {
                for id in sales {
                    shown.put(id, engine.sale(id));
                }
            });
        }
        let mut kinds: Vec<&Kind> = Vec::new();
        for key in keys {
            if !kinds.contains(&&key.kind) {
                kinds.push(&key.kind);
            }
        }
        for kind in kinds {
            self.show_kind(engine, kind);
        }
    }

    fn show_kind(&self, engine: &Engine, kind: &Kind) {
        match kind {
            Kind::Store => {
                let store = engine.read_all::<Store>(kind).pop();
                self.store.set(store.map(Arc::new));
            }
            Kind::Employee => set_all(engine, kind, self.employees),
            Kind::Register => set_all(engine, kind, self.registers),
            Kind::Product => set_all(engine, kind, self.products),
            Kind::Review => {
                let open = engine.open_reviews().cloned().map(Arc::new);
                self.reviews.set(open.collect());
            }
            Kind::Table => {
                let tables = engine.tables().cloned().map(Arc::new);
                self.tables.set(tables.collect());
            }
            Kind::Sale | Kind::Unknown(_) => {}
        }
    }

    /// How the device stands with the server.
    pub fn show_link(&self, engine: &Engine) {
        let link = match (engine.meta().sync, engine.link()) {
            (SyncMode::Off, _) => LinkState::SyncOff,
            (SyncMode::HandingOver { .. }, _) => LinkState::HandingOver,
            // What it is to be: on, and warning of it as long as it is away (rule F7).
            (SyncMode::On | SyncMode::Resuming, Link::Starting) => LinkState::Starting,
            (SyncMode::On | SyncMode::Resuming, Link::Online) => LinkState::Online,
            (SyncMode::On | SyncMode::Resuming, Link::Offline) => LinkState::Offline,
            (SyncMode::On | SyncMode::Resuming, Link::SignedOut) => LinkState::SignedOut,
        };
        self.connection.update(|connection| connection.link = link);
        self.show_waiting(engine);
    }

    /// How many changes wait, and whether the first snapshot is in.
    pub fn show_waiting(&self, engine: &Engine) {
        let waiting = engine.waiting();
        let snapshot_in = engine.has_copy();
        self.connection.update(|connection| {
            connection.waiting = waiting;
            connection.snapshot_in = snapshot_in;
        });
    }

    /// How far the first copy is; says whether that is news.
    pub fn show_first_copy(&self, engine: &Engine) -> bool {
        let first_copy = engine.first_copy();
        let news = self.connection.with_untracked(|c| c.first_copy) != first_copy;
        if news {
            self.connection.update(|c| c.first_copy = first_copy);
        }
        news
    }

    /// When the server last said something.
    pub fn heard(&self, at_ms: i64) {
        let before = self.connection.with_untracked(|c| c.last_heard_ms);
        if before != Some(at_ms) {
            self.connection
                .update(|connection| connection.last_heard_ms = Some(at_ms));
        }
    }

    /// What became of changes that were sent.
    pub fn tell(&self, results: &[PushResult]) {
        let worth_telling: Vec<PushResult> = results
            .iter()
            .filter(|result| {
                !result.outcome.notes.is_empty()
                    || result.outcome.review.is_some()
                    || result.outcome.elsewhere.is_some()
            })
            .cloned()
            .collect();
        if !worth_telling.is_empty() {
            self.results.set(worth_telling);
        }
    }

    /// The server knows the device under this identity from now on.
    pub fn known_as(&self, identity: &Identity) {
        let known = self
            .identity
            .with_untracked(|known| known.as_ref() == Some(identity));
        if !known {
            self.identity.set(Some(identity.clone()));
        }
    }

    /// Something that needs a person.
    pub fn trouble(&self, refusal: &Refusal) {
        self.trouble.set(Some(refusal.clone()));
    }

    /// The device's storage refused: what is wrong, what was kept, and what to do.
    pub fn storage_refused(&self, refused: &StorageRefused) {
        let words = t().common;
        self.storage.set(Some(match refused.why {
            Why::Full => words.storage_full.to_owned(),
            Why::Newer => words.storage_newer.to_owned(),
            Why::Lost | Why::Other => words.storage_refused(&refused.words),
        }));
    }

    /// What the storage held was deleted: said until the page is loaded again.
    pub fn storage_lost(&self, words: &str) {
        self.storage.set(Some(words.to_owned()));
    }

    /// The storage has taken something in: what it refused before is over.
    pub fn storage_holds(&self) {
        let over = self.storage.with_untracked(|said| {
            said.as_ref()
                .is_some_and(|said| said != t().common.storage_deleted)
        });
        if over {
            self.storage.set(None);
        }
    }
}

fn set_all<T>(engine: &Engine, kind: &Kind, signal: RwSignal<Vec<Arc<T>>>)
where
    T: serde::de::DeserializeOwned + Send + Sync + 'static,
{
    signal.set(
        engine
            .read_all::<T>(kind)
            .into_iter()
            .map(Arc::new)
            .collect(),
    );
}
