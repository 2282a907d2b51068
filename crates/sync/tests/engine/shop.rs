//! A shop of a test: devices, one server in memory, and the wire between them, one step at a time.

use crate::till::{CASHIER, Till};
use sale::{Change, MutationId, Register, RegisterId, SaleId};
use sync::device::{Failure, Input, NewChange, NotSaved, Output, SyncMode};
use sync::protocol::{Identity, LeaseAnswer, Live, Mutation, Patch, Pull, Refusal, StatusAnswer};
use sync::row::Kind;
use sync::server::{
    Acknowledged, Author, Committed, DeviceState, LeaseHolder, Leases, MemoryStorage, PageLimits,
    Reducer, Storage, StorageError, Transaction, pull,
};
use uuid::Uuid;

/// More steps than any test needs.
const MOST_STEPS: usize = 5_000;

pub struct Shop {
    pub server: MemoryStorage,
    pub leases: Leases,
    pub tills: Vec<Till>,
    pub now_ms: i64,
    pub min_build: Option<String>,
    pub reducer: Reducer,
    /// Mutations that a person was told are saved.
    pub saved: Vec<MutationId>,
    fresh: u128,
}

impl Shop {
    /// A shop with so many registers, all of them up to date.
    pub fn open(tills: u128) -> Shop {
        let mut shop = Shop {
            server: MemoryStorage::new(11),
            leases: Leases::default(),
            tills: Vec::new(),
            now_ms: 1_000_000,
            min_build: None,
            reducer: sale::apply,
            saved: Vec::new(),
            fresh: 0,
        };
        for number in 0..tills {
            let till = Till::new(number);
            let identity = till.identity.clone();
            let id = identity.register_id.unwrap();
            let row = Register {
                id,
                name: format!("Till {}", number + 1),
                activated: true,
                sync_asked: true,
                sync_reported: true,
            };
            shop.write(|t, author| t.write_rows(author, &[(Kind::Register, id.0, &row)]));
            shop.admit(&identity);
            shop.tills.push(till);
        }
        shop.tick(0);
        shop.settle();
        shop
    }

    fn id(&mut self) -> Uuid {
        self.fresh += 1;
        Uuid::from_u128(0xf0000 + self.fresh)
    }

    pub fn admit(&mut self, identity: &Identity) {
        let device = DeviceState {
            device_id: identity.device_id,
            register_id: identity.register_id,
            last_sequence: 0,
            sync_on: true,
            handed_over: None,
        };
        self.server.put_device(&device).unwrap();
    }

