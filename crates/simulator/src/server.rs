//! The servers of the run: stateless processes in front of one storage. The real engine runs in
//! one transaction for each batch of requests, as a group commit does.
//!
//! It must not know the network: `world::serving` decides what arrives and what is answered.

mod founding;

use sale::{
    Applied, Books, Change, Context, EmployeeId, MutationId, Register, RegisterId, StoreId,
};
use std::collections::BTreeMap;
use sync::device::{Failure, Input};
use sync::protocol::{
    HandOver, Identity, LeaseRequest, Live, Mutation, Patch, Pull, Push, Refusal, StatusAnswer,
};
use sync::row::{Digest, Kind};
use sync::server::{
    Author, Committed, DeviceState, MemoryStorage, PageLimits, Reducer, Storage, StorageError,
    Transaction, pull,
};

pub use founding::{PEOPLE, PRODUCTS, number_of, numbered};

/// What a device asks.
#[derive(Clone, Debug)]
pub enum Request {
    /// A push.
    Push(Push),
    /// A pull.
    Pull(Pull),
    /// The live stream, from this epoch and cursor on.
    OpenLive(u64, u64),
    /// A report.
    Report,
    /// A hand-over.
    HandOver(HandOver),
    /// A resumption.
    Resume,
    /// A lease; the process answers it from its own memory.
    Lease(LeaseRequest),
    /// An identity of its own.
    Readmit(Identity),
    /// BackOffice asks a register to switch its sync.
    Ask(RegisterId, bool),
    /// The webstore delivers an order.
    Order(Mutation),
}

impl Request {
    /// Whether it changes the store.
    #[must_use]
    pub fn writes(&self) -> bool {
        !matches!(
            self,
            Request::Pull(_) | Request::OpenLive(..) | Request::Report | Request::Lease(_)
        )
    }

    /// What kind of request it is.
    #[must_use]
    pub fn asked(&self) -> Asked {
        match self {
            Request::Push(_) => Asked::Push,
            Request::Pull(_) => Asked::Pull,
            Request::OpenLive(..) => Asked::OpenLive,
            Request::Report => Asked::Report,
            Request::HandOver(_) => Asked::HandOver,
            Request::Resume => Asked::Resume,
            Request::Lease(_) => Asked::Lease,
            Request::Readmit(_) => Asked::Readmit,
            Request::Ask(..) | Request::Order(_) => Asked::Nothing,
        }
    }
}

/// What kind of answer an engine waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To a push.
    Push,
    /// To a pull.
    Pull,
    /// A live stream.
    OpenLive,
    /// To a report.
    Report,
    /// To a hand-over.
    HandOver,
    /// To a resumption.
    Resume,
    /// To what was asked of a lease.
    Lease,
    /// An identity.
    Readmit,
    /// None: no engine asked.
    Nothing,
}

impl Asked {
    /// What the engine is told when its request came to nothing.
    #[must_use]
    pub fn failed(self, failure: Failure) -> Option<Input> {
        Some(match self {
            Asked::Push => Input::Pushed(Err(failure)),
            Asked::Pull => Input::Pulled(Err(failure)),
            Asked::OpenLive => Input::LiveEnded(failure),
            Asked::Report => Input::Reported(Err(failure)),
            Asked::HandOver => Input::HandedOver(Err(failure)),
            Asked::Resume => Input::Resumed(Err(failure)),
            Asked::Lease => Input::Leased(Err(failure)),
            Asked::Readmit => Input::Readmitted(Err(failure)),
            Asked::Nothing => return None,
        })
    }
}

/// One store's part of the stable storage, and what the checks remember of it.
#[derive(Debug)]
pub struct Place {
    /// The store.
    pub store_id: StoreId,
    /// Its stable storage.
    pub storage: MemoryStorage,
    /// The digest at each position that was ever visible (invariant I6).
    pub digests: BTreeMap<(u64, u64), Digest>,
    /// The last backup.
    pub backup: Option<MemoryStorage>,
    /// The webstore's own device.
    pub webstore: sale::DeviceId,
    /// What applies changes here.
    pub reducer: Reducer,
}

/// A reducer that fails at some changes, each time that they come; without a word, since whoever
/// calls it is to catch it.
#[must_use]
pub fn failing(books: &dyn Books, context: &Context, change: &Change) -> Applied {
    if fails_at(context.mutation_id) {
        std::panic::resume_unwind(Box::new("the reducer failed"));
    }
    sale::apply(books, context, change)
}

/// A reducer that knows no cash rounding: a bug to be found.
fn without_rounding(books: &dyn Books, context: &Context, change: &Change) -> Applied {
    let mut change = change.clone();
    if let Change::Tender { tender, .. } = &mut change {
        tender.rounding = sale::Money::ZERO;
    }
    sale::apply(books, context, &change)
}

/// Whether [`failing`] fails at a change.
#[must_use]
pub fn fails_at(mutation_id: MutationId) -> bool {
    mutation_id.0.as_u128().is_multiple_of(61)
}

/// The storage under all processes.
#[derive(Debug)]
pub struct Server {
    /// One for each store.
    pub places: Vec<Place>,
    /// Rows of a page.
    pub page_rows: u32,
}

impl Place {
    /// Begins a transaction of the storage, on all that follows.
    pub fn begin(&mut self) {
        self.storage.begin();
    }

