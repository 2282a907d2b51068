//! What the tabs of one surface in one browser say to each other. One of them leads: it alone has
//! an engine at work, the storage and the network. The others hear what it has written.
//!
//! It must not know who leads, nor what follows from a word.

use super::connection::{Connection, Surface};
use super::shown::Shown;

use crate::platform::document;
use crate::platform::tabs::Channel;
use leptos::prelude::*;
use sale::Employee;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use sync::codec;
use sync::device::{NewChange, NotSaved, Write};
use sync::protocol::{Identity, Lease, Refusal};
use uuid::Uuid;

/// A write of more than this is not said: whoever follows reads the storage instead.
const MOST_SAID: usize = 100;

/// One of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Word {
    /// A tab has come, and asks how things stand.
    Came,
    /// The tab that leads stands so.
    Stands(Standing),
    /// A tab leads from now on; whoever follows reads the storage, and asks again what it has no
    /// answer to.
    Leads(Standing),
    /// This is on stable storage.
    Wrote(Write),
    /// So much is on stable storage that it is to be read.
    Reread,
    /// Who takes money for which sale.
    Leases(Vec<Lease>),
    /// Who is signed in now.
    SignedIn(Option<Employee>),
    /// To the tab that leads: save this, and say when it is done.
    Change(NewChange),
    /// To the tab that leads: be this device, and say when it is done.
    Become(Identity),
    /// The change, or the device, of this id is done with.
    Done(Uuid, Option<NotSaved>),
    /// To the tab that leads: try the server at once.
    Wake,
    /// To the tab that leads: let somebody else.
    Leave,
}

/// How the tab that leads stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Standing {
    /// With the server.
    pub connection: Connection,
    /// Who takes money for which sale.
    pub leases: Vec<Lease>,
    /// Something that needs a person.
    pub trouble: Option<Refusal>,
    /// What the storage refused.
    pub storage: Option<String>,
    /// What the tab is called just now.
    pub title: String,
}

/// The way to the other tabs.
#[derive(Debug)]
pub struct Tabs {
    channel: RefCell<Option<Channel>>,
    /// Whether another tab was ever heard: until then nothing is said.
    company: Cell<bool>,
    leases: RefCell<Vec<Lease>>,
}

impl Tabs {
    /// The lock of the tab that leads, and the channel, are called this.
    pub fn name(surface: Surface) -> String {
        format!("saved-sales-{}", surface.as_str())
    }

    /// Opens it; `heard` gets what is said.
    pub fn open(surface: Surface, heard: impl Fn(Word) + 'static) -> Tabs {
        let channel = Channel::open(&Tabs::name(surface), move |text| {
            // What a tab of another build says may not be understood; the storage has what it was
            // about.
            heard(codec::decode(&text).unwrap_or(Word::Reread));
        });
        Tabs {
            channel: RefCell::new(channel),
            company: Cell::new(false),
            leases: RefCell::default(),
        }
    }

    /// Another tab is there.
    pub fn in_company(&self) {
        self.company.set(true);
    }

    /// Says something to every other tab, heard of or not.
    pub fn call(&self, word: &Word) {
        if let (Some(channel), Ok(text)) = (&*self.channel.borrow(), codec::encode(word)) {
            channel.say(&text);
        }
    }

    /// Says something to the others, if there are any.
    fn say(&self, word: impl FnOnce() -> Word) {
        if self.company.get() {
            self.call(&word());
        }
    }

    /// Says what is on stable storage.
    pub fn say_written(&self, write: &Write) {
        let size = write.rows.len() + write.outbox.len() + write.archive.len();
        self.say(|| match size {
            0..=MOST_SAID => Word::Wrote(write.clone()),
            _ => Word::Reread,
        });
    }

    /// Says who takes money for which sale.
    pub fn say_leases(&self, leases: &[Lease]) {
        self.leases.replace(leases.to_vec());
        self.say(|| Word::Leases(leases.to_vec()));
    }

    /// Says how this tab stands.
    pub fn say_standing(&self, shown: &Shown) {
        self.say(|| Word::Stands(self.standing(shown)));
    }

    /// How this tab stands.
    pub fn standing(&self, shown: &Shown) -> Standing {
        Standing {
            connection: shown.connection.get_untracked(),
            leases: self.leases.borrow().clone(),
            trouble: shown.trouble.get_untracked(),
            storage: shown.storage.get_untracked(),
            title: document::title(),
        }
    }

    /// Nothing is said or heard any more.
    pub fn close(&self) {
        self.channel.take();
    }
}
