//! The server of the run: the real engine on storage in memory, one transaction a request.

use sale::{DeviceId, EmployeeId, MutationId, Register, RegisterId};
use sync::device::{Failure, Input};
use sync::protocol::{
    HandOver, Identity, LeaseAnswer, LeaseRequest, Live, Pull, Push, Refusal, StatusAnswer,
};
use sync::row::Kind;
use sync::server::{
    Author, Committed, DeviceState, LeaseHolder, Leases, MemoryStorage, PullLimits, Storage,
    StorageError, Transaction, pull,
};

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
    /// A lease.
    Lease(LeaseRequest),
    /// An identity of its own.
    Readmit(Identity),
}

impl Request {
    /// What the device makes of no answer.
    #[must_use]
    pub fn unanswered(&self) -> Input {
        let failure = Failure::Unreachable;
        match self {
            Request::Push(_) => Input::Pushed(Err(failure)),
            Request::Pull(_) => Input::Pulled(Err(failure)),
            Request::OpenLive(..) => Input::LiveEnded(failure),
            Request::Report => Input::Reported(Err(failure)),
            Request::HandOver(_) => Input::HandedOver(Err(failure)),
            Request::Resume => Input::Resumed(Err(failure)),
            Request::Lease(_) => Input::Leased(Err(failure)),
            Request::Readmit(_) => Input::Readmitted(Err(failure)),
        }
    }
}

/// The server.
#[derive(Debug)]
pub struct Server {
    /// Its stable storage.
    pub storage: MemoryStorage,
    leases: Leases,
    /// Rows of a page; small, so that pulls have several.
    page_rows: u32,
}

/// A request's answer, and what its transaction changed.
pub type Answer = (Input, Option<Committed>);

impl Server {
    /// An empty store.
    #[must_use]
    pub fn new(epoch: u64, page_rows: u32) -> Server {
        Server {
            storage: MemoryStorage::new(epoch),
            leases: Leases::default(),
            page_rows,
        }
    }

    /// One transaction: committed whole, or nothing of it.
    fn transaction<T>(
        &mut self,
        server_ms: i64,
        work: impl FnOnce(&mut Transaction<'_, MemoryStorage>) -> Result<T, StorageError>,
    ) -> Result<(T, Committed), StorageError> {
        let mut storage = self.storage.clone();
        let mut transaction = Transaction::begin(&mut storage, server_ms)?;
        let value = work(&mut transaction)?;
        let committed = transaction.finish()?;
        self.storage = storage;
        Ok((value, committed))
    }

    /// Makes a device known, and its register's row.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn activate(
        &mut self,
        device_id: DeviceId,
        register_id: RegisterId,
        mutation_id: MutationId,
    ) -> Result<(), StorageError> {
        let author = author(device_id, mutation_id);
        self.transaction(0, |transaction| {
            let row = Register {
                id: register_id,
                name: "till".to_owned(),
                activated: true,
                sync_asked: true,
                sync_reported: true,
            };
            transaction.write_rows(&author, &[(Kind::Register, register_id.0, &row)])
        })?;
        self.storage.put_device(&DeviceState {
            device_id,
            register_id: Some(register_id),
            last_sequence: 0,
            sync_on: true,
            handed_over: None,
        })
    }

    /// BackOffice asks a register to switch its sync.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn ask_sync(
        &mut self,
        register: RegisterId,
        on: bool,
        mutation_id: MutationId,
    ) -> Result<Committed, StorageError> {
        let author = author(DeviceId(uuid::Uuid::nil()), mutation_id);
        let (_, committed) =
            self.transaction(0, |transaction| transaction.ask_sync(&author, register, on))?;
        Ok(committed)
    }

    /// Answers one request of a device.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn answer(
        &mut self,
        device_id: DeviceId,
        request: &Request,
        fresh: MutationId,
        now_ms: i64,
    ) -> Result<Answer, StorageError> {
        let author = author(device_id, fresh);
        Ok(match request {
            Request::Push(push) => {
                let (answer, committed) = self.transaction(now_ms, |t| t.push(device_id, push))?;
                (
                    Input::Pushed(answer.map_err(Failure::Refused)),
                    Some(committed),
                )
            }
            Request::Pull(asked) => {
                let limits = PullLimits {
                    rows: self.page_rows,
                };
                let answer = pull(&self.storage, device_id, asked, limits)?;
                (Input::Pulled(answer.map_err(Failure::Refused)), None)
            }
            Request::OpenLive(epoch, since) => {
                let asked = Pull {
                    epoch: *epoch,
                    since: *since,
                    page: None,
                    wait_s: 0,
                };
                let limits = PullLimits { rows: 100_000 };
                match pull(&self.storage, device_id, &asked, limits)? {
                    Ok(patch) => (Input::Live(Live::Patch(patch)), None),
                    Err(refusal) => (Input::LiveEnded(Failure::Refused(refusal)), None),
                }
            }
            Request::Report => {
                let device = self.storage.device(device_id)?;
                let register = device.as_ref().and_then(|d| d.register_id);
                let (row, _) = self.transaction(now_ms, |t| {
                    register.map_or(Ok(None), |id| t.read::<Register>(&Kind::Register, id.0))
                })?;
                let answer = StatusAnswer {
                    sync_asked: row.is_none_or(|row| row.sync_asked),
                    sync_reported: device.is_none_or(|d| d.sync_on),
                    head: self.storage.store()?.head,
                };
                (Input::Reported(Ok(answer)), None)
            }
            Request::HandOver(hand_over) => {
                let (answer, committed) =
                    self.transaction(now_ms, |t| t.hand_over(&author, hand_over))?;
                (
                    Input::HandedOver(answer.map_err(Failure::Refused)),
                    Some(committed),
                )
            }
            Request::Lease(asked) => {
                let holder = LeaseHolder {
                    device_id,
                    register_id: None,
                    employee_id: None,
                    place: device_id.to_string(),
                };
                let head = self.storage.store()?.head;
                let answer = self.leases.ask(holder, *asked, now_ms);
                let answer = answer
                    .map(|(for_ms, _)| LeaseAnswer { for_ms, head })
                    .map_err(|by| Failure::Refused(Refusal::BeingPaid { by }));
                (Input::Leased(answer), None)
            }
            Request::Readmit(identity) => {
                self.storage.put_device(&DeviceState {
                    device_id: identity.device_id,
                    register_id: identity.register_id,
                    last_sequence: 0,
                    sync_on: true,
                    handed_over: None,
                })?;
                (Input::Readmitted(Ok(identity.clone())), None)
            }
            Request::Resume => {
                let (_, committed) = self.transaction(now_ms, |t| t.resume(&author))?;
                (Input::Resumed(Ok(())), Some(committed))
            }
        })
    }
}

fn author(device_id: DeviceId, mutation_id: MutationId) -> Author {
    Author {
        device_id,
        employee_id: EmployeeId(uuid::Uuid::nil()),
        mutation_id,
    }
}