    /// Lets the engine work inside the open transaction of the storage.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn engine<T>(
        &mut self,
        server_ms: i64,
        work: impl FnOnce(&mut Transaction<'_, MemoryStorage>) -> Result<T, StorageError>,
    ) -> Result<(T, Committed), StorageError> {
        let transaction = Transaction::begin(&mut self.storage, server_ms)?;
        let reducer = match buggy!(DropsRounding) {
            true => without_rounding,
            false => self.reducer,
        };
        let mut transaction = transaction.reducing_with(reducer);
        let value = work(&mut transaction)?;
        Ok((value, transaction.finish()?))
    }

    /// Ends the transaction and remembers the digest that is now to be seen.
    pub fn commit(&mut self) {
        self.storage.commit();
        self.remember();
    }

    /// Remembers the digest at the head.
    pub fn remember(&mut self) {
        if let Ok(state) = self.storage.store() {
            self.digests.insert((state.epoch, state.head), state.digest);
        }
    }

    /// Makes a device known, inside or outside of a transaction.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn admit(
        &mut self,
        device_id: sale::DeviceId,
        register_id: Option<RegisterId>,
    ) -> Result<(), StorageError> {
        self.storage.put_device(&DeviceState {
            device_id,
            register_id,
            last_sequence: 0,
            sync_on: true,
            handed_over: None,
        })
    }

    /// The end of the log; 0 when the storage fails.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.storage.store().map_or(0, |state| state.head)
    }

    /// Answers a request that only reads.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn read(
        &self,
        device_id: sale::DeviceId,
        request: &Request,
        page_rows: u32,
    ) -> Result<Option<Input>, StorageError> {
        Ok(Some(match request {
            Request::Pull(asked) => {
                let answer = pull(&self.storage, device_id, asked, PageLimits::rows(page_rows))?;
                Input::Pulled(answer.map_err(Failure::Refused))
            }
            Request::OpenLive(epoch, since) => {
                let asked = Pull {
                    epoch: *epoch,
                    since: *since,
                    page: None,
                    wait_s: 0,
                };
                match pull(&self.storage, device_id, &asked, WHOLE)? {
                    Ok(patch) => Input::Live(Live::Patch(patch)),
                    Err(refusal) => Input::LiveEnded(Failure::Refused(refusal)),
                }
            }
            Request::Report => {
                let Some(device) = self.storage.device(device_id)? else {
                    return Ok(request.asked().failed(Failure::Refused(Refusal::SignedOut)));
                };
                let row = device
                    .register_id
                    .map_or(Ok(None), |id| self.storage.row(&Kind::Register, id.0))?;
                let register: Option<Register> =
                    row.and_then(|row| sync::codec::decode(row.body.get()).ok());
                Input::Reported(Ok(StatusAnswer {
                    sync_asked: register.is_none_or(|row| row.sync_asked),
                    sync_reported: device.sync_on,
                    head: self.head(),
                }))
            }
            _ => return Ok(None),
        }))
    }

    /// What the stream of a device says of everything after `since`; none when there is nothing.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn news(
        &self,
        device_id: sale::DeviceId,
        since: u64,
    ) -> Result<Option<Patch>, StorageError> {
        let asked = Pull {
            epoch: 0,
            since,
            page: None,
            wait_s: 0,
        };
        Ok(pull(&self.storage, device_id, &asked, WHOLE)?
            .ok()
            .filter(|patch| patch.to > since))
    }
}

/// Everything in one answer.
const WHOLE: PageLimits = PageLimits::NONE;

/// Does what a request asks for that writes; none when nobody waits for an answer.
///
/// # Errors
/// When the storage fails: the whole transaction is to be given up.
pub fn work(
    transaction: &mut Transaction<'_, MemoryStorage>,
    device_id: sale::DeviceId,
    webstore: sale::DeviceId,
    request: &Request,
    fresh: MutationId,
) -> Result<Option<Input>, StorageError> {
    let author = Author {
        device_id,
        employee_id: EmployeeId(uuid::Uuid::nil()),
        mutation_id: fresh,
    };
    Ok(match request {
        Request::Push(push) => Some(Input::Pushed(
            transaction.push(device_id, push)?.map_err(Failure::Refused),
        )),
        Request::HandOver(hand_over) => Some(Input::HandedOver(
            transaction
                .hand_over(&author, hand_over)?
                .map_err(Failure::Refused),
        )),
        Request::Resume => {
            let known = transaction.resume(&author)?;
            Some(Input::Resumed(if known {
                Ok(())
            } else {
                Err(Failure::Refused(Refusal::SignedOut))
            }))
        }
        Request::Ask(register, on) => {
            transaction.ask_sync(&author, *register, *on)?;
            None
        }
        Request::Order(mutation) => {
            let last = transaction
                .storage()
                .device(webstore)?
                .map_or(0, |device| device.last_sequence);
            let push = Push {
                protocol: sync::protocol::PROTOCOL,
                build: "webstore".to_owned(),
                epoch: 0,
                unsent: 1,
                mutations: vec![Mutation {
                    sequence: last + 1,
                    ..mutation.clone()
                }],
            };
            transaction.push(webstore, &push)?.ok();
            None
        }
        Request::Readmit(identity) => {
            let known = transaction.storage().device(identity.device_id)?;
            Some(Input::Readmitted(match known {
                Some(_) => Ok(identity.clone()),
                None => Err(Failure::Refused(Refusal::SignedOut)),
            }))
        }
        Request::Pull(_) | Request::OpenLive(..) | Request::Report | Request::Lease(_) => None,
    })
}
