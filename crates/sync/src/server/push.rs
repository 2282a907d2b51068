//! Push: a device's mutations, each applied exactly once and answered for ever alike (rule A3).

use super::storage::{DeviceState, LogEntry, Storage, StorageError, StoredRow};
use super::transaction::{Acknowledged, Transaction};
use crate::codec::{self, Unreadable};
use crate::protocol::{MOST_MUTATIONS, Mutation, Push, PushAnswer, PushResult, Refusal};
use crate::row::Kind;
use sale::{
    Applied, Books, Change, Context, Employee, EmployeeId, MutationId, Outcome, Review, ReviewId,
    Sale, SaleId, Store, Table, TableId,
};
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use xxhash_rust::xxh64::xxh64;

impl<S: Storage> Transaction<'_, S> {
    /// Takes a device's push. Mutations before a refused one stand; the device learns of them by
    /// its next pull (rules A3, A4).
    ///
    /// # Errors
    /// The outer error when the storage fails: nothing of the transaction may then be committed.
    /// The inner one is the answer to the device.
    pub fn push(
        &mut self,
        device_id: sale::DeviceId,
        push: &Push,
    ) -> Result<Result<PushAnswer, Refusal>, StorageError> {
        let Some(mut device) = self.storage.device(device_id)? else {
            return Ok(Err(Refusal::SignedOut));
        };
        if let Err(refusal) = self.admits(&device, push) {
            return Ok(Err(refusal));
        }
        let mut results = Vec::with_capacity(push.mutations.len());
        let mut refusal = None;
        for mutation in &push.mutations {
            match self.take(&mut device, mutation)? {
                Ok(result) => results.push(result),
                Err(why) => {
                    refusal = Some(why);
                    break;
                }
            }
        }
        self.storage.put_device(&device)?;
        if let Some(refusal) = refusal {
            return Ok(Err(refusal));
        }
        Ok(Ok(PushAnswer {
            epoch: self.state.epoch,
            acknowledged: device.last_sequence,
            head: self.state.head,
            results,
        }))
    }

    fn admits(&self, device: &DeviceState, push: &Push) -> Result<(), Refusal> {
        if push.mutations.len() > MOST_MUTATIONS {
            return Err(Refusal::TooMuch {
                what: format!("more than {MOST_MUTATIONS} changes in one push"),
            });
        }
        if push.epoch != 0 && push.epoch != self.state.epoch {
            return Err(Refusal::Epoch {
                epoch: self.state.epoch,
                last_sequence: device.last_sequence,
            });
        }
        if !device.sync_on {
            return Err(Refusal::SyncOff);
        }
        Ok(())
    }

    fn take(
        &mut self,
        device: &mut DeviceState,
        mutation: &Mutation,
    ) -> Result<Result<PushResult, Refusal>, StorageError> {
        let fingerprint = mutation.fingerprint();
        if mutation.sequence <= device.last_sequence {
            let known = self.storage.sent(device.device_id, mutation.sequence)?;
            return match known {
                Some(entry) if entry.fingerprint == fingerprint || buggy!(NoFingerprint) => {
                    answered(mutation.sequence, &entry).map(Ok)
                }
                _ => Ok(Err(Refusal::Fork {
                    sequence: mutation.sequence,
                })),
            };
        }
        if mutation.sequence != device.last_sequence + 1 {
            return Ok(Err(Refusal::Gap {
                expected: device.last_sequence + 1,
            }));
        }
        let result = match self.storage.mutation(mutation.mutation_id)? {
            // Sent before under another identity, or by a server that forgot: the first answer.
            Some(entry) if entry.fingerprint == fingerprint => {
                self.storage
                    .alias(device.device_id, mutation.sequence, mutation.mutation_id)?;
                answered(mutation.sequence, &entry)?
            }
            // Its identity is another's: it goes in under one made of what it says, and into a
            // review, so that the device's later mutations still go through (rule A4).
            Some(_) => {
                let own = other_id(mutation.mutation_id, fingerprint);
                match self.storage.mutation(own)? {
                    Some(entry) => {
                        self.storage
                            .alias(device.device_id, mutation.sequence, own)?;
                        answered(mutation.sequence, &entry)?
                    }
                    None => self.log(device, mutation, own, fingerprint)?,
                }
            }
            None => self.log(device, mutation, mutation.mutation_id, fingerprint)?,
        };
        device.last_sequence = mutation.sequence;
        self.acknowledged.insert(
            device.device_id,
            Acknowledged {
                sequence: mutation.sequence,
                fingerprint,
            },
        );
        Ok(Ok(result))
    }

    fn log(
        &mut self,
        device: &DeviceState,
        mutation: &Mutation,
        mutation_id: MutationId,
        fingerprint: u64,
    ) -> Result<PushResult, StorageError> {
        let position = self.state.head + 1;
        let context = Context {
            mutation_id,
            ..mutation.context(device.register_id)
        };
        let mut whole = true;
        let read = if mutation_id == mutation.mutation_id {
            codec::decode_noting(mutation.change.get(), &mut whole)
        } else {
            Err(Unreadable("its identity is another's".to_owned()))
        };
        let (applied, named) = match read {
            Ok(change) => {
                let books = StoredBooks {
                    storage: self.storage,
                    failed: RefCell::new(None),
                };
                let reducer = self.reducer;
                let apply = AssertUnwindSafe(|| reducer(&books, &context, &change));
                // One change that cannot be done must not hold up what comes after it (rule A4).
                let kept = || kept_whole(&context, mutation, &change);
                let mut applied = catch_unwind(apply).unwrap_or_else(|_| kept());
                if !whole && applied.reviews.is_empty() {
                    // What this build knows of it is done; what it does not is for a person.
                    let kept = kept();
                    applied.outcome.review = kept.outcome.review;
                    applied.reviews = kept.reviews;
                }
                if let Some(error) = books.failed.into_inner() {
                    return Err(error);
                }
                (applied, change.sale_id())
            }
            Err(_) => (sale::unreadable(&context, mutation.change.get()), None),
        };
        let mut touched: Vec<SaleId> = named.into_iter().collect();
        touched.extend(applied.reviews.iter().filter_map(|review| review.sale_id));
        for sale in &applied.sales {
            touched.push(sale.id);
            self.put(stored(
                Kind::Sale,
                sale.id.0,
                position,
                sale,
                !sale.is_open(),
            )?)?;
        }
        for review in applied.reviews.iter().filter(|_| !buggy!(DropsReviews)) {
            let gone = review.resolution.is_some();
            self.put(stored(Kind::Review, review.id.0, position, review, gone)?)?;
        }
        for laid in &applied.tables {
            let gone = laid.table.is_none();
            self.put(stored(Kind::Table, laid.id.0, position, &laid.table, gone)?)?;
        }
        touched.extend(applied.outcome.elsewhere);
        touched.sort_unstable();
        touched.dedup();
        let outcome = codec::encode(&applied.outcome).map_err(|e| StorageError(e.to_string()))?;
        self.append(
            LogEntry {
                position,
                device_id: device.device_id,
                sequence: mutation.sequence,
                mutation_id,
                employee_id: mutation.employee_id,
                register_id: device.register_id,
                at_ms: mutation.at_ms,
                server_ms: self.server_ms,
                seen: mutation.seen,
                change: mutation.change.get().to_owned(),
                outcome,
                fingerprint,
                chain: [0; 32],
            },
            &touched,
        )?;
        Ok(PushResult {
            sequence: mutation.sequence,
            position,
            outcome: applied.outcome,
        })
    }
}

