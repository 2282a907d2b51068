//! IndexedDB as a few maps of text by key: open, read all, and one durable write at a time.
//!
//! It must not know what is in the texts. Nothing but IndexedDB requests is awaited inside a
//! transaction: the browser would commit it early.

use idb::{Database, DatabaseEvent, KeyRange, ObjectStore, Query, Transaction, TransactionMode};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// One more each time that a map comes in; what older builds wrote stays.
const VERSION: u32 = 2;

/// The storage refused, with the browser's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageRefused(pub String);

impl From<idb::Error> for StorageRefused {
    fn from(error: idb::Error) -> Self {
        StorageRefused(error.to_string())
    }
}

impl From<JsValue> for StorageRefused {
    fn from(error: JsValue) -> Self {
        let text = error.dyn_ref::<js_sys::Error>().map_or_else(
            || format!("{error:?}"),
            |error| String::from(error.message()),
        );
        StorageRefused(text)
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

/// An open database.
#[derive(Clone, Debug)]
pub struct TextStore {
    database: JsValue,
    stores: Vec<&'static str>,
}

impl TextStore {
    /// Opens a database, making its maps if they are not there.
    ///
    /// # Errors
    /// When the browser refuses storage.
    pub async fn open(name: &str, stores: &[&'static str]) -> Result<TextStore, StorageRefused> {
        let mut builder = Database::builder(name).version(VERSION);
        for store in stores {
            builder = builder.add_object_store(ObjectStore::builder(store));
        }
        let mut database = builder.build().await?;
        // A newer build in another tab wants to change the maps: let it.
        database.on_version_change(|event| {
            if let Ok(database) = event.database() {
                database.close();
            }
        });
        database.forget_callbacks();
        Ok(TextStore {
            database: database.into(),
            stores: stores.to_vec(),
        })
    }

    /// All texts of a map, in the order of their keys.
    ///
    /// # Errors
    /// When the browser refuses, or the handle was lost.
    pub async fn all(&self, store: &str) -> Result<Vec<String>, StorageRefused> {
        let database = Database::try_from(self.database.clone())?;
        let transaction = database.transaction(&[store], TransactionMode::ReadOnly)?;
        let found = transaction
            .object_store(store)?
            .get_all(None, None)?
            .await?;
        Ok(found.iter().filter_map(JsValue::as_string).collect())
    }

    /// The text under a key.
    ///
    /// # Errors
    /// When the browser refuses, or the handle was lost.
    pub async fn get(&self, store: &str, key: &str) -> Result<Option<String>, StorageRefused> {
        let database = Database::try_from(self.database.clone())?;
        let transaction = database.transaction(&[store], TransactionMode::ReadOnly)?;
        let found = transaction
            .object_store(store)?
            .get(Query::Key(JsValue::from_str(key)))?
            .await?;
        Ok(found.and_then(|value| value.as_string()))
    }

    /// Does all steps in one transaction with strict durability, or none of them. When this
    /// returns, they are on stable storage (rule A1).
    ///
    /// # Errors
    /// When the browser refuses (no room, storage cleared, handle lost); nothing was written then.
    pub async fn write(&self, steps: Vec<Step>) -> Result<(), StorageRefused> {
        let transaction = self.begin()?;
        for step in steps {
            match step {
                Step::Put { store, key, text } => {
                    let key = JsValue::from_str(&key);
                    transaction
                        .object_store(store)?
                        .put(&JsValue::from_str(&text), Some(&key))?;
                }
                Step::Delete { store, key } => {
                    let key = Query::Key(JsValue::from_str(&key));
                    transaction.object_store(store)?.delete(key)?;
                }
                Step::DeleteRange { store, first, last } => {
                    let (first, last) = (JsValue::from_str(&first), JsValue::from_str(&last));
                    let range = KeyRange::bound(&first, &last, None, None)?;
                    transaction
                        .object_store(store)?
                        .delete(Query::KeyRange(range))?;
                }
            }
        }
        let result = transaction.await?;
        if result.is_committed() {
            Ok(())
        } else {
            Err(StorageRefused("the write was given up".to_owned()))
        }
    }

    /// A transaction with strict durability, which the wrapping library has no word for.
    fn begin(&self) -> Result<Transaction, StorageRefused> {
        let names: Array = self.stores.iter().map(|s| JsValue::from_str(s)).collect();
        let options = Object::new();
        Reflect::set(
            &options,
            &JsValue::from_str("durability"),
            &JsValue::from_str("strict"),
        )?;
        let begin = Reflect::get(&self.database, &JsValue::from_str("transaction"))?
            .dyn_into::<Function>()?;
        let begun = begin.call3(
            &self.database,
            &names,
            &JsValue::from_str("readwrite"),
            &options,
        )?;
        Ok(Transaction::try_from(begun)?)
    }
}
