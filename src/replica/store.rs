//! The device's storage: what the engine's writes become in IndexedDB, and what is read back.
//!
//! It must not know the network or screens. One database a surface, so that a register, a phone
//! and BackOffice in one browser stay three devices.

use crate::platform::idb::{Step, StorageRefused, TextStore};
use sale::Employee;
use serde::de::DeserializeOwned;
use sync::codec;
use sync::device::{Archived, Input, Meta, Write};
use sync::protocol::Mutation;
use sync::row::{Key, Row};

const META: &str = "meta";
const ROWS: &str = "rows";
const OUTBOX: &str = "outbox";
const ARCHIVE: &str = "archive";
/// Sorts behind every id.
const LAST: char = '\u{ffff}';

/// What a device finds when it starts.
#[derive(Debug)]
pub struct Stored {
    /// What it knows of itself; none before activation.
    pub meta: Option<Meta>,
    /// The server's rows.
    pub rows: Vec<Row>,
    /// What the server's rows do not show yet.
    pub outbox: Vec<Mutation>,
    /// Who was signed in when it stopped.
    pub employee: Option<Employee>,
}

/// The storage of one device.
#[derive(Clone, Debug)]
pub struct DeviceStore {
    texts: TextStore,
}

impl DeviceStore {
    /// Opens the storage of a surface.
    ///
    /// # Errors
    /// When the browser refuses storage.
    pub async fn open(surface: &str) -> Result<DeviceStore, StorageRefused> {
        let name = format!("saved-sales-{surface}");
        let texts = TextStore::open(&name, &[META, ROWS, OUTBOX, ARCHIVE]).await?;
        Ok(DeviceStore { texts })
    }

    /// Reads everything.
    ///
    /// # Errors
    /// When the browser refuses, or an own text cannot be read back: then nothing is touched.
    pub async fn load(&self) -> Result<Stored, StorageRefused> {
        let meta = self.texts.get(META, META).await?;
        let employee = self.texts.get(META, "employee").await?;
        Ok(Stored {
            meta: meta.as_deref().map(read).transpose()?,
            rows: read_all(&self.texts.all(ROWS).await?)?,
            outbox: read_all(&self.texts.all(OUTBOX).await?)?,
            employee: employee.and_then(|text| codec::decode(&text).ok()),
        })
    }

    /// Carries out one write of the engine: all of it, durably, or nothing.
    ///
    /// # Errors
    /// When the browser refuses; nothing was written then.
    pub async fn write(&self, write: &Write) -> Result<(), StorageRefused> {
        let mut steps = Vec::new();
        for kind in &write.clear {
            let name = kind.as_str();
            steps.push(Step::DeleteRange {
                store: ROWS,
                first: format!("{name}/"),
                last: format!("{name}/{LAST}"),
            });
        }
        for row in &write.rows {
            let key = row_key(&row.key());
            steps.push(if row.body.is_some() {
                let text = text(row)?;
                Step::Put {
                    store: ROWS,
                    key,
                    text,
                }
            } else {
                Step::Delete { store: ROWS, key }
            });
        }
        if write.outbox_done > 0 {
            steps.push(Step::DeleteRange {
                store: OUTBOX,
                first: number_key(0),
                last: number_key(write.outbox_done),
            });
        }
        for mutation in &write.outbox {
            steps.push(Step::Put {
                store: OUTBOX,
                key: number_key(mutation.sequence),
                text: text(mutation)?,
            });
        }
        if let Some(last) = write.archive_from.checked_sub(1) {
            steps.push(Step::DeleteRange {
                store: ARCHIVE,
                first: number_key(0),
                last: number_key(last),
            });
        }
        for archived in &write.archive {
            steps.push(Step::Put {
                store: ARCHIVE,
                key: number_key(archived.number),
                text: text(archived)?,
            });
        }
        steps.push(Step::Put {
            store: META,
            key: META.to_owned(),
            text: text(&write.meta)?,
        });
        self.texts.write(&steps).await
    }

    /// Whether what was here had been deleted, since this was last asked.
    pub fn was_cleared(&self) -> bool {
        self.texts.was_made_anew()
    }

    /// What the archive holds, by number.
    ///
    /// # Errors
    /// When the browser refuses, or an own text cannot be read back.
    pub async fn archive(&self) -> Result<Vec<Archived>, StorageRefused> {
        read_all(&self.texts.all(ARCHIVE).await?)
    }

    /// What is there right now, for the engine to compare.
    ///
    /// # Errors
    /// When the browser refuses, or an own text cannot be read back.
    pub async fn holds(&self) -> Result<Input, StorageRefused> {
        let meta = self.texts.get(META, META).await?;
        let outbox = self.texts.all(OUTBOX).await?.len();
        Ok(Input::StorageHolds {
            meta: meta.as_deref().map(read).transpose()?,
            outbox: u64::try_from(outbox).unwrap_or(u64::MAX),
        })
    }

    /// Keeps what a newly activated device knows of itself, in place of everything else.
    ///
    /// # Errors
    /// When the browser refuses; nothing was written then.
    pub async fn begin(&self, meta: &Meta) -> Result<(), StorageRefused> {
        let all = |store| Step::DeleteRange {
            store,
            first: String::new(),
            last: LAST.to_string(),
        };
        let put = Step::Put {
            store: META,
            key: META.to_owned(),
            text: text(meta)?,
        };
        let steps = vec![all(ROWS), all(OUTBOX), all(ARCHIVE), put];
        self.texts.write(&steps).await
    }

    /// Keeps who is signed in, so that a register that starts without a network knows.
    ///
    /// # Errors
    /// When the browser refuses; nothing was written then.
    pub async fn keep_employee(&self, employee: Option<&Employee>) -> Result<(), StorageRefused> {
        let key = "employee".to_owned();
        let step = match employee {
            Some(employee) => Step::Put {
                store: META,
                key,
                text: text(employee)?,
            },
            None => Step::Delete { store: META, key },
        };
        self.texts.write(&[step]).await
    }
}

fn row_key(key: &Key) -> String {
    format!("{}/{}", key.kind.as_str(), key.id)
}

/// Padded, so that the order of the texts is the order of the numbers.
fn number_key(number: u64) -> String {
    format!("{number:020}")
}

fn text<T: serde::Serialize>(value: &T) -> Result<String, StorageRefused> {
    codec::encode(value).map_err(|error| StorageRefused::other(error.to_string()))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, StorageRefused> {
    codec::decode(text).map_err(|error| StorageRefused::other(error.to_string()))
}

fn read_all<T: DeserializeOwned>(texts: &[String]) -> Result<Vec<T>, StorageRefused> {
    texts.iter().map(|text| read(text)).collect()
}
