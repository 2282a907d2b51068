//! Which surface a replica serves, and how its device stands with the server: plain data.
//!
//! It must not know where any of it comes from.

use serde::{Deserialize, Serialize};
use sync::device::FirstCopy;

/// Which of the three a replica serves; each is a device of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// A till.
    Register,
    /// A phone that closes sales.
    Pay,
    /// The manager's browser.
    BackOffice,
}

impl Surface {
    /// Its name in addresses and storage.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Surface::Register => "register",
            Surface::Pay => "pay",
            Surface::BackOffice => "backoffice",
        }
    }
}

/// How the device stands with the server, as a person should know it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkState {
    /// Nothing was asked yet.
    #[default]
    Starting,
    /// The server answers.
    Online,
    /// It does not; changes are kept here.
    Offline,
    /// It wants a sign-in; changes are kept here.
    SignedOut,
    /// Sync is being switched off: the register's sales go to the others (rules F2, F3).
    HandingOver,
    /// Sync is off: what is saved here stays here (rule F4).
    SyncOff,
}

/// The connection: what the badge shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// How it stands.
    pub link: LinkState,
    /// Changes in the outbox.
    pub waiting: u64,
    /// Whether the first snapshot is in (rule F1).
    pub snapshot_in: bool,
    /// How far it is, while its pages come.
    pub first_copy: Option<FirstCopy>,
    /// When the server last said something, by this device's clock.
    pub last_heard_ms: Option<i64>,
}

impl Connection {
    /// Whether the store's sales are still on their way: until they are all here, none is known.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.link == LinkState::Online && !self.snapshot_in
    }
}

/// The build of this program, as the server is told.
pub(super) fn build() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
