//! Drives the engine: does what its outputs say and feeds back how it went. The only place where
//! engine, storage and network meet.
//!
//! It must not know screens: what changed goes to `shown`, which holds the signals.

use super::live::{self, LiveStream};
use super::network;
use super::shown::Shown;
use super::store::DeviceStore;
use crate::platform::idb::StorageRefused;
use crate::platform::{clock, ids, update};
use futures::channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use sale::DeviceId;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::rc::Rc;
use sync::device::{Engine, Input, NewChange, NotSaved, Output};
use sync::protocol::Readmission;

/// The ordinary time between two reports.
const REPORT_MS: u32 = 5_000;
/// How often the engine is told the time.
const TICK_MS: u32 = 2_000;
/// The shortest and the longest wait before trying again.
const RETRY_MS: (u32, u32) = (500, 30_000);

type Answer = oneshot::Sender<Result<(), NotSaved>>;

/// One engine at work.
pub struct Driver {
    surface: &'static str,
    store: DeviceStore,
    engine: RefCell<Engine>,
    shown: Shown,
    answers: RefCell<BTreeMap<u64, Answer>>,
    tickets: Cell<u64>,
    live: RefCell<Option<LiveStream>>,
    /// Counts the waits, so that a wake before its time makes the timer void.
    waits: Cell<u64>,
    reporting: Cell<bool>,
    /// The id that a new identity was asked for with; the same until there is an answer.
    fresh_id: Cell<Option<DeviceId>>,
    stopped: Cell<bool>,
}

impl Driver {
    /// Starts an engine on its storage.
    pub fn start(
        surface: &'static str,
        store: DeviceStore,
        engine: Engine,
        shown: Shown,
    ) -> Rc<Driver> {
        let driver = Rc::new(Driver {
            surface,
            store,
            engine: RefCell::new(engine),
            shown,
            answers: RefCell::default(),
            tickets: Cell::new(0),
            live: RefCell::default(),
            waits: Cell::new(0),
            reporting: Cell::new(false),
            fresh_id: Cell::new(None),
            stopped: Cell::new(false),
        });
        driver.shown.show_all(&driver.engine.borrow());
        driver.feed(Input::Tick(clock::now_ms()));
        driver.feed(Input::Wake);
        driver.report_now_and_then();
        driver.tick_now_and_then();
        driver
    }

    /// Ends all of it; another device takes the place of this one.
    pub fn stop(&self) {
        self.stopped.set(true);
        self.live.borrow_mut().take();
    }

    /// Reads the engine.
    pub fn engine<T>(&self, read: impl FnOnce(&Engine) -> T) -> T {
        read(&self.engine.borrow())
    }

    /// Saves a change; answers once it is on stable storage (rule A1).
    pub async fn change(
        self: &Rc<Self>,
        employee_id: sale::EmployeeId,
        change: sale::Change,
    ) -> Result<(), NotSaved> {
        let ticket = self.tickets.get() + 1;
        self.tickets.set(ticket);
        let (answer, answered) = oneshot::channel();
        self.answers.borrow_mut().insert(ticket, answer);
        self.feed(Input::Change(NewChange {
            ticket,
            mutation_id: sale::MutationId(ids::new_uuid()),
            at_ms: clock::now_ms(),
            employee_id,
            approved_by: None,
            change,
        }));
        answered.await.unwrap_or(Err(NotSaved::Storage))
    }

    /// Tries again at once, whatever was waited for.
    pub fn wake(self: &Rc<Self>) {
        self.waits.set(self.waits.get() + 1);
        self.feed(Input::Tick(clock::now_ms()));
        self.feed(Input::Wake);
    }

    /// Asks the server whether it is there.
    pub fn check(self: &Rc<Self>) {
        self.report(self.engine(Engine::report));
    }

    /// One input, and everything that follows from it.
    pub fn feed(self: &Rc<Self>, input: Input) {
        if self.stopped.get() {
            return;
        }
        let outputs = self.engine.borrow_mut().handle(input);
        for output in outputs {
            self.carry_out(output);
        }
    }

    fn carry_out(self: &Rc<Self>, output: Output) {
        match output {
            Output::Write(write) => self.later(move |driver| async move {
                match driver.store.write(&write).await {
                    Ok(()) => Input::Written(write.id),
                    Err(refused) => {
                        driver.shown.storage_refused(&refused);
                        Input::WriteFailed(write.id)
                    }
                }
            }),
            Output::Saved(ticket) => self.answer(ticket, Ok(())),
            Output::NotSaved(ticket, why) => self.answer(ticket, Err(why)),
            Output::Push(push) => self.later(move |driver| async move {
                Input::Pushed(network::push(driver.surface, &push).await)
            }),
            Output::Pull(pull) => self.later(move |driver| async move {
                Input::Pulled(network::pull(driver.surface, &pull).await)
            }),
            Output::Report(report) => self.report(report),
            Output::HandOver(hand_over) => self.later(move |driver| async move {
                Input::HandedOver(network::hand_over(driver.surface, &hand_over).await)
            }),
            Output::Resume => self.later(move |driver| async move {
                Input::Resumed(network::resume(driver.surface).await)
            }),
            Output::OpenLive { epoch, since } => self.open_live(epoch, since),
            Output::CloseLive => {
                self.live.borrow_mut().take();
            }
            Output::Wait { attempt } => self.wait(attempt),
            Output::Changed(keys) => self.shown.show(&self.engine.borrow(), &keys),
            Output::LinkChanged => {
                self.shown.show_link(&self.engine.borrow());
                self.check();
            }
            Output::Results(results) => self.shown.tell(&results),
            Output::Trouble(refusal) => self.shown.trouble(&refusal),
            Output::Lease(request) => self.later(move |driver| async move {
                Input::Leased(network::lease(driver.surface, &request).await)
            }),
            Output::ReadArchive => self.later(move |driver| async move {
                let held = driver.store.archive().await;
                if let Err(refused) = &held {
                    driver.shown.storage_refused(refused);
                }
                Input::Archive(held.ok())
            }),
            Output::Readmit => self.readmit(),
            Output::CheckStorage => self.check_storage(),
            Output::StorageLost => {
                let words = "what was saved here had been deleted; it is being saved again";
                self.shown
                    .storage_refused(&StorageRefused(words.to_owned()));
            }
            Output::Outdated { .. } => update::look(),
            Output::Diverged => {}
        }
    }

