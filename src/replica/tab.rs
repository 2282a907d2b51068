//! The life of one tab: it leads, with an engine at work on the storage, or it follows another tab
//! of the same surface until that one is gone. Never do two lead.
//!
//! It must not know screens; what they read is in `shown`.

use super::connection::{Surface, build};
use super::driver::Driver;
use super::shown::Shown;
use super::store::{DeviceStore, Stored};
use super::words::{Standing, Tabs, Word};

use crate::platform::idb::StorageRefused;
use crate::platform::tabs;
use futures::channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sale::Employee;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use sync::device::{Engine, Input, Meta, NewChange, NotSaved, Output, Write};
use sync::protocol::Identity;
use uuid::Uuid;

type Answer = oneshot::Sender<Result<(), NotSaved>>;

/// This tab.
pub struct Tab {
    surface: Surface,
    shown: Shown,
    tabs: Rc<Tabs>,
    store: RefCell<Option<DeviceStore>>,
    leads: Cell<bool>,
    driver: RefCell<Option<Rc<Driver>>>,
    /// Ends the leading.
    leave: RefCell<Option<oneshot::Sender<()>>>,
    /// Shows what the tab that leads has written.
    follower: RefCell<Option<Engine>>,
    reading: Cell<bool>,
    read_again: Cell<bool>,
    /// Written while the storage was being read.
    early: RefCell<Vec<Write>>,
    /// Asked of the tab that leads, and not answered yet.
    asked: RefCell<BTreeMap<Uuid, (Word, Answer)>>,
    gone: Cell<bool>,
}

impl Tab {
    /// Opens the surface in this tab.
    pub fn open(surface: Surface, shown: Shown) -> Rc<Tab> {
        let tab = Rc::new_cyclic(|tab: &Weak<Tab>| {
            let hearer = tab.clone();
            let tabs = Tabs::open(surface, move |word| {
                if let Some(tab) = hearer.upgrade() {
                    tab.hear(word);
                }
            });
            Tab {
                surface,
                shown,
                tabs: Rc::new(tabs),
                store: RefCell::default(),
                leads: Cell::new(false),
                driver: RefCell::default(),
                leave: RefCell::default(),
                follower: RefCell::default(),
                reading: Cell::new(false),
                read_again: Cell::new(false),
                early: RefCell::default(),
                asked: RefCell::default(),
                gone: Cell::new(false),
            }
        });
        spawn_local(tab.clone().live());
        tab
    }

    /// Leads as soon as nobody else does, follows until then.
    async fn live(self: Rc<Self>) {
        let lock = Tabs::name(self.surface);
        while !self.gone.get() {
            let held = match tabs::take_if_free(&lock).await {
                Some(held) => held,
                None => {
                    self.tabs.call(&Word::Came);
                    tabs::take(&lock).await
                }
            };
            if !self.gone.get() {
                let (leave, left) = oneshot::channel();
                self.leave.replace(Some(leave));
                self.lead().await;
                // Dropped is as good as sent: the surface is left.
                let _ = left.await;
                self.retire().await;
            }
            drop(held);
        }
    }

    /// The screens are gone.
    pub fn close(&self) {
        self.gone.set(true);
        self.leads.set(false);
        if let Some(driver) = self.driver.take() {
            driver.stop();
        }
        self.leave.take();
        self.asked.take();
        self.tabs.close();
    }

    /// The engine at work, when it is in this tab.
    pub fn driver(&self) -> Option<Rc<Driver>> {
        self.driver.borrow().clone()
    }

    /// Whether a register or a phone, which take money, is to be in one tab only.
    fn is_alone(&self) -> bool {
        self.surface != Surface::BackOffice
    }

    async fn read(&self) -> Result<Stored, StorageRefused> {
        let known = self.store.borrow().clone();
        let store = match known {
            Some(store) => store,
            None => DeviceStore::open(self.surface.as_str()).await?,
        };
        self.store.replace(Some(store.clone()));
        store.load().await
    }

