//! What a device keeps on stable storage, and what it knows of itself.
//!
//! It must not know when anything is written; `writing` decides that.

use crate::protocol::{Identity, Mutation};
use serde::{Deserialize, Serialize};

/// Sequences from here on are this register's own while its sync is off: they are never sent, and
/// give way to real ones when it is switched on (rules F4, F5).
pub(super) const FIRST_LOCAL: u64 = 1 << 40;

/// Whether a sequence belongs to what stays on this register.
pub(super) fn is_local(sequence: u64) -> bool {
    sequence >= FIRST_LOCAL
}

/// Where this register's sync stands (rule F6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SyncMode {
    /// On.
    On,
    /// To be switched off: what was done up to this sequence is still to be handed over (F2, F3).
    HandingOver {
        /// The last sequence that goes to the others.
        through: u64,
    },
    /// Off: what is saved here stays here (rule F4).
    Off,
    /// To be switched on again: the server does not know yet (rule F5).
    Resuming,
}

/// What a device knows of itself. Written together with what it counts, in one transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Who it is.
    pub identity: Identity,
    /// The store's epoch; 0 before the first answer.
    #[serde(with = "crate::codec::u64_as_text")]
    pub epoch: u64,
    /// How far in the log its base is; 0 before the first snapshot.
    pub cursor: u64,
    /// The sequence that its next mutation gets.
    pub next_sequence: u64,
    /// The human number that its next sale gets, behind the prefix (rule C7).
    pub next_number: u64,
    /// Where its sync stands.
    pub sync: SyncMode,
    /// The sequence that the next change gets which stays on this register (rule F4).
    #[serde(default = "first_local")]
    pub next_local: u64,
    /// Whether the store's table layout is shown and changed here (rule F8). Its rows come either
    /// way, so that turning it on needs no network.
    #[serde(default = "shared", skip_serializing_if = "is_shared")]
    pub layout: bool,
    /// What the archive holds.
    #[serde(default)]
    pub archive: ArchiveIndex,
}

fn first_local() -> u64 {
    FIRST_LOCAL
}

fn shared() -> bool {
    true
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_shared(layout: &bool) -> bool {
    *layout
}

impl Meta {
    /// A device that was just activated: a web or an Android register, a Pay phone, BackOffice.
    #[must_use]
    pub fn new(identity: Identity) -> Meta {
        Meta {
            identity,
            epoch: 0,
            cursor: 0,
            next_sequence: 1,
            next_number: 1,
            sync: SyncMode::On,
            next_local: FIRST_LOCAL,
            layout: true,
            archive: ArchiveIndex::default(),
        }
    }

    /// An iOS register that was just activated: the layout has a switch of its own there, and is
    /// off until that is turned on (rule F8).
    #[must_use]
    pub fn without_layout(identity: Identity) -> Meta {
        Meta {
            layout: false,
            ..Meta::new(identity)
        }
    }
}

/// Which numbers of the archive were given when: one mark a day, so that what is a week old can go
/// without being read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveIndex {
    /// The number that the next mutation gets.
    pub next: u64,
    /// Oldest first.
    pub days: Vec<ArchiveDay>,
}

/// Mutations archived within one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveDay {
    /// Device time when the first came.
    pub from_ms: i64,
    /// The first one's number.
    pub first: u64,
}

/// A mutation that the server's rows cover: kept for a week, in case the store is restored from a
/// backup that does not have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Archived {
    /// Its place in the archive.
    pub number: u64,
    /// It.
    pub mutation: Mutation,
}
