//! Drives the engine: does what its outputs say and feeds back how it went. The only place where
//! engine, storage and network meet.
//!
//! It must not know screens: what changed goes to `shown`, which holds the signals.

use super::live::{self, LiveStream};
use super::network;
use super::shown::Shown;
use super::shut_out;
use super::store::DeviceStore;
use super::words::Tabs;
use crate::i18n::t;
use crate::platform::{clock, ids, storage, update};
use futures::channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::DeviceId;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::pin::Pin;
use std::rc::Rc;
use sync::device::{Engine, Input, NewChange, NotSaved, Output, Write};
use sync::protocol::{Live, Readmission};
use uuid::Uuid;

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
    tabs: Rc<Tabs>,
    answers: RefCell<HashMap<u64, Answer>>,
    tickets: Cell<u64>,
    live: RefCell<Option<LiveStream>>,
    /// Counts the waits, so that a wake before its time makes the timer void.
    waits: Cell<u64>,
    reporting: Cell<bool>,
    /// The id that a new identity was asked for with; the same until there is an answer.
    fresh_id: Cell<Option<DeviceId>>,
    /// Writes under way.
    writing: Cell<u32>,
    /// Waits until nothing is being written.
    retiring: RefCell<Option<oneshot::Sender<()>>>,
    stopped: Cell<bool>,
}

impl Driver {
    /// Starts an engine on its storage.
    pub fn start(
        surface: &'static str,
        store: DeviceStore,
        engine: Engine,
        shown: Shown,
        tabs: Rc<Tabs>,
    ) -> Rc<Driver> {
        let driver = Rc::new(Driver {
            surface,
            store,
            engine: RefCell::new(engine),
            shown,
            tabs,
            answers: RefCell::default(),
            tickets: Cell::new(0),
            live: RefCell::default(),
            waits: Cell::new(0),
            reporting: Cell::new(false),
            fresh_id: Cell::new(None),
            writing: Cell::new(0),
            retiring: RefCell::default(),
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

    /// Ends all of it once nothing is being written: another tab is to go on from there.
    pub async fn retire(&self) {
        if !self.is_idle() {
            let (idle, awaited) = oneshot::channel();
            self.retiring.replace(Some(idle));
            let _ = awaited.await;
        }
        self.stop();
    }

    fn is_idle(&self) -> bool {
        self.writing.get() == 0 && self.answers.borrow().is_empty()
    }

    /// Reads the engine.
    pub fn engine<T>(&self, read: impl FnOnce(&Engine) -> T) -> T {
        read(&self.engine.borrow())
    }

    /// Saves a change; answers once it is on stable storage (rule A1).
    pub async fn change(self: &Rc<Self>, change: NewChange) -> Result<(), NotSaved> {
        let ticket = self.tickets.get() + 1;
        self.tickets.set(ticket);
        let (answer, answered) = oneshot::channel();
        self.answers.borrow_mut().insert(ticket, answer);
        self.feed(Input::Change(NewChange { ticket, ..change }));
        answered.await.unwrap_or(Err(NotSaved::Storage))
    }

    /// Whether a change of this id is in the outbox.
    pub fn has_waiting(&self, mutation_id: Uuid) -> bool {
        self.engine(|engine| engine.outbox().any(|one| one.mutation_id.0 == mutation_id))
    }

    /// Tries again at once, whatever was waited for, and asks whether the server is still there:
    /// while the device slept, timers did too, and connections may have died unheard.
    pub fn wake(self: &Rc<Self>) {
        self.waits.set(self.waits.get() + 1);
        self.feed(Input::Tick(clock::now_ms()));
        self.feed(Input::Wake);
        self.check();
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
        if let Some(heard_ms) = self.engine(Engine::last_heard_ms) {
            self.shown.heard(heard_ms);
        }
        if self.engine(|engine| self.shown.show_first_copy(engine)) {
            self.tabs.say_standing(&self.shown);
        }
        if self.is_idle()
            && let Some(retired) = self.retiring.take()
        {
            let _ = retired.send(());
        }
    }

    fn carry_out(self: &Rc<Self>, output: Output) {
        match output {
            Output::Write(write) => self.write(write),
            Output::Saved(ticket) => {
                self.answer(ticket, Ok(()));
                // From now on there is something that the browser is not to drop.
                if self.shown.kept_safe.get_untracked().is_none() {
                    let shown = self.shown;
                    storage::persist(move |kept| shown.kept_safe.set(Some(kept)));
                }
            }
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
                self.tabs.say_standing(&self.shown);
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
                self.shown.storage_lost(t().common.storage_deleted);
                self.keep_employee();
            }
            Output::Outdated { .. } => update::look(),
            Output::Diverged => {}
        }
    }

    fn write(self: &Rc<Self>, write: Write) {
        self.writing.set(self.writing.get() + 1);
        let driver = self.clone();
        spawn_local(async move {
            let done = driver.store.write(&write).await;
            driver.writing.set(driver.writing.get() - 1);
            match done {
                Ok(()) => {
                    driver.shown.storage_holds();
                    driver.tabs.say_written(&write);
                    driver.feed(Input::Written(write.id));
                    if driver.store.was_cleared() {
                        driver.feed(Input::StorageCleared);
                    }
                }
                Err(refused) => {
                    driver.shown.storage_refused(&refused);
                    driver.feed(Input::WriteFailed(write.id));
                }
            }
            driver.tabs.say_standing(&driver.shown);
        });
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
                if let Ok(Live::Leases { leases }) = &heard {
                    driver.tabs.say_leases(leases);
                }
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
        let report = sync::protocol::StatusReport {
            storage_kept: self.shown.kept_safe.get_untracked(),
            at_ms: Some(clock::now_ms()),
            ..report
        };
        self.later(move |driver| async move {
            let answer = network::report(driver.surface, &report).await;
            driver.reporting.set(false);
            shut_out::hear(driver.surface, driver.shown, &answer).await;
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

    /// Who is signed in is no matter of the engine's.
    fn keep_employee(self: &Rc<Self>) {
        let driver = self.clone();
        spawn_local(async move {
            let employee = driver.shown.employee.get_untracked();
            if let Err(refused) = driver.store.keep_employee(employee.as_ref()).await {
                driver.shown.storage_refused(&refused);
            }
        });
    }

    fn check_storage(self: &Rc<Self>) {
        let driver = self.clone();
        spawn_local(async move {
            match driver.store.holds().await {
                Ok(holds) => {
                    // Nothing is there: that is an answer, too.
                    driver.store.was_cleared();
                    driver.feed(holds);
                }
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
                driver.tabs.say_standing(&driver.shown);
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
