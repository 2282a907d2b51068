//! IndexedDB as a few maps of text by key: open, read all, and one durable write at a time. A
//! handle that the browser has closed is opened anew, and what was asked is asked again.
//!
//! It must not know what is in the texts. Nothing but IndexedDB requests is awaited inside a
//! transaction: the browser would commit it early.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest,
    IdbTransaction, IdbVersionChangeEvent,
};

/// One more each time that a map comes in; what older builds wrote stays.
const VERSION: u32 = 2;

/// Why the storage refused, as far as it makes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// There is no room left.
    Full,
    /// The browser has closed the handle.
    Lost,
    /// A newer build has changed the maps.
    Newer,
    /// Anything else.
    Other,
}

/// The storage refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageRefused {
    /// Why.
    pub why: Why,
    /// The browser's own words.
    pub words: String,
}

impl StorageRefused {
    /// For a reason of our own.
    pub fn other(words: impl Into<String>) -> StorageRefused {
        StorageRefused {
            why: Why::Other,
            words: words.into(),
        }
    }
}

impl From<JsValue> for StorageRefused {
    fn from(error: JsValue) -> Self {
        let Some(error) = error.dyn_ref::<DomException>() else {
            return StorageRefused::other(format!("{error:?}"));
        };
        let name = error.name();
        StorageRefused {
            why: match name.as_str() {
                "QuotaExceededError" => Why::Full,
                "InvalidStateError" | "AbortError" | "UnknownError" => Why::Lost,
                "VersionError" => Why::Newer,
                _ => Why::Other,
            },
            words: format!("{name}: {}", error.message()),
        }
    }
}

/// One step of a write.
#[derive(Clone, Debug)]
pub enum Step {
    /// Puts a text under a key.
    Put {
        /// The map.
        store: &'static str,
        /// The key.
        key: String,
        /// The text.
        text: String,
    },
    /// Deletes a key.
    Delete {
        /// The map.
        store: &'static str,
        /// The key.
        key: String,
    },
    /// Deletes every key from the first to the last, both included.
    DeleteRange {
        /// The map.
        store: &'static str,
        /// The first key.
        first: String,
        /// The last key.
        last: String,
    },
}

/// A database, open or to be opened anew. Cheap to copy.
#[derive(Clone, Debug)]
pub struct TextStore {
    name: Rc<str>,
    stores: &'static [&'static str],
    database: Rc<RefCell<IdbDatabase>>,
    made_anew: Rc<Cell<bool>>,
}

impl TextStore {
    /// Opens a database, making its maps if they are not there.
    ///
    /// # Errors
    /// When the browser refuses storage.
    pub async fn open(
        name: &str,
        stores: &'static [&'static str],
    ) -> Result<TextStore, StorageRefused> {
        let (database, _) = open(name, stores).await?;
        Ok(TextStore {
            name: name.into(),
            stores,
            database: Rc::new(RefCell::new(database)),
            made_anew: Rc::default(),
        })
    }

    /// Whether the database was gone when a lost handle was opened anew, since this was last asked:
    /// what it had held is deleted.
    pub fn was_made_anew(&self) -> bool {
        self.made_anew.take()
    }

    /// All texts of a map, in the order of their keys.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn all(&self, store: &str) -> Result<Vec<String>, StorageRefused> {
        let found = self.read(store, |store| store.get_all()).await?;
        let found: Array = found.unchecked_into();
        Ok(found.iter().filter_map(|text| text.as_string()).collect())
    }

    /// The text under a key.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn get(&self, store: &str, key: &str) -> Result<Option<String>, StorageRefused> {
        let key = JsValue::from_str(key);
        let found = self.read(store, |store| store.get(&key)).await?;
        Ok(found.as_string())
    }

    /// Does all steps in one transaction with strict durability, or none of them. When this
    /// returns, they are on stable storage (rule A1).
    ///
    /// # Errors
    /// When the browser refuses; nothing was written then.
    pub async fn write(&self, steps: &[Step]) -> Result<(), StorageRefused> {
        match self.try_write(steps).await {
            // The steps come to the same, whether they had gone in or not.
            Err(refused) if refused.why == Why::Lost => {
                self.reopen().await?;
                self.try_write(steps).await
            }
            done => done,
        }
    }

    async fn read(
        &self,
        store: &str,
        ask: impl Fn(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
    ) -> Result<JsValue, StorageRefused> {
        match self.try_read(store, &ask).await {
            Err(refused) if refused.why == Why::Lost => {
                self.reopen().await?;
                self.try_read(store, &ask).await
            }
            done => done,
        }
    }

    async fn reopen(&self) -> Result<(), StorageRefused> {
        self.database.borrow().close();
        let (database, fresh) = open(&self.name, self.stores).await?;
        self.database.replace(database);
        self.made_anew.set(self.made_anew.get() || fresh);
        Ok(())
    }

    async fn try_read(
        &self,
        store: &str,
        ask: &impl Fn(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
    ) -> Result<JsValue, StorageRefused> {
        let transaction = self.database.borrow().transaction_with_str(store)?;
        let request = ask(&transaction.object_store(store)?)?;
        answer(&request).await
    }

    async fn try_write(&self, steps: &[Step]) -> Result<(), StorageRefused> {
        let transaction = self.begin()?;
        let done = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
        });
        if let Err(refused) = put(&transaction, steps) {
            // What was asked for before it must not go in alone.
            let _ = transaction.abort();
            return Err(refused.into());
        }
        JsFuture::from(done)
            .await
            .map(drop)
            .map_err(|_| reason(transaction.error()))
    }

    /// A transaction with strict durability, which the bindings have no stable word for.
    fn begin(&self) -> Result<IdbTransaction, StorageRefused> {
        let names: Array = self.stores.iter().map(|s| JsValue::from_str(s)).collect();
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let database = self.database.borrow();
        let begin = Reflect::get(&database, &"transaction".into())?.dyn_into::<Function>()?;
        let begun = begin.call3(&database, &names, &"readwrite".into(), &options)?;
        Ok(begun.unchecked_into())
    }
}

