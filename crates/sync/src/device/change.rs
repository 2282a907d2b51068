//! What a person did, from the screen to the outbox.
//!
//! It must not know when it is written or sent.

use crate::protocol::Mutation;
use sale::{Change, EmployeeId, MutationId};
use serde::{Deserialize, Serialize};

/// Something that a person did, not yet numbered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewChange {
    /// For the answer; the caller's own count.
    pub ticket: u64,
    /// A fresh identity.
    pub mutation_id: MutationId,
    /// The device's clock.
    pub at_ms: i64,
    /// Who did it.
    pub employee_id: EmployeeId,
    /// The manager who approved it with their PIN, where one was asked (rule H2).
    pub approved_by: Option<EmployeeId>,
    /// What was done. A sale opened or split off without a number gets this device's next (C7).
    pub change: Change,
}

/// A mutation in the outbox, with its change as this build reads it: read once, applied at each
/// rebase.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) mutation: Mutation,
    /// None when this build cannot read it.
    pub(super) change: Option<Change>,
}

impl From<Mutation> for Waiting {
    fn from(mutation: Mutation) -> Waiting {
        Waiting {
            change: mutation.decode().ok(),
            mutation,
        }
    }
}

/// Why a change was not saved. Nothing of it is left; the person may do it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotSaved {
    /// The device's storage refused.
    Storage,
    /// Too many changes wait for the device's storage.
    TooMany,
    /// The sale is not on this register any more: it was handed over (rule F2).
    NotHere,
    /// The sale is on the other registers too, and this one is being switched off: it is only
    /// shown here (rule F3).
    HandingOver,
    /// The change is too large to be sent.
    TooLarge,
    /// The table layout is not shared with this register (rule F8).
    NoLayout,
}