    /// Does something that takes time and feeds how it went.
    fn later<F: Future<Output = Input> + 'static>(
        self: &Rc<Self>,
        work: impl FnOnce(Rc<Driver>) -> F,
    ) {
        self.later_boxed(Box::pin(work(self.clone())));
    }

    fn later_boxed(self: &Rc<Self>, work: Pin<Box<dyn Future<Output = Input>>>) {
        let driver = self.clone();
        spawn_local(async move {
            let input = work.await;
            driver.feed(input);
        });
    }

    fn answer(&self, ticket: u64, result: Result<(), NotSaved>) {
        if let Some(answer) = self.answers.borrow_mut().remove(&ticket) {
            // Nobody waits any more: the screen is gone, the change is not.
            let _ = answer.send(result);
        }
    }

    fn open_live(self: &Rc<Self>, epoch: u64, since: u64) {
        let address = network::address(self.surface, &format!("live?epoch={epoch}&since={since}"));
        let driver = Rc::downgrade(self);
        let stream = live::open(&address, move |heard| {
            if let Some(driver) = driver.upgrade() {
                driver.shown.heard(clock::now_ms());
                driver.feed(match heard {
                    Ok(live) => Input::Live(live),
                    Err(failure) => Input::LiveEnded(failure),
                });
            }
        });
        self.live.borrow_mut().replace(stream);
    }

    fn wait(self: &Rc<Self>, attempt: u32) {
        let wait = self.waits.get() + 1;
        self.waits.set(wait);
        let driver = self.clone();
        spawn_local(async move {
            TimeoutFuture::new(wait_ms(attempt)).await;
            if driver.waits.get() == wait {
                driver.feed(Input::Wake);
            }
        });
    }

    fn report(self: &Rc<Self>, report: sync::protocol::StatusReport) {
        if self.reporting.replace(true) {
            return;
        }
        self.later(move |driver| async move {
            let answer = network::report(driver.surface, &report).await;
            driver.reporting.set(false);
            if answer.is_ok() {
                driver.shown.heard(clock::now_ms());
            }
            Input::Reported(answer)
        });
    }

    fn readmit(self: &Rc<Self>) {
        let fresh = self.fresh_id.get();
        let device_id = fresh.unwrap_or_else(|| DeviceId(ids::new_uuid()));
        self.fresh_id.set(Some(device_id));
        self.later(move |driver| async move {
            let answer = network::readmit(driver.surface, &Readmission { device_id }).await;
            if let Ok(identity) = &answer {
                driver.fresh_id.set(None);
                driver.shown.known_as(identity);
            }
            Input::Readmitted(answer)
        });
    }

    fn check_storage(self: &Rc<Self>) {
        let driver = self.clone();
        spawn_local(async move {
            match driver.store.holds().await {
                Ok(holds) => driver.feed(holds),
                Err(refused) => driver.shown.storage_refused(&refused),
            }
        });
    }

    fn tick_now_and_then(self: &Rc<Self>) {
        let driver = Rc::downgrade(self);
        spawn_local(async move {
            loop {
                TimeoutFuture::new(TICK_MS).await;
                match driver.upgrade() {
                    Some(driver) if !driver.stopped.get() => {
                        driver.feed(Input::Tick(clock::now_ms()));
                    }
                    _ => return,
                }
            }
        });
    }

    fn report_now_and_then(self: &Rc<Self>) {
        let driver = Rc::downgrade(self);
        spawn_local(async move {
            loop {
                TimeoutFuture::new(REPORT_MS * 3).await;
                let Some(driver) = driver.upgrade() else {
                    return;
                };
                if driver.stopped.get() {
                    return;
                }
                driver.check();
            }
        });
    }
}

/// Longer with each attempt, spread by chance so that a shop's devices do not come all at once.
fn wait_ms(attempt: u32) -> u32 {
    let Some(doublings) = attempt.checked_sub(1) else {
        return REPORT_MS;
    };
    let (least, most) = RETRY_MS;
    let longest = least.saturating_mul(1 << doublings.min(6)).min(most);
    let chance = ids::new_uuid().as_u128() % u128::from(longest);
    least + u32::try_from(chance).unwrap_or(0)
}