/// Keeps a change as it was sent, in a review about the sale that it names (rule A4).
fn kept_whole(context: &Context, mutation: &Mutation, change: &Change) -> Applied {
    let mut kept = sale::unreadable(context, mutation.change.get());
    for review in &mut kept.reviews {
        review.sale_id = change.sale_id();
    }
    kept
}

fn answered(sequence: u64, entry: &LogEntry) -> Result<PushResult, StorageError> {
    let outcome: Outcome =
        codec::decode(&entry.outcome).map_err(|e| StorageError(e.to_string()))?;
    Ok(PushResult {
        sequence,
        position: entry.position,
        outcome,
    })
}

fn stored<T: serde::Serialize>(
    kind: Kind,
    id: uuid::Uuid,
    version: u64,
    body: &T,
    gone: bool,
) -> Result<StoredRow, StorageError> {
    Ok(StoredRow {
        kind,
        id,
        version,
        body: codec::encode_raw(body).map_err(|e| StorageError(e.to_string()))?,
        gone,
    })
}

/// The identity of a mutation that came under one which the log has for something else: the same
/// each time it comes.
fn other_id(id: MutationId, fingerprint: u64) -> MutationId {
    let high = xxh64(id.0.as_bytes(), fingerprint);
    let mixed = (u128::from(high) << 64) | u128::from(fingerprint);
    MutationId(uuid::Builder::from_random_bytes(mixed.to_be_bytes()).into_uuid())
}

/// The books as the transaction sees them. A failing storage is remembered, since `apply` cannot
/// fail.
struct StoredBooks<'a, S: Storage> {
    storage: &'a S,
    failed: RefCell<Option<StorageError>>,
}

impl<S: Storage> StoredBooks<'_, S> {
    fn read<T: DeserializeOwned>(&self, row: Result<Option<StoredRow>, StorageError>) -> Option<T> {
        let read = row.and_then(|row| {
            row.map(|row| codec::decode(row.body.get()).map_err(|e| StorageError(e.to_string())))
                .transpose()
        });
        read.unwrap_or_else(|error| {
            self.failed.borrow_mut().get_or_insert(error);
            None
        })
    }
}

impl<S: Storage> Books for StoredBooks<'_, S> {
    fn sale(&self, id: SaleId) -> Option<Sale> {
        self.read(self.storage.row(&Kind::Sale, id.0))
    }

    fn review(&self, id: ReviewId) -> Option<Review> {
        self.read(self.storage.row(&Kind::Review, id.0))
    }

    fn employee(&self, id: EmployeeId) -> Option<Employee> {
        self.read(self.storage.row(&Kind::Employee, id.0))
    }

    fn store(&self) -> Option<Store> {
        self.read(self.storage.store_row())
    }

    fn table(&self, id: TableId) -> Option<Table> {
        self.read::<Option<Table>>(self.storage.row(&Kind::Table, id.0))?
    }
}