/// Asks for all steps.
fn put(transaction: &IdbTransaction, steps: &[Step]) -> Result<(), JsValue> {
    let key = |key: &str| JsValue::from_str(key);
    for step in steps {
        match step {
            Step::Put {
                store,
                key: at,
                text,
            } => transaction
                .object_store(store)?
                .put_with_key(&JsValue::from_str(text), &key(at))?,
            Step::Delete { store, key: at } => transaction.object_store(store)?.delete(&key(at))?,
            Step::DeleteRange { store, first, last } => {
                let range = IdbKeyRange::bound(&key(first), &key(last))?;
                transaction.object_store(store)?.delete(&range)?
            }
        };
    }
    Ok(())
}

/// Opens a database; says whether it was not there.
async fn open(
    name: &str,
    stores: &'static [&'static str],
) -> Result<(IdbDatabase, bool), StorageRefused> {
    let factory = window()
        .indexed_db()?
        .ok_or_else(|| StorageRefused::other("the browser keeps no data here"))?;
    let request = factory.open_with_u32(name, VERSION)?;
    let fresh = Rc::new(Cell::new(false));
    let (of, was) = (request.clone(), fresh.clone());
    let upgrade =
        Closure::<dyn Fn(IdbVersionChangeEvent)>::new(move |event: IdbVersionChangeEvent| {
            was.set(is_nought(event.old_version()));
            make(&of, stores);
        });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let database: IdbDatabase = answer(&request).await?.unchecked_into();
    // A newer build in another tab wants to change the maps, or somebody deletes them: let them.
    let of = database.clone();
    let give_way = Closure::<dyn Fn()>::new(move || of.close());
    database.set_onversionchange(Some(give_way.as_ref().unchecked_ref()));
    give_way.forget();
    Ok((database, fresh.get()))
}

#[allow(clippy::float_cmp)] // Versions are whole numbers.
fn is_nought(version: f64) -> bool {
    version == 0.0
}

/// Makes the maps that are not there. What the browser refuses of it, the opening fails with.
fn make(request: &IdbOpenDbRequest, stores: &[&str]) {
    let Ok(opened) = request.result() else {
        return;
    };
    let database: IdbDatabase = opened.unchecked_into();
    for store in stores {
        if !database.object_store_names().contains(store) {
            let _ = database.create_object_store(store);
        }
    }
}

async fn answer(request: &IdbRequest) -> Result<JsValue, StorageRefused> {
    let answered = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(answered).await {
        Ok(_) => Ok(request.result()?),
        Err(_) => Err(reason(request.error().ok().flatten())),
    }
}

fn reason(error: Option<DomException>) -> StorageRefused {
    match error {
        Some(error) => JsValue::from(error).into(),
        // Given up by the browser without a word: it has closed the handle.
        None => StorageRefused {
            why: Why::Lost,
            words: "the browser gave the transaction up".to_owned(),
        },
    }
}