    /// The server writes something by itself, and everybody hears.
    pub fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Transaction<'_, MemoryStorage>, &Author) -> Result<T, StorageError>,
    ) -> T {
        let author = Author {
            device_id: sale::DeviceId(Uuid::nil()),
            employee_id: CASHIER,
            mutation_id: MutationId(self.id()),
        };
        let transaction = Transaction::begin(&mut self.server, self.now_ms).unwrap();
        let mut transaction = transaction.reducing_with(self.reducer);
        let done = work(&mut transaction, &author).unwrap();
        let committed = transaction.finish().unwrap();
        self.publish(&committed);
        done
    }

    fn publish(&mut self, committed: &Committed) {
        if committed.from == committed.to {
            return;
        }
        for till in self.tills.iter_mut().filter(|till| till.online) {
            let device_id = till.identity.device_id;
            if till.live {
                let patch = committed.patch_for(device_id, Acknowledged::default());
                till.feed(Input::Live(Live::Patch(patch)));
            }
            if let Some(parked) = till.parked.take() {
                till.requests.push_back(Output::Pull(Pull {
                    wait_s: 0,
                    ..parked
                }));
            }
        }
    }

    /// Time goes on, and every device is told.
    pub fn tick(&mut self, ms: i64) {
        self.now_ms += ms;
        if self.leases.expire(self.now_ms) {
            self.tell_leases();
        }
        for till in &mut self.tills {
            // No pull waits for longer.
            if let Some(parked) = till.parked.take_if(|_| ms >= 25_000) {
                till.requests.push_back(Output::Pull(Pull {
                    wait_s: 0,
                    ..parked
                }));
            }
            till.feed(Input::Tick(self.now_ms));
        }
    }

    pub fn tell_leases(&mut self) {
        let leases = self.leases.all(self.now_ms);
        for till in self
            .tills
            .iter_mut()
            .filter(|till| till.online && till.live)
        {
            let leases = leases.clone();
            till.feed(Input::Live(Live::Leases { leases }));
        }
    }

    /// A person does something; the disk has answered when this returns.
    pub fn tap(&mut self, till: usize, change: Change) -> Result<(), NotSaved> {
        let mutation_id = MutationId(self.id());
        let ticket = u64::try_from(self.fresh).unwrap();
        let till = &mut self.tills[till];
        till.feed(Input::Change(NewChange {
            ticket,
            mutation_id,
            at_ms: self.now_ms,
            employee_id: CASHIER,
            approved_by: None,
            change,
        }));
        let became = till.became(ticket);
        self.saved.extend(became.is_ok().then_some(mutation_id));
        became
    }

    /// The next request of a device reaches the server, or does not. False when it has none.
    pub fn step(&mut self, till: usize) -> bool {
        let Some(request) = self.tills[till].requests.pop_front() else {
            return false;
        };
        let at = &mut self.tills[till];
        let (online, lost) = (at.online, at.online && at.lose_answers > 0);
        at.lose_answers -= u32::from(lost);
        let answer = match online {
            true => self.answer(till, &request),
            false => Err(Failure::Unreachable),
        };
        let answer = if lost {
            Err(Failure::Unreachable)
        } else {
            answer
        };
        let input = match (request, answer) {
            (_, Ok(None)) => return true,
            (_, Ok(Some(input))) => input,
            (Output::Push(_), Err(failure)) => Input::Pushed(Err(failure)),
            (Output::Pull(_), Err(failure)) => Input::Pulled(Err(failure)),
            (Output::OpenLive { .. }, Err(failure)) => {
                self.tills[till].live = false;
                Input::LiveEnded(failure)
            }
            (Output::Report(_), Err(failure)) => Input::Reported(Err(failure)),
            (Output::HandOver(_), Err(failure)) => Input::HandedOver(Err(failure)),
            (Output::Resume, Err(failure)) => Input::Resumed(Err(failure)),
            (Output::Lease(_), Err(failure)) => Input::Leased(Err(failure)),
            (Output::Readmit, Err(failure)) => Input::Readmitted(Err(failure)),
            (other, _) => panic!("not a request: {other:?}"),
        };
        self.tills[till].feed(input);
        true
    }

    fn answer(&mut self, till: usize, request: &Output) -> Result<Option<Input>, Failure> {
        let identity = self.tills[till].identity.clone();
        let device_id = identity.device_id;
        let asks = |author: &Author| Author {
            device_id,
            ..*author
        };
        let input = match request {
            Output::Push(push) => {
                let push = sync::codec::decode(&sync::codec::encode(push).unwrap()).unwrap();
                let answer = self.write(|t, _| t.push(device_id, &push));
                Input::Pushed(Ok(answer.map_err(Failure::Refused)?))
            }
            Output::Pull(asked) => {
                let patch = self.pull(&identity, asked)?;
                if asked.wait_s > 0 && patch.from == patch.to {
                    self.tills[till].parked = Some(*asked);
                    return Ok(None);
                }
                Input::Pulled(Ok(patch))
            }
            Output::OpenLive { epoch, since } => {
                let asked = Pull {
                    epoch: *epoch,
                    since: *since,
                    page: None,
                    wait_s: 0,
                };
                let patch = self.pull(&identity, &asked)?;
                let leases = self.leases.all(self.now_ms);
                let at = &mut self.tills[till];
                at.live = true;
                at.feed(Input::Live(Live::Patch(patch)));
                Input::Live(Live::Leases { leases })
            }
            Output::Report(_) => {
                let device = self.server.device(device_id).unwrap().unwrap();
                let register = self.register(identity.register_id.unwrap());
                Input::Reported(Ok(StatusAnswer {
                    sync_asked: register.sync_asked,
                    sync_reported: device.sync_on,
                    head: self.head(),
                }))
            }
            Output::HandOver(asked) => {
                let answer = self.write(|t, author| t.hand_over(&asks(author), asked));
                let receipt = answer.map_err(Failure::Refused)?;
                self.tills[till].live = false;
                Input::HandedOver(Ok(receipt))
            }
            Output::Resume => {
                self.write(|t, author| t.resume(&asks(author)));
                Input::Resumed(Ok(()))
            }
            Output::Lease(asked) => {
                let holder = LeaseHolder {
                    device_id,
                    register_id: identity.register_id,
                    employee_id: Some(CASHIER),
                    place: format!("Till {}", till + 1),
                };
                let done = self.leases.ask(holder, *asked, self.now_ms);
                let (for_ms, changed) =
                    done.map_err(|by| Failure::Refused(Refusal::BeingPaid { by }))?;
                if changed {
                    self.tell_leases();
                }
                let head = self.head();
                Input::Leased(Ok(LeaseAnswer { for_ms, head }))
            }
            Output::Readmit => {
                let fresh = Identity {
                    device_id: sale::DeviceId(self.id()),
                    number_prefix: identity.number_prefix.replace('-', "b-"),
                    ..identity
                };
                self.admit(&fresh);
                self.tills[till].identity = fresh.clone();
                Input::Readmitted(Ok(fresh))
            }
            other => panic!("not a request: {other:?}"),
        };
        Ok(Some(input))
    }

    fn pull(&self, identity: &Identity, asked: &Pull) -> Result<Patch, Failure> {
        let limits = PageLimits::rows(3);
        let answer = pull(&self.server, identity.device_id, asked, limits).unwrap();
        let mut patch = answer.map_err(Failure::Refused)?;
        patch.min_build = self.min_build.clone();
        Ok(patch)
    }

    /// Everything that can go on goes on, until nothing does.
    pub fn settle(&mut self) {
        for _ in 0..MOST_STEPS {
            let mut moved = false;
            for till in 0..self.tills.len() {
                moved |= self.step(till);
            }
            if moved {
                continue;
            }
            // Those that wait for their next attempt make it, as long as that leads anywhere.
            let mut woken = false;
            for till in &mut self.tills {
                let off = till.engine.meta().sync == SyncMode::Off;
                if till.online && !off && till.waits.is_some() && till.parked.is_none() {
                    till.wake();
                    woken = true;
                }
            }
            if !woken {
                return;
            }
        }
        panic!("the shop does not come to rest");
    }

    pub fn head(&self) -> u64 {
        self.server.store().unwrap().head
    }

    pub fn register(&self, id: RegisterId) -> Register {
        let row = self.server.row(&Kind::Register, id.0).unwrap().unwrap();
        sync::codec::decode(row.body.get()).unwrap()
    }

    /// The sale as the server has it.
    pub fn sale(&self, id: SaleId) -> Option<sale::Sale> {
        let row = self.server.row(&Kind::Sale, id.0).unwrap()?;
        Some(sync::codec::decode(row.body.get()).unwrap())
    }

    pub fn reviews(&self) -> Vec<sale::Review> {
        let rows = self.server.rows_after(0, 0, PageLimits::NONE).unwrap();
        rows.iter()
            .filter(|row| row.kind == Kind::Review && !row.gone)
            .map(|row| sync::codec::decode(row.body.get()).unwrap())
            .collect()
    }

    /// Puts a mutation that no build here makes into a device's outbox, as it lies on its disk.
    pub fn put_into_outbox(&mut self, till: usize, change: &str) {
        let mutation_id = MutationId(self.id());
        let at = &mut self.tills[till];
        let sequence = at.disk.meta.next_sequence;
        at.disk.meta.next_sequence += 1;
        let mutation = Mutation {
            sequence,
            mutation_id,
            at_ms: 5,
            employee_id: CASHIER,
            approved_by: None,
            seen: at.disk.meta.cursor,
            was: None,
            change: sync::codec::raw(change.to_owned()).unwrap(),
        };
        at.disk.outbox.insert(sequence, mutation);
        at.crash();
    }

    /// B3: everybody who is on holds what the server holds, and nobody has anything left to send.
    pub fn agrees(&self) {
        let state = self.server.store().unwrap();
        for till in &self.tills {
            if till.engine.meta().sync != SyncMode::On {
                continue;
            }
            assert_eq!(till.engine.waiting(), 0, "the outbox is empty");
            assert_eq!(till.engine.meta().cursor, state.head);
            assert_eq!(till.engine.base().1, state.digest, "B3: the same rows");
            let rows: Vec<_> = till
                .disk
                .rows
                .values()
                .map(sync::row::Row::digest)
                .collect();
            let disk = rows
                .into_iter()
                .fold(sync::row::Digest::default(), |d, r| d.with(r));
            assert_eq!(disk, state.digest, "the disk holds what memory holds");
        }
    }
}