    async fn lead(self: &Rc<Self>) {
        self.follower.take();
        match self.read().await {
            Ok(stored) if !self.gone.get() => {
                self.shown.employee.set(stored.employee.clone());
                if let Some(engine) = engine(stored) {
                    self.start(engine);
                }
            }
            Ok(_) => return,
            Err(refused) => self.shown.storage_refused(&refused),
        }
        self.leads.set(true);
        self.shown.elsewhere.set(None);
        self.shown.ready.set(true);
        self.say_leads();
        // What the tab before has not answered, it may have written all the same.
        for (id, (word, answer)) in self.asked.take() {
            let tab = self.clone();
            spawn_local(async move {
                let _ = answer.send(tab.do_asked(id, word).await);
            });
        }
    }

    fn start(&self, engine: Engine) {
        if let Some(before) = self.driver.take() {
            before.stop();
        }
        if let Some(store) = self.store.borrow().clone() {
            let tabs = self.tabs.clone();
            let driver = Driver::start(self.surface.as_str(), store, engine, self.shown, tabs);
            self.driver.replace(Some(driver));
        }
    }

    fn say_leads(&self) {
        let standing = self.tabs.standing(&self.shown);
        self.tabs.call(&Word::Leads(standing));
    }

    /// Another tab is to lead: what is being written is written first.
    async fn retire(&self) {
        self.leads.set(false);
        let driver = self.driver.take();
        if let Some(driver) = driver {
            driver.retire().await;
        }
    }

    fn hear(self: &Rc<Self>, word: Word) {
        self.tabs.in_company();
        match word {
            Word::SignedIn(employee) => self.shown.employee.set(employee),
            Word::Done(id, refused) => {
                let asked = self.asked.borrow_mut().remove(&id);
                if let Some((_, answer)) = asked {
                    // Nobody waits any more: the screen is gone, the change is not.
                    let _ = answer.send(refused.map_or(Ok(()), Err));
                }
            }
            word if self.leads.get() => self.hear_leading(word),
            Word::Leads(standing) => {
                for (word, _) in self.asked.borrow().values() {
                    self.tabs.call(word);
                }
                self.stand(standing, true);
            }
            Word::Stands(standing) => self.stand(standing, false),
            // The screens of a till that is in another tab are not shown.
            _ if self.is_alone() => {}
            Word::Wrote(write) if self.reading.get() => self.early.borrow_mut().push(write),
            Word::Wrote(write) => self.follow(|engine| engine.follow(write)),
            Word::Reread => self.reread(),
            Word::Leases(leases) => self.follow(|engine| engine.follow_leases(leases)),
            _ => {}
        }
    }

    fn hear_leading(self: &Rc<Self>, word: Word) {
        match word {
            Word::Came => self.tabs.say_standing(&self.shown),
            Word::Change(NewChange { mutation_id, .. }) => self.answer(mutation_id.0, word),
            Word::Become(Identity { device_id, .. }) => self.answer(device_id.0, word),
            Word::Wake => {
                if let Some(driver) = self.driver() {
                    driver.wake();
                }
            }
            Word::Leave => {
                self.leave.take();
            }
            _ => {}
        }
    }

    fn answer(self: &Rc<Self>, id: Uuid, word: Word) {
        let tab = self.clone();
        spawn_local(async move {
            let done = tab.do_asked(id, word).await;
            tab.tabs.call(&Word::Done(id, done.err()));
        });
    }

    async fn do_asked(self: &Rc<Self>, id: Uuid, word: Word) -> Result<(), NotSaved> {
        match (word, self.driver()) {
            (Word::Change(_), Some(driver)) if driver.has_waiting(id) => Ok(()),
            (Word::Change(change), Some(driver)) => driver.change(change).await,
            (Word::Become(identity), _) => self.set_identity(identity).await,
            _ => Err(NotSaved::NotHere),
        }
    }

    /// The tab that leads stands so; `anew` when it did not lead before.
    fn stand(self: &Rc<Self>, standing: Standing, anew: bool) {
        if self.is_alone() {
            self.shown.elsewhere.set(Some(standing.title));
            return;
        }
        self.shown.connection.set(standing.connection);
        self.shown.trouble.set(standing.trouble);
        self.shown.storage.set(standing.storage);
        self.follow(|engine| engine.follow_leases(standing.leases));
        if anew || self.follower.borrow().is_none() {
            self.reread();
        }
    }

    fn follow(&self, take_in: impl FnOnce(&mut Engine) -> Vec<Output>) {
        if let Some(engine) = &mut *self.follower.borrow_mut() {
            for output in take_in(engine) {
                if let Output::Changed(keys) = output {
                    self.shown.show(engine, &keys);
                }
            }
            self.shown.known_as(&engine.meta().identity);
            self.shown.show_waiting(engine);
        }
    }

    /// Reads the storage, and then shows what is there.
    fn reread(self: &Rc<Self>) {
        self.read_again.set(true);
        if self.reading.replace(true) {
            return;
        }
        let tab = self.clone();
        spawn_local(async move {
            while tab.read_again.take() {
                match tab.read().await {
                    Ok(stored) => tab.take_over(stored),
                    Err(refused) => tab.shown.storage_refused(&refused),
                }
            }
            tab.reading.set(false);
        });
    }

    fn take_over(&self, stored: Stored) {
        if self.leads.get() || self.gone.get() {
            return;
        }
        self.shown.employee.set(stored.employee.clone());
        let early = self.early.take();
        if let Some(mut engine) = engine(stored) {
            for write in early {
                engine.follow(write);
            }
            self.shown.show_rows(&engine);
            self.shown.show_waiting(&engine);
            self.follower.replace(Some(engine));
        }
        self.shown.ready.set(true);
    }

    /// Saves a change, here or through the tab that leads; answers once it is on stable storage
    /// (rule A1).
    pub async fn change(self: &Rc<Self>, change: NewChange) -> Result<(), NotSaved> {
        match (self.leads.get(), self.driver()) {
            (true, Some(driver)) => driver.change(change).await,
            (true, None) => Err(NotSaved::NotHere),
            (false, _) => self.ask(change.mutation_id.0, Word::Change(change)).await,
        }
    }

    async fn ask(&self, id: Uuid, word: Word) -> Result<(), NotSaved> {
        let (answer, answered) = oneshot::channel();
        self.tabs.call(&word);
        self.asked.borrow_mut().insert(id, (word, answer));
        answered.await.unwrap_or(Err(NotSaved::NotHere))
    }

    /// Makes this browser that device. Another device's copy goes; the same device's stays.
    pub async fn set_identity(self: &Rc<Self>, identity: Identity) -> Result<(), NotSaved> {
        if !self.leads.get() {
            return self.ask(identity.device_id.0, Word::Become(identity)).await;
        }
        if let Some(driver) = self.driver() {
            let known = driver.engine(|engine| engine.meta().identity.clone());
            if known.device_id == identity.device_id {
                driver.wake();
                return Ok(());
            }
            let place = |one: &Identity| (one.store_id, one.register_id);
            if place(&known) == place(&identity) {
                // The same place under another name: what waits here goes with it.
                self.shown.known_as(&identity);
                driver.feed(Input::Readmitted(Ok(identity)));
                return Ok(());
            }
        }
        let store = self.store.borrow().clone().ok_or(NotSaved::Storage)?;
        let meta = Meta::new(identity);
        store.begin(&meta).await.map_err(|refused| {
            self.shown.storage_refused(&refused);
            NotSaved::Storage
        })?;
        self.start(Engine::new(meta, Vec::new(), Vec::new(), build()));
        self.say_leads();
        Ok(())
    }

    /// Keeps who is signed in, for every tab.
    pub async fn set_employee(&self, employee: Option<Employee>) {
        let store = self.store.borrow().clone();
        if let Some(store) = store
            && let Err(refused) = store.keep_employee(employee.as_ref()).await
        {
            self.shown.storage_refused(&refused);
        }
        self.tabs.call(&Word::SignedIn(employee.clone()));
        self.shown.employee.set(employee);
        self.wake();
    }

    /// Tries the server at once.
    pub fn wake(&self) {
        match self.driver() {
            Some(driver) => driver.wake(),
            None => self.tabs.call(&Word::Wake),
        }
    }

    /// Asks the tab that leads to let this one.
    pub fn bring_here(&self) {
        self.tabs.call(&Word::Leave);
    }

    /// The browser's hint that the network went: only the server's answer says whether it did.
    pub fn doubt(&self) {
        if let Some(driver) = self.driver() {
            driver.check();
        }
    }
}

fn engine(stored: Stored) -> Option<Engine> {
    let meta = stored.meta?;
    Some(Engine::new(meta, stored.rows, stored.outbox, build()))
}
